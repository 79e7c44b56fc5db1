"""What a field holds, asked of the schema, so that prompts and columns need no second list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from kzreport.facts.fields import Acceptance, Citation, Level, Many, Translated
from kzreport.facts.records import Entry
from kzreport.values.amount import Amount
from kzreport.values.edtf import Edtf

Sort = Literal[
    "text",
    "plain",
    "when",
    "day",
    "money",
    "whole",
    "flag",
    "choice",
    "level",
    "citation",
    "table",
    "facts",
]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds: its `sort`, whether it is a list, and the `words` it may be.

    `lone` lists may be written without a list when they hold one thing only.
    """

    sort: Sort
    many: bool = False
    words: tuple[str, ...] = ()
    lone: bool = False


_PLAIN_SORTS: dict[type, Sort] = {
    Translated: "text",
    Edtf: "when",
    Amount: "money",
    date: "day",
    Citation: "citation",
    Acceptance: "table",
    Level: "level",
    bool: "flag",
    int: "whole",
    str: "plain",
}

#: evidence comes after what is claimed, as in the data
_LAST = (
    *("as_of", "level", "recorded", "status", "source", "quote", "problem", "supersedes"),
    *("conflicts_with", "outcome", "formerly", "review_by", "hold", "highlight", "accept", "note"),
)


@cache
def shapes(model: type[Entry]) -> Mapping[str, Shape]:
    """Return the shape of each field of `model`, in the order in which records are written."""
    names = [name for name in model.model_fields if name not in _LAST]
    fields = [name for name in (*names, *_LAST) if name in model.model_fields]
    return {name: _shape_of_field(model.model_fields[name]) for name in fields}


def as_written(model: type[Entry], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a record in the order of the data, lists of one without the list."""
    known = shapes(model)
    ordered = [
        *(key for key in known if key in fields),
        *(key for key in fields if key not in known),
    ]
    return {key: _alone(known.get(key), fields[key]) for key in ordered}


def _alone(shape: Shape | None, value: Any) -> Any:
    is_lone = shape is not None and shape.lone and isinstance(value, list) and len(value) == 1
    return value[0] if is_lone else value


def _shape_of_field(field: FieldInfo) -> Shape:
    shape = _shape(field.annotation)
    return replace(shape, lone=True) if Many in field.metadata else shape


def _shape(annotation: Any) -> Shape:
    core = _core(annotation)
    if get_origin(core) is tuple:
        inner = _shape(get_args(core)[0])
        return Shape(inner.sort, many=True, words=inner.words)
    if get_origin(core) is Literal:
        return Shape("choice", words=get_args(core))
    if get_origin(core) in (dict, Mapping) or core is Mapping:
        return Shape("table")
    if issubclass(core, Entry):
        return Shape("facts")
    words = tuple(Level.__members__) if core is Level else ()
    return Shape(_PLAIN_SORTS[core], words=words)


def _core(annotation: Any) -> Any:
    """Return the type inside `Annotated[...]` and `... | None`."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
        else:
            return annotation
