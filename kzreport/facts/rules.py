"""What holds for facts, as pure functions: no document is needed to ask them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Literal

from kzreport.facts.fields import Level
from kzreport.facts.records import Entry

StatusAt = Literal["confirmed", "unverified", "expected", "disputed", "overdue", ""]


def status_at(entry: Entry, as_of: date, *, outcome_known: bool) -> StatusAt:
    """Return the status of `entry` for a document that speaks for `as_of`.

    An expectation whose last day has passed without a known outcome is `overdue`;
    "" is the status of a thing, which claims nothing.
    """
    if entry.status != "expected":
        return entry.status or ""
    when = getattr(entry, "when", None)
    if when is not None and when.is_past(as_of) and not outcome_known:
        return "overdue"
    return "expected"


def superseded_by(entries: Iterable[Entry]) -> dict[str, str]:
    """Return which of `entries` replaces which: old id to new id.

    Only the given entries count, so that a view knows no correction it may not see.
    """
    return {entry.supersedes: entry.id for entry in entries if entry.supersedes}


def has_rival(entry: Entry, visible: Collection[str], challengers: Collection[str]) -> bool:
    """Whether a visible record disagrees with `entry`, or `entry` is named in a disagreement."""
    return entry.id in challengers or any(rival in visible for rival in entry.conflicts_with)


def outward_reason(
    entry: Entry, status: StatusAt, official_source: bool, level: Level, heir: str | None = None
) -> str | None:
    """Return why a fact may not leave the house, `None` when it may.

    The printing matrix of the reference manual: confirmed facts leave; what is expected
    leaves when it is public and its source is official; nothing else does. `heir` is the
    fact that corrects it.
    """
    if heir is not None:
        return f"is corrected by `{heir}`"
    if entry.level > level:
        return f"is {entry.level}"
    if status in ("", "confirmed"):
        return None
    if status == "expected" and entry.level is Level.public and official_source:
        return None
    if status == "expected":
        return "is only expected, and no official source says so"
    return f"is {status}"


def chain(entry_id: str, replaced: dict[str, str]) -> Iterator[str]:
    """Yield `entry_id` and what replaced it, oldest first; stop where the chain bites its tail."""
    seen: set[str] = set()
    current: str | None = entry_id
    while current is not None and current not in seen:
        seen.add(current)
        yield current
        current = replaced.get(current)
