"""What a kind of paper is made of: its parts in their order, its voice, its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kzreport.errors import KzReportError
from kzreport.facts.fields import Level

if TYPE_CHECKING:
    from kzreport.kinds.paper import Paper

#: `third` knows no «I», «we» or «you», and a paper that says one is not made; `neutral` ought
#: to know none (KZ132); `spoken` is said by somebody
Voice = Literal["third", "neutral", "spoken"]

STATUSES = frozenset({"confirmed", "unverified", "disputed", "expected", "overdue"})
CONFIRMED = frozenset({"confirmed"})
#: what may leave the house; an expectation only where an official source says it
OUTWARD = frozenset({"confirmed", "expected"})
EVERY_LEVEL = tuple(Level)
IN_THE_HOUSE = (Level.internal, Level.restricted)
#: a paper for others is written as an internal one and leaves as a public one
FOR_OTHERS = (Level.public, Level.internal)


@dataclass(frozen=True, slots=True)
class Part:
    """A fixed part of a paper.

    `role` is how it is found in the tree (see `paper.roles`): `masthead`, `h1`, `num`, `.place`
    for a class, `#comment` for a name. It stands there `least` to `most` times, 0 being any
    number. `phrase` names the phrase whose words it must hold; `write` tells how a template
    writes it.
    """

    name: str
    role: str
    write: str = ""
    least: int = 1
    most: int = 1
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Never:
    """What a kind never has: a role, what it is called, and why not."""

    role: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a paper should be; 0 sets no limit. Pages are those before the annex."""

    words: int = 0
    least: int = 0
    pages: int = 0

    def __str__(self) -> str:
        """`350 to 600 words`, `at most 900 words and 2 pages`, "" without a limit."""
        if self.least:
            return f"{self.least:,} to {self.words:,} words"
        told = [f"{self.words:,} words"] if self.words else []
        told += [f"{self.pages} page{'s' * (self.pages > 1)}"] if self.pages else []
        return f"at most {' and '.join(told)}" if told else ""


Rule = Callable[["Paper"], Iterator[KzReportError]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper.

    `article` is its name in a message («a note verbale»). `prints` is the highest level of a
    fact it prints, whatever its own level. `statuses` hold for what stands in the roles
    `states`, everywhere where there are none. `records` are kinds of record it never prints.
    """

    name: str
    article: str
    voice: Voice = "neutral"
    outward: bool = False
    levels: tuple[Level, ...] = EVERY_LEVEL
    prints: Level = Level.restricted
    statuses: frozenset[str] = STATUSES
    states: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    never: tuple[Never, ...] = ()
    budget: Budget = Budget()
    rules: tuple[Rule, ...] = ()
