"""Count working days by one calendar or several: a day is worked when all of them work."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from kzreport.calendars.austria import austria
from kzreport.calendars.kazakhstan import kazakhstan
from kzreport.calendars.un_vienna import un_vienna
from kzreport.calendars.year import Year
from kzreport.errors import ProjectError, did_you_mean

_RULES: Mapping[str, Callable[[int], Year]] = {
    "austria": austria,
    "kazakhstan": kazakhstan,
    "un-vienna": un_vienna,
}
#: the names of the calendars
CALENDARS = tuple(_RULES)

Names = Sequence[str]


def holidays(calendar: str, year: int) -> Mapping[date, str]:
    """Return the free days of a year, weekends apart, with their names in English, in order."""
    return MappingProxyType(dict(sorted(_year(calendar, year).free.items())))


def is_working_day(day: date, calendars: Names = ("austria",)) -> bool:
    """Whether `day` is worked in all `calendars`; raise `ProjectError` for an unknown one."""
    return all(_year(calendar, day.year).is_working_day(day) for calendar in calendars)


def next_working_day(day: date, calendars: Names = ("austria",)) -> date:
    """Return `day` if it is worked, else the first worked day after it."""
    while not is_working_day(day, calendars):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, calendars: Names = ("austria",)) -> date:
    """Return the worked day that is `count` after `day`, before it when `count` is negative.

    With `count` 0 it is `day` itself, worked or not.
    """
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, calendars)
    return day


def working_days_between(start: date, end: date, calendars: Names = ("austria",)) -> int:
    """Return how many worked days lie after `start`, up to and with `end`.

    From Friday to Monday it is 1. Where `end` lies before `start` the count is negative.
    """
    if end < start:
        return -working_days_between(end, start, calendars)
    names = tuple(calendars)
    years = range(start.year, end.year)
    whole = sum(len(_worked(names, year)) for year in years)
    return whole + _up_to(end, names) - _up_to(start, names)


def _up_to(day: date, calendars: tuple[str, ...]) -> int:
    """Return how many days of its year are worked, up to and with `day`."""
    return bisect_right(_worked(calendars, day.year), day)


@cache
def _worked(calendars: tuple[str, ...], year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    length = date(year, 12, 31).toordinal() - first.toordinal() + 1
    days = (first + timedelta(days=each) for each in range(length))
    return tuple(day for day in days if is_working_day(day, calendars))


@cache
def _year(calendar: str, year: int) -> Year:
    if calendar not in _RULES:
        hint = did_you_mean(calendar, _RULES) or f"there are {', '.join(_RULES)}"
        raise ProjectError(f"no calendar named `{calendar}`", hint=hint)
    return _RULES[calendar](year)
