"""Working days: the laws' free days, those that move, and counting over them."""

from datetime import date

import pytest

from kzreport.calendars import (
    CALENDARS,
    add_working_days,
    holidays,
    is_working_day,
    next_working_day,
    working_days_between,
)
from kzreport.calendars.year import easter
from kzreport.errors import ProjectError


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1818, date(1818, 3, 22)),  # the earliest there is
        (1943, date(1943, 4, 25)),  # the latest
        (1961, date(1961, 4, 2)),
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2023, date(2023, 4, 9)),
        (2026, date(2026, 4, 5)),
    ],
)
def test_easter_falls_where_almanacs_put_it(year, sunday):
    assert easter(year) == sunday


def test_austria_has_the_thirteen_free_days_of_the_law():
    assert {day.isoformat(): name for day, name in holidays("austria", 2026).items()} == {
        "2026-01-01": "New Year",
        "2026-01-06": "Epiphany",
        "2026-04-06": "Easter Monday",
        "2026-05-01": "Labour Day",
        "2026-05-14": "Ascension Day",
        "2026-05-25": "Whit Monday",
        "2026-06-04": "Corpus Christi",
        "2026-08-15": "Assumption",
        "2026-10-26": "National Day",
        "2026-11-01": "All Saints",
        "2026-12-08": "Immaculate Conception",
        "2026-12-25": "Christmas Day",
        "2026-12-26": "St. Stephen",
    }


def test_the_austrian_list_matches_one_printed_for_2013():
    days = {day.isoformat() for day in holidays("austria", 2013)}

    assert {"2013-04-01", "2013-05-09", "2013-05-20", "2013-05-30"} <= days
    assert "2013-03-29" not in days  # Good Friday


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 3, 24), "the Saturday of Nauryz is made up for"),
        (date(2026, 3, 25), "and its Sunday"),
        (date(2026, 3, 9), "so is a Sunday of 8 March"),
        (date(2016, 1, 4), "and a Saturday of 2 January"),
        (date(2019, 3, 25), "and 23 March 2019"),
        (date(2019, 7, 8), "and 6 July 2019"),
        (date(2019, 12, 2), "and 1 December 2019"),
        (date(2017, 9, 1), "Kurban Ait of 2017"),
        (date(2018, 8, 31), "moved by decree from 25 August"),
        (date(2025, 1, 3), "moved by decree from 5 January"),
        (date(2027, 3, 15), "the new Constitution Day"),
    ],
)
def test_kazakhstan_is_off(day, why):
    assert not is_working_day(day, ["kazakhstan"]), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2024, 1, 8), "Christmas on a Sunday is not made up for"),
        (date(2018, 8, 25), "a Saturday worked by decree"),
        (date(2026, 8, 31), "Constitution Day has left 30 August"),
        (date(2021, 10, 25), "Republic Day came back in 2022"),
        (date(2022, 12, 1), "the day of the First President ended in 2021"),
        (date(2026, 3, 26), "Nauryz is over"),
    ],
)
def test_kazakhstan_works(day, why):
    assert is_working_day(day, ["kazakhstan"]), why


def test_the_united_nations_list_of_2023_is_met():
    assert [day.isoformat() for day in holidays("un-vienna", 2023) if day.weekday() < 5] == [
        "2023-01-02",
        "2023-04-07",
        "2023-04-10",
        "2023-04-24",
        "2023-05-01",
        "2023-06-29",
        "2023-10-26",
        "2023-12-25",
        "2023-12-26",
    ]


def test_before_the_rules_are_known_only_weekends_are_free():
    assert all(not holidays(name, 1950) for name in CALENDARS)
    assert is_working_day(date(1950, 12, 25), ["austria"])


def test_a_day_is_worked_when_all_calendars_work():
    national_day = date(2026, 10, 26)

    assert is_working_day(national_day, ["kazakhstan"]) is False  # 25 October is a Sunday
    assert is_working_day(date(2026, 12, 16), ["austria"])
    assert not is_working_day(date(2026, 12, 16), ["austria", "kazakhstan"])


def test_what_falls_on_a_free_day_shifts_to_the_next_working_day():
    assert next_working_day(date(2026, 12, 24)) == date(2026, 12, 24)
    assert next_working_day(date(2026, 12, 25)) == date(2026, 12, 28)
    assert next_working_day(date(2027, 1, 1), ["kazakhstan"]) == date(2027, 1, 5)


def test_working_days_are_added_over_weekends_and_holidays_both_ways():
    assert add_working_days(date(2026, 12, 23), 3) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 29), -3) == date(2026, 12, 23)
    assert add_working_days(date(2026, 12, 26), 0) == date(2026, 12, 26)


def test_working_days_between_leaves_out_the_first_day_and_counts_the_last():
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)

    assert working_days_between(friday, monday) == 1
    assert working_days_between(monday, friday) == -1
    assert working_days_between(monday, monday) == 0


def test_counting_over_years_agrees_with_adding_one_by_one():
    start, calendars = date(2024, 12, 20), ["austria", "kazakhstan", "un-vienna"]

    count = working_days_between(start, date(2026, 2, 2), calendars)

    assert add_working_days(start, count, calendars) == date(2026, 2, 2)


def test_an_unknown_calendar_is_refused_with_the_nearest_name():
    with pytest.raises(ProjectError) as caught:
        is_working_day(date(2026, 1, 1), ["kazakstan"])

    assert str(caught.value) == "no calendar named `kazakstan`\nhint: did you mean `kazakhstan`?"
