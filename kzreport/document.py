"""The document: a small tree of frozen parts that every writer understands.

One reader makes it, every writer reads it, and what a document *printed* is read off it.
Children are tuples; a node has no parent and no behaviour.

Numbers of headings, paragraphs, tables and notes are part of the tree, so that every
format and every language refers to the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, TypeVar, cast

# --- Inlines -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Str:
    """Plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A printed value and the facts behind it.

    `refs` are `record.field` names; a derived value (a sum, a count) has `=N` first,
    then its inputs. `form` names how it was printed (`money`, `upper`), `lang` is set
    where the text is not in the document's language.
    """

    text: str
    refs: tuple[str, ...]
    form: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Strong:
    kids: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emph:
    kids: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Text with a role: `expected`, `overdue`, `unverified`, `disputed`, `sign`, `ref`, `unit`."""

    kids: tuple[Inline, ...]
    cls: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link out (`https:`, `mailto:`), or to a place in the document (`#id`)."""

    url: str
    kids: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """A mention of a numbered place, printed as `text`: «1» of table 1, «4» of paragraph 4."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, called here for the first time."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The same footnote called again."""

    number: int


@dataclass(frozen=True, slots=True)
class Break:
    """A forced line end."""


Inline = Str | Fact | Strong | Emph | Span | Link | Ref | Note | NoteRef | Break

# --- Blocks ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is the paper's title; 2, 3, 4 are numbered «I.», «A.», «1.» in `number`.

    An unnumbered heading has `number` "".
    """

    level: int
    kids: tuple[Inline, ...]
    id: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `cls` is its role: kicker, subtitle, label, lead, num, source, end, signs ...

    A numbered paragraph has `cls` "num" and its `number`; a source of the annex has `cls`
    "source" and its number.
    """

    kids: tuple[Inline, ...]
    cls: str = ""
    number: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list; each item is a tuple of blocks, tight and loose lists alike."""

    ordered: bool
    start: int
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms with what they mean."""

    items: tuple[tuple[tuple[Inline, ...], tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation; a last paragraph of class `by` names its source."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Div:
    """Blocks with a role: `box` (open points), `wide` (a landscape part) ..."""

    cls: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `width` in millimetres, 0 shares what is left.

    `kind` figure is right-aligned, mark is the thin column of signs, text is the rest.
    """

    width: float = 0
    kind: Literal["text", "figure", "mark"] = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `span` columns wide, `cls` "under" indents a protocol under its convention."""

    kids: tuple[Inline, ...]
    span: int = 1
    cls: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `cls` is "", group, sub or total, or the status `expected`, `overdue`."""

    cells: tuple[Cell, ...]
    cls: str = ""


@dataclass(frozen=True, slots=True)
class TableNote:
    """A line under a table; `sign` is the mark it explains, "" for a remark on all of it."""

    sign: str
    kids: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with fixed columns. The caption is printed «Table `number`. `caption`».

    `label` holds the printed word and number («Table 1.») in the document's language;
    a table without a caption has neither and `number` 0.
    """

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    id: str = ""
    number: int = 0
    label: str = ""
    caption: tuple[Inline, ...] = ()
    notes: tuple[TableNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, `width` by `height` millimetres as it is printed.

    `raster` is the PNG twin of an SVG, for programs that draw none.
    """

    data: bytes
    media: Literal["image/svg+xml", "image/png", "image/jpeg"]
    width: float
    height: float
    raster: bytes = b""

    def __repr__(self) -> str:
        """Name the bytes by their hash: prints of documents are made of this."""
        digest = hashlib.sha256(self.data).hexdigest()
        return f"Picture({self.media}, {self.width:g} x {self.height:g} mm, {digest})"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with a caption, numbered like a table.

    `alt` says in words what the picture shows; the facts a chart draws stand in it and so
    count as printed.
    """

    picture: Picture
    alt: tuple[Inline, ...]
    id: str = ""
    number: int = 0
    label: str = ""
    caption: tuple[Inline, ...] = ()
    notes: tuple[TableNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of contents: headings from level 2 down to `depth` + 1."""

    title: tuple[Inline, ...] = ()
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of a paper: the Mission's name by lines, and the data at the right by lines.

    The line of `data` that is the handling mark is a `Span` of class `handling`.
    `slim` leaves less room below, for papers of one page.
    """

    name: tuple[tuple[Inline, ...], ...]
    data: tuple[tuple[Inline, ...], ...]
    slim: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


Block = (
    Heading
    | Para
    | List
    | Definitions
    | Quote
    | Div
    | Table
    | Figure
    | Contents
    | Masthead
    | PageBreak
)

# --- The document ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Running:
    """What stands in the margins, and how it is worded in the document's language.

    `page` has the places `{page}` and `{pages}`: "Page {page} of {pages}".
    """

    head: str = ""
    handling: str = ""
    build: str = ""
    page: str = "{page} / {pages}"


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself. `date` is the issue date, an ISO day."""

    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is open about the fact `ref`: a comment in the Word file of a draft."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document, ready for any writer.

    `lang` is a BCP 47 tag, `layout` the page: portrait, wide, sheet or plain. `questions`
    are for whoever works on a draft; no format prints them.
    """

    title: str
    lang: str
    blocks: tuple[Block, ...]
    layout: Literal["portrait", "wide", "sheet", "plain"] = "portrait"
    draft: bool = False
    running: Running = Running()
    properties: Properties = Properties()
    questions: tuple[Question, ...] = ()


Embed = Literal["full", "ids", "none"]
"""What a file tells of its printed facts: names and values, their names, nothing."""

Variant = Literal["archive", "plain", "ua"]
"""What a PDF is: for the archive and screen readers both, bare pages, for screen readers."""

Node = Inline | Block | Cell | Row | TableNote | Column | Question | Document

Part = TypeVar("Part")

# --- Walking -----------------------------------------------------------------------------


def walk(part: object) -> Iterator[Node]:
    """Yield every node of `part` in reading order, itself first; tuples are looked into."""
    if isinstance(part, tuple):
        for each in part:
            yield from walk(each)
    else:
        kind: Any = type(part)
        names = _children(kind)
        if names is not None:
            yield cast("Node", part)
            for name in names:
                yield from walk(getattr(part, name))


@cache
def _children(kind: type[Any]) -> tuple[str, ...] | None:
    """Return the fields of a node that hold nodes; `None` for what is no node."""
    if not is_dataclass(kind):
        return None
    return tuple(field.name for field in fields(kind) if "tuple" in str(field.type))


def transform(part: Part, change: Callable[[Any], Any]) -> Part:
    """Return `part` with every node put through `change`, innermost first.

    A node whose children stay the same stays the same object.
    """
    if isinstance(part, tuple):
        return cast("Part", tuple(transform(each, change) for each in part))
    kind: Any = type(part)
    names = _children(kind)
    if names is None:
        return part
    old = {name: getattr(part, name) for name in names}
    new = {name: transform(value, change) for name, value in old.items()}
    node: Any = part if new == old else replace(cast("Any", part), **new)
    return cast("Part", change(node))


def plain_text(part: object) -> str:
    """Return the words of `part` as they are printed in line, without its notes."""
    if isinstance(part, tuple):
        return "".join(plain_text(each) for each in part)
    match part:
        case Str(text=text) | Fact(text=text) | Ref(text=text):
            return text
        case Break():
            return " "
        case Note() | NoteRef():
            return ""
        case _:
            return plain_text(getattr(part, "kids", ()))
