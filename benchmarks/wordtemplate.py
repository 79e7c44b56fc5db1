"""Make the Word template of the plain script with python-docx: prose, variables and loops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import docx

from kzreport import document as tree
from kzreport.document import plain_text, walk


def write_word_template(document: tree.Document, path: Path) -> None:
    """Write `document`, whose tables have no rows, as a template for docxtpl.

    Footnotes stand in the text in square brackets: docxtpl knows no others.
    """
    file = docx.Document()
    section = file.sections[0]
    running = document.running
    section.header.paragraphs[0].text = f"{running.head}\t{running.handling}"
    section.footer.paragraphs[0].text = f"{running.build}\t{running.handling}"
    headings = [node for node in walk(document.blocks) if isinstance(node, tree.Heading)]
    _Template(file, headings).blocks(document.blocks)
    file.save(str(path))


class _Template:
    """Writes blocks at the end of a Word file."""

    def __init__(self, file: Any, headings: Sequence[tree.Heading]) -> None:
        self.file = file
        self.headings = headings
        self.tables = count()

    def blocks(self, blocks: Iterable[tree.Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: tree.Block) -> None:
        match block:
            case tree.Heading(level=level, kids=kids):
                self.file.add_heading(_words(kids), level - 1)
            case tree.Para(kids=kids, cls=cls):
                style = "List Number" if cls.startswith("num") else "Normal"
                self.file.add_paragraph(_words(kids), style)
            case tree.List():
                self.list(block)
            case tree.Div(blocks=inner):
                self.blocks(inner)
            case tree.Table():
                self.table(block)
            case tree.Contents():
                self.contents(block)
            case tree.Masthead(name=name, data=data):
                for kids in (*name, *data):
                    self.file.add_paragraph(_words(kids))
            case _:
                raise NotImplementedError(f"the bench's brief has no {type(block).__name__}")

    def list(self, block: tree.List) -> None:
        style = "List Number" if block.ordered else "List Bullet"
        for item in block.items:
            for line in _lines(item):
                self.file.add_paragraph(line, style)

    def contents(self, block: tree.Contents) -> None:
        self.file.add_paragraph(_words(block.title))
        for heading in self.headings:
            if 2 <= heading.level <= block.depth + 1:
                words = f"{heading.number} {plain_text(heading.kids)}"
                self.file.add_paragraph(words.strip())

    def table(self, table: tree.Table) -> None:
        """Write the caption, a table with one row in a loop, and the notes."""
        self.file.add_paragraph(f"{table.label} {_words(table.caption)}", "Caption")
        width = len(table.columns)
        grid = self.file.add_table(0, width, "Table Grid")
        for row in table.head:
            for cell, place in zip(row.cells, grid.add_row().cells, strict=True):
                place.text = _words(cell.kids)
        grid.add_row().cells[0].text = f"{{%tr for row in tables[{next(self.tables)}] %}}"
        for number, place in enumerate(grid.add_row().cells):
            place.text = f"{{{{ row.texts[{number}] }}}}"
        grid.add_row().cells[0].text = "{%tr endfor %}"
        for note in table.notes:
            self.file.add_paragraph(f"{note.sign} {_words(note.kids)}".strip())


def _words(kids: Iterable[tree.Inline]) -> str:
    """Return the words of inlines; of a note called again only its number."""
    return "".join(map(_inline, kids))


def _inline(node: tree.Inline) -> str:
    match node:
        case tree.Note(blocks=blocks):
            return f" [{' '.join(_lines(blocks))}]"
        case tree.NoteRef(number=number):
            return f" [{number}]"
        case tree.Strong(kids=kids) | tree.Emph(kids=kids) | tree.Span(kids=kids):
            return _words(kids)
        case tree.Link(kids=kids):
            return _words(kids)
        case _:
            return plain_text(node)


def _lines(blocks: Iterable[tree.Block]) -> Iterator[str]:
    for block in blocks:
        if not isinstance(block, tree.Para):
            raise NotImplementedError(f"the bench's brief has no {type(block).__name__} here")
        yield _words(block.kids)
