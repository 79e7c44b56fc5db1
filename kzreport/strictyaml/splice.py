"""Change one value in a YAML text and nothing else, and prove it by reading the text again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from kzreport.errors import FactError
from kzreport.strictyaml.document import Scalar, ValuePath, YamlDocument
from kzreport.strictyaml.problems import shown
from kzreport.strictyaml.reading import read_yaml
from kzreport.strictyaml.scalars import MAX_DIGITS

_LINE_END = re.compile(r"\r\n|\n|\r")
_BLOCK = re.compile(r"([|>])[-+0-9]*([^\r\n]*)(\r\n|\n|\r)")
_INDENT = re.compile(r"^( +)\S", re.MULTILINE)


class _Change(NamedTuple):
    """Put `new` in the place of the characters from `start` to `end`."""

    start: int
    end: int
    new: str


def splice(document: YamlDocument, path: ValuePath, value: Scalar, expect: Scalar) -> str:
    """Return the text of `document` with `value` at `path`, where `expect` stood until now.

    The manner of quoting stays when the new value can be read back from it; else the value
    is put in double quotes. Comments, line ends and the byte order mark stay. The text is
    read again before it is returned, and only `path` may differ. Raise `FactError` when
    something else stands there, or when no spelling can be proven.
    """
    _check_present(document, path, expect)
    if _is_too_long(value):
        message = f"the new number has more than {MAX_DIGITS} digits"
        raise FactError(message, document.at(path), "write it as a text")
    wanted = _with(document.data, path, value)
    reason, hint = "", ""
    for start, end, new in _changes(document, path, value):
        text = document.text[:start] + new + document.text[end:]
        try:
            after = read_yaml(text.encode("utf-8", "surrogatepass"), document.file)
        except FactError as exc:
            reason, hint = exc.message, exc.hint
            continue
        if _same(after.data, wanted):
            return text
        reason, hint = "it would be read as something else", "change the file by hand"
    message = f"{_spelled(value)} cannot be written here: {reason}"
    raise FactError(message, document.at(path), hint)


def _check_present(document: YamlDocument, path: ValuePath, expect: Scalar) -> None:
    name = f"`{'.'.join(map(str, path))}`" if path else "the whole file"
    at = document.at(path)
    try:
        document.span(path)
    except KeyError as exc:
        hint = "add the line by hand; only values that stand there are changed"
        raise FactError(f"there is no {name} here", at, hint) from exc
    found: Any = document.data
    for step in path:
        found = found[step]
    if isinstance(found, dict | list):
        raise FactError(f"{name} is not a single value", at, "name a value inside it")
    if not _same(found, expect):
        message = f"{name} is now {_spelled(found)}, not {_spelled(expect)}"
        raise FactError(message, at, "look at the file again before you change it")


def _changes(document: YamlDocument, path: ValuePath, value: Scalar) -> Iterator[_Change]:
    """Yield the ways to write `value`, the one nearest to the old spelling first."""
    text = document.text
    start, end = document.span(path)
    flow = _quoted(value) if isinstance(value, str) else _plain(value)
    if block := _BLOCK.match(text, start, end):
        end = _end_of_block(text, start, end)
        if isinstance(value, str):
            for new in _blocks(block, text[block.end() : end], value):
                yield _Change(start, end, new)
        # What follows the sign on its line can only be a comment.
        yield _Change(start, end, flow + block[2])
        return
    # An empty value begins directly behind its colon or hyphen.
    blank = " " if start == end else ""
    style = text[start:end][:1]
    if isinstance(value, str) and not _LINE_END.search(value):
        if style == "'":
            yield _Change(start, end, "'" + value.replace("'", "''") + "'")
        elif style != '"':
            yield _Change(start, end, blank + value)
    yield _Change(start, end, blank + flow)


def _quoted(value: str) -> str:
    """Return `value` in double quotes; what JSON writes, YAML reads."""
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Scalar) -> str:
    """Return the unquoted spelling of `value`."""
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)


def _end_of_block(text: str, start: int, end: int) -> int:
    """Return where the last line of a text block with a word in it ends, its break left out."""
    lines = text[start:end].splitlines(keepends=True)
    while not lines[-1].strip():
        lines.pop()
    return start + len("".join(lines).rstrip("\r\n"))


def _blocks(block: re.Match[str], body: str, value: str) -> Iterator[str]:
    """Yield `value` as a text block like the old one, then as a literal one."""
    indent = _INDENT.search(body)
    text = value.removesuffix("\n")
    if not indent or text.endswith("\n"):
        return
    chomping = "" if value.endswith("\n") else "-"
    for sign in dict.fromkeys((block[1], "|")):
        # In a folded block one line break is a blank, two are one line break.
        written = text if sign == "|" else re.sub(r"\n+", r"\g<0>\n", text)
        lines = [indent[1] + line if line else "" for line in written.split("\n")]
        yield block[3].join([sign + chomping + block[2], *lines])


def _with(data: Any, path: ValuePath, value: Scalar) -> Any:
    """Return `data` with `value` at `path`; what lies beside the path is shared."""
    if not path:
        return value
    copy = data.copy()
    copy[path[0]] = _with(copy[path[0]], path[1:], value)
    return copy


def _same(one: Any, other: Any) -> bool:
    """Return whether both say the same; `1`, `true` and `"1"` differ."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and list(one) == list(other)
            and all(_same(one[key], other[key]) for key in one)
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, int | Decimal) and isinstance(other, int | Decimal):
        return isinstance(one, bool) == isinstance(other, bool) and one == other
    return type(one) is type(other) and one == other


def _spelled(value: Scalar) -> str:
    """Return `value` for a message."""
    return "a number too long to show" if _is_too_long(value) else shown(_plain(value))


def _is_too_long(value: Scalar) -> bool:
    # Python itself refuses to spell some thousands of digits.
    return isinstance(value, int) and abs(value) >= 10**MAX_DIGITS
