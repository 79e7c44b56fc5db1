"""Write tables: rows of data, the box for open points, the head of a paper, the fact sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kzreport import document as tree
from kzreport.errors import WriterError
from kzreport.styles.catalogue import ROWS, row_style, style_id
from kzreport.styles.sheet import Sheet, cell_probe
from kzreport.styles.wordtables import shading
from kzreport.styles.wordvalues import border, cell_margins, twips
from kzreport.weasy.cascade import Look
from kzreport.writers.docx.captions import caption_line, notes_below
from kzreport.writers.rows import kept_rows

if TYPE_CHECKING:
    from kzreport.writers.docx.blocks import Blocks

MOST_COLUMNS = 63  # Word opens no wider table
_MM = 72 / 25.4
_CLS = {"figure": "n", "mark": "m", "text": ""}


def table(blocks: Blocks, block: tree.Table, *, figures: bool = False) -> str:
    """Return a table with its caption before and its notes after it.

    Raise `WriterError` for more columns than Word takes, and for a row that has too many.
    """
    widths = column_widths(block.columns, twips(blocks.sheet.block_width(blocks.layout)))
    if not 1 <= len(widths) <= MOST_COLUMNS:
        raise WriterError(f"a table has {len(widths)} columns; Word takes 1 to {MOST_COLUMNS}")
    caption = caption_line(blocks, block, "Table")
    before = "" if caption else blocks.before_table()
    grid = _Grid(blocks, block, widths, figures)
    rows = grid.rows(block.head, head=True) + grid.rows(block.rows)
    look = _table_look(bool(block.head))
    style = "MissionFigures" if figures else "MissionTable"
    return (
        f"{caption}{before}{_open(blocks.sheet, style, widths, look)}{rows}</w:tbl>"
        f"{_notes(blocks, block.notes)}"
    )


def column_widths(columns: Sequence[tree.Column], block: int) -> list[int]:
    """Return the widths of `columns` in twips; those without one share what is left."""
    fixed = [round(column.width * _MM * 20) for column in columns]
    free = [number for number, width in enumerate(fixed) if not width]
    rest = max(block - sum(fixed), 0)
    if free and not rest:
        raise WriterError(
            "the columns of a table leave no room for the one without a width",
            hint="make some of the others narrower",
        )
    for place, number in enumerate(free):
        share, more = divmod(rest, len(free))
        fixed[number] = share + (place < more)
    return fixed


def box(blocks: Blocks, inner: Iterable[tree.Block]) -> str:
    """Return the box: a table of one cell, since no border of Word reaches from A to B."""
    look = blocks.sheet.looks["div.box"]
    width = twips(blocks.sheet.block_width(blocks.layout))
    before = blocks.gap("BoxStart")
    top, end, bottom, start = look.border
    sides = (("top", top), ("left", start), ("bottom", bottom), ("right", end))
    borders = "".join(border(side, drawn) for side, drawn in sides if drawn.width)
    properties = _cell_properties(
        width, borders=borders, fill=look.fill, margins=cell_margins(*look.padding)
    )
    content = blocks.write(inner, "box")
    if not content.endswith("</w:p>"):
        content += blocks.gap("SectionClose")
    return (
        f"{before}{_open(blocks.sheet, 'MissionBox', [width], _table_look(False))}"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{properties}{content}</w:tc></w:tr></w:tbl>"
        f"{blocks.gap('BoxClose')}"
    )


def masthead(blocks: Blocks, block: tree.Masthead) -> str:
    """Return the head of the paper: the bar, the Mission's name, the data at the right."""
    body = "html > body.plain > " if blocks.layout == "plain" else ""
    path = f"{body}table.masthead{'.slim' if block.slim else ''}"
    looks = {
        name: blocks.sheet.looks[f"{path} > tbody > tr > td.{name}"]
        for name in ("bar", "who", "data")
    }
    if not block.name and not block.data:
        return ""
    room = twips(blocks.sheet.block_width(blocks.layout))
    bar, data = twips(looks["bar"].width), twips(looks["data"].width)
    widths = [bar, room - bar - data, data]
    below = blocks.sheet.looks[path].margin.bottom
    name = "NoteMasthead" if blocks.layout == "plain" else "MastheadName"
    before = blocks.before_table()
    content = (
        blocks.paragraph(name, ""),
        _lines(blocks, block.name, name),
        _lines(blocks, block.data, "MastheadData"),
    )
    columns = list(zip(looks.values(), widths, content, strict=True))
    if not block.name:  # a letterhead says it
        widths = [room - data, data]
        columns = [(looks["who"], room - data, columns[1][2]), columns[2]]
    cells = "".join(
        f"<w:tc>{_masthead_cell(look, width, below)}{inner}</w:tc>"
        for look, width, inner in columns
    )
    return (
        f"{before}{_open(blocks.sheet, 'MissionMasthead', widths, _table_look(False))}"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


# --- Parts --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Grid:
    """The rows of one table; what cells have in common is made once."""

    blocks: Blocks
    block: tree.Table
    widths: list[int]
    figures: bool
    _keep: bool = False
    _made: dict[tuple[str, str, int, int, bool], tuple[str, str]] = field(default_factory=dict)

    def rows(self, rows: Sequence[tree.Row], *, head: bool = False) -> str:
        repeat = "<w:tblHeader/>" if head else ""
        opening = f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>"
        kept = frozenset() if head else kept_rows(rows)
        parts = []
        for number, row in enumerate(rows):
            self._keep = number in kept
            last = not head and number == len(rows) - 1
            parts.append(f"{opening}{self.cells(row, 'head' if head else row.cls, last)}</w:tr>")
        return "".join(parts)

    def cells(self, row: tree.Row, cls: str, last: bool) -> str:
        parts, at = [], 0
        for cell in row.cells:
            if at + cell.span > len(self.widths):
                raise WriterError(
                    f"a row has more than the {len(self.widths)} columns of its table"
                )
            properties, style = self.cell(cls, cell, at, last)
            parts.append(f"<w:tc>{properties}{self.content(cell, style)}</w:tc>")
            at += cell.span
        while at < len(self.widths):  # a short row is filled up, Word wants it whole
            properties, style = self.cell(cls, tree.Cell(()), at, last)
            parts.append(f"<w:tc>{properties}{self.content(tree.Cell(()), style)}</w:tc>")
            at += 1
        return "".join(parts)

    def content(self, cell: tree.Cell, style: str) -> str:
        if self.figures:
            return figure_lines(self.blocks, cell)
        inner = self.blocks.inlines.of_style(cell.kids, style)
        keep = "<w:keepNext/>" if self._keep else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{inner}</w:p>'

    def cell(self, row: str, cell: tree.Cell, at: int, last: bool) -> tuple[str, str]:
        """Return the properties of a cell and the style of its paragraph."""
        key = (row, cell.cls, at, cell.span, last)
        if key not in self._made:
            self._made[key] = self._cell(row, cell, at, last)
        return self._made[key]

    def _cell(self, row: str, cell: tree.Cell, at: int, last: bool) -> tuple[str, str]:
        kinds = {column.kind for column in self.block.columns[at : at + cell.span]}
        kind = kinds.pop() if len(kinds) == 1 else "text"
        width = sum(self.widths[at : at + cell.span])
        if self.figures:
            return self._figure_cell(cell, width)
        named = "under" if "under" in cell.cls.split() else _CLS[kind]
        known = row if row in (*ROWS, "head") else ""
        if known == "head":
            named = _CLS[kind]
        end = at + cell.span == len(self.widths)
        looks = self.blocks.sheet.looks
        look, usual = looks[cell_probe(known, named, last=end)], looks[cell_probe("", "")]
        borders = "" if look.border[0] == usual.border[0] else border("top", look.border[0])
        if look.border[2] != usual.border[2] and not last:
            borders += border("bottom", look.border[2])
        around = looks[cell_probe(known, "").rsplit(" > ", 1)[0]]
        properties = _cell_properties(
            width,
            span=cell.span,
            borders=borders,
            fill=look.fill or around.fill,
            margins="" if look.padding == usual.padding else cell_margins(*look.padding),
            bottom=known == "head",
        )
        if known == "head":
            style = "TableHeadingFigure" if kind == "figure" else "TableHeading"
        else:
            style = style_id(row_style(known, figure=kind == "figure"))
        return properties, style

    def _figure_cell(self, cell: tree.Cell, width: int) -> tuple[str, str]:
        path = "div.figures > table > tbody > tr > td"
        gap = "gap" in cell.cls.split()
        look = self.blocks.sheet.looks[f"{path}.gap" if gap else path]
        top = border("top", look.border[0]) if look.border[0].width else ""
        margins = cell_margins(*look.padding)
        return _cell_properties(width, span=cell.span, borders=top, margins=margins), "FigureText"


_FIGURES = {"big": "FigureLarge", "what": "FigureWhat", "note": "FigureNote"}


def figure_lines(blocks: Blocks, cell: tree.Cell) -> str:
    """Return a cell of a fact sheet: the large figure, what it is, and a note are paragraphs."""
    parts: list[str] = []
    loose: list[tree.Inline] = []
    for kid in cell.kids:
        style = _FIGURES.get(kid.cls) if isinstance(kid, tree.Span) else None
        if style is None:
            loose.append(kid)
            continue
        if tree.plain_text(tuple(loose)).strip():
            parts.append(blocks.words(loose, "FigureText"))
        loose = []
        parts.append(blocks.words((kid,), style))
    if loose or not parts:
        parts.append(blocks.words(loose, "FigureText"))
    return "".join(parts)


def _notes(blocks: Blocks, notes: Sequence[tree.TableNote]) -> str:
    """Return the space below a table, which has none of its own, and its notes."""
    return blocks.gap("TableNoteGap" if notes else "TableGap") + notes_below(blocks, notes)


def _lines(blocks: Blocks, lines: Iterable[tuple[tree.Inline, ...]], style: str) -> str:
    return "".join([blocks.words(line, style) for line in lines]) or blocks.paragraph(style, "")


def _masthead_cell(look: Look, width: int, below: float) -> str:
    """Return the properties of a cell; the space below the head is the cell's, a table has none."""
    padding = look.padding._replace(bottom=look.padding.bottom + below)
    top = border("top", look.border[0]) if look.border[0].width else ""
    return _cell_properties(width, borders=top, margins=cell_margins(*padding))


def _cell_properties(
    width: int,
    *,
    span: int = 1,
    borders: str = "",
    fill: str = "",
    margins: str = "",
    bottom: bool = False,
) -> str:
    """Return a `w:tcPr`, its parts in the order of the schema."""
    return (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + (f"<w:tcBorders>{borders}</w:tcBorders>" if borders else "")
        + shading(fill)
        + margins
        + ('<w:vAlign w:val="bottom"/>' if bottom else "")
        + "</w:tcPr>"
    )


def _open(sheet: Sheet, style: str, widths: Sequence[int], look: str) -> str:
    """Return a table as far as its first row: fixed columns that no text can move."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    mirrored = "<w:bidiVisual/>" if sheet.rtl else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{mirrored}'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def _table_look(head: bool) -> str:
    first = int(head)
    return (
        f'<w:tblLook w:val="{0x0620 if head else 0x0600:04X}" w:firstRow="{first}" '
        'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
