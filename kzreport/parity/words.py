"""What a paper says: the words of its text in order, and those of each footnote.

The tree, the PDF and the Word file are each read into the same thing, so that they can be
compared word by word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

Words = tuple[str, ...]

# what a reader does not see: soft hyphens, word joiners, spaces of no width
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u2060\u200b\ufeff"))
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011"), "-")
_PART = re.compile("[^-–—/]*[-–—/]+|[^-–—/]+")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a paper. A footnote is called by its number, as it stands in the text."""

    body: Words
    notes: tuple[Words, ...]


def words(text: str) -> Words:
    """Return the words of `text`.

    A hyphen, dash or stroke ends a word: a line may break after it, and where the line
    breaks is the business of each format.
    """
    seen = unicodedata.normalize("NFC", text).translate(_UNSEEN).translate(_HYPHENS)
    return tuple(part for word in seen.split() for part in _PART.findall(word))


def differences(one: Said, other: Said) -> list[str]:
    """Return what only one of two papers says, each as «these words -> those words»."""
    found = list(_changes("text", one.body, other.body))
    for number, (mine, its) in enumerate(zip_longest(one.notes, other.notes, fillvalue=()), 1):
        found += _changes(f"note {number}", mine, its)
    return found


def _changes(where: str, one: Words, other: Words) -> Iterator[str]:
    for kind, start, end, from_, to in SequenceMatcher(
        None, one, other, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            before = " ".join(one[max(start - 3, 0) : start])
            said, instead = " ".join(one[start:end]), " ".join(other[from_:to])
            yield f"{where}, after «{before}»: «{said}» -> «{instead}»"
