"""The commands of `schedule` that issue papers, or change what will be issued."""

from __future__ import annotations

import logging
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

import click

from kzreport.cli.schedule import (
    clock,
    cry,
    desk_of,
    json_option,
    schedule_group,
    show_told,
    state_option,
)
from kzreport.cli.terminal import BuildFailed, inform, printable, project_option

log = logging.getLogger(__name__)

#: DESIGN: 143 terminated
TERMINATED = 143

accept_clock_option = click.option(
    "--accept-clock", is_flag=True, help="The clock is right, however odd it looks."
)
_name = click.argument("name", metavar="NAME")


@schedule_group.command("once")
@project_option
@state_option
@accept_clock_option
@json_option
def once_command(folder: str, state: str | None, accept_clock: bool, as_json: bool) -> None:
    """Issue and deliver what is due now. To be called every few minutes, by timer or cron.

    Several may run at once: one works on a schedule, the others say so and leave with 0.

    \b
    Example:
      kzreport schedule once --state /var/lib/kzreport
    """
    from kzreport.schedule.passing import run_once

    with desk_of(folder, state) as desk:
        told = run_once(desk, clock(), accept_clock=accept_clock)
    show_told(told, as_json=as_json)


@schedule_group.command("run")
@project_option
@state_option
@accept_clock_option
def run_command(folder: str, state: str | None, accept_clock: bool) -> None:
    """Stay in the foreground, and issue everything when it is due.

    SIGTERM and Ctrl-C let the slot at hand be finished; a second one does not.

    \b
    Example:
      kzreport schedule run --state /var/lib/kzreport
    """
    from kzreport.project import load_project
    from kzreport.schedule.daemon import run_on
    from kzreport.schedule.office import open_desk
    from kzreport.schedule.passing import Told

    def tell(told: Told) -> None:
        inform(printable(str(told).replace("\n", " ")))

    place = Path(state) if state else None
    load_project(folder)  # what is wrong at the start is told at once
    hand = _Hand()
    inform("waiting for what is due")
    run_on(
        lambda: open_desk(load_project(folder), place),
        hand,
        tell,
        lambda words: _complain(folder, state, words),
        accept_clock=accept_clock,
    )
    raise BuildFailed(130 if hand.signal == signal.SIGINT else TERMINATED)


def _complain(folder: str, state: str | None, words: str) -> None:
    click.echo(printable(words), err=True)
    cry(folder, state, words)


class _Hand:
    """The real clock, and the signals that stop the waiting."""

    def __init__(self) -> None:
        self.signal = 0
        self._stop = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._told_to_stop)

    def _told_to_stop(self, number: int, _frame: FrameType | None) -> None:
        self.signal = number
        self._stop.set()
        signal.signal(number, signal.SIG_DFL)

    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)

    def elapsed(self) -> timedelta:
        boot = getattr(time, "CLOCK_BOOTTIME", None)
        return timedelta(seconds=time.monotonic() if boot is None else time.clock_gettime(boot))

    def wait(self, span: timedelta) -> bool:
        return self._stop.wait(span.total_seconds())


@schedule_group.command("run-now")
@_name
@click.option("--slot", metavar="SLOT", help="A slot that was refused or skipped, to be made anew.")
@project_option
@state_option
@json_option
def run_now_command(
    name: str, slot: str | None, folder: str, state: str | None, as_json: bool
) -> None:
    """Issue the papers of NAME now, beside the plan, or a slot that was not issued.

    \b
    Example:
      kzreport schedule run-now monday-briefing
      kzreport schedule run-now monday-briefing --slot 2026-11-23
    """
    from kzreport.schedule.asked import planned_slot, run_now

    with desk_of(folder, state) as desk:
        which = planned_slot(desk.timetable.get(name), slot) if slot else None
        told = run_now(desk, name, which, clock())
    show_told([told], as_json=as_json)


@schedule_group.command("skip")
@_name
@click.argument("slot", required=False, metavar="[SLOT]")
@click.option("--reason", default="", metavar="WORDS", help="Why; it stands in the history.")
@project_option
@state_option
def skip_command(name: str, slot: str | None, reason: str, folder: str, state: str | None) -> None:
    """Leave out a slot of NAME: the next one, unless SLOT names another by its day.

    \b
    Example:
      kzreport schedule skip monday-briefing 2026-12-28 --reason "the Mission is closed"
    """
    from kzreport.schedule.asked import leave_out, planned_slot

    with desk_of(folder, state) as desk:
        which = planned_slot(desk.timetable.get(name), slot) if slot else None
        told = leave_out(desk, name, which, clock(), reason)
    show_told([told], as_json=False)


@schedule_group.command("resend")
@_name
@click.argument("slot", metavar="SLOT")
@click.option("--to", multiple=True, metavar="TARGET", help="To whom, as the history names them.")
@project_option
@state_option
@json_option
def resend_command(
    name: str, slot: str, to: tuple[str, ...], folder: str, state: str | None, as_json: bool
) -> None:
    """Send a published SLOT of NAME once more: to whom it did not reach, or to TARGETs.

    \b
    Example:
      kzreport schedule resend monday-briefing 2026-11-23
    """
    from kzreport.schedule.asked import planned_slot, send_again

    with desk_of(folder, state) as desk:
        which = planned_slot(desk.timetable.get(name), slot)
        told = send_again(desk, name, which, to, clock())
    show_told([told], as_json=as_json)


@schedule_group.command("adopt")
@project_option
@state_option
def adopt_command(folder: str, state: str | None) -> None:
    """Make a new ledger from the manifests of published papers; nothing is sent.

    A broken ledger is put aside, not deleted. What was due and never published is not known any
    more: look, and use `run-now`.

    \b
    Example:
      kzreport schedule adopt
    """
    from kzreport.project import load_project
    from kzreport.schedule.adopting import adopt
    from kzreport.schedule.office import state_of

    place = state_of(load_project(folder).root, Path(state) if state else None)
    adopted = adopt(place, clock())
    for path in adopted.put_aside:
        inform(f"put aside: {path}")
    for key in adopted.slots:
        inform(f"adopted: {key.schedule} {key.text}")
    for path, reason in adopted.passed_over:
        click.echo(f"not adopted: {printable(str(path))}: {printable(reason)}", err=True)
    inform(f"{len(adopted.slots)} slots adopted; schedules count from now on")
    if adopted.passed_over:
        raise BuildFailed


@schedule_group.command("alert")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@project_option
@state_option
def alert_command(words: tuple[str, ...], folder: str, state: str | None) -> None:
    """Tell WORDS to everybody who hears alerts: to try the channels, or from another program.

    \b
    Example:
      kzreport schedule alert "this is a test"
    """
    from kzreport.schedule.alerts import tell_all

    with desk_of(folder, state) as desk:
        now = clock()
        desk.ledger.alert(now, "", " ".join(words))
        tell_all(desk.ledger, desk.timetable, desk.root, now)
        waiting = len(desk.ledger.open_alerts())
    if waiting:
        raise BuildFailed(3)
    inform("told")
