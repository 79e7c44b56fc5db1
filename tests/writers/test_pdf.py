"""The PDF: right pages, right words, nothing that differs from run to run."""

import re
import subprocess
from multiprocessing import get_context
from pathlib import Path
from xml.etree.ElementTree import tostring

import pytest
from papers import PAPERS

from kzreport.document import (
    Cell,
    Column,
    Contents,
    Div,
    Document,
    Fact,
    Heading,
    List,
    Masthead,
    Note,
    NoteRef,
    PageBreak,
    Para,
    Properties,
    Ref,
    Row,
    Running,
    Span,
    Str,
    Table,
    TableNote,
)
from kzreport.errors import StyleError, WriterError
from kzreport.styles import Style, load_style
from kzreport.weasy import engine
from kzreport.writers.html import write_html_for_pages
from kzreport.writers.pdf import lay_out, write_pdf
from kzreport.writers.places import PageMap

MISSION = load_style(Path(__file__).parents[2] / "styles" / "mission.css")
RUNNING = Running("UNODC", "FOR INTERNAL USE", "b7f3 · 23 November", "Page {page} of {pages}")
PROPERTIES = Properties("Mission", "Cooperation", ("UNODC", "Vienna"), "2026-11-23")
NAME = ((Str("Permanent Mission"),), (Str("in Vienna"),))


def text(words):
    return (Str(words),)


def paper(*blocks, lang="en", **about):
    return Document("Brief on UNODC", lang, blocks, running=RUNNING, properties=PROPERTIES, **about)


def contributions(rows):
    """Return a table of `rows` years with a total and two notes."""
    years = tuple(
        Row((Cell(text(f"year-{n}")), Cell((Fact(f"{n},000", (f"vc-{n}.amount",), "money"),))))
        for n in range(1, rows + 1)
    )
    return Table(
        (Column(40), Column(0, "figure")),
        (Row((Cell(text("Year")), Cell(text("Amount")))),),
        (*years, Row((Cell(text("Total")), Cell(text("1,000"))), "total")),
        "table-1",
        1,
        "Table 1.",
        text("Contributions"),
        (TableNote("†", text("One source.")), TableNote("", text("As at 14 March 2015."))),
    )


BRIEF = paper(
    Masthead(NAME, ((Span(text("FOR INTERNAL USE"), "handling"),), text("23 November 2026"))),
    Heading(1, text("Office on Drugs and Crime"), "title"),
    Contents(text("Contents")),
    Heading(2, text("Organization"), "org", "I."),
    Para((Str("Its seat is in "), Fact("Vienna", ("unodc.seat",)), Str(".")), "num", 1, "para-1"),
    Para(
        (Str("Elected"), Note(1, (Para(text("Press release ECOSOC/5820.")),)), Str(" in 1999.")),
        "num",
        2,
        "para-2",
    ),
    List(True, 1, ((Para(text("the first;")),), (Para(text("the second.")),))),
    PageBreak(),
    Heading(2, text("Money"), "money", "II."),
    Para((Str("See para. "), Ref("para-1", "1"), Str(" again"), NoteRef(1)), "num", 3, "para-3"),
    contributions(3),
    Para(text("Ministry, web page."), "source", 1, "source-1"),
)


@pytest.fixture(scope="module")
def brief(tmp_path_factory):
    """The brief on its pages, and the file of its PDF."""
    layout = lay_out(BRIEF, MISSION)
    file = tmp_path_factory.mktemp("pdf") / "brief.pdf"
    file.write_bytes(layout.draw())
    return layout, file


@pytest.fixture
def words_of(tmp_path):
    """Return the words of each page of a document, as poppler reads them."""

    def words_of(document, style=MISSION):
        (tmp_path / "a.pdf").write_bytes(write_pdf(document, style))
        return said(tmp_path / "a.pdf")

    return words_of


def said(file):
    run = ["pdftotext", file, "-"]
    output = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in output.split("\f")[:-1]]


def test_the_file_has_no_fault_that_qpdf_finds(brief):
    _, file = brief

    run = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=True)

    assert "No syntax or stream encoding errors found" in run.stdout


