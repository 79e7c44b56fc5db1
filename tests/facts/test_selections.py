"""What a template may ask of the facts, and what it is told."""

from datetime import date
from pathlib import Path

import pytest

from kzreport.errors import TemplateError
from kzreport.facts.fields import Level
from kzreport.facts.proxies import Record
from kzreport.facts.records import KINDS, NESTED_KINDS
from kzreport.facts.selection import Facts, Selection
from kzreport.project import load_project
from kzreport.values.typed import Absent

ROOT = Path(__file__).parents[2]
HEAD = "_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}\n"
EVENTS = """
_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}
visit: {kind: visit, when: 1994-05, by: unodc, what: {en: visit}, problem: garbled}
seat: {kind: meeting, when: ../2013, what: {en: seat}}
plan: {kind: meeting, when: 2014-04, status: expected, what: {en: plan}, at: fair}
fair: {kind: conference, when: 2013, by: kz, what: {en: fair}, source: [page, other], number: 2}
someday: {kind: conference, what: {en: Ärger}, number: 10}
"""


@pytest.fixture
def facts(workspace):
    """Return the facts of a small base with five events."""
    workspace.facts(
        "sources/other",
        "other: {level: public, recorded: 2026-11-01, title: {en: O}, kind: article,"
        " authority: press}\n",
    )
    workspace.facts("events", EVENTS)

    def facts(**options: object) -> Facts:
        return workspace.project().view(**{"as_of": date(2014, 6, 30), **options}).facts

    return facts


def ids(selection: Selection) -> str:
    return " ".join(record.entry.id for record in selection)


# -- which ----------------------------------------


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({}, "visit seat plan fair someday"),
        ({"kind": "meeting"}, "seat plan"),
        ({"kind": ["visit", "conference"]}, "visit fair someday"),
        ({"kind": "meeting", "status": "overdue"}, "plan"),
        ({"status": "expected"}, ""),
        ({"status": ["overdue", "expected"]}, "plan"),
        ({"by": "kz"}, "fair"),
        ({"by": ["kz", "unodc"]}, "visit fair"),
        ({"by": None}, "seat plan someday"),
        ({"at": "fair"}, "plan"),
        ({"when": "2013"}, "fair"),
        ({"when": 2013}, "fair"),
        ({"when": ["2013", "1994-05"]}, "visit fair"),
        ({"when": None}, "someday"),
        ({"problem": "garbled"}, "visit"),
        ({"problem": None}, "seat plan fair someday"),
        ({"problem": ["garbled", "tense"]}, "visit"),
        ({"source": "other"}, "fair"),
        ({"what": "plan"}, "plan"),
        ({"number": 2}, "fair"),
        ({"dated": "2013"}, "fair"),
    ],
    ids=str,
)
def test_where_finds_what_has_these_values_in_the_order_of_the_data(facts, conditions, found):
    assert ids(facts().events.where(**conditions)) == found


def test_where_takes_a_record_for_its_id(facts):
    base = facts()

    assert ids(base.events.where(by=base["kz"])) == "fair"
    assert ids(base.events.where(by=[base["kz"], base["unodc"]])) == "visit fair"


@pytest.mark.parametrize(
    ("span", "found"),
    [
        ("2013", "seat fair"),
        ("1994", "visit seat"),
        ("2014-04-10", "plan"),
        ("2013/2014", "seat plan fair"),
        ("2015/..", ""),
        (2014, "plan"),
    ],
)
def test_during_finds_what_may_share_a_day(facts, span, found):
    assert ids(facts().events.during(span)) == found


def test_during_asks_for_a_date(facts):
    with pytest.raises(TemplateError) as caught:
        facts().events.during("last year")

    assert str(caught.value) == (
        "`last year` is not a date: `last year` is not a date; write 2014-04-07, 2014-04 or 2014\n"
        "hint: write '2013' or '2011/2013'"
    )


