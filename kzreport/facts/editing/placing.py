"""Put new lines into a YAML text: after a record, after an item, under a key. All else stays."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from kzreport.errors import FactError
from kzreport.facts.editing.spelling import STEP, spell_item, spell_pair, spell_pairs
from kzreport.strictyaml import ValuePath, YamlDocument

_LINE_END = re.compile(r"\r\n|\n|\r")
_INDENTED_COMMENT = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*[ \t]+#[^\r\n]*(?:\r\n|\n|\r|\Z)")


def append_records(document: YamlDocument, records: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text with `records`, by id, at its end."""
    lines: list[str] = []
    for entry_id, fields in records.items():
        lines += ["", *spell_pair(entry_id, fields)] if lines else spell_pair(entry_id, fields)
    return _with_block(document.text, len(document.text), lines)


def insert_record(
    document: YamlDocument, after: str, entry_id: str, fields: Mapping[str, Any]
) -> str:
    """Return the text with a record after the record `after`, its comments included."""
    end = _end_of_lines(document, (after,))
    while comment := _INDENTED_COMMENT.match(document.text, end):
        end = comment.end()
    return _with_block(document.text, end, spell_pair(entry_id, fields))


def insert_item(document: YamlDocument, path: ValuePath, item: Mapping[str, Any]) -> str:
    """Return the text with `item` after the item of a list that stands at `path`."""
    start, _ = document.span(path)
    text = document.text
    before = text[_line_start(text, start) : start]
    if before.strip(" \ufeff") != "-":
        raise FactError(
            "the list here is written in one line, and a fact needs lines of its own",
            document.at(path),
            "write each item of it below the key, after `- `, then try again",
        )
    lines = spell_item(item, len(before) - len(before.lstrip(" ")))
    return _with_lines(text, _end_of_lines(document, path), lines)


def insert_key(document: YamlDocument, path: ValuePath, key: str, value: Any, after: str) -> str:
    """Return the text with `key: value` in the mapping at `path`, behind the key `after`.

    Where `after` is not in the mapping, the new key is its last one.
    """
    mapping: Any = document.data
    for step in path:
        mapping = mapping[step]
    sibling = after if after in mapping else list(mapping)[-1]
    start, end = document.span(path)
    text = document.text
    if text[start : start + 1] == "{":
        _, end = document.span((*path, sibling))
        return f"{text[:end]}, {key}: {_flow(value)}{text[end:]}"
    lines = spell_pair(key, value, document.key_at((*path, sibling)).column - 1)
    return _with_lines(text, _end_of_lines(document, (*path, sibling)), lines)


def replace_value(document: YamlDocument, path: ValuePath, value: Mapping[str, Any]) -> str:
    """Return the text with a mapping in the place of the single value at `path`."""
    text = document.text
    start, end = document.span(path)
    parents = (document.span(path[:count])[0] for count in range(len(path)))
    if any(text[parent : parent + 1] == "{" for parent in parents):
        return text[:start] + _flow(value) + text[end:]
    line_end = _end_of_lines(document, path)
    comment = text[end:line_end].strip()
    head = f"{text[:start].rstrip(' ')} {comment}".rstrip(" ")
    lines = spell_pairs(value, document.key_at(path).column - 1 + STEP)
    return _with_lines(
        head + _newline(text) + text[line_end:], len(head) + len(_newline(text)), lines
    )


def _flow(value: Any) -> str:
    """Return a value within braces; what JSON writes, YAML reads."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _with_block(text: str, at: int, lines: list[str]) -> str:
    """Return `text` with `lines` at `at`, set off by empty lines."""
    before, after = text[:at], text[at:]
    body = ["", *lines] if before.strip(" \r\n\ufeff") and not _ends_blank(before) else lines
    if after.strip() and _LINE_END.match(after) is None:
        body = [*body, ""]
    return _with_lines(text, at, body)


def _with_lines(text: str, at: int, lines: list[str]) -> str:
    """Return `text` with `lines` from `at` on, which begins a line or ends the text."""
    newline = _newline(text)
    before, after = text[:at], text[at:]
    lead = "" if not before or before[-1] in "\r\n\ufeff" else newline
    return before + lead + newline.join(lines) + newline + after


def _ends_blank(text: str) -> bool:
    return bool(re.search(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)\Z", text))


def _newline(text: str) -> str:
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _end_of_lines(document: YamlDocument, path: ValuePath) -> int:
    """Return where the line begins that follows the value at `path` and its comment."""
    text = document.text
    end = _last_end(document, path)
    # a text block ends after its line break, and after the empty lines that follow it
    end = len(text[:end].rstrip(" \t\r\n"))
    found = _LINE_END.search(text, end)
    return found.end() if found else len(text)


def _last_end(document: YamlDocument, path: ValuePath) -> int:
    """Return where the last word of the value at `path` ends.

    An indented collection ends where the next thing begins, comments between them
    included; so its last value is asked.
    """
    start, end = document.span(path)
    value: Any = document.data
    for step in path:
        value = value[step]
    if not value or not isinstance(value, dict | list) or document.text[start] in "[{":
        return end
    last = list(value)[-1] if isinstance(value, dict) else len(value) - 1
    return _last_end(document, (*path, last))
