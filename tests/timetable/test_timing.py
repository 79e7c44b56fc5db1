"""Slots of a year, minute by minute, in zones whose clocks change in every odd way there is."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzreport.errors import ProjectError
from kzreport.timetable import Slot, Timing, slots_between, upcoming
from kzreport.timetable.changes import clock_changes
from kzreport.timetable.timing import instant
from kzreport.timetable.zones import zone, zone_data_version, zones_unlike_the_system

ZONES = (
    "Europe/Vienna",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Almaty",
    "Africa/Casablanca",
    "America/Havana",
    "Pacific/Chatham",
)
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@cache
def minutes(place: str, year: int) -> tuple[tuple[datetime, datetime], ...]:
    """Every minute of a year: the instant, and what the clock on the wall shows."""
    first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    here = zone(place)
    count = int((last - first) / MINUTE)
    instants = (first + MINUTE * n for n in range(count))
    return tuple((each, each.astimezone(here).replace(tzinfo=None)) for each in instants)


def by_walking(place: str, year: int, wanted: time, days: tuple[int, ...]) -> list[datetime]:
    """The slots as somebody finds them who looks at the clock each minute of the year."""
    found: list[datetime] = []
    seen: set[date] = set()
    for moment, wall in minutes(place, year):
        day = wall.date()
        if day not in seen and wall.time() >= wanted:
            seen.add(day)
            if day.weekday() in days:
                found.append(moment)
    return found


@pytest.mark.parametrize("place", ZONES)
@pytest.mark.parametrize(("year", "wanted"), [(2026, "02:30"), (2026, "07:00"), (2024, "23:30")])
def test_a_daily_slot_is_where_a_patient_watcher_of_the_clock_finds_it(place, year, wanted):
    timing = Timing(place, times=(time.fromisoformat(wanted),))
    walked = by_walking(place, year, time.fromisoformat(wanted), timing.days)

    # the first minutes of the year belong to a day that the walk sees from its middle
    planned = [slot.at for slot in slots_between(timing, walked[1] - MINUTE, walked[-1])]

    assert planned == walked[1:]
    assert len({each.astimezone(zone(place)).date() for each in planned}) == len(planned)


@pytest.mark.parametrize("place", ZONES)
def test_cron_and_days_agree_on_every_monday_of_2026(place):
    begin, end = at("2025-12-31T12:00"), at("2026-12-31T12:00")
    by_days = slots_between(Timing(place, days=(0,), times=(time(7),)), begin, end)
    by_cron = slots_between(Timing(place, cron="0 7 * * 1"), begin, end)

    assert by_days == by_cron
    assert len(by_days) == 52


@pytest.mark.parametrize("place", ZONES)
def test_an_hourly_cron_line_runs_once_each_hour_that_passes(place):
    begin, end = at("2026-01-01T00:00"), at("2027-01-01T00:00")
    slots = [slot.at for slot in slots_between(Timing(place, cron="0 * * * *"), begin, end)]

    walked = [m for m, wall in minutes(place, 2026)[1:] if wall.minute == 0]
    assert slots[: len(walked)] == walked


@settings(deadline=None)
@given(
    st.sampled_from(ZONES),
    st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
)
def test_an_instant_is_the_first_at_which_the_clock_shows_the_time_or_more(place, wanted, day):
    found = instant(day, wanted, place)

    wall = found.astimezone(zone(place)).replace(tzinfo=None)
    before = (found - timedelta(seconds=1)).astimezone(zone(place)).replace(tzinfo=None)
    assert wall >= datetime.combine(day, wanted)
    assert before < datetime.combine(day, wanted)


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)), st.data())
def test_a_span_has_the_slots_of_its_parts_wherever_it_is_cut(place, middle, data):
    timing = Timing(place, times=(time(2, 30),), calendars=("austria",))
    middle = middle.replace(tzinfo=UTC)
    begin, end = middle - timedelta(days=20), middle + timedelta(days=20)

    parts = slots_between(timing, begin, middle) + slots_between(timing, middle, end)

    assert parts == slots_between(timing, begin, end)


@pytest.mark.parametrize(
    ("place", "day", "wanted", "expected"),
    [
        ("Europe/Vienna", "2026-03-29", "02:30", "2026-03-29T01:00"),  # left out: 03:00 CEST
        ("Europe/Vienna", "2026-10-25", "02:30", "2026-10-25T00:30"),  # twice: the first
        ("Asia/Almaty", "2024-02-29", "23:30", "2024-02-29T17:30"),  # twice: the first
        ("Asia/Almaty", "2024-03-01", "00:00", "2024-02-29T19:00"),
        ("Pacific/Apia", "2011-12-30", "07:00", "2011-12-30T10:00"),  # a day that never was
        ("Africa/Casablanca", "2026-10-01", "07:00", "2026-10-01T07:00"),  # since September
    ],
)
def test_the_changes_of_the_clock_one_by_one(place, day, wanted, expected):
    found = instant(date.fromisoformat(day), time.fromisoformat(wanted), place)

    assert found == at(expected)


# --- Holidays ---------------------------------------------------------------------------------


def test_a_slot_on_a_holiday_moves_to_the_next_working_day():
    timing = Timing("Europe/Vienna", days=(0,), times=(time(7),), calendars=("austria",))

    assert slots_between(timing, at("2026-10-20T00:00"), at("2026-11-03T00:00")) == [
        Slot(at("2026-10-27T06:00"), "National Day"),
        Slot(at("2026-11-02T06:00")),
    ]


def test_a_slot_on_a_holiday_is_skipped_where_that_is_wished():
    timing = Timing("Europe/Vienna", (0,), (time(7),), calendars=("austria",), on_holiday="skip")

    slots = slots_between(timing, at("2026-10-20T00:00"), at("2026-10-28T00:00"))

    assert slots == [Slot(at("2026-10-26T06:00"), "National Day", skipped=True)]


def test_a_moved_slot_and_one_that_was_there_already_are_one():
    timing = Timing("Europe/Vienna", times=(time(7),), calendars=("austria",))

    slots = slots_between(timing, at("2026-10-23T12:00"), at("2026-10-28T12:00"))

    # Saturday, Sunday and the National Day move to Tuesday
    assert [f"{slot.at:%a %d}" for slot in slots] == ["Tue 27", "Wed 28"]


def test_all_calendars_must_work():
    timing = Timing(
        "Europe/Vienna", (0,), (time(7),), calendars=("austria", "kazakhstan", "un-vienna")
    )

    slots = slots_between(timing, at("2026-03-15T00:00"), at("2026-03-31T00:00"))

    assert [f"{slot.at:%d %b}" for slot in slots] == ["16 Mar", "26 Mar", "30 Mar"]


# --- What comes next --------------------------------------------------------------------------


def test_the_next_slots_are_found_however_far_they_lie():
    timing = Timing("Europe/Vienna", cron="0 7 29 2 *")

    found = upcoming(timing, at("2026-11-26T00:00"), 2)

    assert [f"{slot.at:%Y-%m-%d}" for slot in found] == ["2028-02-29", "2032-02-29"]


def test_a_time_that_meets_a_change_of_the_clock_within_two_years_is_told():
    timing = Timing("Europe/Vienna", times=(time(2, 30), time(7)))

    assert [str(change) for change in clock_changes(timing, date(2026, 11, 26))] == [
        "on 2027-03-28 the clocks change: 02:30 is left out and run after",
        "on 2027-10-31 the clocks change: 02:30 comes twice and is run the first time",
        "on 2028-03-26 the clocks change: 02:30 is left out and run after",
        "on 2028-10-29 the clocks change: 02:30 comes twice and is run the first time",
    ]


@pytest.mark.parametrize("cron", ["30 2 * * *", "30 2 * * 0"])
def test_a_cron_line_that_meets_a_change_is_told_too(cron):
    found = clock_changes(Timing("Europe/Vienna", cron=cron), date(2026, 11, 26))

    assert [f"{change.day}" for change in found] == [
        "2027-03-28",
        "2027-10-31",
        "2028-03-26",
        "2028-10-29",
    ]


@pytest.mark.parametrize(
    "timing",
    [
        Timing("Europe/Vienna", times=(time(7),)),
        Timing("Asia/Almaty", times=(time(2, 30),)),
        Timing("Europe/Vienna", days=(0,), times=(time(2, 30),)),
        Timing("Europe/Vienna", cron="0 * * * *"),
        Timing("Europe/Vienna", cron="30 2 * * 1"),
    ],
)
def test_a_time_that_meets_none_is_passed_over(timing):
    assert clock_changes(timing, date(2026, 11, 26)) == []


# --- Zones ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Asia/Astana", "Asia/Nur-Sultan"])
def test_astana_is_told_the_zone_it_keeps(name):
    with pytest.raises(ProjectError) as caught:
        zone(name)

    assert str(caught.value).startswith(f"`{name}` is not a time zone\nhint: ")
    assert "keeps the time of `Asia/Almaty`" in str(caught.value)


@pytest.mark.parametrize("name", ["Europe/Viena", "", "../../etc/passwd", "/etc/localtime", "é"])
def test_what_is_no_zone_is_refused(name):
    with pytest.raises(ProjectError, match="is not a time zone"):
        zone(name)


@pytest.fixture
def stale_system(tmp_path) -> Iterator[None]:
    """A system whose Casablanca still keeps the time that Vienna keeps."""
    place = tmp_path / "Africa" / "Casablanca"
    place.parent.mkdir()
    place.write_bytes(files("tzdata").joinpath("zoneinfo/Europe/Vienna").read_bytes())
    zoneinfo.reset_tzpath([str(tmp_path)])
    zone.cache_clear()
    yield
    zoneinfo.reset_tzpath()
    zone.cache_clear()


def test_the_zones_are_those_of_the_pinned_package_whatever_the_system_has(stale_system):
    moment = datetime(2026, 10, 1, 12, tzinfo=UTC)

    assert moment.astimezone(zoneinfo.ZoneInfo("Africa/Casablanca")).hour == 14
    assert moment.astimezone(zone("Africa/Casablanca")).hour == 12
    assert zones_unlike_the_system(moment) == ["Africa/Casablanca"]
    assert tuple(int(part) for part in zone_data_version().split(".")) >= (2026, 6)
