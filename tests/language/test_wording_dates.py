"""Dates in words, in every language. In the tables here `~` is the space that ends no line."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzreport.language import WordingError, available_languages, load_language
from kzreport.language.dates import FORMS
from kzreport.values.edtf import read_edtf


def worded(lang, text, form):
    return load_language(lang).date(read_edtf(text), form).replace("\u00a0", "~")


# (date, form): the wording in en, ru, kk, fr
ROWS = {
    ("2014-04-07", "plain"): (
        "7~April 2014",
        "7~апреля 2014~года",
        "2014~жылғы 7~сәуір",
        "7~avril 2014",
    ),
    ("2014-04-01", "plain"): (
        "1~April 2014",
        "1~апреля 2014~года",
        "2014~жылғы 1~сәуір",
        "1er~avril 2014",
    ),
    ("2014-04-07", "on"): (
        "on 7~April 2014",
        "7~апреля 2014~года",
        "2014~жылғы 7~сәуірде",
        "le 7~avril 2014",
    ),
    ("2014-04-07", "of"): (
        "of 7~April 2014",
        "от 7~апреля 2014~года",
        "2014~жылғы 7~сәуірдегі",
        "du 7~avril 2014",
    ),
    ("1994-05", "plain"): ("May 1994", "май 1994~года", "1994~жылғы мамыр", "mai 1994"),
    ("1994-05", "on"): ("in May 1994", "в~мае 1994~года", "1994~жылғы мамырда", "en mai 1994"),
    ("2013", "on"): ("in 2013", "в~2013~году", "2013~жылы", "en 2013"),
    ("2014-04-07/2014-04-11", "plain"): (
        "7–11~April 2014",
        "7–11~апреля 2014~года",
        "2014~жылғы 7–11~сәуір",
        "7-11~avril 2014",
    ),
    ("2014-04-07/2014-04-11", "on"): (
        "from 7 to 11~April 2014",
        "с~7 по 11~апреля 2014~года",
        "2014~жылғы 7–11~сәуірде",
        "du 7 au 11~avril 2014",
    ),
    ("2014-04-28/2014-05-02", "plain"): (
        "28~April–2~May 2014",
        "28~апреля~– 2~мая 2014~года",
        "2014~жылғы 28~сәуір~– 2~мамыр",
        "du 28~avril au 2~mai 2014",
    ),
    ("2014/2017", "plain"): (
        "2014–2017",
        "2014–2017~годы",
        "2014–2017~жылдары",
        "2014-2017",
    ),
    ("2014/2017", "on"): (
        "from 2014 to 2017",
        "в~2014–2017~годах",
        "2014–2017~жылдары",
        "de 2014 à 2017",
    ),
    ("2009/..", "on"): ("since 2009", "с~2009~года", "2009~жылдан бастап", "depuis 2009"),
    ("{2012,2013}", "on"): (
        "in 2012 and 2013",
        "в~2012 и~2013~годах",
        "2012 және 2013~жылдары",
        "en 2012 et 2013",
    ),
    # beyond the manual's rows
    ("2014-04-28/2014-05-02", "on"): (
        "from 28~April to 2~May 2014",
        "с~28~апреля по 2~мая 2014~года",
        "2014~жылғы 28~сәуір~– 2~мамыр аралығында",
        "du 28~avril au 2~mai 2014",
    ),
    ("2013-12-28/2014-01-03", "on"): (
        "from 28~December 2013 to 3~January 2014",
        "с~28~декабря 2013~года по 3~января 2014~года",
        "2013~жылғы 28~желтоқсаннан 2014~жылғы 3~қаңтарға дейін",
        "du 28~décembre 2013 au 3~janvier 2014",
    ),
    ("2013/2014-05", "on"): (
        "from 2013 to May 2014",
        "с~2013~года по май 2014~года",
        "2013~жылдан 2014~жылғы мамырға дейін",
        "de 2013 à mai 2014",
    ),
    ("2014-04/2014-06", "on"): (
        "from April to June 2014",
        "с~апреля по июнь 2014~года",
        "2014~жылғы сәуір~– маусым аралығында",
        "d’avril à juin 2014",
    ),
    ("2014-04-07/..", "plain"): (
        "since 7~April 2014",
        "с~7~апреля 2014~года",
        "2014~жылғы 7~сәуірден бастап",
        "depuis le 7~avril 2014",
    ),
    ("../2013", "plain"): (
        "2013 or earlier",
        "не позднее 2013~года",
        "2013~жылы немесе одан бұрын",
        "2013 ou avant",
    ),
    ("../2013", "on"): (
        "in or before 2013",
        "не позднее 2013~года",
        "2013~жылы немесе одан бұрын",
        "au plus tard en 2013",
    ),
    ("{2014-04-07,2014-04-09}", "on"): (
        "on 7 and 9~April 2014",
        "7 и~9~апреля 2014~года",
        "2014~жылғы 7 және 9~сәуірде",
        "les 7 et 9~avril 2014",
    ),
    ("{2014-04,2014-05}", "on"): (
        "in April and May 2014",
        "в~апреле и~мае 2014~года",
        "2014~жылғы сәуірде және мамырда",
        "en avril et mai 2014",
    ),
    ("{2012,2014-05}", "on"): (
        "in 2012 and in May 2014",
        "в~2012~году и~в~мае 2014~года",
        "2012~жылы және 2014~жылғы мамырда",
        "en 2012 et en mai 2014",
    ),
    ("1997-04-29", "short"): (
        "29~Apr~1997",
        "29~апр.~1997",
        "1997~ж.~29~сәу.",
        "29~avr.~1997",
    ),
    ("2014/2017", "range"): ("2014–2017", "2014–2017", "2014–2017", "2014-2017"),
    ("2009/..", "range"): ("2009–", "2009–", "2009–", "2009-"),
    ("2011~", "on"): (
        "about 2011",
        "примерно в~2011~году",
        "шамамен 2011~жылы",
        "aux environs de 2011",
    ),
    ("2011?", "on"): (
        "possibly in 2011",
        "возможно, в~2011~году",
        "мүмкін, 2011~жылы",
        "peut-être en 2011",
    ),
    ("2011%", "plain"): (
        "possibly about 2011",
        "возможно, примерно 2011~год",
        "мүмкін, шамамен 2011~жыл",
        "peut-être aux environs de 2011",
    ),
}


@pytest.mark.parametrize(
    ("text", "form", "lang", "expected"),
    [
        (text, form, lang, wording)
        for (text, form), wordings in ROWS.items()
        for lang, wording in zip(("en", "ru", "kk", "fr"), wordings, strict=True)
    ],
)
def test_a_date_is_worded_as_the_language_words_it(text, form, lang, expected):
    assert worded(lang, text, form) == expected


@pytest.mark.parametrize("order", list(permutations(available_languages())))
def test_languages_do_not_leak_into_each_other_whatever_the_order(order):
    """Babel's stand-alone months do (python-babel #1234), and stay out of the process."""
    columns = ("en", "ru", "kk", "fr")
    for lang in order:
        for (text, form), wordings in ROWS.items():
            assert worded(lang, text, form) == wordings[columns.index(lang)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011?/2013", "possibly from 2011 to 2013"),
        ("2014-04-07/2014-04-11~", "about 7–11~April 2014"),
        ("{2012,2013?}", "possibly in 2012 and 2013"),
        ("2009?/..", "possibly since 2009"),
    ],
)
def test_doubt_about_one_end_is_said_of_the_whole(text, expected):
    assert worded("en", text, "on") == expected


