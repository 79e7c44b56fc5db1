"""Fail every write, sync, rename and statement in turn: what is seen is whole, and it ends well."""

from __future__ import annotations

import errno
import os
import pathlib
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from textwrap import dedent

import pytest
from desks import FRIDAY, MONDAYS, SEVEN, desk

from kzreport.errors import KzReportError
from kzreport.schedule.manifest import is_intact, read_manifest
from kzreport.schedule.passing import run_once

MINUTE = timedelta(minutes=1)
#: what the machine may refuse: where it is called, and how it says no
CALLS = {
    "fsync": (os, "fsync", errno.EIO),
    "rename": (pathlib.Path, "rename", errno.EIO),
    "replace": (pathlib.Path, "replace", errno.ENOSPC),
    "mkdir": (pathlib.Path, "mkdir", errno.ENOSPC),
    "write": (pathlib.Path, "write_bytes", errno.ENOSPC),
    "text": (pathlib.Path, "write_text", errno.ENOSPC),
    "copy": (__import__("shutil"), "copyfile", errno.ENOSPC),
    "lock": (os, "open", errno.EMFILE),
}


@contextmanager
def failing(monkeypatch, name: str, nth: int) -> Iterator[list[int]]:
    """Have the `nth` call fail, and that one only; yield how many there were."""
    owner, attribute, number = CALLS[name]
    real, calls = getattr(owner, attribute), [0]

    def call(*arguments, **options):
        calls[0] += 1
        if calls[0] == nth:
            raise OSError(number, os.strerror(number), "somewhere")
        return real(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(owner, attribute, call)
        yield calls


def whole(root: Path) -> bool:
    """Whether every folder that a reader can see is what its manifest says."""
    folders = [*(root / "schedule/published").glob("*/*"), *(root / "readers").glob("*")]
    seen = [each for each in folders if not each.name.startswith(".")]
    return all((m := read_manifest(each)) is not None and is_intact(each, m) for each in seen)


def recovers(root: Path) -> None:
    """The next passes bring the papers to their readers, once, and leave nothing behind."""
    assert whole(root)
    here = desk(root)
    for minutes in (2, 9, 30, 120):
        run_once(here, SEVEN + minutes * MINUTE)
    assert len(list((root / "readers/2026-11-23").glob("*.md"))) == 3
    assert whole(root)
    assert list(root.rglob("*.part")) == []
    done = [event.what for event in here.ledger.events("monday-briefing", 999)]
    assert (done.count("published"), done.count("delivered")) == (1, 1)


@pytest.mark.parametrize("name", CALLS)
def test_any_one_call_of_the_machine_may_fail(tmp_path, monkeypatch, name):
    nth, calls = 1, [1]
    while nth <= calls[0]:  # until a pass needs fewer calls than that
        root = tmp_path / str(nth)
        root.mkdir()
        run_once(desk(root), FRIDAY)
        here = desk(root)
        # what is raised is told by the caller, who ends with 3
        with failing(monkeypatch, name, nth) as calls, suppress(KzReportError, OSError):
            run_once(here, SEVEN)
        recovers(root)
        nth += 1
        calls[0] += calls[0] == nth - 1
    assert nth > 2


class Denied(sqlite3.Connection):
    """A ledger whose disk refuses the `nth` change."""

    nth, count = 0, 0

    def execute(self, statement: str, *values):
        writes = not statement.startswith(("SELECT", "PRAGMA", "ROLLBACK"))
        Denied.count += writes
        if writes and Denied.count == Denied.nth:
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(statement, *values)


def test_any_one_change_of_the_ledger_may_fail(tmp_path):
    Denied.nth, Denied.count = 0, 0
    while Denied.count >= Denied.nth:  # until a pass needs fewer changes than that
        root = tmp_path / str(Denied.nth)
        root.mkdir()
        run_once(desk(root), FRIDAY)
        here = desk(root)
        here.ledger.connection.close()
        here.ledger.connection = sqlite3.connect(
            root / "schedule/ledger.db", isolation_level=None, factory=Denied
        )
        Denied.nth, Denied.count = Denied.nth + 1, 0
        with suppress(KzReportError):
            run_once(here, SEVEN)
        here.ledger.close()
        recovers(root)
    assert Denied.nth > 15


@pytest.mark.skipif(os.name == "nt", reason="the size of files is limited by setrlimit")
@pytest.mark.parametrize("limit", [1, 600, 3000, 9000, 40_000, 70_000])
def test_a_full_disk_shows_no_half_paper_and_room_mends_it(tmp_path, limit):
    run_once(desk(tmp_path), FRIDAY)
    script = f"""
        import resource, sys
        sys.path[:0] = {[str(Path(__file__).parents[1])]!r}
        from pathlib import Path
        from desks import SEVEN, desk
        from kzreport.errors import KzReportError
        from kzreport.schedule.passing import run_once
        here = desk(Path({str(tmp_path)!r}))
        resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
        try:
            run_once(here, SEVEN)
        except (KzReportError, OSError) as exc:
            sys.exit(3)
    """
    ran = subprocess.run([sys.executable, "-c", dedent(script)], capture_output=True, text=True)

    assert ran.returncode in (0, 3), ran.stderr
    recovers(tmp_path)


STEPS = ("claimed", "built", "hashed", "staged", "renamed", "durable", "published")


class PowerCut(BaseException):
    """The machine stops; nothing after it is run."""


def cut_at(step: str) -> Callable[[str], None]:
    def hear(name: str) -> None:
        if name == step:
            raise PowerCut

    return hear


@pytest.mark.parametrize("step", [*STEPS, "sending", "sent", "noted", "settled"])
def test_after_a_stop_at_any_step_the_next_pass_ends_the_work(tmp_path, step):
    run_once(desk(tmp_path), FRIDAY)
    with pytest.raises(PowerCut):
        run_once(desk(tmp_path, step=cut_at(step)), SEVEN)

    recovers(tmp_path)


def test_papers_that_were_spoilt_after_they_were_staged_are_made_again(tmp_path):
    run_once(desk(tmp_path), FRIDAY)
    with pytest.raises(PowerCut):
        run_once(desk(tmp_path, step=cut_at("staged")), SEVEN)
    (paper, *_) = (tmp_path / "schedule/published").rglob("brief-0.en.md")
    paper.write_text("half")

    recovers(tmp_path)


def test_a_making_that_kills_the_process_again_and_again_is_given_up(tmp_path):
    patient = replace(MONDAYS, grace=timedelta(days=9))
    run_once(desk(tmp_path, patient), FRIDAY)
    for _ in range(12):
        with pytest.raises(PowerCut):
            run_once(desk(tmp_path, patient, step=cut_at("claimed")), SEVEN)

    (told,) = run_once(desk(tmp_path, patient), SEVEN)

    assert (told.outcome, told.reason.partition("\n")[0]) == (
        "refused",
        "the making was cut short 12 times",
    )
