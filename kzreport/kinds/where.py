"""Where the words of a finished tree were written: the line of the template, or the fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kzreport.errors import Location

#: what stands for a letter of a fact: no word, no figure
MASK = "\ufffc"
_REACHES = (120, 60, 30, 15, 0)
_ESCAPE = re.compile(r"\\(?=[^\w\s])")


@dataclass(frozen=True)
class Written:
    """The Markdown a template made, the template line of each of its lines, and its file."""

    text: str
    lines: Sequence[Location]
    file: str

    @cached_property
    def _told(self) -> tuple[tuple[str, Location], ...]:
        written = _ESCAPE.sub("", self.text).split("\n")
        return tuple(pair for pair in zip(written, self.lines, strict=False) if pair[1].file)

    def place(self, own: str, start: int, end: int) -> Location:
        """Return the line that holds `own[start:end]`, the file if none does.

        `own` are the words of a paragraph with every fact masked. As much as possible of what
        stands around the place must be the same: a word may stand in a paper often.
        """
        low = own.rfind(MASK, 0, start) + 1
        high = own.find(MASK, end)
        high = len(own) if high < 0 else high
        for reach in _REACHES:
            wanted = own[max(low, start - reach) : min(high, end + reach)].strip()
            for line, at in self._told if wanted else ():
                if wanted in line:
                    return at
        return Location(self.file)

    def place_of(self, own: str) -> Location:
        """Return the line that holds the longest words of `own` that no fact breaks."""
        longest = max(re.finditer(f"[^{MASK}]+", own), key=lambda m: len(m[0]), default=None)
        if longest is None:
            return Location(self.file)
        return self.place(own, *longest.span())
