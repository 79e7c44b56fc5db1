"""What an unquoted word means: YAML 1.2, and text where a reader might take it otherwise."""

from __future__ import annotations

import re
from decimal import Decimal

from kzreport.strictyaml.document import Scalar

MAX_DIGITS = 30

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST_OF_NUMBER = frozenset("0123456789+-.")
# A zero before another digit makes it text: 0043 is a reference number, 04.05 may be a day.
_NUMBER = re.compile(
    r"[-+]?(?:(?P<digits>0|[1-9][0-9]*)(?P<fraction>\.[0-9]*)?|\.[0-9]+)"
    r"(?P<exponent>[eE][-+]?[0-9]+)?\Z"
)
_NO_NUMBERS = frozenset({".nan", ".inf", "+.inf", "-.inf"})


class UnusableNumber(ValueError):
    """A number no document can show."""


def read_plain(text: str) -> Scalar:
    """Return what `text` means without quotes: null, a truth value, a number or itself.

    `NO`, `yes`, `12:30`, `0043`, `1_000`, `0x1F` and dates are text. Raise
    `UnusableNumber` for infinity, for what is not a number, and beyond thirty digits.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST_OF_NUMBER:
        return text
    match = _NUMBER.match(text)
    if match:
        return _number(match)
    if text.lower() in _NO_NUMBERS:
        raise UnusableNumber("is not a number a document can show")
    return text


def _number(match: re.Match[str]) -> int | Decimal:
    text = match[0]
    whole = not match["fraction"] and not match["exponent"] and match["digits"] is not None
    exponent = match["exponent"] or ""
    mantissa = text.removesuffix(exponent)
    if len(mantissa.lstrip("+-").replace(".", "")) > MAX_DIGITS or len(exponent) > 4:
        raise UnusableNumber(f"has more than {MAX_DIGITS} digits")
    if whole:
        return int(text)
    number = Decimal(text)
    if abs(number.adjusted()) > MAX_DIGITS:
        raise UnusableNumber(f"has more than {MAX_DIGITS} digits")
    return number
