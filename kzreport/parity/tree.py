"""Read what a document says off its tree; numbers and marks as the house style prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from kzreport import document as tree
from kzreport.document import plain_text, walk
from kzreport.parity.numerals import letters, roman
from kzreport.parity.words import Said, words


def said_in_tree(document: tree.Document, pages: Mapping[str, int]) -> Said:
    """Return what `document` says; `pages` are those of its headings, for the contents."""
    headings = [node for node in walk(document.blocks) if isinstance(node, tree.Heading)]
    reader = _Reader(headings, pages)
    body = words(reader.blocks(document.blocks))
    notes = [words(reader.notes[number]) for number in sorted(reader.notes)]
    return Said(body, tuple(notes))


def headings_in_contents(document: tree.Document) -> list[tree.Heading]:
    """Return the headings that the list of contents names."""
    nodes = list(walk(document.blocks))
    depths = [node.depth for node in nodes if isinstance(node, tree.Contents)]
    return [
        node
        for node in nodes
        if depths and isinstance(node, tree.Heading) and 2 <= node.level <= depths[0] + 1
    ]


@dataclass(slots=True)
class _Reader:
    headings: list[tree.Heading]
    pages: Mapping[str, int]
    notes: dict[int, str] = field(default_factory=dict)

    def blocks(self, blocks: Iterable[tree.Block], place: str = "") -> str:
        return "\n".join(self.block(block, place) for block in blocks)

    def block(self, block: tree.Block, place: str) -> str:
        match block:
            case tree.Para(kids=kids, number=number, cls=cls):
                form = {"source": "[{}]", "point": "{}"}.get(cls, "{}.")
                return f"{form.format(number) if number else ''} {self.line(kids)}"
            case tree.Heading(kids=kids, number=number):
                return f"{number} {self.line(kids)}"
            case tree.List():
                return self.items(block, place, 0)
            case tree.Table():
                return self.table(block)
            case tree.Figure(label=label, caption=caption, notes=notes):
                return "\n".join([f"{label} {self.line(caption)}", *self.remarks(notes)])
            case tree.Definitions(items=items):
                return "\n".join(f"{self.line(term)}\n{self.blocks(said)}" for term, said in items)
            case tree.Quote(blocks=inner):
                return self.blocks(inner)
            case tree.Div(cls=cls, blocks=inner):
                return self.blocks(inner, "box" if cls == "box" else place)
            case tree.Contents(title=title, depth=depth):
                return "\n".join([self.line(title), *self.entries(depth)])
            case tree.Masthead(name=name, data=data):
                return "\n".join(map(self.line, (*name, *data)))
            case tree.PageBreak():
                return ""
            case _:
                assert_never(block)

    def items(self, block: tree.List, place: str, depth: int) -> str:
        """Return a list; `depth` counts the ordered lists it stands in."""
        said = []
        for number, item in enumerate(block.items, block.start):
            parts = [mark_of(number, block.ordered, place, depth)]
            for part in item:
                if isinstance(part, tree.List):
                    parts.append(self.items(part, place, depth + block.ordered))
                else:
                    parts.append(self.block(part, place))
            said.append(" ".join(parts))
        return "\n".join(said)

    def table(self, table: tree.Table) -> str:
        lines = [f"{table.label} {self.line(table.caption)}"]
        for row in (*table.head, *table.rows):
            lines += [self.line(cell.kids) for cell in row.cells]
        return "\n".join([*lines, *self.remarks(table.notes)])

    def remarks(self, notes: Iterable[tree.TableNote]) -> list[str]:
        return [f"{note.sign} {self.line(note.kids)}" for note in notes]

    def entries(self, depth: int) -> list[str]:
        return [
            f"{each.number} {plain_text(each.kids)} {self.pages[each.id]}"
            for each in self.headings
            if 2 <= each.level <= depth + 1
        ]

    def line(self, kids: Iterable[tree.Inline]) -> str:
        return "".join(map(self.inline, kids))

    def inline(self, node: tree.Inline) -> str:
        match node:
            case tree.Str(text=text) | tree.Fact(text=text) | tree.Ref(text=text):
                return text
            case (
                tree.Strong(kids=kids)
                | tree.Emph(kids=kids)
                | tree.Span(kids=kids)
                | tree.Link(kids=kids)
            ):
                return self.line(kids)
            case tree.Note(number=number, blocks=blocks):
                self.notes[number] = self.blocks(blocks)
                return str(number)
            case tree.NoteRef(number=number):
                return str(number)
            case tree.Break():
                return " "
            case _:
                assert_never(node)


def mark_of(number: int, ordered: bool, place: str, depth: int) -> str:
    """Return what the house style prints before an item inside `depth` ordered lists."""
    if not ordered:
        return "–"
    if place == "box":
        return str(number)
    return f"({roman(number)})" if depth else f"({letters(number)})"
