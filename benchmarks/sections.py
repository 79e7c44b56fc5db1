"""The sections of the bench. Each is a function that returns the rows of one table.

A new one is a module with functions under `@section("its title")`, and its name in `MODULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from benchmarks.timing import Series

#: where sections are; they stand on the page in this order
MODULES = ("benchmarks.batch", "benchmarks.others")


@dataclass(frozen=True, slots=True)
class Effort:
    """How often everything is done; enough for a full run, little for a look."""

    briefs: int = 30
    cold: int = 5
    stages: int = 15
    yaml: int = 5
    rows: int = 7
    short: int = 25
    long: int = 3
    facts: int = 10_000
    #: documents of the large build, those the plain script makes, and repetitions of keeping
    batch: int = 200
    plain: int = 50
    again: int = 3
    others: int = 8


QUICK = Effort(
    briefs=2,
    cold=1,
    stages=1,
    yaml=2,
    rows=2,
    facts=200,
    short=2,
    long=0,
    batch=4,
    plain=2,
    again=1,
    others=2,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: our series beside the other's."""

    what: str
    ours: Series
    beside: str
    theirs: Series

    @property
    def ratio(self) -> float:
        """Our processor time as a multiple of theirs: below 1 we are faster."""
        return self.ours.cpu / self.theirs.cpu

    @property
    def wall_ratio(self) -> float:
        """The same by the clock."""
        return self.ours.wall / self.theirs.wall


Measure = Callable[[Path, Effort], tuple[Row, ...]]

_SECTIONS: dict[str, Measure] = {}


def section(title: str) -> Callable[[Measure], Measure]:
    """Return what enters a function under the title of its table; `{...}` names an effort."""

    def enter(measure: Measure) -> Measure:
        _SECTIONS[title] = measure
        return measure

    return enter


def sections(effort: Effort) -> Iterator[tuple[str, Measure]]:
    """Yield each section with its title."""
    for module in MODULES:
        import_module(module)
    for title, measure in _SECTIONS.items():
        yield title.format(effort=effort), measure
