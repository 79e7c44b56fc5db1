"""Draw a chart: bars or a line, with what is certain solid and what depends on a reading hatched.

The same input gives the same bytes: glyphs are drawn as outlines, ids are made of the
content, and no clock is asked. Nothing of matplotlib's state is shared or changed.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kzreport.document import Picture
from kzreport.errors import TemplateError

_INK, _DEEP, _QUIET, _ROW = "#1B1F22", "#123F52", "#4A575E", "#D3DADD"
_FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf")
_BOLD = _FONT.with_name("LiberationSans-Bold.ttf")
_FAMILIES = ["Liberation Sans", "Arial", "DejaVu Sans"]

_SILENT = logging.NullHandler()
_POINT = 25.4 / 72
_RASTER = 300  # dots an inch of the twin for programs that draw no SVG
_SMALL, _TEXT = 8, 8.5
_AXIS, _TOP, _TITLE, _GAP = 18, 6, 16, 12
_LABELS = (60, 190)  # how narrow and how wide the column of labels may be
_VALUES = 0.4  # of the width, at most, is for the values behind the bars
_BAR = 12
_LINE = 110  # how high a line's field is


@dataclass(frozen=True, slots=True)
class Bar:
    """A value and what it is called; `text` is the value as it is printed.

    Up to `low` it is certain; from there to `high` it depends on the reading. `open` values
    have no upper end. Without `low` nothing is recorded.
    """

    label: str
    text: str
    low: float | None = None
    high: float | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Values of one unit, on an axis of their own; `title` is printed where there are several."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, `width` millimetres wide; `figure` words the figures of an axis."""

    panels: tuple[Panel, ...]
    figure: Callable[[int], str]
    kind: Literal["bars", "line"] = "bars"
    width: float = 154


def draw_chart(chart: Chart) -> Picture:
    """Return the chart as an SVG, with a PNG twin of the same drawing.

    Raise `TemplateError` for a character that its font does not have.
    """
    import matplotlib as mpl

    # what it says of its own caches is for programmers: without a handler it would reach users
    logging.getLogger("matplotlib").addHandler(_SILENT)
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    rules: Any = {"svg.hashsalt": "kzreport", "svg.fonttype": "path", "font.family": _families()}
    with mpl.rc_context(rules):
        _refuse_unknown(chart)
        width = chart.width / _POINT
        height = sum(_height(chart, panel) for panel in chart.panels)
        height += _GAP * (len(chart.panels) - 1)
        figure = Figure(figsize=(width / 72, height / 72))
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
        axes.axis("off")
        top = 0.0
        for panel in chart.panels:
            _Sheet(axes, chart, panel, width, top).draw()
            top += _height(chart, panel) + _GAP
        svg, png = io.BytesIO(), io.BytesIO()
        none = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        FigureCanvasSVG(figure).print_svg(svg, metadata=none)  # type: ignore[no-untyped-call]
        figure.set_dpi(_RASTER)
        FigureCanvasAgg(figure).print_png(png, metadata={"Software": None})  # type: ignore[no-untyped-call]
    return Picture(
        svg.getvalue(),
        "image/svg+xml",
        round(chart.width, 2),
        round(height * _POINT, 2),
        png.getvalue(),
    )


def _refuse_unknown(chart: Chart) -> None:
    """Raise for the characters that would be drawn as empty boxes."""
    from matplotlib.font_manager import findfont, get_font

    known = get_font(findfont(_font(_TEXT))).get_charmap()
    words = [text for panel in chart.panels for bar in panel.bars for text in (bar.label, bar.text)]
    words += [panel.title for panel in chart.panels]
    lacking = dict.fromkeys(char for text in words for char in text if ord(char) not in known)
    if lacking:
        raise TemplateError.all_of(
            TemplateError(
                f"the font of charts lacks the character `{char}` (U+{ord(char):04X})",
                hint="use another label; the words of the chart may hold it",
            )
            for char in lacking
        )


def _families() -> list[str]:
    from matplotlib.font_manager import fontManager

    known = {entry.name for entry in fontManager.ttflist}
    return [family for family in _FAMILIES if family in known]


