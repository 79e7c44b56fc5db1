"""What may be printed where: each status, inside the house and in papers that leave it."""

import pytest

from kzreport.document import plain_text
from kzreport.errors import FactError, LevelError, ProjectError

#: how a fact of each status is written, and why it may not leave the house ("" where it may)
MATRIX = {
    "confirmed": ("status: confirmed", ""),
    "unverified": ("status: unverified", "is unverified"),
    "disputed": ("status: disputed, conflicts_with: cnd-56", "is disputed"),
    "expected": ("status: expected, when: 2015-06, source: treaty-office", ""),
    "expected, says the Ministry alone": (
        "status: expected, when: 2015-06",
        "is only expected, and no official source says so",
    ),
    "expected, without a date": (
        "status: expected",
        "is only expected, and no official source says so",
    ),
    "overdue": ("status: expected, when: 2014-05, source: treaty-office", "is overdue"),
    "came about": ("status: expected, when: 2014-05, outcome: cnd-56, source: treaty-office", ""),
    "corrected": (
        "status: confirmed}\nnewer: {supersedes: visit, status: confirmed",
        "is corrected by `newer`",
    ),
}
ROWS = pytest.mark.parametrize(("written", "reason"), MATRIX.values(), ids=list(MATRIX))

PAPERS = {
    "internal": ("kind: paper", ""),
    "outward": ("kind: paper\noutward: true", ""),
    "public": ("kind: paper", "level: public"),
}
LEAVING = pytest.mark.parametrize("kind_of_paper", ["outward", "public"])


@pytest.fixture
def paper(workspace):
    """Return the paper of a kind that prints one fact, as the fact is written."""
    workspace.facts(
        "sources/more",
        """
        treaty-office:
          level: public
          recorded: 2026-11-01
          title: {en: Record}
          kind: depositary-record
          authority: depositary
        """,
    )

    def paper(kind: str, written: str, report: str = "", body: str = "", **options: object):
        workspace.facts(
            "events/more",
            "_defaults: {level: public, recorded: 2026-11-01, source: page, kind: visit}\n"
            f"visit: {{what: {{en: the visit}}, {written}}}\n",
        )
        front, level = PAPERS[kind]
        workspace.template("t", body or "{{ facts['visit'].what }}\n", front)
        workspace.report("t", f"template: t\n{level}\n{report}")
        return workspace.render("t", **options)

    return paper


def text_of(briefing) -> str:
    return plain_text(briefing.document.blocks[0].kids)


# -- status ----------------------------------------


@ROWS
def test_a_paper_that_stays_in_the_house_prints_any_status(paper, written, reason):
    briefing = paper("internal", written)

    assert text_of(briefing) == "the visit"
    assert briefing.warnings == ()


@LEAVING
@ROWS
def test_a_paper_that_leaves_the_house_prints_what_holds_and_nothing_else(
    paper, kind_of_paper, written, reason
):
    if not reason:
        assert text_of(paper(kind_of_paper, written)) == "the visit"
        return

    with pytest.raises(FactError) as caught:
        paper(kind_of_paper, written)

    assert str(caught.value) == (
        f"data/events/more.yaml:2:1: `visit` {reason} and may not stand in a paper that leaves"
        " the house\nhint: confirm it, leave it out, or allow it with `override:` in the report"
    )


@LEAVING
@ROWS
def test_a_draft_prints_any_status_and_warns(paper, kind_of_paper, written, reason):
    briefing = paper(kind_of_paper, written, draft=True)

    assert text_of(briefing) == "the visit"
    assert briefing.document.draft
    assert [reason in str(warning) for warning in briefing.warnings] == [True] * bool(reason)


# -- level ----------------------------------------


@pytest.mark.parametrize("draft", [False, True])
def test_what_is_above_the_level_is_left_out_and_stops_nothing(paper, draft):
    body = "{% for e in facts.events %}{{ e.id }} {% endfor %}\n"

    briefing = paper("public", "status: confirmed, level: internal", body=body, draft=draft)

    assert text_of(briefing) == "cnd-56"
    assert briefing.warnings == ()


def test_no_draft_and_no_officer_raises_a_level(paper, workspace):
    paper("public", "status: confirmed")

    with pytest.raises(LevelError) as caught:
        workspace.render("t", level="internal", draft=True)

    assert str(caught.value).partition("kzreport.yaml")[2] == (
        ":4:3: the report `t` is public; it cannot be made internal\n"
        "hint: a level given on the command line may only lower it"
    )


def test_a_level_may_be_lowered_and_then_the_rules_of_public_papers_hold(paper, workspace):
    paper("internal", "status: unverified")

    with pytest.raises(FactError, match="`visit` is unverified and may not stand in a paper"):
        workspace.render("t", level="public")


# -- an officer's word ----------------------------------------

WORD = "override:\n  visit: {officer: Head of Mission, date: 2026-11-20, reason: agreed by phone}"


@LEAVING
@ROWS
def test_an_officer_may_let_a_named_fact_pass(paper, kind_of_paper, written, reason):
    briefing = paper(kind_of_paper, written, report=WORD)

    assert text_of(briefing) == "the visit"
    assert briefing.warnings == ()


