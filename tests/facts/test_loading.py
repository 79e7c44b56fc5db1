"""A folder of YAML becomes one fact base: every kind, every file, every nested fact."""

from datetime import date
from decimal import Decimal

import pytest

from kzreport.facts.base import load_facts
from kzreport.facts.fields import Citation, Level
from kzreport.facts.records import KINDS, Agreement, Contribution, Organisation, nested_fields
from kzreport.values.amount import Amount
from kzreport.values.edtf import read_edtf

SMALLEST = {
    "organisations": "kind: state, name: {en: A}",
    "persons": "name: {en: A}",
    "agreements": "title: {en: A}",
    "contributions": "kind: voluntary, status: confirmed, source: page",
    "memberships": "status: confirmed, source: page",
    "events": "kind: visit, status: confirmed, source: page",
    "positions": "text: {en: A}, status: confirmed, source: page",
    "programmes": "kind: project, name: {en: A}",
    "claims": "status: disputed, source: page",
    "sources": "kind: article, title: {en: A}, authority: press",
}


def test_there_is_an_example_of_every_kind():
    assert set(SMALLEST) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_each_kind_is_read_with_the_least_it_needs(workspace, kind):
    workspace.facts(f"{kind}/a", f"a: {{level: public, recorded: 2026-11-01, {SMALLEST[kind]}}}\n")

    base = load_facts(workspace.root / "data")

    assert type(base.entries["a"]) is KINDS[kind]
    assert "a" in base.kinds[kind]
    assert base.kind_of("a") == kind


def test_fields_become_what_they_mean(workspace):
    workspace.facts(
        "contributions/more",
        """
        gift:
          level: internal
          recorded: 2026-11-02
          kind: voluntary
          donor: kz
          status: unverified
          source: [page#p3, page]
          when: "{2012,2013}"
          amount: {min: 100000.50, over: true, currency: EUR, spread: each}
          what: "  one
            gift "
          problem: ambiguous
          quote: 150 thousand
        """,
    )

    gift = load_facts(workspace.root / "data").entries["gift"]

    assert isinstance(gift, Contribution)
    assert gift.level is Level.internal
    assert gift.recorded == date(2026, 11, 2)
    assert gift.source == (Citation("page", "p3"), Citation("page"))
    assert gift.when == read_edtf("{2012,2013}")
    assert gift.amount == Amount(Decimal("100000.50"), None, "EUR", over=True, spread="each")
    assert gift.what == {"en": "one gift"}
    assert gift.problem == ("ambiguous",)
    assert (gift.hold, gift.parts, gift.recipient) == (False, (), None)


def test_a_text_known_to_be_missing_is_not_one_that_nobody_looked_for(workspace):
    workspace.facts(
        "organisations/more",
        "a: {level: public, recorded: 2026-11-01, kind: body, name: {en: A, kk: null}}\n",
    )

    body = load_facts(workspace.root / "data").entries["a"]

    assert isinstance(body, Organisation)
    assert body.name == {"en": "A", "kk": None}
    assert "ru" not in body.name


def test_a_country_code_that_yaml_takes_for_no_stays_a_country_code(workspace):
    workspace.facts(
        "organisations/more",
        "no: {level: public, recorded: 2026-11-01, kind: state, name: {en: Norway}, iso: NO}\n",
    )

    norway = load_facts(workspace.root / "data").entries["no"]

    assert isinstance(norway, Organisation)
    assert norway.iso == "NO"


def test_a_record_never_changes(workspace):
    entry = load_facts(workspace.root / "data").entries["kz"]

    with pytest.raises(ValueError, match="frozen"):
        entry.level = Level.restricted


# -- files ----------------------------------------


def test_a_kind_may_have_many_files_in_folders(workspace):
    for year in (2012, 2013, 2014):
        workspace.facts(
            f"events/{year // 10}0s/{year}",
            f"s-{year}: {{level: public, recorded: 2026-11-01, kind: session, status: confirmed,"
            f" source: page, when: {year}}}\n",
        )

    base = load_facts(workspace.root / "data")

    assert base.kinds["events"] == ("s-2012", "s-2013", "s-2014", "cnd-56")
    assert str(base.at("s-2013")) == "data/events/2010s/2013.yaml:1:1"