def _height(chart: Chart, panel: Panel) -> float:
    title = _TITLE if len(chart.panels) > 1 else 0
    field = _pitch(panel) * len(panel.bars) if chart.kind == "bars" else _LINE + _AXIS
    return title + _TOP + field + _AXIS


def _pitch(panel: Panel) -> float:
    """Return the height of a row: many rows stand closer."""
    return 28 if len(panel.bars) <= 6 else 20 if len(panel.bars) <= 14 else 16


@dataclass(slots=True)
class _Sheet:
    """One panel being drawn; all lengths are points, from the upper left corner."""

    axes: Any
    chart: Chart
    panel: Panel
    width: float
    top: float

    def draw(self) -> None:
        top = self.top + _TOP
        if len(self.chart.panels) > 1:
            self._text(0, top + 4, self.panel.title, bold=True)
            top += _TITLE
        ends = [bar.high if bar.high is not None else bar.low for bar in self.panel.bars]
        most = max((end for end in ends if end is not None), default=0.0)
        if self.chart.kind == "bars":
            self._bars(top, list(_ticks(most)))
        else:
            self._line(top, list(_ticks(most)))

    # -- bars -----------------------------------------------------------------------------

    def _bars(self, top: float, ticks: list[int]) -> None:
        bars, pitch = self.panel.bars, _pitch(self.panel)
        left = max(_width(bar.label) for bar in bars) + 12
        left = min(max(left, _LABELS[0]), _LABELS[1])
        texts = [_cut(bar.text, self.width * _VALUES) for bar in bars]
        right = self.width - max(map(_width, texts)) - 8
        scale = (right - left) / ticks[-1]
        bottom = top + pitch * len(bars)
        for tick in ticks:
            x = left + tick * scale
            self._stroke([x, x], [top, bottom], _ROW, 0.5)
            self._text(x, bottom + 8, self.chart.figure(tick), size=_SMALL, align="center")
        for number, bar in enumerate(bars):
            middle = top + pitch * (number + 0.5)
            self._text(0, middle, _cut(bar.label, left - 8))
            end = left
            if bar.low is not None:
                end = self._bar(left, middle, scale, bar)
            self._text(end + 5, middle, texts[number], over=True)

    def _bar(self, left: float, middle: float, scale: float, bar: Bar) -> float:
        """Draw a bar and return where it ends."""
        sure = left + (bar.low or 0.0) * scale
        upper, lower = middle - _BAR / 2, middle + _BAR / 2
        if sure > left:
            self._box(left, upper, sure, lower, filled=True)
        if bar.open:
            self._hatch(sure, upper, sure + _BAR, lower)
            return sure + _BAR
        end = left + (bar.high if bar.high is not None else bar.low or 0.0) * scale
        if end > sure:
            self._hatch(sure, upper, end, lower)
            self._box(sure, upper, end, lower, filled=False)
        return end

    # -- a line -----------------------------------------------------------------------------

    def _line(self, top: float, ticks: list[int]) -> None:
        """Draw the certain values joined; what is missing or a range breaks the line."""
        bars = self.panel.bars
        left = max(_width(self.chart.figure(tick)) for tick in ticks) + 8
        step = max(self.width - left, 1.0) / len(bars)
        floor = top + _AXIS + _LINE
        scale = _LINE / ticks[-1]
        for tick in ticks:
            y = floor - tick * scale
            self._stroke([left, self.width], [y, y], _ROW, 0.5)
            self._text(left - 6, y, self.chart.figure(tick), size=_SMALL, align="right")
        before: tuple[float, float] | None = None
        for number, bar in enumerate(bars):
            x = left + step * (number + 0.5)
            self._text(x, floor + 8, _cut(bar.label, step - 2), size=_SMALL, align="center")
            here = None
            peak = floor
            if bar.low is not None:
                low = floor - bar.low * scale
                exact = bar.high == bar.low and not bar.open
                peak = low if exact else self._reach(x, low, floor, scale, bar)
                here = (x, low) if exact else None
            if here:
                self.axes.plot(
                    *here, marker="o", markersize=3.5, color=_DEEP, linestyle="none", zorder=4
                )
            if before and here:
                self._stroke([before[0], here[0]], [before[1], here[1]], _DEEP, 1.25)
            self._text(x, peak - 8, _cut(bar.text, max(step * 1.6, 60)), align="center", over=True)
            before = here

    def _reach(self, x: float, low: float, floor: float, scale: float, bar: Bar) -> float:
        """Draw a range as a hatched post, and return its upper end."""
        half = _BAR / 2
        if bar.open:
            self._hatch(x - half, low - _BAR, x + half, low)
            self._stroke([x - half, x + half], [low, low], _DEEP, 0.75)
            return low - _BAR
        high = floor - (bar.high or 0.0) * scale
        self._hatch(x - half, high, x + half, low)
        self._box(x - half, high, x + half, low, filled=False)
        return high

    # -- parts ------------------------------------------------------------------------------

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = _TEXT,
        align: str = "left",
        bold: bool = False,
        over: bool = False,
    ) -> None:
        """Write a text; `over` ones have a white rim, since lines may pass behind them."""
        from matplotlib.patheffects import withStroke

        rim = [withStroke(linewidth=2, foreground="white")] if over else None
        self.axes.text(
            x,
            y,
            text,
            color=_QUIET if size == _SMALL else _INK,
            ha=align,
            va="center_baseline",
            fontproperties=_font(size, bold),
            parse_math=False,
            path_effects=rim,
            zorder=5,
        )

    def _stroke(self, xs: list[float], ys: list[float], color: str, width: float) -> None:
        order = 1 if color == _ROW else 3
        self.axes.plot(xs, ys, color=color, linewidth=width, solid_capstyle="butt", zorder=order)

    def _box(self, left: float, top: float, right: float, bottom: float, *, filled: bool) -> None:
        """Draw a solid box, or the outline of a hatched one, which lies within it."""
        from matplotlib.patches import Rectangle

        inset = 0.0 if filled else 0.375
        corner = (left + inset, top + inset)
        size = (max(right - left - 2 * inset, 0), bottom - top - 2 * inset)
        look = {"facecolor": _DEEP} if filled else {"fill": False, "edgecolor": _DEEP}
        self.axes.add_patch(
            Rectangle(corner, *size, linewidth=0 if filled else 0.75, zorder=2, **look)
        )

    def _hatch(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw lines at 45 degrees, each cut at the box: no pattern that a program may lack."""
        height, at = bottom - top, left - (bottom - top) + 2.0
        while at < right:
            start, end = max(at, left), min(at + height, right)
            if end > start:
                self._stroke([start, end], [bottom - (start - at), bottom - (end - at)], _DEEP, 0.6)
            at += 3.0


def _ticks(most: float) -> Iterator[int]:
    """Yield round figures from 0 up to at least `most`."""
    from matplotlib.ticker import MaxNLocator

    locator = MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10], integer=True)
    found = [round(tick) for tick in locator.tick_values(0, max(most, 1.0))]
    for tick in found:
        yield tick
        if tick >= most and tick > 0:
            return


def _font(size: float, bold: bool = False) -> Any:
    from matplotlib.font_manager import FontProperties

    file = _BOLD if bold else _FONT
    if file.is_file():  # the family alone may be an older release without the Kazakh letters
        return FontProperties(fname=str(file), size=size)
    return FontProperties(family=_families(), size=size, weight="bold" if bold else "normal")


def _width(text: str) -> float:
    """Return how wide a label is."""
    from matplotlib.textpath import TextPath

    if not text.strip():
        return 0.0
    plain = text.replace("$", r"\$")  # a bare one would begin a formula
    return float(TextPath((0, 0), plain, prop=_font(_TEXT)).get_extents().width)


def _cut(text: str, room: float) -> str:
    """Return a label, shortened where there is no room for it: its words stand below in full."""
    while len(text) > 1 and _width(text) > room:
        text = text[:-2].rstrip() + "…"
    return text
