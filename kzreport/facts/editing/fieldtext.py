"""Turn what somebody typed for a field into the data that stands for it in YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from kzreport.errors import FactError, did_you_mean
from kzreport.facts.advice import BETWEEN_THOUSANDS
from kzreport.facts.fields import AMOUNT_PARTS, LANGUAGES
from kzreport.facts.records import Entry
from kzreport.facts.shapes import Shape, shapes
from kzreport.strictyaml import Scalar

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DOUBTFUL = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_FIGURE = r"[0-9][0-9\s.,]*"
_AMOUNT = re.compile(
    rf"(?P<over>over\s+|>\s*)?(?P<low>{_FIGURE})(?:\s*(?:-|–|to)\s*(?P<high>{_FIGURE}))?"
    r"(?:\s*(?P<currency>[A-Za-z]{3}))?\s*\Z"
)


def read_settings(model: type[Entry], texts: Iterable[str]) -> dict[str, Any]:
    """Return the fields that settings such as `what.en=a visit`, `amount=300000 USD` stand for.

    An empty value (`when=`) stands for `None`. Raise `FactError` when one is no setting, or
    when `model` has no such field.
    """
    fields: dict[str, Any] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            hint = "write FIELD=VALUE, such as when=2014-04"
            raise FactError(f"`{text}` is not a setting", hint=hint)
        key, _, part = name.strip().partition(".")
        if part:
            whole = fields.setdefault(key, {})
            whole[part] = read_field(model, key, value.strip(), part)
        else:
            fields[key] = read_field(model, key, value.strip()) if value.strip() else None
    return fields


def read_field(model: type[Entry], key: str, text: str, part: str = "") -> Any:
    """Return the data that `text` stands for in field `key`, or in its `part`: a language, say.

    Lists are separated by commas. Raise `FactError` when the field does not take it.
    """
    shape = shape_of(model, key)
    if part:
        return read_part(shape, key, part, text)
    if shape.sort in ("facts", "table"):
        raise FactError(f"`{key}` cannot be given in one line", hint="write it in the file")
    if shape.many:
        return [_single(shape, key, item.strip()) for item in text.split(",") if item.strip()]
    return _single(shape, key, text)


def shape_of(model: type[Entry], key: str) -> Shape:
    """Return the shape of a field; raise `FactError` with the nearest one if there is none."""
    known = shapes(model)
    if key not in known:
        called = model.kind_of_record or f"{model.__name__.lower()}s"
        hint = did_you_mean(key, known) or f"its keys are {', '.join(known)}"
        raise FactError(f"`{key}` is not a key of {called}", hint=hint)
    return known[key]


def read_part(shape: Shape, key: str, part: str, text: str) -> Scalar:
    """Return the data of a text in one language, or of one part of an amount."""
    if shape.sort == "text":
        if part not in LANGUAGES:
            raise FactError(f"`{part}` is not a language", hint=", ".join(LANGUAGES))
        return None if text in ("", "null") else text
    if shape.sort == "money" and part in AMOUNT_PARTS:
        if part in ("value", "min", "max"):
            return read_figure(text, key)
        if part == "over":
            return _flag(text, key)
        return None if text in ("", "null") else text
    hint = ", ".join(f"{key}.{each}" for each in AMOUNT_PARTS)
    hint = f"its parts are {hint}" if shape.sort == "money" else f"write `{key}` alone"
    raise FactError(f"`{key}` has no part `{part}`", hint=hint)


def read_figure(text: str, key: str = "") -> int | Decimal:
    """Return a number; commas and blanks between thousands do not count.

    What a German and an English reader take for different numbers (`1.500`, `1,5`) is refused.
    """
    plain = BETWEEN_THOUSANDS.sub("", text.strip())
    if not _NUMBER.fullmatch(plain) or _DOUBTFUL.fullmatch(plain):
        hint = "write it without signs between thousands: 300000, 1250.50"
        name = f"`{key}`: " if key else ""
        raise FactError(f"{name}`{text}` is not a plain figure", hint=hint)
    number = Decimal(plain)
    return int(number) if number == number.to_integral_value() else number


def read_when(text: str) -> str | int:
    """Return a date as YAML writes it: a year is a number, all else text."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{3}", text) else text


def words_of(exc: ValidationError, key: str = "") -> str:
    """Return the first problem pydantic found, in plain words."""
    detail = exc.errors(include_url=False)[0]
    name = key or ".".join(str(step) for step in detail["loc"])
    match detail["type"]:
        case "value_error":
            return f"`{name}`: {detail['ctx']['error']}"
        case "missing":
            return f"there is no `{name}`"
        case "literal_error":
            allowed = str(detail["ctx"]["expected"]).replace("'", "`")
            return f"`{name}` cannot be `{detail['input']}`; it is one of {allowed}"
        case _:
            return f"`{name}`: {detail['msg'].lower()}"


def _single(shape: Shape, key: str, text: str) -> Any:
    match shape.sort:
        case "text":
            return {"en": text}
        case "when" | "day":
            return read_when(text)
        case "money":
            return _amount(text, key)
        case "whole":
            figure = read_figure(text, key)
            if not isinstance(figure, int):
                raise FactError(f"`{key}`: `{text}` is not a whole number")
            return figure
        case "flag":
            return _flag(text, key)
        case "choice" | "level":
            return _choice(shape, key, text)
        case _:
            return text


def _amount(text: str, key: str) -> Mapping[str, Any]:
    """Return an amount; a currency that is not given is none, never a guess."""
    found = _AMOUNT.match(text.strip())
    if found is None:
        raise FactError(
            f"`{key}`: `{text}` is not an amount",
            hint="such as 300000 USD, 250000-300000 EUR, over 100000000 USD, or 300000 alone",
        )
    low = read_figure(found["low"], key)
    currency = found["currency"].upper() if found["currency"] else None
    if found["over"]:
        return {"min": low, "over": True, "currency": currency}
    if found["high"]:
        return {"min": low, "max": read_figure(found["high"], key), "currency": currency}
    return {"value": low, "currency": currency}


def _flag(text: str, key: str) -> bool:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    raise FactError(f"`{key}`: `{text}` is neither true nor false")


def _choice(shape: Shape, key: str, text: str) -> str:
    if text not in shape.words:
        hint = did_you_mean(text, shape.words) or f"it is one of {', '.join(shape.words)}"
        raise FactError(f"`{key}` cannot be `{text}`", hint=hint)
    return text
