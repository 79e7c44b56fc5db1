"""HTML: the words and places of the tree, nothing else, and nothing that could do harm."""

import re

import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from kzreport.document import (
    Cell,
    Column,
    Contents,
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
    Para,
    Properties,
    Quote,
    Ref,
    Row,
    Running,
    Span,
    Str,
    Strong,
    Table,
    TableNote,
)
from kzreport.errors import WriterError
from kzreport.writers.html import write_html, write_html_for_pages

AMOUNT = Fact("300,000", ("vc-2011.amount", "vc-2011.currency"), "money")
NAME = Fact("Вена", ("vienna.name",), "", "ru")


def text(words):
    return (Str(words),)


def paper(*blocks, **about):
    return Document("Brief & annex", "en", blocks, running=Running(page="{page}/{pages}"), **about)


def parsed(document, **options):
    return tinyhtml5.parse(write_html(document, **options), namespace_html_elements=False)


def body(document, **options):
    html = write_html(document, **options)
    return html[html.index("<body") : html.index("</body>")].partition(">\n")[2].strip()


CONTRIBUTIONS = Table(
    columns=(Column(25), Column(), Column(28, "figure"), Column(6, "mark")),
    head=(Row((Cell(text("Year")), Cell(text("Purpose")), Cell(text("Amount")), Cell(()))),),
    rows=(
        Row((Cell(text("UNODC"), span=4),), "group"),
        Row((Cell(text("2011")), Cell(text("Projects"), cls="under"), Cell((AMOUNT,)), Cell(()))),
        Row((Cell(text("Total"), span=2), Cell((AMOUNT,)), Cell(text("†"))), "total"),
    ),
    id="table-1",
    number=1,
    label="Table 1.",
    caption=(Str("Contributions "), Span(text("(thousands)"), "unit")),
    notes=(TableNote("†", text("One source.")), TableNote("", text("As at 14 March 2015."))),
)

SAMPLE = paper(
    Masthead((text("Permanent Mission"), text("in Vienna")), (text("23 November 2026"),)),
    Heading(1, text("A & B"), "title"),
    Heading(2, text("Facts"), "facts", "I."),
    Para((Str("In "), NAME, Str(" it gave "), Strong((AMOUNT,)), Str(".")), "num", 1, "para-1"),
    Para(
        (Str("See "), Ref("para-1", "1"), Note(1, (Para(text("Press release.")),)), NoteRef(1)),
        "num",
        2,
        "para-2",
    ),
    List(True, 1, ((Para(text("first")), List(False, 1, ((Para(text("inner")),),))),)),
    Quote((Para(text("Quoted")), Para(text("Source"), "by"))),
    Div("box", (Para(text("Open points"), "boxhead"),)),
    CONTRIBUTIONS,
)


def test_the_words_of_the_page_are_the_words_of_the_tree_in_order():
    words = "".join(parsed(SAMPLE).find("body").itertext()).split()

    assert (
        words
        == (
            "Permanent Missionin Vienna 23 November 2026 A & B Facts In Вена it gave 300,000. "
            "See 1Press release.1 first inner Quoted Source Open points "
            "Table 1. Contributions (thousands) YearPurposeAmount UNODC 2011Projects300,000 "
            "Total300,000† †One source. As at 14 March 2015."
        )
        .replace("Vienna 23", "Vienna23")
        .split()
    )


def test_headings_tables_paragraphs_and_notes_can_be_referred_to():
    ids = [element.get("id") for element in parsed(SAMPLE).iter() if element.get("id")]

    assert ids == ["title", "facts", "para-1", "para-2", "fn-1", "table-1"]


def test_numbers_are_attributes_and_printed_by_the_style():
    document = paper(
        Heading(2, text("Agreements"), "a", "II."),
        Heading(2, text("Annex"), "b"),
        Para(text("Text."), "num", 7),
        Para(text("Press release."), "source", 3, "source-3"),
    )

    assert body(document) == (
        '<h2 id="a" data-no="II.">Agreements</h2>\n'
        '<h2 class="bare" id="b">Annex</h2>\n'
        '<p class="num" data-no="7.">Text.</p>\n'
        '<p class="source" id="source-3" data-no="[3]">Press release.</p>'
    )


