"""Austria: the thirteen free days of the law."""

from __future__ import annotations

from datetime import timedelta

from kzreport.calendars.year import Fixed, Year, easter, fixed_days

#: the year since which the list has been what it is
_FIRST = 1968

_FIXED = (
    Fixed(1, 1, "New Year"),
    Fixed(1, 6, "Epiphany"),
    Fixed(5, 1, "Labour Day"),
    Fixed(8, 15, "Assumption"),
    Fixed(10, 26, "National Day"),
    Fixed(11, 1, "All Saints"),
    Fixed(12, 8, "Immaculate Conception"),
    Fixed(12, 25, "Christmas Day"),
    Fixed(12, 26, "St. Stephen"),
)
_AFTER_EASTER = {
    1: "Easter Monday",
    39: "Ascension Day",
    50: "Whit Monday",
    60: "Corpus Christi",
}


def austria(year: int) -> Year:
    """Return the free days of Austria; only weekends before 1968.

    Source: Arbeitsruhegesetz, Federal Law Gazette 144/1983, section 7 (2), and the
    Feiertagsruhegesetz 1957 as amended by Federal Law Gazette 264/1967, section 1 (1). Free
    days that fall on a weekend are not made up for. Good Friday, free for members of some
    churches until 2019, and the days of the provinces' patrons are none of the thirteen.
    """
    if year < _FIRST:
        return Year()
    movable = {easter(year) + timedelta(days): name for days, name in _AFTER_EASTER.items()}
    return Year(fixed_days(_FIXED, year) | movable)
