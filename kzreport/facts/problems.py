"""Put what pydantic found into the words of a data author, with its place and a way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kzreport.errors import FactError, Location, did_you_mean
from kzreport.facts.advice import advice
from kzreport.facts.fields import PartError
from kzreport.facts.records import INHERITED, Entry, nested_fields
from kzreport.facts.shapes import shapes
from kzreport.strictyaml import YamlDocument

_MISSING_HINTS = {
    "level": "write `level: public`, internal or restricted, here or under `_defaults:`",
    "recorded": "write the day it was entered: `recorded: 2026-11-23`",
    "source": "write where it comes from: `source: seed#p3`",
    "id": "give the fact an id of its own, so that others can refer to it",
}
_EMPTY = "write its value after the colon, or delete the line"
_SHAPES = {
    "tuple_type": ("is a list", "write each item on a line of its own, after `- `"),
    "dict_type": ("holds names and values", "write them as `name: value`, indented below it"),
    "model_type": ("holds facts with keys", "begin each fact with `- id: ...`"),
}


def explain(
    error: ValidationError,
    document: YamlDocument,
    key: str,
    model: type[Entry],
    record: Mapping[str, Any],
) -> Iterator[FactError]:
    """Yield the problems of the record `key`, each at the value it is about."""
    for detail in error.errors(include_url=False, include_context=True):
        path = detail["loc"]
        if _is_inherited(path, document.data[key]):
            continue  # told at the record itself
        at = _place(document, key, path, detail, record)
        message, hint = _words(detail, _holder(key, path, record), _model_at(model, path))
        yield FactError(message, at, hint)


def _is_inherited(path: tuple[int | str, ...], written: Mapping[str, Any]) -> bool:
    """Whether `path` leads to what a nested fact took from its record."""
    if len(path) < 3 or path[2] not in INHERITED:
        return False
    facts = written.get(str(path[0]))
    return facts is not None and path[2] not in facts[path[1]]


def _place(
    document: YamlDocument,
    key: str,
    path: tuple[int | str, ...],
    detail: ErrorDetails,
    record: Mapping[str, Any],
) -> Location:
    if detail["type"] == "missing":
        return document.at((key, *path[:-1])) if len(path) > 1 else document.key_at((key,))
    written = document.data[key]
    if path and path[0] not in written and path[0] in record:
        return document.at(("_defaults", *path))
    if detail["type"] == "extra_forbidden":
        return document.key_at((key, *path))
    part = _part(detail)
    if part is None:
        return document.at((key, *path))
    find = document.key_at if part.is_name else document.at
    return find((key, *path, part.part))


def _part(detail: ErrorDetails) -> PartError | None:
    """Return what is wrong with one part of a value, if that is the trouble."""
    error = detail.get("ctx", {}).get("error")
    return error if isinstance(error, PartError) else None


def _holder(key: str, path: tuple[int | str, ...], record: Mapping[str, Any]) -> str:
    """Return how messages call the record, or the nested fact, that `path` leads into."""
    if len(path) < 3:
        return f"`{key}`"
    name, index = path[0], int(path[1])
    fact = record[str(name)][index]
    return f"`{fact['id']}`" if "id" in fact else f"fact {index + 1} in `{name}` of `{key}`"


def _model_at(model: type[Entry], path: tuple[int | str, ...]) -> type[Entry]:
    """Return the kind of fact a path leads into."""
    return nested_fields(model).get(str(path[0]), model) if len(path) > 1 else model


def _words(detail: ErrorDetails, holder: str, model: type[Entry]) -> tuple[str, str]:
    """Return message and hint."""
    name = str(detail["loc"][-1])
    field = next((str(step) for step in reversed(detail["loc"]) if isinstance(step, str)), name)
    match detail["type"]:
        case "extra_forbidden":
            hint = did_you_mean(name, model.model_fields) or _keys_of(model)
            return f"`{name}` is not a key of {_called(model)}", hint
        case "missing":
            return f"{holder} has no `{name}`", _MISSING_HINTS.get(name, "")
        case "value_error":
            return f"`{field}`: {detail['ctx']['error']}", _advice(model, field, detail)
        case "literal_error":
            expected = str(detail["ctx"]["expected"]).replace("'", "`")
            return f"`{field}` cannot be `{detail['input']}`", f"it is one of {expected}"
        case _ if detail["input"] is None:
            return f"`{field}` is empty", _MISSING_HINTS.get(field, "") or _EMPTY
        case shape if shape in _SHAPES:
            expected, hint = _SHAPES[shape]
            return f"`{field}` {expected}, not `{_short(detail['input'])}`", hint
        case _:
            return f"`{field}`: {detail['msg'].lower()}, not `{_short(detail['input'])}`", ""


def _advice(model: type[Entry], field: str, detail: ErrorDetails) -> str:
    shape = shapes(model).get(field)
    hint = advice(shape.sort, detail["input"]) if shape else ""
    told = str(detail["ctx"]["error"])
    return "" if hint.removeprefix("write ") in told else hint


def _called(model: type[Entry]) -> str:
    return model.kind_of_record or f"a fact in `{model.kind_name()}`"


def _keys_of(model: type[Entry]) -> str:
    return "its keys are " + ", ".join(sorted(set(model.model_fields) - {"id"}))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
