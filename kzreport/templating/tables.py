"""`table()`: rows made in a template, handed to the reader around Markdown.

{% call(t) table("status", "Participation", columns=[("Instrument", 0), ("Done", 22)]) %}
{% for a in facts.agreements %}{{ t.row(a.title, a.done | short_date) }}{% endfor %}
{% endcall %}
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kzreport.errors import TemplateError
from kzreport.templating.source import without_marks
from kzreport.values.slots import CellSlot, TableSlot
from kzreport.values.value import Value

if TYPE_CHECKING:
    from kzreport.templating.functions import Functions

KINDS = ("text", "figure", "mark")
ROW_CLASSES = ("", "group", "sub", "total", "expected", "overdue")
NONE, NOT_RECORDED = "—", "…"


class TableDraft:
    """A table while its template runs; it collects rows, notes and the signs it used."""

    __slots__ = ("_columns", "_functions", "_notes", "_rows", "_signs")

    OPEN = frozenset({"row", "note", "signs", "cell", "group", "total", "sub"})

    def __init__(self, functions: Functions, columns: Sequence[Any]) -> None:
        self._functions = functions
        self._columns = tuple(_column(column) for column in columns)
        self._rows: list[tuple[tuple[object, ...], str]] = []
        self._notes: list[tuple[str, object]] = []
        self._signs: dict[str, None] = {}

    def row(self, *cells: object, cls: str = "") -> Markup:
        """Add a row; cells left out at the end stay empty."""
        if cls not in ROW_CLASSES:
            raise TemplateError(
                f"`{cls}` is not a kind of row", hint=f"it is one of {', '.join(ROW_CLASSES[1:])}"
            )
        width = sum(cell.span if isinstance(cell, CellSlot) else 1 for cell in cells)
        if width > len(self._columns):
            raise TemplateError(
                f"a row has {width} cells, the table {len(self._columns)} columns",
                hint="a `|` or a comma too many?",
            )
        self._rows.append(((*map(self._filled, cells), *[""] * (len(self._columns) - width)), cls))
        return Markup("")

    def group(self, title: object) -> Markup:
        """Add a heading over the rows that follow."""
        return self.row(CellSlot(title, span=len(self._columns)), cls="group")

    def total(self, *cells: object) -> Markup:
        """Add the total."""
        return self.row(*cells, cls="total")

    def sub(self, *cells: object) -> Markup:
        """Add a subtotal."""
        return self.row(*cells, cls="sub")

    def cell(self, content: object, span: int = 1, cls: str = "") -> CellSlot:
        """Return a cell over several columns, or of a class such as `under`."""
        return CellSlot(content, span, cls)

    def signs(self, *records: Any) -> str:
        """Return the signs of records for the column of marks, and explain them below."""
        found = self._functions.signs_of(*records)
        for sign in found:
            self._signs[sign] = None
        return found

    def note(self, content: object, sign: str = "") -> Markup:
        """Add a line under the table."""
        self._notes.append((sign, _clean(content)))
        return Markup("")

    def finished(self, table_id: str, caption: object, label: str) -> TableSlot:
        """Return the table; the signs it used are explained first, in their own order."""
        explain: Callable[[str], object] = self._functions.sign_meaning
        order = [sign for sign in self._functions.sign_order if sign in self._signs]
        notes = [(sign, explain(sign)) for sign in order if sign not in (NONE, NOT_RECORDED)]
        notes += self._notes
        blanks = [sign for sign in (NONE, NOT_RECORDED) if sign in self._signs]
        if blanks:
            notes.append(("", self._functions.signs_in_line(blanks)))
        return TableSlot(table_id, label, caption, self._columns, tuple(self._rows), tuple(notes))

    def _filled(self, content: object) -> object:
        """Return a cell; what is not recorded shows the sign for it, never a blank."""
        inner = content.content if isinstance(content, CellSlot) else content
        if isinstance(inner, Value) and not inner.shown():
            self._signs[NOT_RECORDED] = None
            inner._desk.note_read(inner.refs)
            inner = NOT_RECORDED
        inner = _clean(inner)
        if isinstance(inner, str) and inner.strip() in (NONE, NOT_RECORDED):
            self._signs[inner.strip()] = None
        if isinstance(content, CellSlot):
            return CellSlot(inner, content.span, content.cls)
        return inner


def _clean(content: object) -> object:
    """Return a macro's text without line marks: it goes around the Markdown that is unmarked."""
    return Markup(without_marks(content)) if isinstance(content, Markup) else content


def _column(column: Any) -> tuple[object, float, str]:
    """Return head, width in millimetres (0 shares the rest) and kind of a column."""
    head, width, kind = (*column, 0, "text")[:3] if len(column) < 3 else column
    if len(column) == 2:
        kind = "text"
    if kind not in KINDS:
        raise TemplateError(
            f"`{kind}` is not a kind of column", hint=f"it is one of {', '.join(KINDS)}"
        )
    if not isinstance(width, int | float) or width < 0:
        raise TemplateError(f"a column is `{width}` wide", hint="give millimetres, 0 for the rest")
    return head, float(width), str(kind)
