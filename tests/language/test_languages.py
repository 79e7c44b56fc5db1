"""The tables of the languages, their phrases, lists, quotations and alphabets."""

from __future__ import annotations

import pytest

from kzreport.document import Fact, Heading, Para, Span, Str, plain_text
from kzreport.errors import ProjectError
from kzreport.language import WordingError, available_languages, load_language
from kzreport.language.binding import bind
from kzreport.language.language import placeholders
from kzreport.values.edtf import read_edtf

OTHERS = tuple(lang for lang in available_languages() if lang != "en")


def test_four_languages_are_written():
    assert available_languages() == ("en", "fr", "kk", "ru")


def test_a_language_without_a_table_is_refused_with_those_there_are():
    with pytest.raises(ProjectError) as caught:
        load_language("eo")

    assert str(caught.value) == "kzreport does not write `eo`\nhint: it writes en, fr, kk, ru"


def test_a_table_is_read_once():
    assert load_language("en") is load_language("en")


# --- The tables are complete -------------------------------------------------------------


@pytest.mark.parametrize("lang", OTHERS)
def test_every_language_has_every_phrase_with_the_same_places(lang):
    english, other = load_language("en").table.phrases, load_language(lang).table.phrases

    assert list(other) == list(english)
    for key, pattern in other.items():
        if pattern is not None and key != "session":  # in words, in figures or in both
            assert placeholders(pattern) == placeholders(english[key] or ""), key


@pytest.mark.parametrize("lang", OTHERS)
def test_every_language_words_every_shape_of_date_in_every_form(lang):
    english, other = load_language("en").table, load_language(lang).table

    assert {shape: list(forms) for shape, forms in other.dates.items()} == {
        shape: list(forms) for shape, forms in english.dates.items()
    }
    assert list(other.doubt) == list(english.doubt)


@pytest.mark.parametrize("lang", available_languages())
def test_every_case_has_twelve_months_and_none_twice(lang):
    for case, names in load_language(lang).table.months.items():
        assert len(set(names)) == 12, case


@pytest.mark.parametrize("lang", OTHERS)
def test_every_language_names_the_same_currencies(lang):
    english, other = load_language("en").table, load_language(lang).table

    assert list(other.currencies) == list(english.currencies)
    assert other.money.keys() == english.money.keys()


@pytest.mark.parametrize("lang", available_languages())
def test_what_is_said_to_be_unconfirmed_exists(lang):
    table = load_language(lang).table
    for entry in table.unconfirmed:
        part, _, key = entry.partition(".")
        found = getattr(table, part.replace("-", "_"))
        assert not key or key in found, entry


def test_the_formula_of_a_note_is_not_invented_in_kazakh():
    with pytest.raises(WordingError, match="`note-opening` is not yet supplied in `kk`"):
        load_language("kk").pattern("note-opening")


def test_the_drafts_in_kazakh_are_marked_and_the_english_wording_is_not():
    assert not load_language("kk").is_confirmed("phrases.is-expected")
    assert load_language("kk").is_confirmed("ordinals")
    assert load_language("en").is_confirmed("phrases.is-expected")


# --- Phrases -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "unverified", "disputed", "ahead", "past", "undated"),
    [
        (
            "en",
            "according to S, ",
            "sources differ: a; b",
            "is expected in June 2014",
            "was expected in June 2014; the outcome is not recorded here",
            "(date not established)",
        ),
        (
            "ru",
            "по данным S, ",
            "источники расходятся: a; b",
            "ожидается в июне 2014 года",
            "ожидалось в июне 2014 года; сведений о результате нет",
            "(дата не установлена)",
        ),
        (
            "fr",
            "selon S, ",
            "les sources divergent : a ; b",
            "est attendu en juin 2014",
            "était attendu en juin 2014 ; le résultat n’est pas consigné",
            "(date non établie)",
        ),
        (
            "kk",
            "S деректері бойынша, ",
            "дереккөздер әртүрлі: a; b",
            "2014 жылғы маусымда күтіледі",
            "2014 жылғы маусымда күтілген еді; нәтижесі туралы мәлімет жоқ",
            "(күні анықталмаған)",
        ),
    ],
)
def test_doubt_and_expectation_are_worded(lang, unverified, disputed, ahead, past, undated):
    language = load_language(lang)
    june = language.date(read_edtf("2014-06"), "on")

    found = (
        language.phrase("according-to", source="S"),
        language.phrase("sources-differ", a="a", b="b"),
        language.phrase("is-expected", date=june),
        language.phrase("was-expected", date=june),
        language.phrase("date-unknown"),
    )

    plain = tuple(text.replace("\u00a0", " ").replace("\u202f", " ") for text in found)
    assert plain == (unverified, disputed, ahead, past, undated)


@pytest.mark.parametrize("lang", available_languages())
def test_each_act_about_an_agreement_has_the_letter_of_the_depositary(lang):
    acts = ("ratification", "accession", "acceptance", "approval", "succession")
    more = ("definitive-signature", "formal-confirmation")
    language = load_language(lang)

    assert [language.pattern(f"letter-{act}") for act in acts + more] == [
        "", "a", "A", "AA", "d", "s", "c",
    ]  # fmt: skip


