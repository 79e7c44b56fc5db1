"""The kinds of value: words, figures, amounts, dates, and what is absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from kzreport.values.amount import Amount
from kzreport.values.edtf import Edtf, read_edtf
from kzreport.values.value import FactLost, Value, plain_of, unique


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


def _edtf(text: str | int) -> Edtf:
    try:
        return read_edtf(str(text))
    except ValueError as exc:
        raise FactLost(f"a date is compared with `{text}`: {exc}") from exc
