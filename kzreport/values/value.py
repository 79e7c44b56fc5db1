"""Values a template may hold: plain data with the facts behind it, which fail closed.

A value is not a string and not a number. `__html__` is its only door into a document;
whatever else would turn it into plain text raises `FactLost` and names the way to go.
Answers (`if`, `==`, `<`) are given, and noted as readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, NoReturn, Protocol, Self

from kzreport.errors import TemplateError
from kzreport.values.amount import Amount
from kzreport.values.edtf import Edtf, read_edtf

Refs = tuple[str, ...]

#: what a value given by a report refers to, as if it were a record: no id is written so
GIVEN = "given_by_report"


class FactLost(TemplateError):
    """A template would print a fact without its source."""


class Desk(Protocol):
    """Where values are read and printed: the view of one document."""

    def note_read(self, refs: Refs) -> None:
        """Remember that the document depends on these fields."""

    def show(self, value: Value) -> str | None:
        """Return the words of a value in the document's language; `None` if there are none."""

    def keep(self, item: object) -> str:
        """Keep `item` until the reader asks for it; return the one character that stands for it."""


class Printable:
    """What may stand in a template's output: it knows how to enter the document."""

    __slots__ = ()

    def __html__(self) -> str:
        raise NotImplementedError


class Value(Printable):
    """Plain data, the `record.field` names behind it, and the view it was read through.

    `text` fixes how it is printed, `form` names that form; `derived` marks a value that
    was computed from the facts in `refs` and stands in none of them.
    """

    __slots__ = ("_derived", "_desk", "_form", "_lang", "_plain", "_refs", "_text")

    def __init__(
        self,
        plain: Any,
        refs: Refs,
        desk: Desk,
        *,
        text: str | None = None,
        form: str = "",
        lang: str = "",
        derived: bool = False,
    ) -> None:
        self._plain = plain
        self._refs = refs
        self._desk = desk
        self._text = text
        self._form = form
        self._lang = lang
        self._derived = derived

    @property
    def plain(self) -> Any:
        """The plain data, for Python; templates cannot reach it."""
        return self._plain

    @property
    def is_worded(self) -> bool:
        """Whether a filter has fixed its words already."""
        return self._text is not None

    @property
    def lang(self) -> str:
        """The language of its words, where it is not that of the document."""
        return self._lang

    @property
    def refs(self) -> Refs:
        """The facts behind it, as `record.field`."""
        return self._refs

    # -- into the document ------------------------------------------------------------

    def __html__(self) -> str:
        if not self.shown():
            raise FactLost(
                f"{self._names()} is not recorded and would print as a blank",
                hint="put `{% if %}` around it, or `| or_else('not stated')` after it",
            )
        return self._desk.keep(self)

    def shown(self) -> str:
        """Return the printed words, "" when there is nothing to print."""
        text = self._text if self._text is not None else self._desk.show(self)
        return text or ""

    def printed_as(self, form: str, text: str) -> Self:
        """Return the same fact with other words: what every formatting filter gives."""
        forms = f"{self._form} {form}" if self._form and self._text is not None else form
        return type(self)(
            self._plain,
            self._refs,
            self._desk,
            text=text,
            form=forms,
            lang=self._lang,
            derived=self._derived,
        )

    # -- answers, noted as readings ---------------------------------------------------

    def __bool__(self) -> bool:
        self._note()
        return bool(self._plain)

    def __eq__(self, other: object) -> bool:
        self._note()
        return bool(self._plain == plain_of(other))

    def __hash__(self) -> int:
        return hash(self._plain)

    def __lt__(self, other: object) -> bool:
        return self._ordered(other, lambda mine, theirs: bool(mine < theirs))

    def __gt__(self, other: object) -> bool:
        return self._ordered(other, lambda mine, theirs: bool(mine > theirs))

    def __le__(self, other: object) -> bool:
        return self._ordered(other, lambda mine, theirs: bool(mine <= theirs))

    def __ge__(self, other: object) -> bool:
        return self._ordered(other, lambda mine, theirs: bool(mine >= theirs))

    def _ordered(self, other: object, compare: Callable[[Any, Any], bool]) -> bool:
        self._note()
        try:
            return compare(self.sort_key(), self.key_of(other))
        except TypeError:
            raise FactLost(
                f"{self._names()} cannot be ordered against {other!r}",
                hint="compare a date with a date, a figure with a figure",
            ) from None

    def sort_key(self) -> Any:
        """Return what orders this value among others of its kind."""
        return self._plain

    def key_of(self, other: object) -> Any:
        """Return the order key of what this value is compared with."""
        return other.sort_key() if isinstance(other, Value) else other

    # -- what would lose the fact -----------------------------------------------------

    def __str__(self) -> str:
        self.lost("turning a fact into plain text")

    def __format__(self, spec: str) -> str:
        self.lost("string formatting")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {' '.join(self._refs)}>"

    def __getitem__(self, key: object) -> NoReturn:
        if isinstance(key, str):  # Jinja tries x['key'] and x.key in turn
            raise LookupError(key)
        self.lost("slicing or indexing", "use `| short(n)`, or a key such as `.year`")

    def __iter__(self) -> Iterator[Any]:
        self.lost("looping over a value", "loop over records")

    def __len__(self) -> int:
        self.lost("counting letters", "count records: `facts.events | length`")

    def __int__(self) -> int:
        self.lost("`| int`", "compare it directly, or print it with `| money` or `| number`")

    def __float__(self) -> float:
        self.lost("`| float`", "compare it directly, or print it with `| money` or `| number`")

    __index__ = __int__

    def __add__(self, other: object) -> Any:
        self.lost("`+`", "use `~` for text, `.total('amount')` on records for figures")

    def __sub__(self, other: object) -> Any:
        self.lost("`-`", "only figures are subtracted")

    def _no_arithmetic(self, *_: object) -> Any:
        self.lost("arithmetic", "figures are added with `.total('amount')` on records")

    __radd__ = __add__
    __rsub__ = __mul__ = __rmul__ = _no_arithmetic
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _no_arithmetic
    __mod__ = __rmod__ = __pow__ = __neg__ = __pos__ = _no_arithmetic

    def lost(self, what: str, hint: str = "") -> NoReturn:
        """Raise `FactLost`: `what` would print the fact without its source."""
        hint = hint or "write `a ~ b`, or use a filter such as `| upper`, `| short(n)`, `| money`"
        raise FactLost(f"{what} would lose the source of {self._names()}", hint=hint)

    def _names(self) -> str:
        return f"`{' '.join(self._refs)}`"

    def _note(self) -> None:
        self._desk.note_read(self._refs)


