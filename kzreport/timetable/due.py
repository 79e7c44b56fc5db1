"""Decide which slots are owed. Instants come in, slots go out; no clock is read here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kzreport.timetable.schedule import Schedule
from kzreport.timetable.timing import Slot, slots_between

#: with `catch_up: none`, what starts within this time is on time: whoever wakes us may be slow
ON_TIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a schedule: since when it counts, and the slots that have a row."""

    since: datetime
    known: Collection[datetime] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Skip:
    """A slot that will not be run, and why. `foreseen` is a holiday: nobody needs to be woken."""

    at: datetime
    reason: str
    foreseen: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """What a schedule owes: slots to `run`, oldest first, and slots to record as skipped."""

    run: tuple[datetime, ...] = ()
    skipped: tuple[Skip, ...] = ()


def due(schedule: Schedule, history: History, now: datetime) -> Owed:
    """Return the slots of `schedule` that have come and have no row in `history` yet.

    Every one of them is either to be run or recorded as skipped with its reason, so that
    nothing is ever left out in silence. `now` must be aware; a naive one is a `ValueError`.
    """
    if now.tzinfo is None:
        raise ValueError("`now` needs a time zone")
    planned = slots_between(schedule.timing, history.since, now)
    come = [slot for slot in planned if slot.at not in history.known]
    owed = [slot.at for slot in come if not slot.skipped]
    run = _to_run(schedule, owed, now)
    skipped = [_foreseen(slot) for slot in come if slot.skipped]
    skipped += [Skip(at, _why(schedule, at, now)) for at in owed if at not in run]
    return Owed(tuple(run), tuple(sorted(skipped, key=lambda skip: skip.at)))


def _to_run(schedule: Schedule, owed: list[datetime], now: datetime) -> list[datetime]:
    """Return which of the owed slots are run: those not too late, and of them as many as asked."""
    in_time = [at for at in owed if now - at <= _patience(schedule)]
    return in_time if schedule.catch_up == "all" else in_time[-1:]


def _patience(schedule: Schedule) -> timedelta:
    return min(ON_TIME, schedule.grace) if schedule.catch_up == "none" else schedule.grace


def _foreseen(slot: Slot) -> Skip:
    return Skip(slot.at, f"not a working day: {slot.free_day}", foreseen=True)


def _why(schedule: Schedule, at: datetime, now: datetime) -> str:
    late = now - at
    if schedule.catch_up == "none" and late > _patience(schedule):
        return f"missed by {worded(late)}; `catch_up: none` runs nothing late"
    if late > schedule.grace:
        return f"too late by {worded(late - schedule.grace)}; `grace` is {worded(schedule.grace)}"
    return "a later slot had come as well; `catch_up: latest` runs that one only"


def worded(span: timedelta) -> str:
    """Return a span as people say it: `36 h`, `3 days`, `12 min`."""
    minutes = max(round(span.total_seconds() / 60), 0)
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 72 * 60:
        return f"{minutes / 60:.1f}".removesuffix(".0") + " h"
    return f"{minutes / 1440:.1f}".removesuffix(".0") + " days"
