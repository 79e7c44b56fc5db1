"""Checks of amounts: parts and wholes, currencies, years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kzreport.checks.inspection import Inspection
from kzreport.checks.rule import Rule, Trouble
from kzreport.facts.records import Contribution, Entry, Figure
from kzreport.facts.rules import parts_of
from kzreport.values.amount import Amount, over_all_years
from kzreport.values.currencies import life_of
from kzreport.values.edtf import Edtf


def parts_differ(seen: Inspection) -> Iterator[Trouble]:
    """An amount that differs from the sum of its parts.

    Why: the facts contradict themselves, and a reader with a pencil finds it. Where it is
    uncertain that they are parts (`parts_uncertain`) nothing is compared.
    Mend: correct the amount or the part that is wrong, or say `parts_uncertain: true`.
    """
    for whole, parts in _wholes(seen):
        amounts = [_over_years(part) for part in parts]
        told = _over_years(whole)
        if whole.parts_uncertain or None in amounts or told is None:
            continue
        known = [amount for amount in amounts if amount is not None]
        if {amount.currency for amount in known} != {told.currency}:
            continue  # KZ105 tells it
        low = sum((amount.low for amount in known), Decimal(0))
        highs = [amount.high for amount in known]
        high = None if None in highs else sum((each or Decimal(0) for each in highs), Decimal(0))
        if (low, high) != (told.low, told.high):
            message = f"`{whole.id}` is {_told(told.low, told.high)}, its parts add up to "
            message += _told(low, high)
            yield Trouble(f"{whole.id}.amount", message, "one of them is wrong")


def without_currency(seen: Inspection) -> Iterator[Trouble]:
    """An amount whose source states no currency.

    Why: 300,000 of what? It may be printed inside the house, with the words «currency not
    stated»; a paper that leaves the house is not built with it.
    Mend: ask who made the payment; correct the amount with the paper that shows the currency.
    """
    for entry, amount in _amounts(seen):
        if amount.currency is None:
            message = f"`{entry.id}` has no currency: {_told(amount.low, amount.high)}"
            hint = "it may not leave the house; ask who made the payment"
            yield Trouble(f"{entry.id}.amount", message, hint)


def unlike_currencies(seen: Inspection) -> Iterator[Trouble]:
    """An amount whose parts are in another currency, or in one that nobody states.

    Why: dollars and euros are not added, and what is in no currency is added to nothing.
    Mend: record the parts as amounts of their own, without a whole, unless a source adds them.
    """
    for whole, parts in _wholes(seen):
        currency = whole.amount.currency if whole.amount else None
        unlike = [p for p in parts if p.amount is not None and p.amount.currency != currency]
        if unlike and whole.amount is not None:
            listed = ", ".join(
                f"`{part.id}` in {(part.amount and part.amount.currency) or 'none stated'}"
                for part in unlike
            )
            message = f"`{whole.id}` is in {currency or 'no stated currency'}; {listed}"
            yield Trouble(f"{whole.id}.parts", message, "parts and whole are of one currency")


def unspread(seen: Inspection) -> Iterator[Trouble]:
    """An amount for several years that does not say how it is spread.

    Why: 150,000 «in 2012 and 2013» is that sum each year, or once; totals become ranges.
    Mend: write `spread: each` or `spread: total` when the source, or the payer, says so.
    """
    for entry, amount in _amounts(seen):
        years = _years(entry.__dict__.get("when"))
        if years > 1 and amount.spread in (None, "unknown"):
            message = f"`{entry.id}` is for {years} years: each, or all together?"
            yield Trouble(f"{entry.id}.amount", message, "`spread: each` or `total`")


def currency_of_another_time(seen: Inspection) -> Iterator[Trouble]:
    """An amount in a currency that did not exist at its date.

    Why: nobody paid in euros in 1990; either the year is wrong, or somebody converted.
    Mend: correct the year or the currency; if the source itself converted the amount, say so
    in `note:` and accept the finding.
    """
    for entry, amount in _amounts(seen):
        when: Edtf | None = entry.__dict__.get("when")
        first, last = life_of(amount.currency or "")
        if when is None:
            continue
        early = first and when.upper and when.upper < first
        late = last and when.lower and when.lower > last
        if early or late:
            told = f"begins on {first}" if early else f"ended on {last}"
            message = f"`{entry.id}` is of {when.text}; {amount.currency} {told}"
            yield Trouble(f"{entry.id}.amount", message, "a wrong year, or a converted amount?")


def _amounts(seen: Inspection) -> Iterator[tuple[Entry, Amount]]:
    for kind in (Contribution, Figure):
        for entry in seen.of(kind):
            amount: Amount | None = entry.__dict__.get("amount")
            if amount is not None:
                yield entry, amount


def _wholes(seen: Inspection) -> Iterator[tuple[Contribution, list[Contribution]]]:
    for whole in seen.of(Contribution):
        if whole.parts:
            named = parts_of(whole, seen.base.entries, seen.superseded)
            parts = (seen.base.entries[part] for part in named)
            yield whole, [part for part in parts if isinstance(part, Contribution)]


def _over_years(entry: Contribution) -> Amount | None:
    return over_all_years(entry.amount, _years(entry.when)) if entry.amount else None


def _years(when: Edtf | None) -> int:
    """Return how many years a date names; 1 for one, for none and for an open range."""
    if when is None:
        return 1
    if when.members:
        return len({point.lower.year for point in when.members if point.lower})
    return when.upper.year - when.lower.year + 1 if when.lower and when.upper else 1


def _told(low: Decimal, high: Decimal | None) -> str:
    if high is None:
        return f"over {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


MONEY_RULES: tuple[Rule[Inspection], ...] = (
    Rule("KZ103", "error", parts_differ),
    Rule("KZ104", "warning", without_currency),
    Rule("KZ105", "error", unlike_currencies),
    Rule("KZ106", "warning", unspread),
    Rule("KZ139", "error", currency_of_another_time),
)
