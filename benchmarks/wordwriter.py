"""The Word writer alone, from a finished tree to bytes, against what others do with the text."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.briefs import PROJECT, REPORT, day_of
from benchmarks.wordtemplate import write_word_template
from kzreport import document as tree
from kzreport.document import Document, plain_text

ROWS, LONG = 1_000, 20_000
COLUMNS = 5


def brief(folder: Path) -> tuple[Document, Any, Any]:
    """Return a brief with its style and the pages of its headings."""
    from kzreport import load_project, render

    found = render(load_project(folder / PROJECT), REPORT, as_of=day_of(0))
    return found.document, found.style, found.page_map.places


def annex(rows: int) -> Document:
    """Return a paper of one table: `rows` rows of five cells, a fact in each."""
    heads = tree.Row(tuple(tree.Cell((tree.Str(f"Column {n}"),)) for n in range(COLUMNS)))
    lines = tuple(
        tree.Row(
            tuple(
                tree.Cell((tree.Fact(f"{row}, {column} & more", (f"vc-{row}.field{column}",)),))
                for column in range(COLUMNS)
            )
        )
        for row in range(rows)
    )
    table = tree.Table(tuple(tree.Column() for _ in range(COLUMNS)), (heads,), lines)
    return Document("Annex", "en", (tree.Heading(1, (tree.Str("Annex"),), "annex"), table))


def write(document: Document, style: Any, places: Any) -> bytes:
    """Return `document` as our Word file, with controls, notes and contents."""
    from kzreport.writers.docx import write_docx

    return write_docx(document, style, places, "full")


def fill_rows(folder: Path, rows: int) -> Any:
    """Return what fills docxtpl's template with `rows` rows: opened, rendered and saved."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    whole = annex(rows)
    heading, table = whole.blocks
    assert isinstance(table, tree.Table)
    file = folder / f"rows-{rows}.docx"
    write_word_template(replace(whole, blocks=(heading, replace(table, rows=()))), file)
    texts = [{"texts": [plain_text(cell.kids) for cell in row.cells]} for row in table.rows]

    def lap() -> bytes:
        template = DocxTemplate(file)
        template.render({"tables": [texts]}, autoescape=True)
        saved = io.BytesIO()
        template.save(saved)
        return saved.getvalue()

    return lap


def add_rows(rows: int) -> Any:
    """Return what writes the rows through python-docx's plain API, a row after the other."""
    import docx

    texts = [
        [plain_text(cell.kids) for cell in row.cells]
        for table in annex(rows).blocks
        if isinstance(table, tree.Table)
        for row in table.rows
    ]

    def lap() -> bytes:
        file = docx.Document()
        table = file.add_table(1, COLUMNS)
        for row in texts:
            for place, text in zip(table.add_row().cells, row, strict=True):
                place.text = text
        saved = io.BytesIO()
        file.save(saved)
        return saved.getvalue()

    return lap
