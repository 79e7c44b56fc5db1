"""Letters and Roman figures, as Word counts them and the house style does."""

from __future__ import annotations

_ROMANS = (
    *((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def roman(number: int) -> str:
    """Return 4 as «iv»."""
    letters = ""
    for value, letter in _ROMANS:
        letters += letter * (number // value)
        number %= value
    return letters


def letters(number: int) -> str:
    """Return 2 as «b», 27 as «aa», 28 as «bb»."""
    turns, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (turns + 1)
