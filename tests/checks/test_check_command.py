"""`kzreport check`: its lines, its JSON, its exit codes, and what explains a code."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from kzreport.cli import cli

OVERDUE = """
    _defaults: {level: public, recorded: 2026-11-01, source: page}
    summary:
      {kind: publication, what: {en: summary}, when: 2014-06, status: expected%s}
    """
ALONE = """
    _defaults: {level: public, recorded: 2026-11-01}
    pm: {kind: mission, name: {en: The Mission}}
    kz: {kind: state, name: {en: Kazakhstan}}
    unodc: {kind: organisation, name: {en: Office}}
    """


@pytest.fixture
def check(workspace, monkeypatch):
    """Run the command in a small project with one overdue fact, on 23 November 2026."""
    workspace.facts("organisations", ALONE)
    workspace.file("data/contributions.yaml", "format: 1\n")

    def run(*arguments: str, accept: str = "") -> Result:
        workspace.facts("events", OVERDUE % accept)
        workspace.project()
        monkeypatch.chdir(workspace.root)
        return CliRunner().invoke(cli, ["check", "--as-of", "2026-11-23", *arguments])

    return run


def test_a_finding_is_a_line_with_place_code_and_weight_and_a_hint(check):
    ran = check()

    assert ran.output == (
        "data/events.yaml:2:1: KZ101 warning `summary` was expected in 2014-06,"
        " 4,529 days ago (3,107 working days); no outcome is recorded\n"
        "  hint: record what happened and name it in `outcome:`\n"
        "1 warning\n"
    )
    assert ran.exit_code == 0


def test_what_is_accepted_is_listed_and_not_counted(check):
    ran = check(accept=", accept: {KZ101: asked in Vienna, until: 2027-01-31}")

    assert "KZ101 accepted `summary` was expected in 2014-06" in ran.output
    assert "  until 2027-01-31: asked in Vienna\n" in ran.output
    assert ran.output.endswith("\n1 accepted\n")


def test_infos_are_counted_and_shown_on_demand(check, workspace):
    workspace.template("t", "# T\n")

    assert check().output.endswith("1 warning, 1 info (--all shows them)\n")
    assert "KZ131 info `summary` is printed by no report" in check("--all").output


def test_json_holds_every_finding_under_keys_that_stay(check):
    (finding,) = json.loads(check("--json").output)

    assert finding == {
        "code": "KZ101",
        "severity": "warning",
        "record": "summary",
        "report": "",
        "message": "`summary` was expected in 2014-06, 4,529 days ago (3,107 working days);"
        " no outcome is recorded",
        "hint": "record what happened and name it in `outcome:`",
        "file": "data/events.yaml",
        "line": 2,
        "column": 1,
        "accepted": None,
    }


def test_json_tells_what_is_accepted(check):
    ran = check("--json", accept=", accept: {KZ101: asked in Vienna, until: 2027-01-31}")

    (finding,) = json.loads(ran.output)

    assert (finding["severity"], finding["accepted"]) == (
        "info",
        {"reason": "asked in Vienna", "until": "2027-01-31"},
    )


def test_an_error_ends_the_command_with_1(check, workspace):
    workspace.template("t", "# T\n\n{{ facts['nobody'].name }}\n")

    ran = check()

    assert ran.exit_code == 1
    assert "1 error, 1 warning" in ran.output


def test_working_days_of_another_calendar_can_be_asked_for(check):
    assert "(3,107 working days)" in check("--calendar", "austria").output
    assert "(3,107 working days)" not in check("--calendar", "kazakhstan").output


def test_explain_says_what_why_and_how_to_mend():
    ran = CliRunner().invoke(cli, ["check", "--explain", "KZ104"])

    assert ran.output.startswith(
        "KZ104 warning: An amount whose source states no currency\n  why: "
    )
    assert "\n  mend: ask who made the payment" in ran.output.lower()


def test_list_names_every_check_without_a_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    ran = CliRunner().invoke(cli, ["check", "--list"])

    assert "KZ101 warning An expectation whose date has passed" in ran.output
    assert len(ran.output.splitlines()) > 35
