"""A rule: the code and the weight of a check, and what its docstring tells the user."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from kzreport.checks.finding import Severity
from kzreport.errors import Location

Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a check found: the record or `record.field` it is about, and what to say of it.

    What is about no record has a place of its own, `at`. `severity` is set where it differs
    from that of the rule.
    """

    ref: str
    message: str
    hint: str = ""
    at: Location | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule(Generic[Seen]):
    """A check with its code. `find` is a pure function; its docstring explains the rule.

    The docstring says in its first line what is found, then `Why:` and `Mend:`.
    """

    code: str
    severity: Severity
    find: Callable[[Seen], Iterator[Trouble]]

    @property
    def title(self) -> str:
        """What is found, in one line."""
        return self._words.partition("\n")[0].rstrip(".")

    @property
    def why(self) -> str:
        """Why it matters."""
        return self._part("Why")

    @property
    def mend(self) -> str:
        """What to do about it."""
        return self._part("Mend")

    @property
    def _words(self) -> str:
        return inspect.getdoc(self.find) or ""

    def _part(self, name: str) -> str:
        found = re.search(rf"^{name}: (.*?)(?=^\w+: |\Z)", self._words, re.MULTILINE | re.DOTALL)
        return " ".join(found[1].split()) if found else ""
