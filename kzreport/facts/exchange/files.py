"""Spreadsheets to bytes and back: XLSX through openpyxl, CSV through the standard library."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from zipfile import ZipFile

from kzreport.errors import FactError, Location
from kzreport.facts.exchange.celltext import to_cell
from kzreport.facts.exchange.sheets import Cell, Formula, Plain, Sheet, Value, address, is_empty
from kzreport.files import read_bytes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MAX_BYTES = 20_000_000
MAX_UNPACKED = 500_000_000
MAX_ROWS = 50_000
_MAX_TEXT = 32_767  # Excel cuts what is longer
_EXACT_DIGITS = 15  # what a number of a spreadsheet holds

# ECMA-376, 22.9.2.19: in a cell `_x0041_` stands for the letter A
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")

Table: TypeAlias = tuple[Sequence[str], Sequence[Mapping[str, Plain]]]


def xlsx_bytes(tables: Mapping[str, Table]) -> bytes:
    """Return a workbook with one sheet for each kind, every text a text.

    Raise `FactError` when a text is too long for a cell.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for kind, (head, rows) in tables.items():
        _fill(book.create_sheet(kind), head, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(table: Table) -> bytes:
    """Return a table as CSV, with the byte order mark by which spreadsheets know UTF-8."""
    head, rows = table
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_csv_text(row[name]) if name in row else "" for name in head])
    return out.getvalue().encode("utf-8-sig")


def read_sheets(path: Path, kind: str = "") -> list[Sheet]:
    """Return the sheets of an XLSX or CSV file; `kind` is that of a CSV, else its name says it.

    Raise `FactError` when it is neither, cannot be read, or has merged cells.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        hint = "save it as .xlsx or .csv (UTF-8)"
        raise FactError("not a spreadsheet kzreport reads", Location(path.name), hint)
    data = read_bytes(path, FactError)
    if len(data) > MAX_BYTES:
        raise FactError(f"more than {MAX_BYTES // 1_000_000} MB", Location(path.name), "split it")
    if suffix == ".csv":
        return [_read_csv(data, path.name, kind or path.stem)]
    return _read_xlsx(data, path.name)


# -- XLSX ---------------------------------------------------------------------------------------


def _fill(sheet: Worksheet, head: Sequence[str], rows: Sequence[Mapping[str, Plain]]) -> None:
    from openpyxl.styles import Font

    for column, name in enumerate(head, 1):
        cell = sheet.cell(1, column, name)
        cell.font = Font(bold=True)
        for number, row in enumerate(rows, 2):
            if name in row:
                _set(sheet.cell(number, column), row[name], name)
        dimension = sheet.column_dimensions[cell.column_letter]
        dimension.width = min(40, max(12, len(name) + 2))
        dimension.number_format = "@"  # what is typed below stays as it is typed
    sheet.freeze_panes = "B2"


def _set(cell: Any, value: Plain, name: str) -> None:
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and _is_exact(value):
        cell.value = value
        return
    text = to_cell(None if value is None else _plain(value), guarded=False)
    if len(text) > _MAX_TEXT:
        raise FactError(
            f"`{name}` has {len(text):,} characters; a cell holds {_MAX_TEXT:,}",
            hint="export this kind as .csv",
        )
    cell.value = _LOOKS_ESCAPED.sub("_x005F_", text)
    # a text that begins like a formula is none
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.number_format = "@"


def _is_exact(value: int | Decimal) -> bool:
    digits = len(Decimal(value).as_tuple().digits)
    return digits <= _EXACT_DIGITS and Decimal(str(float(value))) == value


def _plain(value: Plain) -> str:
    """Return a number so that nobody takes its decimal sign for one between thousands."""
    if not isinstance(value, Decimal):
        return str(value)
    text = format(value, "f")
    whole, _, decimals = text.partition(".")
    return f"{text}0" if whole and len(decimals) == 3 else text


def _read_xlsx(data: bytes, file: str) -> list[Sheet]:
    from openpyxl import load_workbook

    try:
        with ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise FactError("it would grow too large when unpacked", Location(file), "split it")
        book = load_workbook(io.BytesIO(data), rich_text=False)
        sheets = [_read_sheet(sheet, file) for sheet in book.worksheets]
    except FactError:
        raise
    except Exception as exc:  # what is broken in an archive of XML can break anything
        hint = "open it in a spreadsheet program and save it anew as .xlsx"
        raise FactError(f"cannot be read: {exc}", Location(file), hint) from exc
    return sheets


def _read_sheet(sheet: Worksheet, file: str) -> Sheet:
    merged = sorted(sheet.merged_cells.ranges, key=lambda each: (each.min_row, each.min_col))
    if merged:
        raise FactError.all_of(
            FactError(
                f"the cells {each.coord} are merged",
                address(file, each.min_row - 1, each.min_col - 1, sheet.title),
                "take the merge back: each record has a row, each field a column",
            )
            for each in merged
        )
    if sheet.max_row > MAX_ROWS:
        message = f"the sheet has {sheet.max_row:,} rows; {MAX_ROWS:,} are read"
        at = Location(f"{file}:{sheet.title}")
        raise FactError(message, at, "delete the empty rows below, or split it")
    rows = [
        tuple(
            Cell(_value(cell), address(file, row, column, sheet.title))
            for column, cell in enumerate(cells)
        )
        for row, cells in enumerate(sheet.iter_rows())
    ]
    return _sheet(sheet.title, Location(f"{file}:{sheet.title}"), rows)


def _value(cell: Any) -> Value:
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return Formula(str(value))
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else Decimal(repr(value))
    if isinstance(value, str):
        return _ESCAPED.sub("_", value)
    if value is None or isinstance(value, int | date | datetime | time):
        return value
    return str(value)


# -- CSV ----------------------------------------------------------------------------------------


def _csv_text(value: Plain) -> str:
    return to_cell(None if value is None else _plain(value), guarded=True)


def _read_csv(data: bytes, file: str, kind: str) -> Sheet:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        hint = "save it as «CSV UTF-8»"
        raise FactError("the file is not saved as UTF-8", Location(file), hint) from exc
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as exc:
        raise FactError(f"not a CSV file: {exc}", Location(file), "look at its quotes") from exc
    rows = [
        tuple(Cell(value, address(file, row, column)) for column, value in enumerate(values))
        for row, values in enumerate(lines)
    ]
    return _sheet(kind, Location(file), rows)


def _sheet(kind: str, at: Location, rows: list[tuple[Cell, ...]]) -> Sheet:
    filled = [row for row in rows[1:] if not is_empty(row)]
    return Sheet(kind, at, rows[0] if rows else (), tuple(filled))