def test_a_range_that_begins_and_ends_alike_is_told_once():
    assert worded("en", "2014-04-07/2014-04-07", "on") == "on 7~April 2014"


def test_an_unknown_form_of_date_is_reported_with_the_nearest_one():
    with pytest.raises(WordingError) as caught:
        worded("en", "2014", "plane")

    assert str(caught.value) == "there is no form of date `plane`\nhint: did you mean `plain`?"


SHAPES = [
    "2014-04-07",
    "1994-05",
    "2013",
    "2014-04-07/2014-04-11",
    "2014-04-28/2014-05-02",
    "2014-04/2014-06",
    "2014/2017",
    "2013/2014-05",
    "2009/..",
    "../2013",
    "{2014-04-07,2014-04-09}",
    "{2014-04,2014-05}",
    "{2012,2013}",
    "{2012,2014-05}",
]


@pytest.mark.parametrize("lang", available_languages())
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", ["{}", "{}/2013", "{}/..", "../{}", "{{{},2013}}"])
def test_doubt_is_told_in_every_form(lang, form, shape):
    words = {worded(lang, shape.format(f"2011{doubt}"), form) for doubt in ("", "?", "~", "%")}

    assert len(words) == 4


@pytest.mark.parametrize("lang", available_languages())
@given(day=st.dates(), length=st.sampled_from([4, 7, 10]), form=st.sampled_from(FORMS))
def test_a_point_in_time_is_told_with_its_year_and_nothing_finer_than_it_has(
    lang, day, length, form
):
    text = day.isoformat()[:length]
    language = load_language(lang)

    words = language.date(read_edtf(text), form)

    figures = "".join(char if char.isdigit() else " " for char in words).split()
    assert figures.count(str(day.year)) >= 1
    assert len(figures) == (2 if length == 10 else 1)


@pytest.mark.parametrize("lang", available_languages())
@pytest.mark.parametrize("text", SHAPES)
@pytest.mark.parametrize("form", FORMS)
def test_every_shape_has_words_in_every_form(lang, text, form):
    words = worded(lang, text, form)

    assert words == words.strip()
    assert not set(words) & {"{", "}"}
    assert "  " not in words
