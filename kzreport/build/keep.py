"""Decide, without rendering anything, whether a document is already what a build would make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from kzreport.build.inputs import Inputs
from kzreport.build.plan import Options, Planned
from kzreport.build.record import Question, Record, file_hash, read_record, read_snapshot
from kzreport.errors import KzReportError
from kzreport.facts.fields import Level
from kzreport.facts.questions import ask, may_have_changed
from kzreport.facts.snapshot import Snapshot, take_snapshot
from kzreport.facts.view import View
from kzreport.project import Project

#: `keep` it; look at its `words`, which may be the same; make some `files`, and all if the words
#: are others; make its `pages` anew
Stage = Literal["keep", "words", "files", "pages"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done with a document, and why.

    `record` is that of the last time, `lacking` the files that are not as they were made then.
    """

    stage: Stage
    reason: str
    record: Record | None = None
    lacking: tuple[str, ...] = ()

    @property
    def tree(self) -> str:
        """The hash of the tree that the files in place were made from, "" if that is over."""
        return self.record.tree if self.stage in ("words", "files") and self.record else ""


class Keeper:
    """Decides for one build. What several documents ask for is worked out once."""

    def __init__(self, project: Project, options: Options, out: Path) -> None:
        self.project = project
        self.options = options
        self.out = out
        self.inputs = Inputs(project)
        self._snapshots: dict[Level, Snapshot] = {}
        self._views: dict[tuple[Level, str], View] = {}
        self._olds: dict[str, Snapshot | None] = {}
        self._changes: dict[tuple[str, Level], tuple[frozenset[str], bool]] = {}

    def verdict(self, planned: Planned, force: bool = False) -> Verdict:
        """Return what is to be done with a document. The first reason found is told."""
        record = read_record(self.out, planned.stem)
        if force:
            return Verdict("pages", "asked for by --force", record)
        if record is None:
            return Verdict("pages", "never made" if self._is_new(planned) else "no record of it")
        reason = self._other_looks(planned, record)
        if reason:
            return Verdict("pages", reason, record)
        other = self._other_files(planned, record)
        reason = (
            next(iter(other.values()), "")
            or self._other_words(planned, record)
            or self._other_images(record)
            or self._other_facts(planned, record)
        )
        if reason:
            return Verdict("files" if other else "words", reason, record, tuple(other))
        return Verdict("keep", "nothing changed", record)

    def snapshot(self, planned: Planned) -> Snapshot:
        """Return the state of the facts as the document may see them."""
        level = self.level(planned)
        if level not in self._snapshots:
            self._snapshots[level] = take_snapshot(self._view(planned))
        return self._snapshots[level]

    def level(self, planned: Planned) -> Level:
        """Return the level of a document; one that is refused later counts as the report's."""
        wanted = self.options.level
        return planned.report.level if wanted is None else min(wanted, planned.report.level)

    # -- what may differ --------------------------------------------------------------------

    def _is_new(self, planned: Planned) -> bool:
        return not any((self.out / name).exists() for name in planned.names)

    def _other_looks(self, planned: Planned, record: Record) -> str:
        names = {
            "program": "kzreport or a library it uses is another",
            "fonts": "the fonts of this machine changed",
            "letterhead": "its letterhead changed",
            "style": f"the style `{planned.report.style}` changed",
        }
        return _first_difference(self.inputs.looks(planned), record.looks, names)

    def _other_files(self, planned: Planned, record: Record) -> dict[str, str]:
        """Return which files are not as they were made, each with what is wrong with it."""
        found = {name: self._other_file(name, record) for name in planned.names}
        return {name: wrong for name, wrong in found.items() if wrong}

    def _other_file(self, name: str, record: Record) -> str:
        if name not in record.files:
            return f"`{name}` was not made with it" if record.files else "it has no files"
        found = file_hash(self.out / name)
        if not found:
            return f"`{name}` is missing"
        return "" if found == record.files[name] else f"`{name}` is not as it was made"

    def _other_words(self, planned: Planned, record: Record) -> str:
        now = self.inputs.words(planned, self.options)
        names = {
            "as_of": f"it speaks for {record.as_of}, not for {now['as_of']}",
            "known_at": "another day of knowledge is asked for",
            "level": "another level is asked for",
            "draft": "a draft is another paper",
            "variant": "another kind of PDF is asked for",
            "report": "its report in kzreport.yaml changed",
            "project": "kzreport.yaml changed",
        }
        reason = _first_difference(now, record.words, names)
        if reason:
            return reason
        templates = self.inputs.templates(planned.report.template)
        changed = sorted(
            name
            for name in templates.keys() | record.templates.keys()
            if templates.get(name) != record.templates.get(name)
        )
        return f"the template `{changed[0]}` changed" if changed else ""

    def _other_images(self, record: Record) -> str:
        """Return which image or stored copy of a source is no longer as the document took it."""
        root = self.project.root
        changed = (name for name, old in record.taken.items() if file_hash(root / name) != old)
        return next((f"`{name}` changed" for name in changed), "")

    def _other_facts(self, planned: Planned, record: Record) -> str:
        """Return what the document read that is no longer so; "" if all it read is the same."""
        now = self.snapshot(planned)
        if now.digest == record.facts:
            return ""
        changed, reordered = self._changed_since(record.facts, planned)
        if reordered:
            return "the facts stand in another order"
        read = changed.intersection(record.records)
        if read:
            return f"read {_listed(read)}, which changed"
        view = self._view(planned)
        for question in record.questions:
            if question.steps and _gives_another_answer(view, question, changed):
                return f"`{question.asked}` has another answer"
        return ""

    def _changed_since(self, digest: str, planned: Planned) -> tuple[frozenset[str], bool]:
        key = (digest, self.level(planned))
        if key not in self._changes:
            if digest not in self._olds:
                self._olds[digest] = read_snapshot(self.out, digest)
            old, now = self._olds[digest], self.snapshot(planned)
            self._changes[key] = (
                (frozenset(), True)
                if old is None
                else (now.changed_since(old), now.is_reordered(old))
            )
        return self._changes[key]

    def _view(self, planned: Planned) -> View:
        level = self.level(planned)
        if (level, planned.lang) not in self._views:
            self._views[level, planned.lang] = self.project.view(
                as_of=self.options.as_of,
                known_at=self.options.known_at,
                lang=planned.lang,
                level=level,
            )
        return self._views[level, planned.lang]


def with_day(options: Options, today: date) -> Options:
    """Return `options` with the day the documents speak for, which is the same for all."""
    return options if options.as_of else replace(options, as_of=today)


def _gives_another_answer(view: View, question: Question, changed: frozenset[str]) -> bool:
    steps = tuple((name, argument) for name, argument in question.steps)
    concerned = not changed.isdisjoint(question.answer)
    try:
        if not concerned and not may_have_changed(view, steps, changed):
            return False
        return ask(view, steps) != question.answer
    except KzReportError:
        return True  # the template will say what is wrong with the question


def _first_difference(
    now: Mapping[str, str], then: Mapping[str, str], names: Mapping[str, str]
) -> str:
    return next((told for key, told in names.items() if now.get(key) != then.get(key)), "")


def _listed(ids: frozenset[str]) -> str:
    first = sorted(ids)[:3]
    more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
    return ", ".join(f"`{each}`" for each in first) + more
