"""Totals that stay honest: currencies apart, ranges where any part is one, every part named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kzreport.facts.records import Entry
from kzreport.values.amount import Amount, over_all_years, total
from kzreport.values.edtf import Edtf


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

    `known` are the records a parent is looked up in. With `span`, only the share that
    falls into it counts, as a range where the source does not say how it is spread.
    """
    sums: dict[tuple[str, str], list[Total]] = {}
    chosen = [entry for entry in entries if span is None or _falls_into(entry, span)]
    for portion, entry in _portions(chosen, known, field, span):
        sums.setdefault(_purse(portion.amount, entry), []).append(portion)
    return tuple(_add(sums[purse]) for purse in sorted(sums, key=lambda p: (not p[0], p)))


def _falls_into(entry: Entry, span: Edtf) -> bool:
    when: Edtf | None = getattr(entry, "when", None)
    return when is not None and when.overlaps(span)


def _purse(amount: Amount, entry: Entry) -> tuple[str, str]:
    """Return what may be added to what: one currency, or one source that states none."""
    if amount.currency is not None:
        return (amount.currency, "")
    return ("", entry.source[0].source if entry.source else entry.id)


def _portions(
    entries: Sequence[Entry], known: Mapping[str, Entry], field: str, span: Edtf | None
) -> Iterable[tuple[Total, Entry]]:
    """Yield what each record adds; parts whose parent is uncertain are weighed with it."""
    ids = {entry.id for entry in entries}
    done: set[str] = set()
    for entry in entries:
        if entry.id in done or getattr(entry, field, None) is None:
            continue
        parent = known.get(getattr(entry, "part_of", None) or "")
        parts: tuple[str, ...] = getattr(parent, "parts", ()) if parent else ()
        if parent is not None and getattr(parent, "parts_uncertain", False) and ids >= set(parts):
            done.update(parts)
            yield _weighed(parent, [known[part] for part in parts], field, span), parent
        else:
            done.add(entry.id)
            yield Total(_share(entry, field, span), (entry.id,)), entry


def _weighed(parent: Entry, parts: list[Entry], field: str, span: Edtf | None) -> Total:
    """Return the range of two readings: the parts lie inside the parent, or beside it."""
    inside = _add([Total(_share(part, field, span), (part.id,)) for part in parts])
    beside = _add([Total(_share(parent, field, span), (parent.id,)), inside])
    low = min(_share(parent, field, span).low, inside.amount.low)
    return Total(replace(beside.amount, low=low), beside.inputs)


def _share(entry: Entry, field: str, span: Edtf | None) -> Amount:
    """Return what of an amount falls into `span`; all of it without one.

    Where the source does not say how an amount is spread over its years, part of them may
    have got nothing, or everything.
    """
    amount: Amount = getattr(entry, field)
    when: Edtf | None = getattr(entry, "when", None)
    years = len(when.members) if when is not None and when.members else 1
    if span is None or when is None or span.covers(when):
        return over_all_years(amount, years)
    inside = sum(1 for member in when.members if member.overlaps(span)) or 1
    portion = over_all_years(amount, inside)
    return portion if amount.spread == "each" else replace(portion, low=Decimal(0))


def _add(portions: list[Total]) -> Total:
    (amount,) = total(portion.amount for portion in portions).values()
    inputs = tuple(dict.fromkeys(each for portion in portions for each in portion.inputs))
    return Total(amount, inputs)
