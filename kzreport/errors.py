"""Every error a user may meet: where it is, what is wrong, what to try.

The tree is split by who can mend it:

    KzReportError
    ├── FactError       the author of the data
    ├── TemplateError   the author of a template
    ├── StyleError      the author of a style
    ├── LevelError      a document asked for what it may not see
    ├── ProjectError    the author of kzreport.yaml
    ├── WriterError     the operator: a file could not be made or put in place
    │   └── PlaceError  the disk, the folder: the document itself is sound
    ├── DeliveryError   the operator: papers could not be issued or brought to their readers
    └── LockedError     nobody: another run is at work, and will be done

A room collects all problems of one kind before it raises: `KzReportError.all_of`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a text file; `line` and `column` count from 1, 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.file, *numbers])


class KzReportError(Exception):
    """A problem a user can mend; `problems` holds it and those found with it."""

    def __init__(self, message: str, at: Location | None = None, hint: str = "") -> None:
        self.message = message
        self.at = at
        self.hint = hint
        self.problems: tuple[KzReportError, ...] = (self,)
        super().__init__(message)

    def __str__(self) -> str:
        return "\n".join(problem._text() for problem in self.problems)

    def _text(self) -> str:
        place = f"{self.at}: " if self.at else ""
        return f"{place}{self.message}" + (f"\nhint: {self.hint}" if self.hint else "")

    @classmethod
    def all_of(cls, problems: Iterable[KzReportError]) -> Self:
        """Return one error that tells all `problems`, sorted by place, each told once.

        Raise `ValueError` when there are none.
        """
        unique = {problem._text(): problem for each in problems for problem in each.problems}
        ordered = sorted(unique.values(), key=_by_place)
        if not ordered:
            raise ValueError("an error needs at least one problem")
        first = ordered[0]
        error = cls(first.message, first.at, first.hint)
        error.problems = tuple(ordered)
        return error


def _by_place(problem: KzReportError) -> tuple[Location, str]:
    return (problem.at or Location(""), problem.message)


class FactError(KzReportError):
    """The facts do not hold together, or cannot be read."""


class TemplateError(KzReportError):
    """A template asks for what does not exist, or would lose a fact."""


class StyleError(KzReportError):
    """A stylesheet cannot be read or cannot be carried out."""


class LevelError(KzReportError):
    """A document asked for, or would print, what its level does not allow."""


class ProjectError(KzReportError):
    """kzreport.yaml, or a wish given on the command line, cannot be met."""


class WriterError(KzReportError):
    """A document could not be turned into bytes, or the bytes could not be put in place."""


class PlaceError(WriterError):
    """A place cannot be written: the disk is full, a folder is in the way, a right is missing."""


class DeliveryError(KzReportError):
    """Papers could not be issued, or brought to their readers."""


class LockedError(KzReportError):
    """Another run is at work in the same place."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that offers the nearest of `known`, "" when none is near."""
    near = difflib.get_close_matches(word, list(known), 3)
    if not near:
        return ""
    # letters that changed places are the likeliest slip: `vc-2101` for `vc-2011`
    swapped = [candidate for candidate in near if sorted(candidate) == sorted(word)]
    return f"did you mean `{(swapped or near)[0]}`?"
