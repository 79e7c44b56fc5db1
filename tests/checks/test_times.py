"""Dates: what is overdue or due, terms, tenses, precision, days of the week."""

from datetime import date

from kzreport.checks import check_facts
from kzreport.facts.base import load_facts


def event(**keys: object) -> str:
    written = {"kind": "session", "what": "{en: session}", "when": "2013-03-11", **keys}
    lines = "\n".join(f"  {key}: {value}" for key, value in written.items())
    return (
        "_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}\n"
        f"one:\n{lines}\n"
    )


def seats(*lines: str) -> str:
    head = "_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed,"
    return f"{head} member: kz, body: unodc}}\n" + "\n".join(lines) + "\n"


# -- KZ101 an expectation whose date has passed ------------------------------------------


def test_an_expectation_is_overdue_after_its_last_day_in_days_and_working_days(found):
    expected = event(status="expected", when="2026-10")

    assert found("KZ101", date(2026, 11, 2), events=expected) == [
        "`one` was expected in 2026-10, 2 days ago (1 working day); no outcome is recorded"
    ]
    assert found("KZ101", date(2026, 10, 31), events=expected) == []


def test_an_expectation_with_an_outcome_is_not_overdue(found):
    outcome = "two: {kind: session, what: {en: held}, when: 2026-10-05}\n"

    assert (
        found("KZ101", events=event(status="expected", when="2026-10", outcome="two") + outcome)
        == []
    )


def test_working_days_are_those_of_the_calendars_named(workspace):
    workspace.facts("events", event(status="expected", when="2026-12-15"))
    base = load_facts(workspace.root / "data", "data")

    def told(*calendars: str) -> str:
        findings = check_facts(base, date(2026, 12, 17), calendars)
        return next(finding.message for finding in findings if finding.code == "KZ101")

    assert "2 days ago (2 working days)" in told("austria")
    assert "2 days ago (1 working day)" in told("austria", "kazakhstan")


# -- KZ102 a fact that was to be looked at again -----------------------------------------


def test_a_review_is_due_after_its_day(found):
    assert found("KZ102", date(2026, 11, 24), events=event(review_by="2026-11-20")) == [
        "`one` was to be reviewed by 2026-11-20, 4 days ago (2 working days)"
    ]
    assert found("KZ102", date(2026, 11, 20), events=event(review_by="2026-11-20")) == []


def test_a_review_on_a_free_day_is_due_on_the_next_working_day(found):
    on_christmas_day = event(review_by="2026-12-25")

    assert found("KZ102", date(2026, 12, 28), events=on_christmas_day) == []
    assert len(found("KZ102", date(2026, 12, 29), events=on_christmas_day)) == 1


# -- KZ110 terms ------------------------------------------------------------------------------


def test_terms_that_overlap_or_touch_are_told(found):
    terms = seats("a: {when: 2010/2013}", "b: {when: 2013/2014}", "c: {when: 2015/2017}")

    assert found("KZ110", memberships=terms) == [
        "`b` (2013/2014) overlaps `a` (2010/2013)",
        "`c` (2015/2017) touches `b` (2013/2014)",
    ]


def test_terms_with_a_gap_are_in_order(found):
    assert found("KZ110", memberships=seats("a: {when: 2010/2013}", "b: {when: 2015/..}")) == []


def test_again_without_an_earlier_term_is_told(found):
    again = "b: {when: 2015/2018, quote: is a member again}"

    assert found("KZ110", memberships=seats(again)) == [
        "`b` says «again», but no earlier term is recorded"
    ]
    assert found("KZ110", memberships=seats("a: {when: 2008/2011}", again)) == []


# -- KZ111 the present tense of a span that is over ------------------------------------------


def test_a_text_in_the_present_tense_for_a_span_that_is_over_is_told(found):
    quote = "Kazakhstan is a member"

    assert found("KZ111", memberships=seats(f"a: {{when: 2014/2017, quote: {quote}}}")) == [
        "`a` is over (2014/2017), but its quote says «is»"
    ]


def test_the_present_tense_may_stand_while_it_runs_or_where_it_is_marked(found):
    running = "a: {when: 2014/.., quote: Kazakhstan is a member}"
    marked = "a: {when: 2014/2017, quote: Kazakhstan is a member, problem: tense}"

    assert found("KZ111", memberships=seats(running)) == []
    assert found("KZ111", memberships=seats(marked)) == []


# -- KZ120 a date finer than its quotation ---------------------------------------------------


def test_a_day_that_the_quotation_does_not_give_is_told(found):
    raised = event(when="1994-05-07", quote="came in May 1994")

    assert found("KZ120", events=raised) == [
        "`one` is of 1994-05-07, but its quotation gives no day"
    ]


def test_a_month_that_the_quotation_does_not_give_is_told(found):
    assert found("KZ120", events=event(when="1994-05", quote="came in 1994")) == [
        "`one` is of 1994-05, but its quotation gives no month"
    ]


def test_a_date_as_fine_as_its_quotation_is_in_order(found):
    both_days = event(when="2014-04-07/2014-04-11", quote="In 2014 from 7 to 11 April experts came")
    in_kazakh = event(when="2008-07-17", quote="2008 жылғы 17 шілдеде күшіне енді")
    in_figures = event(when="2014-04-07", quote="visit on 07.04.2014")
    without_year = event(when="2014-04-07", quote="the visit took place")

    for sound in (both_days, in_kazakh, in_figures, without_year):
        assert found("KZ120", events=sound) == []


# -- KZ121 days that are unlikely ------------------------------------------------------------


def test_a_visit_on_a_weekend_or_a_local_holiday_is_worth_a_look(found):
    saturday = event(kind="visit", when="2014-04-05")
    nauryz = event(kind="visit", when="2014-03-21", place="{en: Astana}")

    assert found("KZ121", events=saturday) == ["`one`: 2014-04-05 is a Saturday"]
    assert found("KZ121", events=nauryz) == ["`one`: 2014-03-21 is a Friday, a holiday there"]


def test_working_days_and_coarse_dates_are_likely(found):
    monday_to_friday = event(kind="visit", when="2014-04-07/2014-04-11")
    a_month = event(kind="visit", when="2014-03")

    assert found("KZ121", events=monday_to_friday) == []
    assert found("KZ121", events=a_month) == []


def test_a_session_outside_the_usual_month_of_its_body_is_worth_a_look(found):
    march = "\n".join(
        f"s{year}: {{kind: session, body: unodc, what: {{en: s}}, when: {day}}}"
        for year, day in ((2012, "2012-03-12"), (2013, "2013-03-11"))
    )
    in_may = event(body="unodc", when="2014-05-12")

    assert found("KZ121", events=in_may + march + "\n") == [
        "`one` is in month 5; the others of `unodc` are not"
    ]
    assert found("KZ121", events=event(body="unodc", when="2014-03-10") + march + "\n") == []
