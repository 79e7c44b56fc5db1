"""Times of a schedule that fall into a change of the clock: told long before they come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kzreport.timetable.timing import Timing
from kzreport.timetable.zones import zone

#: how far ahead `check` and `schedule next` look
YEARS = 2
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A planned time that the clock of the place shows `twice`, or never, on `day`."""

    day: date
    at: time
    twice: bool

    def __str__(self) -> str:
        fate = (
            "comes twice and is run the first time" if self.twice else "is left out and run after"
        )
        return f"on {self.day} the clocks change: {self.at:%H:%M} {fate}"


def clock_changes(timing: Timing, start: date, years: int = YEARS) -> list[ClockChange]:
    """Return the planned times within `years` of `start` that a change of the clock meets.

    A cron line for every hour, or every few minutes, meets each change as a matter of course
    and is passed over.
    """
    found: list[ClockChange] = []
    for day in _days_of_change(timing.zone, start, years):
        for at in _times_on(timing, day):
            early, late = (
                datetime.combine(day, at, zone(timing.zone)).replace(fold=fold) for fold in (0, 1)
            )
            if early.utcoffset() != late.utcoffset():
                back = early.astimezone(UTC).astimezone(zone(timing.zone))
                found.append(ClockChange(day, at, back.replace(tzinfo=None) == _naive(day, at)))
    return found


def _naive(day: date, at: time) -> datetime:
    return datetime.combine(day, at)


def _days_of_change(place: str, start: date, years: int) -> Iterator[date]:
    here = zone(place)
    day = start
    for _ in range(years * 366):
        noon = datetime.combine(day, time(12), here)
        before = noon - timedelta(days=1)  # by the wall: both are noon
        if noon.utcoffset() != before.utcoffset():
            yield from (day - timedelta(days=1), day)
        day += timedelta(days=1)


def _times_on(timing: Timing, day: date) -> tuple[time, ...]:
    """Return the times planned on `day`, as if no clock ever changed."""
    if not timing.cron:
        return timing.times if day.weekday() in timing.days else ()
    minutes, hours = timing.cron.split()[:2]
    if "*" in hours or "*" in minutes:
        return ()
    from cronsim import CronSim

    times: list[time] = []
    for moment in CronSim(timing.cron, datetime.combine(day, time()) - timedelta(seconds=1)):
        if moment.date() != day:
            break
        times.append(moment.time())
    return tuple(times)
