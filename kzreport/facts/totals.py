"""Totals that stay honest: currencies apart, ranges where any part is one, every part named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kzreport.facts.records import Entry
from kzreport.values.amount import Amount
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
    for portion, entry in _portions(list(entries), known, field, span):
        sums.setdefault(_purse(portion.amount, entry), []).append(portion)
    return tuple(_add(sums[purse]) for purse in sorted(sums, key=lambda p: (not p[0], p)))


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
    whole = _share(parent, field, span)
    inside = _add([Total(_share(part, field, span), (part.id,)) for part in parts])
    low = min(whole.low, inside.amount.low)
    high = _plus(whole.high, inside.amount.high)
    over = high is None
    return Total(Amount(low, high, whole.currency, over=over), (parent.id, *inside.inputs))


def _share(entry: Entry, field: str, span: Edtf | None) -> Amount:
    """Return what of an amount falls into `span`; all of it without one."""
    amount: Amount = getattr(entry, field)
    when: Edtf | None = getattr(entry, "when", None)
    count = len(when.members) if when is not None and when.members else 1
    inside = count
    if span is not None and when is not None:
        if when.members:
            inside = sum(1 for member in when.members if member.overlaps(span))
        elif not span.covers(when):
            return _up_to(amount, 1)
    if inside == count:
        return _over_all(amount, count)
    if amount.spread == "each":
        return _times(amount, inside)
    return _up_to(amount, 1 if amount.spread == "total" else inside)


def _over_all(amount: Amount, count: int) -> Amount:
    """Return the value of an amount over all its `count` years."""
    if amount.spread == "each":
        return _times(amount, count)
    if amount.spread == "unknown":
        high = None if amount.high is None else amount.high * count
        return Amount(amount.low, high, amount.currency, over=amount.over)
    return Amount(amount.low, amount.high, amount.currency, over=amount.over)


def _times(amount: Amount, count: int) -> Amount:
    high = None if amount.high is None else amount.high * count
    return Amount(amount.low * count, high, amount.currency, over=amount.over)


def _up_to(amount: Amount, count: int) -> Amount:
    """Return the range from nothing to the whole: how much falls here is not said."""
    high = None if amount.high is None else amount.high * count
    return Amount(Decimal(0), high, amount.currency, over=amount.over)


def _add(portions: list[Total]) -> Total:
    low = sum((portion.amount.low for portion in portions), Decimal(0))
    high: Decimal | None = Decimal(0)
    for portion in portions:
        high = _plus(high, portion.amount.high)
    currency = portions[0].amount.currency
    inputs = tuple(dict.fromkeys(each for portion in portions for each in portion.inputs))
    return Total(Amount(low, high, currency, over=high is None), inputs)


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
