"""Questions of `add`: what may be answered, and what an answer stands for."""

from __future__ import annotations

from datetime import date
from typing import Any

from kzreport.errors import FactError, did_you_mean
from kzreport.facts.advice import date_advice
from kzreport.facts.base import FactBase
from kzreport.facts.editing.fieldtext import read_field, shape_of
from kzreport.facts.records import Entry
from kzreport.values.edtf import read_edtf

TODAY = "today"


def how_to_answer(model: type[Entry], key: str, today: date) -> str:
    """Return what may be typed for a field, in brackets behind the question."""
    shape = shape_of(model, key)
    match shape.sort:
        case "choice" | "level":
            return ", ".join(shape.words)
        case "when" | "day":
            return f"2014, 2014-04 or 2014-04-07; `{TODAY}` is {today}"
        case "money":
            return "300000 USD; without currency if none is stated"
        case "text":
            return "in English"
        case "citation":
            return "seed#p3"
        case _:
            kinds = model.refs_of(key)
            return f"an id of {' or '.join(kinds)}" if kinds else ""


def read_answer(base: FactBase, model: type[Entry], key: str, text: str, today: date) -> Any:
    """Return the data an answer stands for, `None` for an empty one.

    Raise `FactError` when the field does not take it, or no such record is there.
    """
    shape = shape_of(model, key)
    text = text.strip()
    if not text:
        return None
    if shape.sort in ("when", "day"):
        text = today.isoformat() if text == TODAY else text
        _check_date(text)
    data = read_field(model, key, text)
    if shape.sort == "citation" or model.refs_of(key) is not None:
        for target in data if isinstance(data, list) else [data]:
            _check_known(base, str(target).partition("#")[0], model.refs_of(key) or ("sources",))
    return data


def _check_date(text: str) -> None:
    try:
        read_edtf(text)
    except ValueError as exc:
        raise FactError(str(exc), hint=date_advice(text)) from exc


def _check_known(base: FactBase, entry_id: str, kinds: tuple[str, ...]) -> None:
    if entry_id not in base.entries:
        known = [each for each in base.entries if base.kind_of(each) in kinds] or base.entries
        hint = did_you_mean(entry_id, known) or f"kzreport facts list {kinds[0]}"
        raise FactError(f"no record named `{entry_id}`", hint=hint)
