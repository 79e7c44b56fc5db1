"""What travels in a PDF beside its pages: `facts.json`, the facts a document prints.

It holds what stands on the pages and where that comes from, as far as the document may see it
and its `embed` allows; nothing of the fact base that was not printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from kzreport.document import Embed, Fact
from kzreport.facts.fields import Translated
from kzreport.facts.view import View
from kzreport.values.amount import Amount
from kzreport.values.edtf import Edtf

SCHEMA = "urn:kzreport:facts:1"


@dataclass(frozen=True, slots=True)
class Carried:
    """The facts a document prints, in reading order; their pages are known when it is laid out."""

    about: Mapping[str, Any]
    facts: tuple[Mapping[str, Any], ...]

    def to_json(self, pages: Sequence[int]) -> bytes:
        """Return `facts.json`; `pages` holds the page of each fact."""
        facts = [
            {**fact, "page": page}
            for fact, page in zip(self.facts, pages[: len(self.facts)], strict=True)
        ]
        text = json.dumps({**self.about, "facts": facts}, ensure_ascii=False, indent=1)
        return f"{text}\n".encode()


def carry(
    printed: Sequence[Fact], view: View, embed: Embed, *, template: str, style: str
) -> Carried | None:
    """Return what a document takes along; `None` where its `embed` is none.

    `template` and `style` are hashes of the texts that made it. With `ids` there are names,
    forms and pages; with `full` also words, values and sources. The value of a fact is that
    in the language it is printed in. A derived figure names its inputs, and their values only
    where they are printed themselves.
    """
    if embed == "none":
        return None
    about = {
        "schema": SCHEMA,
        "embed": embed,
        "as_of": view.as_of.isoformat(),
        "known_at": view.known_at.isoformat() if view.known_at else None,
        "level": str(view.level),
        "lang": view.lang,
        "kzreport": _version(),
        "template": template,
        "style": style,
        "readings": digest_readings(view, printed),
    }
    return Carried(about, tuple(_entry(fact, view, embed) for fact in printed))


def digest_readings(view: View, printed: Iterable[Fact]) -> str:
    """Return a hash of all that the document read, printed and asked, as it may see it.

    Two documents with one hash were made from the same facts. Nothing else of the fact base
    has a part in it.
    """
    refs = {*view.readings, *(ref for fact in printed for ref in fact.refs)}
    read = {ref: _plain(view, ref, view.lang) for ref in sorted(refs)}
    asked = {question: view.queries[question] for question in sorted(view.queries)}
    text = json.dumps([read, asked], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()


def facts_schema() -> dict[str, Any]:
    """Return the JSON Schema of `facts.json`."""
    text = files("kzreport").joinpath("carried.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _entry(fact: Fact, view: View, embed: Embed) -> dict[str, Any]:
    derived = bool(fact.refs) and fact.refs[0].startswith("=")
    entry: dict[str, Any] = {"refs": list(fact.refs[1:] if derived else fact.refs)}
    if derived:
        entry = {"derived": fact.refs[0], **entry}
    if fact.form:
        entry["as"] = fact.form
    if embed == "full":
        lang = fact.lang or view.lang
        entry["text"] = fact.text
        if fact.lang:
            entry["lang"] = fact.lang
        if not derived:
            entry["values"] = [_plain(view, ref, lang) for ref in fact.refs]
        entry["sources"] = _sources(fact, view)
    return entry


def _sources(fact: Fact, view: View) -> list[str]:
    """Return the sources of all records behind a fact, each with its place: `page#p3`."""
    found: dict[str, None] = {}
    for ref in fact.refs:
        entry = view.visible.get(ref.partition(".")[0])
        if entry is not None:
            found.update(dict.fromkeys(map(str, view.citations(entry))))
    return list(found)


def _plain(view: View, ref: str, lang: str) -> Any:
    """Return the value behind `record.field` as JSON has it; `None` where there is none."""
    name, _, key = ref.partition(".")
    entry = view.visible.get(name)
    return None if entry is None or not key else _json(view.plain(entry, key), lang)


def _json(value: object, lang: str) -> Any:
    match value:
        case Amount():
            high = None if value.high is None else _figure(value.high)
            amount = {"low": _figure(value.low), "high": high, "currency": value.currency}
            return {**amount, "spread": value.spread} if value.spread else amount
        case Edtf(text=text):
            return text
        case date():
            return value.isoformat()
        case Translated():
            return value.get(lang)
        case tuple() | list() | frozenset():
            return [_json(each, lang) for each in value]
        case None | bool() | int() | str():
            return value
        case Decimal():
            return _figure(value)
        case _:
            return str(value)


def _figure(value: Decimal) -> str:
    """Return a figure as text: a number of JSON would lose its last places in some programs."""
    return format(value, "f")


@cache
def _version() -> str:
    return version("kzreport")
