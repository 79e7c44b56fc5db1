"""`quote()` and `quoted()`: a quotation in which a word moved stops the build."""

from __future__ import annotations

import pytest

from kzreport.document import Fact, Quote, plain_text, walk
from kzreport.errors import KzReportError

SOURCES = """
    page:
      {level: public, recorded: 2026-11-01, title: {en: Page}, short: {en: the Ministry},
       kind: web-page, authority: own, file: sources/page.txt, locators: {p3: {en: paragraph 3}}}
    bare: {level: public, recorded: 2026-11-01, title: {en: Bare}, kind: web-page, authority: own}
    secret:
      {level: internal, recorded: 2026-11-01, title: {en: Secret}, kind: web-page, authority: own,
       file: sources/secret.txt}
    """
CONTRIBUTIONS = """
    _defaults: {level: public, recorded: 2026-11-01, kind: voluntary, donor: kz, recipient: unodc,
                when: 2011, status: confirmed, amount: {value: 1, currency: USD}}
    good: {source: page#p3, quote: It gave in 2011}
    moved: {source: page#p3, quote: It gave much in 2011}
    silent: {source: page#p3}
    unkept: {source: bare, quote: Words}
    """


@pytest.fixture
def pages(workspace):
    workspace.facts("sources", SOURCES)
    workspace.facts("contributions", CONTRIBUTIONS)
    workspace.facts("events", "{}")
    workspace.file(
        "data/sources/page.txt", 'A page.\n\nKazakhstan: It gave in 2011, *all* "of it".'
    )
    workspace.file("data/sources/secret.txt", "Nobody knows.")
    return workspace


def refused(pages, body: str, **options: object) -> str:
    pages.template("t", body)
    with pytest.raises(KzReportError) as caught:
        pages.render("t", **options)
    return f"{caught.value.message} | {caught.value.hint} | {caught.value.at}"


def test_the_words_of_a_record_are_quoted_with_their_place(pages):
    pages.template("t", "Before\n{{ quote(facts['good']) }}\nAfter\n")

    briefing = pages.render("t")
    quote = next(node for node in walk(briefing.document) if isinstance(node, Quote))

    assert [(block.cls, plain_text(block.kids)) for block in quote.blocks] == [
        ("", "It gave in 2011"),
        ("by", "The Ministry, paragraph 3"),
    ]
    assert quote.blocks[0].kids == (Fact("It gave in 2011", ("good.quote",)),)
    assert list(briefing.facts.files) == ["data/sources/page.txt"]


def test_words_of_ones_own_are_quoted_from_a_source(pages):
    pages.template("t", "{{ quote('gave in 2011, *all* \"of', 'page#p3') }}\n")

    quote = next(node for node in walk(pages.render("t").document) if isinstance(node, Quote))

    assert plain_text(quote.blocks[0].kids) == 'gave in 2011, *all* "of'
    assert quote.blocks[0].kids[0].refs == ("page.file",)


def test_within_a_sentence_the_words_stand_in_marks(pages):
    pages.template("t", "It says {{ quoted('2011, *all* \"of', facts['page']) }}.\n")

    assert plain_text(pages.render("t").document.blocks[0]) == 'It says “2011, *all* "of”.'


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "\n{{ quote(facts['moved']) }}",
            "of `moved` does not stand in data/sources/page.txt:3: «much» is not «in»",
        ),
        (
            "\n{{ quote('It gave in 2012', 'page') }}",
            (
                "the quotation «It gave in 2012» does not stand in data/sources/page.txt:3:"
                " «2012» is not «2011,»"
            ),
        ),
        ("\n{{ quote('Other words', 'page') }}", "does not stand in data/sources/page.txt |"),
        ("\n{{ quote(facts['silent']) }}", "`silent` keeps no words of its source"),
        ("\n{{ quote(facts['unkept']) }}", "has no stored copy to be compared with"),
        ("\n{{ quote('It gave', 'bare') }}", "has no stored copy to be compared with"),
        ("\n{{ quote('It gave') }}", "words alone have no source"),
        ("\n{{ quote('It gave', 'good') }}", "`good` is no source"),
        ("\n{{ quote('It gave', 'page#p9') }}", "`page` lists no place `p9` | it lists p3"),
        ("\n{{ quote('It gave', 'pages') }}", "no record named `pages` | did you mean `page`?"),
        ("\n{{ quote('', 'page') }}", "is no quotation"),
        ("\n{{ quote(facts['good'].when, 'page') }}", "is no quotation"),
        ("\n{{ quoted('*It*' | md, 'page') }}", "is no quotation"),
    ],
)
def test_what_is_not_word_for_word_stops_with_its_place(pages, body, told):
    message = refused(pages, body)

    assert told in message
    assert message.endswith("templates/t.md.j2:5")


def test_a_source_above_the_level_is_not_there(pages):
    body = "{{ quote('Nobody knows', 'secret') }}\n"

    assert refused(pages, body, level="public").startswith("no record named `secret`")
    pages.template("t", body)
    assert pages.render("t").facts.files


def test_a_copy_outside_the_data_is_no_copy(pages):
    pages.file("page.txt", "It gave in 2011")
    pages.facts("sources", SOURCES.replace("sources/page.txt", "../page.txt"))

    assert "has no stored copy" in refused(pages, "{{ quote('It gave', 'page') }}\n")
