"""A paper as its kind sees it: its blocks one after the other, each with its roles and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kzreport.document import (
    Block,
    Break,
    Contents,
    Definitions,
    Div,
    Fact,
    Figure,
    Heading,
    Inline,
    List,
    Masthead,
    Note,
    NoteRef,
    PageBreak,
    Para,
    Quote,
    Ref,
    Span,
    Str,
    Table,
    walk,
)
from kzreport.errors import Location
from kzreport.facts.records import Entry
from kzreport.facts.view import View
from kzreport.kinds.where import MASK, Written

_NAMES: dict[type, str] = {
    Masthead: "masthead",
    List: "list",
    Definitions: "definitions",
    Quote: "quote",
    Table: "table",
    Figure: "figure",
    Contents: "contents",
    PageBreak: "pagebreak",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `fact` is the fact it prints, if it does."""

    text: str
    fact: Fact | None = None


@dataclass(frozen=True)
class Item:
    """A block in reading order. `quoted` is true inside a quotation; `roles` find it."""

    block: Block
    roles: frozenset[str]
    pieces: tuple[Piece, ...]
    quoted: bool = False

    @cached_property
    def text(self) -> str:
        """Its words as printed, without its footnotes."""
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def own(self) -> str:
        """Its words with those of facts masked."""
        return "".join(
            MASK * len(piece.text) if piece.fact else piece.text for piece in self.pieces
        )

    def fact_at(self, place: int) -> Fact | None:
        """Return the fact that prints the letter at a place; `None` for the template's own."""
        for piece in self.pieces:
            if place < len(piece.text):
                return piece.fact
            place -= len(piece.text)
        return None

    @property
    def facts(self) -> Iterator[Fact]:
        """The facts it prints."""
        return (piece.fact for piece in self.pieces if piece.fact is not None)


