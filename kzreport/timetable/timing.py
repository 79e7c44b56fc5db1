"""A timing and the instants it names: days and times on the clock of one place, or cron.

A slot is an instant in UTC. What the clock on the wall shows is worked out from it and never
stored, so that a change of the rules of a zone moves future slots only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from kzreport.calendars import holidays, is_working_day, next_working_day
from kzreport.timetable.zones import zone

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)

OnHoliday = Literal["shift", "skip"]

#: holidays in a row are fewer than this
_LONGEST_SHIFT = timedelta(days=31)
_DAY = timedelta(days=1)
#: how far ahead a next slot is looked for
_HORIZON_YEARS = 6


@dataclass(frozen=True, slots=True)
class Timing:
    """When: `times` on `days` (0 is Monday), or a `cron` line, by the clock of `zone`.

    `calendars` name the working days that count; a slot on another day is shifted to the next
    working day, or skipped.
    """

    zone: str
    days: tuple[int, ...] = EVERY_DAY
    times: tuple[time, ...] = ()
    cron: str = ""
    calendars: tuple[str, ...] = ()
    on_holiday: OnHoliday = "shift"

    def as_dict(self) -> dict[str, Any]:
        """Return the timing as JSON can hold it."""
        return {
            "zone": self.zone,
            "days": list(self.days),
            "times": [each.isoformat("minutes") for each in self.times],
            "cron": self.cron,
            "calendars": list(self.calendars),
            "on_holiday": self.on_holiday,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Timing:
        """Return the timing that `as_dict` described."""
        return cls(
            zone=data["zone"],
            days=tuple(data["days"]),
            times=tuple(time.fromisoformat(each) for each in data["times"]),
            cron=data["cron"],
            calendars=tuple(data["calendars"]),
            on_holiday=data["on_holiday"],
        )


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One planned moment. `free_day` names why the planned day is not worked, "" when it is.

    With `on_holiday: shift` the slot has moved already; with `skip` it will not be run.
    """

    at: datetime
    free_day: str = ""
    skipped: bool = False


def instant(day: date, at: time, place: str) -> datetime:
    """Return the first moment, in UTC, at which the clock of `place` shows `at` on `day`.

    Where that hour is left out (clocks go forward), it is the moment after the gap; where it
    comes twice (clocks go back), the first of the two.
    """
    here = zone(place)
    wall = datetime.combine(day, at)
    moment = wall.replace(tzinfo=here).astimezone(UTC)
    if _wall(moment, place) == wall:
        return moment
    before, after = wall.replace(tzinfo=here, fold=1).astimezone(UTC), moment
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _wall(middle, place) < wall:
            before = middle
        else:
            after = middle
    return after


def _wall(moment: datetime, place: str) -> datetime:
    """Return what the clock on the wall shows."""
    return moment.astimezone(zone(place)).replace(tzinfo=None)


def slots_between(timing: Timing, after: datetime, until: datetime) -> list[Slot]:
    """Return the slots later than `after` and not later than `until`, in order, each once."""
    begin = after - (_LONGEST_SHIFT if timing.calendars else _DAY)
    found: dict[datetime, Slot] = {}
    for planned in _planned(timing, begin, until + _DAY):
        slot = _settled(timing, planned)
        if after < slot.at <= until:
            known = found.setdefault(slot.at, slot)
            if known.skipped and not slot.skipped:
                found[slot.at] = slot
    return sorted(found.values())


def upcoming(timing: Timing, after: datetime, count: int) -> list[Slot]:
    """Return the next `count` slots later than `after`; fewer when there are no more."""
    span = timedelta(days=2)
    end = after.replace(year=after.year + _HORIZON_YEARS, day=min(after.day, 28))
    while True:
        until = min(after + span, end)
        slots = slots_between(timing, after, until)
        if len(slots) >= count or until == end:
            return slots[:count]
        span *= 4


def _planned(timing: Timing, after: datetime, until: datetime) -> Iterator[datetime]:
    """Yield the instants of the timing without regard to holidays."""
    if timing.cron:
        yield from _by_cron(timing, after, until)
        return
    day = _wall(after, timing.zone).date()
    last = _wall(until, timing.zone).date()
    while day <= last:
        if day.weekday() in timing.days:
            for at in timing.times:
                yield instant(day, at, timing.zone)
        day += _DAY


def _by_cron(timing: Timing, after: datetime, until: datetime) -> Iterator[datetime]:
    from cronsim import CronSim

    for moment in CronSim(timing.cron, after.astimezone(zone(timing.zone))):
        planned = moment.astimezone(UTC)
        if planned > until:
            return
        yield planned


def _settled(timing: Timing, planned: datetime) -> Slot:
    """Return the slot with its holiday: moved to the next working day, or marked as skipped."""
    if not timing.calendars:
        return Slot(planned)
    wall = _wall(planned, timing.zone)
    day = wall.date()
    if is_working_day(day, timing.calendars):
        return Slot(planned)
    reason = _free_day(day, timing.calendars)
    if timing.on_holiday == "skip":
        return Slot(planned, reason, skipped=True)
    moved = next_working_day(day, timing.calendars)
    return Slot(instant(moved, wall.time(), timing.zone), reason)


def _free_day(day: date, calendars: tuple[str, ...]) -> str:
    names = (holidays(calendar, day.year).get(day) for calendar in calendars)
    return next((name for name in names if name), "a weekend")
