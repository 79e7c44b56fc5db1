"""Which blocks of a page print facts, and on which page of the PDF each fact stands.

Facts have no elements of their own in the PDF, where each would cost layout: the block that
prints them is numbered instead, and its lines tell the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Self

from kzreport.document import Fact, Inline, Note, plain_text

FORMAT = 1

Fragments = Sequence[tuple[int, str]]
"""The parts of a block in page order, each with its page and its text; "" where it is whole."""


@dataclass(frozen=True, slots=True)
class PageMap:
    """Where things stand in the finished PDF; pages count from 1.

    `places` holds the page of every heading, table, figure, note (`fn-1`) and numbered
    paragraph by its id, `facts` the page of each printed fact in reading order: the order of
    `Briefing.facts.printed`; 0 stands for a fact that the style hides.
    """

    pages: int
    places: Mapping[str, int] = field(default_factory=dict)
    facts: tuple[int, ...] = ()

    def to_json(self) -> str:
        """Return the map as one line of JSON."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the map that `to_json` wrote. Raise `ValueError` for anything else."""
        data = json.loads(text)
        try:
            pages, places, facts = data["pages"], data["places"], data["facts"]
            numbers = [pages, *places.values(), *facts]
            known = data["format"] == FORMAT and all(type(each) is int for each in numbers)
        except (AttributeError, KeyError, TypeError) as exc:
            raise ValueError("this is no map of pages") from exc
        if not known:
            raise ValueError("this is no map of pages of this format")
        return cls(pages, places, tuple(facts))


@dataclass(slots=True)
class FactBlocks:
    """The blocks that a writer wrote: `kids` by number, and the number for each fact."""

    kids: list[tuple[Inline, ...]] = field(default_factory=list)
    of_fact: list[int] = field(default_factory=list)
    _open: list[int] = field(default_factory=list)
    _printing: set[int] = field(default_factory=set)

    def open(self, kids: tuple[Inline, ...]) -> None:
        """Begin the block that holds `kids`; a note begins inside its paragraph."""
        self._open.append(len(self.kids))
        self.kids.append(kids)

    def fact(self) -> None:
        """Count a fact of the block that is open."""
        self.of_fact.append(self._open[-1])
        self._printing.add(self._open[-1])

    def close(self) -> int | None:
        """End the block that was opened last; return its number if it prints facts."""
        number = self._open.pop()
        return number if number in self._printing else None


_HIDDEN: Fragments = ((0, ""),)


def fact_pages(blocks: FactBlocks, laid_out: Mapping[int, Fragments]) -> tuple[int, ...]:
    """Return the page of each fact; in a block that a page break parts, its lines decide."""
    before: dict[int, int] = {}
    pages = []
    for block in blocks.of_fact:
        number = before.get(block, 0)
        before[block] = number + 1
        fragments = laid_out.get(block, _HIDDEN)
        if len(fragments) == 1:
            pages.append(fragments[0][0])
        else:
            pages.append(_page_within(fragments, _signs_before(blocks.kids[block], number)))
    return tuple(pages)


def _page_within(fragments: Fragments, signs: int) -> int:
    """Return the page of the sign that comes after `signs` others."""
    for page, text in fragments:
        signs -= _signs(text)
        if signs < 0:
            return page
    return fragments[-1][0]


def _signs_before(kids: tuple[Inline, ...], number: int) -> int:
    """Return how many signs stand before fact `number` (from 0) of a block, notes left out."""
    signs = 0
    for leaf in _leaves(kids):
        if isinstance(leaf, Fact):
            if number == 0:
                break
            number -= 1
        signs += _signs(plain_text(leaf))
    return signs


def _leaves(kids: Sequence[Inline]) -> list[Inline]:
    found: list[Inline] = []
    for kid in kids:
        inner = () if isinstance(kid, Note) else getattr(kid, "kids", None)
        found += [kid] if inner is None else _leaves(inner)
    return found


# Spaces go where a line ends, and word joiners are put round some hyphens for the PDF.
_NO_SIGN = re.compile("[\\s\u2060]+")


def _signs(text: str) -> int:
    return len(_NO_SIGN.sub("", text))
