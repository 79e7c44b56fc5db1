"""Checks of the fact base: each a function from the base and a day to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from kzreport.checks.finding import Finding, Severity
from kzreport.facts.base import FactBase
from kzreport.facts.records import Action, Agreement, Claim, Contribution, Entry, Source
from kzreport.facts.rules import has_rival, status_at

Check = Callable[[FactBase, date], Iterator[Finding]]

#: an agreement and the acts a State did about it
_BINDING = {"ratification", "accession", "acceptance", "approval", "succession"}


def overdue(base: FactBase, today: date) -> Iterator[Finding]:
    """KZ101: an expectation whose date has passed and whose outcome is not recorded."""
    for entry in base.entries.values():
        if status_at(entry, today, outcome_known=bool(entry.outcome)) == "overdue":
            when = entry.when  # type: ignore[attr-defined]  # what is expected has a date
            days = (today - when.upper).days
            yield _finding(
                base,
                entry,
                "KZ101",
                "warning",
                f"`{entry.id}` was expected in {when.text}, {days:,} days ago;"
                " no outcome is recorded",
                "record what happened and name it in `outcome:`",
            )


def review_due(base: FactBase, today: date) -> Iterator[Finding]:
    """KZ102: a fact was to be looked at again by now."""
    for entry in base.entries.values():
        if entry.review_by is not None and entry.review_by < today:
            message = f"`{entry.id}` was to be reviewed by {entry.review_by}"
            hint = "check it against its source, then move `review_by`"
            yield _finding(base, entry, "KZ102", "warning", message, hint, "review_by")


def parts_differ(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ103: an amount differs from the sum of its parts."""
    for entry in base.entries.values():
        if not isinstance(entry, Contribution) or entry.amount is None or not entry.parts:
            continue
        parts = [base.entries[part] for part in entry.parts]
        amounts = [p.amount for p in parts if isinstance(p, Contribution) and p.amount is not None]
        low = sum((amount.low for amount in amounts), Decimal(0))
        if len(amounts) == len(parts) and low != entry.amount.low:
            message = f"`{entry.id}` is {entry.amount.low:,}, its parts add up to {low:,}"
            yield _finding(base, entry, "KZ103", "error", message, "one of them is wrong", "amount")


