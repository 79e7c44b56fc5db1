"""What a build tells on the terminal: its plan, how far it is, what came of it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import click

from kzreport.build import Built, Outcome, Planned
from kzreport.build.keep import Verdict
from kzreport.cli.terminal import (
    ENVIRONMENT,
    FAILED,
    BuildFailed,
    console,
    inform,
    printable,
    tell,
)
from kzreport.errors import KzReportError, PlaceError

if TYPE_CHECKING:
    from rich.progress import Progress

log = logging.getLogger(__name__)

#: more kept documents than these are counted, not listed
_LISTED = 20
_WORDS = {"keep": "kept", "words": "looked at", "files": "made", "pages": "made"}


def show_plan(plan: Sequence[tuple[Planned, Verdict]], as_json: bool) -> None:
    """Print each document with its files, and why it would be made or kept."""
    if as_json:
        for planned, verdict in plan:
            _event("planned", planned, action=verdict.stage, reason=verdict.reason)
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("document", "files", "would be", "because"):
        table.add_column(head, overflow="fold")
    for planned, verdict in plan:
        files = ", ".join(name.removeprefix(f"{planned.stem}.") for name in planned.names)
        colour = "dim" if verdict.stage == "keep" else "none"
        cells = (planned.stem, files, _WORDS[verdict.stage], printable(verdict.reason))
        table.add_row(*cells, style=colour)
    console().print(table)
    kept = sum(1 for _, verdict in plan if verdict.stage == "keep")
    inform(f"{_counted(len(plan), 'document')}, {kept} kept as they are")


class Telling:
    """A progress bar on a terminal; a line of JSON for each document if asked; else silence."""

    def __init__(self, total: int, as_json: bool) -> None:
        self._json = as_json
        self._total = total
        self._bar: Progress | None = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if self._json:
            click.echo(json.dumps({"event": "start", "documents": self._total}))
        elif sys.stderr.isatty() and not _is_quiet():
            bar = _progress_bar()
            self._task = bar.add_task("build", total=self._total, name="", rate="")
            bar.start()
            self._bar = bar
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self, built: Built) -> None:
        """Tell of one more document."""
        planned = built.planned
        log.info("%s: %s, %s", planned.stem, built.state, built.reason)
        if self._json:
            _event(built.state, planned, **_details(built))
        elif self._bar is not None:
            speed = self._bar.tasks[0].speed
            rate = f"{speed:.1f} a second" if speed else ""
            self._bar.update(self._task, advance=1, name=planned.stem, rate=rate)


def tell_outcome(outcome: Outcome, seconds: float, as_json: bool) -> None:
    """Tell what was made and kept, and what failed and why; raise when something failed."""
    made = [each for each in outcome.built if each.state == "built"]
    counts = {"built": len(made), "kept": len(outcome.kept), "failed": len(outcome.failed)}
    if as_json:
        click.echo(json.dumps({"event": "end", **counts, "seconds": round(seconds, 3)}))
    else:
        _print_files(made)
        _print_files(outcome.kept if len(outcome.kept) <= _LISTED else ())
        inform(_summary(counts, len(outcome.built), seconds))
        for built in outcome.failed:
            _print_failure(built)
    if outcome.failed:
        raise BuildFailed(max(_code(built.problem) for built in outcome.failed))


def _print_files(documents: Sequence[Built]) -> None:
    for built in documents:
        for file in built.files:
            pages = f"{built.pages} p." if file.suffix == ".pdf" and built.pages else ""
            size = f"{file.stat().st_size / 1024:7.0f} KB"
            note = "kept" if built.kept else ""
            inform(f"  {file!s:<52} {size}  {' '.join(filter(None, (pages, note)))}".rstrip())


def _print_failure(built: Built) -> None:
    name = f"{built.planned.name} ({built.planned.lang})"
    click.secho(f"\n{printable(name)} was not made:", fg="red", err=True)
    if built.problem is not None:
        tell(built.problem)


def _summary(counts: dict[str, int], total: int, seconds: float) -> str:
    """Return `3 of 5 documents in 2.0 s, 1 kept`."""
    done = total - counts["failed"]
    kept = f", {counts['kept']} kept" if counts["kept"] else ""
    return f"{done} of {_counted(total, 'document')} in {seconds:.1f} s{kept}"


def _event(name: str, planned: Planned, **more: object) -> None:
    told = {
        "event": name,
        "document": planned.stem,
        "report": planned.report.name,
        "lang": planned.lang,
        "files": list(planned.names),
        **more,
    }
    click.echo(json.dumps(told, ensure_ascii=False))


def _details(built: Built) -> dict[str, object]:
    details: dict[str, object] = {"reason": built.reason, "seconds": built.seconds}
    if built.problem is not None:
        details["problems"] = [_problem(each) for each in built.problem.problems]
    if built.warnings:
        details["warnings"] = [_problem(each) for each in built.warnings]
    return details


def _problem(problem: KzReportError) -> dict[str, str]:
    at = str(problem.at) if problem.at else ""
    return {"at": at, "message": problem.message, "hint": problem.hint}


def _progress_bar() -> Progress:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("building"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
        console=console(stderr=True),
        transient=True,
    )


def _is_quiet() -> bool:
    return bool(click.get_current_context().find_root().params["quiet"])


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _code(problem: KzReportError | None) -> int:
    """Return the exit code for a document that was not made; a full disk is not its fault."""
    return ENVIRONMENT if isinstance(problem, PlaceError) else FAILED
