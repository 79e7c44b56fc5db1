"""Build documents: plan them, render each, put its files in place; one failure stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kzreport.errors import KzReportError, ProjectError
from kzreport.facts.fields import Level
from kzreport.files import put_file
from kzreport.project import FORMATS, Format, Project, Report
from kzreport.report import Briefing, render, report_items

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on top of what the reports say; `None` and () change nothing."""

    as_of: date | None = None
    known_at: date | None = None
    level: Level | None = None
    languages: tuple[str, ...] = ()
    formats: tuple[Format, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One document to be made: a report in a language, with the files it becomes.

    `item` is the record it is made for, "" for a report that is one document.
    """

    report: Report
    lang: str
    formats: tuple[Format, ...]
    names: tuple[str, ...]
    item: str = ""

    @property
    def name(self) -> str:
        """The name its files begin with, and messages call it by."""
        return f"{self.report.name}-{self.item}" if self.item else self.report.name


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a planned document: its files, or the problem that stopped it."""

    planned: Planned
    files: tuple[Path, ...] = ()
    warnings: tuple[KzReportError, ...] = ()
    problem: KzReportError | None = None
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of one build."""

    built: tuple[Built, ...] = field(default_factory=tuple)

    @property
    def failed(self) -> tuple[Built, ...]:
        return tuple(each for each in self.built if each.problem is not None)


def plan(
    project: Project, names: Iterable[str] = (), options: Options | None = None
) -> list[Planned]:
    """Return the documents to make, in the order of kzreport.yaml.

    Raise `ProjectError` for an unknown report, and when two documents would have one name.
    """
    wanted = options or Options()
    reports = [project.report(name) for name in names] or list(project.reports.values())
    documents = [
        _planned(report, item, lang, wanted)
        for report in {report.name: report for report in reports}.values()
        for item in report_items(
            project, report, as_of=wanted.as_of, known_at=wanted.known_at, level=wanted.level
        )
        for lang in wanted.languages or report.languages
    ]
    _refuse_clashes(documents)
    return documents


def _planned(report: Report, item: str, lang: str, options: Options) -> Planned:
    formats = options.formats or report.formats
    lowered = options.level is not None and options.level < report.level
    parts = [
        f"{report.name}-{item}" if item else report.name,
        *([str(options.level)] if lowered else []),
        *(["draft"] if options.draft else []),
        lang,
    ]
    stem = ".".join(parts)
    return Planned(report, lang, formats, tuple(f"{stem}.{each}" for each in formats), item)


def _refuse_clashes(documents: Sequence[Planned]) -> None:
    """Two names that differ only in letter case are one name on Windows and macOS."""
    first: dict[str, Planned] = {}
    problems: list[ProjectError] = []
    for document in documents:
        for name in document.names:
            other = first.setdefault(name.casefold(), document)
            if other is not document:
                problems.append(
                    ProjectError(
                        f"two documents would be called `{name}`",
                        document.report.at,
                        f"rename one of `{other.report.name}` and `{document.report.name}`",
                    )
                )
    if problems:
        raise ProjectError.all_of(problems)


def build(
    project: Project,
    documents: Iterable[Planned],
    out: Path,
    options: Options | None = None,
    progress: Callable[[Built], None] = lambda _: None,
) -> Outcome:
    """Make `documents` in the folder `out` and return what became of each.

    A document that fails leaves what stood in its place untouched, and the others go on.
    Problems of the whole project (facts that cannot be read) are raised before anything
    is written.
    """
    _ = project.facts, project.templates
    results: list[Built] = []
    for document in documents:
        result = _built(project, document, out, options or Options())
        results.append(result)
        progress(result)
    return Outcome(tuple(results))


def _built(project: Project, document: Planned, out: Path, options: Options) -> Built:
    try:
        briefing = _rendered(project, document, options)
        made = [(name, briefing.to_bytes(form)) for name, form in _files(document)]
        for name, data in made:  # all formats or none: they show one state of the facts
            put_file(out / name, data)
    except KzReportError as exc:
        log.debug("%s failed", document.name, exc_info=exc)
        return Built(document, problem=exc)
    files = tuple(out / name for name, _ in made)
    pages = briefing.pages if "pdf" in document.formats else 0
    return Built(document, files, briefing.warnings, pages=pages)


def _files(document: Planned) -> Iterable[tuple[str, Format]]:
    return zip(document.names, document.formats, strict=True)


def _rendered(project: Project, document: Planned, options: Options) -> Briefing:
    return render(
        project,
        document.report.name,
        item=document.item,
        lang=document.lang,
        as_of=options.as_of,
        known_at=options.known_at,
        level=options.level,
        draft=options.draft,
    )


__all__ = ["FORMATS", "Built", "Options", "Outcome", "Planned", "build", "plan"]