def test_a_misspelt_phrase_is_reported_with_the_nearest_one():
    with pytest.raises(WordingError) as caught:
        load_language("en").phrase("acording-to", source="S")

    assert str(caught.value) == (
        "there is no phrase `acording-to` in `en`\nhint: did you mean `according-to`?"
    )


def test_a_phrase_with_a_place_left_empty_is_reported():
    with pytest.raises(WordingError) as caught:
        load_language("en").phrase("page-of", page=1)

    assert str(caught.value) == (
        "the phrase `page-of` needs `pages`\nhint: `Page {page} of {pages}`"
    )


# --- Lists, places, quotations -----------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "A, B and C"),
        ("ru", "A, B и\u00a0C"),
        ("kk", "A, B және C"),
        ("fr", "A, B et C"),
    ],
)
def test_a_list_ends_with_and_and_no_serial_comma(lang, expected):
    assert load_language(lang).list(["A", "B", "C"]) == expected


def test_a_list_of_one_or_none_has_no_signs():
    english = load_language("en")

    assert english.list(["A"]) == "A"
    assert english.list([]) == ""
    assert english.list_pattern(3) == (", ", " and ")


@pytest.mark.parametrize(
    ("paragraphs", "tables", "expected"),
    [
        ((3, 4, 5, 7), (1,), "Paras. 3–5 and 7; table 1."),
        ((4, 4), (), "Para. 4."),
        ((), (1, 2), "Tables 1 and 2."),
        ((), (), ""),
    ],
)
def test_neighbouring_places_are_drawn_together(paragraphs, tables, expected):
    assert load_language("en").places(paragraphs, tables) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "so called", "“so called”"),
        ("en", "a “b” c", "“a ‘b’ c”"),
        ("ru", "а «б» в", "«а „б“ в»"),
        ("kk", "а", "«а»"),
        ("fr", "a «\u00a0b\u00a0» c", "«\u00a0a “b” c\u00a0»"),
    ],
)
def test_a_quotation_inside_another_has_the_inner_marks(lang, text, expected):
    assert load_language(lang).quote(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("according to the UN", "According to the UN"),
        ("“so called”", "“So called”"),
        ("7 experts", "7 experts"),
        ("", ""),
    ],
)
def test_only_the_first_letter_becomes_large(text, expected):
    assert load_language("en").capitalize(text) == expected


# --- Alphabets ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        (
            "en",
            ["Côte d'Ivoire", "Croatia", "Guinea", "Guinea-Bissau", "Iran", "Türkiye", "Uganda"],
        ),
        ("fr", ["Autriche", "Égypte", "Espagne", "État", "œuvre", "Ouganda"]),
        ("ru", ["Еж", "Ёж", "Жук", "Япония", "UNODC"]),
        ("kk", ["Ауғанстан", "Әзербайжан", "Кения", "Қазақстан", "Латвия", "Үндістан", "Фиджи"]),
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(lang, names):
    backwards = names[::-1]

    assert sorted(backwards, key=load_language(lang).sort_key) == names


# --- Words that never end a line ---------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "text", "bound"),
    [
        ("ru", "участие в сессии и вклад", "участие в~сессии и~вклад"),
        ("ru", "В Вене — Комиссия", "В~Вене~— Комиссия"),
        ("ru", "закон № 257", "закон №~257"),
        ("ru", "двух сторон", "двух сторон"),
        ("ru", "из-за у", "из-за у"),
        ("en", "a visit to Vienna", "a visit to Vienna"),
        ("kk", "Вена — Нью-Йорк", "Вена~— Нью-Йорк"),
    ],
)
def test_short_words_dashes_and_number_signs_stay_with_their_neighbours(lang, text, bound):
    (node,) = bind((Str(text),), load_language(lang))

    assert node.text.replace("\u00a0", "~") == bound


def test_a_short_word_stays_with_the_fact_that_follows_it():
    kids = bind((Str("сессия в "), Fact("Вене", ("cnd-56.place",))), load_language("ru"))

    assert kids[0].text == "сессия в\u00a0"


def test_a_long_title_does_not_leave_its_last_word_alone():
    title = "United Nations Office on Drugs and Crime, its names"
    heading = bind(Heading(1, (Str(title),), "t"), load_language("en"))

    assert plain_text(heading.kids) == "United Nations Office on Drugs and Crime, its\u00a0names"


def test_the_mark_of_a_source_stays_with_the_word_before():
    marks = Span((Str("[1] [2]"),), "ref")
    many = Span((Str("[1] [2] [3] [4]"),), "ref")
    text = Para((Str("It agreed "), marks, Str(" and gave "), many))
    bound = bind(text, load_language("en"))

    shown = plain_text(bound).replace("\u00a0", "~")
    assert shown == "It agreed~[1]~[2] and gave~[1] [2] [3] [4]"
