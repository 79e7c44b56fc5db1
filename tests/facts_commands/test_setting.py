"""Set: one value changes, and nothing else in the file."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzreport.errors import FactError
from kzreport.facts.editing import set_value


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return [(old, new) for old, new in pairs if old != new]


def test_bookkeeping_is_set_freely(desk):
    before = desk.text("events")

    set_value(desk.base, "summary.review_by", "2027-06-01").write()

    assert changed_lines(before, desk.text("events")) == [
        ("  review_by: 2014-07-15", "  review_by: 2027-06-01")
    ]


def test_a_key_that_was_not_there_is_a_new_line(desk):
    before = desk.text("events")

    set_value(desk.base, "summary.hold", "true").write()

    assert desk.text("events") == before + "  hold: true\n"


def test_a_missing_text_is_filled_in_freely(desk):
    before = desk.text("events")

    set_value(desk.base, "cnd-56.what.kk", "елу алтыншы сессия").write()

    assert changed_lines(before, desk.text("events")) == [
        ("    kk: null", "    kk: елу алтыншы сессия")
    ]


def test_a_language_is_put_beside_a_text_that_names_none(desk, workspace):
    text = desk.text("events").replace(
        "what: {en: summary of the review}", "what: summary  # of it"
    )
    workspace.facts("events", text)

    set_value(desk.base, "summary.what.kk", "түйіндеме").write()

    assert desk.text("events") == text.replace(
        "  what: summary  # of it\n", "  what: # of it\n    en: summary\n    kk: түйіндеме\n"
    )


@pytest.mark.parametrize(
    ("ref", "value"),
    [
        ("cnd-56.when", "2013-03"),
        ("cnd-56.what.en", "56th session"),
        ("cnd-56.status", "confirmed"),
        ("vc-2011.amount.value", "310000"),
        ("vc-2011.amount.currency", "USD"),
        ("arlacchi-undcp.source", "page"),
        ("cnd-56.number", "57"),
    ],
)
def test_what_a_fact_says_is_changed_as_a_slip_of_the_pen_only(desk, ref, value):
    before = desk.files()

    with pytest.raises(FactError, match="a correction is a second fact"):
        set_value(desk.base, ref, value)
    set_value(desk.base, ref, value, typo=True).write()

    after = desk.files()
    (name,) = [name for name in after if after[name] != before[name]]
    assert len(changed_lines(before[name].decode(), after[name].decode())) == 1


def test_an_exact_amount_stays_exact(desk):
    set_value(desk.base, "vc-2011-a.amount", "250000.10", typo=True).write()

    assert desk.base.entries["vc-2011-a"].amount.low == Decimal("250000.10")


@pytest.mark.parametrize(
    ("ref", "value", "message"),
    [
        ("cnd-56", "x", "`cnd-56` names no field"),
        ("cnd-56.id", "cnd-57", "an id never changes"),
        ("cnd-56.nmber", "57", "`nmber` is not a key of events"),
        ("cnd-56.what", "x", "`what` is a text by language"),
        ("cnd-56.what.de", "x", "`de` is not a language"),
        ("cnd-56.status", "sure", "`status` cannot be `sure`"),
        ("cnd-56.number", "56.5", "`number`: `56.5` is not a whole number"),
        ("vc-2011.amount.value", "1.500", "`amount`: `1.500` is not a plain figure"),
        ("vc-2011.amount.vlaue", "5", "`amount` has no part `vlaue`"),
        ("cnd-56.hold", "maybe", "`hold`: `maybe` is neither true nor false"),
        ("vc-2011.parts", "vc-2011-b", "`parts` holds 2 values"),
        ("cnd-56.review_by", "2027-13-01", "`review_by`: `2027-13-01` is not in the calendar"),
        ("summary.when", "summer 2014", "`when`: `summer 2014` is not a date"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(desk, ref, value, message):
    before = desk.files()

    with pytest.raises(FactError) as caught:
        set_value(desk.base, ref, value, typo=True).write()

    assert caught.value.message.startswith(message)
    assert desk.files() == before


TEXTS = st.text(
    st.sampled_from("aZ9 әіңғүұқөһӘІ.,:;#'\"{}[]&*!|>%@`-=+~?\\/«»–\u00a0"), min_size=1, max_size=40
).filter(lambda text: text.strip() == text and text != "null" and text.split() != [])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(TEXTS, st.sampled_from(["cnd-56.note", "cnd-56.what.kk", "summary.note"]))
def test_any_text_is_set_and_read_back_and_all_else_stays(desk, text, ref):
    before = desk.base

    after = set_value(before, ref, text).prove()

    entry_id, _, field = ref.partition(".")
    entry = after.entries[entry_id]
    if field == "note":
        assert entry.note == " ".join(text.split())
    else:
        assert entry.what["kk"] == " ".join(re.split(r"[ \t\r\n]+", text.strip()))
    assert {i: e for i, e in after.entries.items() if i != entry_id} == {
        i: e for i, e in before.entries.items() if i != entry_id
    }


def test_a_file_that_changed_meanwhile_is_left_alone(desk):
    draft = set_value(desk.base, "cnd-56.note", "Asked.")
    path = desk.root / "data/events.yaml"
    theirs = path.read_text().replace("Ask the", "Ask once more the")
    path.write_text(theirs)

    with pytest.raises(FactError) as caught:
        draft.write()

    assert str(caught.value) == (
        "data/events.yaml: the file was changed by somebody else meanwhile; nothing was written\n"
        "hint: run the command again"
    )
    assert path.read_text() == theirs


def test_a_change_in_another_file_meanwhile_stays(desk):
    base = desk.base
    draft = set_value(base, "cnd-56.note", "Asked.")
    set_value(base, "vc-2011.note", "Hers.").write()

    draft.write()

    notes = [desk.base.entries[each].note for each in ("cnd-56", "vc-2011")]
    assert notes == ["Asked.", "Hers."]


def test_the_only_item_of_a_list_is_set(desk, workspace):
    text = desk.text("events").replace(
        "  status: unverified", "  source:\n    - page#p3\n  status: unverified"
    )
    workspace.facts("events", text)

    set_value(desk.base, "cnd-56.source", "page", typo=True).write()

    assert desk.text("events") == text.replace("    - page#p3", "    - page")
