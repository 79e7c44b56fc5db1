"""`schedule`: when papers are due, what became of them, and what a person asks for beside."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzreport.cli.lazy import Home, LazyGroup
from kzreport.cli.terminal import BuildFailed, console, inform, printable, project_option

if TYPE_CHECKING:
    from kzreport.schedule.passing import Desk, Told
    from kzreport.timetable import Schedule

_RUNNING = "kzreport.cli.schedule_running"
_COMMANDS = {
    "once": Home(f"{_RUNNING}:once_command", "Issue what is due now; call it every few minutes."),
    "run": Home(f"{_RUNNING}:run_command", "Stay, and issue everything when it is due."),
    "run-now": Home(f"{_RUNNING}:run_now_command", "Issue papers now, beside the plan."),
    "skip": Home(f"{_RUNNING}:skip_command", "Leave a slot out."),
    "resend": Home(f"{_RUNNING}:resend_command", "Send a published slot once more."),
    "adopt": Home(f"{_RUNNING}:adopt_command", "Make a new ledger from the published papers."),
    "alert": Home(f"{_RUNNING}:alert_command", "Tell everybody who hears alerts something."),
    "install": Home(
        "kzreport.cli.schedule_install:install_command", "Write systemd units, or a cron line."
    ),
}

_MANY = click.IntRange(1, 10_000)

state_option = click.option(
    "--state",
    metavar="DIR",
    show_default="schedule in the project",
    help="Where the ledger and the published papers are.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class Instant(click.ParamType[datetime]):
    """An instant written 2026-11-23T06:00Z."""

    name = "instant"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.fail(f"`{value}` is not an instant; write it as 2026-11-23T06:00Z", param, ctx)
        return moment.astimezone(UTC)


now_option = click.option(
    "--at", "moment", type=Instant(), metavar="INSTANT", help="As if it were this moment."
)


def clock() -> datetime:
    """Return the time: the one place at which scheduling reads a clock."""
    return datetime.now(UTC).replace(microsecond=0)


@contextmanager
def desk_of(folder: str, state: str | None, *, looking: bool = False) -> Iterator[Desk]:
    """Open what a pass needs; when it cannot be used, tell everybody who hears alerts.

    `looking` makes no ledger where there is none, and alarms nobody.
    """
    from kzreport.errors import DeliveryError
    from kzreport.project import load_project
    from kzreport.schedule.office import look_desk, open_desk

    project = load_project(folder)
    place = Path(state) if state else None
    try:
        desk = look_desk(project, place) if looking else open_desk(project, place)
        with closing(desk.ledger):
            yield desk
    except (DeliveryError, OSError, sqlite3.Error) as exc:
        if not looking:
            cry(folder, state, str(exc))
        if isinstance(exc, DeliveryError):
            raise
        raise DeliveryError(f"the schedule cannot be worked on: {exc}") from exc


def cry(folder: str, state: str | None, words: str) -> None:
    """Tell everybody who hears alerts that nothing can be run, if it can be read who that is."""
    from kzreport.errors import ProjectError
    from kzreport.project import load_project
    from kzreport.schedule.alerts import cry_out
    from kzreport.schedule.office import state_of

    try:
        project = load_project(folder)
    except ProjectError:
        return
    place = state_of(project.root, Path(state) if state else None)
    cry_out(project.timetable, place, project.root, clock(), words)


def show_told(told: list[Told], *, as_json: bool) -> None:
    """Print what became of slots; leave with the code that says so."""
    if as_json:
        click.echo(json.dumps([asdict(each) for each in told], indent=2, ensure_ascii=False))
    else:
        for each in told:
            line = printable(str(each).replace("\n", " "))
            if each.outcome in _UNWELCOME:
                click.echo(line, err=True)
            else:
                inform(line)
    code = max((_CODES.get(each.outcome, 0) for each in told), default=0)
    if code:
        raise BuildFailed(code)


_UNWELCOME = ("refused", "undelivered", "held", "waiting", "skipped")
#: what is refused is the papers' fault, what waits or is held that of the machine
_CODES = {"refused": 1, "undelivered": 3, "waiting": 3, "held": 3}


@click.group("schedule", cls=LazyGroup, homes=_COMMANDS)
def schedule_group() -> None:
    """Issue papers on time, unattended: once each, and never silently not.

    \b
    Example:
      kzreport schedule next --count 3
      kzreport schedule once
    """


@schedule_group.command("next")
@click.argument("name", required=False, metavar="[NAME]")
@project_option
@state_option
@click.option(
    "--count", default=1, show_default=True, type=click.IntRange(1, 1000), help="How many."
)
@now_option
@json_option
def next_command(
    name: str | None,
    folder: str,
    state: str | None,
    count: int,
    moment: datetime | None,
    as_json: bool,
) -> None:
    """Show when papers are due next, by the clock of the place and in UTC.

    Times that a change of the clock meets within two years are announced.

    \b
    Example:
      kzreport schedule next --count 5
      kzreport schedule next monday-briefing
    """
    from kzreport.timetable.changes import clock_changes

    now = moment or clock()
    with desk_of(folder, state, looking=True) as desk:
        table = desk.timetable
        plans = [table.get(name)] if name else list(table.schedules.values())
        rows = [row for plan in plans for row in _next_rows(desk, plan, now, count)]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    _print_table(rows, ("schedule", "local", "utc", "note"))
    if not plans:
        inform("there are no schedules; docs/schedule.md shows how to write one")
    for plan in plans:
        for change in clock_changes(plan.timing, now.date()):
            click.echo(f"{plan.name}: {change}")


def _next_rows(desk: Desk, plan: Schedule, now: datetime, count: int) -> Iterator[dict[str, str]]:
    from kzreport.schedule.asked import local_words
    from kzreport.schedule.manifest import slot_text
    from kzreport.schedule.rows import Key
    from kzreport.timetable import upcoming

    for slot in upcoming(plan.timing, now, count):
        row = desk.ledger.row(Key(plan.name, slot.at))
        fate = "left out" if slot.skipped else "moved"
        note = f"{fate}: {slot.free_day}" if slot.free_day else ""
        yield {
            "schedule": plan.name,
            "local": local_words(slot.at, plan),
            "utc": slot_text(slot.at),
            "note": f"{row.state}: {row.reason}" if row else note,
        }


def _print_table(rows: list[dict[str, str]], heads: tuple[str, ...]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, no_wrap=True)
    for row in rows:
        table.add_row(*(printable(row[head]).replace("\n", " ") for head in heads))
    if rows:
        console().print(table)


@schedule_group.command("status")
@project_option
@state_option
@now_option
@json_option
def status_command(folder: str, state: str | None, moment: datetime | None, as_json: bool) -> None:
    """Show how each schedule stands; exit with 1 when something is overdue, refused or held.

    \b
    Example:
      kzreport schedule status
    """
    from kzreport.schedule.status import status_of

    with desk_of(folder, state, looking=True) as desk:
        found = status_of(desk.timetable, desk.ledger, moment or clock())
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    else:
        rows = [{key: str(value) for key, value in asdict(each).items()} for each in found]
        _print_table(rows, ("schedule", "last", "outcome", "next", "reason"))
        for each in found:
            for trouble in each.trouble:
                click.echo(f"{each.schedule}: {printable(trouble)}", err=True)
    if any(each.trouble for each in found):
        raise BuildFailed


@schedule_group.command("history")
@click.argument("name", required=False, default="", metavar="[NAME]")
@project_option
@state_option
@click.option(
    "--count", default=50, show_default=True, type=click.IntRange(1), help="How many lines."
)
@json_option
def history_command(name: str, folder: str, state: str | None, count: int, as_json: bool) -> None:
    """Show what was done, refused and skipped, and why; the newest last.

    \b
    Example:
      kzreport schedule history monday-briefing
    """
    with desk_of(folder, state, looking=True) as desk:
        events = desk.ledger.events(name, count)
    rows = [asdict(each) for each in events]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _print_table(rows, ("at", "schedule", "slot", "what", "detail"))
