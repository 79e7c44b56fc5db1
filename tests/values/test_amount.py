"""Amounts: exact sums, ranges where the source leaves one, currencies apart."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzreport.values.amount import (
    Amount,
    known_currency,
    minor_digits,
    over_all_years,
    share_of_year,
    total,
)


def amount(low, high=None, currency=None, spread=None):
    """An amount in short: one figure, or a range."""
    return Amount(Decimal(low), Decimal(low if high is None else high), currency, spread=spread)


def over(low, currency=None):
    return Amount(Decimal(low), None, currency, over=True)


# --- What an amount may be ---------------------------------------------------------------


def test_an_amount_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="an amount from 600 to 300 ends before it begins"):
        amount(600, 300)


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="Decimal, not float"):
        Amount(0.1, Decimal(1), "USD")


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_a_figure_is_refused(figure):
    with pytest.raises(ValueError, match="is not a figure"):
        Amount(Decimal(figure), Decimal(1), "USD")


def test_only_an_amount_that_is_open_above_lacks_an_upper_end():
    with pytest.raises(ValueError, match="upper end"):
        Amount(Decimal(1), None, "USD")
    with pytest.raises(ValueError, match="upper end"):
        Amount(Decimal(1), Decimal(2), "USD", over=True)


# --- Sums --------------------------------------------------------------------------------


def test_amounts_of_one_currency_are_added():
    assert amount("0.10", currency="USD") + amount("0.20", "0.30", "USD") == amount(
        "0.30", "0.40", "USD"
    )


def test_a_sum_with_something_open_above_is_open_above():
    assert amount(5, currency="USD") + over(100, "USD") == over(105, "USD")


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("USD", "EUR", "USD and EUR are not added"),
        ("USD", None, "without a stated currency are not added"),
        (None, None, "without a stated currency are not added"),
    ],
)
def test_unlike_or_unstated_currencies_are_not_added(one, other, message):
    with pytest.raises(ValueError, match=message):
        amount(1, currency=one) + amount(1, currency=other)


def test_a_total_keeps_currencies_apart_and_the_unstated_one_last():
    parts = [amount(1), amount(2, currency="USD"), amount(3), amount(4, currency="EUR")]

    sums = total(parts)

    assert list(sums.items()) == [
        ("EUR", amount(4, currency="EUR")),
        ("USD", amount(2, currency="USD")),
        (None, amount(4)),
    ]


def test_a_total_of_nothing_is_empty():
    assert total([]) == {}


@pytest.mark.parametrize("spread", ["each", "unknown"])
def test_an_amount_whose_years_are_open_is_not_added_as_it_stands(spread):
    with pytest.raises(ValueError, match=f"spread `{spread}` is not added"):
        total([amount(150_000, spread=spread)])


def test_a_sum_rounds_nothing():
    huge, small = Decimal(123456789012345678901234567890), Decimal("0.01")

    sums = total([amount(huge), amount(small)])

    assert sums[None].low == Decimal("123456789012345678901234567890.01")


MONEY = st.decimals(min_value=0, max_value=10**15, places=2)


@given(st.lists(st.tuples(MONEY, MONEY).map(sorted), min_size=1), st.randoms())
def test_a_total_is_the_same_in_any_order(ranges, random):
    amounts = [amount(low, high, "USD") for low, high in ranges]
    shuffled = random.sample(amounts, len(amounts))

    assert total(amounts) == total(shuffled)
    assert total(amounts)["USD"].low == sum(low for low, _ in ranges)


# --- Several years -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spread", "years", "share", "altogether"),
    [
        ("each", 2, amount(150), amount(300)),
        ("total", 2, amount(0, 150), amount(150)),
        ("unknown", 2, amount(0, 150), amount(150, 300)),
        (None, 2, amount(0, 150), amount(150, 300)),
        ("unknown", 1, amount(150), amount(150)),
        ("unknown", 3, amount(0, 150), amount(150, 450)),
    ],
)
def test_the_spread_says_what_falls_into_a_year_and_into_all(spread, years, share, altogether):
    given_amount = amount(150, spread=spread)

    assert share_of_year(given_amount, years) == share
    assert over_all_years(given_amount, years) == altogether


def test_what_is_open_above_stays_open_above():
    each = Amount(Decimal(100), None, "USD", over=True, spread="each")

    assert share_of_year(each, 3) == over(100, "USD")
    assert over_all_years(each, 3) == over(300, "USD")


def test_an_amount_for_no_year_is_refused():
    with pytest.raises(ValueError, match="one year at least, not for 0"):
        share_of_year(amount(1), 0)


def test_all_readings_of_the_third_paragraph_are_kept():
    """2011: the parts lie in the 300,000 or beside it. 2012 and 2013: each, or both."""
    in_2011 = amount(300_000, 600_000)
    in_2012_and_2013 = over_all_years(amount(150_000, spread="unknown"), 2)

    assert in_2012_and_2013 == amount(150_000, 300_000)
    assert total([in_2011, in_2012_and_2013]) == {None: amount(450_000, 900_000)}


# --- Currencies --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "digits"), [("USD", 2), ("KZT", 2), ("JPY", 0), ("KWD", 3), ("ATS", 2), ("ITL", 0)]
)
def test_a_currency_has_its_minor_digits(code, digits):
    assert known_currency(code)
    assert minor_digits(code) == digits


@pytest.mark.parametrize("code", ["XXX", "XTS", "XAU", "usd", "US$", "", "RUR"])
def test_what_is_no_currency_is_unknown(code):
    assert not known_currency(code)
