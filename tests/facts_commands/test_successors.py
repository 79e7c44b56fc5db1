"""Correct, confirm and close: a second fact beside the first."""

from __future__ import annotations

import difflib
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzreport.errors import FactError
from kzreport.facts.base import FactBase, load_facts
from kzreport.facts.editing import close, confirm, correct
from kzreport.facts.view import View
from kzreport.language import load_language

SHIPPED = Path(__file__).parents[2] / "data"
TODAY = date(2026, 11, 24)

CONFIRMED = """\
cnd-56-2:
  kind: session
  when: 2013-03-11/2013-03-15
  what:
    en: fifty-sixth session
    ru: null
    kk: null
  number: 56
  recorded: 2026-11-24
  status: confirmed
  source: page
  supersedes: cnd-56

"""


def new_lines(before: str, after: str) -> list[str]:
    """Return the lines that came to a text; none may have gone."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    assert not [line for line in lines if line.startswith("- ")]
    return [line[2:] for line in lines if line.startswith("+ ")]


def test_a_confirmed_fact_stands_directly_after_the_doubtful_one_and_its_comments(desk, today):
    before = desk.text("events")

    confirm(desk.base, "cnd-56", {"source": ["page"]}, today=today).write()

    at = before.index("# -- what is to come --")
    assert desk.text("events") == before[:at] + CONFIRMED + before[at:]
    assert desk.base.entries["cnd-56-2"].supersedes == "cnd-56"


def test_a_correction_takes_over_what_is_not_named_and_leaves_the_old_evidence(desk, today):
    fields = {"source": ["page"], "when": "2013-03"}

    correct(desk.base, "cnd-56", fields, today=today).write()

    new = desk.base.entries["cnd-56-2"]
    assert (new.when.text, new.number, new.status, new.note) == ("2013-03", 56, "unverified", None)
    assert desk.base.entries["cnd-56"].when.text == "2013-03-11/2013-03-15"


def test_new_words_make_the_old_translations_missing(desk, today):
    fields = {"source": ["page"], "what": {"en": "session in March"}}

    correct(desk.base, "cnd-56", fields, today=today).write()

    what = desk.base.entries["cnd-56-2"].what
    assert what == {"en": "session in March", "ru": None, "kk": None}


def test_a_fact_inside_a_record_is_corrected_beside_it(desk, today):
    before = desk.text("persons")
    fields = {"source": ["page"], "when": "1997-09"}

    correct(desk.base, "arlacchi-undcp", fields, today=today, new_id="arlacchi-first").write()

    assert new_lines(before, desk.text("persons")) == [
        "    - id: arlacchi-first",
        "      title:",
        "        en: Executive Director",
        "      when: 1997-09",
        "      recorded: 2026-11-24",
        "      status: unverified",
        "      source: page",
        "      supersedes: arlacchi-undcp",
    ]
    ids = [role.id for role in desk.base.entries["arlacchi"].roles]
    assert ids == ["arlacchi-undcp", "arlacchi-first", "arlacchi-unov"]


def test_closing_sets_the_outcome_and_adds_what_happened(desk, today):
    before = desk.text("events")
    fields = {"source": ["page"], "when": "2014-12"}

    close(desk.base, "summary", fields, today=today).write()

    assert new_lines(before, desk.text("events")) == [
        "  outcome: summary-done",
        "",
        "summary-done:",
        "  kind: publication",
        "  when: 2014-12",
        "  what:",
        "    en: summary of the review",
        "  recorded: 2026-11-24",
        "  status: confirmed",
        "  source: page",
    ]
    assert desk.base.entries["summary"].outcome == "summary-done"


def test_closing_with_a_fact_that_is_there_adds_one_line(desk, today):
    before = desk.text("events")

    close(desk.base, "summary", {}, today=today, outcome="cnd-56").write()

    assert new_lines(before, desk.text("events")) == ["  outcome: cnd-56"]


def test_a_record_in_one_line_is_closed_in_its_line(desk, workspace, today):
    line = "gone: {kind: visit, when: 2014, status: expected}  # a short one\n"
    workspace.facts("events", desk.text("events") + line)

    close(desk.base, "gone", {}, today=today, outcome="cnd-56").write()

    assert desk.text("events").endswith(
        'gone: {kind: visit, when: 2014, status: expected, outcome: "cnd-56"}  # a short one\n'
    )


def test_a_list_in_one_line_is_left_to_the_officer(desk, workspace, today):
    roles = "roles: [{id: r-1, title: {en: x}, status: unverified, source: page}]"
    workspace.facts(
        "persons", f"a:\n  level: public\n  recorded: 2026-11-01\n  name: A\n  {roles}\n"
    )
    before = desk.files()

    with pytest.raises(FactError, match="the list here is written in one line"):
        confirm(desk.base, "r-1", {"source": ["page"]}, today=today)

    assert desk.files() == before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_all_other_bytes_stay(desk, today, newline, mark):
    path = desk.root / "data/events.yaml"
    old = mark + path.read_text().rstrip("\n").replace("\n", newline)
    path.write_bytes(old.encode())

    close(desk.base, "summary", {"source": ["page"]}, today=today).write()

    new = desk.text("events")
    assert new.startswith(mark)
    assert new.count("\n") == new.count(newline)
    added = f"  outcome: summary-done{newline}"
    assert new.replace(added, "").startswith(old)


@pytest.mark.parametrize(
    ("make", "entry_id", "fields", "message"),
    [
        (confirm, "cnd-56", {}, "a source is needed beside the one of `cnd-56`"),
        (correct, "cnd-56", {"source": ["page"]}, "nothing would differ from `cnd-56`"),
        (confirm, "vc-2011-b", {"source": ["page"]}, "`vc-2011-b` is confirmed"),
        (confirm, "summary", {"source": ["page"]}, "`summary` is expected"),
        (confirm, "vc-2011", {"source": ["page"]}, "`vc-2011` is confirmed"),
        (correct, "arlacchi", {"source": ["page"]}, "`arlacchi` holds other facts"),
        (close, "cnd-56", {"source": ["page"]}, "`cnd-56` is unverified; only an expected fact"),
        (close, "summary", {}, "a source is needed beside the one of `summary`"),
        (confirm, "cnd-65", {"source": ["page"]}, "no record named `cnd-65`"),
    ],
)
def test_what_makes_no_sense_is_refused(desk, today, make, entry_id, fields, message):
    before = desk.files()

    with pytest.raises(FactError) as caught:
        make(desk.base, entry_id, fields, today=today).write()

    assert caught.value.message.startswith(message)
    assert caught.value.hint
    assert desk.files() == before


def succeedable() -> list[str]:
    """Return the doubtful facts of the shipped base that may be confirmed."""
    base = load_facts(SHIPPED)
    replaced = {entry.supersedes for entry in base.entries.values()}
    return [
        entry.id
        for entry in base.entries.values()
        if entry.status in ("unverified", "disputed")
        and entry.id not in replaced
        and not list(entry.nested())
    ]


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(succeedable()), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_shipped_fact_is_confirmed_and_all_other_bytes_stay(entry_id, newline, marked):
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        copytree(SHIPPED, data)
        path = data / load_facts(data).places[entry_id].file.path
        text = ("\ufeff" if marked else "") + path.read_text().replace("\n", newline)
        path.write_bytes(text.encode())

        confirm(load_facts(data), entry_id, {"source": ["cnd-51-1"]}, today=TODAY).write()

        written = path.read_bytes().decode()
        added = new_lines(text, written)
        at = written.index(newline.join(added))
        assert written[:at] + written[at + len(newline.join([*added, ""])) :] == text
        assert load_facts(data).entries[f"{entry_id}-2"].status == "confirmed"


def test_a_fact_that_was_corrected_is_not_corrected_again(desk, today):
    confirm(desk.base, "cnd-56", {"source": ["page"]}, today=today).write()

    with pytest.raises(FactError, match="superseded already") as caught:
        correct(desk.base, "cnd-56", {"source": ["page"], "number": 57}, today=today)

    assert caught.value.hint == "the newest is `cnd-56-2`: use that"


def test_nothing_is_written_when_the_new_base_would_not_hold_together(desk, today):
    before = desk.files()

    with pytest.raises(FactError) as caught:
        confirm(desk.base, "cnd-56", {"source": ["pgae"]}, today=today).write()

    assert str(caught.value) == (
        "data/events.yaml:32:11: `cnd-56-2` refers to `pgae`, which does not exist\n"
        "hint: did you mean `page`?"
    )
    assert desk.files() == before


def totals_of(base: FactBase, known_at: date) -> list[tuple[Decimal, tuple[str, ...]]]:
    """Return low ends and inputs of what all contributions come to, as known on a day."""
    known = View(base, as_of=TODAY, language=load_language("en"), known_at=known_at)
    found = known.facts.contributions.total()
    return [
        (total.plain.low, tuple(ref.partition(".")[0] for ref in total.refs)) for total in found
    ]


def test_a_corrected_part_is_the_part_in_the_place_of_the_old_one(desk, today):
    fields = {"source": ["page"], "amount": {"value": 260000}}

    correct(desk.base, "vc-2011-a", fields, today=today).write()

    base = desk.base
    assert base.entries["vc-2011-a-2"].part_of == "vc-2011"
    assert base.entries["vc-2011"].parts == ("vc-2011-a", "vc-2011-b")
    assert totals_of(base, today) == [(310000, ("vc-2011-a-2", "vc-2011-b"))]
    assert totals_of(base, date(2026, 11, 23)) == [(300000, ("vc-2011-a", "vc-2011-b"))]
    view = View(base, as_of=today, language=load_language("en"))
    whole = view.facts["vc-2011"]
    assert [part.id.plain for part in whole.parts] == ["vc-2011-a-2", "vc-2011-b"]
    (parent,) = view.facts.contributions.parents()
    assert parent == whole


def test_a_part_is_corrected_twice_and_the_whole_once_and_all_stay_together(desk, today):
    dollars = {"source": ["page"], "amount": {"currency": "USD"}}
    correct(desk.base, "vc-2011-a", dollars, today=today).write()
    correct(
        desk.base, "vc-2011-a-2", {"source": ["page"], "note": "n", "when": 2012}, today=today
    ).write()
    correct(desk.base, "vc-2011-b", dollars, today=today).write()

    draft = correct(desk.base, "vc-2011", dollars, today=today)

    (remark,) = draft.remarks
    assert remark.startswith("`vc-2011-2` keeps its parts `vc-2011-a-3`, `vc-2011-b-2`: correct")
    base = draft.write()
    view = View(base, as_of=today, language=load_language("en"))
    assert [each.id.plain for each in view.facts.contributions.parents()] == ["vc-2011-2"]
    assert view.facts["vc-2011-b"].part_of == view.facts["vc-2011-2"]
    assert totals_of(base, today) == [(300000, ("vc-2011-a-3", "vc-2011-b-2"))]


def test_a_part_that_is_none_any_more_is_counted_by_itself(desk, today):
    fields = {"source": ["page"], "part_of": None}

    correct(desk.base, "vc-2011-a", fields, today=today).write()

    view = View(desk.base, as_of=today, language=load_language("en"))
    assert [part.id.plain for part in view.facts["vc-2011"].parts] == ["vc-2011-b"]
    assert totals_of(desk.base, today) == [(300000, ("vc-2011-a-2", "vc-2011-b"))]


def test_a_corrected_amount_may_not_forget_its_parts(desk, today):
    fields = {"source": ["page"], "amount": {"value": 310000}, "parts": ["vc-2011-a"]}

    with pytest.raises(FactError) as caught:
        correct(desk.base, "vc-2011", fields, today=today).write()

    assert [(each.message, each.hint) for each in caught.value.problems] == [
        (
            "`vc-2011-2` supersedes `vc-2011`, but does not name its part `vc-2011-b`",
            "add `vc-2011-b` to `parts` of `vc-2011-2`",
        )
    ]
