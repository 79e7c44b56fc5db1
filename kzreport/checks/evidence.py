"""Checks of evidence: sources, quotations, disputes, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kzreport.checks.inspection import Inspection
from kzreport.checks.rule import Rule, Trouble
from kzreport.facts.quotations import Difference, first_difference, stored_copy
from kzreport.facts.records import Agreement, Claim, Entry, Event, Membership, Position, Source
from kzreport.facts.rules import has_rival
from kzreport.values.edtf import Edtf

#: sources that alone do not make a fact certain
_WEAK = ("own", "press", "other")
#: how old, in years, the newest source of a current fact may be
_FRESH_YEARS = 2
#: how far a page's last change may lie behind what it tells of, in days
_TOUCHED_LATE = 366
#: texts that rule what comes after them
_LASTING = ("legislation", "agreement-text")
#: acts of which an agreement has one
_SINGLE = ("ratification", "accession", "acceptance", "approval", "succession", "entry-into-force")


def lone_dispute(seen: Inspection) -> Iterator[Trouble]:
    """A disputed fact without a rival.

    Why: a dispute is printed with both sides; without a rival the fact is printed nowhere.
    Mend: name the rival in `conflicts_with:`, or put the fact on `hold: true` for good.
    """
    challengers = {rival for entry in seen.current for rival in entry.conflicts_with}
    for entry in seen.current:
        lonely = entry.status == "disputed" and not entry.hold
        if lonely and not has_rival(entry, seen.base.entries, challengers):
            message = f"`{entry.id}` is disputed, but nothing says by what"
            hint = "name the rival in `conflicts_with:`; until then it is not printed"
            yield Trouble(f"{entry.id}.status", message, hint)


def weak_source(seen: Inspection) -> Iterator[Trouble]:
    """A confirmed fact that rests on one source of low authority.

    Why: one newspaper, or our own page, is not yet a confirmation.
    Mend: cite a depositary or an official source beside it, or write `status: unverified`.
    """
    for entry in seen.current:
        sources = seen.sources_of(entry) if type(entry).is_fact else []
        if entry.status == "confirmed" and len({source.id for source in sources}) == 1:
            source = sources[0]
            if source.authority in _WEAK:
                message = f"`{entry.id}` is confirmed by one source, of authority"
                message += f" `{source.authority}`: `{source.id}`"
                yield Trouble(f"{entry.id}.source", message, "cite an official source beside it")


def old_source(seen: Inspection) -> Iterator[Trouble]:
    """A fact said to hold today whose newest source is more than two years old.

    Why: «since 2009» is printed as true today, on the word of somebody who wrote years ago.
    Looked at are spans without an end, and positions bound to no event; sources without a day
    are passed over.
    Mend: cite a newer source, or close the span.
    """
    for entry in seen.current:
        when: Edtf | None = entry.__dict__.get("when")
        lasting = when is not None and when.upper is None and when.relation(seen.day) != "after"
        held = isinstance(entry, Position) and when is None and entry.at is None
        if entry.status == "expected" or not (lasting or held):
            continue
        days = [day for day in map(_speaks_of, seen.sources_of(entry)) if day is not None]
        if days and (seen.day - max(days)).days > _FRESH_YEARS * 365.25:
            message = f"`{entry.id}` is told as of today; its newest source is of {max(days)}"
            yield Trouble(f"{entry.id}.source", message, "cite a newer source, or close it")


def _speaks_of(source: Source) -> date | None:
    """Return the last day a source can speak of."""
    dated = source.as_of or source.date
    return dated.upper if dated else None


def odd_stamps(seen: Inspection) -> Iterator[Trouble]:
    """A source stamped before the events it tells of, or more than a year after the last.

    Why: a page made before what it tells was changed since, in ways nobody can see; a late
    stamp makes old news look fresh.
    Mend: say in the source's `as_of:` when it speaks of, and in its `note:` how that is known.
    """
    for source in seen.of(Source):
        if source.kind in _LASTING:
            continue
        told = [when for when in map(_told_as_past, seen.citing.get(source.id, ())) if when]
        begun = max((when.lower for when in told if when.lower), default=None)
        made = _stamp(source.created) or (source.date.upper if source.date else None)
        if begun and made and begun > made:
            key = "created" if _stamp(source.created) else "date"
            message = f"`{source.id}` is of {made}, but tells of {begun}"
            yield Trouble(f"{source.id}.{key}", message, "say in `as_of:` when it speaks of")
        ended = max((when.upper for when in told if when.upper), default=None)
        changed = _stamp(source.updated)
        if ended and changed and (changed - ended).days > _TOUCHED_LATE:
            message = f"`{source.id}` was changed on {changed}, but tells of nothing after {ended}"
            yield Trouble(f"{source.id}.updated", message, "take `as_of:` for its day, not this")


def _told_as_past(entry: Entry) -> Edtf | None:
    """Return the date of what a source tells as done: no expectation, no term in a body.

    Terms are told by the election, so before they begin.
    """
    planned = entry.status == "expected" or isinstance(entry, Membership | Source)
    return None if planned else entry.__dict__.get("when")


def _stamp(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def hidden_correction(seen: Inspection) -> Iterator[Trouble]:
    """A fact corrected at a higher level, which goes on being printed below it.

    Why: the public paper cannot know of the internal correction, so it prints what the house
    knows to be wrong.
    Mend: publish the correction, or put `hold: true` on the old fact.
    """
    for old_id, new_id in seen.superseded.items():
        old, new = seen.base.entries[old_id], seen.base.entries[new_id]
        if old.level < new.level and not old.hold:
            message = (
                f"`{old.id}` is {old.level} and goes on being printed;"
                f" its correction `{new.id}` is {new.level}"
            )
            hint = f"publish the correction, or put `hold: true` on `{old.id}`"
            yield Trouble(old.id, message, hint)


def garbled_without_quote(seen: Inspection) -> Iterator[Trouble]:
    """A garbled sentence whose words are not kept.

    Why: what was made of it is a reading; only the words let somebody read it anew.
    Mend: copy the sentence into `quote:`.
    """
    for entry in seen.current:
        if "garbled" in entry.problem and entry.quote is None:
            message = f"`{entry.id}` is garbled, but its words are not kept"
            yield Trouble(f"{entry.id}.problem", message, "add `quote:`")


def quote_not_in_source(seen: Inspection) -> Iterator[Trouble]:
    """A quotation that does not stand in the stored copy of its source.

    Why: words in quotation marks are the source's, every one of them. Copies that are plain
    text (`.txt`, `.md`) are searched.
    Mend: copy the words exactly; blanks and line ends do not count, `[…]` leaves words out.
    """
    texts: dict[str, str | None] = {}
    for entry in seen.current:
        for source in seen.sources_of(entry) if entry.quote else ():
            if source.id not in texts:
                texts[source.id] = stored_copy(seen.base.folder, source)
            text = texts[source.id]
            found = first_difference(entry.quote or "", text) if text else None
            if found:
                message = f"the quotation of `{entry.id}` does not stand in {source.file}"
                yield Trouble(f"{entry.id}.quote", message, _mend(found))


def _mend(found: Difference) -> str:
    if not found.line:
        return "copy the words of the source exactly"
    return f"line {found.line} there has `{found.instead}`, not `{found.word}`"


def missing_copy(seen: Inspection) -> Iterator[Trouble]:
    """A stored copy of a source that is not there.

    Why: quotations are checked against it, and pages vanish from the web.
    Mend: put the file into the folder of the data, or take `file:` out.
    """
    for source in seen.of(Source):
        if source.file and not (seen.base.folder / source.file).is_file():
            message = f"the copy of `{source.id}` is not there: {source.file}"
            yield Trouble(f"{source.id}.file", message, "put it there, or take `file:` out")


def unknown_locator(seen: Inspection) -> Iterator[Trouble]:
    """A place in a source that the source does not list.

    Why: a footnote names it, and a reader who follows it finds nothing.
    Mend: correct the place, or add it to the source's `locators:`.
    """
    for entry in seen.current:
        for citation in entry.source:
            source = seen.base.entries[citation.source]
            listed = source.locators if isinstance(source, Source) else None
            if listed and citation.locator and citation.locator not in listed:
                message = f"`{citation}` names a place that `{source.id}` does not list"
                yield Trouble(f"{entry.id}.source", message, f"it lists {', '.join(listed)}")


def sources_disagree(seen: Inspection) -> Iterator[Trouble]:
    """Two records that disagree about one date, and neither is settled.

    Why: a paper prints both, with both sources, until somebody knows; two that do not name
    each other are printed as two events. Claims are told by KZ107.
    Mend: find the better source and correct the other fact; name the rival in
    `conflicts_with:` until then.
    """
    told: set[frozenset[str]] = set()
    for one, other in (*_declared(seen), *_undeclared(seen)):
        pair = frozenset((one.id, other.id))
        if pair in told:
            continue
        told.add(pair)
        named = other.id in one.conflicts_with or one.id in other.conflicts_with
        message = f"`{one.id}` ({_date(one)}) and `{other.id}` ({_date(other)}) disagree"
        message += "" if named else ", and neither names the other"
        hint = "find the better source" if named else "name the rival in `conflicts_with:`"
        yield Trouble(f"{one.id}.when", message, hint)


def _declared(seen: Inspection) -> Iterator[tuple[Entry, Entry]]:
    for entry in seen.current:
        for rival in entry.conflicts_with:
            other = seen.base.entries[rival]
            if not isinstance(entry, Claim) and not isinstance(other, Claim):
                yield entry, other


def _undeclared(seen: Inspection) -> Iterator[tuple[Entry, Entry]]:
    """Yield facts of which there can be one only, with different dates."""
    alike: dict[tuple[object, ...], list[Entry]] = {}
    for agreement in seen.of(Agreement):
        for act in agreement.actions:
            if act.action in _SINGLE and act.id not in seen.superseded:
                alike.setdefault((agreement.id, act.action), []).append(act)
    for event in seen.of(Event):
        if event.kind == "founding" and event.involves:
            alike.setdefault(("founding", event.involves), []).append(event)
    for facts in alike.values():
        first, *others = facts
        for other in others:
            one_when, other_when = first.__dict__.get("when"), other.__dict__.get("when")
            if one_when and other_when and not one_when.overlaps(other_when):
                yield first, other


def _date(entry: Entry) -> str:
    when: Edtf | None = entry.__dict__.get("when")
    return when.text if when else "no date"


def unused_source(seen: Inspection) -> Iterator[Trouble]:
    """A source that no fact cites.

    Why: either a fact lost its source, or the record is a leftover.
    Mend: cite it, or take it out.
    """
    for source in seen.of(Source):
        if source.id not in seen.citing:
            yield Trouble(source.id, f"no fact cites `{source.id}`", "cite it, or take it out")


EVIDENCE_RULES: tuple[Rule[Inspection], ...] = (
    Rule("KZ116", "info", lone_dispute),
    Rule("KZ117", "info", weak_source),
    Rule("KZ118", "warning", old_source),
    Rule("KZ119", "warning", odd_stamps),
    Rule("KZ122", "error", hidden_correction),
    Rule("KZ124", "warning", garbled_without_quote),
    Rule("KZ126", "error", quote_not_in_source),
    Rule("KZ127", "error", missing_copy),
    Rule("KZ128", "warning", unknown_locator),
    Rule("KZ129", "warning", sources_disagree),
    Rule("KZ130", "info", unused_source),
)
