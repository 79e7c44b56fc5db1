"""The fact base as one document may see it: one as-of date, one language, one level.

What is above the level, not yet known, or on hold is absent, and so is what rests on absent
sources alone: it is neither listed nor counted, and a reference to it is no reference.
Everything read goes through here and is remembered; everything printed waits here for the
reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from kzreport.errors import did_you_mean
from kzreport.facts.base import FactBase
from kzreport.facts.consistency import references
from kzreport.facts.fields import Citation, Level, Translated
from kzreport.facts.proxies import Record
from kzreport.facts.questions import OPAQUE, Steps, plain_step
from kzreport.facts.records import KINDS, NESTED_KINDS, Entry, Source, nested_fields
from kzreport.facts.rules import (
    StatusAt,
    has_rival,
    parts_of,
    status_at,
    superseded_by,
    whole_of,
)
from kzreport.facts.selection import Facts, Selection
from kzreport.language import Language
from kzreport.values.amount import Amount
from kzreport.values.edtf import Edtf, read_edtf
from kzreport.values.slots import CAPACITY, slot_character
from kzreport.values.typed import Absent, Money, Number, Text, When
from kzreport.values.value import FactLost, Refs, Value


class View:
    """One document's window on the fact base; it is the `Desk` of every value read through it.

    `readings` are the fields read, `queries` the questions asked with their answers,
    empty ones too, `questions` the same in a form that can be asked again, `records` all that
    was looked into, `files` the images and stored copies taken in, by their names in the
    project, with their hashes; `slots` what was printed and waits for the reader.
    """

    def __init__(
        self,
        base: FactBase,
        *,
        as_of: date,
        language: Language,
        level: Level = Level.internal,
        known_at: date | None = None,
    ) -> None:
        self.base = base
        self.as_of = as_of
        self.known_at = known_at
        self.language = replace(language, used={})
        self.level = level
        self.readings: dict[str, None] = {}
        self.queries: dict[str, tuple[str, ...]] = {}
        self.questions: dict[str, Steps] = {}
        self.records: dict[str, None] = {}
        self.slots: list[object] = []
        self._by_kind: dict[str, tuple[Entry, ...]] = {}
        self._by_key: dict[tuple[str, str], Mapping[str, Sequence[int]] | None] = {}
        self.files: dict[str, str] = {}
        #: inflected names that were asked for and are not recorded
        self.lacking_forms: dict[str, None] = {}

    @property
    def lang(self) -> str:
        return self.language.tag

    @property
    def facts(self) -> Facts:
        """What a template calls `facts`."""
        return Facts(self)

    # -- what may be seen ---------------------------------------------------------------

    @cached_property
    def visible(self) -> Mapping[str, Entry]:
        """Every record and nested fact this document may see, by id."""
        seen = {e.id: e for e in self.base.entries.values() if self._may_see(e)}
        while gone := [e.id for e in seen.values() if not self._stands(e, seen)]:
            for entry_id in gone:
                del seen[entry_id]
        return seen

    def _stands(self, entry: Entry, seen: Mapping[str, Entry]) -> bool:
        """Whether the record it is part of, and one of its sources, may be seen as well."""
        if self.base.owners.get(entry.id, entry.id) not in seen:
            return False
        return not entry.source or any(c.source in seen for c in entry.source)

    def _may_see(self, entry: Entry) -> bool:
        if entry.level > self.level or entry.hold:
            return False
        return self.known_at is None or entry.recorded <= self.known_at

    @cached_property
    def superseded(self) -> Mapping[str, str]:
        """Old id to new id, among what may be seen."""
        return superseded_by(self.visible.values())

    @cached_property
    def _challengers(self) -> frozenset[str]:
        """The records that a visible record says it disagrees with."""
        return frozenset(r for entry in self.visible.values() for r in entry.conflicts_with)

    def printable(self, entry: Entry) -> bool:
        """Whether an ordinary list shows it: current, no parent of listed parts, and not a
        disputed statement that stands alone."""
        return entry.id not in self._unlisted

    @cached_property
    def _unlisted(self) -> frozenset[str]:
        """What no ordinary list shows; worked out once, since every list asks for each record."""
        return frozenset(e.id for e in self.visible.values() if not self._is_listed(e))

    def _is_listed(self, entry: Entry) -> bool:
        if entry.id in self.superseded:
            return False
        if parts_of(entry, self.visible, self.superseded):
            return False
        return entry.status != "disputed" or has_rival(entry, self.visible, self._challengers)

    def status(self, entry: Entry) -> StatusAt:
        """Return the status at the as-of date."""
        return status_at(entry, self.as_of, outcome_known=entry.outcome in self.visible)

    def citations(self, entry: Entry) -> tuple[Citation, ...]:
        """Return the sources of a fact that may be seen."""
        return tuple(c for c in entry.source if c.source in self.visible)

    def ids(self, kind: str) -> tuple[str, ...]:
        """Return the visible records, or nested facts, of a kind, in the order of the data."""
        model = self.kind_model(kind)
        if kind in KINDS:
            return tuple(i for i in self.base.kinds[kind] if i in self.visible)
        return tuple(entry.id for entry in self.visible.values() if type(entry) is model)

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """Return the visible records, or nested facts, of a kind, in the order of the data."""
        if kind not in self._by_kind:
            self._by_kind[kind] = tuple(self.visible[i] for i in self.ids(kind))
        return self._by_kind[kind]

    def holders(self, kind: str, key: str) -> Mapping[str, Sequence[int]] | None:
        """Return the places in `of_kind(kind)` of what holds each text, such as an id, in `key`.

        `None` for a key that holds anything but texts: dates and translations are compared by
        what they mean.
        """
        if (kind, key) not in self._by_key:
            self._by_key[kind, key] = self._index(kind, key)
        return self._by_key[kind, key]

    def _index(self, kind: str, key: str) -> Mapping[str, Sequence[int]] | None:
        found: dict[str, list[int]] = {}
        for place, entry in enumerate(self.of_kind(kind)):
            plain = self.plain(entry, key)
            for each in plain if isinstance(plain, tuple) else (plain,):
                if isinstance(each, str):
                    found.setdefault(each, []).append(place)
                elif each is not None:
                    return None
        return found

    def get(self, entry_id: str) -> Entry:
        """Return a visible record or nested fact; raise `FactLost` with the nearest id if none."""
        found = self.visible.get(entry_id)
        if found is None:
            raise FactLost(
                f"no record named `{entry_id}`", hint=did_you_mean(entry_id, self.visible)
            )
        self.note_record(entry_id)
        return found

    def mentions(self, entry: Entry) -> Iterator[Entry]:
        """Yield the visible records that name `entry`."""
        self.note_query(f"mentions({entry.id})", (), (OPAQUE,))
        for other in self.visible.values():
            if any(target == entry.id for _, target in references(other)):
                yield other

    # -- fields become values -----------------------------------------------------------

    def value(self, entry: Entry, key: str) -> Any:
        """Return field `key` of a record as templates see it: a value, a record, a selection."""
        key = entry.date_key() if key == "dated" else key
        ref = (f"{entry.id}.{key}",)
        plain = self.plain(entry, key)
        if key == "source":
            return self._records(plain, ref[0], "sources")
        marks = type(entry).refs_of(key)
        if marks is not None:
            return self._linked(plain, ref, marks)
        if key in nested_fields(type(entry)):
            current = [i for i in plain if self.printable(self.visible[i])]
            return self._records(current, ref[0], key)
        if isinstance(entry, Source) and key == "title":
            return self._title_of(entry, ref)
        if isinstance(plain, tuple):
            self.note_read(ref)
            return tuple(self._single(each, ref) for each in plain)
        return self._single(plain, ref)

    def plain(self, entry: Entry, key: str) -> Any:
        """Return the plain data of field `key` as this document may see it.

        The status is that of the as-of date. Sources, references and nested facts are the ids
        of those that may be seen; `None` stands for what the record does not have.
        """
        if key == "status":
            return self.status(entry) or None
        if key == "source":
            return tuple(dict.fromkeys(c.source for c in self.citations(entry)))
        if key == "parts":
            return parts_of(entry, self.visible, self.superseded)
        if key == "part_of" and hasattr(entry, "parts"):
            whole = whole_of(entry, self.visible, self.superseded)
            return whole.id if whole else None
        plain = getattr(entry, entry.date_key() if key == "dated" else key, None)
        if key == "parts_uncertain":  # with all parts absent there is nothing to be unsure of
            return bool(plain and self.plain(entry, "parts"))
        if key in nested_fields(type(entry)):
            return tuple(fact.id for fact in plain or () if fact.id in self.visible)
        if type(entry).refs_of(key) is None:
            return plain
        if isinstance(plain, tuple):
            return tuple(target for target in plain if target in self.visible)
        return plain if plain in self.visible else None

    def _single(self, plain: object, ref: Refs) -> Any:
        match plain:
            case None:
                return Absent(None, ref, self)
            case Translated():
                return self.text_of(plain, ref)
            case Edtf():
                return When(plain, ref, self)
            case Amount():
                return Money(plain, ref, self)
            case bool():
                self.note_read(ref)
                return plain
            case int():
                return Number(plain, ref, self)
            case date():
                return When(read_edtf(plain.isoformat()), ref, self)
            case _:
                return Text(str(plain), ref, self)

    def text_of(self, texts: Translated, ref: Refs) -> Text | Absent:
        """Return the text in the document's language, or marked in another one."""
        if texts.state(self.lang) in ("good", "draft"):
            return Text(texts[self.lang], ref, self)
        lang = texts.source(self.lang)
        if not lang:
            return Absent(None, ref, self)
        return Text(texts[lang], ref, self, text=f"{texts[lang]} [{lang}]", lang=lang)

    def _title_of(self, source: Source, ref: Refs) -> Text | Absent:
        """Return the title of a source, which is cited in its own language where need be."""
        texts = source.title
        if texts.state(self.lang) in ("good", "draft"):
            return self.text_of(texts, ref)
        lang = source.lang if source.lang and texts.get(source.lang) else texts.source(self.lang)
        return Text(texts[lang], ref, self, text=texts[lang], lang=lang)

    def form_of(self, entry: Entry, case: str) -> Text | Absent:
        """Return the name of a record in a case of the document's language, `gen` say.

        Languages that do not inflect names have it as it is. What nobody has recorded is
        absent and remembered: the template words the sentence another way.
        """
        ref = (f"{entry.id}.forms.{self.lang}.{case}",)
        forms: Mapping[str, Mapping[str, str]] = getattr(entry, "forms", None) or {}
        found = forms.get(self.lang, {}).get(case)
        if found is not None:
            return Text(found, ref, self)
        self.note_read(ref)
        self.lacking_forms[ref[0]] = None
        return Absent(None, ref, self)

    def _linked(self, plain: Any, ref: Refs, kinds: tuple[str, ...]) -> Any:
        if isinstance(plain, tuple):
            return self._records(plain, ref[0], kinds[0] if len(kinds) == 1 else "")
        if plain is None:
            return Absent(None, ref, self)
        self.note_read(ref)
        return Record(self, self.visible[plain])

    def _records(self, ids: Iterable[str], asked: str, kind: str) -> Selection:
        entry_id, _, key = asked.partition(".")
        steps = (plain_step("field", [entry_id, key]),)
        return Selection(self, tuple(self.visible[i] for i in ids), asked, kind, steps=steps)

    # -- the desk of the values -----------------------------------------------------------

    def note_read(self, refs: Refs) -> None:
        """Remember that the document depends on these fields."""
        for ref in refs:
            self.readings[ref] = None

    def note_record(self, entry_id: str) -> None:
        """Remember that the document depends on a record, whatever it takes from it."""
        self.records[entry_id] = None

    def note_query(self, asked: str, answer: tuple[str, ...], steps: Steps) -> None:
        """Remember a question, its answer, and how to ask it again."""
        self.queries[asked] = answer
        self.questions[asked] = steps

    def note_file(self, name: str, data: bytes) -> None:
        """Remember a file of the project that the document takes in."""
        self.files[name] = sha256(data).hexdigest()

    def show(self, value: Value) -> str | None:
        """Return the plain form of a value in the document's language."""
        plain = value.plain
        match plain:
            case None:
                return None
            case Edtf():
                return self.language.date(plain, "plain")
            case Amount():
                return self.language.money(plain, "text")
            case int():
                return self.language.number(plain, "figures")
            case _:
                return str(plain)

    def keep(self, item: object) -> str:
        """Keep what is printed for the reader; return the one character that stands for it."""
        if len(self.slots) >= CAPACITY:
            raise FactLost(
                f"the document prints more than {CAPACITY:,} facts through Markdown",
                hint="print long lists with `table()`",
            )
        self.slots.append(item)
        return slot_character(len(self.slots) - 1)

    def kind_model(self, kind: str) -> type[Entry]:
        """Return the schema of a kind; raise `FactLost` with the nearest kind if there is none."""
        known = {**KINDS, **NESTED_KINDS}
        if kind not in known:
            raise FactLost(f"no kind of record named `{kind}`", hint=did_you_mean(kind, known))
        return known[kind]
