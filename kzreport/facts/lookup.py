"""Look things up in the whole fact base, as an officer does: all levels, nothing is noted."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kzreport.errors import FactError, did_you_mean
from kzreport.facts.base import FactBase
from kzreport.facts.consistency import references
from kzreport.facts.fields import Citation, Level, Translated
from kzreport.facts.records import KINDS, NESTED_KINDS, Entry, Source
from kzreport.facts.rules import chain, status_at, superseded_by
from kzreport.facts.shapes import shapes
from kzreport.facts.translated import TextState


@dataclass(frozen=True, slots=True)
class MissingText:
    """A text without a good version in `lang`; `sought` when the data say it is missing.

    `state` says whether there is none, an unchecked one, or one of words that have changed
    since; `now` is that one.
    """

    kind: str
    entry_id: str
    field: str
    lang: str
    source_lang: str
    source_text: str
    sought: bool
    state: TextState = "missing"
    now: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record in which all words were found, and the text that holds the first of them."""

    entry: Entry
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the base holds, counted."""

    kinds: Mapping[str, int]
    statuses: Mapping[str, int]
    levels: Mapping[str, int]
    texts: int
    missing: Mapping[str, int]
    oldest_reviews: Sequence[Entry]


def kind_of(base: FactBase, entry: Entry) -> str:
    """Return the kind of a record; of a nested fact, the key it stands under: `actions`."""
    if entry.id not in base.owners:
        return type(entry).kind_of_record
    return next(name for name, model in NESTED_KINDS.items() if type(entry) is model)


def status_of(base: FactBase, entry: Entry, as_of: date) -> str:
    """Return the status on the day `as_of`, derived ones included: overdue, superseded."""
    return _status(entry, as_of, superseded_by(base.entries.values()))


def _status(entry: Entry, as_of: date, replaced: Mapping[str, str]) -> str:
    if entry.id in replaced:
        return "superseded"
    return status_at(entry, as_of, outcome_known=bool(entry.outcome))


def label(entry: Entry) -> str:
    """Return the words by which a reader knows a record: its name, title, or what it tells."""
    for key in ("name", "title", "what", "text", "purpose", "action"):
        texts = getattr(entry, key, None)
        if isinstance(texts, Translated):
            return next((text for text in texts.values() if text), "")
        if texts:
            return str(texts)
    return ""


def select(
    base: FactBase, as_of: date, *, kind: str = "", status: str = "", level: Level | None = None
) -> list[tuple[Entry, str]]:
    """Return the records of a kind, with that status and level, each with its status.

    Without a kind these are all records, and facts inside them only when a status is asked
    for. Raise `FactError` when there is no such kind.
    """
    _check_kind(kind)
    replaced = superseded_by(base.entries.values())
    found = [
        (entry, _status(entry, as_of, replaced))
        for entry in base.entries.values()
        if (kind_of(base, entry) == kind if kind else status or entry.id not in base.owners)
    ]
    return [
        (entry, now)
        for entry, now in found
        if (level is None or entry.level == level) and (not status or now == status)
    ]


def find_words(base: FactBase, words: Sequence[str]) -> list[Hit]:
    """Return the records that hold all `words`, in ids, names, texts or quotes, in any language."""
    wanted = [_folded(word) for word in words]
    hits = []
    for entry in base.entries.values():
        texts = list(_texts(entry))
        folded = [_folded(text) for _, text in texts]
        places = [
            next((i for i, text in enumerate(folded) if word in text), None) for word in wanted
        ]
        if wanted and None not in places:
            first = next(place for place in places if place is not None)
            hits.append(Hit(entry, *texts[first]))
    return hits


def mentioned_by(base: FactBase, entry_id: str) -> list[tuple[Entry, str]]:
    """Return the records that name `entry_id`, each with the field in which it does."""
    return [
        (entry, field)
        for entry in base.entries.values()
        for field, target in dict.fromkeys(references(entry))
        if target == entry_id
    ]


def corrections(base: FactBase, entry_id: str) -> tuple[str, ...]:
    """Return the line of facts that correct each other, oldest first; it holds `entry_id`."""
    replaced = superseded_by(base.entries.values())
    first, seen = entry_id, {entry_id}
    while (old := base.entries[first].supersedes) and old in base.entries and old not in seen:
        first = old
        seen.add(old)
    return tuple(chain(first, replaced))


def missing_texts(base: FactBase, lang: str) -> list[MissingText]:
    """Return each text that `lang` lacks, or has only unchecked or out of date."""
    return [
        found
        for entry in base.entries.values()
        for field, texts in texts_of(entry)
        if not (isinstance(entry, Source) and field == "title")  # cited as it was published
        if (found := _missing(base, entry, field, texts, lang)) is not None
    ]


def texts_of(entry: Entry) -> Iterator[tuple[str, Translated]]:
    """Yield each field of `entry` that holds a text by language."""
    for key, shape in shapes(type(entry)).items():
        value = getattr(entry, key)
        if shape.sort == "text" and value is not None:
            yield key, value
        elif isinstance(value, Mapping):
            for name, texts in value.items():
                if isinstance(texts, Translated):
                    yield f"{key}.{name}", texts


def statistics(base: FactBase, as_of: date, languages: Sequence[str]) -> Statistics:
    """Return the counts of the whole base, with texts missing in each of `languages`."""
    entries = list(base.entries.values())
    replaced = superseded_by(entries)
    kinds = Counter(kind_of(base, entry) for entry in entries)
    statuses = Counter(_status(entry, as_of, replaced) or "no fact" for entry in entries)
    with_review = [entry for entry in entries if entry.review_by is not None]
    return Statistics(
        kinds={kind: kinds[kind] for kind in (*KINDS, *NESTED_KINDS) if kinds[kind]},
        statuses=dict(statuses.most_common()),
        levels={str(level): sum(entry.level == level for entry in entries) for level in Level},
        texts=sum(1 for entry in entries for _ in texts_of(entry)),
        missing={lang: len(missing_texts(base, lang)) for lang in languages},
        oldest_reviews=sorted(with_review, key=lambda entry: str(entry.review_by))[:5],
    )


def _check_kind(kind: str) -> None:
    known = (*KINDS, *NESTED_KINDS)
    if kind and kind not in known:
        hint = did_you_mean(kind, known) or f"the kinds are {', '.join(known)}"
        raise FactError(f"no kind of record named `{kind}`", hint=hint)


def _missing(
    base: FactBase, entry: Entry, field: str, texts: Translated, lang: str
) -> MissingText | None:
    state, source = texts.state(lang), texts.source(lang)
    if state == "good" or not source:
        return None
    kind = kind_of(base, entry)
    text, now = texts[source] or "", texts.get(lang) or ""
    return MissingText(kind, entry.id, field, lang, source, text, lang in texts, state, now)


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield every text of a record with its field: the id first."""
    for key in shapes(type(entry)):
        value = getattr(entry, key)
        if isinstance(value, Translated):
            yield from ((f"{key}.{lang}", text) for lang, text in value.items() if text)
        elif isinstance(value, str):
            yield key, value
        elif isinstance(value, tuple):
            yield from ((key, str(item)) for item in value if isinstance(item, str | Citation))
    for field, texts in texts_of(entry):
        if "." in field:
            yield from ((f"{field}.{lang}", text) for lang, text in texts.items() if text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
