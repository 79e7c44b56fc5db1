"""Which characters a text may hold, and what the others are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzreport.strictyaml.problems import Problems, shown
from kzreport.strictyaml.source import Source

# Planes 1 to 14 without their last two code points, which are no characters.
_PLANES = "".join(f"{chr(p << 16)}-{chr((p << 16) + 0xFFFD)}" for p in range(1, 15))
_UNFIT = re.compile(
    "[^\t\n\r -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    + _PLANES
    + "]"
)
_UNFIT_IN_VALUE = re.compile(_UNFIT.pattern.replace("\r", ""))
_BLANKS = " \u115f\u1160\u2800\u3164\uffa0"  # printed, Unicode says, but nothing is to be seen


def replace_unfit(source: Source, problems: Problems) -> str:
    """Return the body with a question mark in the place of each unfit character.

    Each one is noted. The length stays the same, so that what comes after it can be read
    and has its right place.
    """
    if not _UNFIT.search(source.body):
        return source.body
    for match in _UNFIT.finditer(source.body):
        at = match.start()
        column = source.location(at).column
        before = source.body[max(at - 20, at - column + 1) : at].strip()
        place = f" after {shown(before)}" if before else ""
        message, hint = _describe(match[0])
        problems.add(at, message + place, hint)
    return _UNFIT.sub("?", source.body)


def unfit_escapes(value: str) -> Iterator[tuple[str, str]]:
    """Yield message and hint for each unfit character that was written as an escape."""
    for match in _UNFIT_IN_VALUE.finditer(value):
        message, _ = _describe(match[0])
        yield f"{message}, written as an escape", "delete the escape"


def why_invisible(key: str) -> str:
    """Return what cannot be seen in `key`, or nothing when all of it can."""
    if not key.strip(_BLANKS):
        return "an empty key"
    if not key.isprintable():
        return f"an invisible character in the key {shown(key)}"
    return f"a blank at an end of the key {shown(key)}" if key != key.strip() else ""


def _describe(character: str) -> tuple[str, str]:
    code = ord(character)
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        kind, hint = "invisible direction override", "delete it; it can make a text read backwards"
    elif 0xE000 <= code <= 0xF8FF or code >= 0xF0000:
        kind, hint = "private-use character", "write the character that is meant"
    elif code in (0x85, 0x2028, 0x2029):
        kind, hint = "invisible line break", "begin a new line, or put a blank"
    elif code == 0xFEFF:
        kind, hint = "byte order mark inside the text", "delete it"
    elif code < 0xA0:
        kind, hint = "control character", "delete it; it often comes with text pasted from a PDF"
    else:
        kind, hint = "a code that is no character", "delete it"
    return f"{kind} U+{code:04X}", hint
