"""A rendered report as its checks see it: runs of words, each told from facts and own numerals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal

from kzreport.briefing import Briefing
from kzreport.document import (
    Block,
    Break,
    Cell,
    Contents,
    Definitions,
    Div,
    Emph,
    Fact,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Note,
    Para,
    Quote,
    Ref,
    Span,
    Str,
    Strong,
    Table,
)
from kzreport.errors import KzReportError, Location
from kzreport.facts.base import FactBase
from kzreport.facts.records import Entry
from kzreport.language import Language, load_language
from kzreport.project import Report
from kzreport.templating import Template
from kzreport.values.edtf import read_edtf
from kzreport.wanted import leaves_the_house

Kind = Literal["words", "fact", "own"]
Where = Literal["para", "item", "heading", "cell", "note", "source"]

#: what stands for a masked letter: no word, no figure
MASK = "\ufffc"
#: spans of the program's own numerals, and the word of an author that this is no fact
_OWN_SPANS = frozenset({"ref", "places", "sign", "literal"})
_ROW_NUMBER = re.compile(r"(\d+)( ?[a-z])?")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one kind: words of a template, a printed fact, or the program's own."""

    text: str
    kind: Kind
    fact: Fact | None = None


@dataclass(frozen=True)
class Run:
    """The text of a paragraph, a cell, a heading; `where` says which."""

    where: Where
    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        """All its words, as printed."""
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def own_words(self) -> str:
        """Its words, with everything that is no word of the template masked."""
        return "".join(
            piece.text if piece.kind == "words" else MASK * len(piece.text) for piece in self.pieces
        )

    def around(self, start: int, end: int, reach: int = 32) -> str:
        """Return the printed words around a place, cut at blanks."""
        low, high = max(0, start - reach), min(len(self.text), end + reach)
        left = self.text[low:start].partition(" ")[2] if low else self.text[low:start]
        right = (
            self.text[end:high].rpartition(" ")[0] if high < len(self.text) else self.text[end:high]
        )
        words = f"{'…' if low else ''}{left}{self.text[start:end]}{right}"
        return words + ("…" if high < len(self.text) else "")


@dataclass(frozen=True)
class Paper:
    """A report made in one language for one day; `outward` papers leave the house."""

    report: Report
    template: Template
    lang: str
    day: date
    base: FactBase
    briefing: Briefing

    @property
    def outward(self) -> bool:
        """Whether it leaves the house."""
        return leaves_the_house(self.template, self.briefing.level)

    @property
    def language(self) -> Language:
        """The language it is written in."""
        return load_language(self.lang)

    @property
    def file(self) -> Location:
        """The template it is made from."""
        return Location(self.template.file)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every run of words in reading order; the masthead is data, and left out."""
        day = _printed_days(self.lang, self.day)
        return tuple(_with_own_day(run, day) for run in _runs(self.briefing.document.blocks))

    @property
    def body(self) -> Iterator[Run]:
        """The runs without footnotes and the annex of sources."""
        return (run for run in self.runs if run.where not in ("note", "source"))

    def entry(self, ref: str) -> Entry | None:
        """Return the record of `record.field`; `None` for what is of no record."""
        return self.base.entries.get(ref.partition(".")[0])

    def place(self, run: Run, start: int, end: int) -> Location:
        """Return the template's line that holds the words at a place, its file if none is found."""
        words = self.briefing.words
        wanted = _unbroken(run.own_words, start, end)
        for line, at in zip(words.text.split("\n"), words.lines, strict=False):
            if at.file and wanted in line:
                return at
        return self.file


@dataclass(frozen=True, slots=True)
class Unmade:
    """A report that could not be made, and why."""

    report: Report
    lang: str
    error: KzReportError


@cache
def _printed_days(lang: str, day: date) -> re.Pattern[str]:
    """Return what finds the day a paper speaks for, in the forms in which it is printed."""
    language, written = load_language(lang), read_edtf(day.isoformat())
    forms = {language.date(written, form) for form in ("plain", "on", "of", "short")}
    return re.compile(f"({'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})")


