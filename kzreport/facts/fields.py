"""The types of fields: how YAML becomes dates, amounts, texts, citations and references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainValidator

from kzreport.facts.translated import LANGUAGES as LANGUAGES
from kzreport.facts.translated import PartError as PartError
from kzreport.facts.translated import Translated as Translated
from kzreport.facts.translated import read_translated
from kzreport.strictyaml.problems import shown
from kzreport.values.amount import Amount, known_currency
from kzreport.values.edtf import Edtf, read_edtf

#: the parts of an amount, as they are written in YAML
AMOUNT_PARTS = ("value", "min", "max", "currency", "over", "spread")
MAX_ID = 40
ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
CHECK_CODE = re.compile(r"KZ[0-9]{3}\Z")


class Level(IntEnum):
    """Who may see it: each level sees the ones before it."""

    public = 0
    internal = 1
    restricted = 2

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Citation:
    """A source and the place in it: `seed#p3`."""

    source: str
    locator: str = ""

    def __str__(self) -> str:
        return f"{self.source}#{self.locator}" if self.locator else self.source


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Findings of `kzreport check` that an officer accepts, each with a reason, until a day."""

    reasons: Mapping[str, str]
    until: date


@dataclass(frozen=True, slots=True)
class RefTo:
    """Marks a field that holds the id of a record of one of these kinds; none means any."""

    kinds: tuple[str, ...] = ()


def _level(value: object) -> Level:
    if isinstance(value, str) and value in Level.__members__:
        return Level[value]
    raise ValueError(f"`{value}` is not a level: public, internal or restricted")


def _when(value: object) -> Edtf:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"`{value}` is not a date")  # pydantic collects ValueError
    return read_edtf(str(value))


def _day(value: object) -> date:
    edtf = _when(value)
    if edtf.kind != "day" or edtf.lower is None:
        raise ValueError(f"`{value}` is not a day; write it as 2026-11-23")
    return edtf.lower


