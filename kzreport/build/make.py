"""Make one document: render it, and unless its tree is that of before, write its files.

This is what a process of the pool, a machine of the cluster and a build without either do.
The files wait under other names; putting them in place is left to the one who holds the lock.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzreport.build.plan import Options, Planned
from kzreport.build.record import Question
from kzreport.build.shelf import put_down
from kzreport.errors import KzReportError, WriterError
from kzreport.project import Project

if TYPE_CHECKING:
    from kzreport.briefing import Briefing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One document to make in the folder `half_made`.

    `tree` is the hash of the tree that the files in place were made from, "" to make them in
    any case. Where the tree is the same, only the files in `lacking` are made.
    """

    planned: Planned
    options: Options
    half_made: Path
    tree: str = ""
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A document as made: where its files wait, and what it read on the way.

    What is not among `files` is right as it is in place: the tree is the one of before.
    """

    tree: str
    files: Mapping[str, tuple[Path, str]]
    records: tuple[str, ...]
    questions: tuple[Question, ...]
    read: tuple[str, ...]
    printed: Mapping[str, tuple[int, ...]]
    taken: Mapping[str, str]
    warnings: tuple[KzReportError, ...]
    seconds: float
    pages: int = 0
    page_map: Any = None


def make(project: Project, job: Job) -> Made:
    """Return the document of `job`, its files written but not in place.

    Raise `KzReportError` when it cannot be made; nothing is left behind then.
    """
    started = time.perf_counter()  # how long it takes is told, and decides nothing in it
    briefing = _rendered(project, job)
    log.info("%s: %s", job.planned.report.name, briefing.length)
    tree = tree_hash(briefing)
    files = _files(briefing, job, job.planned.names if tree != job.tree else job.lacking)
    laid_out = "layout" in vars(briefing)
    return Made(
        tree=tree,
        files=files,
        records=briefing.facts.records,
        questions=_questions(briefing),
        read=briefing.facts.read,
        printed=_printed(briefing, laid_out),
        taken=briefing.facts.files,
        warnings=briefing.warnings,
        seconds=round(time.perf_counter() - started, 3),
        pages=briefing.pages if laid_out and "pdf" in job.planned.formats else 0,
        page_map=json.loads(briefing.page_map.to_json()) if laid_out else None,
    )


def _files(briefing: Briefing, job: Job, names: Collection[str]) -> dict[str, tuple[Path, str]]:
    """Return the files of `names`, each put down whole, with its hash; on a fault none is left."""
    files: dict[str, tuple[Path, str]] = {}
    try:
        for name, data in [(n, briefing.to_bytes(f)) for n, f in job.planned.files if n in names]:
            files[name] = (put_down(job.half_made, name, data), sha256(data).hexdigest())
    except BaseException:
        for path, _ in files.values():
            path.unlink(missing_ok=True)
        raise
    return files


_APART = ("words", "style", "facts", "cache", "letterhead", "warnings", "drafts", "_carry")


def tree_hash(briefing: Briefing) -> str:
    """Return a hash of all that the writers take from a document: equal ones make equal files."""
    parts = [
        (part.name, getattr(briefing, part.name))
        for part in fields(briefing)
        if part.name not in _APART
    ]
    return sha256(repr([*parts, briefing.facts.printed, briefing.carried]).encode()).hexdigest()[
        :32
    ]


def _rendered(project: Project, job: Job) -> Briefing:
    from kzreport.report import render

    planned, options = job.planned, job.options
    try:
        return render(
            project,
            planned.report.name,
            item=planned.item,
            lang=planned.lang,
            as_of=options.as_of,
            known_at=options.known_at,
            level=options.level,
            draft=options.draft,
            variant=options.variant,
        )
    except MemoryError as exc:
        raise WriterError("the document needs more memory than it may have") from exc


def _printed(briefing: Briefing, laid_out: bool) -> dict[str, tuple[int, ...]]:
    """Return the pages that each fact stands on; none where no pages were laid out."""
    facts = briefing.facts.printed
    pages = briefing.page_map.facts if laid_out else (0,) * len(facts)
    found: dict[str, dict[int, None]] = {}
    for fact, page in zip(facts, pages, strict=True):
        for ref in fact.refs:
            found.setdefault(ref, {}).update({page: None} if page else {})
    return {ref: tuple(on) for ref, on in found.items()}


def _questions(briefing: Briefing) -> tuple[Question, ...]:
    asked = briefing.facts.questions
    return tuple(
        Question(name, asked.get(name, ()), answer)
        for name, answer in briefing.facts.queries.items()
    )
