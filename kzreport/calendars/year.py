"""A year of one place: its free days by name, and the weekend days on which people work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Year:
    """What differs from Monday to Friday: `free` days with their names, `worked` weekend days."""

    free: Mapping[date, str] = field(default_factory=dict)
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether people work on `day`, which lies in this year."""
        return day in self.worked or (not is_weekend(day) and day not in self.free)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A holiday on the same day each year, from one year to another; `last` 0 is until now."""

    month: int
    day: int
    name: str
    first: int = 0
    last: int = 0

    def holds_in(self, year: int) -> bool:
        """Whether `year` has this holiday."""
        return self.first <= year and (not self.last or year <= self.last)


def fixed_days(table: Iterable[Fixed], year: int) -> dict[date, str]:
    """Return the holidays of `table` that `year` has, in the order of the table."""
    held = (each for each in table if each.holds_in(year))
    return {date(year, each.month, each.day): each.name for each in held}


def is_weekend(day: date) -> bool:
    """Whether `day` is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar.

    The rule: the Sunday after the first full moon, as the Church reckons it, on or after
    21 March. Worked out with the golden number and the corrections of the century
    (Meeus, Astronomical Algorithms, chapter 8).
    """
    golden = year % 19
    century, within = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    age = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leaps, rest = divmod(within, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leaps - age - rest) % 7
    late = (golden + 11 * age + 22 * to_sunday) // 451
    return date(year, 3, 22) + timedelta(days=age + to_sunday - 7 * late)
