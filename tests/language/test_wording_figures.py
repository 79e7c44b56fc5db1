"""Numbers and money in words, in every language. `~` is the space that ends no line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzreport.language import WordingError, available_languages, load_language
from kzreport.values.amount import Amount

LANGUAGES = ("en", "ru", "kk", "fr")


def one(figure, currency=None):
    return Amount(Decimal(figure), Decimal(figure), currency)


def between(low, high, currency=None):
    return Amount(Decimal(low), Decimal(high), currency)


def over(low, currency=None):
    return Amount(Decimal(low), None, currency, over=True)


def bound(text):
    return text.replace("\u00a0", "~")


# --- Money -------------------------------------------------------------------------------

# amount: the wording in en, ru, kk, fr
MONEY = [
    (
        one(300_000, "USD"),
        "$300,000",
        "300~000~долл.~США",
        "300~000~АҚШ~доллары",
        "300~000~dollars",
    ),
    (
        one(100_000_000, "USD"),
        "$100~million",
        "100~млн~долл.~США",
        "100~млн~АҚШ~доллары",
        "100~millions de dollars",
    ),
    (
        one(300_000),
        "300,000 (currency not stated)",
        "300~000 (валюта не указана)",
        "300~000 (валютасы көрсетілмеген)",
        "300~000 (monnaie non précisée)",
    ),
    (
        over(100_000_000, "USD"),
        "over $100~million",
        "свыше 100~млн~долл.~США",
        "100~млн~АҚШ~долларынан астам",
        "plus de 100~millions de dollars",
    ),
    (
        between(450_000, 900_000),
        "from 450,000 to 900,000 (currency not stated)",
        "от 450~000 до 900~000 (валюта не указана)",
        "450~000~– 900~000 (валютасы көрсетілмеген)",
        "de 450~000 à 900~000 (monnaie non précisée)",
    ),
    (
        between(1_500_000, 2_000_000, "USD"),
        "from $1.5~million to $2~million",
        "от 1,5~млн до 2~млн~долл.~США",
        "1,5~млн~– 2~млн~АҚШ~доллары",
        "de 1,5~million à 2~millions de dollars",
    ),
    (one("1234.5", "EUR"), "EUR~1,234.50", "1~234,50~евро", "1~234,50~еуро", "1~234,50~euros"),
    (one(1_000_000, "EUR"), "EUR~1~million", "1~млн~евро", "1~млн~еуро", "1~million d’euros"),
    (
        over(2_500_000_000, "CHF"),
        "over CHF~2.5~billion",
        "свыше 2,5~млрд~CHF",
        "2,5~млрд~CHF мөлшерінен астам",
        "plus de 2,5~milliards de~CHF",
    ),
]


@pytest.mark.parametrize(
    ("amount", "lang", "expected"),
    [
        (amount, lang, wording)
        for amount, *wordings in MONEY
        for lang, wording in zip(LANGUAGES, wordings, strict=True)
    ],
)
def test_money_is_worded_as_the_language_words_it(amount, lang, expected):
    assert bound(load_language(lang).money(amount)) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (one(300_000, "USD"), "300,000"),
        (between(450_000, 900_000), "450,000–900,000"),
        (over(100_000_000, "USD"), "over 100,000,000"),
        (one("0.5", "USD"), "0.50"),
        (one("300000.00", "USD"), "300,000"),
        (one("0.5"), "0.5"),
    ],
)
def test_a_table_has_bare_figures(amount, expected):
    assert load_language("en").money(amount, "table") == expected


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("USD", ("US$", "долл.~США", "АҚШ~доллары", "dollars")),
        ("CHF", ("CHF", "CHF", "CHF", "CHF")),
        (
            None,
            (
                "currency not stated",
                "валюта не указана",
                "валютасы көрсетілмеген",
                "monnaie non précisée",
            ),
        ),
    ],
)
def test_the_head_of_a_column_names_the_currency(code, names):
    assert tuple(bound(load_language(lang).currency(code)) for lang in LANGUAGES) == names


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (999_999, "$999,999"),
        (1_000_000, "$1~million"),
        (1_250_000, "$1.25~million"),
        (1_234_567, "$1,234,567"),
        (1_255_000, "$1,255,000"),
        ("1000000.50", "$1,000,000.50"),
        (1_010_000_000, "$1.01~billion"),
        (1_001_000_000, "$1,001,000,000"),
    ],
)
def test_millions_are_worded_only_where_no_digit_is_lost(figure, expected):
    assert bound(load_language("en").money(one(figure, "USD"))) == expected


def test_an_unknown_form_of_money_is_reported_with_those_there_are():
    with pytest.raises(WordingError) as caught:
        load_language("en").money(one(1), "long")

    assert str(caught.value) == "there is no form of money `long`\nhint: use text, table"


# --- Numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "wordings"),
    [
        (7, ("seven", "7", "жеті", "sept")),
        (1, ("one", "1", "бір", "1")),
        (9, ("nine", "9", "тоғыз", "neuf")),
        (10, ("10", "10", "10", "10")),
        (53_000, ("53,000", "53~000", "53~000", "53~000")),
        (100_000_000, ("100~million", "100~млн", "100~млн", "100~millions")),
        (Decimal("2.5"), ("2.5", "2,5", "2,5", "2,5")),
    ],
)
def test_numbers_under_ten_are_words_and_others_figures(number, wordings):
    assert tuple(bound(load_language(lang).number(number)) for lang in LANGUAGES) == wordings


def test_figures_are_figures_under_ten_too():
    assert load_language("en").number(7, "figures") == "7"
    assert load_language("en").number(-7, "figures") == "−7"


@pytest.mark.parametrize(
    ("number", "wordings"),
    [
        (24, ("24 per cent", "24~процента", "24~пайыз", "24~%")),
        (1, ("1 per cent", "1~процент", "1~пайыз", "1~%")),
        (11, ("11 per cent", "11~процентов", "11~пайыз", "11~%")),
        (112, ("112 per cent", "112~процентов", "112~пайыз", "112~%")),
        (21, ("21 per cent", "21~процент", "21~пайыз", "21~%")),
        (Decimal("2.5"), ("2.5 per cent", "2,5~процента", "2,5~пайыз", "2,5~%")),
    ],
)
def test_a_percentage_agrees_with_its_number(number, wordings):
    assert tuple(bound(load_language(lang).per_cent(number)) for lang in LANGUAGES) == wordings


def test_a_percentage_in_a_table_has_the_sign():
    in_tables = tuple(bound(load_language(lang).per_cent(24, "table")) for lang in LANGUAGES)

    assert in_tables == ("24%", "24%", "24%", "24~%")


@pytest.mark.parametrize("lang", available_languages())
@given(st.decimals(min_value=0, max_value=10**40, places=3))
def test_figures_keep_every_digit(lang, number):
    language = load_language(lang)
    signs = {language.table.numbers["thousands"]: "", language.table.numbers["decimal"]: "."}

    text = language.number(number, "figures")

    assert Decimal("".join(signs.get(char, char) for char in text)) == number


# --- Ordinals ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "en", "ru", "fr"),
    [
        (1, "first", "первая", "première"),
        (12, "twelfth", "двенадцатая", "douzième"),
        (20, "twentieth", "двадцатая", "vingtième"),
        (21, "twenty-first", "двадцать первая", "vingt et unième"),
        (56, "fifty-sixth", "пятьдесят шестая", "cinquante-sixième"),
        (70, "seventieth", "семидесятая", "soixante-dixième"),
        (71, "seventy-first", "семьдесят первая", "soixante et onzième"),
        (80, "eightieth", "восьмидесятая", "quatre-vingtième"),
        (81, "eighty-first", "восемьдесят первая", "quatre-vingt-unième"),
        (91, "ninety-first", "девяносто первая", "quatre-vingt-onzième"),
        (100, "one hundredth", "сотая", "centième"),
        (101, "one hundred and first", "сто первая", "cent unième"),
        (120, "one hundred and twentieth", "сто двадцатая", "cent vingtième"),
        (1540, "1540th", "1540-я", "1540e"),
        (7112, "7112th", "7112-я", "7112e"),
        (7121, "7121st", "7121-я", "7121e"),
    ],
)
def test_an_ordinal_is_in_words_as_far_as_sessions_go(number, en, ru, fr):
    found = [load_language(lang).ordinal(number) for lang in ("en", "ru", "fr")]

    assert found == [en, ru, fr]


@pytest.mark.parametrize("lang", ["en", "ru", "fr"])
def test_no_two_ordinals_are_alike(lang):
    words = [load_language(lang).ordinal(number) for number in range(1, 200)]

    assert len(set(words)) == 199
    assert not any(char.isdigit() for word in words for char in word)


def test_there_is_no_ordinal_of_nothing():
    with pytest.raises(ValueError, match="no ordinal of 0"):
        load_language("en").ordinal(0)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "fifty-sixth session"),
        ("ru", "пятьдесят шестая (56-я) сессия"),
        ("kk", "56-сессия"),
        ("fr", "cinquante-sixième session"),
    ],
)
def test_a_session_is_named_by_its_number(lang, expected):
    language = load_language(lang)

    assert language.phrase("session", ordinal=language.ordinal(56), number=56) == expected
