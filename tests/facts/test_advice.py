"""Whoever writes a value as in Word or Excel is told how it is written here."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzreport.facts.advice import advice
from kzreport.values.edtf import read_edtf


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2015-04-31", "April 2015 has 30 days"),
        ("2015-02-29", "February 2015 has 28 days"),
        ("31.12.2015", "write 2015-12-31"),
        ("7.4.2014", "write 2014-04-07 or 2014-07-04: which is the day?"),
        ("04/04/2014", "write 2014-04-04"),
        ("99.99.2014", "the year comes first, then month and day: 2014-04-07"),
        ("2014-31-12", "the year comes first, then the month, 01 to 12, then the day"),
        ("20140407", "write 2014-04-07"),
        ("5 March 2015", "write 2015-03-05"),
        ("5 марта 2015 года", "write 2015-03-05"),
        ("мамыр 1994", "write 1994-05"),
        ("1 avril 2014", "write 2014-04-01"),
        ("Sept. 2014", "write 2014-09"),
        ("2014–2017", "a range is written 2014/2017"),
        ("2014 - 2017", "a range is written 2014/2017"),
        ("2017/2014", ""),
    ],
)
def test_a_date_is_offered_as_it_is_written_here(written, hint):
    assert advice("when", written) == hint


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ({"value": "50 000", "currency": "USD"}, "write 50000"),
        ({"value": "50\u00a0000", "currency": "USD"}, "write 50000"),
        ({"value": "50,000", "currency": "USD"}, "write 50000"),
        ({"value": "1250,5", "currency": "USD"}, "write 1250.5"),
        ({"value": "1 млн", "currency": "USD"}, "write 1000000"),
        ({"value": "1,5 mln", "currency": "USD"}, "write 1500000"),
        ({"value": "50000 USD", "currency": None}, "write figures alone, and the currency in"),
        ({"value": "1.500.000", "currency": "USD"}, "write figures alone: 300000, or 1250.50"),
        ({"value": 50, "5": None, "currency": "USD"}, "a comma parts the entries here: no comma"),
        ({"value": 50, "currency": "$"}, "write USD if the source means United States dollars"),
        ({"value": 50, "currency": "usd"}, "write USD"),
        ({"value": 50, "currency": "тенге"}, "write KZT"),
        ({"value": 50, "currency": "XYZ"}, "write its three letters, or null if the source"),
        ({"value": -1, "currency": "USD"}, ""),
        ("50000 USD", "write `{value: 50000, currency: USD}`"),
        ("$1 million", "write `{value: 1000000, currency: USD}`"),
        ("1 млн", "write `{value: 1000000, currency: null}`"),
        ("much", "write `{value: 300000, currency: USD}`"),
    ],
)
def test_an_amount_is_offered_as_it_is_written_here(written, hint):
    assert advice("money", written).startswith(hint)
    assert bool(advice("money", written)) == bool(hint)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("UNODC", "write `unodc`"),
        ("vc_2015", "write `vc-2015`"),
        ("v\u0441-2015", "`\u0441` is a Cyrillic letter; type the id anew in Latin letters"),
        ("kz\u00a0", "it holds U+00A0 (no-break space); type it anew"),
        ("kz\u200b", "it holds U+200B (zero width space); type it anew"),
        ("взнос", "such as `vc-2011`"),
    ],
)
def test_of_an_id_the_letter_is_named_that_does_not_belong_in_it(written, hint):
    assert advice("plain", written) == hint


@pytest.mark.parametrize(("lang", "meant"), [("kz", "kk"), ("EN", "en"), ("rus", "ru")])
def test_a_language_is_offered_by_its_code(lang, meant):
    assert advice("text", {lang: "words"}) == f"write `{meant}`"


@given(st.text(max_size=30), st.sampled_from(["when", "money", "plain", "citation", "level"]))
def test_advice_is_given_about_anything_and_an_offered_day_can_be_read(text, sort):
    hint = advice(sort, text)

    if sort == "when":
        for day in re.findall(r"write ([0-9-]+)", hint):
            read_edtf(day)


@given(
    st.dates(min_value=date(1583, 1, 1)),
    st.sampled_from(["%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%Y.%m.%d", "%Y%m%d"]),
)
def test_a_day_in_another_writing_is_among_those_offered(day, form):
    assert day.isoformat() in advice("when", day.strftime(form))


def test_the_place_told_is_that_of_the_part(refusal):
    told = refusal(
        "contributions",
        "gift:\n  kind: voluntary\n  amount:\n    value: 5\n    currency: $\n"
        "  purpose:\n    en: gift\n    kz: сый\n",
    )

    assert told == (
        "6:15: `amount`: `$` is not a currency of ISO 4217, such as USD or EUR\n"
        "hint: write USD if the source means United States dollars, null if it does not say\n"
        "9:5: `purpose`: `kz` is not a language: en, ru, kk, fr, ar, zh, es\n"
        "hint: write `kk`"
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("source:", "`source` is empty\nhint: write where it comes from: `source: seed#p3`"),
        ("who:\n  problem:", "`problem` is empty\nhint: write its value after the colon, or"),
        ("source: 'seed#p3, seed#p1'", "`source`: `seed#p3, seed#p1` names more than one source"),
    ],
)
def test_an_empty_value_and_two_in_one_are_told_as_such(refusal, line, told):
    assert told in refusal("events", f"visit:\n  kind: visit\n  what: a visit\n  {line}\n")
