"""Totals that stay honest: currencies apart, ranges where any part is one, every part named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kzreport.facts.records import Entry
from kzreport.facts.rules import parts_of, superseded_by, whole_of
from kzreport.values.amount import Amount, over_all_years, total
from kzreport.values.edtf import Edtf, read_edtf


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the amounts of one currency, with the ids of the records that made it.

    `currency` in `amount` is `None` for sums whose source states none; those are added
    only when they come from one source, which at least had one currency in mind.
    """

    amount: Amount
    inputs: tuple[str, ...]


def totals(
    entries: Iterable[Entry], known: Mapping[str, Entry], field: str, span: Edtf | None = None
) -> tuple[Total, ...]:
    """Return one total per currency, known currencies first, in alphabetical order.

    `known` are the records a document may see: parents, parts and sources outside it do not
    count. With `span`, only the share that falls into it counts, as a range where the source
    does not say how it is spread. A corrected fact and a parent of listed parts add nothing
    beside the facts that stand for them.
    """
    sums: dict[tuple[str, str], list[Total]] = {}
    replaced = superseded_by(known.values())
    once = _once(tuple(entries), known, replaced)
    counted = [entry for entry in once if _adds(entry, field, span)]
    for portion, entry in _portions(counted, known, replaced, field, span):
        sums.setdefault(_purse(entry, field, known), []).append(portion)
    return tuple(_add(sums[purse]) for purse in sorted(sums, key=lambda p: (not p[0], p)))


def _once(
    entries: Sequence[Entry], known: Mapping[str, Entry], replaced: Mapping[str, str]
) -> Iterator[Entry]:
    """Yield what is neither corrected by another of `entries` nor made up of some of them."""
    ids = {entry.id for entry in entries}
    corrected = {entry.supersedes for entry in entries}
    for entry in entries:
        if entry.id not in corrected and ids.isdisjoint(parts_of(entry, known, replaced)):
            yield entry


def _adds(entry: Entry, field: str, span: Edtf | None) -> bool:
    when: Edtf | None = getattr(entry, "when", None)
    if getattr(entry, field, None) is None:
        return False
    return span is None or when is None or when.overlaps(span)


def _purse(entry: Entry, field: str, known: Mapping[str, Entry]) -> tuple[str, str]:
    """Return what may be added to what: one currency, or one source that states none."""
    amount: Amount = getattr(entry, field)
    if amount.currency is not None:
        return (amount.currency, "")
    sources = [citation.source for citation in entry.source if citation.source in known]
    return ("", sources[0] if sources else entry.id)


def _portions(
    entries: Sequence[Entry],
    known: Mapping[str, Entry],
    replaced: Mapping[str, str],
    field: str,
    span: Edtf | None,
) -> Iterator[tuple[Total, Entry]]:
    """Yield what each record adds; parts whose parent is uncertain are weighed with it."""
    ids = {entry.id for entry in entries}
    done: set[str] = set()
    for entry in entries:
        if entry.id in done:
            continue
        parent = whole_of(entry, known, replaced)
        parts = _weighable(parent, known, replaced, field)
        if parent is not None and parts and ids.issuperset(part.id for part in parts):
            done.update(part.id for part in parts)
            yield _weighed(parent, parts, field, span), parent
        else:
            done.add(entry.id)
            yield Total(_share(entry, field, span), (entry.id,)), entry


def _weighable(
    parent: Entry | None, known: Mapping[str, Entry], replaced: Mapping[str, str], field: str
) -> list[Entry]:
    """Return the parts that may lie beside `parent`; none where they cannot be compared."""
    if parent is None or not getattr(parent, "parts_uncertain", False):
        return []
    parts = [known[part] for part in parts_of(parent, known, replaced)]
    if any(getattr(each, field, None) is None for each in (parent, *parts)):
        return []
    purses = {_purse(each, field, known) for each in (parent, *parts)}
    return parts if len(purses) == 1 else []


def _weighed(parent: Entry, parts: list[Entry], field: str, span: Edtf | None) -> Total:
    """Return the range of two readings: the parts lie inside the parent, or beside it."""
    whole = Total(_share(parent, field, span), (parent.id,))
    inside = _add([Total(_share(part, field, span), (part.id,)) for part in parts])
    both = _add([whole, inside])
    low = min(whole.amount.low, inside.amount.low)
    return Total(replace(both.amount, low=low), both.inputs)


def _share(entry: Entry, field: str, span: Edtf | None) -> Amount:
    """Return what of an amount falls into `span`; all of it without one."""
    amount: Amount = getattr(entry, field)
    when: Edtf | None = getattr(entry, "when", None)
    if when is None:
        return over_all_years(amount, 1)
    dates = _dates(when, amount, span)
    if span is None or span.covers(when):
        whole = over_all_years(amount, len(dates))
        endless = amount.spread in _YEARLY and None in (when.lower, when.upper)
        return replace(whole, high=None, over=True) if endless else whole
    covered = sum(1 for date in dates if span.covers(date))
    touched = sum(1 for date in dates if span.overlaps(date))
    some = over_all_years(amount, max(touched, 1))
    if amount.spread == "each" and covered:
        return replace(some, low=over_all_years(amount, covered).low)
    return replace(some, low=Decimal(0))


def _dates(when: Edtf, amount: Amount, span: Edtf | None) -> tuple[Edtf, ...]:
    """Return the dates an amount is for: those of a set, the years of a range with a spread.

    An open end is taken no further than `span`; without a span it stays one date.
    """
    ends = [end for end in (when.start, when.end) if end is not None]
    if amount.spread not in _YEARLY or any(end.kind != "year" for end in ends) or not ends:
        return when.members or (when,)
    first = when.lower or (span.lower if span else None)
    last = when.upper or (span.upper if span else None)
    if first is None or last is None:
        return (when,)
    return tuple(read_edtf(f"{year:04}") for year in range(first.year, last.year + 1))


#: spreads that speak of years one by one
_YEARLY = ("each", "unknown")


def _add(portions: Iterable[Total]) -> Total:
    """Return the sum of amounts of one purse."""
    parts = tuple(portions)
    (amount,) = total(part.amount for part in parts).values()
    inputs = tuple(dict.fromkeys(each for part in parts for each in part.inputs))
    return Total(amount, inputs)
