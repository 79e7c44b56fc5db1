"""Totals that stay honest: currencies apart, ranges where the source leaves one open."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzreport.facts.base import load_facts
from kzreport.facts.fields import Citation, Level
from kzreport.facts.records import Contribution, Source
from kzreport.facts.totals import totals
from kzreport.values.amount import Amount
from kzreport.values.edtf import read_edtf

DATA = Path(__file__).parents[2] / "data"


def gift(gift_id: str, amount: Amount | None, when: str | None = "2012", **keys) -> Contribution:
    return Contribution.model_construct(
        id=gift_id,
        kind="voluntary",
        when=read_edtf(when) if when else None,
        amount=amount,
        source=keys.pop("source", (Citation("page"),)),
        **keys,
    )


def sums(*gifts: Contribution, during: str | None = None, known=None) -> list[tuple]:
    """Return low end, high end and currency of each total."""
    sources = {name: Source.model_construct(id=name) for name in ("page", "other")}
    base = {each.id: each for each in gifts} | sources
    span = read_edtf(during) if during else None
    found = totals(gifts, base if known is None else known, "amount", span)
    return [(each.amount.low, each.amount.high, each.amount.currency) for each in found]


def money(low, high=None, currency="USD", *, over=False, spread=None) -> Amount:
    upper = None if over else Decimal(low if high is None else high)
    return Amount(Decimal(low), upper, currency, over=over, spread=spread)


# -- the seed ----------------------------------------


@pytest.mark.parametrize(
    ("span", "low", "high"),
    [
        ("2011", 300_000, 600_000),
        ("2012", 0, 150_000),
        ("2013", 0, 150_000),
        ("2012/2013", 150_000, 300_000),
        ("2011/2013", 450_000, 900_000),
        (None, 450_000, 900_000),
    ],
)
def test_the_contributions_of_the_seed_keep_all_their_readings(span, low, high):
    base = load_facts(DATA)
    given_ = [base.entries[i] for i in base.kinds["contributions"]]

    (total,) = totals(given_, base.entries, "amount", read_edtf(span) if span else None)

    assert (total.amount.low, total.amount.high, total.amount.currency) == (low, high, None)


def test_a_total_names_the_records_that_made_it():
    base = load_facts(DATA)
    given_ = [base.entries[i] for i in base.kinds["contributions"]]

    (total,) = totals(given_, base.entries, "amount", read_edtf("2011"))

    assert total.inputs == ("vc-2011", "vc-2011-projects", "vc-2011-core")


# -- what is added to what ----------------------------------------


def test_unlike_currencies_are_told_apart_in_alphabetical_order():
    assert sums(
        gift("a", money(10, currency="USD")),
        gift("b", money(20, currency="EUR")),
        gift("c", money(30, currency="USD")),
    ) == [(20, 20, "EUR"), (40, 40, "USD")]


def test_amounts_without_a_currency_are_added_within_one_source_only_and_come_last():
    assert sums(
        gift("a", money(10, currency=None)),
        gift("b", money(20, currency=None), source=(Citation("other"), Citation("page"))),
        gift("c", money(30, currency=None), source=(Citation("page", "p3"),)),
        gift("d", money(5, currency="KZT")),
    ) == [(5, 5, "KZT"), (20, 20, None), (40, 40, None)]


def test_a_source_that_may_not_be_seen_keeps_no_amounts_apart():
    gifts = (
        gift("a", money(10, currency=None), source=(Citation("above"), Citation("page"))),
        gift("b", money(20, currency=None)),
    )

    assert sums(*gifts) == [(30, 30, None)]


def test_an_open_amount_leaves_the_total_open():
    assert sums(gift("a", money(10, over=True)), gift("b", money(20, 25))) == [(30, None, "USD")]


def test_what_has_no_amount_adds_nothing():
    assert sums(gift("a", None), gift("b", money(20))) == [(20, 20, "USD")]
    assert sums(gift("a", None)) == []


def test_a_correction_is_not_added_to_what_it_corrects():
    assert sums(gift("a", money(10)), gift("b", money(12), supersedes="a")) == [(12, 12, "USD")]


# -- parts ----------------------------------------


def parents(uncertain: bool = True, **keys) -> tuple[Contribution, ...]:
    """Return a parent of 300 with parts of 250 and 50."""
    return (
        gift("all", money(300), parts=("one", "two"), parts_uncertain=uncertain, **keys),
        gift("one", money(250), part_of="all"),
        gift("two", money(50), part_of="all"),
    )


def test_a_parent_is_never_added_to_its_parts():
    assert sums(*parents(uncertain=False)) == [(300, 300, "USD")]


def test_parts_that_may_lie_beside_their_parent_give_a_range():
    assert sums(*parents()) == [(300, 600, "USD")]


def test_a_parent_alone_is_itself():
    whole, *_ = parents()

    assert sums(whole) == [(300, 300, "USD")]


def test_some_of_the_parts_are_themselves():
    whole, one, two = parents()

    assert sums(one, known={i.id: i for i in (whole, one, two)}) == [(250, 250, "USD")]


def test_a_part_that_may_not_be_seen_is_not_waited_for():
    whole, one, _ = parents()

    assert sums(one, known={"all": whole, "one": one}) == [(250, 550, "USD")]


def test_parts_without_a_parent_in_sight_are_themselves():
    _, one, two = parents()

    assert sums(one, two, known={"one": one, "two": two}) == [(300, 300, "USD")]


def test_parts_are_not_weighed_with_a_parent_without_amount_or_of_another_currency():
    _, one, two = parents()
    for other in (None, money(300, currency="EUR")):
        whole = gift("all", other, parts=("one", "two"), parts_uncertain=True)
        known = {each.id: each for each in (whole, one, two)}

        assert sums(one, two, known=known) == [(300, 300, "USD")]


# -- spread over years ----------------------------------------


@pytest.mark.parametrize(
    ("spread", "both", "one_year"),
    [
        ("each", (300, 300), (150, 150)),
        ("total", (150, 150), (0, 150)),
        ("unknown", (150, 300), (0, 150)),
        (None, (150, 300), (0, 150)),
    ],
)
def test_an_amount_for_two_years_counts_as_its_source_says(spread, both, one_year):
    given_ = gift("a", money(150, spread=spread), "{2012,2013}")

    assert sums(given_) == [(*both, "USD")]
    assert sums(given_, during="2011/2013") == [(*both, "USD")]
    assert sums(given_, during="2013") == [(*one_year, "USD")]
    assert sums(given_, during="2013/2014") == [(*one_year, "USD")]


def test_half_a_year_may_hold_anything_up_to_the_whole():
    assert sums(gift("a", money(150)), during="2012-06") == [(0, 150, "USD")]
    assert sums(gift("a", money(150, spread="each"), "{2012,2013}"), during="2012-06/2013") == [
        (150, 300, "USD")
    ]


@pytest.mark.parametrize(
    ("spread", "all_years", "two_years"),
    [
        ("each", (450, 450), (300, 300)),
        ("total", (150, 150), (0, 150)),
        ("unknown", (150, 450), (0, 300)),
        (None, (150, 150), (0, 150)),
    ],
)
def test_an_amount_for_a_span_of_years_counts_as_its_source_says(spread, all_years, two_years):
    given_ = gift("a", money(150, spread=spread), "2011/2013")

    assert sums(given_) == [(*all_years, "USD")]
    assert sums(given_, during="2012/2014") == [(*two_years, "USD")]


def test_a_yearly_amount_without_end_is_a_floor_until_the_years_are_named():
    given_ = gift("a", money(150, spread="each"), "2009/..")

    assert sums(given_) == [(150, None, "USD")]
    assert sums(given_, during="2010/2012") == [(450, 450, "USD")]


def test_what_lies_outside_the_span_adds_nothing():
    assert sums(gift("a", money(10), "2010"), gift("b", money(20)), during="2012") == [
        (20, 20, "USD")
    ]
    assert sums(gift("a", money(10), "2010"), during="2012") == []


def test_what_has_no_date_counts_in_full():
    assert sums(gift("a", money(10), None), during="2012") == [(10, 10, "USD")]


# -- of any amounts ----------------------------------------

FIGURES = st.decimals(0, 10**15, places=2)
WHENS = st.sampled_from(["2011", "2012-06", "{2011,2012}", "2011/2013", "2009/..", "../2012"])
SPREADS = st.sampled_from([None, "each", "total", "unknown"])


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    low = draw(FIGURES)
    over = draw(st.booleans())
    high = None if over else low + draw(FIGURES)
    currency = draw(st.sampled_from(["USD", "EUR", None]))
    return Amount(low, high, currency, over=over, spread=draw(SPREADS))


@given(
    st.lists(st.tuples(amounts(), WHENS), max_size=6),
    st.none() | st.sampled_from(["2011", "2012", "2011/2012", "2010/.."]),
    st.booleans(),
)
def test_no_total_ends_before_it_begins_or_has_two_of_one_currency(drawn, during, nested):
    gifts = [gift(f"g{n}", amount, when) for n, (amount, when) in enumerate(drawn)]
    if nested and len(gifts) > 1:
        first, *rest = gifts
        parts = {"parts": tuple(each.id for each in rest), "parts_uncertain": True}
        gifts = [first.model_copy(update=parts)]
        gifts += [each.model_copy(update={"part_of": first.id}) for each in rest]

    found = sums(*gifts, during=during)

    assert all(high is None or low <= high for low, high, _ in found)
    assert len({currency for *_, currency in found}) == len(found)


@given(st.lists(FIGURES, min_size=1))
def test_the_total_of_exact_amounts_is_their_sum_to_the_last_digit(figures):
    gifts = [gift(f"g{n}", money(figure)) for n, figure in enumerate(figures)]

    assert sums(*gifts) == [(sum(figures), sum(figures), "USD")]


@given(st.lists(st.tuples(amounts(), WHENS), min_size=1, max_size=6))
def test_a_year_never_holds_more_than_all_years(drawn):
    gifts = [gift(f"g{n}", amount, when) for n, (amount, when) in enumerate(drawn)]
    whole = {currency: high for _, high, currency in sums(*gifts)}

    for low, high, currency in sums(*gifts, during="2011"):
        assert whole[currency] is None or (high is not None and low <= high <= whole[currency])


# -- in a template ----------------------------------------


def test_a_total_in_a_template_names_what_it_was_made_of(workspace):
    workspace.template("t", "{% for t in facts.contributions.total() %}{{ t }}; {% endfor %}\n")

    briefing = workspace.render("t")

    assert [(fact.text.replace("\u00a0", " "), fact.refs) for fact in briefing.facts.printed] == [
        ("$50,000", ("=1", "vc-2012.amount")),
        ("300,000 (currency not stated)", ("=2", "vc-2011.amount")),
    ]


def test_a_total_during_a_year_counts_the_share_of_that_year(workspace):
    workspace.facts(
        "contributions",
        """
        two:
          level: public
          recorded: 2026-11-01
          kind: voluntary
          status: confirmed
          source: page
          when: "{2012,2013}"
          amount: {value: 100, currency: USD, spread: total}
        """,
    )
    view = workspace.project().view(level=Level.public)

    (money_,) = view.facts.contributions.during("2013").total()

    assert (money_.plain.low, money_.plain.high) == (0, 100)