def _plain(value: object) -> str:
    """A name or number that needs no translation; figures of YAML become text."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"`{value}` is not a text")
    text = " ".join(str(value).split())
    if not text:
        raise ValueError("the text is empty")
    return text


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        quoted = isinstance(value, str) and value.isdecimal()
        way_out = "; take the quotes away" if quoted else ""
        raise ValueError(f"`{value}` is not a whole number{way_out}")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"`{value}` is neither true nor false")
    return value


def _amount(value: object) -> Amount:
    if not isinstance(value, Mapping):
        raise ValueError(f"`{value}` is not an amount; write `{{value: 300000, currency: null}}`")
    unknown = set(value) - set(AMOUNT_PARTS)
    if unknown:
        names = sorted(map(str, unknown))
        raise PartError(f"an amount has no `{'`, `'.join(names)}`", names[0], is_name=True)
    if "currency" not in value:
        raise ValueError("an amount needs `currency`; write `currency: null` when none is stated")
    if ("value" in value) == ("min" in value):
        raise ValueError("an amount needs either `value`, or `min` with `max` or `over: true`")
    over = value.get("over", False)
    if not isinstance(over, bool):
        raise PartError("`over` is true or false", "over")
    low = _figure(value, "value" if "value" in value else "min")
    return Amount(
        low,
        _upper(value, low, over),
        _currency(value["currency"]),
        over=over,
        spread=_spread(value.get("spread")),
    )


def _upper(value: Mapping[str, Any], low: Decimal, over: bool) -> Decimal | None:
    if over:
        if "max" in value:
            raise PartError("`over` has no `max`", "max")
        return None
    if "max" in value:
        high = _figure(value, "max")
        if high < low:
            raise PartError(f"`max` {high} is less than `min` {low}", "max")
        return high
    if "min" in value:
        raise ValueError("`min` needs `max`, or `over: true`")
    return low


def _figure(amount: Mapping[str, Any], part: str) -> Decimal:
    value = amount[part]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PartError(f"`{value}` is not a figure", part)
    if value < 0:
        raise PartError(f"`{value}` is less than nothing", part)
    return Decimal(value)


def _currency(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not known_currency(value):
        raise PartError(f"`{value}` is not a currency of ISO 4217, such as USD or EUR", "currency")
    return value


def _spread(value: object) -> Literal["each", "total", "unknown"] | None:
    if value is None or value in ("each", "total", "unknown"):
        return value
    raise PartError(f"`{value}` is not a spread: each, total or unknown", "spread")


def _citation(value: object) -> Citation:
    if not isinstance(value, str):
        raise ValueError(f"`{value}` is not a source; write `seed#p3`")
    source, _, locator = value.partition("#")
    if "#" in locator:
        raise ValueError(f"`{value}` names more than one source; write each on a line of its own")
    return Citation(read_id(source), locator.strip())


def _acceptance(value: object) -> Acceptance:
    if not isinstance(value, Mapping) or "until" not in value:
        raise ValueError(f"`{value}` has no last day; write `{{KZ101: why, until: 2027-01-31}}`")
    reasons = {code: reason for code, reason in value.items() if code != "until"}
    for code, reason in reasons.items():
        if not CHECK_CODE.match(code):
            raise ValueError(f"`{code}` is not the code of a check, such as KZ101")
        if not isinstance(reason, str) or not reason.strip():
            raise ValueError(f"`{code}` is accepted without a reason")
    if not reasons:
        raise ValueError("it accepts nothing; name the code of a check, such as KZ101")
    return Acceptance(reasons, _day(value["until"]))


def read_id(value: object) -> str:
    """Return `value` if it is a well-formed id; raise `ValueError` with the rule if not."""
    if not isinstance(value, str) or not ID.match(value):
        written = shown(str(value))
        raise ValueError(f"{written} is not an id: small letters a to z, figures and hyphens")
    if len(value) > MAX_ID:
        raise ValueError(f"the id `{value}` has {len(value)} characters; {MAX_ID} are allowed")
    return value


def _many(value: object) -> object:
    """Let a list of one be written without its brackets."""
    if value is None or isinstance(value, list | tuple):
        return value
    return [value]


def _forms(value: object) -> Mapping[str, Mapping[str, str]]:
    """Inflected names, by language and case: `{ru: {gen: Казахстана}}`."""
    if not isinstance(value, Mapping):
        raise ValueError(f"`{value}` is not a table of forms: `ru: {{gen: ...}}`")
    for lang, cases in value.items():
        if lang not in LANGUAGES or not isinstance(cases, Mapping):
            raise ValueError(f"forms of `{lang}` are written `{lang}: {{gen: ...}}`")
        if any(not isinstance(form, str) for form in cases.values()):
            raise ValueError(f"a form of `{lang}` is not a text")
    return value


def ref_kinds(metadata: Iterable[object]) -> RefTo | None:
    """Return what a field refers to, from the annotations pydantic keeps; `None` if nothing."""
    return next((mark for mark in metadata if isinstance(mark, RefTo)), None)


LevelField = Annotated[Level, PlainValidator(_level)]
When = Annotated[Edtf, PlainValidator(_when)]
Day = Annotated[date, PlainValidator(_day)]
Text = Annotated[Translated, PlainValidator(read_translated)]
Plain = Annotated[str, PlainValidator(_plain)]
Whole = Annotated[int, PlainValidator(_whole)]
Flag = Annotated[bool, PlainValidator(_flag)]
Money = Annotated[Amount, PlainValidator(_amount)]
Cited = Annotated[Citation, PlainValidator(_citation)]
Accepted = Annotated[Acceptance, PlainValidator(_acceptance)]
Id = Annotated[str, PlainValidator(read_id)]
Many = BeforeValidator(_many)
Forms = Annotated[Mapping[str, Mapping[str, str]], PlainValidator(_forms)]
