"""Read Markdown into a tree: facts in their places, everything numbered, nothing in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from markdown_it.token import Token

from kzreport.document import (
    Block,
    Cell,
    Column,
    Fact,
    Figure,
    Inline,
    Note,
    NoteRef,
    Para,
    Picture,
    Ref,
    Row,
    Span,
    Str,
    Table,
    TableNote,
    transform,
)
from kzreport.errors import Location, TemplateError, did_you_mean
from kzreport.reader.blocks import BlockReader
from kzreport.reader.inlines import InlineReader
from kzreport.reader.markdown import line_of_note, parse, parser
from kzreport.values.joined import Joined, Kept
from kzreport.values.slots import (
    CellSlot,
    FigureSlot,
    NoteSlot,
    RefSlot,
    SourceRefSlot,
    SourcesSlot,
    TableSlot,
)
from kzreport.values.value import GIVEN, Value, unique

#: values that are the document's own or its report's, not of the fact base
OWN_NUMERALS = frozenset({"as_of", "known_at", GIVEN})


@dataclass(slots=True)
class Reading:
    """What the reader made: the blocks of a document, and the ids of the sources it cites."""

    blocks: tuple[Block, ...]
    sources: tuple[str, ...]


def read_document(
    text: str, lines: Sequence[Location], slots: Sequence[object], name: str
) -> Reading:
    """Return the tree of `text`. `lines` tells where each line was written, `slots` holds what
    its private-use characters stand for, `name` is the template, for problems without a line.

    Raise `TemplateError` with all problems: unknown markup, notes that are undefined, unused
    or numbered in doubt, references to nothing, characters that stand for nothing.
    """
    session = Session(lines, slots, name)
    body, notes = parse(text)
    session.notes_written = notes
    blocks = BlockReader(session).blocks(body)
    blocks = session.with_numbers(blocks)
    session.check_notes(text)
    if session.problems:
        raise TemplateError.all_of(session.problems)
    return Reading(blocks, tuple(session.source_numbers))


@dataclass(slots=True)
class Session:
    """One document being read: the numbers given so far, and the problems met."""

    lines: Sequence[Location]
    slots: Sequence[object]
    name: str
    problems: list[TemplateError] = field(default_factory=list)
    notes_written: dict[str, list[Token]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    #: what `ref()` may name: the id it got in the tree, and its number
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)
    note_numbers: dict[str, int] = field(default_factory=dict)
    notes_called: set[str] = field(default_factory=set)
    source_numbers: dict[str, int] = field(default_factory=dict)
    source_places: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    place: tuple[str, int] = ("", 0)
    paragraphs: int = 0
    points: int = 0
    tables: int = 0
    figures: int = 0
    derived: dict[int, str] = field(default_factory=dict)

    # -- problems -------------------------------------------------------------------------

    def report(self, message: str, line: int | None = None, hint: str = "") -> None:
        """Note a problem at a line of the Markdown, told as the line of the template."""
        self.problems.append(TemplateError(message, self.at(line), hint))

    def at(self, line: int | None) -> Location:
        if line is None or not 0 <= line < len(self.lines) or not self.lines[line].file:
            return Location(self.name)
        return self.lines[line]

    # -- names and numbers ------------------------------------------------------------------

    def unique_id(self, wanted: str) -> str:
        """Return `wanted`, with a number behind it when it is taken."""
        self.ids[wanted] = count = self.ids.get(wanted, 0) + 1
        return wanted if count == 1 else f"{wanted}-{count}"

    def next_point(self) -> int:
        """Return the number of the next point of a card."""
        self.points += 1
        return self.points

    def number_source(self, source: str) -> int:
        """Return the number of a source in the annex, in the order of first citation."""
        places = self.source_places.setdefault(source, [])
        if self.place[1] and self.place not in places:
            places.append(self.place)
        return self.source_numbers.setdefault(source, len(self.source_numbers) + 1)

    # -- slots ------------------------------------------------------------------------------

    def slot(self, index: int, line: int | None) -> tuple[Inline, ...]:
        """Return the inline nodes that a private-use character stands for."""
        if index >= len(self.slots):
            self.report("a character stands for a fact that is not there", line)
            return ()
        item = self.slots[index]
        match item:
            case NoteSlot():
                return (self.source_note(item),)
            case RefSlot(target=target):
                return (Ref(target, ""),)
            case TableSlot() | FigureSlot() | SourcesSlot():
                self.report(
                    "a table, a figure or the annex of sources stands inside a line",
                    line,
                    "call `table()`, `chart()`, `image()` and `sources()` on a line of their own",
                )
                return ()
            case _:
                return self.direct(item)

    def direct(self, item: object) -> tuple[Inline, ...]:
        """Return the inline nodes of a value, joined values or text, without Markdown."""
        match item:
            case Value():
                return (self.fact(item),)
            case Joined(parts=parts):
                return tuple(node for part in parts for node in self.direct(part))
            case NoteSlot():
                return (self.source_note(item),)
            case Kept(slot=slot):
                return self.direct(slot)
            case SourceRefSlot(sources=sources):
                return self.source_refs(sources)
            case str() if hasattr(item, "__html__"):  # rendered by a macro: Markdown
                return InlineReader(self).read(parser().parseInline(item)[0].children or [], None)
            case _:
                return (Str(str(item)),) if item != "" else ()

    def fact(self, value: Value) -> Fact | Str:
        """Return the printed fact; a derived value is numbered in the order of printing.

        What the program itself says, such as the as-of date, is no fact.
        """
        refs = value.refs
        if refs and refs[0].partition(".")[0] in OWN_NUMERALS and not value._derived:
            return Str(value.shown())
        if value._derived:
            number = self.derived.setdefault(id(value), f"={len(self.derived) + 1}")
            refs = (number, *unique(refs))
        return Fact(value.shown(), refs, value._form, value._lang)

    def source_note(self, slot: NoteSlot) -> Note | NoteRef:
        """Return the footnote of a citation, or its number again."""
        for source in slot.sources:
            self.number_source(source)
        key = f"source {slot.key}"
        if key in self.note_numbers:
            return NoteRef(self.note_numbers[key])
        self.note_numbers[key] = number = len(self.note_numbers) + 1
        return Note(number, (Para(self.direct(slot.words)),))

    def source_refs(self, sources: tuple[str, ...]) -> tuple[Inline, ...]:
        """Return `[1] [2]`."""
        numbers = [f"[{self.number_source(source)}]" for source in sources]
        return (Span((Str(" ".join(numbers)),), "ref"),) if numbers else ()

    # -- tables -----------------------------------------------------------------------------

    def table(self, slot: TableSlot) -> Table:
        """Return a ready-made table, numbered when it has a caption."""
        number, label = 0, ""
        if slot.caption:
            self.tables += 1
            number, label = self.tables, slot.label.format(number=self.tables)
            self.place = ("table", number)
        table_id = self.unique_id(slot.id)
        self.targets[slot.id] = (table_id, str(number) if number else "")
        columns = tuple(Column(width, kind) for _, width, kind in slot.columns)  # type: ignore[arg-type]
        head = Row(tuple(Cell(self.direct(title)) for title, _, _ in slot.columns))
        return Table(
            columns=columns,
            head=(head,) if any(title for title, _, _ in slot.columns) else (),
            rows=tuple(Row(self._cells(cells), cls) for cells, cls in slot.rows),
            id=table_id,
            number=number,
            label=label,
            caption=self.direct(slot.caption),
            notes=tuple(TableNote(sign, self.direct(words)) for sign, words in slot.notes),
        )

    def _cells(self, cells: tuple[object, ...]) -> tuple[Cell, ...]:
        return tuple(
            Cell(self.direct(cell.content), cell.span, cell.cls)
            if isinstance(cell, CellSlot)
            else Cell(self.direct(cell))
            for cell in cells
        )

    def figure(self, slot: FigureSlot) -> Figure:
        """Return a picture with what is said of it, numbered when it has a caption."""
        number, label = 0, ""
        if slot.caption:
            self.figures += 1
            number, label = self.figures, slot.label.format(number=self.figures)
            self.place = ("figure", number)
        for source in slot.sources:
            self.number_source(source)
        figure_id = self.unique_id(slot.id)
        self.targets[slot.id] = (figure_id, str(number) if number else "")
        return Figure(
            picture=cast("Picture", slot.picture),
            alt=self.direct(slot.alt),
            id=figure_id,
            number=number,
            label=label,
            caption=self.direct(slot.caption),
            notes=tuple(TableNote(sign, self.direct(words)) for sign, words in slot.notes),
        )

    def annex(self, slot: SourcesSlot) -> tuple[Block, ...]:
        """Return one paragraph for each source cited, and where it is cited."""
        return tuple(
            Para(
                self.direct(slot.words(source)) + self._places(slot, source),
                cls="source",
                number=number,
                id=f"source-{number}",
            )
            for source, number in self.source_numbers.items()
        )

    def _places(self, slot: SourcesSlot, source: str) -> tuple[Inline, ...]:
        """Return ` Paras. 3–5.`, nothing for a source cited where no number is."""
        places = self.source_places.get(source, [])
        paragraphs = tuple(number for kind, number in places if kind == "paragraph")
        tables = tuple(number for kind, number in places if kind == "table")
        figures = tuple(number for kind, number in places if kind == "figure")
        words = slot.places(paragraphs, tables, figures)
        return (Str(" "), Span((Str(words),), "places")) if words else ()

    # -- at the end ---------------------------------------------------------------------------

    def with_numbers(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return the blocks with the number of what each reference names, now that it is known."""

        def numbered(node: object) -> object:
            if not isinstance(node, Ref):
                return node
            target, number = self.targets.get(node.target, ("", ""))
            if not number:
                hint = did_you_mean(node.target, self.targets)
                self.report(
                    f"`ref('{node.target}')` names no numbered table, figure or paragraph",
                    hint=hint,
                )
            return Ref(target, number)

        return transform(blocks, numbered)

    def check_notes(self, text: str) -> None:
        """Report footnotes that are written and never called."""
        for label in self.notes_written:
            if label not in self.notes_called:
                self.report(
                    f"the footnote `[^{label}]` is written but never called",
                    line_of_note(text, label),
                    "call it in the text, or delete it",
                )
