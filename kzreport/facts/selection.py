"""`facts`, and the records that a question finds. All answer, none changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kzreport.errors import did_you_mean
from kzreport.facts.conditions import grants, span_of, wish_of, worded
from kzreport.facts.proxies import Record
from kzreport.facts.questions import Steps, plain_step, total_answer
from kzreport.facts.records import Entry
from kzreport.facts.totals import Total, totals
from kzreport.values.edtf import Edtf
from kzreport.values.typed import Absent, Money, Number, Text
from kzreport.values.value import FactLost, Value, plain_of

if TYPE_CHECKING:
    from kzreport.facts.view import View


class Facts:
    """All records a document may see: `facts.events`, `facts['vc-2011']`."""

    __slots__ = ("_view",)

    def __init__(self, view: View) -> None:
        self._view = view

    def __getattr__(self, kind: str) -> Selection:
        if kind.startswith("_"):
            raise AttributeError(kind)
        entries = self._view.of_kind(kind)
        steps = (plain_step("kinds", [kind]),)
        return Selection(self._view, entries, kind, kind, ordinary=True, steps=steps)

    def together(self, *kinds: str) -> Selection:
        """Return the records of several kinds in one selection: for a chronology."""
        entries = tuple(entry for kind in kinds for entry in self._view.of_kind(kind))
        asked = f"together({', '.join(kinds)})"
        steps = (plain_step("kinds", kinds),)
        return Selection(self._view, entries, asked, "", ordinary=True, steps=steps)

    def __getitem__(self, entry_id: object) -> Record:
        if isinstance(entry_id, Record):
            return entry_id
        wanted = str(plain_of(entry_id))
        entry = self._view.get(wanted)
        self._view.note_read((wanted,))
        return Record(self._view, entry)

    def __str__(self) -> str:
        raise FactLost("`facts` is the whole fact base", hint="print a field: `facts['cnd'].name`")


class Selection:
    """Records that a question found. Looping, counting and testing note the answer.

    `ordinary` leaves out what no list shows: superseded facts, parents of listed parts,
    and disputed statements that stand alone; `history()` and `parents()` ask for those.
    """

    __slots__ = ("_asked", "_entries", "_kind", "_ordinary", "_span", "_steps", "_view")

    #: what templates may call
    OPEN = frozenset(
        {"where", "during", "sort", "reverse", "group", "total", "first", "last"}
        | {"parents", "history", "disputed", "limit"}
    )

    def __init__(
        self,
        view: View,
        entries: tuple[Entry, ...],
        asked: str,
        kind: str,
        *,
        ordinary: bool = False,
        span: Edtf | None = None,
        steps: Steps = (),
    ) -> None:
        self._view = view
        self._entries = entries
        self._asked = asked
        self._kind = kind
        self._ordinary = ordinary
        self._span = span
        self._steps = steps

    # -- questions ------------------------------------------------------------------------

    def where(self, **conditions: object) -> Selection:
        """Return those whose keys equal the given values, or are among a given list."""
        for key in conditions:
            self._check_key(key)
        wanted = {key: wish_of(value) for key, value in conditions.items()}
        told = ", ".join(f"{key}={worded(value)}" for key, value in wanted.items())
        among, open_keys = self._candidates(wanted)
        return self._chosen(
            f".where({told})",
            lambda e: all(self._matches(e, key, wanted[key]) for key in open_keys),
            ("where", wanted),
            among,
        )

    def during(self, when: object) -> Selection:
        """Return those whose date overlaps `when`, such as '2013' or '2011/2013'."""
        span = span_of(when)
        chosen = self._chosen(
            f".during('{span.text}')",
            lambda e: getattr(e, "when", None) is not None and e.when.overlaps(span),  # type: ignore[attr-defined]
            ("during", span.text),
        )
        chosen._span = span
        return chosen

    def sort(self, key: str = "when", reverse: bool = False) -> Selection:
        """Return them ordered by `key`, what has none last; equal ones by id."""
        self._check_key(key)
        place = {e.id: self._order(e, key) for e in self._entries}
        placed = [e for e in self._entries if place[e.id] is not None]
        rest = [e for e in self._entries if place[e.id] is None]
        placed.sort(key=lambda e: (place[e.id], e.id), reverse=reverse)
        order = f", reverse={reverse}" if reverse else ""
        step = ("sort", [key, bool(reverse)])
        return self._with((*placed, *rest), f".sort('{key}'{order})", step)

    def reverse(self) -> Selection:
        """Return them in the opposite order."""
        return self._with(tuple(reversed(self._entries)), ".reverse()", ("reverse", None))

    def limit(self, count: int) -> Selection:
        """Return the first `count`."""
        return self._with(self._shown()[:count], f".limit({count})", ("limit", count))

    def parents(self) -> Selection:
        """Return the amounts that have parts, instead of the parts."""
        parents = tuple(
            entry
            for entry in self._entries
            if entry.id not in self._view.superseded and self._view.plain(entry, "parts")
        )
        return self._with(parents, ".parents()", ("parents", None), ordinary=False)

    def history(self) -> Selection:
        """Return all of them, superseded facts too."""
        return self._with(self._entries, ".history()", ("history", None), ordinary=False)

    def disputed(self) -> Selection:
        """Return the disputed ones, those that stand alone too."""
        found = tuple(e for e in self._entries if e.status == "disputed")
        return self._with(found, ".disputed()", ("disputed", None), ordinary=False)

    def group(self, key: str) -> list[tuple[Any, Selection]]:
        """Return pairs of a value of `key` and the records that have it, in order met."""
        self._check_key(key)
        self._note()
        found: dict[Any, list[Entry]] = {}
        for entry in self._shown():
            self._view.note_record(entry.id)
            found.setdefault(self._view.plain(entry, key), []).append(entry)
        return [
            (self._view.value(entries[0], key), self._group(key, plain, entries))
            for plain, entries in found.items()
        ]

    def in_group(self, key: str, told: str) -> Selection:
        """Return the group of `group(key)` whose value is told so; for asking again."""
        found = [e for e in self._shown() if worded(self._view.plain(e, key)) == told]
        return self._with(found, "", ("group", [key, told]))

    def _group(self, key: str, plain: object, entries: Iterable[Entry]) -> Selection:
        told = worded(plain)
        return self._with(entries, f".group('{key}')[{told}]", ("group", [key, told]))

    def total(self, key: str = "amount") -> tuple[Money, ...]:
        """Return the sums of `key`, one for each currency; unlike currencies are never added."""
        self._check_key(key)
        found = self.totals_of(key)
        self._note()
        self._note_inputs()
        asked, step = f"{self._asked}.total('{key}')", plain_step("total", key)
        self._view.note_query(asked, total_answer(found), (*self._steps, step))
        return tuple(
            Money(
                total.amount,
                tuple(f"{i}.{key}" for i in total.inputs),
                self._view,
                form="total",
                derived=True,
            )
            for total in found
        )

    @property
    def first(self) -> Record | Absent:
        """The first of them, absent when there are none."""
        return self._at(0)

    @property
    def last(self) -> Record | Absent:
        """The last of them, absent when there are none."""
        return self._at(-1)

    def totals_of(self, key: str) -> tuple[Total, ...]:
        """Return the plain sums of `key`, for Python; templates cannot reach it."""
        return totals(self._shown(), self._view.visible, key, self._span)

    def _note_inputs(self) -> None:
        """Remember all that a total weighs: the amounts, their parent, its parts, the sources."""
        known = self._view.visible
        for entry in self._shown():
            parent = known.get(getattr(entry, "part_of", None) or "")
            parts = getattr(parent, "parts", ())
            sources = (citation.source for citation in entry.source)
            for each in (entry.id, parent.id if parent else "", *parts, *sources):
                if each in known:
                    self._view.note_record(each)

    # -- answers ----------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Record]:
        self._note()
        return iter([Record(self._view, entry) for entry in self._shown()])

    def __len__(self) -> int:
        self._note()
        return len(self._shown())

    def __bool__(self) -> bool:
        self._note()
        return bool(self._shown())

    def __contains__(self, other: object) -> bool:
        self._note()
        wanted = other.entry.id if isinstance(other, Record) else plain_of(other)
        return any(entry.id == wanted for entry in self._shown())

    def __getitem__(self, index: object) -> Record:
        if not isinstance(index, int):
            raise LookupError(index)
        self._note()
        return Record(self._view, self._shown()[index])

    def __str__(self) -> str:
        raise FactLost(
            f"`{self._asked}` is a list of records",
            hint="loop over it, or write `| map(attribute='name') | join(', ')`",
        )

    def __repr__(self) -> str:
        return f"<{self._asked}: {', '.join(e.id for e in self._shown())}>"

    def count(self) -> Number:
        """Return how many there are, as a figure that names them."""
        self._note()
        refs = tuple(e.id for e in self._shown()) or (self._asked,)
        return Number(len(self._shown()), refs, self._view, form="count", derived=True)

    def answer(self) -> tuple[str, ...]:
        """Return the ids of those that are shown, for Python; templates cannot reach it."""
        return tuple(entry.id for entry in self._shown())

    def members(self) -> tuple[Entry, ...]:
        """Return all records, also those no list shows, for Python."""
        return self._entries

    # -- helpers ----------------------------------------------------------------------------

    def _shown(self) -> tuple[Entry, ...]:
        if not self._ordinary:
            return self._entries
        return tuple(entry for entry in self._entries if self._view.printable(entry))

    def _note(self) -> None:
        self._view.note_query(self._asked, self.answer(), self._steps)

    def _candidates(
        self, wanted: Mapping[str, object]
    ) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
        """Return the records that `where` has to look at, and the keys it has to look at.

        Of a whole kind the view knows which records hold a text or an id.
        """
        if self._kind and self._entries is self._view.of_kind(self._kind):
            for key, value in wanted.items():
                wishes = value if isinstance(value, tuple) else (value,)
                texts = [wish for wish in wishes if isinstance(wish, str)]
                places = self._view.holders(self._kind, key) if texts == list(wishes) else None
                if places is not None:
                    found = sorted({place for text in texts for place in places.get(text, ())})
                    rest = tuple(other for other in wanted if other != key)
                    return tuple(self._entries[place] for place in found), rest
        return self._entries, tuple(wanted)

    def _chosen(
        self,
        told: str,
        test: Callable[[Entry], bool],
        step: tuple[str, object],
        among: tuple[Entry, ...] | None = None,
    ) -> Selection:
        chosen = tuple(e for e in (self._entries if among is None else among) if test(e))
        return self._with(chosen, told, step, ordinary=self._ordinary)

    def _with(
        self,
        entries: Iterable[Entry],
        told: str,
        step: tuple[str, object],
        ordinary: bool | None = None,
    ) -> Selection:
        keep = self._ordinary if ordinary is None else ordinary
        return Selection(
            self._view,
            tuple(entries),
            self._asked + told,
            self._kind,
            ordinary=keep,
            span=self._span,
            steps=(*self._steps, plain_step(*step)),
        )

    def _at(self, index: int) -> Record | Absent:
        shown = self._shown()
        self._note()
        if not shown:
            return Absent(None, (self._asked,), self._view)
        return Record(self._view, shown[index])

    def _check_key(self, key: str) -> None:
        models = {type(entry) for entry in self._entries}
        if self._kind:
            models = {self._view.kind_model(self._kind)}
        for model in models:
            if key not in model.printable_keys() and key != "dated":
                hint = did_you_mean(key, model.printable_keys())
                raise FactLost(f"{self._kind or self._asked} have no key `{key}`", hint=hint)

    def _matches(self, entry: Entry, key: str, wanted: object) -> bool:
        found = self._view.plain(entry, key)
        wishes = wanted if isinstance(wanted, tuple) else (wanted,)
        return any(grants(found, wish) for wish in wishes)

    def _order(self, entry: Entry, key: str) -> Any:
        """Return what orders a record by `key`, `None` where it has none."""
        found = self._view.plain(entry, key)
        if found in (None, ()):
            return None
        if isinstance(found, Edtf):
            # what has an end only, «2013 or earlier», stands at its end in a list
            first, *rest = found.sort_key()
            return (found.upper if found.lower is None else first, *rest)
        value = self._view.value(entry, key)
        if isinstance(value, Absent):
            return None
        if isinstance(value, Text):
            return self._view.language.sort_key(value.shown())
        return value.sort_key() if isinstance(value, Value) else found
