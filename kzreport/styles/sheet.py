"""What one stylesheet says, in the plain values that Word needs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kzreport.errors import KzReportError
from kzreport.files import put_private, read_private
from kzreport.styles import Style
from kzreport.styles.catalogue import (
    CHARACTER_STYLES,
    DEPTHS,
    LAYOUTS,
    PARAGRAPH_STYLES,
    ROWS,
    list_path,
)
from kzreport.weasy.cascade import Border, Cascade, Look, MarginBox, Page, Sides, read_cascade

FORMAT = 2
"""The form of the stored values; a file of another form is not read."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

# Boxes that Word does not have: their spaces are added to those of the paragraphs inside.
BOXES = frozenset({"ul", "ol", "li", "dl", "dd", "blockquote"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """The values of a stylesheet for documents of one direction.

    `looks` answers for a probe; `first` and `later` are the pages of each layout.
    """

    rtl: bool
    looks: Mapping[str, Look]
    first: Mapping[str, Page]
    later: Mapping[str, Page]

    def block_width(self, layout: str) -> float:
        """Return the width of the text block in points."""
        page = self.later[layout]
        return page.width - page.margin.start - page.margin.end


def is_rtl(lang: str) -> bool:
    """Return whether the script of `lang` runs from right to left."""
    return lang.split("-")[0].lower() in _RIGHT_TO_LEFT


def read_sheet(style: Style, lang: str = "en", cache: Path | None = None) -> Sheet:
    """Return the values of `style` for documents in `lang`.

    They are kept in the process and, when `cache` names a folder, there too: reading a stored
    style needs neither WeasyPrint nor Pango. A stored file that cannot be used is made anew.
    Raise `StyleError` when the stylesheet cannot be read.
    """
    return _read(style, lang.split("-")[0].lower(), cache)


def to_json(sheet: Sheet) -> str:
    """Return `sheet` as JSON, the same text for the same values."""
    return json.dumps({"format": FORMAT, **asdict(sheet)}, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Sheet:
    """Return the sheet that `to_json` wrote. Raise `ValueError` when it is none."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']!r}")
        return Sheet(
            data["rtl"],
            {probe: _look(values) for probe, values in data["looks"].items()},
            {layout: _page(values) for layout, values in data["first"].items()},
            {layout: _page(values) for layout, values in data["later"].items()},
        )
    except (KeyError, TypeError, AttributeError) as exc:
        raise ValueError("no stored style") from exc


@lru_cache(maxsize=32)
def _read(style: Style, lang: str, cache: Path | None) -> Sheet:
    # What another stylesheet says is not in the key.
    keeps = cache is not None and "@import" not in style.css.lower()
    stored = cache / f"style-{_key(style, lang)}.json" if cache and keeps else None
    kept = read_private(stored) if stored else None
    if kept is not None:
        try:
            return from_json(kept.decode("utf-8"))
        except ValueError:
            pass  # an older form, or a damaged file: read the style again
    rtl = is_rtl(lang)
    file = str(style.root / f"{style.name}.css")
    answers = read_cascade(style.css, style.root, _probes(), LAYOUTS, lang=lang, rtl=rtl, file=file)
    sheet = _sheet(answers, rtl)
    if stored:
        _store(stored, sheet)
    return sheet


def _sheet(answers: Cascade, rtl: bool) -> Sheet:
    return Sheet(rtl, answers.looks, answers.first, answers.later)


def _key(style: Style, lang: str) -> str:
    asked = "\n".join(_probes())
    return hashlib.sha256(f"{FORMAT}\0{asked}\0{lang}\0{style.css}".encode()).hexdigest()


def _store(path: Path, sheet: Sheet) -> None:
    try:
        put_private(path, to_json(sheet).encode())
    except KzReportError:
        return  # a folder that cannot be written costs time, not the document


# --- Questions ----------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _probes() -> tuple[str, ...]:
    """Return everything that is asked of a stylesheet."""
    asked: dict[str, None] = {}
    for style in (*PARAGRAPH_STYLES, *CHARACTER_STYLES):
        for probe in (style.probe, style.marker, style.opens, style.closes):
            if probe:
                asked.update(dict.fromkeys([*boxes_around(probe), probe]))
    asked.update(dict.fromkeys(_more_probes()))
    return tuple(asked)


def boxes_around(probe: str) -> Iterator[str]:
    """Yield the probes of the boxes round the element that `probe` asks for, outermost first."""
    steps = probe.split(" > ")
    for number, step in enumerate(steps[:-1], 1):
        if step.split(".")[0] in BOXES:
            yield " > ".join(steps[:number])


def cell_probe(row: str, cls: str, *, last: bool = False) -> str:
    """Return the probe of a cell in a row of class `row`; "head" is the head of a table."""
    path = "table > thead > tr > th" if row == "head" else f"table > tbody > tr{_dot(row)} > td"
    return f"{path}{_dot(cls)}{':last-child' if last else ''}"


def _dot(cls: str) -> str:
    return f".{cls}" if cls else ""


def _more_probes() -> Iterator[str]:
    """Yield what belongs to no paragraph: tables and their cells, the box, deep lists, drafts."""
    yield from ("table", "table + p.tablenote", "div.box", "div.box > ol", "div.box > ul")
    yield from ("div.figures > table", "div.figures > table > tbody > tr > td.gap")
    for row in ("", *ROWS):
        yield cell_probe(row, "").rsplit(" > ", 1)[0]
        for cls in ("", "n", "m", "under"):
            yield from (cell_probe(row, cls, last=last) for last in (False, True))
    yield "table > thead > tr"
    for cls in ("", "n", "m"):
        yield from (cell_probe("head", cls, last=last) for last in (False, True))
    for body in ("", "html > body.plain > "):
        for table in ("table.masthead", "table.masthead.slim"):
            yield f"{body}{table}"
            yield from (f"{body}{table} > tbody > tr > td.{cls}" for cls in ("bar", "who", "data"))
    for tag in ("ul", "ol"):
        for depth in DEPTHS:
            path = list_path(tag, depth)
            yield from (path.removesuffix(" > li"), path, f"{path}::marker")
    yield from ("ul > li > ol > li", "div.box > ol > li::marker", "div.box > ul > li::marker")
    for status in ("expected", "overdue", "unverified", "disputed"):
        yield f"html > html.draft > body > p > span.{status}"


# --- Stored values ------------------------------------------------------------------------


def _look(values: dict[str, Any]) -> Look:
    top, end, bottom, start = (Border(*each) for each in values["border"])
    changed = {
        "family": tuple(values["family"]),
        "margin": Sides(*values["margin"]),
        "padding": Sides(*values["padding"]),
        "border": (top, end, bottom, start),
    }
    return Look(**{**values, **changed})


def _page(values: dict[str, Any]) -> Page:
    boxes = {
        name: MarginBox(tuple((kind, word) for kind, word in box["content"]), _look(box["look"]))
        for name, box in values["boxes"].items()
    }
    changed = {
        "margin": Sides(*values["margin"]),
        "boxes": boxes,
        "footnotes": _look(values["footnotes"]),
    }
    return Page(**{**values, **changed})
