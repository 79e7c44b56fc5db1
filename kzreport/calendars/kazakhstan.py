"""Kazakhstan: national and State holidays, two religious days, and days moved by decree."""

from __future__ import annotations

from datetime import date, timedelta

from kzreport.calendars.year import Fixed, Year, fixed_days, is_weekend

#: the law of 13 December 2001 holds from 2002; earlier rules were not looked up
_FIRST = 2002

_FIXED = (
    Fixed(1, 1, "New Year"),
    Fixed(1, 2, "New Year"),
    Fixed(3, 8, "International Women's Day"),
    Fixed(3, 15, "Constitution Day", first=2027),
    Fixed(3, 21, "Nauryz", first=2010),
    Fixed(3, 22, "Nauryz"),
    Fixed(3, 23, "Nauryz", first=2010),
    Fixed(5, 1, "Unity Day"),
    Fixed(5, 7, "Defender of the Fatherland Day", first=2013),
    Fixed(5, 9, "Victory Day"),
    Fixed(7, 6, "Capital City Day", first=2009),
    Fixed(8, 30, "Constitution Day", last=2025),
    Fixed(10, 25, "Republic Day", last=2008),
    Fixed(10, 25, "Republic Day", first=2022),
    Fixed(12, 1, "First President Day", first=2012, last=2021),
    Fixed(12, 16, "Independence Day"),
    Fixed(12, 17, "Independence Day", last=2021),
)
_CHRISTMAS = Fixed(1, 7, "Orthodox Christmas", first=2006)

#: the first day of Kurban Ait, as announced; other years are left out, since the day follows
#: the moon and is fixed each year by the Muslim authority and the Ministry
_KURBAN_AIT = (
    *(date(2014, 10, 4), date(2017, 9, 1), date(2018, 8, 21), date(2019, 8, 11)),
    *(date(2021, 7, 20), date(2023, 6, 28), date(2025, 6, 6)),
)
#: days off moved by decree: from a weekend day, which is worked, to a free working day
_MOVED = {
    date(2018, 8, 25): date(2018, 8, 31),
    date(2021, 7, 3): date(2021, 7, 5),
    date(2023, 7, 1): date(2023, 7, 7),
    date(2025, 1, 5): date(2025, 1, 3),
}


def kazakhstan(year: int) -> Year:
    """Return the free days of Kazakhstan; only weekends before 2002.

    Sources: Law No. 267-II of 13 December 2001 on holidays, with its amendments; Labour Code
    of 2015, articles 84 (5) and 85: a holiday on a weekend makes the next working day free,
    but Orthodox Christmas and Kurban Ait do not. That Constitution Day left 30 August in 2026
    and is 15 March from 2027 is the Ministry of Labour's word in the press of March 2026.
    """
    if year < _FIRST:
        return Year()
    held = fixed_days(_FIXED, year)
    free = held | _made_up(held)
    free |= fixed_days((_CHRISTMAS,), year)
    free |= {day: "Kurban Ait" for day in _KURBAN_AIT if day.year == year}
    moved = {worked: off for worked, off in _MOVED.items() if worked.year == year}
    free |= dict.fromkeys(moved.values(), "day off moved by decree")
    return Year(free, frozenset(moved))


def _made_up(held: dict[date, str]) -> dict[date, str]:
    """Return the working days that are free for holidays on a weekend."""
    made_up: dict[date, str] = {}
    for day, name in held.items():
        if not is_weekend(day):
            continue
        instead = day
        while is_weekend(instead) or instead in held or instead in made_up:
            instead += timedelta(days=1)
        made_up[instead] = f"{name} (day off)"
    return made_up
