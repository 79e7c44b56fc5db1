"""Questions are kept in plain data and asked again; snapshots tell which records changed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kzreport.facts.fields import Level
from kzreport.facts.questions import OPAQUE, ask, may_have_changed
from kzreport.facts.snapshot import take_snapshot
from kzreport.facts.view import View
from kzreport.language import load_language

GIFTS = """
_defaults: {level: public, recorded: 2026-11-01, source: page#p3, status: confirmed, donor: kz}
vc-2011: {kind: voluntary, when: 2011, amount: {value: 300000, currency: null}}
vc-2012: {kind: voluntary, when: 2012, amount: {value: 50000, currency: USD}}
vc-2013: {kind: assessed, when: 2013, amount: {value: 70000, currency: USD}}
"""


@pytest.fixture
def seen(workspace):
    """Return a view of the project as it stands now."""
    workspace.template("t", "text")
    workspace.facts("contributions", GIFTS)

    def look(level: Level = Level.internal) -> View:
        project = workspace.project()
        return View(
            project.facts, as_of=date(2014, 6, 30), language=load_language("en"), level=level
        )

    return look


def asked(view: View) -> dict[str, tuple[list, tuple[str, ...]]]:
    """Return the questions of a view as they come back from a file, with their answers."""
    kept = json.loads(json.dumps(view.questions))
    return {name: (kept[name], view.queries[name]) for name in kept}


QUESTIONS = [
    lambda f: list(f.contributions),
    lambda f: len(f.contributions.where(kind="voluntary").sort("when", reverse=True)),
    lambda f: f.contributions.during("2012/2013").total(),
    lambda f: f.contributions.where(amount=None, donor=f["kz"]).first,
    lambda f: f.contributions.sort("when").reverse().limit(2).count(),
    lambda f: [list(group) for _, group in f.contributions.group("kind")],
    lambda f: list(f.together("contributions", "events").history().sort("dated")),
    lambda f: [len(f["vc-2011"].source), bool(f.contributions.disputed()), f["vc-2012"].successor],
    lambda f: list(f.contributions.where(when=f["vc-2012"].when)),
    lambda f: list(f.contributions.where(kind=["assessed", "other"]).parents()),
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_asked_again_of_the_same_facts_has_the_same_answer(seen, question):
    view = seen()
    question(view.facts)

    questions = asked(view)
    assert questions
    for steps, answer in questions.values():
        if steps:
            assert ask(seen(), steps) == answer


def test_what_cannot_be_written_to_a_file_is_not_asked_again(seen):
    view = seen()
    _ = list(view.facts.contributions.where(amount=view.facts["vc-2012"].amount))

    (steps,) = (s for name, (s, _) in asked(view).items() if "amount" in name)
    assert steps[-1] == list(OPAQUE)
    assert ask(seen(), steps) is None
    assert may_have_changed(seen(), steps, ["kz"])


@pytest.mark.parametrize(
    ("question", "changed", "may"),
    [
        (lambda f: len(f.contributions.where(kind="assessed")), "vc-2012", False),
        (lambda f: len(f.contributions.where(kind="assessed")), "vc-2013", True),
        (lambda f: len(f.contributions.during("2013")), "vc-2012", False),
        (lambda f: len(f.events), "vc-2012", False),
        (lambda f: len(f["vc-2012"].source), "vc-2013", False),
        (lambda f: len(f["vc-2012"].source), "page", True),
        (lambda f: f.contributions.where(kind="assessed").total()[:0], "vc-2012", False),
        (lambda f: len(f.contributions.limit(1).where(kind="assessed")), "vc-2012", True),
        (lambda f: len(f.contributions.where(kind="assessed").limit(1)), "vc-2012", False),
    ],
)
def test_only_a_record_that_passes_the_question_may_change_its_answer(seen, question, changed, may):
    view = seen()
    question(view.facts)

    steps, _ = list(asked(view).values())[-1]
    assert may_have_changed(seen(), steps, [changed]) is may


def test_a_snapshot_names_what_came_went_and_changed(seen, workspace):
    before = take_snapshot(seen())
    text = GIFTS.replace("50000", "60000").replace("vc-2013", "vc-2015")
    workspace.facts("contributions", text)

    after = take_snapshot(seen())

    assert after.changed_since(before) == {"vc-2012", "vc-2013", "vc-2015"}
    assert after.digest != before.digest
    assert not after.is_reordered(before)


def test_a_fact_that_is_corrected_has_changed_too(seen, workspace):
    before = take_snapshot(seen())
    newer = "vc-12b: {kind: voluntary, when: 2012, supersedes: vc-2012, amount: null}"
    workspace.facts("contributions", f"{GIFTS}{newer}\n")

    assert take_snapshot(seen()).changed_since(before) == {"vc-12b", "vc-2012"}


def test_records_in_another_order_are_noticed(seen, workspace):
    before = take_snapshot(seen())
    head, *records = GIFTS.strip().splitlines()
    workspace.facts("contributions", "\n".join([head, *reversed(records)]) + "\n")

    after = take_snapshot(seen())
    assert after.changed_since(before) == frozenset()
    assert after.is_reordered(before)


def test_bookkeeping_that_no_document_reads_changes_nothing(seen, workspace):
    before = take_snapshot(seen())
    workspace.facts("contributions", GIFTS.replace("when: 2012,", "when: 2012, note: asked twice,"))

    assert take_snapshot(seen()).digest == before.digest


def test_a_public_snapshot_does_not_know_what_lies_above(seen, workspace):
    before = take_snapshot(seen(Level.public))
    hidden = (
        "hidden: {level: internal, kind: voluntary, when: 2012, supersedes: vc-2012, "
        "conflicts_with: vc-2011, amount: {value: 1, currency: USD}}\n"
    )
    workspace.facts(
        "contributions",
        GIFTS.replace("kind: assessed", "kind: assessed, conflicts_with: hidden") + hidden,
    )

    assert take_snapshot(seen(Level.public)).digest == before.digest
    assert take_snapshot(seen()).digest != before.digest
