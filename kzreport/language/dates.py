"""Dates in words: each shape of a date has a pattern for each form, in the language's table.

A pattern speaks of `{day}`, `{month}` and `{year}` of a point in time, of `{start}` and
`{end}` of a range or set (`{start.day}`; `{start:from}` is its form «from»), of the `{list}`
of a set, and of the `{date}` itself in another form (`{date:plain}`). After a month or a
list a case may follow: `{month:genitive}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kzreport.language.lists import join_list
from kzreport.language.table import Table, choose
from kzreport.values.edtf import Edtf

#: what callers ask for; the tables have more, for use in patterns
FORMS = ("plain", "on", "of", "short", "range")


def word_date(table: Table, when: Edtf, form: str = "plain") -> str:
    """Return a date in words, as precise as it is and no more.

    Doubt about one end of a range, or one member of a set, is said of the whole: that
    never claims more than the source does. Raise `WordingError` for an unknown form.
    """
    choose(dict.fromkeys(FORMS), form, "form of date")
    kind = _doubt(when)
    if not kind:
        return _worded(table, when, form)
    patterns = table.doubt[kind]
    return patterns.get(form, patterns["plain"]).format(date=_Date(table, when, form))


def _doubt(when: Edtf) -> str:
    if when.uncertain and when.approximate:
        return "both"
    return "uncertain" if when.uncertain else "approximate" if when.approximate else ""


@dataclass(frozen=True, slots=True)
class _Month:
    table: Table
    number: int

    def __format__(self, case: str) -> str:
        names = self.table.months[case or next(iter(self.table.months))]
        return names[self.number - 1]


@dataclass(frozen=True, slots=True)
class _Date:
    """A date inside a pattern; `form` is what a pattern means that names none."""

    table: Table
    when: Edtf
    form: str

    def __format__(self, form: str) -> str:
        return _worded(self.table, self.when, form or self.form)

    @property
    def day(self) -> str:
        number = str(self._first.day)
        return self.table.day_numbers.get(number, number)

    @property
    def month(self) -> _Month:
        return _Month(self.table, self._first.month)

    @property
    def year(self) -> str:
        return str(self._first.year)

    @property
    def _first(self) -> date:
        if self.when.lower is None:
            raise ValueError(f"`{self.when.text}` has no beginning")
        return self.when.lower


@dataclass(frozen=True, slots=True)
class _List:
    table: Table
    items: Sequence[object]

    def __format__(self, case: str) -> str:
        return join_list(self.table, [format(item, case) for item in self.items])


def _worded(table: Table, when: Edtf, form: str) -> str:
    """Return a date in words, its doubt left aside."""
    if when.start and when.end and when.start.text == when.end.text:
        return _worded(table, when.start, form)
    shape = _shape(when)
    patterns = table.dates[shape]
    pattern = patterns.get(form, patterns["plain"])
    itself = _Date(table, when, form)
    if shape in ("day", "month", "year"):
        return pattern.format(date=itself, day=itself.day, month=itself.month, year=itself.year)
    start, end = (None if each is None else _Date(table, each, form) for each in _ends(when))
    items = _List(table, _items(table, when, shape, form))
    return pattern.format(date=itself, start=start, end=end, list=items)


def _ends(when: Edtf) -> tuple[Edtf | None, Edtf | None]:
    if when.members:
        return when.members[0], when.members[-1]
    return when.start, when.end


def _items(table: Table, when: Edtf, shape: str, form: str) -> list[object]:
    dates = [_Date(table, member, form) for member in when.members]
    match shape:
        case "set-of-days":
            return [each.day for each in dates]
        case "set-of-months":
            return [each.month for each in dates]
        case "set-of-years":
            return [each.year for each in dates]
        case _:
            return list(dates)


def _shape(when: Edtf) -> str:
    if when.kind not in ("range", "set"):
        return when.kind
    start, end = _ends(when)
    if start is None or end is None:
        return "until" if start is None else "since"
    kinds = {each.kind for each in when.members or (start, end)}
    common = _common(kinds.pop(), start, end) if len(kinds) == 1 else ""
    if when.kind == "set":
        # 28 April and 2 May share no month: they are listed one by one
        return f"set-of-{common}" if common in ("days", "months", "years") else "set"
    return {"days": "days-of-month", "months": "months-of-year"}.get(common, common) or "between"


def _common(kind: str, start: Edtf, end: Edtf) -> str:
    """Return how two points of one kind are told together, "" when they share nothing."""
    one, other = start.lower or date.min, end.lower or date.min
    if kind == "year":
        return "years"
    if one.year != other.year:
        return ""
    if kind == "month":
        return "months"
    return "days" if one.month == other.month else "days-of-year"
