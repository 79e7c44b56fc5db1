"""`chart()`: figures of facts become a drawing that names them, in words too.

{{ chart("by-year", "Contributions by year", facts.contributions.where(donor="kz")) }}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kzreport.errors import TemplateError
from kzreport.facts.proxies import Record
from kzreport.facts.selection import Selection
from kzreport.pictures import Bar, Chart, Panel, draw_chart
from kzreport.templating.source import without_marks
from kzreport.values.amount import Amount
from kzreport.values.edtf import Edtf, read_edtf
from kzreport.values.joined import Joined
from kzreport.values.slots import FigureSlot
from kzreport.values.typed import Absent, Money, Number, When
from kzreport.values.value import Value

if TYPE_CHECKING:
    from kzreport.facts.view import View
    from kzreport.templating.functions import Functions

KINDS = ("bars", "line")
MOST_YEARS = 60
NOT_RECORDED = "…"
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))  # they have no shape to be drawn

Purse = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a chart: what it is called, what it is, the records behind it."""

    label: object
    value: Value | None
    records: tuple[Record, ...]
    purse: Purse


class ChartDraft:
    """A chart while its template runs; it collects values and remarks."""

    __slots__ = ("_functions", "_notes", "_points", "_view")

    OPEN = frozenset({"point", "years", "note"})

    def __init__(self, functions: Functions, view: View) -> None:
        self._functions = functions
        self._view = view
        self._points: list[Point] = []
        self._notes: list[object] = []

    def point(self, label: object, value: object, *records: object) -> Markup:
        """Add a value under a label; the records give its signs and its source."""
        behind = tuple(record for record in records if isinstance(record, Record))
        if isinstance(value, Absent):
            self._points.append(Point(label, None, behind, ("", "")))
        elif isinstance(value, Money | Number):
            self._points.append(Point(label, value, behind, self._purse(value)))
        else:
            raise TemplateError(
                f"a chart draws amounts and figures, not {value!r}",
                hint="give `record.amount`, a total or a count",
            )
        return Markup("")

    def years(self, records: object, key: str = "amount") -> Markup:
        """Add the total of each year; a year without a record stays open."""
        if not isinstance(records, Selection):
            raise TemplateError(
                "a chart over years needs records", hint="`facts.contributions.where(donor='kz')`"
            )
        records.total(key)  # says so if there is no such key
        years = self._span(records, key)
        found = {year: records.during(str(year)).total(key) for year in years}
        purses = dict.fromkeys(self._purse(total) for totals in found.values() for total in totals)
        for purse in purses:
            mine = {
                year: total
                for year, totals in found.items()
                for total in totals
                if self._purse(total) == purse
            }
            for year in range(min(mine), max(mine) + 1):
                self._points.append(self._of_year(year, mine.get(year), purse))
        return Markup("")

    def note(self, content: object) -> Markup:
        """Add a line under the chart."""
        clean = Markup(without_marks(content)) if isinstance(content, Markup) else content
        self._notes.append(clean)
        return Markup("")

    def _span(self, records: Selection, key: str) -> range:
        """Return the years that the records with a value speak of."""
        ends: list[int] = []
        for record in records:
            when: Edtf | None = getattr(record.entry, "when", None)
            if getattr(record.entry, key, None) is None or when is None or when.lower is None:
                continue
            ends += [when.lower.year, (when.upper or max(self._view.as_of, when.lower)).year]
        if ends and max(ends) - min(ends) >= MOST_YEARS:
            raise TemplateError(
                f"a chart of {max(ends) - min(ends) + 1} years is too long",
                hint=f"choose {MOST_YEARS} of them or fewer: `.during('2001/2020')`",
            )
        return range(min(ends), max(ends) + 1) if ends else range(0)

    def _of_year(self, year: int, total: Money | None, purse: Purse) -> Point:
        if total is None:
            return Point(self._functions.literal(str(year)), None, (), purse)
        ids = dict.fromkeys(ref.partition(".")[0] for ref in total.refs)
        refs = tuple(f"{each}.when" for each in ids)
        when = read_edtf(f"{year:04}")
        bare = self._view.language.date(when, "short")  # «2011», not «2011 год»
        label = When(when, refs, self._view, text=bare, form="year")
        behind = tuple(Record(self._view, self._view.visible[each]) for each in ids)
        return Point(label, total, behind, purse)

    def _purse(self, value: Value) -> Purse:
        """Return what may stand on one axis: one currency, or one source that states none."""
        if not isinstance(value, Money):
            return ("", "")
        amount: Amount = value.plain
        if amount.currency is not None:
            return (amount.currency, "")
        sources: dict[str, None] = {}
        for ref in value.refs:
            entry = self._view.visible.get(ref.partition(".")[0])
            for citation in self._view.citations(entry) if entry else ():
                sources[citation.source] = None
        return ("~", " ".join(sources))

    # -- the finished chart ---------------------------------------------------------------

    def finished(self, chart_id: str, caption: object, kind: str, unit: str) -> FigureSlot:
        """Return the drawing with its words, its remarks and its sources."""
        if kind not in KINDS:
            hint = f"it is one of {', '.join(KINDS)}"
            raise TemplateError(f"`{kind}` is not a kind of chart", hint=hint)
        if not any(point.value is not None for point in self._points):
            raise TemplateError(
                f"the chart `{chart_id}` has no data", hint="put `{% if records %}` round it"
            )
        purses = sorted({point.purse for point in self._points if point.value is not None})
        language = self._view.language
        panels = [
            (self._unit(purse, unit), [p for p in self._points if self._belongs(p, purse, purses)])
            for purse in purses
        ]
        drawn = Chart(
            panels=tuple(Panel(name, tuple(map(self._bar, points))) for name, points in panels),
            figure=lambda number: language.number(number, "figures"),
            kind="bars" if kind == "bars" else "line",
        )
        return FigureSlot(
            chart_id,
            language.pattern("figure-label"),
            draw_chart(drawn),
            self._words(panels, kind),
            caption,
            tuple(self._remarks(panels)),
            self._functions.source_ids(_records(panels)),
        )

    def _belongs(self, point: Point, purse: Purse, purses: list[Purse]) -> bool:
        """Whether a point stands in a panel; what is not recorded may be of any currency."""
        return point.purse == purse or (point.value is None and purse == purses[0])

    def _unit(self, purse: Purse, unit: str) -> str:
        if purse == ("", ""):
            return unit
        return self._view.language.currency(None if purse[0] == "~" else purse[0])

    def _bar(self, point: Point) -> Bar:
        label = _plain(point.label).translate(_UNSEEN)
        if point.value is None:
            return Bar(label, NOT_RECORDED)
        low, high, is_open = _ends(point.value)
        if low < 0:
            raise TemplateError(
                f"a chart begins at nought; `{label}` lies below", hint="print it in a table"
            )
        text = f"{self._printed(point.value).shown()} {self._signs(point)}".rstrip().translate(
            _UNSEEN
        )
        return Bar(label, text, low, high, is_open)

    def _printed(self, value: Value) -> Value:
        language = self._view.language
        if isinstance(value, Money):
            return value.printed_as("money-table", language.money(value.plain, "table"))
        return value.printed_as("number", language.number(value.plain, "figures"))

    def _signs(self, point: Point) -> str:
        """Return the signs of doubt; that a currency is not stated is said of the whole axis."""
        return self._functions.signs_of(*point.records).replace("¤", "")

    def _words(self, panels: list[tuple[str, list[Point]]], kind: str) -> Joined:
        """Return what the chart shows, for who does not see it: every fact it draws."""
        missing = self._view.language.pattern("legend-not-recorded")
        told: list[object] = []
        for unit, points in panels:
            said = f"{unit}: " if unit else ""
            for point in points:
                value = missing if point.value is None else self._printed(point.value)
                told += ["; " if told else "", said, point.label, ": ", value]
                said = ""
        return self._functions.phrase(f"chart-alt-{kind}", points=Joined(told))

    def _remarks(self, panels: list[tuple[str, list[Point]]]) -> Iterable[tuple[str, object]]:
        """Yield the lines under the chart: signs, remarks, the unit and the source."""
        functions, language = self._functions, self._view.language
        points = [point for _, some in panels for point in some]
        signs = {sign for point in points if point.value is not None for sign in self._signs(point)}
        for sign in functions.sign_order:
            if sign in signs:
                yield sign, functions.sign_meaning(sign)
        if any(point.value is None for point in points):
            yield "", functions.signs_in_line([NOT_RECORDED])
        for note in self._notes:
            yield "", note
        last: list[object] = []
        if len(panels) == 1 and panels[0][0]:
            last.append(functions.phrase("chart-unit", unit=panels[0][0]))
        ends = [_ends(point.value) for point in points if point.value is not None]
        if any(is_open or low != high for low, high, is_open in ends):
            last.append(language.pattern("chart-hatched"))
        if sources := functions.named_sources(_records(panels)):
            last.append(functions.phrase("chart-source", sources=sources))
        if last:
            yield "", Joined([part for each in last for part in (each, " ")][:-1])


def _records(panels: Iterable[tuple[str, list[Point]]]) -> list[Record]:
    return [record for _, points in panels for point in points for record in point.records]


def _ends(value: Value) -> tuple[float, float | None, bool]:
    """Return from where to where a value may lie, and whether it is open above."""
    plain: Any = value.plain
    if isinstance(plain, Amount):
        return float(plain.low), None if plain.high is None else float(plain.high), plain.over
    return float(plain), float(plain), False


def _plain(label: object) -> str:
    """Return a label as it is drawn; its facts stand in the words of the chart."""
    match label:
        case Value():
            return label.shown()
        case Joined(parts=parts):
            return "".join(map(_plain, parts))
        case Markup():
            return label.removesuffix("]{.literal}").removeprefix("[").replace("\\", "")
        case _:
            return str(label)