def test_facts_inside_records_are_found_together_and_one_by_one(facts, workspace):
    workspace.facts(
        "persons",
        HEAD + "p: {name: {en: P}, roles: [{id: r1, title: {en: T}, org: kz, status: confirmed},"
        " {id: r2, title: {en: U}, status: unverified}]}\nq: {name: {en: Q}}\n",
    )
    base = facts()

    assert ids(base.roles) == "r1 r2"
    assert ids(base.roles.where(org="kz")) == "r1"
    assert ids(base["p"].roles.where(status="unverified")) == "r2"
    assert ids(base["q"].roles.where(status="unverified")) == ""
    assert base["r1"].record == base["p"]
    assert base["r1"].of_kind == "roles"


def test_kinds_come_together_for_a_chronology(facts):
    both = facts().together("events", "contributions").sort("dated")

    assert ids(both) == "visit vc-2011 vc-2012 fair seat plan someday"
    assert {record.of_kind for record in both} == {"events", "contributions"}


# -- in which order ----------------------------------------


@pytest.mark.parametrize(
    ("key", "reverse", "order"),
    [
        ("when", False, "visit fair seat plan someday"),
        ("when", True, "plan seat fair visit someday"),
        ("what", False, "someday fair plan seat visit"),
        ("number", False, "fair someday visit seat plan"),
        ("by", False, "fair visit seat plan someday"),
        ("at", True, "plan visit seat fair someday"),
        ("status", False, "fair seat someday visit plan"),
        ("dated", False, "visit fair seat plan someday"),
        ("who", False, "visit seat plan fair someday"),
    ],
)
def test_sort_puts_what_has_no_value_last(facts, key, reverse, order):
    assert ids(facts().events.sort(key, reverse=reverse)) == order


def test_first_and_last_and_some_of_a_list(facts):
    dated = facts().events.sort("when")

    assert dated.first == "visit"
    assert dated.last == "someday"
    assert dated.reverse().first == "someday"
    assert ids(dated.limit(2)) == "visit fair"
    assert isinstance(dated.where(kind="review").first, Absent)


def test_group_pairs_each_value_with_its_records(facts):
    groups = facts().events.group("kind")

    assert [(kind.plain, ids(found)) for kind, found in groups] == [
        ("visit", "visit"),
        ("meeting", "seat plan"),
        ("conference", "fair someday"),
    ]


def test_group_keeps_apart_what_is_expected_and_what_is_overdue(facts, workspace):
    workspace.facts("events/more", HEAD + "late: {kind: visit, status: expected, when: 2020}\n")

    found = {status.plain: ids(group) for status, group in facts().events.group("status")}

    assert found["overdue"] == "plan"
    assert found["expected"] == "late"


# -- what a plain list leaves out ----------------------------------------


def test_a_list_leaves_out_what_was_corrected_until_it_is_asked_for(facts, workspace):
    workspace.facts(
        "events/more", HEAD + "again: {kind: visit, when: 1994-06, supersedes: visit}\n"
    )
    visits = facts().events.where(kind="visit")

    assert ids(visits) == "again"
    assert ids(visits.history()) == "again visit"
    assert facts()["visit"].successor == "again"
    assert isinstance(facts()["again"].successor, Absent)


def test_a_list_leaves_out_parents_until_they_are_asked_for(facts, workspace):
    workspace.facts(
        "contributions",
        HEAD + "all: {kind: voluntary, parts: [one, two]}\n"
        "one: {kind: voluntary, part_of: all}\ntwo: {kind: voluntary, part_of: all}\n",
    )
    gifts = facts().contributions

    assert ids(gifts) == "one two"
    assert ids(gifts.parents()) == "all"
    assert ids(gifts.history()) == "all one two"


def test_a_list_leaves_out_lone_disputes_until_they_are_asked_for(facts, workspace):
    workspace.facts("claims", HEAD + "c: {status: disputed}\nd: {}\n")

    assert ids(facts().claims) == "d"
    assert ids(facts().claims.disputed()) == "c"
    assert ids(facts().claims.where(status="disputed")) == ""


# -- answers ----------------------------------------


def test_a_list_knows_how_many_it_has_and_what(facts):
    events = facts().events

    assert len(events) == 5
    assert events
    assert not events.where(kind="review")
    assert facts()["fair"] in events
    assert "fair" in events
    assert "vc-2011" not in events
    assert events[1] == "seat"