class Text(Value):
    """Words of a record, or a code such as a status."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        self._note()
        return str(plain_of(part)) in str(self._plain)


class Number(Value):
    """A count or another plain figure; sums and differences name their inputs."""

    __slots__ = ()

    def __add__(self, other: object) -> Number:
        return self._computed(other, lambda mine, theirs: mine + theirs, "sum")

    __radd__ = __add__

    def __sub__(self, other: object) -> Number:
        return self._computed(other, lambda mine, theirs: mine - theirs, "difference")

    def _computed(self, other: object, operation: Callable[[Any, Any], Any], form: str) -> Number:
        theirs = plain_of(other)
        if isinstance(theirs, bool) or not isinstance(theirs, int | Decimal):
            self.lost(f"a {form} with {other!r}", "compute with figures only")
        refs = self._refs + (other.refs if isinstance(other, Value) else ())
        plain = operation(self._plain, theirs)
        return Number(plain, unique(refs), self._desk, form=form, derived=True)


class Money(Value):
    """An amount of money, perhaps a range, perhaps of unstated currency."""

    __slots__ = ()

    _plain: Amount

    def __bool__(self) -> bool:
        self._note()
        return True

    @property
    def currency(self) -> Text | Absent:
        refs = tuple(f"{ref}.currency" for ref in self._refs)
        kind = Absent if self._plain.currency is None else Text
        return kind(self._plain.currency, refs, self._desk)

    @property
    def exact(self) -> bool:
        """Whether it is one figure, not a range and not «over»."""
        self._note()
        return self._plain.low == self._plain.high

    def __add__(self, other: object) -> Any:
        self.lost(
            "adding sums of money", "use `.total('amount')` on records: it keeps currencies apart"
        )

    __radd__ = __add__

    def sort_key(self) -> Any:
        high = self._plain.high
        return (self._plain.low, high is None, high or 0)

    def key_of(self, other: object) -> Any:
        plain = plain_of(other)
        if isinstance(plain, int | Decimal) and not isinstance(plain, bool):
            return (plain, False, plain)
        return super().key_of(other)


class When(Value):
    """A date as precise as its source gives it."""

    __slots__ = ()

    _plain: Edtf

    def __bool__(self) -> bool:
        self._note()
        return True

    def __eq__(self, other: object) -> bool:
        self._note()
        theirs = plain_of(other)
        return self._plain == (_edtf(theirs) if isinstance(theirs, str | int) else theirs)

    def __hash__(self) -> int:
        return hash(self._plain)

    @property
    def year(self) -> When:
        """The year it begins in, as a date of its own."""
        if self._plain.lower is None:
            self.lost("the year of a date without a beginning", "print the date itself")
        return self._part(f"{self._plain.lower.year:04}")

    @property
    def decade(self) -> When:
        """The ten years it begins in (or ends in), for the headings of a long list."""
        day = self._plain.lower or self._plain.upper
        year = day.year if day else 0
        first = year - year % 10
        return When(read_edtf(f"{first:04}/{first + 9:04}"), self._refs, self._desk, form="decade")

    @property
    def end(self) -> When | Absent:
        """Its last day, absent when it is open."""
        refs = tuple(f"{ref}.end" for ref in self._refs)
        if self._plain.upper is None:
            return Absent(None, refs, self._desk)
        return When(read_edtf(self._plain.upper.isoformat()), refs, self._desk, derived=True)

    @property
    def kind(self) -> str:
        """`day`, `month`, `year`, `range` or `set`."""
        self._note()
        return self._plain.kind

    def _part(self, edtf: str) -> When:
        return When(read_edtf(edtf), self._refs, self._desk, form="year")

    def sort_key(self) -> Any:
        return self._plain.sort_key()

    def key_of(self, other: object) -> Any:
        if isinstance(other, Absent):
            return UNDATED
        plain = plain_of(other)
        return (_edtf(plain) if isinstance(plain, str | int) else plain).sort_key()


class Absent(Value):
    """A key the schema knows and the record leaves out: falsy, equal to none, unprintable."""

    __slots__ = ()

    def __bool__(self) -> bool:
        self._note()
        return False

    def __eq__(self, other: object) -> bool:
        self._note()
        return plain_of(other) is None

    def __hash__(self) -> int:
        return hash(None)

    def __iter__(self) -> Iterator[Any]:
        """Loop over nothing: `{% for f in programme.figures %}` of a programme without figures."""
        self._note()
        return iter(())

    def __contains__(self, _: object) -> bool:
        self._note()
        return False

    def __lt__(self, other: object) -> bool:
        self._note()
        return False  # what has no date comes last

    def __gt__(self, other: object) -> bool:
        self._note()
        return not isinstance(other, Absent)

    def shown(self) -> str:
        return self._text or ""

    def key(self, name: str) -> Absent:
        """Return the absence of a part of what is absent."""
        return Absent(None, tuple(f"{ref}.{name}" for ref in self._refs), self._desk)


#: orders after every date
UNDATED: tuple[Any, ...] = read_edtf("9999").sort_key()


class Kept(Printable):
    """Something that is no value and waits for the reader like one."""

    __slots__ = ("_desk", "slot")

    def __init__(self, slot: object, desk: Desk) -> None:
        self.slot = slot
        self._desk = desk

    def __html__(self) -> str:
        return self._desk.keep(self.slot)


class Joined(Printable):
    """Parts side by side, every fact still itself: what `~` and `join` give."""

    __slots__ = ("parts",)

    def __init__(self, parts: Iterable[object]) -> None:
        self.parts = tuple(parts)

    def __html__(self) -> str:
        return "".join(markdown_of(part) for part in self.parts)

    def __str__(self) -> str:
        raise FactLost("turning joined facts into plain text would lose their sources")

    def __bool__(self) -> bool:
        return any(bool(part) for part in self.parts)

    def map(self, change: Callable[[object], object]) -> Joined:
        """Return the same parts, each changed."""
        return Joined(change(part) for part in self.parts)


def markdown_of(part: object) -> str:
    """Return `part` as Markdown: what is printable by itself, anything else escaped."""
    html = getattr(part, "__html__", None)
    return str(html()) if html else escape_markdown(str(part))


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown prints it as it stands; line ends become blanks."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split("\n")))


_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain_of(thing: object) -> Any:
    """Return the plain data of a value; anything else is itself."""
    return thing.plain if isinstance(thing, Value) else thing


def refs_of(thing: object) -> Refs:
    """Return the facts behind a value or joined values, each once, in order."""
    if isinstance(thing, Value):
        return thing.refs
    if isinstance(thing, Joined):
        return unique(ref for part in thing.parts for ref in refs_of(part))
    return ()


def unique(refs: Iterable[str]) -> Refs:
    """Return `refs` without repetition, in order."""
    return tuple(dict.fromkeys(refs))


def _edtf(text: str | int) -> Edtf:
    try:
        return read_edtf(str(text))
    except ValueError as exc:
        raise FactLost(f"a date is compared with `{text}`: {exc}") from exc
