"""Which slots are owed: late starts, long absences, edits, holidays. No clock is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzreport.errors import Location
from kzreport.timetable import History, Owed, Schedule, Skip, Timing, due, slots_between

MONDAYS = Schedule(
    name="monday-briefing",
    timing=Timing("Europe/Vienna", days=(0,), times=(time(7),)),
    reports=("brief",),
    at=Location("kzreport.yaml", 9, 3),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


DONE = (at("2026-10-05T05:00"), at("2026-10-12T05:00"), at("2026-10-19T05:00"))
HISTORY = History(at("2026-10-01T00:00"), DONE)


def test_at_seven_the_briefing_is_owed_and_a_second_before_it_is_not():
    assert due(MONDAYS, HISTORY, at("2026-10-26T05:59:59")) == Owed()
    assert due(MONDAYS, HISTORY, at("2026-10-26T06:00:00")).run == (at("2026-10-26T06:00"),)


def test_what_has_a_row_is_not_owed_again_even_when_the_clock_was_set_back():
    done = History(HISTORY.since, {*DONE, at("2026-10-26T06:00")})

    assert due(MONDAYS, done, at("2026-10-26T04:30")) == Owed()
    assert due(MONDAYS, done, at("2026-10-26T06:00:20")) == Owed()


def test_after_three_weeks_off_the_latest_is_run_and_the_others_are_told():
    owed = due(MONDAYS, HISTORY, at("2026-11-10T09:00"))

    assert owed.run == (at("2026-11-09T06:00"),)
    assert owed.skipped == (
        Skip(at("2026-10-26T06:00"), "too late by 13.6 days; `grace` is 36 h"),
        Skip(at("2026-11-02T06:00"), "too late by 6.6 days; `grace` is 36 h"),
    )


def test_beyond_the_grace_nothing_is_run_and_all_of_it_is_told():
    owed = due(MONDAYS, HISTORY, at("2026-11-12T09:00"))

    assert owed.run == ()
    assert [f"{skip.at:%d %b}" for skip in owed.skipped] == ["26 Oct", "02 Nov", "09 Nov"]


def test_catch_up_all_runs_each_one_within_the_grace_oldest_first():
    patient = replace(MONDAYS, catch_up="all", grace=timedelta(days=10))

    owed = due(patient, HISTORY, at("2026-11-10T09:00"))

    assert [f"{slot:%d %b}" for slot in owed.run] == ["02 Nov", "09 Nov"]
    assert [f"{skip.at:%d %b}" for skip in owed.skipped] == ["26 Oct"]


def test_catch_up_none_runs_what_is_on_time_only():
    strict = replace(MONDAYS, catch_up="none")

    assert due(strict, HISTORY, at("2026-10-26T06:14")).run == (at("2026-10-26T06:00"),)
    late = due(strict, HISTORY, at("2026-10-26T06:16"))
    assert late == Owed(
        (),
        (Skip(at("2026-10-26T06:00"), "missed by 16 min; `catch_up: none` runs nothing late"),),
    )


def test_nothing_is_owed_from_before_the_schedule_was_there():
    assert due(MONDAYS, History(at("2026-10-26T06:00:01")), at("2026-10-26T07:00")) == Owed()


def test_a_holiday_that_is_skipped_is_recorded_and_wakes_nobody():
    timing = replace(MONDAYS.timing, calendars=("austria",), on_holiday="skip")

    owed = due(replace(MONDAYS, timing=timing), HISTORY, at("2026-10-26T09:00"))

    assert owed == Owed(
        (), (Skip(at("2026-10-26T06:00"), "not a working day: National Day", foreseen=True),)
    )


def test_a_naive_clock_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        due(MONDAYS, HISTORY, datetime(2026, 10, 26, 7))


@settings(deadline=None)
@given(
    passes=st.lists(st.integers(0, 60 * 24 * 40), min_size=1, max_size=25).map(sorted),
    catch_up=st.sampled_from(["latest", "all", "none"]),
    hours=st.integers(1, 200),
    place=st.sampled_from(["Europe/Vienna", "Asia/Almaty", "America/Havana"]),
)
def test_whenever_it_is_looked_at_each_slot_is_run_or_told_exactly_once(
    passes, catch_up, hours, place
):
    timing = Timing(place, times=(time(0, 30), time(12)))
    plan = replace(MONDAYS, timing=timing, catch_up=catch_up, grace=timedelta(hours=hours))
    since = at("2026-10-10T00:00")
    answered: list[datetime] = []

    for minute in passes:
        now = since + timedelta(minutes=minute)
        owed = due(plan, History(since, answered), now)
        answered += [*owed.run, *(skip.at for skip in owed.skipped)]

    planned = [slot.at for slot in slots_between(timing, since, now)]
    assert sorted(answered) == planned