def test_questions_are_remembered_with_their_answers_empty_ones_too(facts):
    base = facts()
    view = base["kz"].view

    _ = [record.id for record in base.events.where(kind="visit").sort("when", reverse=True)]
    _ = bool(base.events.where(by=base["kz"]).during("2020"))

    assert view.queries == {
        "events.where(kind='visit').sort('when', reverse=True)": ("visit",),
        "events.where(by='kz').during('2020')": (),
    }


@pytest.mark.parametrize(
    ("tense", "event", "as_of"),
    [
        ("past", "fair", date(2014, 1, 1)),
        ("present", "fair", date(2013, 6, 1)),
        ("future", "fair", date(2012, 12, 31)),
        ("present", "seat", date(2013, 6, 1)),
        ("undated", "someday", date(2013, 6, 1)),
    ],
)
def test_the_tense_is_seen_from_the_as_of_date(facts, tense, event, as_of):
    assert facts(as_of=as_of)[event].tense == tense


# -- slips of the author ----------------------------------------


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda f: f.event, "no kind of record named `event`\nhint: did you mean `events`?"),
        (lambda f: f.together("events", "trips"), "no kind of record named `trips`"),
        (lambda f: f["fairs"], "no record named `fairs`\nhint: did you mean `fair`?"),
        (
            lambda f: f.events.where(knd="visit"),
            "events have no key `knd`\nhint: did you mean `kin",
        ),
        (lambda f: f.events.sort("whem"), "events have no key `whem`\nhint: did you mean `when`?"),
        (lambda f: f.events.group("level"), "events have no key `level`"),
        (lambda f: f.events.total("sum"), "events have no key `sum`"),
        (
            lambda f: f.roles.where(titl="x"),
            "roles have no key `titl`\nhint: did you mean `title`?",
        ),
        (
            lambda f: f.together("events", "sources").sort("when"),
            "together(events, sources) have no key `when`",
        ),
        (lambda f: f["fair"].wen, "events have no key `wen`\nhint: did you mean `when`?"),
        (lambda f: str(f), "`facts` is the whole fact base\nhint: print a field: `facts['cnd']"),
        (lambda f: str(f.events), "`events` is a list of records\nhint: loop over it, or write"),
        (lambda f: str(f["fair"]), "`fair` is a record\nhint: print one of its keys, say `.name`"),
    ],
)
def test_a_slip_is_told_with_a_way_out(facts, ask, message):
    with pytest.raises(TemplateError) as caught:
        ask(facts())

    assert str(caught.value).startswith(message)


def test_what_begins_with_an_underscore_is_nothing_to_ask_for(facts):
    with pytest.raises(AttributeError):
        _ = facts()._kinds
    with pytest.raises(AttributeError):
        _ = facts()["fair"]._plain


def test_a_record_without_a_date_is_dated_by_nothing(facts):
    state = facts()["kz"]

    assert isinstance(state, Record)
    assert isinstance(state.dated, Absent)


def test_asking_a_whole_kind_finds_what_looking_at_each_record_finds():
    view = load_project(ROOT).view(as_of=date(2014, 6, 30), level=Level.public)
    asked = 0

    for kind, model in {**KINDS, **NESTED_KINDS}.items():
        entries = view.of_kind(kind)
        for key in model.printable_keys():
            held = [(each, view.plain(each, key)) for each in entries]
            if not all(_texts(found) or found in (None, ()) for _, found in held):
                continue  # dates and translations are compared by what they mean
            texts = {text for _, found in held for text in _texts(found)}
            for text in [*sorted(texts), "nothing of the kind"]:
                looked = [each.id for each, found in held if text in _texts(found)]
                among = getattr(view.facts, kind).where(**{key: [text, text]})
                assert [each.id for each in among.members()] == looked
                asked += bool(looked)

    assert asked > 100


def _texts(found: object) -> tuple[str, ...]:
    """Return the texts that a plain field holds; none of what is more than text."""
    each = found if isinstance(found, tuple) else (found,)
    return tuple(one for one in each if isinstance(one, str))