def without_currency(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ104: an amount whose source states no currency."""
    for entry in base.entries.values():
        amount = getattr(entry, "amount", None)
        if amount is not None and amount.currency is None:
            message = f"`{entry.id}` has no currency: {amount.low:,}"
            hint = "it may not leave the house; ask who made the payment"
            yield _finding(base, entry, "KZ104", "warning", message, hint, "amount")


def unspread(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ106: an amount for several years that does not say how it is spread."""
    for entry in base.entries.values():
        amount, when = getattr(entry, "amount", None), getattr(entry, "when", None)
        if amount is None or when is None or len(when.members) < 2:
            continue
        if amount.spread in (None, "unknown"):
            message = f"`{entry.id}` is for {len(when.members)} years: each, or all together?"
            yield _finding(
                base, entry, "KZ106", "warning", message, "`spread: each` or `total`", "amount"
            )


def contradicted_claim(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ107: a claim of acts that the agreements do not show."""
    for entry in base.entries.values():
        if not isinstance(entry, Claim) or not entry.asserts:
            continue
        for target in entry.covers:
            agreement = base.entries[target]
            if not isinstance(agreement, Agreement):
                continue
            shown = {action.action for action in agreement.actions}
            lacking = [act for act in entry.asserts if act not in shown]
            if lacking:
                message = (
                    f"`{entry.id}` claims {' and '.join(entry.asserts)} of `{target}`;"
                    f" recorded is {', '.join(sorted(shown)) or 'nothing'}"
                )
                yield _finding(base, entry, "KZ107", "warning", message, "", "covers")


def late_law(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ108: a domestic act later than the deposit it should have allowed."""
    for entry in base.entries.values():
        if not isinstance(entry, Agreement):
            continue
        deposits = [a for a in entry.actions if a.action in _BINDING and a.when]
        for law in entry.actions:
            if law.action == "domestic-act" and law.when and deposits:
                yield from _late(base, law, deposits[0])


def _late(base: FactBase, law: Action, deposit: Action) -> Iterator[Finding]:
    act, joined = law.when, deposit.when
    if act and joined and act.lower and joined.upper and act.lower > joined.upper:
        message = f"`{law.id}` of {act.text} is later than the deposit of {joined.text}"
        yield _finding(base, law, "KZ108", "info", message, "", "when")


def lone_dispute(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ116: a disputed fact without a rival is never printed."""
    challengers = {rival for entry in base.entries.values() for rival in entry.conflicts_with}
    for entry in base.entries.values():
        if entry.status == "disputed" and not has_rival(entry, base.entries, challengers):
            message = f"`{entry.id}` is disputed, but nothing says by what"
            hint = "name the rival in `conflicts_with:`; until then it is not printed"
            yield _finding(base, entry, "KZ116", "info", message, hint, "status")


def hidden_correction(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ122: a fact corrected at a higher level goes on being printed below it."""
    for entry in base.entries.values():
        old = base.entries.get(entry.supersedes or "")
        if old is not None and old.level < entry.level and not old.hold:
            message = (
                f"`{old.id}` is {old.level} and goes on being printed;"
                f" its correction `{entry.id}` is {entry.level}"
            )
            hint = f"publish the correction, or put `hold: true` on `{old.id}`"
            yield _finding(base, old, "KZ122", "error", message, hint)


def garbled_without_quote(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ124: a garbled sentence whose words are not kept."""
    for entry in base.entries.values():
        if "garbled" in entry.problem and entry.quote is None:
            message = f"`{entry.id}` is garbled, but its words are not kept"
            yield _finding(base, entry, "KZ124", "warning", message, "add `quote:`", "problem")


def quote_not_in_source(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ126: a quotation that does not stand in the stored copy of its source."""
    texts: dict[str, str] = {}
    for entry in base.entries.values():
        for citation in entry.source if entry.quote else ():
            source = base.entries[citation.source]
            if not isinstance(source, Source) or source.file is None:
                continue
            text = texts.setdefault(source.id, _stored(base, source))
            if text and " ".join((entry.quote or "").split()) not in text:
                message = f"the quotation of `{entry.id}` does not stand in {source.file}"
                hint = "copy the words of the source exactly"
                yield _finding(base, entry, "KZ126", "error", message, hint, "quote")


def missing_copy(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ127: the stored copy of a source is not there."""
    for entry in base.entries.values():
        if isinstance(entry, Source) and entry.file and not (base.folder / entry.file).is_file():
            message = f"the copy of `{entry.id}` is not there: {entry.file}"
            yield _finding(base, entry, "KZ127", "error", message, "", "file")


def unknown_locator(base: FactBase, _: date) -> Iterator[Finding]:
    """KZ128: a place that its source does not list."""
    for entry in base.entries.values():
        for citation in entry.source:
            source = base.entries[citation.source]
            listed = source.locators if isinstance(source, Source) else None
            if listed and citation.locator and citation.locator not in listed:
                message = f"`{citation}` names a place that `{source.id}` does not list"
                hint = f"it lists {', '.join(listed)}"
                yield _finding(base, entry, "KZ128", "warning", message, hint, "source")


FACT_CHECKS: tuple[Check, ...] = (
    overdue,
    review_due,
    parts_differ,
    without_currency,
    unspread,
    contradicted_claim,
    late_law,
    lone_dispute,
    hidden_correction,
    garbled_without_quote,
    quote_not_in_source,
    missing_copy,
    unknown_locator,
)


def _stored(base: FactBase, source: Source) -> str:
    path = base.folder / (source.file or "")
    return " ".join(path.read_text("utf-8").split()) if path.is_file() else ""


def _finding(
    base: FactBase,
    entry: Entry,
    code: str,
    severity: Severity,
    message: str,
    hint: str,
    key: str = "",
) -> Finding:
    at = base.at(f"{entry.id}.{key}" if key else entry.id)
    return Finding(code, severity, message, at, hint, entry.id)
