"""Headings, cells and notes of a paper are the same in its tree, its Word file and its page."""

from __future__ import annotations

import json

import pypandoc
import pytest
from lxml import html
from pandoc_tree import elements_of, pandoc_text
from said_papers import EVERYTHING, SHIPPED, Paper, make_paper, shipped_paper

from kzreport.document import Document, Heading, Note, Table, plain_text, walk
from kzreport.parity.word import read_word


@pytest.fixture(params=SHIPPED, ids="-".join)
def paper(request) -> Paper:
    return shipped_paper(*request.param)


@pytest.fixture
def small(workspace) -> Paper:
    """A small paper with every kind of block."""
    workspace.template("everything", EVERYTHING)
    return make_paper(workspace.render("everything"))


def headings_of(document: Document) -> list[tuple[int, str]]:
    nodes = walk(document.blocks)
    return [(n.level, as_line(plain_text(n.kids))) for n in nodes if isinstance(n, Heading)]


def tables_of(document: Document) -> list[list[list[str]]]:
    return [
        [[as_line(plain_text(cell.kids)) for cell in row.cells] for row in (*node.head, *node.rows)]
        for node in walk(document.blocks)
        if isinstance(node, Table)
    ]


def notes_of(document: Document) -> int:
    return sum(isinstance(node, Note) for node in walk(document.blocks))


def as_line(text: str) -> str:
    return " ".join(text.split())


def test_headings_cells_and_notes_are_the_same_in_tree_word_file_and_page(paper):
    file = read_word(paper.docx)
    page = html.fromstring(paper.briefing.html())

    assert file.headings() == headings_of(paper.document)
    assert file.tables() == tables_of(paper.document)
    assert len(file.calls) == notes_of(paper.document)

    headings = page.iter("h1", "h2", "h3", "h4")
    assert [(int(each.tag[1]), as_line(each.text_content())) for each in headings] == headings_of(
        paper.document
    )
    assert [
        [[as_line(cell.text_content()) for cell in row] for row in table.iter("tr")]
        for table in page.iter("table")
        if "masthead" not in table.get("class", "")
    ] == tables_of(paper.document)
    assert len(page.find_class("fn")) == notes_of(paper.document)


def test_pandoc_finds_the_headings_cells_and_notes_of_the_tree(small, tmp_path):
    file = tmp_path / "paper.docx"
    file.write_bytes(small.docx)

    found = json.loads(pypandoc.convert_file(str(file), "json"))

    elements = list(elements_of(found["blocks"]))
    headings = [each["c"] for each in elements if each["t"] == "Header"]
    # pandoc takes the style Title for the document's title, not for a heading
    assert [(level + 1, pandoc_text(kids)) for level, _, kids in headings] == headings_of(
        small.document
    )[1:]
    data = [each for each in elements if each["t"] == "Table" and len(each["c"][2]) == 3]
    (table,) = tables_of(small.document)
    cells = [cell for row in table for cell in row if cell]
    assert [pandoc_text(each["c"][3:5]) for each in data] == [" ".join(cells)]
    assert sum(each["t"] == "Note" for each in elements) == notes_of(small.document)
