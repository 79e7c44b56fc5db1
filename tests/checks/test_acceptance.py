"""One finding accepted in the data: with a reason, until a day, and never in silence."""

from datetime import date

import pytest

from kzreport.checks import check_facts
from kzreport.checks.finding import Accepted
from kzreport.errors import FactError
from kzreport.facts.base import load_facts

EXPECTED = """
    _defaults: {level: public, recorded: 2026-11-01, source: page}
    summary:
      kind: publication
      what: {en: summary}
      when: 2014-06
      status: %s
      accept: %s
    """
UNTIL_JANUARY = "{KZ101: asked the Secretariat, until: 2027-01-31}"


@pytest.fixture
def of_summary(workspace):
    """Accept something in the record; return its findings on a day, with the code asked for."""

    def run(accept: str, day: date, code: str = "KZ101", status: str = "expected"):
        workspace.facts("events", EXPECTED % (status, accept))
        base = load_facts(workspace.root / "data", "data")
        findings = check_facts(base, day)
        return [f for f in findings if (f.record, f.code) == ("summary", code)]

    return run


def test_an_accepted_finding_is_an_info_with_its_reason_up_to_the_last_day(of_summary):
    for day in (date(2026, 11, 23), date(2027, 1, 31)):
        (finding,) = of_summary(UNTIL_JANUARY, day)

        assert finding.severity == "info"
        assert finding.accepted == Accepted("asked the Secretariat", "2027-01-31")


def test_after_its_last_day_the_finding_is_back_and_says_so(of_summary):
    (finding,) = of_summary(UNTIL_JANUARY, date(2027, 2, 1))

    assert (finding.severity, finding.accepted) == ("warning", None)
    assert finding.hint.endswith("; its acceptance ended on 2027-01-31")


def test_only_the_code_named_is_accepted(of_summary):
    other = "{KZ102: looked at, until: 2027-01-31}"

    (finding,) = of_summary(other, date(2026, 11, 23))

    assert (finding.severity, finding.accepted) == ("warning", None)


def test_an_acceptance_of_nothing_is_a_finding_at_its_own_place(of_summary):
    (finding,) = of_summary(UNTIL_JANUARY, date(2026, 11, 23), "KZ190", status="confirmed")

    assert finding.severity == "warning"
    assert finding.message == "`summary` accepts KZ101, which does not find anything in it"
    assert str(finding.at) == "data/events.yaml:7:19"


def test_an_acceptance_of_a_code_that_no_check_has_is_told_with_the_nearest(of_summary):
    (finding,) = of_summary("{KZ301: why, until: 2027-01-31}", date(2026, 11, 23), "KZ190")

    assert finding.message == "`summary` accepts KZ301, which is no check"
    assert finding.hint.startswith("did you mean `KZ")


def test_acceptances_that_find_something_are_not_told(of_summary):
    assert of_summary(UNTIL_JANUARY, date(2026, 11, 23), "KZ190") == []


@pytest.mark.parametrize(
    ("accept", "told"),
    [
        ("{KZ101: why}", "has no last day"),
        ("{until: 2027-01-31}", "it accepts nothing"),
        ("{KZ101: why, until: 2027-01}", "`2027-01` is not a day"),
        ("{overdue: why, until: 2027-01-31}", "`overdue` is not the code of a check"),
        ('{KZ101: " ", until: 2027-01-31}', "`KZ101` is accepted without a reason"),
        ("KZ101", "has no last day"),
    ],
)
def test_an_acceptance_needs_code_reason_and_last_day(of_summary, accept, told):
    with pytest.raises(FactError) as caught:
        of_summary(accept, date(2026, 11, 23))

    assert told in str(caught.value)