@dataclass(frozen=True)
class Paper:
    """A tree on its way out, the view it was made from, and how it was written."""

    blocks: tuple[Block, ...]
    view: View
    written: Written
    parameters: tuple[str, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every block in reading order, a div before what it holds."""
        return items_of(self.blocks)

    def having(self, role: str) -> list[Item]:
        """Return the items of a role, in their order."""
        return [item for item in self.items if role in item.roles]

    @cached_property
    def annex_from(self) -> int:
        """The number of items before the annex of sources."""
        places = (n for n, item in enumerate(self.items) if "#sources" in item.roles)
        return next(places, len(self.items))

    @property
    def body(self) -> tuple[Item, ...]:
        """The items before the annex of sources."""
        return self.items[: self.annex_from]

    def entry(self, ref: str) -> Entry | None:
        """Return the record of `record.field`; `None` for what is of no record."""
        return self.view.visible.get(ref.partition(".")[0])

    def place(self, item: Item, start: int = -1, end: int = -1) -> Location:
        """Return where words of an item were written: the fact's place, or the template's line."""
        if start < 0:
            return self.written.place_of(item.own)
        fact = item.fact_at(start)
        if fact is not None and self.entry(fact.refs[0]) is not None:
            return self.view.base.at(fact.refs[0])
        return self.written.place(item.own, start, end)

    def place_of_fact(self, item: Item) -> Location:
        """Return the line of the template that prints a fact, as well as it can be told."""
        return self.written.place_of(item.own)


def items_of(blocks: Iterable[Block]) -> tuple[Item, ...]:
    """Return every block in reading order, a div before what it holds."""
    return tuple(_items(blocks, frozenset(), quoted=False))


def _items(blocks: Iterable[Block], around: frozenset[str], *, quoted: bool) -> Iterator[Item]:
    for block in blocks:
        roles = roles_of(block) | around
        match block:
            case Div(blocks=inner):
                yield Item(block, roles, (), quoted)
                yield from _items(inner, around | _inside(block.cls), quoted=quoted)
            case Quote(blocks=inner):
                yield Item(block, roles, (), quoted=True)
                yield from _items(inner, around, quoted=True)
            case List(items=items):
                yield Item(block, roles, (), quoted)
                for part in items:
                    yield from _items(part, around | {"item"}, quoted=quoted)
            case Definitions(items=terms):
                yield Item(block, roles, (), quoted)
                for term, meaning in terms:
                    yield Item(Para(term), around | {"term"}, tuple(_pieces(term)), quoted)
                    yield from _items(meaning, around | {"meaning"}, quoted=quoted)
            case Table():
                yield Item(block, roles, (), quoted)
                yield from _cells(block, around, quoted)
            case Figure():
                yield Item(block, roles, (), quoted)
                yield from _words_of_figure(block, around, quoted)
            case Masthead(name=name, data=data):
                yield Item(block, roles, tuple(_lines((*name, *data))), quoted)
            case Heading(kids=kids) | Para(kids=kids):
                yield Item(block, roles, tuple(_pieces(kids)), quoted)
            case _:
                yield Item(block, roles, (), quoted)


def _cells(table: Table, around: frozenset[str], quoted: bool) -> Iterator[Item]:
    inside = around | {"cell", f"in #{table.id}"}
    for row in (*table.head, *table.rows):
        for cell in row.cells:
            yield Item(Para(cell.kids), inside, tuple(_pieces(cell.kids)), quoted)
    for note in table.notes:
        yield Item(Para(note.kids), around | {"tablenote"}, tuple(_pieces(note.kids)), quoted)


def _words_of_figure(figure: Figure, around: frozenset[str], quoted: bool) -> Iterator[Item]:
    """Yield what is said of a picture; its `alt` words are read by who does not see it."""
    lines = [("caption", figure.caption), ("alt", figure.alt)]
    lines += [("tablenote", note.kids) for note in figure.notes]
    for role, kids in lines:
        yield Item(Para(kids), around | {role}, tuple(_pieces(kids)), quoted)


def roles_of(block: Block) -> frozenset[str]:
    """Return the roles of a block by itself.

    `masthead`, `table`, `list` ... by what it is; `h1` to `h4`, `p` for a plain paragraph, `num`
    for a numbered one; `.class` and `#name`; `.handling`, `note` and `ref` by what it holds.
    """
    roles = {_NAMES[type(block)]} if type(block) in _NAMES else set()
    if isinstance(block, Para | Div):
        roles |= {f".{cls}" for cls in block.cls.split()}
    if isinstance(block, Para):
        roles |= {"num"} if "num" in block.cls.split() else set()
        roles |= set() if block.cls else {"p"}
    if isinstance(block, Heading):
        roles.add(f"h{block.level}")
    name = getattr(block, "id", "")
    roles |= {f"#{name}"} if name else set()
    if not isinstance(block, Div | Quote | List | Definitions):
        for node in walk(block):
            roles |= {"note"} if isinstance(node, Note | NoteRef) else set()
            roles |= {"ref"} if isinstance(node, Span) and node.cls == "ref" else set()
            if isinstance(node, Span) and isinstance(block, Masthead):
                roles |= {f"masthead .{cls}" for cls in node.cls.split()}
    return frozenset(roles)


def _inside(cls: str) -> frozenset[str]:
    return frozenset(f"in .{each}" for each in cls.split())


def _lines(lines: Iterable[tuple[Inline, ...]]) -> Iterator[Piece]:
    for line in lines:
        yield from _pieces(line)
        yield Piece(" ")


def _pieces(kids: Iterable[Inline]) -> Iterator[Piece]:
    for kid in kids:
        match kid:
            case Str(text=text) | Ref(text=text):
                yield Piece(text)
            case Fact(text=text):
                yield Piece(text, kid)
            case Break():
                yield Piece(" ")
            case Note() | NoteRef():
                pass
            case _:
                yield from _pieces(kid.kids)
