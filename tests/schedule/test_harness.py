"""Two daemons, killed at any moment, and a reader: nothing lost, doubled or torn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).with_name("harness.py")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the daemons of the test are forked")


def run(folder: Path, slots: int, kills: int, seconds: int) -> dict[str, object]:
    ran = subprocess.run(
        [sys.executable, str(HARNESS), str(folder), str(slots), str(kills), str(seconds), "7"],
        capture_output=True,
        text=True,
        timeout=seconds + 60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return json.loads(ran.stdout)


def check(result: dict[str, object], slots: int, kills: int) -> None:
    assert result["in_time"], result
    assert result["kills"] >= kills
    assert result["states"] == {"delivered": slots}
    assert result["reads"] > slots
    wrong = ("lost", "doubled", "torn", "torn_seen", "leftovers", "daemons_failed")
    assert {name: result[name] for name in wrong} == dict.fromkeys(wrong, 0)
    assert result["integrity"] == "ok"


def test_nothing_is_lost_doubled_or_torn_when_the_daemons_are_killed(tmp_path):
    check(run(tmp_path, slots=144, kills=20, seconds=300), 144, 20)


@pytest.mark.slow
def test_nor_over_two_thousand_slots_and_more_than_a_hundred_kills(tmp_path):
    check(run(tmp_path, slots=2000, kills=120, seconds=900), 2000, 120)
