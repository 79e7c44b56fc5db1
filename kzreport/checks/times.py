"""Checks of dates: what is overdue or due, terms and tenses, days that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from kzreport.calendars import is_working_day, next_working_day
from kzreport.checks.inspection import Inspection
from kzreport.checks.rule import Rule, Trouble
from kzreport.facts.fields import Translated
from kzreport.facts.records import Action, Event, Membership
from kzreport.facts.rules import status_at
from kzreport.language import available_languages, load_language
from kzreport.values.edtf import Edtf

#: verbs that say something holds now, by language
_PRESENT = {
    "en": re.compile(r"\b(is|are|currently)\b"),
    "fr": re.compile(r"\b(est|sont|actuellement)\b"),
    "ru": re.compile(r"\b(является|являются|состоит)\b"),
}
_AGAIN = re.compile(r"\b(again|снова|вновь|de nouveau|қайтадан)\b", re.IGNORECASE)
#: kinds of event that are held on working days
_HELD = ("visit", "session", "review-visit", "meeting", "conference", "presentation")
_DEPOSITED = ("signature", "ratification", "accession", "acceptance", "approval", "succession")
#: whose free days count where an event took place
_CALENDAR_OF = {"Vienna": "austria", "Astana": "kazakhstan", "Almaty": "kazakhstan"}
#: sessions of a body in one month from which its usual month is known
_USUAL = 2


def overdue(seen: Inspection) -> Iterator[Trouble]:
    """An expectation whose date has passed and whose outcome is not recorded.

    Why: every paper says «was expected; the outcome is not recorded», and a paper that leaves
    the house cannot be made with it.
    Mend: record what happened as a fact of its own and name it in `outcome:`; ask for it if
    nobody knows.
    """
    for entry, when in seen.dated:
        if status_at(entry, seen.day, outcome_known=bool(entry.outcome)) == "overdue":
            last = when.upper or seen.day
            yield Trouble(
                entry.id,
                f"`{entry.id}` was expected in {when.text}, {seen.ago(last)};"
                " no outcome is recorded",
                "record what happened and name it in `outcome:`",
            )


def review_due(seen: Inspection) -> Iterator[Trouble]:
    """A fact that was to be looked at again by now.

    Why: somebody thought that it would not stay true for ever. A day that is not worked
    counts as the next one that is.
    Mend: hold it against its source, then move `review_by`; correct it if it has changed.
    """
    for entry in seen.current:
        due = entry.review_by
        if due is None or due >= seen.day:
            continue
        if next_working_day(due, seen.calendars) < seen.day:
            yield Trouble(
                f"{entry.id}.review_by",
                f"`{entry.id}` was to be reviewed by {due}, {seen.ago(due)}",
                "check it against its source, then move `review_by`",
            )


def unclear_terms(seen: Inspection) -> Iterator[Trouble]:
    """Terms in one body that overlap or touch, or «again» without an earlier term.

    Why: two terms without a gap are one term, or one of them is wrong; and «again» says that
    there was a term which nobody has recorded. How long a term may be is not in the data, so
    it is not checked.
    Mend: correct the years against the body's own list of members; join the terms if they
    are one.
    """
    terms: dict[tuple[str | None, str | None], list[tuple[Edtf, Membership]]] = {}
    for seat in seen.of(Membership):
        if seat.when is not None:
            terms.setdefault((seat.member, seat.body), []).append((seat.when, seat))
    for seats in terms.values():
        seats.sort(key=lambda term: term[0].sort_key())
        first = seats[0][1]
        if first.quote and _AGAIN.search(first.quote):
            message = f"`{first.id}` says «again», but no earlier term is recorded"
            yield Trouble(f"{first.id}.quote", message, "record the earlier term")
        for (before, earlier), (after, later) in pairwise(seats):
            word = _meeting(before, after)
            if word:
                message = f"`{later.id}` ({after.text}) {word} `{earlier.id}` ({before.text})"
                yield Trouble(f"{later.id}.when", message, "one term, two terms, or a wrong year?")


def _meeting(before: Edtf, after: Edtf) -> str:
    if before.upper is None or after.lower is None or after.lower <= before.upper:
        return "overlaps"
    return "touches" if after.lower == before.upper + timedelta(days=1) else ""


def present_for_past(seen: Inspection) -> Iterator[Trouble]:
    """A text in the present tense for a span that is over.

    Why: a page written in 2014 says «is a member» for ever, and a paper that prints it says
    so today.
    Mend: put the printed text into the past; where it is a quotation, write `problem: tense`.
    """
    for entry, when in seen.dated:
        if not when.is_past(seen.day) or entry.status == "expected" or "tense" in entry.problem:
            continue
        texts = [("quote", "en", entry.quote or "")]
        for key, value in entry.__dict__.items():
            if isinstance(value, Translated):
                texts += [(key, lang, text or "") for lang, text in value.items()]
        for key, lang, text in texts:
            verb = _PRESENT[lang].search(text) if lang in _PRESENT else None
            if verb is not None:
                message = f"`{entry.id}` is over ({when.text}), but its {key} says «{verb[0]}»"
                hint = "put it into the past, or write `problem: tense`"
                yield Trouble(f"{entry.id}.{key}", message, hint)


def finer_than_quoted(seen: Inspection) -> Iterator[Trouble]:
    """A date finer than the quotation it rests on.

    Why: a source that says «in May 1994» gives no day, and nothing may add one. Checked where
    the quotation names the year and is the record's only source.
    Mend: write the date as the source has it, or cite the source that gives the day.
    """
    for entry, when in seen.dated:
        if len(entry.source) != 1 or not entry.quote:
            continue
        for point in when.members or tuple(p for p in (when.start, when.end) if p) or (when,):
            added = _added(point, entry.quote)
            if added:
                message = f"`{entry.id}` is of {when.text}, but its quotation gives no {added}"
                hint = "write the date as the source has it"
                yield Trouble(f"{entry.id}.when", message, hint)
                break


def _added(point: Edtf, quote: str) -> str:
    """Return what of a date the quotation does not give: `month`, `day`, "" when it gives all."""
    first = point.lower
    if first is None or point.kind == "year" or str(first.year) not in quote:
        return ""
    rest = quote.replace(str(first.year), " ")
    if point.kind == "day" and not re.search(rf"(?<!\d)0?{first.day}(?!\d)", rest):
        return "day"
    figures = re.search(rf"(?<!\d)0?{first.month}(?!\d)", rest)
    return "" if figures or _month_names(first.month).search(quote) else "month"


@cache
def _month_names(month: int) -> re.Pattern[str]:
    names = {
        form[month - 1].rstrip(".")
        for tag in available_languages()
        for form in load_language(tag).table.months.values()
    }
    return re.compile("|".join(map(re.escape, sorted(names))), re.IGNORECASE)


def unlikely_day(seen: Inspection) -> Iterator[Trouble]:
    """An event or a deposit on a weekend or a holiday, or a session outside its usual month.

    Why: such days happen, but more often a figure was mistyped.
    Mend: look at the source once more; accept the finding if the day is right.
    """
    days = [(entry.id, _free_event_day(entry)) for entry in seen.of(Event)]
    days += [(entry.id, _free_deposit_day(entry)) for entry in seen.of(Action)]
    for entry_id, free in days:
        if free is not None:
            message = f"`{entry_id}`: {free} is a {free:%A}"
            message += "" if free.isoweekday() > 5 else ", a holiday there"
            yield Trouble(f"{entry_id}.when", message, "look at the source once more")
    yield from _unusual_months(seen)


def _free_event_day(event: Event) -> date | None:
    """Return a day on which an event is said to be held and nobody works there."""
    place = (event.place.get("en") if event.place else None) or ""
    calendars = [_CALENDAR_OF[place]] if place in _CALENDAR_OF else []
    days = _days(event.when) if event.kind in _HELD else ()
    return next((day for day in days if not _is_worked(day, calendars)), None)


def _free_deposit_day(act: Action) -> date | None:
    days = _days(act.when) if act.action in _DEPOSITED else ()
    return next((day for day in days if not _is_worked(day, [])), None)


def _is_worked(day: date, calendars: Sequence[str]) -> bool:
    return day.isoweekday() <= 5 and is_working_day(day, calendars)


def _days(when: Edtf | None) -> Iterator[date]:
    """Yield the days a date names to the day: itself, or the first and last of a range."""
    for point in (when, when.start, when.end) if when is not None else ():
        if point is not None and point.kind == "day" and point.lower is not None:
            yield point.lower


def _unusual_months(seen: Inspection) -> Iterator[Trouble]:
    sessions: dict[str, list[tuple[int, Event]]] = {}
    for event in seen.of(Event):
        when = event.when
        if event.kind == "session" and event.body and when and when.kind in ("day", "range"):
            month = when.lower.month if when.lower else 0
            sessions.setdefault(event.body, []).append((month, event))
    for body, held in sessions.items():
        for month, event in held:
            others = {other for other, each in held if each is not event}
            if len(held) > _USUAL and len(others) == 1 and month not in others:
                message = f"`{event.id}` is in month {month}; the others of `{body}` are not"
                yield Trouble(f"{event.id}.when", message, "look at the source once more")


TIME_RULES: tuple[Rule[Inspection], ...] = (
    Rule("KZ101", "warning", overdue),
    Rule("KZ102", "warning", review_due),
    Rule("KZ110", "warning", unclear_terms),
    Rule("KZ111", "warning", present_for_past),
    Rule("KZ120", "warning", finer_than_quoted),
    Rule("KZ121", "info", unlikely_day),
)
