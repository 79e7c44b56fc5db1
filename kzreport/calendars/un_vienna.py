"""The United Nations Office at Vienna: its official holidays, as far as the rule is known."""

from __future__ import annotations

from datetime import date, timedelta

from kzreport.calendars.year import Fixed, Year, easter, fixed_days

#: General Assembly resolution 52/214 A: since 1998 each duty station has ten holidays
_FIRST = 1998
#: it is in the lists of 2017 and 2021 that were seen, and not in that of 2023
_LAST_WHIT_MONDAY = 2021

_FIXED = (
    Fixed(1, 1, "New Year's Day"),
    Fixed(5, 1, "May Day"),
    Fixed(10, 26, "Austrian National Day"),
    Fixed(12, 25, "Christmas Day"),
    Fixed(12, 26, "St. Stephen's Day"),
)
#: from the list of 2023; the days of other years were not seen
_EIDS = {
    date(2023, 4, 24): "Eid al-Fitr",
    date(2023, 6, 29): "Eid al-Adha",
}


def un_vienna(year: int) -> Year:
    """Return the official holidays at Vienna; approximate, and only weekends before 1998.

    Source: the list of 2023 of the United Nations Information Service Vienna, and press
    reports of those of 2017 and 2021. The list is settled anew each autumn: the two Eids of
    years other than 2023, the floating holiday that each chooses, and days given instead of
    those on a weekend (except New Year's Day on a Sunday) are left out.
    """
    if year < _FIRST:
        return Year()
    sunday = easter(year)
    free = fixed_days(_FIXED, year)
    free |= {
        sunday - timedelta(days=2): "Good Friday",
        sunday + timedelta(days=1): "Easter Monday",
    }
    if year <= _LAST_WHIT_MONDAY:
        free[sunday + timedelta(days=50)] = "Whit Monday"
    if date(year, 1, 1).isoweekday() == 7:
        free[date(year, 1, 2)] = "New Year's Day (day off)"
    return Year(free | {day: name for day, name in _EIDS.items() if day.year == year})
