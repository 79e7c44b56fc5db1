"""The open questions about the facts a draft prints, for the officer who works on it."""

from __future__ import annotations

from collections.abc import Iterable

from kzreport.document import Fact, Question
from kzreport.facts.records import Entry
from kzreport.facts.view import View

_DOUBTFUL = ("unverified", "disputed", "overdue")


def open_questions(printed: Iterable[Fact], view: View) -> tuple[Question, ...]:
    """Return what is open about the records behind `printed`, one question for each record.

    It stands at the first printed fact of the record, or else at a figure reckoned from it; a
    mere count asks nothing. Nothing is asked that `view` may not see; what officers note for
    themselves is not among it.
    """
    found: dict[str, Question] = {}
    for fact in sorted(printed, key=_is_derived):
        for ref in fact.refs:
            name, _, key = ref.partition(".")
            entry = view.visible.get(name)
            if entry is None or not key or name in found:
                continue
            texts = [*_of_record(entry, view), *_of_text(fact, view)]
            if texts:
                found[name] = Question(ref, " ".join(texts))
    return tuple(found.values())


def _is_derived(fact: Fact) -> bool:
    return any(ref.startswith("=") for ref in fact.refs)


def _of_record(entry: Entry, view: View) -> Iterable[str]:
    """Yield what is wrong with the source's words, and what the status leaves open."""
    for problem in entry.problem:
        yield view.language.pattern(f"question-{problem}")
    status = view.status(entry)
    if status in _DOUBTFUL:
        yield view.language.pattern(f"sign-{status}")


def _of_text(fact: Fact, view: View) -> Iterable[str]:
    if fact.lang:
        yield view.language.pattern("question-untranslated")
