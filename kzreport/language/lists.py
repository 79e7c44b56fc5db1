"""Lists in words, and names in the order of an alphabet."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from kzreport.language.table import Table

SortKey = tuple[tuple[tuple[int, int], ...], str]


def separators(table: Table, count: int) -> tuple[str, ...]:
    """Return what stands between the parts of a list of `count`, in order."""
    if count < 2:
        return ()
    return (*[table.lists["comma"]] * (count - 2), table.lists["and"])


def join_list(table: Table, parts: Sequence[str]) -> str:
    """Return `parts` as a list in words: `a, b and c`."""
    between = ("", *separators(table, len(parts)))
    return "".join(sign + part for sign, part in zip(between, parts, strict=False))


def runs(numbers: Sequence[int]) -> list[str]:
    """Return numbers with neighbours drawn together: `3–5` and `7`; a pair stays two."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [
        text
        for run in found
        for text in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run])
    ]


_BLANK, _DIGIT, _LETTER, _FOREIGN = range(4)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def alphabet_key(table: Table, text: str) -> SortKey:
    """Return what orders `text` among others: blank, digits, the alphabet, foreign letters.

    Accents, case and punctuation count only between words that are otherwise equal.
    """
    ranks: list[tuple[int, int]] = []
    for char in text.casefold().translate(_LIGATURES):
        ranks += _rank(table.alphabet, char)
    return tuple(ranks), text


def _rank(alphabet: str, char: str) -> list[tuple[int, int]]:
    if char in alphabet:
        return [(_LETTER, alphabet.index(char))]
    base = unicodedata.normalize("NFD", char)[0]
    if base in alphabet:
        return [(_LETTER, alphabet.index(base))]
    if base.isalpha():
        return [(_FOREIGN, ord(base))]
    if base.isdecimal():
        return [(_DIGIT, int(base))]
    return [(_BLANK, 0)] if base.isspace() or base in "-‐‑–—/" else []