def test_the_words_stand_on_their_pages_in_the_order_of_the_tree(brief):
    _, file = brief
    first, second = said(file)

    assert re.sub(r"(?: \.)+ ", " ... ", first) == (
        "Permanent Mission in Vienna FOR INTERNAL USE 23 November 2026 "
        "Office on Drugs and Crime Contents "
        "I. Organization ... 1 II. Money ... 2 "
        "I. Organization 1. Its seat is in Vienna. 2. Elected1 in 1999. "
        "(a) the first; (b) the second. "
        "1 Press release ECOSOC/5820. "
        "b7f3 · 23 November FOR INTERNAL USE Page 1 of 2"
    )
    assert second.startswith(
        "UNODC FOR INTERNAL USE II. Money 3. See para. 1 again1 Table 1. Contributions "
    )
    assert "Year Amount year-1 1,000" in second
    assert second.endswith(
        "† One source. As at 14 March 2015. [1] Ministry, web page. "
        "b7f3 · 23 November FOR INTERNAL USE Page 2 of 2"
    )


def test_the_page_of_every_place_and_of_every_fact_is_known(brief):
    layout, _ = brief

    assert layout.page_map == PageMap(
        pages=2,
        places={
            "title": 1,
            "org": 1,
            "para-1": 1,
            "para-2": 1,
            "fn-1": 1,
            "money": 2,
            "para-3": 2,
            "table-1": 2,
            "source-1": 2,
        },
        facts=(1, 2, 2, 2),
    )


def test_a_map_of_pages_can_be_kept_as_json(brief):
    pages = brief[0].page_map

    assert PageMap.from_json(pages.to_json()) == pages


@pytest.mark.parametrize("text", ["[]", "{}", "x", '{"format": 9, "pages": 1}', '{"pages": "x"}'])
def test_what_is_no_map_of_pages_is_refused(text):
    with pytest.raises(ValueError, match=r"map of pages|Expecting value"):
        PageMap.from_json(text)


def test_a_fact_of_a_parted_paragraph_stands_where_its_line_stands(words_of):
    lines = [Fact(f"word-{n} and more", (f"f-{n}.x",)) for n in range(400)]
    kids = tuple(part for fact in lines for part in (fact, Str(" ")))
    document = paper(Para(text("First.")), Para((*kids, Str("End.")), "num", 1, "para-1"))

    pages = lay_out(document, MISSION).page_map
    said_on = words_of(document)

    assert pages.pages > 1
    assert all(f"word-{n} " in said_on[page - 1] for n, page in enumerate(pages.facts))
    assert set(pages.facts) == set(range(1, pages.pages + 1))


def test_the_file_says_what_it_is(brief):
    _, file = brief
    run = subprocess.run(["pdfinfo", "-isodates", file], capture_output=True, text=True, check=True)
    lines = (line.partition(":") for line in run.stdout.splitlines())
    info = {name: value.strip() for name, _, value in lines}

    assert info["Title"] == "Brief on UNODC"
    assert info["Author"] == "Mission"
    assert info["Subject"] == "Cooperation"
    assert info["Keywords"] == "UNODC, Vienna"
    assert info["CreationDate"] == info["ModDate"] == "2026-11-23T00:00:00Z"
    assert info["Tagged"] == "yes"


def test_it_is_archival_and_names_its_language(brief):
    _, file = brief
    qdf = subprocess.run(["qpdf", "--qdf", file, "-"], capture_output=True, check=True).stdout

    assert b'pdfaid:part="3"' in qdf
    assert b'pdfaid:conformance="A"' in qdf
    assert b"/Lang (en)" in qdf


def test_the_headings_are_its_bookmarks(brief):
    _, file = brief
    command = ["qpdf", "--json", "--json-key=outlines", file]
    run = subprocess.run(command, capture_output=True, text=True, check=True)

    assert all(f'"title": "{title}"' in run.stdout for title in ("I. Organization", "II. Money"))


def test_only_the_house_fonts_are_inside(brief):
    _, file = brief
    run = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True)
    names = {line.split()[0].partition("+")[2] for line in run.stdout.splitlines()[2:]}

    assert all(name.startswith(("Liberation-Serif", "Liberation-Sans")) for name in names)


def test_another_process_with_another_hash_seed_writes_the_same_bytes(brief, monkeypatch):
    _, file = brief
    monkeypatch.setenv("PYTHONHASHSEED", "3")
    monkeypatch.setenv("TZ", "Asia/Almaty")

    with get_context("spawn").Pool(1) as pool:
        again = pool.apply(write_pdf, (BRIEF, MISSION))

    assert again == file.read_bytes()


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_read_as_xml_is_the_page_that_html_would_be(name):
    page, _ = write_html_for_pages(PAPERS[name])
    html = "<!DOCTYPE html>" + tostring(page, encoding="unicode", method="html")
    file, root = "mission.css", MISSION.root

    read = [engine.lay_out(each, MISSION.css, root, file).pdf() for each in (page, html)]

    assert read[0] == read[1]