def _with_own_day(run: Run, day: re.Pattern[str]) -> Run:
    """Return `run` with the day the paper speaks for told from the words around it."""
    if not day.search(run.own_words):
        return run
    pieces: list[Piece] = []
    for piece in run.pieces:
        parts = day.split(piece.text) if piece.kind == "words" else [piece.text]
        for index, text in enumerate(parts):
            kind: Kind = "own" if index % 2 else piece.kind
            pieces.append(Piece(text, kind, piece.fact))
    return Run(run.where, tuple(pieces))


def _unbroken(own: str, start: int, end: int) -> str:
    """Return the template's words around a place, as far as no fact breaks them."""
    low = own.rfind(MASK, 0, start) + 1
    high = own.find(MASK, end)
    return own[max(low, start - 40) : min(len(own) if high < 0 else high, end + 40)]


# --- From blocks to runs -----------------------------------------------------------------


def _runs(blocks: Iterable[Block], where: Where = "para") -> Iterator[Run]:
    for block in blocks:
        match block:
            case Heading(kids=kids):
                yield from _run("heading", kids)
            case Para(kids=kids, cls=cls):
                yield from _run("source" if "source" in cls.split() else where, kids)
            case List(items=items):
                for item in items:
                    yield from _runs(item, "item")
            case Quote(blocks=inner) | Div(blocks=inner):
                yield from _runs(inner, where)
            case Definitions(items=terms):
                for term, meaning in terms:
                    yield from _run("item", term)
                    yield from _runs(meaning, "item")
            case Table() | Figure():
                yield from _captioned(block)
            case Contents(title=title):
                yield from _run("heading", title)
            case _:
                pass  # a page break says nothing, the masthead is data


def _captioned(block: Table | Figure) -> Iterator[Run]:
    yield from _run("heading", block.caption)
    if isinstance(block, Table):
        yield from _table(block)
    else:
        yield from _run("cell", block.alt)
    for note in block.notes:
        yield from _run("note", note.kids)


def _table(table: Table) -> Iterator[Run]:
    for row in table.head:
        for cell in row.cells:
            yield from _run("cell", cell.kids)
    for index, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row.cells):
            if not (place == 0 and _is_row_number(cell, index)):
                yield from _run("cell", cell.kids)


def _is_row_number(cell: Cell, index: int) -> bool:
    """Whether a first cell counts the rows: «3», «5 a»."""
    words = [kid.text for kid in cell.kids if isinstance(kid, Str)]
    found = _ROW_NUMBER.fullmatch("".join(words)) if len(words) == len(cell.kids) else None
    return found is not None and int(found[1]) <= index


def _run(where: Where, kids: tuple[Inline, ...]) -> Iterator[Run]:
    """Yield the run of `kids`, then those of its footnotes."""
    pieces = tuple(_pieces(kids, "words"))
    if pieces:
        yield Run(where, pieces)
    for note in _notes(kids):
        yield from _runs(note.blocks, "note")


def _pieces(kids: tuple[Inline, ...], kind: Kind) -> Iterator[Piece]:
    for kid in kids:
        match kid:
            case Str(text=text):
                yield Piece(text, kind)
            case Fact(text=text):
                yield Piece(text, "fact", kid)
            case Ref(text=text):
                yield Piece(text, "own")
            case Break():
                yield Piece(" ", "own")
            case Span(kids=inner, cls=cls):
                yield from _pieces(inner, "own" if _OWN_SPANS & set(cls.split()) else kind)
            case Strong(kids=inner) | Emph(kids=inner) | Link(kids=inner):
                yield from _pieces(inner, kind)
            case _:
                pass  # footnotes have runs of their own


def _notes(kids: tuple[Inline, ...]) -> Iterator[Note]:
    for kid in kids:
        if isinstance(kid, Note):
            yield kid
        elif isinstance(kid, Strong | Emph | Link | Span):
            yield from _notes(kid.kids)
