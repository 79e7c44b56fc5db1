"""build(): from a plan to files in place. Read it from top to bottom."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from kzreport.build.keep import Keeper, Verdict, with_day
from kzreport.build.make import Job, Made, make
from kzreport.build.manifest import Manifest
from kzreport.build.outcome import Built, Outcome
from kzreport.build.plan import Options, Planned
from kzreport.build.pool import Limits, run_pool
from kzreport.build.record import (
    Record,
    forget_unused_snapshots,
    write_record,
    write_snapshot,
)
from kzreport.build.shelf import half_made_in, locked, put_in_place
from kzreport.errors import KzReportError, PlaceError
from kzreport.files import sync_folder
from kzreport.project import Project

log = logging.getLogger(__name__)

Engine = Callable[[Project, Sequence[tuple[int, Job]]], Iterator[tuple[int, Made | KzReportError]]]
Progress = Callable[[Built], None]

#: seconds that a document takes, where no record tells
_GUESS = {"pdf": 0.5, "docx": 0.1, "html": 0.03, "md": 0.03}
#: seconds of work that are worth the start of more processes
_WORTHWHILE = 4.0


def build(
    project: Project,
    documents: Iterable[Planned],
    out: Path,
    options: Options | None = None,
    progress: Progress = lambda _: None,
    *,
    jobs: int = 1,
    force: bool = False,
    limits: Limits | None = None,
    engine: Engine | None = None,
) -> Outcome:
    """Make `documents` in the folder `out` and return what became of each.

    What did not change is kept, unless `force` is set. A document that fails leaves what stood
    in its place untouched, and the others go on. `jobs` is the number of processes, 1 means
    this one; `engine` runs the work somewhere else. Problems of the whole project (facts that
    cannot be read) are raised before anything is written; so is `LockedError`.
    """
    planned = list(documents)
    asked = with_day(options or Options(), project.today())
    _ = project.facts
    with locked(out):
        keeper = Keeper(project, asked, out)
        manifest = Manifest(out, planned, asked)
        manifest.start()
        verdicts = [keeper.verdict(each, force) for each in planned]
        run = _Run(project, keeper, verdicts, planned, progress)
        run.keep()
        work = run.jobs()
        for number, made in (engine or _engine(work, verdicts, jobs, limits))(project, work):
            run.finish(number, made)
        outcome = run.outcome()
        if work:
            forget_unused_snapshots(out, run.states())
            _sync(out)
        manifest.end(outcome)
    return outcome


class _Run:
    """The documents of a build on their way."""

    def __init__(
        self,
        project: Project,
        keeper: Keeper,
        verdicts: Sequence[Verdict],
        planned: Sequence[Planned],
        progress: Progress,
    ) -> None:
        self.project = project
        self.keeper = keeper
        self.out = keeper.out
        self.verdicts = verdicts
        self.planned = planned
        self.progress = progress
        self.results: dict[int, Built] = {}
        #: the state of the facts in each record that this build wrote
        self.recorded: dict[str, str] = {}

    def keep(self) -> None:
        """Settle the documents that need no work."""
        for number, verdict in enumerate(self.verdicts):
            if verdict.stage == "keep" and verdict.record is not None:
                self._settle(number, self._kept(number, verdict.record))

    def jobs(self) -> list[tuple[int, Job]]:
        """Return the work that is left, by its number in the plan."""
        shelf, options = half_made_in(self.out), self.keeper.options
        return [
            (number, Job(self.planned[number], options, shelf, verdict.tree, verdict.lacking))
            for number, verdict in enumerate(self.verdicts)
            if number not in self.results
        ]

    def finish(self, number: int, made: Made | KzReportError) -> None:
        """Put a document in place, remember it, and tell of it."""
        planned, verdict = self.planned[number], self.verdicts[number]
        try:
            if isinstance(made, KzReportError):
                raise made
            built = self._put_in_place(planned, verdict, made)
        except KzReportError as exc:
            log.debug("%s failed", planned.stem, exc_info=exc)
            built = Built(planned, problem=exc, reason=verdict.reason)
        self._settle(number, built)

    def states(self) -> dict[str, str]:
        """Return the state of the facts that each document refers to now, where there is one."""
        kept = {
            planned.stem: verdict.record.facts
            for planned, verdict in zip(self.planned, self.verdicts, strict=True)
            if verdict.record is not None
        }
        return kept | self.recorded

    def outcome(self) -> Outcome:
        return Outcome(tuple(self.results[number] for number in sorted(self.results)))

    # -- one document -----------------------------------------------------------------------

    def _put_in_place(self, planned: Planned, verdict: Verdict, made: Made) -> Built:
        targets = tuple(self.out / name for name in planned.names)
        for target in targets:  # all files or none: they show one state of the facts
            if target.is_dir():
                reason = "a folder of that name is in the way"
                raise PlaceError(f"cannot write `{target}`: {reason}")
        for name, (path, _) in made.files.items():
            put_in_place(path, self.out / name)
        record = self._record(planned, verdict, made)
        write_snapshot(self.out, self.keeper.snapshot(planned))
        write_record(self.out, record)
        self.recorded[record.document] = record.facts
        kept = not made.files
        reason = f"{verdict.reason}, and makes no difference" if kept else verdict.reason
        return Built(
            planned,
            targets,
            made.warnings,
            pages=record.pages,
            kept=kept,
            hashes=tuple(record.files[name] for name in planned.names),
            reason=reason,
            seconds=made.seconds,
        )

    def _record(self, planned: Planned, verdict: Verdict, made: Made) -> Record:
        old = verdict.record if made.tree == verdict.tree else None
        pages = made if made.page_map or old is None else old
        new = {name: digest for name, (_, digest) in made.files.items()}
        return Record(
            document=planned.stem,
            report=planned.report.name,
            lang=planned.lang,
            level=str(self.keeper.level(planned)),
            as_of=str(self.keeper.options.as_of),
            words=self.keeper.inputs.words(planned, self.keeper.options),
            looks=self.keeper.inputs.looks(planned),
            templates=self.keeper.inputs.templates(planned.report.template),
            facts=self.keeper.snapshot(planned).digest,
            records=made.records,
            questions=made.questions,
            read=made.read,
            printed=pages.printed,
            taken=made.taken,
            tree=made.tree,
            files={**old.files, **new} if old else new,
            pages=made.pages or (old.pages if old else 0),
            page_map=pages.page_map,
            warnings=tuple((each.message, each.hint) for each in made.warnings),
            seconds=max(old.seconds, made.seconds) if old else made.seconds,
        )

    def _kept(self, number: int, record: Record) -> Built:
        planned, reason = self.planned[number], self.verdicts[number].reason
        files = tuple(self.out / name for name in planned.names)
        warnings = tuple(KzReportError(message, hint=hint) for message, hint in record.warnings)
        for each in warnings:
            log.warning("%s", each)
        hashes = tuple(record.files[name] for name in planned.names)
        return Built(
            planned, files, warnings, pages=record.pages, kept=True, hashes=hashes, reason=reason
        )

    def _settle(self, number: int, built: Built) -> None:
        self.results[number] = built
        self.progress(built)


def _engine(
    work: Sequence[tuple[int, Job]],
    verdicts: Sequence[Verdict],
    jobs: int,
    limits: Limits | None,
) -> Engine:
    """Return what makes the documents: this process, unless more are worth their start."""
    seconds = sum(_guess(job, verdicts[number]) for number, job in work)
    processes = min(jobs, len(work))
    if processes < 2 or seconds < _WORTHWHILE:
        return run_here
    return lambda project, each: run_pool(project, each, processes, limits or Limits())


def _guess(job: Job, verdict: Verdict) -> float:
    if verdict.stage == "words":
        return 0.05
    if verdict.record is not None and verdict.record.seconds:
        return verdict.record.seconds
    return sum(_GUESS[each] for each in job.planned.formats)


def run_here(
    project: Project, work: Sequence[tuple[int, Job]]
) -> Iterator[tuple[int, Made | KzReportError]]:
    """Yield the documents as this process makes them, one after the other."""
    for number, job in work:
        try:
            yield number, make(project, job)
        except KzReportError as exc:
            yield number, exc


def _sync(out: Path) -> None:
    try:
        sync_folder(out)
    except OSError:
        log.debug("the folder %s cannot be synced", out)
