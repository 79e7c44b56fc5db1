"""Schedules are looked at with the rest: long before their hour comes."""

from __future__ import annotations

from datetime import date

import pytest

from kzreport.checks import check_project

SCHEDULES = """\
schedules:
  weekly:
    days: [sun]
    at: "{at}"
    reports: [session]
    {alert}
"""


@pytest.fixture
def found(workspace):
    """What is found about a weekly schedule."""

    def run(at: str, alert: str = "alert: [{file: alerts.txt}]") -> list[str]:
        workspace.template("session", "# Session\n\n{{ facts['cnd-56'].what }}\n")
        workspace.report("session", "template: session\nformats: md")
        workspace.project()
        file = workspace.root / "kzreport.yaml"
        file.write_text(file.read_text() + SCHEDULES.format(at=at, alert=alert))
        from kzreport.project import load_project

        findings = check_project(load_project(workspace.root), date(2026, 11, 26))
        return [f"{each.code} {each.message}" for each in findings if each.code > "KZ21"]

    return run


def test_a_time_in_a_change_of_the_clock_is_announced(found):
    (one,) = found("02:30")

    assert one.startswith("KZ220 the schedule `weekly`: on 2027-03-28 the clocks change: 02:30")


def test_a_schedule_that_would_fail_in_silence_is_named(found):
    assert found("07:00", alert="grace: 2d") == ["KZ221 the schedule `weekly` has no `alert`"]


def test_an_ordinary_schedule_is_passed_over(found):
    assert found("07:00") == []
