"""What the checks say of the shipped fact base: the findings a desk officer would expect."""

from datetime import date
from pathlib import Path

import pytest

from kzreport.checks import Finding, check_facts, check_project
from kzreport.facts.base import load_facts
from kzreport.project import load_project

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
GOLDEN = HERE / "seed_findings.txt"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return check_facts(load_facts(CHECKOUT / "data"), DAY)


def of(findings: list[Finding], code: str) -> list[str]:
    return [finding.record for finding in findings if finding.code == code]


def test_the_findings_are_those_of_the_golden_file(findings):
    lines = [f"{f.code} {f.severity} {f.message}" for f in findings]

    assert sorted(lines) == GOLDEN.read_text("utf-8").splitlines()


def test_two_expectations_of_2014_are_overdue(findings):
    assert of(findings, "KZ101") == ["uncac-summary", "uncac-summary-at-irg"]


def test_signed_and_ratified_is_contradicted_for_seven_of_eight_instruments(findings):
    (told,) = [
        finding.message
        for finding in findings
        if finding.code == "KZ107" and finding.record == "claim-signed-and-ratified"
    ]
    assert told.startswith(
        "`claim-signed-and-ratified` claims signature and ratification of 7 agreements; recorded is"
    )
    assert "`untoc`" not in told


def test_no_contribution_has_a_currency(findings):
    assert set(of(findings, "KZ104")) == {
        *("vc-2011", "vc-2011-projects", "vc-2011-core", "vc-caricc")
    }


def test_three_laws_are_later_than_the_deposits(findings):
    assert set(of(findings, "KZ108")) == {
        *("single-1961-kz-law", "psychotropic-1971-kz-law", "trafficking-1988-kz-law")
    }


def test_no_fact_of_the_seed_is_in_error(findings):
    assert [finding for finding in findings if finding.severity == "error"] == []


def test_the_shipped_project_has_no_errors():
    findings = check_project(load_project(CHECKOUT), DAY)

    assert [finding.message for finding in findings if finding.severity == "error"] == []
