"""What holds for facts, as pure functions: no document is needed to ask them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from kzreport.facts.fields import Level
from kzreport.facts.records import Entry
from kzreport.values.amount import Amount

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


def doubt(entry: Entry, key: str) -> str | None:
    """Return why field `key` may not leave the house though its fact is sure, else `None`."""
    amount = getattr(entry, key, None)
    if isinstance(amount, Amount) and amount.currency is None:
        return "has no currency"
    return "is garbled in its source" if "garbled" in entry.problem else None


def chain(entry_id: str, replaced: Mapping[str, str]) -> Iterator[str]:
    """Yield `entry_id` and what replaced it, oldest first; stop where the chain bites its tail."""
    seen: set[str] = set()
    current: str | None = entry_id
    while current is not None and current not in seen:
        seen.add(current)
        yield current
        current = replaced.get(current)


def newest(entry_id: str, replaced: Mapping[str, str]) -> str:
    """Return the last of the facts that replaced `entry_id`, itself where nothing did."""
    *_, last = chain(entry_id, replaced)
    return last


def parts_of(
    entry: Entry, known: Mapping[str, Entry], replaced: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the parts of an amount among what is `known`: of a corrected part, the correction.

    `replaced` is `superseded_by` of what is known. A correction that no longer says `part_of`
    is a part no more.
    """
    named = (newest(part, replaced) for part in getattr(entry, "parts", ()) if part in known)
    return tuple(dict.fromkeys(part for part in named if getattr(known[part], "part_of", None)))


def whole_of(entry: Entry, known: Mapping[str, Entry], replaced: Mapping[str, str]) -> Entry | None:
    """Return the amount that `entry` is a part of, `None` where it is not known as a part."""
    named: str | None = getattr(entry, "part_of", None)
    if named is None or named not in known:
        return None
    whole = known[newest(named, replaced)]
    is_part = newest(entry.id, replaced) in parts_of(whole, known, replaced)
    return whole if is_part else None
