"""A spreadsheet as it lies in a file: sheets of cells, each cell with its address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

from kzreport.errors import Location

Plain: TypeAlias = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes; nobody knows where its value comes from."""

    text: str


Value: TypeAlias = Plain | date | datetime | time | Formula


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and its address: `facts.xlsx:contributions!C7`."""

    value: Value
    at: Location

    @property
    def stands(self) -> bool:
        """Whether something stands in it."""
        return self.value is not None and self.value != ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one kind; `head` holds the names of the columns."""

    kind: str
    at: Location
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def records(self) -> Iterator[dict[str, Cell]]:
        """Yield each row as cells by column; the cells of empty columns are left out."""
        names = [str(cell.value).strip() if cell.value is not None else "" for cell in self.head]
        for row in self.rows:
            yield {name: cell for name, cell in zip(names, row, strict=False) if name}


def column_name(index: int) -> str:
    """Return the letters of a column, counted from 0: A, B ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(file: str, row: int, column: int, sheet: str = "") -> Location:
    """Return the place of a cell; `row` and `column` count from 0."""
    cell = f"{column_name(column)}{row + 1}"
    return Location(f"{file}:{sheet}!{cell}" if sheet else f"{file}:{cell}")


def is_empty(row: Sequence[Cell]) -> bool:
    """Whether nothing stands in a row."""
    return not any(cell.stands for cell in row)