def test_a_table_has_fixed_columns_kinds_roles_and_its_notes_below():
    assert body(paper(CONTRIBUTIONS), marks="none") == (
        '<p class="caption" id="table-1">Table 1. Contributions '
        '<span class="unit">(thousands)</span></p>\n'
        '<table aria-labelledby="table-1">\n'
        '<colgroup><col style="width:25mm"><col><col style="width:28mm"><col style="width:6mm">'
        "</colgroup>\n<thead>\n"
        '<tr><th scope="col">Year</th><th scope="col">Purpose</th>'
        '<th class="n" scope="col">Amount</th><th class="m" scope="col"></th></tr>\n'
        "</thead>\n<tbody>\n"
        '<tr class="group keep"><td colspan="4">UNODC</td></tr>\n'
        '<tr class="keep"><td>2011</td><td class="under">Projects</td><td class="n">300,000</td>'
        '<td class="m"></td></tr>\n'
        '<tr class="total"><td colspan="2">Total</td><td class="n">300,000</td>'
        '<td class="m">†</td></tr>\n'
        "</tbody>\n</table>\n"
        '<p class="tablenote"><b>†</b>One source.</p>\n'
        '<p class="tablenote all last">As at 14 March 2015.</p>'
    )


def test_every_fact_is_marked_for_reading():
    marks = [e.attrib for e in parsed(SAMPLE).iter("span") if e.get("data-fact")]

    assert marks[0] == {"data-fact": "vienna.name", "lang": "ru"}
    assert marks[1:] == [{"data-fact": "vc-2011.amount vc-2011.currency", "data-as": "money"}] * 3


def test_for_the_pdf_blocks_that_print_facts_are_numbered_and_facts_need_no_element():
    noted = Para((Str("It gave "), AMOUNT, Note(1, (Para((NAME,)),)), Str(" and "), AMOUNT))
    page, blocks = write_html_for_pages(
        paper(noted, Para((Str("No fact."),)), List(False, 1, ((Para((AMOUNT,)),),)), CONTRIBUTIONS)
    )
    numbered = [e for e in page.iter() if e.get("data-block")]

    assert not [e for e in page.iter() if e.get("data-fact")]
    assert [(e.tag, e.get("data-block")) for e in numbered] == [
        ("p", "0"),
        ("span", "1"),
        ("li", "3"),
        ("td", "11"),
        ("td", "14"),
    ]
    assert blocks.of_fact == [0, 1, 0, 3, 11, 14]


def test_a_fact_in_another_language_says_so_even_without_marks():
    assert body(paper(Para((NAME,))), marks="none") == '<p><span lang="ru">Вена</span></p>'


def test_the_contents_list_what_their_depth_allows_and_link_to_it():
    document = paper(
        Contents(text("Contents"), depth=2),
        Heading(1, text("Title"), "t"),
        Heading(2, (Str("Facts"), Note(1, (Para(text("Not here.")),))), "f", "I."),
        Div("wide", (Heading(3, (Emph(text("Sums")),), "сумма", "A."),)),
        Heading(4, text("Too deep"), "d", "1."),
    )

    assert body(document).partition("</nav>")[0] == (
        '<nav class="contents">\n<p class="label">Contents</p>\n'
        '<p class="toc one"><b>I.</b><a href="#f">Facts</a></p>\n'
        '<p class="toc"><b>A.</b><a href="#%D1%81%D1%83%D0%BC%D0%BC%D0%B0">Sums</a></p>\n'
    )


def test_a_footnote_of_several_paragraphs_stays_one_inline_element():
    note = Note(3, (Para(text("One.")), Quote((Para(text("Two.")),))))

    assert body(paper(Para((note,)))) == (
        '<p><span class="fn" id="fn-3" data-no="3">One.<br>Two.</span></p>'
    )


