"""Checks by the kind of a paper: its length in words, minutes and pages, and its formulas."""

from __future__ import annotations

from collections.abc import Iterator

from kzreport.checks.paper import Paper
from kzreport.checks.rule import Rule, Trouble
from kzreport.kinds import (
    SECRETARIAT_WORDS,
    UNITED_NATIONS_WORDS,
    WORDS_A_MINUTE,
    find_kind,
    reading_minutes,
)


def too_long(seen: Paper) -> Iterator[Trouble]:
    """A paper with more words than its kind allows, or a statement longer than its speaking time.

    Why: the chair cuts a statement off, and nobody reads the second half of a long paper.
    Reckoned are 130 words a minute; a report may give a parameter `minutes`. Where a kind sets
    no limit, those of the United Nations hold: 8,500 words for reports of the Secretariat,
    10,700 for others.
    Mend: cut it; the positions of the lowest weight go first.
    """
    kind = find_kind(seen.template.kind)
    words = seen.briefing.words_in_it
    spoken = kind is not None and kind.name == "statement"
    given = seen.report.parameters.get("minutes")
    minutes = given.value if given else None
    if spoken and isinstance(minutes, int) and words > minutes * WORDS_A_MINUTE:
        message = f"{words:,} words take {words / WORDS_A_MINUTE:.1f} minutes; there are {minutes}"
        yield Trouble("", message, "cut it", seen.file)
    elif kind is not None and kind.budget.words:
        if words > kind.budget.words:
            time = f", {reading_minutes(words):g} minutes" if spoken else ""
            message = f"{words:,} words{time}; {kind.article} has at most {kind.budget.words:,}"
            yield Trouble("", message, "cut it", seen.file)
    elif words > SECRETARIAT_WORDS:
        own = words <= UNITED_NATIONS_WORDS
        limit = SECRETARIAT_WORDS if own else UNITED_NATIONS_WORDS
        of = "the Secretariat" if own else "others than the Secretariat"
        message = f"{words:,} words; the United Nations take {limit:,} from {of}"
        yield Trouble("", message, "cut it", seen.file, "info" if own else "warning")


def too_short(seen: Paper) -> Iterator[Trouble]:
    """A statement that is over before anybody listens.

    Why: a plenary statement has three to five minutes, 350 to 600 words.
    Mend: worth knowing only; a right of reply may be short.
    """
    kind = find_kind(seen.template.kind)
    words = seen.briefing.words_in_it
    if kind is not None and words < kind.budget.least:
        message = f"{words:,} words; {kind.article} has {kind.budget.least:,} or more"
        yield Trouble("", message, "say more, or leave it", seen.file)


def too_many_pages(seen: Paper) -> Iterator[Trouble]:
    """A paper with more pages than its kind allows; the annex of sources does not count.

    Why: what is meant for one page, and is not on one page, is not read.
    Mend: cut it, or make a brief of it.
    """
    kind = find_kind(seen.template.kind)
    most = kind.budget.pages if kind is not None else 0
    # a page holds more than a hundred words: what has fewer fits, and need not be laid out
    if kind is None or not most or seen.briefing.words_in_it < 100 * most:
        return
    pages = seen.briefing.pages_of_body
    if pages > most:
        message = f"{pages} pages; {kind.article} has at most {most}"
        yield Trouble("", message, "cut it", seen.file)


def unconfirmed_formula(seen: Paper) -> Iterator[Trouble]:
    """A formula that nobody has confirmed, in a paper that leaves the house.

    Why: a wrong courtesy is remembered longer than the note. What the table of the language
    marks as unconfirmed is our own wording, not an official one.
    Mend: take the wording of the Mission's own letters, and give it as a parameter.
    """
    kind = find_kind(seen.template.kind)
    for part in kind.parts if kind is not None and seen.outward else ():
        if "formula" not in part.name:
            continue
        key = f"phrases.{part.phrase}"
        pattern = seen.language.table.phrases.get(part.phrase)
        if pattern is None or not seen.language.is_confirmed(key):
            why = "is not supplied" if pattern is None else "is confirmed by nobody"
            message = f"the {part.name} `{part.phrase}` {why} in `{seen.lang}`"
            yield Trouble("", message, "have it read at the Mission", seen.file)


KIND_RULES: tuple[Rule[Paper], ...] = (
    Rule("KZ133", "warning", too_long),
    Rule("KZ136", "warning", too_many_pages),
    Rule("KZ137", "warning", unconfirmed_formula),
    Rule("KZ138", "info", too_short),
)