def test_the_word_for_one_fact_is_none_for_another(paper):
    body = "{{ facts['visit'].what }} {{ facts['other'].what }}\n"
    written = "status: unverified}\nother: {what: {en: other}, status: unverified"

    with pytest.raises(FactError) as caught:
        paper("public", written, report=WORD, body=body)

    assert [problem.message for problem in caught.value.problems] == [
        "`other` is unverified and may not stand in a paper that leaves the house"
    ]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("{date: 2026-11-20, reason: r}", "the override of `visit` lacks `officer`\nhint: say who"),
        ("{officer: o, reason: r}", "the override of `visit` lacks `date`"),
        ("{officer: o, date: 2026-11-20}", "the override of `visit` lacks `reason`"),
        ("yes", "the override of `visit` lacks `officer`, `date`, `reason`"),
        (
            "{officer: o, date: soon, reason: r}",
            "`soon` is not a day\nhint: write it as 2026-11-23",
        ),
    ],
)
def test_a_word_has_an_officer_a_day_and_a_reason(paper, word, message):
    with pytest.raises(ProjectError) as caught:
        paper("public", "status: unverified", report=f"override: {{visit: {word}}}")

    assert message in str(caught.value)


# -- every fact of a paper ----------------------------------------


def test_all_facts_that_may_not_leave_are_named_in_one_run_each_once(paper):
    written = "status: unverified}\nother: {what: {en: other}, status: disputed"
    body = (
        "{{ facts['visit'].what }} {{ facts['visit'].when | or_else('-') }}\n\n"
        "{% call(t) table('x', columns=[('A', 0)]) %}{{ t.row(facts['other'].what) }}{% endcall %}"
        "\n\n{{ facts.events | length }}\n"
    )

    with pytest.raises(FactError) as caught:
        paper("outward", written, body=body)

    assert [str(problem.at) for problem in caught.value.problems] == [
        "data/events/more.yaml:2:1",
        "data/events/more.yaml:3:1",
    ]


def test_a_total_leaves_the_house_only_with_all_its_parts(paper, workspace):
    workspace.facts(
        "contributions/more",
        "gift: {level: public, recorded: 2026-11-01, kind: voluntary, status: unverified,"
        " source: page, amount: {value: 1, currency: USD}}\n",
    )
    body = "{% for t in facts.contributions.total() %}{{ t }} {% endfor %}\n"

    with pytest.raises(FactError, match="`gift` is unverified"):
        paper("public", "status: confirmed", body=body)


def test_a_fact_that_only_decided_what_to_say_may_stay_unverified(paper):
    body = "{% if facts['visit'].what %}Something happened.{% endif %}\n"

    assert text_of(paper("public", "status: unverified", body=body)) == "Something happened."


@LEAVING
@pytest.mark.parametrize(
    ("written", "printed", "reason"),
    [
        ("amount: {value: 300, currency: null}", "amount | money", "has no currency"),
        ("amount: {value: 300, currency: null}", "when", ""),
        ("problem: garbled, quote: words", "when", "is garbled in its source"),
    ],
)
def test_a_sure_fact_that_nobody_can_explain_stays_in_the_house(
    paper, workspace, kind_of_paper, written, printed, reason
):
    workspace.facts(
        "contributions/more",
        "gift: {level: public, recorded: 2026-11-01, kind: voluntary, status: confirmed,"
        f" source: page, when: 2012, {written}}}\n",
    )
    body = f"{{{{ facts['gift'].{printed} }}}}\n"
    allowed = "override: {gift: {officer: Head of Mission, date: 2026-11-20, reason: known}}"

    assert paper(kind_of_paper, "status: confirmed", report=allowed, body=body).warnings == ()
    assert paper("internal", "status: confirmed", body=body).warnings == ()
    if not reason:
        assert paper(kind_of_paper, "status: confirmed", body=body).warnings == ()
        return
    with pytest.raises(FactError) as caught:
        paper(kind_of_paper, "status: confirmed", body=body)

    assert str(caught.value) == (
        f"data/contributions/more.yaml:1:1: `gift` {reason} and may not stand in a paper that"
        " leaves the house\nhint: confirm it, leave it out, or allow it with `override:` in the"
        " report"
    )


# -- translation ----------------------------------------

UNTRANSLATED = (
    "data/events/more.yaml:2:15: `visit.what` has no text in `ru` and prints the one in `en`\n"
    "hint: add `ru:`, or build with `--draft`"
)


def test_inside_the_house_a_missing_translation_is_marked_and_warned_of(paper, caplog):
    briefing = paper("internal", "status: confirmed", lang="ru")

    assert text_of(briefing) == "the visit [en]"
    assert [str(warning) for warning in briefing.warnings] == [UNTRANSLATED]
    assert caplog.messages == [UNTRANSLATED]


@LEAVING
def test_outside_the_house_a_missing_translation_stops_the_paper(paper, kind_of_paper):
    with pytest.raises(FactError) as caught:
        paper(kind_of_paper, "status: confirmed", lang="ru")

    assert str(caught.value) == UNTRANSLATED


@LEAVING
def test_a_draft_marks_what_is_not_translated(paper, kind_of_paper):
    briefing = paper(kind_of_paper, "status: confirmed", lang="ru", draft=True)

    assert text_of(briefing) == "the visit [en]"
    assert len(briefing.warnings) == 1


@LEAVING
def test_an_officer_may_let_an_untranslated_fact_pass(paper, kind_of_paper):
    briefing = paper(kind_of_paper, "status: confirmed", report=WORD, lang="ru")

    assert text_of(briefing) == "the visit [en]"
    assert briefing.warnings == ()


def test_status_and_translation_are_told_together(paper):
    with pytest.raises(FactError) as caught:
        paper("public", "status: unverified", lang="ru")

    assert [str(problem.at) for problem in caught.value.problems] == [
        "data/events/more.yaml:2:1",
        "data/events/more.yaml:2:15",
    ]
