"""Bad input gives the right Word file or an error with its place; never one that Word mends."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image
from pypdf import PdfReader
from trees import para, words
from word import MISSION, W, find, paragraphs, part, text

from kzreport.document import Cell, Column, Document, List, Row, Str, Table
from kzreport.errors import KzReportError, WriterError
from kzreport.parity.lint import faults_of_word
from kzreport.parity.word import read_word
from kzreport.writers.docx import write_docx


def written(*blocks) -> bytes:
    return write_docx(Document("A paper", "en", blocks), MISSION)


def assert_sound(data: bytes, tmp_path) -> None:
    """A validator and our own lint find nothing."""
    file = tmp_path / "paper.docx"
    file.write_bytes(data)
    assert OpenXmlValidator().validate(file).errors == []
    faults = faults_of_word(read_word(data), data)
    faults.pop("accessible")  # the little papers here have no head of a table
    assert {name: found for name, found in faults.items() if found} == {}


def table(columns: int, *rows: Row) -> Table:
    return Table(tuple(Column() for _ in range(columns)), (), rows)


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1b", "\ufffe", "\uffff", "\ud83d"])
def test_what_no_file_can_hold_is_an_error_that_names_it(sign):
    with pytest.raises(WriterError, match=f"U\\+{ord(sign):04X}"):
        written(para(f"Vienna{sign}"))


@pytest.mark.parametrize(
    "letters", ["😀 🇰🇿 👩‍💻", "e\u0301", "\u202eabc\u202c", "漢字", "a\u2028b"]
)
def test_unusual_letters_are_written_as_they_are(letters, tmp_path):
    data = written(para(letters))

    assert [shown for _, shown in paragraphs(part(data))] == [letters]
    assert_sound(data, tmp_path)


def test_a_word_of_ten_thousand_letters_is_whole(tmp_path):
    data = written(para("a" * 10_000))

    assert text(part(data)) == "a" * 10_000
    assert_sound(data, tmp_path)


def test_seventy_columns_are_refused_in_plain_words():
    with pytest.raises(WriterError, match="a table has 70 columns; Word takes 1 to 63"):
        written(table(70, Row(tuple(Cell(words("x")) for _ in range(70)))))


def test_seventy_columns_of_a_report_name_the_file_s_limit(workspace):
    cells = " | ".join("x" for _ in range(70))
    rule = "|".join("---" for _ in range(70))
    workspace.template("t", f"# T\n\n| {cells} |\n|{rule}|\n| {cells} |\n")

    with pytest.raises(KzReportError, match="70 columns"):
        workspace.render("t").docx()


def test_a_list_of_ten_levels_goes_nine_deep(tmp_path):
    inner = (para("level 10"),)
    for level in range(9, 0, -1):
        inner = (para(f"level {level}"), List(level % 2 == 0, 1, (inner,)))

    data = written(List(False, 1, (inner,)))
    levels = [int(each.get(f"{W}val")) for each in find(part(data), "numPr/ilvl")]
    assert max(levels) == 8
    assert len([shown for _, shown in paragraphs(part(data))]) == 10
    assert_sound(data, tmp_path)


@pytest.mark.parametrize(
    "block",
    [
        table(3),
        table(3, Row(())),
        table(3, Row((Cell(()),))),
        table(1, Row((Cell(words("alone")),))),
    ],
)
def test_an_empty_table_and_short_rows_are_filled_up(block, tmp_path):
    assert_sound(written(para("Before."), block, para("After.")), tmp_path)


def test_a_box_that_ends_in_a_list_or_a_table_ends_in_a_paragraph(tmp_path):
    from kzreport.document import Div

    inner_list = List(False, 1, ((para("last"),),))
    inner_table = table(2, Row((Cell(words("a")), Cell(words("b")))))
    for last in (inner_list, inner_table):
        data = written(Div("box", (para("First."), last)))
        for cell in find(part(data), "tc"):
            assert cell[-1].tag == f"{W}p"
        assert_sound(data, tmp_path)


def test_markup_in_titles_and_names_is_only_text(tmp_path):
    document = Document("<w:p> & \"x\" 'y' ]]>", "en", (para("Text."),))
    data = write_docx(document, MISSION)

    core = part(data, "docProps/core.xml")
    assert etree.tostring(core, method="text", encoding="unicode").startswith('<w:p> & "x"')
    assert_sound(data, tmp_path)


def test_an_item_that_is_only_a_list_keeps_its_mark(tmp_path):
    data = written(List(False, 1, ((List(True, 1, ((para("deep"),),)),),)))

    assert len(find(part(data), "pPr/numPr")) >= 2
    assert_sound(data, tmp_path)


def test_a_broken_picture_of_a_report_is_told_with_its_file(workspace):
    workspace.file("images/broken.png", b"\x89PNG\r\n\x1a\nbroken")
    workspace.template("t", "# T\n\n{{ image('images/broken.png', 'A picture') }}\n")

    with pytest.raises(KzReportError, match=r"broken\.png.*(no image|broken|read)"):
        workspace.render("t").docx()


def test_a_webp_of_a_report_is_a_png_in_both_files(workspace, tmp_path):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), (0, 147, 171)).save(buffer, "WEBP", lossless=True)
    workspace.file("images/blue.webp", buffer.getvalue())
    workspace.template("t", "# T\n\n{{ image('images/blue.webp', 'A blue field') }}\n")
    briefing = workspace.render("t")

    data = briefing.docx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (name,) = [each for each in archive.namelist() if each.startswith("word/media/")]
        shown = Image.open(io.BytesIO(archive.read(name)))
    assert (name, shown.format) == ("word/media/image1.png", "PNG")
    assert shown.getpixel((5, 5)) == (0, 147, 171)
    assert_sound(data, tmp_path)
    (page,) = PdfReader(io.BytesIO(briefing.pdf())).pages
    (drawn,) = page.images
    assert drawn.image.convert("RGB").getpixel((5, 5)) == (0, 147, 171)


def test_nothing_but_blanks_is_a_file_all_the_same(tmp_path):
    assert_sound(written(para("   "), para(Str("\t"))), tmp_path)
