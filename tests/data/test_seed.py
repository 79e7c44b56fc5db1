"""The shipped fact base says what the seed says: all of it, and nothing more exactly."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kzreport.facts.base import FactBase, load_facts
from kzreport.facts.fields import Level
from kzreport.facts.records import Contribution, Entry, Figure, Source
from kzreport.facts.totals import totals
from kzreport.strictyaml import read_yaml
from kzreport.values.edtf import read_edtf

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
SEED = DATA / "sources" / "seed-unodc.txt"
SEED_SHA256 = "15974b0bddc908b66fe81558fb6c6b0dfe2c0c0382f2384a0f64f09ac56cb684"


def folded(text: str) -> str:
    return " ".join(text.split())


def paragraphs() -> dict[str, str]:
    parts = [part for part in SEED.read_text("utf-8").split("\n\n") if part.strip()]
    return {f"p{number}": folded(part) for number, part in enumerate(parts, 1)}


PARAGRAPHS = paragraphs()
ROWS = read_yaml((HERE / "seed_facts.yaml").read_bytes(), "seed_facts.yaml").data["facts"]
EACH_ROW = pytest.mark.parametrize("row", ROWS, ids=[f"fact-{row['number']}" for row in ROWS])


@pytest.fixture(scope="module")
def base() -> FactBase:
    return load_facts(DATA)


def of(base: FactBase, kind: str) -> Iterator[Entry]:
    return (base.entries[entry_id] for entry_id in base.kinds[kind])


def ids_where(base: FactBase, **wanted: object) -> set[str]:
    return {
        entry.id
        for entry in base.entries.values()
        if all(getattr(entry, key, None) == value for key, value in wanted.items())
    }


# -- the seed and the table of its facts -------------------------------------------------


def test_the_stored_text_is_the_seed_byte_for_byte():
    stored = SEED.read_bytes()

    assert len(stored) == 2914
    assert hashlib.sha256(stored).hexdigest() == SEED_SHA256


def test_all_62_facts_of_the_seed_are_in_the_table():
    assert [row["number"] for row in ROWS] == list(range(1, 63))


@EACH_ROW
def test_the_seed_says_so_in_that_paragraph(row):
    missing = [words for words in row["wording"] if words not in PARAGRAPHS[row["paragraph"]]]

    assert not missing


@EACH_ROW
def test_the_fact_base_carries_it(row, base):
    unset = [
        ref
        for ref in row["carried_by"]
        if getattr(base.entries[ref.partition(".")[0]], ref.partition(".")[2]) in (None, (), False)
    ]

    assert not unset


def test_every_quotation_from_the_seed_stands_there_word_for_word(base):
    cited = [
        (entry, citation.locator)
        for entry in base.entries.values()
        for citation in entry.source
        if citation.source == "seed" and entry.quote
    ]

    wrong = [entry.id for entry, locator in cited if entry.quote not in PARAGRAPHS[locator]]

    assert len(cited) > 25
    assert not wrong


def test_what_is_garbled_is_kept_in_the_words_of_its_source(base):
    garbled = [entry for entry in base.entries.values() if "garbled" in entry.problem]

    assert {entry.id for entry in garbled} == {
        "joint-projects",
        "pos-projects",
        "stmt-membership",
        "vc-2011",
        "vyborov-mia-2013",
    }
    assert all(entry.quote for entry in garbled)


# -- nothing is made more exact or more certain than it is -------------------------------


def test_no_contribution_has_a_currency_because_the_seed_states_none(base):
    given = list(of(base, "contributions"))
    amounts = [entry.amount for entry in given if isinstance(entry, Contribution) and entry.amount]

    assert [(amount.low, amount.currency) for amount in amounts] == [
        (300_000, None),
        (250_000, None),
        (50_000, None),
        (150_000, None),
    ]
    assert {(entry.status, entry.level) for entry in given} == {("unverified", Level.internal)}


def test_the_contributions_of_2011_to_2013_keep_all_their_readings(base):
    given = [entry for entry in of(base, "contributions") if not getattr(entry, "parts", ())]

    (in_2011,) = totals(given, base.entries, "amount", read_edtf("2011"))
    (in_all,) = totals(given, base.entries, "amount")

    assert (in_2011.amount.low, in_2011.amount.high) == (300_000, 600_000)
    assert (in_all.amount.low, in_all.amount.high) == (450_000, 900_000)
    assert in_all.amount.currency is None


def test_over_100_million_dollars_stays_a_floor_and_inside_the_house(base):
    figure = base.entries["unodc-tc-total"]

    assert isinstance(figure, Figure)
    assert figure.amount is not None
    assert (figure.amount.low, figure.amount.high) == (100_000_000, None)
    assert (figure.amount.currency, figure.amount.over) == ("USD", True)
    assert (figure.status, figure.level) == ("unverified", Level.internal)


def test_the_two_expectations_of_2014_are_still_open(base):
    assert ids_where(base, status="expected") == {"uncac-summary", "uncac-summary-at-irg"}
    assert all(
        base.entries[entry_id].outcome is None for entry_id in ids_where(base, status="expected")
    )


@pytest.mark.parametrize(
    ("entry_id", "when", "kind"),
    [
        ("visit-1994", "1994-05", "month"),
        ("vc-start", "2009/..", "range"),
        ("vc-caricc", "{2012,2013}", "set"),
        ("cnd-earlier", "../2013", "range"),
        ("cnd-2014-2017", "2014/2017", "range"),
        ("conference-terrorism-2013", "2013", "year"),
        ("uncac-visit-2014", "2014-04-07/2014-04-11", "range"),
        ("uncac-summary", "2014-06", "month"),
    ],
)
def test_a_date_is_as_precise_as_the_seed_gives_it(base, entry_id, when, kind):
    date = base.entries[entry_id].when

    assert (date.text, date.kind) == (when, kind)


def test_nothing_that_rests_on_the_seed_alone_is_confirmed(base):
    alone = {
        entry.id
        for entry in base.entries.values()
        if entry.source and {citation.source for citation in entry.source} == {"seed"}
    }

    assert {"paris-pact", "rainbow", "cnd-2014-2017", "visit-1994"} <= alone
    assert not alone & ids_where(base, status="confirmed")


# -- where the seed is wrong, or others disagree -----------------------------------------


def test_signed_and_ratified_is_disputed_and_stays_in_the_house(base):
    claim = base.entries["claim-signed-and-ratified"]

    assert (claim.status, claim.level) == ("disputed", Level.internal)
    assert (len(claim.covers), claim.asserts) == (8, ("signature", "ratification"))
    assert {base.entries[rival].action for rival in claim.conflicts_with} == {"accession"}


def test_only_one_of_the_eight_instruments_was_signed_and_ratified(base):
    done = {
        entry_id: {action.action for action in base.entries[entry_id].actions}
        for entry_id in base.entries["claim-signed-and-ratified"].covers
    }

    assert [entry_id for entry_id in done if {"signature", "ratification"} <= done[entry_id]] == [
        "untoc"
    ]
    assert sum("accession" in actions for actions in done.values()) == 7


@pytest.mark.parametrize(
    ("entry_id", "rival"),
    [
        ("uncac-kz-in-force-law", "uncac-kz-in-force-text"),
        ("uncac-kz-in-force-text", "uncac-kz-in-force-law"),
        ("claim-uncac-ratified-2009", "uncac-kz"),
        ("claim-uncac-signed-2008", "uncac-kz"),
        ("caricc-founded-2010", "caricc-inaugurated"),
    ],
)
def test_a_source_that_disagrees_names_its_rival(base, entry_id, rival):
    entry = base.entries[entry_id]

    assert (entry.status, entry.conflicts_with) == ("disputed", (rival,))
    assert base.entries[rival].when != entry.when


def test_a_corrected_fact_keeps_the_status_it_had(base):
    heirs = {entry.supersedes: entry.id for entry in base.entries.values() if entry.supersedes}

    assert heirs == {"giacomelli-undcp-seed": "giacomelli-undcp"}
    assert base.entries["giacomelli-undcp-seed"].status == "unverified"


def test_what_may_be_printed_nowhere_is_on_hold_with_a_reason(base):
    held = ids_where(base, hold=True)

    assert held == {"joint-projects", "stmt-membership"}
    assert all(base.entries[entry_id].note for entry_id in held)


# -- sources -----------------------------------------------------------------------------


def test_the_seed_is_dated_by_its_stamps_and_by_what_it_tells(base):
    seed = base.entries["seed"]

    assert isinstance(seed, Source)
    assert (seed.created, seed.updated) == ("2013-12-04T19:34", "2018-02-20T11:10")
    assert seed.as_of is not None
    assert seed.as_of.text == "2014-04-11/2014-06-01"
    assert list(seed.locators or ()) == list(PARAGRAPHS)
    assert (DATA / str(seed.file)).is_file()


def test_every_source_can_be_named_found_and_is_used(base):
    sources = [entry for entry in of(base, "sources") if isinstance(entry, Source)]
    cited = {citation.source for entry in base.entries.values() for citation in entry.source}

    assert [source.id for source in sources if not source.short or not source.url] == []
    assert {source.id for source in sources} == cited


def test_every_place_cited_is_a_place_its_source_knows(base):
    unknown = [
        f"{entry.id}: {citation}"
        for entry in base.entries.values()
        for citation in entry.source
        if citation.locator
        and citation.locator not in (base.entries[citation.source].locators or ())
    ]

    assert not unknown
