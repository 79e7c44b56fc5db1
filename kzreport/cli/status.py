"""`status` tells which documents are as a build would make them, and why others are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from kzreport.build import Options, plan
from kzreport.build.keep import Keeper, Verdict, with_day
from kzreport.build.record import Record, read_records
from kzreport.cli.terminal import console, inform, printable, project_option
from kzreport.facts.fields import Level
from kzreport.project import Project, load_project


@click.command("status")
@project_option
@click.option("--out", default="out", show_default=True, metavar="DIR", help="Where files are.")
@click.option("--json", "as_json", is_flag=True, help="Tell each document as a line of JSON.")
def status_command(folder: str, out: str, as_json: bool) -> None:
    """Tell which documents in a folder are stale, and why. Nothing is made.

    Each is compared with what a build for the same day, and with the same wishes, would make.

    \b
    Example:
      kzreport status --out out
    """
    project = load_project(folder)
    found = sorted(_states(project, Path(out)))
    if as_json:
        for name, state, reason in found:
            click.echo(json.dumps({"document": name, "state": state, "reason": reason}))
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("document", "is", "because"):
        table.add_column(head, overflow="fold")
    for name, state, reason in found:
        table.add_row(name, state, printable(reason), style="dim" if state == "current" else "none")
    console().print(table)
    stale = sum(1 for _, state, _ in found if state != "current")
    inform(f"{len(found)} documents, {stale} not current")


def _states(project: Project, out: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each document made in `out` or planned, with its state and the reason."""
    told: set[str] = set()
    wishes: dict[Options, set[str]] = {}
    for record in read_records(out):
        wishes.setdefault(_wishes(record), set()).add(record.document)
    for options, stems in wishes.items():
        keeper = Keeper(project, options, out)
        for planned in plan(project, (), options):
            if planned.stem in stems:
                told.add(planned.stem)
                yield planned.stem, *_told(keeper.verdict(planned))
        for stem in stems - told:
            told.add(stem)
            yield stem, "left over", "kzreport.yaml asks for it no more"
    options = with_day(Options(), project.today())
    for planned in plan(project, (), options):
        if planned.stem not in told:
            yield planned.stem, "missing", "never made"


def _told(verdict: Verdict) -> tuple[str, str]:
    states = {"keep": "current", "words": "perhaps stale", "files": "stale", "pages": "stale"}
    return states[verdict.stage], verdict.reason


def _wishes(record: Record) -> Options:
    """Return what was asked for when the document was made."""
    words, level = record.words, record.words["level"]
    known_at = words["known_at"]
    return Options(
        as_of=date.fromisoformat(words["as_of"]),
        known_at=None if known_at == "None" else date.fromisoformat(known_at),
        level=None if level == "None" else Level[level],
        draft=words["draft"] == "True",
    )
