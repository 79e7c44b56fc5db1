"""The types of fields in JSON Schema: dates, amounts, texts by language, ids, citations."""

from __future__ import annotations

import json
from itertools import product
from string import ascii_uppercase
from typing import Any, TypeAlias

from kzreport.facts.fields import LANGUAGES, MAX_ID, Level
from kzreport.values.amount import known_currency

Schema: TypeAlias = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
MADE_BY = "made by `kzreport schema`; make it anew rather than change it"


def types() -> dict[str, Schema]:
    """Return the schemas of the types of fields, by the names definitions give them."""
    return {
        "id": {
            "type": "string",
            "pattern": r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
            "patternErrorMessage": "An id has small letters a to z, figures and hyphens: vc-2011",
            "maxLength": MAX_ID,
        },
        "citation": {
            "type": "string",
            "pattern": r"^[a-z][a-z0-9]*(-[a-z0-9]+)*(#[^#]*)?$",
            "patternErrorMessage": "A source is cited by its id and the place in it: seed#p3",
        },
        "level": {"enum": [str(level) for level in Level]},
        "day": {
            "type": "string",
            "pattern": rf"^\s*{_DAY}[?~%]?\s*$",
            "patternErrorMessage": "A day is written 2026-11-23",
        },
        "when": _when(),
        "text": _text(),
        "plain": {"type": ["string", "integer"], "pattern": r"\S"},
        "money": _money(),
        "accept": {
            "type": "object",
            "properties": {"until": type_ref("day")},
            "patternProperties": {"^KZ[0-9]{3}$": {"type": "string", "pattern": r"\S"}},
            "additionalProperties": False,
            "required": ["until"],
            "minProperties": 2,
        },
        "forms": {
            "type": "object",
            "propertyNames": {"enum": list(LANGUAGES)},
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": "string"},
            },
        },
    }


def used_types(schema: Schema) -> dict[str, Schema]:
    """Return the definitions of the types that `schema`, or one of these types, refers to."""
    found: dict[str, Schema] = {}
    known = types()
    waiting = [json.dumps(schema)]
    while waiting:
        written = waiting.pop()
        for name, each in known.items():
            if name not in found and f'"#/definitions/{name}"' in written:
                found[name] = each
                waiting.append(json.dumps(each))
    return {name: found[name] for name in known if name in found}


def type_ref(name: str) -> Schema:
    """Return a reference to one of `types()`."""
    return {"$ref": f"#/definitions/{name}"}


def or_list(item: Schema) -> Schema:
    """Return the schema of one `item` or a list of them."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_POINT = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[?~%]?"


def _when() -> Schema:
    dates = (
        _POINT,
        rf"{_POINT}\s*/\s*({_POINT}|\.\.)",
        rf"\.\.\s*/\s*{_POINT}",
        rf"\{{\s*{_POINT}(\s*,\s*{_POINT})+\s*\}}",
    )
    return {
        "type": ["string", "integer"],
        "minimum": 1000,
        "maximum": 9999,
        "pattern": rf"^\s*({'|'.join(dates)})\s*$",
        "patternErrorMessage": (
            "A date is written 2014-04-07, 2014-04 or 2014; a range 2014/2017, 2009/.. or"
            " ../2013; several dates {2012,2013}; an uncertain one 2011?"
        ),
    }


def _text() -> Schema:
    words = {"type": "string", "pattern": r"\S"}
    languages = {lang: {"type": ["string", "null"], "pattern": r"\S"} for lang in LANGUAGES}
    by_language = {
        "type": "object",
        "properties": {
            **languages,
            "translation": _of_each(
                "Whether somebody has checked the translations: of all, or by language.",
                {"enum": ["draft", "checked"]},
            ),
            "translated_from": _of_each(
                "The wording they were made from; kzreport writes it.",
                {"type": "string", "pattern": "^[a-z]{2}-[0-9a-f]{8}$"},
            ),
        },
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {"anyOf": [by_language, words]}


def _of_each(told: str, mark: Schema) -> Schema:
    by_language = {"type": "object", "properties": dict.fromkeys(LANGUAGES, mark)}
    return {"description": told, "anyOf": [mark, {**by_language, "additionalProperties": False}]}


def _money() -> Schema:
    figure = {"type": "number", "minimum": 0}
    letters = map("".join, product(ascii_uppercase, repeat=3))
    currencies: list[str | None] = [code for code in letters if known_currency(code)]
    is_over = {"properties": {"over": {"const": True}}, "required": ["over"]}
    return {
        "type": "object",
        "properties": {
            "value": {"description": "The one figure the source gives.", **figure},
            "min": {"description": "The lower end.", **figure},
            "max": {"description": "The upper end.", **figure},
            "currency": {
                "description": "A code of ISO 4217; null when the source states none.",
                "enum": [*currencies, None],
            },
            "over": {"description": "«More than»: there is no upper end.", "type": "boolean"},
            "spread": {
                "description": "For several years: each year as much, or all years together?",
                "enum": ["each", "total", "unknown", None],
            },
        },
        "additionalProperties": False,
        "required": ["currency"],
        "oneOf": [
            {"required": ["value"]},
            {"required": ["min"], "anyOf": [{"required": ["max"]}, is_over]},
        ],
        "if": is_over,
        "then": {"not": {"required": ["max"]}},
    }