def test_a_list_may_begin_with_its_third_item(words_of):
    [page] = words_of(paper(List(True, 3, ((Para(text("x")),), (Para(text("y")),)))))

    assert page.startswith("(c) x (d) y")


def test_the_letters_of_a_long_list_go_on_as_word_s_do(words_of):
    items = tuple((Para(text("x")),) for _ in range(4))
    inner = List(True, 89, items)
    [page] = words_of(paper(List(True, 25, (*items[:3], (*items[0], inner)))))

    assert page.startswith("(y) x (z) x (aa) x (bb) x (lxxxix) x (xc) x (xci) x (xcii) x")


def test_a_draft_is_marked_on_the_page_and_not_in_its_words(words_of):
    fair = paper(Para(text("Text.")))
    draft = paper(Para(text("Text.")), draft=True)

    assert write_pdf(fair, MISSION) != write_pdf(draft, MISSION)
    assert words_of(fair) == words_of(draft)


def test_a_wide_part_lies_on_its_side_and_the_paper_comes_back(tmp_path):
    wide = Div("wide", (Para(text("Wide.")),))
    file = tmp_path / "a.pdf"
    file.write_bytes(write_pdf(paper(Para(text("A")), wide, Para(text("B"))), MISSION))

    command = ["pdfinfo", "-l", "3", file]
    run = subprocess.run(command, capture_output=True, text=True, check=True)

    sizes = [line.split("size:")[1].split() for line in run.stdout.splitlines() if " size:" in line]
    assert [float(size[0]) > float(size[2]) for size in sizes[:3]] == [False, True, False]


@pytest.mark.parametrize("rows", [29, 30, 31, 32, 33])
def test_the_notes_of_a_table_stay_with_its_last_row(words_of, rows):
    before = [Para(text("word " * 20))] * 3
    pages = words_of(paper(*before, contributions(rows)))

    [last] = [page for page in pages if f"year-{rows} " in page]
    assert "Total" in last
    assert "† One source. As at 14 March 2015." in last


def test_a_long_table_repeats_its_head_on_every_page(words_of):
    pages = words_of(paper(contributions(120)))

    assert len(pages) > 2
    assert all("Year Amount" in page for page in pages)


def test_a_heading_is_not_left_behind_at_the_foot(words_of):
    for lines in range(33, 38):
        filler = [Para((Str("x"),), "toc")] * lines
        pages = words_of(
            paper(*filler, Heading(2, text("Last"), "l", "I."), Para(text("word " * 60)))
        )

        assert any("Last word" in page for page in pages)


def test_a_hyphen_that_does_not_break_is_drawn_in_the_house_font(tmp_path):
    file = tmp_path / "a.pdf"
    file.write_bytes(write_pdf(paper(Para(text("XVIII\u201112"))), MISSION))
    run = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True)

    assert "DejaVu" not in run.stdout


def test_a_missing_glyph_is_an_error_that_names_it():
    with pytest.raises(WriterError) as caught:
        write_pdf(paper(Para(text("a \u0f04"))), MISSION)

    assert caught.value.message == "no font has the character `\u0f04` (U+0F04), in a text in `en`"


def test_a_missing_glyph_of_a_fact_names_the_fact_and_its_language():
    lhasa = Fact("\u0f63\u0f0b", ("lhasa.name",), "", "bo")

    with pytest.raises(WriterError) as caught:
        write_pdf(paper(Para((Str("In "), lhasa, Str(".")))), MISSION)

    assert [problem.message for problem in caught.value.problems] == [
        "no font has the character `\u0f0b` (U+0F0B), in `lhasa.name`, a text in `bo`",
        "no font has the character `\u0f63` (U+0F63), in `lhasa.name`, a text in `bo`",
    ]


def test_a_fault_of_the_style_is_told_at_its_place(tmp_path):
    style = Style("house", "p {\n  colour: red;\n}\n", tmp_path)

    with pytest.raises(StyleError) as caught:
        write_pdf(paper(Para(text("x"))), style)

    assert str(caught.value) == (
        f"{tmp_path}/house.css:2:3: Ignored `colour: red`, unknown property."
    )


def test_a_reference_to_nowhere_is_an_error():
    with pytest.raises(WriterError, match="para-9"):
        write_pdf(paper(Para((Ref("para-9", "9"),))), MISSION)
