"""Put what pydantic found into the words of a data author, with its place and a way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kzreport.errors import FactError, Location, did_you_mean
from kzreport.facts.records import Entry, nested_fields
from kzreport.strictyaml import YamlDocument

_MISSING_HINTS = {
    "level": "write `level: public`, internal or restricted, here or under `_defaults:`",
    "recorded": "write the day it was entered: `recorded: 2026-11-23`",
    "source": "write where it comes from: `source: seed#p3`",
    "id": "give the fact an id of its own, so that others can refer to it",
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
        at = _place(document, key, path, detail, record)
        message, hint = _words(detail, key, _model_at(model, path))
        yield FactError(message, at, hint)


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
    return document.at((key, *path))


def _model_at(model: type[Entry], path: tuple[int | str, ...]) -> type[Entry]:
    """Return the kind of fact a path leads into."""
    return nested_fields(model).get(str(path[0]), model) if len(path) > 1 else model


def _words(detail: ErrorDetails, key: str, model: type[Entry]) -> tuple[str, str]:
    """Return message and hint."""
    name = str(detail["loc"][-1]) if detail["loc"] else key
    field = next((str(step) for step in reversed(detail["loc"]) if isinstance(step, str)), name)
    match detail["type"]:
        case "extra_forbidden":
            hint = did_you_mean(name, model.model_fields) or _keys_of(model)
            return f"`{name}` is not a key of {_called(model)}", hint
        case "missing":
            return f"`{key}` has no `{name}`", _MISSING_HINTS.get(name, "")
        case "value_error":
            return f"`{field}`: {detail['ctx']['error']}", ""
        case "literal_error":
            expected = str(detail["ctx"]["expected"]).replace("'", "`")
            return f"`{field}` cannot be `{detail['input']}`", f"it is one of {expected}"
        case _:
            return f"`{field}`: {detail['msg'].lower()}, not `{_short(detail['input'])}`", ""


def _called(model: type[Entry]) -> str:
    return model.kind_of_record or f"a fact in `{model.__name__.lower()}s`"


def _keys_of(model: type[Entry]) -> str:
    return "its keys are " + ", ".join(sorted(set(model.model_fields) - {"id"}))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
