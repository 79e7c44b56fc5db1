"""What became of the documents of a build."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kzreport.build.plan import Planned
from kzreport.errors import KzReportError


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a planned document: its files, or the problem that stopped it.

    `kept` files were there already and are what a new build would make; `hashes` are the
    SHA-256 of the files. `reason` says why the
    document was made or kept, `seconds` how long it took.
    """

    planned: Planned
    files: tuple[Path, ...] = ()
    warnings: tuple[KzReportError, ...] = ()
    problem: KzReportError | None = None
    pages: int = 0
    kept: bool = False
    hashes: tuple[str, ...] = ()
    reason: str = ""
    seconds: float = 0.0

    @property
    def state(self) -> str:
        """`built`, `kept` or `failed`."""
        return "failed" if self.problem is not None else "kept" if self.kept else "built"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of one build, in the order of the plan."""

    built: tuple[Built, ...] = field(default_factory=tuple)

    @property
    def failed(self) -> tuple[Built, ...]:
        return tuple(each for each in self.built if each.problem is not None)

    @property
    def kept(self) -> tuple[Built, ...]:
        return tuple(each for each in self.built if each.kept)
