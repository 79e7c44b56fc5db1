"""The fact base on the day it is checked, with what several checks ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from kzreport.calendars import working_days_between
from kzreport.facts.base import FactBase
from kzreport.facts.fields import Translated
from kzreport.facts.records import Entry, Source
from kzreport.facts.rules import superseded_by
from kzreport.values.edtf import Edtf

Kind = TypeVar("Kind", bound=Entry)

#: the calendars of a mission in Vienna, unless others are named
VIENNA = ("austria",)


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a record that papers may print, in one language."""

    entry: Entry
    key: str
    lang: str
    text: str


@dataclass(frozen=True)
class Inspection:
    """A fact base and the day of the check; `calendars` tell its working days."""

    base: FactBase
    day: date
    calendars: Sequence[str] = VIENNA

    @cached_property
    def superseded(self) -> Mapping[str, str]:
        """Old id to new id; what is superseded is history, and few checks look at it."""
        return superseded_by(self.base.entries.values())

    @cached_property
    def current(self) -> tuple[Entry, ...]:
        """All records and nested facts that nothing supersedes."""
        entries = self.base.entries.values()
        return tuple(entry for entry in entries if entry.id not in self.superseded)

    def of(self, kind: type[Kind]) -> Iterator[Kind]:
        """Yield the current records, or nested facts, of a kind."""
        return (entry for entry in self.current if isinstance(entry, kind))

    @cached_property
    def dated(self) -> tuple[tuple[Entry, Edtf], ...]:
        """The current facts that have a `when`, with it."""
        found = ((entry, entry.__dict__.get("when")) for entry in self.current)
        return tuple((entry, when) for entry, when in found if when is not None)

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """Every text that papers may print, but for titles of sources."""
        return tuple(
            Words(entry, key, lang, text)
            for entry in self.current
            if not isinstance(entry, Source)
            for key, texts in entry.__dict__.items()
            if isinstance(texts, Translated)
            for lang, text in texts.items()
            if text
        )

    @cached_property
    def citing(self) -> Mapping[str, Sequence[Entry]]:
        """The current facts that rest on a source, by the id of the source."""
        found: dict[str, list[Entry]] = {}
        for entry in self.current:
            for citation in entry.source:
                found.setdefault(citation.source, []).append(entry)
        return found

    def sources_of(self, entry: Entry) -> list[Source]:
        """Return the sources a fact rests on."""
        cited = (self.base.entries[citation.source] for citation in entry.source)
        return [source for source in cited if isinstance(source, Source)]

    def ago(self, day: date) -> str:
        """Return `4,529 days ago (3,100 working days)`."""
        working = working_days_between(day, self.day, self.calendars)
        days = (self.day - day).days
        return f"{_count(days, 'day')} ago ({_count(working, 'working day')})"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
