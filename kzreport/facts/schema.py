"""Say in JSON Schema what a file of facts may hold, for editors that complete and underline.

Draft 7, which the YAML language server and PyCharm both know. The schema is as strict as
the loader wherever one file can show the fault: what needs the calendar, another record or
another file is left to `kzreport check` (docs/editors.md lists it).
"""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from kzreport.facts.descriptions import description
from kzreport.facts.fields import (
    Accepted,
    Cited,
    Day,
    Forms,
    Id,
    LevelField,
    Many,
    Money,
    Plain,
    Text,
    When,
    ref_kinds,
)
from kzreport.facts.records import INHERITED, KINDS, Entry, nested_fields
from kzreport.facts.schematypes import DRAFT, MADE_BY, Schema, or_list, type_ref, used_types


def kind_schema(kind: str) -> Schema:
    """Return the schema of a file that holds records of `kind`, such as `events`."""
    model = KINDS[kind]
    own = _ref(model)
    schema: Schema = {
        "$schema": DRAFT,
        "$comment": MADE_BY,
        "title": f"kzreport: {kind}",
        "description": _first_line(model),
        "type": "object",
        "properties": {
            "format": {"const": 1, "description": "The format of the file."},
            "_defaults": {"$ref": "#/definitions/_defaults"},
        },
        "propertyNames": {"anyOf": [{"const": "_defaults"}, type_ref("id")]},
        "additionalProperties": own,
        "allOf": list(_unless_defaulted(model)),
        "definitions": {
            "_defaults": _defaults(model),
            **{each.__name__: _entry(each) for each in (model, *nested_fields(model).values())},
        },
    }
    schema["definitions"] |= used_types(schema)
    return schema


# -- records ----------------------------------------------------------------------------------


def _entry(model: type[Entry]) -> Schema:
    """Return the schema of a record, or of a fact that stands inside one."""
    is_nested = not model.kind_of_record
    schema: Schema = {
        "type": "object",
        "description": _first_line(model),
        "properties": {name: _field(model, name) for name in _keys(model)},
        "additionalProperties": False,
    }
    if is_nested:
        schema["required"] = [name for name in _needed(model) if name not in INHERITED]
    return schema


def _defaults(model: type[Entry]) -> Schema:
    """Return the schema of `_defaults`: every key of a record, none of them needed."""
    path = f"#/definitions/{model.__name__}/properties"
    return {
        "type": "object",
        "description": "Keys that every record of this file has unless it says otherwise.",
        "properties": {name: {"$ref": f"{path}/{name}"} for name in _keys(model)},
        "additionalProperties": False,
    }


def _unless_defaulted(model: type[Entry]) -> Iterable[Schema]:
    """Yield what records must have when `_defaults` does not have it."""
    for name in _needed(model):
        yield _without_default(name, {"required": [name]})
    if not model.is_fact:
        yield _without_default("source", _evidence(model))


def _without_default(name: str, demand: Schema) -> Schema:
    has_it = {"properties": {"_defaults": {"required": [name]}}, "required": ["_defaults"]}
    records = {
        "properties": {"format": True, "_defaults": True},
        "additionalProperties": demand,
    }
    return {"if": has_it, "else": records}


def _evidence(model: type[Entry]) -> Schema:
    """Return what a thing without a source may not have: claims, and facts without their own."""
    # `null` claims nothing
    claims = {name: {"properties": {name: {"type": "null"}}} for name in model.claims}
    facts = {name: {"items": {"required": ["source"]}} for name in nested_fields(model)}
    return {
        "if": {"not": {"required": ["source"]}},
        "then": {"properties": facts, "dependencies": claims},
    }


def _needed(model: type[Entry]) -> list[str]:
    """Return the keys a record must have; a fact's evidence is asked for in `consistency`."""
    evidence = ("status", "source") if model.is_fact else ()
    required = [name for name, field in model.model_fields.items() if field.is_required()]
    return [name for name in (*required, *evidence) if name in _keys(model)]


def _keys(model: type[Entry]) -> list[str]:
    """Return the keys of a record; its id is the key it stands under, not one inside it."""
    return [name for name in model.model_fields if name != "id" or not model.kind_of_record]


def _first_line(model: type[Entry]) -> str:
    return (model.__doc__ or "").partition("\n")[0]


# -- fields -----------------------------------------------------------------------------------


def _field(model: type[Entry], name: str) -> Schema:
    shape = _shape(get_type_hints(model, include_extras=True)[name])
    if model.is_fact and name in ("status", "source"):
        shape = _not_empty(shape)
    words = description(model, name)
    refers_to = ref_kinds(model.model_fields[name].metadata)
    if refers_to is not None:
        words += f" The id of one of: {', '.join(refers_to.kinds) or 'all records'}."
    # validators of draft 7 pass over what stands beside a `$ref`; editors show it
    return {"description": words, **shape}


def _not_empty(shape: Schema) -> Schema:
    """Return what a fact cannot do without: no `null`, and no empty list."""
    return {
        "anyOf": [
            {**each, "minItems": 1} if each.get("type") == "array" else each
            for each in shape["anyOf"]
            if each.get("type") != "null"
        ]
    }


def _shape(annotation: Any) -> Schema:
    """Return the schema of what an annotation of a record allows."""
    marks: tuple[Any, ...] = ()
    if get_origin(annotation) is Annotated:
        annotation, *rest = get_args(annotation)
        marks = tuple(rest)
    for mark in marks:
        if mark in _NAMED:
            return type_ref(_NAMED[mark])
    if annotation in _PLAIN:
        return {"type": _PLAIN[annotation]}
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return _ref(annotation)
    return _compound(annotation, many=Many in marks)


def _compound(annotation: Any, *, many: bool) -> Schema:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        return {"anyOf": [_shape(each) for each in arguments]}
    if origin is tuple:
        item = _shape(arguments[0])
        return or_list(item) if many else {"type": "array", "items": item}
    if origin is dict:
        return {"type": "object", "additionalProperties": _shape(arguments[1])}
    raise TypeError(f"there is no schema for {annotation}")


def _ref(model: type[Entry]) -> Schema:
    return {"$ref": f"#/definitions/{model.__name__}"}


#: the validator that makes a type, and what definitions call that type
_NAMED = {
    get_args(field_type)[1]: name
    for name, field_type in {
        "accept": Accepted,
        "citation": Cited,
        "day": Day,
        "forms": Forms,
        "id": Id,
        "level": LevelField,
        "money": Money,
        "plain": Plain,
        "text": Text,
        "when": When,
    }.items()
}
_PLAIN = {bool: "boolean", int: "integer", NoneType: "null"}
