"""Spell plain data as YAML lines in the manner of the data: block style, long texts folded."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kzreport.errors import FactError
from kzreport.strictyaml import read_yaml

WIDTH = 100
STEP = 2


def spell_pair(key: str, value: Any, indent: int = 0) -> list[str]:
    """Return the lines that say `key: value`, without line ends.

    `value` is what `read_yaml` gives back: text, number, truth value, `None`, lists and
    mappings of those.
    """
    head = f"{' ' * indent}{_key(key)}:"
    if isinstance(value, Mapping) and value:
        return [head, *spell_pairs(value, indent + STEP)]
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        items = [line for item in value for line in spell_item(item, indent + STEP)]
        return [head, *items]
    return _with_scalar(head, value, indent)


def spell_pairs(pairs: Mapping[str, Any], indent: int = 0) -> list[str]:
    """Return the lines of a mapping."""
    return [line for key, value in pairs.items() for line in spell_pair(key, value, indent)]


def spell_item(item: Any, indent: int = 0) -> list[str]:
    """Return the lines of one item of a list, with its hyphen."""
    if isinstance(item, Mapping) and item:
        first, *rest = spell_pairs(item, indent + STEP)
        return [f"{' ' * indent}- {first.lstrip(' ')}", *rest]
    return _with_scalar(f"{' ' * indent}-", item, indent)


def _with_scalar(head: str, value: Any, indent: int) -> list[str]:
    line = f"{head} {_scalar(value)}"
    if isinstance(value, str) and len(line) > WIDTH:
        folded = _folded(head, value, indent + STEP)
        if _reads_as("\n".join(folded).strip(), value):
            return folded
    return [line]


def _folded(head: str, text: str, indent: int) -> list[str]:
    lines = textwrap.wrap(
        text,
        WIDTH - indent,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )
    return [f"{head} >-", *(" " * indent + line for line in lines)]


def _key(key: str) -> str:
    """Return a key, in quotes where it would be read as something else."""
    try:
        plain = list(read_yaml(f"{key}: 0\n".encode(), "").data) == [key]
    except FactError:
        plain = False
    return key if plain else _quoted(key)


def _scalar(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case int():
            return str(value)
        case str():
            return _text(value)
        case _:
            return "{}" if isinstance(value, Mapping) else "[]"


def _text(text: str) -> str:
    """Return a text without quotes where it can be read back so, else in double quotes."""
    # a text that ends in a colon or has a comment sign is proven too, by reading it
    return text if text and _reads_as(f"- {text}", text) else _quoted(text)


def _quoted(text: str) -> str:
    """Return `text` in double quotes; what JSON writes, YAML reads."""
    return json.dumps(text, ensure_ascii=False)


def _reads_as(item: str, text: str) -> bool:
    """Whether a key or list item, standing as a value, reads back as `text`."""
    try:
        data = read_yaml(f"k:\n{textwrap.indent(item, '  ')}\n".encode(), "").data["k"]
    except FactError:
        return False
    return bool(_only(data) == text)


def _only(data: Any) -> Any:
    """Return the one value in a list or mapping of one."""
    values = list(data.values()) if isinstance(data, dict) else data
    return values[0] if isinstance(values, list) and len(values) == 1 else None
