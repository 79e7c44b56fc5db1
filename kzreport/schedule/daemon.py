"""Pass after pass, until told to stop: what `schedule run` does in the foreground."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from typing import Protocol

from kzreport.errors import KzReportError
from kzreport.schedule.clock import jump_problem
from kzreport.schedule.passing import Desk, Told, finish_pass, hold, run_once
from kzreport.timetable import upcoming

#: the longest sleep: a changed kzreport.yaml, or a retry, is seen after it
LONGEST_SLEEP = timedelta(minutes=1)
_SHORTEST_SLEEP = timedelta(seconds=1)


class Clock(Protocol):
    """The time, and the passing of it. The command line has the real one."""

    def now(self) -> datetime:
        """Return what the wall clock says."""

    def elapsed(self) -> timedelta:
        """Return how long the machine has run, sleep included; nobody can set it."""

    def wait(self, span: timedelta) -> bool:
        """Wait, less if told to stop; return whether to stop."""


def run_on(
    open_desk: Callable[[], Desk],
    clock: Clock,
    tell: Callable[[Told], None],
    cry: Callable[[str], None],
    *,
    accept_clock: bool = False,
) -> None:
    """Make passes until the clock says stop.

    Each opens the project anew, so that facts and schedules are those of the moment. What keeps
    a pass from being made is given to `cry`, and the next one tries again.
    """
    wall, elapsed = clock.now(), clock.elapsed()
    while True:
        now, run = clock.now(), clock.elapsed()
        jump = "" if accept_clock else jump_problem(now - wall, run - elapsed)
        if not jump:
            wall, elapsed = now, run
        try:
            sleep = _one_pass(open_desk, now, jump, tell, accept_clock)
        except (KzReportError, OSError, sqlite3.Error) as exc:
            cry(str(exc))
            sleep = LONGEST_SLEEP
        accept_clock = False
        if clock.wait(sleep):
            return


def _one_pass(
    open_desk: Callable[[], Desk],
    now: datetime,
    jump: str,
    tell: Callable[[Told], None],
    accept_clock: bool,
) -> timedelta:
    desk = open_desk()
    with closing(desk.ledger):
        told = run_held(desk, now, jump) if jump else _pass(desk, now, accept_clock)
        for each in told:
            tell(each)
        return _until_next(desk, now)


def _pass(desk: Desk, now: datetime, accept_clock: bool) -> list[Told]:
    return run_once(desk, now, accept_clock=accept_clock)


def run_held(desk: Desk, now: datetime, problem: str) -> list[Told]:
    """Make a pass in which nothing is run, because the clock was set while we ran."""
    told = [hold(desk, now, problem)]
    finish_pass(desk, now, told)
    return told


def _until_next(desk: Desk, now: datetime) -> timedelta:
    """Return how long nothing can be due."""
    nexts = [
        slot.at - now
        for plan in desk.timetable.schedules.values()
        for slot in upcoming(plan.timing, now, 1)
    ]
    return max(min([*nexts, LONGEST_SLEEP]), _SHORTEST_SLEEP)
