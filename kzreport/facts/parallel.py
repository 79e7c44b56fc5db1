"""Whether the versions of a paper in several languages print the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kzreport.facts.base import FactBase
from kzreport.facts.records import Source

#: what things are called: one language says a name where the next says «it»
NAMES = frozenset({"abbr", "formal", "forms", "name", "printed", "short", "title"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that some versions of a paper print and others do not, by language."""

    ref: str
    having: tuple[str, ...]
    lacking: tuple[str, ...]

    def __str__(self) -> str:
        having, lacking = (", ".join(each) for each in (self.having, self.lacking))
        return f"`{self.ref}` is printed in {having}, and not in {lacking}"


def differences(printed: Mapping[str, Iterable[str]], base: FactBase) -> list[Difference]:
    """Return the facts in which the versions differ; `printed` are the facts of each language.

    Their order does not count, nor how often one is printed. Names are passed over, and what
    is said of sources: a title may tell its date in one language alone.
    """
    facts = {lang: {ref for ref in refs if _counts(ref, base)} for lang, refs in printed.items()}
    found: list[Difference] = []
    for ref in sorted(set().union(*facts.values())):
        having = tuple(lang for lang, refs in facts.items() if ref in refs)
        lacking = tuple(lang for lang in facts if lang not in having)
        if lacking:
            found.append(Difference(ref, having, lacking))
    return found


def _counts(ref: str, base: FactBase) -> bool:
    """Whether a ref names a fact that every version has to print."""
    entry_id, _, field = ref.partition(".")
    entry = base.entries.get(entry_id)
    if entry is None or isinstance(entry, Source):
        return False
    return field.partition(".")[0] not in NAMES
