"""`build` makes the documents of a project."""

from __future__ import annotations

import logging
import time
from datetime import date
from pathlib import Path
from typing import Self

import click

from kzreport.build import Built, Options, Outcome, build, plan
from kzreport.cli.terminal import (
    ENVIRONMENT,
    FAILED,
    BuildFailed,
    Day,
    console,
    inform,
    project_option,
    tell,
)
from kzreport.errors import KzReportError, WriterError
from kzreport.facts.fields import Level
from kzreport.language import available_languages
from kzreport.project import FORMATS, Format, load_project

log = logging.getLogger(__name__)


@click.command("build")
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@project_option
@click.option("--out", default="out", show_default=True, metavar="DIR", help="Where files go.")
@click.option("--as-of", type=Day(), metavar="DATE", help="The day the documents speak for.")
@click.option("--known-at", type=Day(), metavar="DATE", help="Use what was recorded by then.")
@click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="LANG",
    help="Only these languages.",
)
@click.option("--format", "formats", multiple=True, metavar="FORMAT", help="Only these formats.")
@click.option(
    "--level", type=click.Choice([str(level) for level in Level]), help="Lower the level."
)
@click.option("--draft", is_flag=True, help="Let unconfirmed facts pass; mark every page.")
def build_command(
    reports: tuple[str, ...],
    folder: str,
    out: str,
    as_of: date | None,
    known_at: date | None,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    level: str | None,
    draft: bool,
) -> None:
    """Make the documents of REPORTs, of all reports if none is named.

    \b
    Example:
      kzreport build unodc-brief --as-of 2014-05-01 --format pdf
    """
    options = Options(
        as_of=as_of,
        known_at=known_at,
        level=Level[level] if level else None,
        languages=_languages(languages),
        formats=_formats(formats),
        draft=draft,
    )
    project = load_project(folder)
    documents = plan(project, reports, options)
    log.info("to make: %d, as of %s", len(documents), as_of or project.today())
    started = time.monotonic()
    with _Progress(len(documents)) as progress:
        outcome = build(project, documents, Path(out), options, progress.step)
    _report(outcome, time.monotonic() - started)


def _languages(wanted: tuple[str, ...]) -> tuple[str, ...]:
    known = available_languages()
    return tuple(dict.fromkeys(_known(name, known, "language") for name in wanted))


def _formats(wanted: tuple[str, ...]) -> tuple[Format, ...]:
    names = [_known(name, FORMATS, "format") for name in wanted]
    return tuple(each for each in FORMATS if each in names)


def _known(name: str, known: tuple[str, ...], what: str) -> str:
    if name not in known:
        raise click.UsageError(f"unknown {what} `{name}`\nhint: use {', '.join(known)}")
    return name


class _Progress:
    """A progress bar on a terminal; silence elsewhere."""

    def __init__(self, total: int) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._bar = Progress(
            TextColumn("building"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TextColumn("{task.fields[name]}"),
            console=console(stderr=True),
            disable=not console(stderr=True).is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("build", total=total, name="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def step(self, built: Built) -> None:
        name = f"{built.planned.name} ({built.planned.lang})"
        log.info("%s: %s", name, "failed" if built.problem else ", ".join(built.planned.names))
        self._bar.update(self._task, advance=1, name=name)


def _report(outcome: Outcome, seconds: float) -> None:
    """Tell what was made, and what was not and why."""
    for built in outcome.built:
        if built.problem is None:
            for file in built.files:
                pages = f"{built.pages} p." if file.suffix == ".pdf" and built.pages else ""
                size = f"{file.stat().st_size / 1024:7.0f} KB"
                inform(f"  {file!s:<52} {size}  {pages}".rstrip())
    made = len(outcome.built) - len(outcome.failed)
    inform(f"{made} of {len(outcome.built)} documents in {seconds:.1f} s")
    for built in outcome.failed:
        click.secho(
            f"\n{built.planned.name} ({built.planned.lang}) was not made:",
            fg="red",
            err=True,
        )
        if built.problem is not None:
            tell(built.problem)
    if outcome.failed:
        raise BuildFailed(max(_code(built.problem) for built in outcome.failed))


def _code(problem: KzReportError | None) -> int:
    """Return the exit code for a document that was not made; a full disk is not its fault."""
    refused = isinstance(problem, WriterError) and isinstance(problem.__cause__, OSError)
    return ENVIRONMENT if refused else FAILED
