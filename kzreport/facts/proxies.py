"""A record as a template holds it. It answers and never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kzreport.errors import did_you_mean
from kzreport.facts.records import Entry
from kzreport.values.edtf import Edtf
from kzreport.values.typed import Absent, Text
from kzreport.values.value import FactLost, plain_of

if TYPE_CHECKING:
    from kzreport.facts.view import View


class Record:
    """One record; its keys are those of its kind, known from the schema."""

    __slots__ = ("_entry", "_view")

    #: keys that are found out, not written
    DERIVED = frozenset({"dated", "id", "of_kind", "record", "successor", "tense"})

    def __init__(self, view: View, entry: Entry) -> None:
        self._view = view
        self._entry = entry
        view.note_record(entry.id)

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        if not self.has_key(key):
            names = self._entry.kind_name()
            hint = did_you_mean(key, type(self._entry).printable_keys())
            raise FactLost(f"{names} have no key `{key}`", hint=hint)
        if key in self.DERIVED:
            return getattr(self, f"_{key}")()
        return self._view.value(self._entry, key)

    def has_key(self, key: str) -> bool:
        """Whether templates may ask for `key`."""
        return key in self.DERIVED or key in type(self._entry).printable_keys()

    def _id(self) -> Text:
        return Text(self._entry.id, (f"{self._entry.id}.id",), self._view)

    def _dated(self) -> Any:
        """The day or span to order by: of a seat without a term, the day of the election."""
        return self._view.value(self._entry, self._entry.date_key())

    def _of_kind(self) -> str:
        """`events`, `actions` ...: the kind of record, or of nested fact."""
        return self._entry.kind_name()

    def _tense(self) -> str:
        """`past`, `present` or `future` at the as-of date; `undated` without a date."""
        self._view.note_read((f"{self._entry.id}.when",))
        when: Edtf | None = getattr(self._entry, "when", None)
        if when is None:
            return "undated"
        if when.is_past(self._view.as_of):
            return "past"
        return "future" if when.lower and when.lower > self._view.as_of else "present"

    def _record(self) -> Record:
        """Return the record a nested fact stands in, itself otherwise."""
        owner = self._view.base.owners.get(self._entry.id, self._entry.id)
        return Record(self._view, self._view.visible[owner])

    def _successor(self) -> Record | Absent:
        """Return the fact that corrects this one."""
        ref = f"{self._entry.id}.successor"
        heir = self._view.superseded.get(self._entry.id)
        # no steps: the imprint of the record says what corrects it
        self._view.note_query(ref, (heir,) if heir else (), ())
        if heir is None:
            return Absent(None, (ref,), self._view)
        return Record(self._view, self._view.visible[heir])

    def __eq__(self, other: object) -> bool:
        theirs = other._entry.id if isinstance(other, Record) else plain_of(other)
        return bool(self._entry.id == theirs)

    def __hash__(self) -> int:
        return hash(self._entry.id)

    def __lt__(self, other: object) -> bool:
        return self._entry.id < (other._entry.id if isinstance(other, Record) else "")

    def __str__(self) -> str:
        raise FactLost(f"`{self._entry.id}` is a record", hint="print one of its keys, say `.name`")

    def __repr__(self) -> str:
        return f"<{type(self._entry).__name__} {self._entry.id}>"

    @property
    def entry(self) -> Entry:
        """The plain record, for Python; templates cannot reach it."""
        return self._entry

    @property
    def view(self) -> View:
        """The view it was read through, for Python; templates cannot reach it."""
        return self._view
