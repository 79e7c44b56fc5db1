"""Pictures: the same in the page, the PDF and the Word file, and in words for who sees none."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from openxml_audit import OpenXmlValidator
from papers import PICTURED
from PIL import Image
from trees import BARS, png, sums
from word import MISSION, find, names, part, style_of

from kzreport.document import Document, Fact, Figure, Picture, Str, walk
from kzreport.parity.pdf import read_pdf
from kzreport.parity.tree import said_in_tree
from kzreport.parity.word import said_in_word
from kzreport.parity.words import differences
from kzreport.writers.docx import write_docx
from kzreport.writers.html import write_html
from kzreport.writers.markdown import write_markdown
from kzreport.writers.pdf import write_pdf

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"
MM = 36_000


@pytest.fixture(scope="module")
def docx() -> bytes:
    return write_docx(PICTURED, MISSION)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    file = tmp_path_factory.mktemp("pdf") / "paper.pdf"
    file.write_bytes(write_pdf(PICTURED, MISSION))
    return file


def alone(figure: Figure) -> Document:
    return Document("t", "en", (figure,))


def test_the_facts_a_picture_shows_are_found_in_its_words():
    assert [node.text for node in walk(sums()) if isinstance(node, Fact)] == ["250,000"]


def test_a_document_tells_two_pictures_apart_without_spelling_out_their_bytes():
    one, other = (Picture(data, "image/png", 10, 5) for data in (b"a" * 9999, b"b" * 9999))

    assert repr(one) != repr(other)
    assert len(repr(one)) < 120


def test_the_page_holds_the_picture_itself_with_its_words_and_its_facts():
    page = html.fromstring(write_html(PICTURED))
    first = page.findall(".//figure")[0]

    (image,) = first
    assert image.get("src").startswith("data:image/svg+xml;base64,")
    assert image.get("alt") == "Bars: 2011 250,000 & 2012 <more>"
    assert first.get("data-fact") == "vc-2011.amount"
    assert first.get("aria-labelledby") == "fig-sums"
    assert page.get_element_by_id("fig-sums").text_content() == (
        "Figure 1. Contributions (currency not stated)"
    )


def test_the_pdf_draws_a_vector_as_a_vector_and_a_photograph_as_one(pdf):
    images = subprocess.run(
        ["pdfimages", "-list", pdf], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]

    assert len(images) == 1  # the grey field; the bars are lines


def test_a_picture_is_never_wider_than_the_page(docx, tmp_path):
    widths = [int(each.get("cx")) for each in part(docx).iter(f"{WP}extent")]

    assert widths[0] == 60 * MM
    assert widths[1] == pytest.approx(154 * MM, rel=0.001)
    assert widths[2] == 60 * MM


def test_word_gets_the_raster_and_beside_it_the_vector(docx):
    root = part(docx)
    blips = list(root.iter(f"{A}blip"))
    relations = {
        each.get("Id"): each.get("Target") for each in part(docx, "word/_rels/document.xml.rels")
    }
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        raster = archive.read(f"word/{relations[blips[0].get(f'{R}embed')]}")
        twin = next(blips[0].iter(f"{SVG}svgBlip")).get(f"{R}embed")
        vector = archive.read(f"word/{relations[twin]}")

    assert Image.open(io.BytesIO(raster)).format == "PNG"
    assert vector == BARS
    # the same picture in the box is the same file
    assert sum(name.startswith("word/media/") for name in names(docx)) == 3


def test_word_reads_the_same_words_of_a_picture_as_the_page(docx):
    spoken = [each.get("descr") for each in part(docx).iter(f"{WP}docPr")]

    page = html.fromstring(write_html(PICTURED))
    assert spoken == [each.get("alt") for each in page.iter("img")]
    assert len({each.get("id") for each in part(docx).iter(f"{WP}docPr")}) == 3


def test_figures_and_tables_are_counted_apart_and_referred_to_by_fields(docx):
    codes = [each.text.split() for each in find(part(docx), "instrText")]

    assert [code[1] for code in codes if code[0] == "SEQ"] == ["Figure", "Table", "Figure"]
    assert not any("\\r" in code for code in codes if code[0] == "SEQ")
    assert sum(code[0] == "REF" for code in codes) == 2


def test_the_caption_keeps_with_its_picture_and_the_picture_with_its_notes(docx):
    styles = [style_of(each) for each in find(part(docx), "p")]
    start = styles.index("Caption")

    assert styles[start : start + 3] == ["Caption", "Picture", "TableRemarkEnd"]
    assert "PictureEnd" in styles


def test_page_word_file_and_tree_say_the_same(docx, pdf):
    said = said_in_tree(PICTURED, {})

    assert differences(said, said_in_word(docx)) == []
    assert differences(said, read_pdf(pdf).said) == []


def test_word_files_with_pictures_are_valid_and_the_same_each_time(docx, tmp_path):
    file = tmp_path / "paper.docx"
    file.write_bytes(docx)

    assert OpenXmlValidator().validate(file).errors == []
    assert write_docx(PICTURED, MISSION) == docx


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(str.strip))
@example('a "quoted" word')
@example("<&>\u00a0]]>")
@example("тоқсан")
def test_words_of_a_picture_survive_as_they_are(text):
    figure = Figure(Picture(png(4, 2), "image/png", 20, 10), (Str(text),))

    spoken = next(part(write_docx(alone(figure), MISSION)).iter(f"{WP}docPr")).get("descr")
    assert spoken == " ".join(text.split())
    assert html.fromstring(write_html(alone(figure))).find(".//img").get("alt") == text


def test_markdown_tells_what_a_picture_shows_with_its_facts():
    text = write_markdown(alone(sums()))

    assert '[250,000]{.fact ref="vc-2011.amount" as=money}' in text
    assert ": Figure 1. Contributions" in text


def test_libreoffice_shows_the_pictures(docx, tmp_path):
    office = shutil.which("soffice")
    assert office, "`make test` installs LibreOffice"
    (tmp_path / "paper.docx").write_bytes(docx)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "fodt", "paper.docx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)

    text = (tmp_path / "paper.fodt").read_text("utf-8")
    assert len(re.findall("<draw:image[ >]", text)) == 3
    assert "Bars: 2011 250,000 &amp; 2012 &lt;more&gt;" in text
