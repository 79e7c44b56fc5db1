"""What a pass does, and what it refuses to do: each slot once, and never in silence."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from desks import AT, FRIDAY, MONDAYS, SEVEN, CheapMaker, desk, timetable

from kzreport.errors import DeliveryError, FactError, Location
from kzreport.facts.fields import Level
from kzreport.schedule.adopting import adopt
from kzreport.schedule.locks import held
from kzreport.schedule.manifest import read_manifest
from kzreport.schedule.opening import open_ledger
from kzreport.schedule.passing import run_once
from kzreport.schedule.rows import Key
from kzreport.timetable import Timing
from kzreport.timetable.channels import FileAlert, FolderChannel

WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def begun(tmp_path) -> Path:
    """A folder in which the schedule counts since Friday."""
    run_once(desk(tmp_path), FRIDAY)
    return tmp_path


def told(here, now, **options) -> list[str]:
    return [str(each) for each in run_once(here, now, **options)]


def alerts(root: Path) -> list[str]:
    log = root / "schedule/alerts.log"
    return log.read_text("utf-8").splitlines() if log.exists() else []


def readers(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in (root / "readers").rglob("*.md"))


# --- The ordinary Monday ----------------------------------------------------------------------


def test_the_briefing_is_issued_at_seven_and_not_before(begun):
    here = desk(begun)

    assert told(here, SEVEN - timedelta(seconds=1)) == []
    assert told(here, SEVEN) == ["monday-briefing 2026-11-23T06:00:00Z: delivered, to 1 place"]
    assert readers(begun) == [f"readers/2026-11-23/brief-{n}.en.md" for n in range(3)]
    assert alerts(begun) == []


def test_it_is_issued_once_however_often_somebody_looks(begun):
    here = desk(begun)
    run_once(here, SEVEN)

    for minutes in (0, 1, 5, 600):
        assert told(here, SEVEN + minutes * MINUTE) == []
    assert here.maker.made == 1


def test_every_step_stands_in_a_history_that_only_grows(begun):
    here = desk(begun)
    run_once(here, SEVEN)

    assert [event.what for event in here.ledger.events("monday-briefing")] == [
        *("registered", "claimed", "staged", "published", "sending", "sent", "delivered")
    ]
    for statement in ("DELETE FROM event", "UPDATE event SET what = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            here.ledger.connection.execute(statement)


def test_a_published_folder_tells_what_it_is(begun):
    run_once(desk(begun), SEVEN)

    manifest = read_manifest(begun / "readers/2026-11-23")

    assert (manifest.schedule, manifest.slot) == ("monday-briefing", "2026-11-23T06:00:00Z")
    assert [paper.file for paper in manifest.papers] == [f"brief-{n}.en.md" for n in range(3)]
    assert manifest.level is Level.internal


def test_nothing_from_before_the_schedule_was_there_is_run(tmp_path):
    assert told(desk(tmp_path), SEVEN + MINUTE) == []
    assert told(desk(tmp_path), SEVEN + WEEK) == [
        "monday-briefing 2026-11-30T06:00:00Z: delivered, to 1 place"
    ]


# --- Late, missed, edited ---------------------------------------------------------------------


def test_after_three_weeks_off_the_skips_are_rows_and_one_alert(begun):
    here = desk(begun)

    assert told(here, SEVEN + 3 * WEEK + timedelta(hours=5)) == [
        "monday-briefing 2026-11-23T06:00:00Z: skipped, too late by 19.7 days; `grace` is 36 h",
        "monday-briefing 2026-11-30T06:00:00Z: skipped, too late by 12.7 days; `grace` is 36 h",
        "monday-briefing 2026-12-07T06:00:00Z: skipped, too late by 5.7 days; `grace` is 36 h",
        "monday-briefing 2026-12-14T06:00:00Z: delivered, to 1 place",
    ]
    (alert,) = alerts(begun)
    assert "monday-briefing of 2026-11-23T06:00:00Z was skipped: too late by" in alert
    assert "and 2 more after it" in alert


def test_a_slot_that_an_edit_cuts_off_is_recorded_and_told(begun):
    later = replace(MONDAYS, timing=Timing("Europe/Vienna", (0,), (time(9),)))

    assert told(desk(begun, later), SEVEN + MINUTE) == []
    assert "was skipped: its timing was changed before it ran" in alerts(begun)[0]
    assert told(desk(begun, later), SEVEN + 120 * MINUTE) == [
        "monday-briefing 2026-11-23T08:00:00Z: delivered, to 1 place"
    ]


def test_a_schedule_that_is_removed_is_noted_with_what_it_still_owed(begun):
    other = replace(MONDAYS, name="other")

    run_once(desk(begun, other), SEVEN + MINUTE)

    assert "was skipped: it left kzreport.yaml before it ran" in alerts(begun)[0]
    assert told(desk(begun), SEVEN + 2 * MINUTE) == []  # back again: it counts from here


def test_what_a_removed_schedule_had_begun_is_ended_and_told(begun):
    run_once(desk(begun, maker=CheapMaker(fault=OSError(28, "No space left on device"))), SEVEN)

    run_once(desk(begun, replace(MONDAYS, name="other")), SEVEN + MINUTE)

    assert "was refused: it left kzreport.yaml before it was done" in alerts(begun)[-1]
    assert desk(begun).ledger.unfinished("monday-briefing") == []


def test_other_readers_or_reports_leave_the_slots_as_they_are(begun):
    more = replace(MONDAYS, reports=("brief", "status"), catch_up="all")

    assert len(told(desk(begun, more), SEVEN)) == 1


# --- Nothing new ------------------------------------------------------------------------------


def test_when_nothing_is_new_nothing_is_sent_and_that_is_told(begun):
    plan = replace(MONDAYS, skip_when_unchanged=True)
    maker = CheapMaker()
    run_once(desk(begun, plan, maker=maker), SEVEN)

    assert told(desk(begun, plan, maker=maker), SEVEN + WEEK) == [
        "monday-briefing 2026-11-30T06:00:00Z: unchanged, the papers say what the last ones said"
    ]
    maker.says = "a new fact"
    assert told(desk(begun, plan, maker=maker), SEVEN + 2 * WEEK) == [
        "monday-briefing 2026-12-07T06:00:00Z: delivered, to 1 place"
    ]
    assert {name[:18] for name in readers(begun)} == {"readers/2026-11-23", "readers/2026-12-07"}


# --- Refusals and failures --------------------------------------------------------------------


def test_a_fault_in_the_facts_is_final_and_told_with_its_place(begun):
    fault = FactError("`vc-2101` is disputed", Location("data/c.yaml", 3, 1), "confirm it")
    here = desk(begun, maker=CheapMaker(fault=fault))

    (line,) = told(here, SEVEN)

    assert line.startswith("monday-briefing 2026-11-23T06:00:00Z: refused, data/c.yaml:3:1: ")
    assert (
        "was refused: data/c.yaml:3:1: `vc-2101` is disputed hint: confirm it" in alerts(begun)[0]
    )
    here.maker.fault = None
    assert told(here, SEVEN + 5 * MINUTE) == []
    assert told(here, SEVEN + WEEK)[0].endswith("2026-11-30T06:00:00Z: delivered, to 1 place")


def test_a_fault_of_the_machine_is_tried_again_with_patience(begun):
    here = desk(begun, maker=CheapMaker(fault=OSError(28, "No space left on device")))

    (line,) = told(here, SEVEN)
    assert ": waiting, No space left on device; tried again at 2026-11-23T06:01:" in line
    assert told(here, SEVEN + timedelta(seconds=30)) == []
    here.maker.fault = None
    assert told(here, SEVEN + 2 * MINUTE)[0].endswith(": delivered, to 1 place")
    assert alerts(begun) == []


def test_patience_ends_and_then_it_is_told(begun):
    here = desk(begun, maker=CheapMaker(fault=OSError(28, "No space left on device")))
    lines = [line for minute in range(400) for line in told(here, SEVEN + minute * MINUTE)]

    assert [": waiting" in line for line in lines] == [True] * 5 + [False]
    assert lines[-1].endswith(": refused, No space left on device (tried again and again)")
    assert len(alerts(begun)) == 1


def test_a_fault_of_the_program_stops_no_other_schedule(begun):
    class Broken(CheapMaker):
        def make(self, schedule, slot, folder):
            if schedule.name == "monday-briefing":
                raise KeyError("gone")
            return super().make(schedule, slot, folder)

    other = replace(MONDAYS, name="other", deliver=())
    run_once(desk(begun, MONDAYS, other), FRIDAY)

    lines = told(desk(begun, MONDAYS, other, maker=Broken()), SEVEN)

    assert "refused, a fault of kzreport itself: KeyError" in lines[0]
    assert lines[1] == "other 2026-11-23T06:00:00Z: delivered, published only"


def test_what_is_not_ours_is_never_overwritten(begun):
    place = begun / "schedule/published/monday-briefing/2026-11-23T060000Z"
    place.mkdir(parents=True)
    (place / "notes.txt").write_text("mine")

    (line,) = told(desk(begun), SEVEN)

    assert "refused" in line
    assert "is there already, and the ledger does not know it" in line
    assert [path.name for path in place.iterdir()] == ["notes.txt"]


def test_a_reader_s_folder_that_holds_something_else_is_left_alone(begun):
    place = begun / "readers/2026-11-23"
    place.mkdir(parents=True)
    (place / "notes.txt").write_text("mine")

    (line,) = told(desk(begun), SEVEN)

    assert "undelivered, it did not reach folder:readers/2026-11-23" in line
    assert [path.name for path in place.iterdir()] == ["notes.txt"]


def test_one_reader_s_refusal_does_not_keep_the_papers_from_another(begun):
    (begun / "readers").mkdir()
    (begun / "readers/2026-11-23").write_text("a file in the way")
    both = (*MONDAYS.deliver, FolderChannel("others/{slot}", AT, Level.internal))

    run_once(desk(begun, replace(MONDAYS, deliver=both)), SEVEN)

    assert len(list((begun / "others/2026-11-23T060000Z").glob("*.md"))) == 3


def test_a_channel_gets_nothing_above_its_level_even_if_the_file_was_changed_since(begun):
    low = (FolderChannel("readers/{local_date}", AT, Level.public),)

    (line,) = told(desk(begun, replace(MONDAYS, deliver=low)), SEVEN)

    assert "it is internal, and this channel carries public at most" in line
    assert not (begun / "readers").exists()


def test_a_draft_is_never_delivered(begun):
    class Drafts(CheapMaker):
        def make(self, schedule, slot, folder):
            (paper, *_) = super().make(schedule, slot, folder)
            (folder / paper.file).rename(folder / "brief.draft.en.md")
            return (replace(paper, file="brief.draft.en.md"),)

    (line,) = told(desk(begun, maker=Drafts()), SEVEN)

    assert "a draft is never delivered" in line
    assert not (begun / "readers").exists()


def test_only_papers_are_published_whatever_else_the_making_leaves(begun):
    class Untidy(CheapMaker):
        def make(self, schedule, slot, folder):
            (folder / ".kzreport").mkdir()
            (folder / "build.log").write_text("secret")
            return super().make(schedule, slot, folder)

    run_once(desk(begun, maker=Untidy()), SEVEN)

    names = sorted(path.name for path in (begun / "readers/2026-11-23").iterdir())
    assert names == [*(f"brief-{n}.en.md" for n in range(3)), "manifest.json"]


# --- Two at once ------------------------------------------------------------------------------


def test_a_second_run_finds_the_lock_and_says_so(begun):
    here = desk(begun)

    with held(here.ledger.lock_of("monday-briefing")) as free:
        assert free
        assert told(desk(begun), SEVEN) == ["monday-briefing: busy, another run is at it"]
    assert len(told(here, SEVEN)) == 1


# --- The clock --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (SEVEN.replace(year=1970), "before this program was written"),
        (FRIDAY - timedelta(hours=2), "the clock is 2 h behind the last pass"),
        (SEVEN.replace(year=2027), "ahead of the last pass"),
    ],
)
def test_a_clock_that_cannot_be_right_holds_everything_and_tells(begun, now, why):
    here = desk(begun)

    (line,) = told(here, now)

    assert line.startswith("all schedules: held, the clock")
    assert why in line
    assert "nothing is run: the clock cannot be right" in alerts(begun)[0]
    told(here, now + MINUTE)
    assert len(alerts(begun)) == 1  # told once, not each minute
    assert here.maker.made == 0


def test_a_clock_set_back_after_a_run_runs_nothing_twice(begun):
    here = desk(begun)
    run_once(here, SEVEN)

    assert "held" in told(here, SEVEN - timedelta(hours=1))[0]
    assert told(here, SEVEN - timedelta(hours=1), accept_clock=True) == []
    assert told(here, SEVEN) == []
    assert here.maker.made == 1


def test_a_person_s_word_lets_a_long_pause_end(begun):
    here = desk(begun)
    back = SEVEN + 10 * WEEK + MINUTE

    assert "held" in told(here, back)[0]
    assert told(here, back, accept_clock=True)[-1].endswith(
        "2027-02-01T06:00:00Z: delivered, to 1 place"
    )


# --- A lost ledger ----------------------------------------------------------------------------


def lose(root: Path) -> None:
    for path in (root / "schedule").glob("ledger.db*"):
        path.unlink()


def spoil(root: Path) -> None:
    lose(root)
    (root / "schedule/ledger.db").write_bytes(b"SQLite format 3\0" + b"x" * 4000)


def empty(root: Path) -> None:
    lose(root)
    (root / "schedule/ledger.db").touch()


@pytest.mark.parametrize("harm", [lose, spoil, empty])
def test_a_lost_or_broken_ledger_sends_nothing_and_says_how_to_go_on(begun, harm):
    here = desk(begun)
    run_once(here, SEVEN)
    here.ledger.close()
    harm(begun)

    with pytest.raises(DeliveryError) as caught:
        desk(begun)

    assert "`kzreport schedule adopt` makes a new ledger" in str(caught.value)


@pytest.mark.parametrize("harm", [lose, spoil, empty])
def test_an_adopted_ledger_knows_what_was_published_and_sends_none_of_it(begun, harm):
    here = desk(begun)
    run_once(here, SEVEN)
    here.ledger.close()
    harm(begun)

    adopted = adopt(begun / "schedule", SEVEN + MINUTE)

    assert adopted.slots == (Key("monday-briefing", SEVEN),)
    shutil.rmtree(begun / "readers")
    assert told(desk(begun), SEVEN + 2 * MINUTE) == []
    assert not (begun / "readers").exists()
    assert told(desk(begun), SEVEN + WEEK)[0].endswith(
        "2026-11-30T06:00:00Z: delivered, to 1 place"
    )


def test_papers_that_were_changed_are_not_adopted(begun):
    here = desk(begun)
    run_once(here, SEVEN)
    here.ledger.close()
    lose(begun)
    place = begun / "schedule/published/monday-briefing/2026-11-23T060000Z"
    (place / "brief-0.en.md").write_text("forged")

    adopted = adopt(begun / "schedule", SEVEN + MINUTE)

    assert adopted.slots == ()
    assert adopted.passed_over == ((place, "its papers are not what the manifest says"),)


def test_a_ledger_from_an_old_backup_sends_nothing_twice(begun):
    with sqlite3.connect(begun / "backup.db") as backup:
        desk(begun).ledger.connection.backup(backup)
    run_once(desk(begun), SEVEN)
    shutil.rmtree(begun / "readers")
    lose(begun)
    shutil.copy(begun / "backup.db", begun / "schedule/ledger.db")

    (line,) = told(desk(begun), SEVEN + MINUTE)

    assert "the ledger does not know it" in line
    assert not (begun / "readers").exists()


def test_a_fresh_folder_is_no_lost_ledger(tmp_path):
    open_ledger(tmp_path / "schedule").close()
    open_ledger(tmp_path / "schedule").close()


# --- Who is told ------------------------------------------------------------------------------


def test_an_alert_tells_the_reason_only_to_those_who_may_know_it(begun):
    both = (FileAlert("public.log", AT), FileAlert("internal.log", AT, Level.internal))
    fault = FactError("`vc-2101` is disputed")

    run_once(desk(begun, replace(MONDAYS, alert=both), maker=CheapMaker(fault=fault)), SEVEN)

    assert "vc-2101" in (begun / "internal.log").read_text()
    public = (begun / "public.log").read_text()
    assert "vc-2101" not in public
    assert "was refused: the reason stands in `kzreport schedule history`" in public


def test_an_alert_that_cannot_be_told_waits_for_the_next_pass(begun):
    plan = replace(MONDAYS, alert=(FileAlert("log/alerts", AT, Level.internal),))
    (begun / "log").write_text("a file in the way")
    here = desk(begun, plan, maker=CheapMaker(fault=FactError("no")))
    run_once(here, SEVEN)

    (begun / "log").unlink()
    run_once(here, SEVEN + MINUTE)
    run_once(here, SEVEN + 2 * MINUTE)

    assert len((begun / "log/alerts").read_text().splitlines()) == 1
    assert len(alerts(begun)) == 1


def test_each_pass_leaves_a_sign_of_life(begun):
    run_once(desk(begun), SEVEN)

    text = (begun / "schedule/heartbeat.json").read_text()
    assert text == '{"at": "2026-11-23T06:00:00Z", "held": ""}\n'


def test_a_timetable_of_nothing_is_no_trouble(tmp_path):
    here = replace(desk(tmp_path), timetable=timetable())

    assert run_once(here, SEVEN) == []