def test_files_that_are_no_facts_are_left_alone(workspace):
    workspace.file("data/README.md", "# Facts")
    workspace.file("data/sources/page.txt", "the stored text")
    workspace.file("data/.hidden/events.yml", "not: [facts")

    assert len(load_facts(workspace.root / "data").entries) == 7


def test_defaults_fill_what_the_records_of_a_file_leave_out(workspace):
    workspace.facts(
        "events/more",
        """
        format: 1
        _defaults: {level: internal, recorded: 2026-11-01, source: page, status: unverified}
        a: {kind: visit}
        b: {kind: visit, level: public, status: confirmed}
        """,
    )

    base = load_facts(workspace.root / "data")

    assert (base.entries["a"].level, base.entries["a"].status) == (Level.internal, "unverified")
    assert (base.entries["b"].level, base.entries["b"].status) == (Level.public, "confirmed")
    assert base.entries["cnd-56"].status == "confirmed"


# -- nested facts ----------------------------------------


@pytest.fixture
def treaty(workspace):
    workspace.facts(
        "agreements",
        """
        uncac:
          level: internal
          recorded: 2026-11-01
          title: {en: Convention}
          source: page#p3
          actions:
            - {id: uncac-kz, action: accession, when: 2008-06-18, status: confirmed}
            - id: uncac-law
              action: domestic-act
              level: restricted
              recorded: 2026-11-05
              source: page
              status: unverified
        """,
    )
    return load_facts(workspace.root / "data")


def test_a_nested_fact_stands_beside_its_record(treaty):
    agreement = treaty.entries["uncac"]

    assert isinstance(agreement, Agreement)
    assert tuple(fact.id for fact in agreement.nested()) == ("uncac-kz", "uncac-law")
    assert treaty.entries["uncac-kz"] is agreement.actions[0]
    assert treaty.owners == {"uncac-kz": "uncac", "uncac-law": "uncac"}
    assert treaty.kinds["agreements"] == ("uncac",)
    assert treaty.kind_of("uncac-law") == "agreements"
    assert treaty.entries["uncac-law"].kind_name() == "actions"


def test_a_nested_fact_takes_level_day_and_source_from_its_record_where_it_lacks_them(treaty):
    taken, own = treaty.entries["uncac-kz"], treaty.entries["uncac-law"]

    assert (taken.level, taken.recorded) == (Level.internal, date(2026, 11, 1))
    assert taken.source == (Citation("page", "p3"),)
    assert (own.level, own.recorded) == (Level.restricted, date(2026, 11, 5))
    assert own.source == (Citation("page"),)


def test_the_kinds_with_nested_facts_are_these():
    assert {kind: list(nested_fields(model)) for kind, model in KINDS.items()} == {
        "organisations": ["names"],
        "persons": ["roles"],
        "agreements": ["actions"],
        "programmes": ["figures"],
        "contributions": [],
        "memberships": [],
        "events": [],
        "positions": [],
        "claims": [],
        "sources": [],
    }


# -- places ----------------------------------------


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        ("uncac", "1:1"),
        ("uncac.title", "4:10"),
        ("uncac.title.en", "4:15"),
        ("uncac.in_force", "1:1"),
        ("uncac-kz", "7:7"),
        ("uncac-kz.when", "7:47"),
        ("uncac-law.status", "13:15"),
        ("uncac-law.number", "8:7"),
    ],
)
def test_every_field_has_its_place_and_one_left_out_that_of_its_record(treaty, ref, place):
    assert str(treaty.at(ref)) == f"data/agreements.yaml:{place}"


def test_what_an_office_program_puts_beside_an_open_file_is_passed_over(workspace):
    workspace.facts(
        "events",
        "a: {level: public, recorded: 2026-11-01, kind: visit, status: confirmed, source: page}\n",
    )
    (workspace.root / "data" / "~$events.yaml").write_bytes(b"\x05Desk\x00")

    assert "a" in load_facts(workspace.root / "data").entries
