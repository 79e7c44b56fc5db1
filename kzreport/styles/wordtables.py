"""The table styles of a Word file: the treaty table and the other grids of the papers."""

from __future__ import annotations

from kzreport.styles.sheet import Sheet
from kzreport.styles.wordvalues import border, cell_margins


def table_styles(sheet: Sheet) -> str:
    """Return the styles Mission Table, Mission Box, Mission Masthead and Mission Figures."""
    return (
        _mission_table(sheet)
        + _table_style("Mission Box", "")
        + _table_style("Mission Masthead", "")
        + _table_style("Mission Figures", "")
    )


def _mission_table(sheet: Sheet) -> str:
    """Return the style of an ordinary table: its rules, its rows, its head and its total."""
    table, cell = sheet.looks["table"], sheet.looks["table > tbody > tr > td"]
    head = sheet.looks["table > thead > tr > th"]
    total = sheet.looks["table > tbody > tr.total > td"]
    shade = sheet.looks["table > tbody > tr.total"].fill
    rules = border("top", table.border[0]) + border("bottom", table.border[2])
    rules += border("insideH", cell.border[2])
    padding = cell.padding
    properties = f"<w:tblBorders>{rules}</w:tblBorders>" + cell_margins(*padding, tag="tblCellMar")
    head_cell = f"<w:tcBorders>{border('bottom', head.border[2])}</w:tcBorders>"
    total_cell = f"<w:tcBorders>{border('top', total.border[0])}</w:tcBorders>{shading(shade)}"
    return _table_style(
        "Mission Table",
        f"<w:tblPr>{properties}</w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tblPr/><w:trPr><w:tblHeader/></w:trPr>'
        f"<w:tcPr>{head_cell}</w:tcPr></w:tblStylePr>"
        f'<w:tblStylePr w:type="lastRow"><w:tblPr/><w:tcPr>{total_cell}</w:tcPr></w:tblStylePr>',
    )


def shading(fill: str) -> str:
    """Return the shade of a cell, "" for none."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""


def _table_style(name: str, body: str) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>{body}</w:style>'
    )
