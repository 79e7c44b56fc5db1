"""Ask WeasyPrint's cascade what a stylesheet says, and answer in plain values.

Lengths are points, colours six hexadecimal digits, sides are logical (start and end), so
that a caller needs to know neither WeasyPrint nor the direction of the script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kzreport.errors import Location, StyleError

BOXES = ("top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right")
"""The margin boxes that are looked at: the head and the foot of a page."""


class Sides(NamedTuple):
    """Lengths in points; start is the left side in a script that runs from left to right."""

    top: float
    end: float
    bottom: float
    start: float


class Border(NamedTuple):
    """A line; `width` is 0 where there is none."""

    width: float = 0
    style: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What the cascade says of one element.

    `raised` is the distance of the base line over its usual place, `underline` a line's style,
    `marker` what stands before the first item of a list, `page` the name of the page type;
    `fill` is "" for no colour.
    """

    family: tuple[str, ...]
    size: float
    line: float
    bold: bool
    italic: bool
    caps: bool
    color: str
    fill: str
    underline: str
    raised: float
    align: str
    indent: float
    width: float
    margin: Sides
    padding: Sides
    border: tuple[Border, Border, Border, Border]
    keep_next: bool
    keep_together: bool
    marker: str
    page: str


@dataclass(frozen=True, slots=True)
class MarginBox:
    """A margin box: the parts of its content as (kind, name), and its look.

    A kind is `string` (a running string), `counter` (page, pages), `element` or `text`.
    """

    content: tuple[tuple[str, str], ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Page:
    """A page type, in points; `boxes` holds the margin boxes that print something."""

    width: float
    height: float
    margin: Sides
    boxes: Mapping[str, MarginBox]
    footnotes: Look


@dataclass(frozen=True, slots=True)
class Cascade:
    """The answers: looks by probe; pages by the name of the layout, first and later ones."""

    looks: Mapping[str, Look]
    first: Mapping[str, Page]
    later: Mapping[str, Page]


def read_cascade(
    css: str,
    root: Path,
    probes: Iterable[str],
    layouts: Iterable[str] = ("portrait",),
    *,
    lang: str = "en",
    rtl: bool = False,
    file: str = "",
) -> Cascade:
    """Return what `css` says of each of `probes`, and of the pages of `layouts`.

    A probe is a path such as `div.box > p.boxhead`, `tr.total > td:last-child`,
    `table + p.tablenote` or `p.num::before`. It starts at the root when its first step is
    `html`, else in a body of class `portrait`; its last element has neighbours of its kind
    unless it is said to be the first or last child. `root` is the folder that URLs may reach,
    `file` the stylesheet's name in errors. Raise `StyleError` when it cannot be read.
    """
    try:
        return _Probe(css, root, lang, rtl, file).answer(tuple(probes), tuple(layouts))
    except OSError as exc:
        raise StyleError(
            "reading a style needs the Pango library, which is not installed here",
            Location(file) if file else None,
            hint="install Pango (WeasyPrint's documentation says how)",
        ) from exc


_STEP = re.compile(r"([a-z][a-z0-9]*)((?:\.[\w-]+)*)(:first-child|:last-child)?")
_PX = 0.75  # a CSS pixel in points


class _Probe:
    """A tree with one element for each question, and WeasyPrint's styles of it.

    The tree may hold what no page can, several bodies and a draft beside a fair copy: only
    selectors look at it.
    """

    def __init__(self, css: str, root: Path, lang: str, rtl: bool, file: str) -> None:
        from weasyprint import HTML

        from kzreport.weasy.engine import parse_sheet

        self._parsed = parse_sheet(css, root, file)
        direction = "rtl" if rtl else "ltr"
        self._html = HTML(string=f'<!doctype html><html lang="{lang}" dir="{direction}"></html>')
        self._root: Any = self._html.etree_element
        self._rtl = rtl
        self._styles: Any = None

    def answer(self, probes: tuple[str, ...], layouts: tuple[str, ...]) -> Cascade:
        places = {probe: self._plant(probe) for probe in probes}
        bodies = {layout: self._plant(f"html > body.{layout}") for layout in layouts}
        self._cascade()
        looks = {probe: self._look(*place) for probe, place in places.items()}
        names = {layout: self._look(*place).page for layout, place in bodies.items()}
        first = {layout: self._page(name, 0) for layout, name in names.items()}
        later = {layout: self._page(name, 1) for layout, name in names.items()}
        return Cascade(looks, first, later)

    # --- The tree -------------------------------------------------------------------------

    def _plant(self, probe: str) -> tuple[Any, str | None]:
        """Return the element that `probe` asks for, put into the tree, and its pseudo-element."""
        path, _, pseudo = probe.partition("::")
        steps = path.split(" > ")
        at = self._root
        steps = steps[1:] if steps[0] == "html" else ["body.portrait", *steps]
        for number, step in enumerate(steps, 1):
            *before, own = step.split(" + ")
            for each in before:
                self._grow(at, each)
            at = self._grow(at, own, alone=number < len(steps) or bool(before))
        return at, pseudo or None

    def _grow(self, parent: Any, step: str, *, alone: bool = True) -> Any:
        from xml.etree.ElementTree import SubElement

        found = _STEP.fullmatch(step)
        if found is None:
            raise ValueError(f"no probe: {step!r}")
        tag, classes, place = found[1], found[2].replace(".", " ").strip(), found[3]
        if not alone and place != ":first-child":
            SubElement(parent, tag)
        element = SubElement(parent, tag, {"class": classes} if classes else {})
        if not alone and place != ":last-child":
            SubElement(parent, tag)
        return element

    # --- The cascade ----------------------------------------------------------------------

    def _cascade(self) -> None:
        from weasyprint.css import get_all_computed_styles
        from weasyprint.css.targets import TargetCollector

        self._counters = self._parsed.counters.copy()
        self._styles = get_all_computed_styles(
            self._html,
            user_stylesheets=[self._parsed.css],
            font_config=self._parsed.fonts,
            counter_style=self._counters,
            color_profiles=dict(self._parsed.profiles),
            page_rules=[],
            layers=[],
            target_collector=TargetCollector(),
        )

    def _look(self, element: Any, pseudo: str | None = None) -> Look:
        style = self._styles(element, pseudo)
        if style is None:  # a pseudo-element that no rule speaks of looks like its element
            style = self._styles(element)
        marker = ""
        if element.tag == "li":
            marker = self._counters.render_marker(style["list_style_type"], 1)
        return _plain_look(style, self._rtl, marker)

    def _page(self, name: str, index: int) -> Page:
        from weasyprint.layout.page import PageType

        kind = PageType("right", False, name, index, ())
        self._styles.add_page_declarations(kind)
        self._styles.set_computed_styles(kind, root=self._root, parent=self._root)
        style = self._styles(kind)
        width, height = (round(each * _PX, 3) for each in style["size"])
        boxes = {}
        for box in BOXES:
            look, content = self._margin_box(kind, f"@{box}")
            if content:
                boxes[box] = MarginBox(content, look)
        footnotes, _ = self._margin_box(kind, "@footnote")
        return Page(width, height, _sides(style, "margin", self._rtl), boxes, footnotes)

    def _margin_box(self, kind: Any, name: str) -> tuple[Look, tuple[tuple[str, str], ...]]:
        if (kind, name) in self._styles.get_cascaded_styles():
            self._styles.set_computed_styles(kind, pseudo_type=name, root=self._root, parent=kind)
        style = self._styles(kind, name)
        if style is None:
            style = self._styles(kind)
        content = style["content"]
        # The words `none`, `normal` and `inhibit` mean that nothing is printed.
        parts = () if isinstance(content, str) else tuple(map(_content, content))
        return _plain_look(style, self._rtl, ""), parts


# --- Plain values -------------------------------------------------------------------------


def _plain_look(style: Any, rtl: bool, marker: str) -> Look:
    size = _points(style["font_size"])
    color = _color(style["color"])
    lines = style["text_decoration_line"]
    return Look(
        family=tuple(style["font_family"]),
        size=size,
        line=_line(style["line_height"], size),
        bold=style["font_weight"] >= 600,
        italic=style["font_style"] != "normal",
        caps=style["text_transform"] == "uppercase",
        color=color,
        fill=_color(style["background_color"]),
        underline=style["text_decoration_style"] if "underline" in lines else "",
        raised=_raised(style["vertical_align"], size),
        align=_align(style["text_align_all"], rtl),
        indent=_points(style["text_indent"]),
        width=_points(style["width"]),
        margin=_sides(style, "margin", rtl),
        padding=_sides(style, "padding", rtl),
        border=_borders(style, color, rtl),
        keep_next=style["break_after"] in ("avoid", "avoid-page"),
        keep_together=style["break_inside"] in ("avoid", "avoid-page"),
        marker=marker,
        page=style["page"] if style["page"] != "auto" else "",
    )


def _points(value: Any) -> float:
    """Return a length in points; words such as `auto`, and percentages, are 0."""
    if getattr(value, "unit", "px") != "px":
        return 0
    number = getattr(value, "value", value)
    return round(number * _PX, 3) if isinstance(number, (int, float)) else 0


def _line(value: Any, size: float) -> float:
    if getattr(value, "unit", "") == "px":
        return _points(value)
    return round(size * (value if isinstance(value, (int, float)) else 1.2), 3)


def _raised(value: Any, size: float) -> float:
    shares = {"super": 1 / 3, "sub": -1 / 5}
    return round(size * shares[value], 3) if value in shares else _points(value)


def _align(value: str, rtl: bool) -> str:
    sides = {"left": "end" if rtl else "start", "right": "start" if rtl else "end"}
    return sides.get(value, value)


def _color(value: Any) -> str:
    """Return six digits, "" for what cannot be seen."""
    if not hasattr(value, "coordinates") or value.alpha == 0:
        return ""
    return "".join(f"{round(part * 255):02X}" for part in value.to("srgb").coordinates)


def _sides(style: Any, kind: str, rtl: bool) -> Sides:
    order = ("top", "left", "bottom", "right") if rtl else ("top", "right", "bottom", "left")
    return Sides(*(_points(style[f"{kind}_{side}"]) for side in order))


def _borders(style: Any, color: str, rtl: bool) -> tuple[Border, Border, Border, Border]:
    order = ("top", "left", "bottom", "right") if rtl else ("top", "right", "bottom", "left")
    top, end, bottom, start = (_border(style, side, color) for side in order)
    return (top, end, bottom, start)


def _border(style: Any, side: str, color: str) -> Border:
    drawn = style[f"border_{side}_style"]
    width = _points(style[f"border_{side}_width"])
    if drawn in ("none", "hidden") or not width:
        return Border()
    return Border(width, drawn, _color(style[f"border_{side}_color"]) or color)


def _content(part: Any) -> tuple[str, str]:
    kind, value = part
    if kind == "string":
        return "text", value
    return kind.removesuffix("()"), value[0] if isinstance(value, tuple) else str(value)
