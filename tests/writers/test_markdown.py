"""Markdown: every fact shown, and an independent reader finds the same words."""

import json

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzreport.document import (
    Break,
    Cell,
    Column,
    Definitions,
    Div,
    Document,
    Emph,
    Fact,
    Heading,
    Link,
    List,
    Masthead,
    Note,
    NoteRef,
    PageBreak,
    Para,
    Quote,
    Ref,
    Row,
    Span,
    Str,
    Strong,
    Table,
    TableNote,
)
from kzreport.writers.markdown import write_markdown

AMOUNT = Fact("300,000", ("vc-2011.amount",), "money")


def text(words):
    return (Str(words),)


def written(*blocks):
    return write_markdown(Document("T", "en", blocks))


def test_a_fact_shows_its_references_its_form_and_its_language():
    derived = Fact("Сумма [2]", ("=1", "a.amount", "b.amount"), "upper", "ru")

    assert written(Para((Str("It gave "), Strong((AMOUNT,)), Str("; "), derived))) == (
        'It gave **[300,000]{.fact ref="vc-2011.amount" as=money}**; '
        r'[Сумма \[2\]]{.fact ref="=1 a.amount b.amount" as=upper lang=ru}' + "\n"
    )


def test_headings_paragraphs_notes_and_references():
    note = Note(1, (Para(text("Press release.")), Para(text("Second line."))))

    assert written(
        Heading(1, text("Brief"), "top"),
        Heading(2, text("Facts"), "facts", "I."),
        Heading(2, text("Annex"), "annex"),
        Para((Str("Elected"), note, Str(" in "), Ref("para-2", "2"), NoteRef(1)), "num", 1, "p-1"),
        Para(text("Ministry."), "source", 3),
        Para(text("Lead."), "lead"),
    ) == (
        "# Brief {#top}\n\n"
        "## Facts {#facts}\n\n"
        "## Annex {#annex .unnumbered}\n\n"
        "(@p-1) Elected[^1] in [2](#para-2)[^1]\n\n"
        "::: source\n\\[3\\] Ministry.\n:::\n\n"
        "::: lead\nLead.\n:::\n\n"
        "[^1]: Press release.\n\n      Second line.\n"
    )


def test_lists_boxes_quotations_and_terms():
    inner = List(False, 1, ((Para(text("inner")),),))
    outer = List(True, 3, ((Para(text("A")), inner),))

    assert written(
        Div("box", (Para(text("Open points"), "boxhead"), outer)),
        Quote((Para(text("Quoted")), Para(text("Ministry")))),
        Definitions(((text("CND"), (Para(text("The Commission.")),)),)),
        PageBreak(),
    ) == (
        ":::: box\n::: boxhead\nOpen points\n:::\n\n3. A\n\n   - inner\n::::\n\n"
        "> Quoted\n>\n> Ministry\n\n"
        "CND\n:   The Commission.\n\n"
        "::: pagebreak\n:::\n"
    )


def test_a_table_is_a_pipe_table_with_its_caption_and_notes():
    table = Table(
        (Column(), Column(28, "figure")),
        (Row((Cell(text("Year")), Cell(text("Amount")))),),
        (
            Row((Cell((Str("a|b"), Break(), Str("c"))), Cell((AMOUNT,)))),
            Row((Cell(text("All"), span=2),), "group"),
        ),
        "t-1",
        1,
        "Table 1.",
        (Str("Sums "), Span(text("(dollars)"), "unit")),
        (TableNote("†", text("One source.")),),
    )

    assert written(table) == (
        "| Year | Amount |\n|:--|--:|\n"
        '| a\\|b c | [300,000]{.fact ref="vc-2011.amount" as=money} |\n'
        "| All |  |\n\n"
        ": Table 1. Sums [\\(dollars)]{.unit} {#t-1}\n\n"
        "::: tablenote\n† One source.\n:::\n"
    )


def test_a_masthead_keeps_its_lines():
    masthead = Masthead((text("Permanent Mission"), text("in Vienna")), (text("23 November"),))

    assert written(masthead) == (
        "::: masthead\nPermanent Mission\\\nin Vienna\n\n23 November\n:::\n"
    )


def pandoc(markdown):
    """Return the first block that pandoc reads."""
    return json.loads(pypandoc.convert_text(markdown, "json", "markdown-smart"))["blocks"][0]


def said(inlines):
    """Return the words of pandoc's inlines, without their marks."""
    words = ""
    for node in inlines:
        match node["t"]:
            case "Str":
                words += node["c"]
            case "Space" | "SoftBreak":
                words += " "
            case "Span" | "Link":
                words += said(node["c"][1])
            case "Emph" | "Strong":
                words += said(node["c"])
    return words


SIGNS = "ab1 .)(*_`[]{}<>|#+-=:%^~@$&\\!\"'/;,§Қ"
PRINTED = st.text(st.sampled_from(SIGNS), max_size=12).map(str.strip).filter(bool)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(PRINTED)
def test_pandoc_reads_any_words_as_they_were(words):
    kids = (
        Str(words),
        Emph(text("e")),
        Fact(words, ("a.b",)),
        Link("https://a.org/(b)", text(words)),
    )

    block = pandoc(written(Para(kids)))

    assert block["t"] == "Para"
    assert said(block["c"]).split() == f"{words}e{words}{words}".split()


@pytest.mark.parametrize(
    "opening",
    ["1. May", "(a) first", "a) first", "- dash", "# one", "> two", ": three", "ii. x", "+ y"],
)
def test_a_paragraph_that_begins_like_a_list_stays_a_paragraph(opening):
    block = pandoc(written(Para(text(opening))))

    assert (block["t"], said(block["c"])) == ("Para", opening)


def test_a_numbered_paragraph_that_keeps_with_the_next_is_still_numbered():
    assert written(Para(text("See below:"), "num keep", 4, "para-4")) == (
        "{.keep}\n(@para-4) See below:\n"
    )
