"""The places of a document that others point to: bookmarks, and how each is quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kzreport.document import (
    Block,
    Definitions,
    Div,
    Document,
    Figure,
    Heading,
    List,
    Para,
    Quote,
    Table,
)
from kzreport.errors import WriterError

Quoted = Literal["number", "label", "words"]


@dataclass(frozen=True, slots=True)
class Place:
    """A bookmark; `quoted` says what a reference repeats of it.

    That is the number Word gives the paragraph, the bookmarked label of a table, or nothing
    that Word could find by itself.
    """

    number: int
    name: str
    quoted: Quoted


@dataclass(frozen=True, slots=True)
class Places:
    """All places by id, and the headings in order for the list of contents."""

    by_id: dict[str, Place]
    headings: tuple[Heading, ...]

    def get(self, ident: str) -> Place:
        """Return the place `ident`. Raise `WriterError` when the document has none."""
        place = self.by_id.get(ident)
        if place is None:
            raise WriterError(
                f"the text points to `{ident}`, which is not in the document",
                hint="check the id, or the condition that left its heading or table out",
            )
        return place


def find_places(document: Document) -> Places:
    """Return every place of `document` that has an id; the first of two equal ids counts."""
    found: dict[str, Place] = {}
    headings = []
    for block in _every_block(document.blocks):
        if isinstance(block, Heading):
            headings.append(block)
        if not isinstance(block, Heading | Para | Table | Figure):
            continue
        if block.id and block.id not in found:
            number = len(found) + 1
            found[block.id] = Place(number, f"_Place{number:04d}", _quoted(block))
    return Places(found, tuple(headings))


def _quoted(block: Heading | Para | Table | Figure) -> Quoted:
    match block:
        case Table(number=number) | Figure(number=number) if number:
            return "label"
        case Para(cls=cls) if "num" in cls.split():
            return "number"
        case Heading(number=number) if number:
            return "number"
        case _:
            return "words"


def _every_block(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case Div(blocks=inner) | Quote(blocks=inner):
                yield from _every_block(inner)
            case List(items=items):
                for item in items:
                    yield from _every_block(item)
            case Definitions(items=terms):
                for _, meaning in terms:
                    yield from _every_block(meaning)
            case _:
                pass