def test_a_table_in_a_footnote_is_refused():
    with pytest.raises(WriterError, match="a footnote cannot hold a table"):
        write_html(paper(Para((Note(1, (CONTRIBUTIONS,)),))))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_no_text_can_become_markup(words):
    blocks = (
        Para(text(words), cls=words, id=words),
        Para((Fact(words, (words,), words, words), Link("#" + words, text(words)))),
    )
    running = Running(words, words, words)
    page = parsed(Document(words, "en", blocks, running=running))
    first, second = page.find("body")
    fact, link = second

    assert first.attrib == {"class": words, "id": words}
    assert first.text == fact.text == link.text == words
    assert fact.attrib == {"data-fact": words, "data-as": words, "lang": words}
    assert page.find("body").get("data-head") == words
    assert page.find("head/title").text.strip() == words.strip()


@pytest.mark.parametrize("url", ["https://www.unodc.org/?a=1&b=2", "mailto:a@b.org", "#para-1"])
def test_links_go_to_the_web_to_a_mailbox_or_to_a_place(url):
    assert parsed(paper(Para((Link(url, text("here")),)))).find("body/p/a").get("href") == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "//host/x",
        "annex.pdf",
        "",
        "https:",
        " https://x.org",
        "https://x.org/ a",
    ],
)
def test_other_links_are_refused(url):
    with pytest.raises(WriterError) as caught:
        write_html(paper(Para((Link(url, text("here")),))))

    assert str(caught.value) == (
        f"a link goes to `{url}`\nhint: links go to http:, https:, mailto: or a #place"
    )


def test_a_character_that_no_page_can_show_is_refused():
    with pytest.raises(WriterError, match=r"the text holds U\+0007"):
        write_html(paper(Para(text("bell\x07"))))


def test_a_page_formula_gives_its_words_in_any_language():
    document = Document("Т", "kk", (), running=Running("", "", "", "{page}-бет, барлығы {pages}."))

    attributes = parsed(document).find("body").attrib

    assert [attributes[f"data-{name}"] for name in ("page", "of", "end")] == [
        "",
        "-бет, барлығы ",
        ".",
    ]


@pytest.mark.parametrize("formula", ["Page {page}", "{pages} / {page}", "{page} {page} {pages}"])
def test_a_page_formula_without_both_numbers_in_order_is_refused(formula):
    with pytest.raises(WriterError, match="the page formula is"):
        write_html(Document("T", "en", (), running=Running(page=formula)))


def test_the_page_carries_language_direction_layout_draft_and_properties():
    properties = Properties("Mission", "Cooperation", ("UNODC", "Vienna"), "2026-11-23")
    document = Document("T", "ar", (), "wide", draft=True, properties=properties)

    html = write_html(document)

    assert '<html class="draft" lang="ar" dir="rtl">' in html
    assert '<body class="wide"' in html
    assert re.findall(r'<meta name="(.*?)" content="(.*?)">', html) == [
        ("author", "Mission"),
        ("description", "Cooperation"),
        ("keywords", "UNODC, Vienna"),
        ("dcterms.created", "2026-11-23T00:00:00Z"),
        ("dcterms.modified", "2026-11-23T00:00:00Z"),
        ("generator", "kzreport"),
    ]


def test_a_stylesheet_cannot_end_its_own_element():
    page = parsed(paper(), css='p { content: "</Style><script>" }')

    assert page.find(".//script") is None
    assert page.find("head/style").text == '\np { content: "<\\/Style><script>" }\n'


def test_no_row_of_a_table_stands_alone_on_a_page():
    rows = (Row((Cell(text("Gifts")),), "group"), *(Row((Cell(text(n)),)) for n in "1234"))

    page = body(paper(Table((Column(),), (), rows)))

    assert re.findall(r"<tr( class=\"[a-z ]+\")?>", page) == [
        ' class="group keep"',
        "",
        "",
        ' class="keep"',
        "",
    ]
