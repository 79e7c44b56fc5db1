"""Records as rows: which columns a kind has, what a record puts in them, and the way back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from kzreport.errors import FactError
from kzreport.facts.editing.fieldtext import read_figure, read_when
from kzreport.facts.exchange.celltext import MISSING, from_cell
from kzreport.facts.exchange.sheets import Cell, Formula, Plain
from kzreport.facts.fields import AMOUNT_PARTS, LANGUAGES, Translated
from kzreport.facts.records import NESTED_KINDS, Entry
from kzreport.facts.shapes import Shape, shapes
from kzreport.values.amount import Amount

#: the column of nested facts that names the record they stand in
OWNER = "record"
_ALWAYS = ("en", "ru", "kk")
_FLAGS = {"true": True, "false": False}


def columns(model: type[Entry], entries: Iterable[Entry] = ()) -> list[str]:
    """Return the columns for records of `model`: texts have one for each language in use."""
    names = [OWNER] if model in NESTED_KINDS.values() else []
    known = list(entries)
    for key, shape in shapes(model).items():
        if shape.sort == "text":
            used = {lang for entry in known for lang in getattr(entry, key) or ()}
            names += [f"{key}.{lang}" for lang in LANGUAGES if lang in used or lang in _ALWAYS]
        elif shape.sort == "money":
            names += [f"{key}.{part}" for part in AMOUNT_PARTS]
        elif shape.sort != "facts":
            names.append(key)
    return ["id", *(name for name in names if name != "id")]


def known_columns(model: type[Entry]) -> set[str]:
    """Return every column that a sheet of `model` may have."""
    texts = {
        f"{key}.{lang}"
        for key, shape in shapes(model).items()
        if shape.sort == "text"
        for lang in LANGUAGES
    }
    return {*columns(model), *texts}


def to_row(entry: Entry, owner: str = "") -> dict[str, Plain]:
    """Return what stands in the columns for `entry`; empty columns are left out.

    A text known to be missing is `None`, and so is a currency that is not stated.
    """
    row: dict[str, Any] = {OWNER: owner} if owner else {}
    for key, shape in shapes(type(entry)).items():
        value = getattr(entry, key)
        if shape.sort == "facts" or value == type(entry).model_fields[key].default:
            continue
        if isinstance(value, Translated):
            row |= {f"{key}.{lang}": text for lang, text in value.items()}
        elif isinstance(value, Amount):
            row |= {f"{key}.{part}": each for part, each in _amount_parts(value).items()}
        else:
            row[key] = _single(shape, value)
    return row


def _single(shape: Shape, value: Any) -> Plain:
    if shape.sort == "table":
        return json.dumps(value, ensure_ascii=False)
    if shape.many:
        return "\n".join(str(item) for item in value)
    if shape.sort == "flag":
        return "true"
    return value if shape.sort == "whole" else str(getattr(value, "text", value))


def _amount_parts(amount: Amount) -> dict[str, Plain]:
    parts: dict[str, Plain] = {}
    if amount.high == amount.low:
        parts["value"] = amount.low
    else:
        parts["min"] = amount.low
        parts |= {"over": "true"} if amount.high is None else {"max": amount.high}
    parts["currency"] = amount.currency
    return {**parts, "spread": amount.spread} if amount.spread else parts


def from_row(
    model: type[Entry],
    row: Mapping[str, Cell],
    known: Mapping[str, Any],
    problems: list[FactError],
) -> dict[str, Any]:
    """Return the data of a record as a row has them, on top of what is `known` of it.

    A column that is not there changes nothing, an empty cell takes its value out. What is
    wrong in a cell goes to `problems`.
    """
    fields = dict(known)
    for column, cell in row.items():
        key, _, part = column.partition(".")
        if column in ("id", OWNER) or key not in shapes(model):
            continue
        try:
            value = _data(shapes(model)[key], part, cell)
        except FactError as exc:
            problems.append(FactError(f"`{column}`: {exc.message}", cell.at, exc.hint))
            continue
        whole = _with_part(fields.get(key), part, value, cell) if part else value
        if whole is None:
            fields.pop(key, None)
        else:
            fields[key] = whole
    return fields


def _with_part(whole: Any, part: str, value: Any, cell: Cell) -> dict[str, Any] | None:
    """Return a text or an amount with one part set, or taken out."""
    parts = {"en": whole} if isinstance(whole, str) else dict(whole or {})
    if cell.stands:
        parts[part] = value
    else:
        parts.pop(part, None)
    return parts or None


def _data(shape: Shape, part: str, cell: Cell) -> Any:
    value = cell.value
    if not cell.stands:
        return None
    _refuse_unfit(value)
    if shape.sort == "whole" or part in ("value", "min", "max"):
        return read_figure(from_cell(value) or "") if isinstance(value, str) else value
    if shape.sort == "flag" or part == "over":
        return _flag(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _number_as_text(value, shape)
    if not isinstance(value, str):
        raise FactError(f"`{value}` is not a text", hint="format the cell as text")
    if part and value == MISSING:
        return None
    text = from_cell(value)
    if text is None:
        raise FactError("`null` stands only for a text or a currency", hint="leave the cell empty")
    return _text(shape, text)


def _text(shape: Shape, text: str) -> Any:
    if shape.sort == "table":
        try:
            return json.loads(text)
        except ValueError as exc:
            hint = 'such as {"p3": {"en": "paragraph 3"}}'
            raise FactError("the cell does not hold a table in JSON", hint=hint) from exc
    if shape.many:
        return [line.strip() for line in re.split(r"\r\n|\n|\r", text) if line.strip()]
    return read_when(text) if shape.sort in ("when", "day") else text


def _refuse_unfit(value: object) -> None:
    """Refuse what a spreadsheet made of a text, and what nobody can see."""
    if isinstance(value, Formula):
        hint = "copy the cell and paste its value, so that everybody sees the same"
        raise FactError(f"the cell holds the formula `{value.text}`", hint=hint)
    if isinstance(value, date | datetime | time):
        # the spreadsheet makes 1 April 2014 of `2014-04`: nobody can tell what was written
        hint = "format the column as text, and write 2014-04-07, 2014-04 or 2014"
        raise FactError(f"the cell holds a date as a number ({_shown(value)})", hint=hint)
    if isinstance(value, str) and value != value.strip() and from_cell(value) == value:
        where = "at its end" if value == value.lstrip() else "at its beginning"
        raise FactError(f"the text has a blank {where}", hint="delete it")


def _shown(value: date | time) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    flag = _FLAGS.get(str(value).lower())
    if flag is None:
        raise FactError(
            f"`{value}` is neither true nor false", hint="write true, or leave it empty"
        )
    return flag


def _number_as_text(value: int | Decimal, shape: Shape) -> Any:
    """Return a number that stands where a text is expected."""
    if shape.sort in ("when", "day"):
        if isinstance(value, int) and 1000 <= value <= 2999:
            return value
        hint = "format the column as text, and write 2014-04-07, 2014-04 or 2014"
        raise FactError(f"the cell holds a date as a number ({value})", hint=hint)
    text = str(value)
    return [text] if shape.many else text
