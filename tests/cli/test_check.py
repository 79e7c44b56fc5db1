"""`check` tells what is wrong, doubtful or late, and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ran import Ran

BROKEN = "report `broken`: no record named `vc-2101`"


@pytest.fixture
def broken(mission):
    """The project with a report that names a record that is not there."""
    mission.template("broken", "{{ facts['vc-2101'].amount }}\n")
    mission.project()
    return mission


@pytest.fixture
def late(mission):
    """The project with a fact that was to be reviewed long ago."""
    file = mission.root / "data/events.yaml"
    file.write_text(
        file.read_text().replace("{kind: session,", "{review_by: 2014-07-15, kind: session,")
    )
    return mission


def test_an_empty_project_has_nothing_to_report(kzreport, tmp_path, monkeypatch):
    (tmp_path / "kzreport.yaml").write_text("format: 1\n")
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)

    assert kzreport("check") == Ran(0, "nothing to report\n")
    assert kzreport("check", "--json") == Ran(0, "[]\n")


def test_a_warning_is_told_with_its_place_and_is_no_failure(kzreport, late):
    ran = kzreport("check")

    assert (ran.code, ran.err) == (0, "")
    assert (
        "data/events.yaml:3:15: KZ102 warning `cnd-56` was to be reviewed by 2014-07-15" in ran.out
    )
    assert "  hint: check it against its source, then move `review_by`\n" in ran.out


def test_a_report_that_cannot_be_made_is_an_error(kzreport, broken):
    ran = kzreport("check")

    assert (ran.code, ran.err) == (1, "")
    assert (
        f"templates/broken.md.j2:4: KZ201 error {BROKEN}\n  hint: did you mean `vc-2011`?\n"
    ) in ran.out
    assert "1 error" in ran.out.splitlines()[-1]


def test_findings_as_json_have_the_same_places_and_words(kzreport, broken):
    ran = kzreport("check", "--json")

    assert (ran.code, ran.err) == (1, "")
    (error,) = (each for each in json.loads(ran.out) if each["severity"] == "error")
    told = {key: error[key] for key in ("code", "message", "file", "line", "hint")}
    assert told == {
        "code": "KZ201",
        "message": BROKEN,
        "file": "templates/broken.md.j2",
        "line": 4,
        "hint": "did you mean `vc-2011`?",
    }


def test_facts_that_cannot_be_read_are_all_told_and_are_unusable_input(kzreport, mission):
    mission.facts("events", "one: {level: public}\none: {level: public}\n")

    ran = kzreport("check")

    assert (ran.code, ran.out) == (2, "")
    assert "data/events.yaml:2:1: `one` is defined twice" in ran.err


def test_check_leaves_the_project_as_it_is(kzreport, broken):
    before = written()

    kzreport("check")

    assert written() == before


def written() -> dict[Path, int]:
    """Return all files of the project, hidden ones too, and when each was written."""
    return {file: file.stat().st_mtime_ns for file in Path().rglob("*")}
