"""Checks of schedules: what will go otherwise than its author thinks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kzreport.checks.rule import Rule, Trouble
from kzreport.timetable.changes import clock_changes
from kzreport.timetable.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Planned:
    """A schedule, and the day of the check."""

    schedule: Schedule
    day: date


def in_a_clock_change(seen: Planned) -> Iterator[Trouble]:
    """A scheduled time that a change of the clock leaves out, or shows twice.

    Why: the papers come just after the hour that is left out, and in the first of two that are
    alike; whoever waits for them at that hour should know.
    Mend: choose another hour; most clocks change between midnight and four on a Sunday.
    """
    for change in clock_changes(seen.schedule.timing, seen.day)[:1]:
        message = f"the schedule `{seen.schedule.name}`: {change}"
        yield Trouble("", message, "choose another hour", seen.schedule.at)


def without_alarm(seen: Planned) -> Iterator[Trouble]:
    """A schedule that tells nobody when something goes wrong.

    Why: what is refused, skipped or silent stands in a log on the server, where nobody looks.
    Mend: write `alert:` with a `ping:`, a `mail:` or a `file:`.
    """
    if not seen.schedule.alert:
        message = f"the schedule `{seen.schedule.name}` has no `alert`"
        yield Trouble("", message, "write `alert:` with `- ping: https://...`", seen.schedule.at)


SCHEDULE_RULES: tuple[Rule[Planned], ...] = (
    Rule("KZ220", "warning", in_a_clock_change),
    Rule("KZ221", "warning", without_alarm),
)
