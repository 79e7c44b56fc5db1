"""The table of a language: everything that differs from one language to the next, as data.

In the YAML files `~` stands for the space that never ends a line (U+00A0), which would be
invisible there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kzreport.errors import ProjectError, TemplateError, did_you_mean
from kzreport.strictyaml import read_yaml

Patterns = Mapping[str, str]


class WordingError(TemplateError):
    """A template asks for words that the language does not have."""


@dataclass(frozen=True, slots=True)
class Table:
    """The words of one language. The file `en.yaml` shows each part; all files have the same.

    `unconfirmed` names the entries that no native speaker or official text has confirmed.
    """

    months: Mapping[str, Sequence[str]]
    day_numbers: Patterns
    dates: Mapping[str, Patterns]
    doubt: Mapping[str, Patterns]
    numbers: Mapping[str, Any]
    per_cent: Mapping[str, Any]
    money: Patterns
    currencies: Mapping[str, Patterns]
    ordinals: Mapping[str, Any]
    lists: Patterns
    quotes: Mapping[str, Sequence[str]]
    alphabet: str
    bind: Sequence[str]
    phrases: Mapping[str, str | None]
    unconfirmed: Sequence[str]


def read_table(data: bytes, file: str) -> Table:
    """Return the table that a YAML file holds; raise `ProjectError` when it cannot be read."""
    parts = _bound(read_yaml(data, file, error=ProjectError).data)
    return Table(**{key.replace("-", "_"): part for key, part in parts.items()})


def choose(patterns: Mapping[str, Any], key: str, what: str) -> Any:
    """Return the entry `key`; raise `WordingError` with the nearest one when there is none.

    `what` names the entry in the message: «form of date».
    """
    if key not in patterns:
        known = ", ".join(patterns)
        raise WordingError(
            f"there is no {what} `{key}`", hint=did_you_mean(key, patterns) or f"use {known}"
        )
    return patterns[key]


def _bound(part: Any) -> Any:
    if isinstance(part, str):
        return part.replace("~", "\u00a0")
    if isinstance(part, dict):
        return {key: _bound(value) for key, value in part.items()}
    if isinstance(part, list):
        return tuple(_bound(value) for value in part)
    return part
