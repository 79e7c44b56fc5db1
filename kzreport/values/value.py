"""Values a template may hold: plain data with the facts behind it, which fail closed.

A value is not a string and not a number. `__html__` is its only door into a document;
whatever else would turn it into plain text raises `FactLost` and names the way to go.
Answers (`if`, `==`, `<`) are given, and noted as readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn, Protocol, Self

from kzreport.errors import TemplateError

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


def plain_of(thing: object) -> Any:
    """Return the plain data of a value; anything else is itself."""
    return thing.plain if isinstance(thing, Value) else thing


def unique(refs: Iterable[str]) -> Refs:
    """Return `refs` without repetition, in order."""
    return tuple(dict.fromkeys(refs))
