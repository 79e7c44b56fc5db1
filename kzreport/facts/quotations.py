"""Quotations: the words of a source, compared with its stored copy word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kzreport.errors import FactError
from kzreport.facts.records import Source
from kzreport.files import read_bytes

#: stored copies that can be searched for words
PLAIN = (".txt", ".md")
_OMISSION = re.compile(r"\[(?:…|\.\.\.)\]")
_OPENING, _CLOSING = "([{\"'«“‘*_", ".,;:!?)]}\"'»”’*_"
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a quotation leaves its source: `word` stands in it, `instead` in line `line` there.

    `line` is 0 where nothing of the quotation stands in the source.
    """

    word: str
    instead: str
    line: int


def stored_copy(folder: Path, source: Source) -> str | None:
    """Return the stored copy of a source, a plain text in `folder`; `None` if it has none."""
    if source.file is None or Path(source.file).suffix not in PLAIN:
        return None
    path = (folder / source.file).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    return read_bytes(path, FactError).decode("utf-8", "replace")


def first_difference(quotation: str, text: str) -> Difference | None:
    """Return where `quotation` first differs from `text`; `None` where all its words stand there.

    Blanks and line ends do not count. `[…]` leaves words out: what follows it stands later.
    """
    found = [(word[0], word.start()) for word in _WORD.finditer(text)]
    words = [word for word, _ in found]
    start = 0
    for piece in _OMISSION.split(quotation):
        wanted = piece.split()
        place = _find(wanted, words, start)
        if place is None:
            word, at = _nearest(wanted, words, start)
            if at is None:
                return Difference(word, "", 0)
            instead = words[at] if at < len(words) else ""
            line = text.count("\n", 0, found[min(at, len(found) - 1)][1]) + 1
            return Difference(word, instead, line)
        start = place + len(wanted)
    return None


def _find(wanted: Sequence[str], words: Sequence[str], start: int) -> int | None:
    """Return where `wanted` stands in `words`; its first and last may be cut by punctuation."""
    size = len(wanted)
    edges = _edges(size)
    for at in range(start, len(words) - size + 1):
        pairs = zip(wanted, words[at : at + size], edges, strict=True)
        if all(_same(mine, theirs, edge) for mine, theirs, edge in pairs):
            return at
    return None


def _edges(size: int) -> list[str]:
    """Return for each of `size` words which of its ends may leave letters out."""
    inner = [""] * size
    if size:
        inner[0] += "<"
        inner[-1] += ">"
    return inner


def _same(mine: str, theirs: str, edge: str) -> bool:
    """Whether two words are the same; at an edge, punctuation of the source may be left out."""
    at = theirs.find(mine)
    if at < 0:
        return False
    before, after = theirs[:at], theirs[at + len(mine) :]
    opens = not before or ("<" in edge and not before.strip(_OPENING))
    return opens and (not after or (">" in edge and not after.strip(_CLOSING)))


def _nearest(wanted: Sequence[str], words: Sequence[str], start: int) -> tuple[str, int | None]:
    """Return the first differing word, and where the word stands that the source has instead.

    Of all places the one counts where most words are the same.
    """
    best, word, place = 0, wanted[0] if wanted else "", None
    for at in range(start, len(words)):
        same = [
            mine == theirs
            for mine, theirs in zip(wanted, words[at : at + len(wanted)], strict=False)
        ]
        run = same.index(False) if False in same else len(same)
        score = sum(same) + run
        if score > best and run < len(wanted):
            best, word, place = score, wanted[run], at + run
    return word, place
