"""`run` pass after pass, with a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from desks import FRIDAY, SEVEN, CheapMaker, desk

from kzreport.errors import ProjectError
from kzreport.schedule.daemon import run_on
from kzreport.schedule.passing import run_once

MINUTE = timedelta(minutes=1)


@dataclass
class Hand:
    """A clock that goes by what is waited, and jumps when told; stops at `until`."""

    moment: datetime
    until: datetime
    jumps: dict[int, timedelta] = field(default_factory=dict)
    ran: timedelta = timedelta()
    waits: list[timedelta] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def elapsed(self) -> timedelta:
        return self.ran

    def wait(self, span: timedelta) -> bool:
        self.waits.append(span)
        self.ran += span
        self.moment += span + self.jumps.get(len(self.waits), timedelta())
        return self.moment > self.until


def run(root: Path, hand: Hand, maker: CheapMaker | None = None) -> list[str]:
    told: list[str] = []
    run_on(lambda: desk(root, maker=maker), hand, lambda each: told.append(str(each)), told.append)
    return told


def test_it_sleeps_until_the_slot_and_issues_it_at_its_second(tmp_path):
    run_once(desk(tmp_path), SEVEN - 5 * MINUTE)
    hand = Hand(SEVEN - timedelta(seconds=90), SEVEN + MINUTE)

    told = run(tmp_path, hand)

    assert told == ["monday-briefing 2026-11-23T06:00:00Z: delivered, to 1 place"]
    assert hand.waits[:2] == [timedelta(seconds=60), timedelta(seconds=30)]


def test_it_goes_on_after_a_project_that_cannot_be_read(tmp_path):
    run_once(desk(tmp_path), SEVEN - 5 * MINUTE)
    opened = 0

    def sometimes():
        nonlocal opened
        opened += 1
        if opened == 1:
            raise ProjectError("kzreport.yaml is being written")
        return desk(tmp_path)

    told: list[object] = []
    run_on(sometimes, Hand(SEVEN, SEVEN + 2 * MINUTE), told.append, told.append)

    assert [str(each) for each in told] == [
        "kzreport.yaml is being written",
        "monday-briefing 2026-11-23T06:00:00Z: delivered, to 1 place",
    ]


def test_a_clock_that_is_set_forward_while_it_runs_issues_nothing_early(tmp_path):
    run_once(desk(tmp_path), FRIDAY)
    days = timedelta(days=4)
    hand = Hand(FRIDAY, FRIDAY + days + 9 * MINUTE, {3: days})
    maker = CheapMaker()

    told = run(tmp_path, hand, maker)

    assert maker.made == 0
    assert (
        told[0] == "all schedules: held, the clock was set forward by 4 days while the program ran"
    )


def test_it_goes_on_when_the_clock_is_right_again(tmp_path):
    run_once(desk(tmp_path), SEVEN - 20 * MINUTE)
    hours = timedelta(hours=5)
    hand = Hand(SEVEN - 10 * MINUTE, SEVEN + MINUTE * 5, {2: -hours, 4: hours})

    told = run(tmp_path, hand)

    assert "held, the clock was set back by 5 h" in told[0]
    assert told[-1] == "monday-briefing 2026-11-23T06:00:00Z: delivered, to 1 place"
