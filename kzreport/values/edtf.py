"""Dates as precise as their source gives them: the part of EDTF (ISO 8601-2) that briefs need.

    2014-04-07   2014-04   2014      a day, a month, a year
    2014/2017    2009/..   ../2013   a range, open at one end
    {2012,2013}                      several dates, all of them meant
    2011?   2011~   2011%            uncertain, approximate, both

A coarse date stays coarse: nothing here adds a month or a day that was not written.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal

Kind = Literal["day", "month", "year", "range", "set"]
Relation = Literal["before", "at", "after", "possibly"]


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date; `lower` and `upper` are its first and last day, `None` where it is open.

    A range has `start` and `end` with their own precision (`None` where open), a set its
    `members`. `uncertain` is «possibly» (`?`), `approximate` is «about» (`~`); a range or a
    set is either when one of its parts is. Two dates are equal when they are written alike.

        >>> read_edtf("2014-04/2017").lower
        datetime.date(2014, 4, 1)
    """

    text: str
    kind: Kind = field(compare=False)
    lower: date | None = field(compare=False)
    upper: date | None = field(compare=False)
    start: Edtf | None = field(default=None, compare=False)
    end: Edtf | None = field(default=None, compare=False)
    members: tuple[Edtf, ...] = field(default=(), compare=False)
    uncertain: bool = field(default=False, compare=False)
    approximate: bool = field(default=False, compare=False)

    def sort_key(self) -> tuple[date, date, int, str]:
        """Return what orders dates: first day, then last day, then the coarser one first.

        An open beginning comes before every date, an open end after every last day.
        """
        # the coarser way to write the same days is the shorter one: 2014, 2014-01/2014-12
        return (_first(self), _last(self), len(self.text), self.text)

    def overlaps(self, other: Edtf) -> bool:
        """Whether both may share a day; the time between members of a set does not count."""
        return any(
            low <= other_high and other_low <= high
            for low, high in _spans(self)
            for other_low, other_high in _spans(other)
        )

    def covers(self, other: Edtf) -> bool:
        """Whether every day of `other` lies in this date."""
        spans = _joined(_spans(self))
        return all(any(low <= a and b <= high for low, high in spans) for a, b in _spans(other))

    def contains(self, day: date) -> bool:
        """Whether `day` lies in this date."""
        return any(low <= day <= high for low, high in _spans(self))

    def is_past(self, day: date) -> bool:
        """Whether its last day lies before `day`; an open end is never past."""
        return self.upper is not None and self.upper < day

    def relation(self, to: date) -> Relation:
        """Return where it stands, seen from the day `to`: before it, at it, or after it.

        Within an open beginning or an uncertain date it is `possibly` at it: a term that
        ended in 2013 may have been running in 2012, or not. Between the members of a set
        it is `after`, as some of it is still to come.
        """
        if self.is_past(to):
            return "before"
        if not self.contains(to):
            return "after"
        return "possibly" if self.lower is None or self.uncertain else "at"


@cache
def read_edtf(text: str) -> Edtf:
    """Return the date that `text` writes; raise `ValueError` in plain words if it writes none.

    Blanks around the signs of a range or a set do not count, nor does the order of a set.
    """
    written = text.strip()
    if written[:1] in ("{", "["):
        return _set(written)
    if "/" in written:
        return _range(written)
    return _point(written, written)


_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_ONE_DIGIT = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?([?~%]?)")


def _point(text: str, whole: str) -> Edtf:
    """Return a day, a month or a year; `whole` is what an error shows."""
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(_not_a_date(text, whole))
    year, month, day = (int(part) if part else None for part in found.group(1, 2, 3))
    try:
        lower = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError(f"`{whole}` is not in the calendar") from None
    kind: Kind = "year" if month is None else "month" if day is None else "day"
    return Edtf(
        text,
        kind,
        lower,
        _last_day(kind, lower),
        uncertain=found[4] in ("?", "%"),
        approximate=found[4] in ("~", "%"),
    )


def _last_day(kind: Kind, first: date) -> date:
    if kind == "day":
        return first
    month = 12 if kind == "year" else first.month
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def _not_a_date(text: str, whole: str) -> str:
    found = _ONE_DIGIT.fullmatch(text)
    if found is None:
        return f"`{whole}` is not a date; write 2014-04-07, 2014-04 or 2014"
    padded = "-".join(part.zfill(2) for part in found.group(1, 2, 3) if part) + found[4]
    return f"`{whole}` needs two digits for month and day: {padded}"


def _range(text: str) -> Edtf:
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != 2:
        raise ValueError(f"`{text}` is not a date; a range has two ends: 2014/2017")
    if "" in parts:
        open_end = "/".join(part or ".." for part in parts)
        raise ValueError(f"`{text}` lacks an end; write {open_end} if that end is open")
    start, end = (None if part == ".." else _point(part, text) for part in parts)
    if start is None and end is None:
        raise ValueError(f"`{text}` is open at both ends and says nothing; leave it out")
    if start is not None and end is not None and _first(start) > _last(end):
        raise ValueError(f"`{text}` ends before it begins")
    ends = [each for each in (start, end) if each is not None]
    return Edtf(
        "/".join(parts),
        "range",
        start.lower if start else None,
        end.upper if end else None,
        start=start,
        end=end,
        uncertain=any(each.uncertain for each in ends),
        approximate=any(each.approximate for each in ends),
    )


def _set(text: str) -> Edtf:
    if text[0] == "[" or text[-1] != "}":
        raise ValueError(f"`{text}` is not a date; several dates are written {{2012,2013}}")
    if ".." in text or "/" in text:
        raise ValueError(f"`{text}` has a range inside; name its dates one by one")
    parts = [part.strip() for part in text[1:-1].split(",")]
    members = tuple(sorted((_point(part, text) for part in parts), key=Edtf.sort_key))
    if len(members) < 2:
        raise ValueError(f"`{text}` names one date only; write {parts[0]}")
    if any(one.overlaps(another) for one, another in pairwise(members)):
        raise ValueError(f"`{text}` names the same time twice")
    return Edtf(
        "{" + ",".join(member.text for member in members) + "}",
        "set",
        members[0].lower,
        members[-1].upper,
        members=members,
        uncertain=any(member.uncertain for member in members),
        approximate=any(member.approximate for member in members),
    )


def _first(when: Edtf) -> date:
    return when.lower or date.min


def _last(when: Edtf) -> date:
    return when.upper or date.max


def _spans(when: Edtf) -> list[tuple[date, date]]:
    """Return its stretches of days, first and last, in order."""
    return [(_first(part), _last(part)) for part in when.members or (when,)]


def _joined(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return `spans` with those made one that follow each other without a gap."""
    joined = spans[:1]
    for low, high in spans[1:]:
        before_low, before_high = joined[-1]
        if low.toordinal() <= before_high.toordinal() + 1:
            joined[-1] = (before_low, high)
        else:
            joined.append((low, high))
    return joined
