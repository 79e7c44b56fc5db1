"""Lay HTML out on pages and write them as PDF, through a WeasyPrint that stays warm.

Import this module only to render; it loads WeasyPrint, which needs Pango.
"""

from __future__ import annotations

import gc
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA, UA_COUNTER_STYLE, UA_STYLESHEET
from weasyprint.urls import FatalURLFetchingError

from kzreport.document import Variant
from kzreport.errors import KzReportError, Location, StyleError, WriterError
from kzreport.weasy.fetcher import ProjectFetcher
from kzreport.weasy.finish import finish, own_structure
from kzreport.weasy.fonts import font_configuration, missing_glyphs, new_font_configuration
from kzreport.weasy.tokens import resolve_tokens
from kzreport.weasy.where import find_anchors, find_blocks

_VARIANTS: dict[Variant, str | None] = {"archive": "pdf/a-3a", "plain": None, "ua": "pdf/ua-1"}

# What was seen to bring WeasyPrint down or to a halt lies far above these.
MOST_CHARACTERS = 20_000_000
LONGEST_WORD = 10_000
DEEPEST = 50
WIDEST_SPAN = 100

_COLOURS = "srgb"

log = logging.getLogger(__name__)

# One render at a time: Pango's font map and WeasyPrint's logger are shared by all threads.
_ONE_AT_A_TIME = threading.RLock()


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to carry inside the PDF; `created` must be given, else no two runs are equal."""

    name: str
    data: bytes
    description: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Pages:
    """Finished pages: how many, and on which of them (from 1) each id stands.

    `blocks` holds, for each number in `data-block`, the pages that a block lies on; each comes
    with the text there if they are several.
    """

    count: int
    anchors: dict[str, int]
    blocks: dict[int, list[tuple[int, str]]]
    _document: Any
    _fetcher: ProjectFetcher

    def pdf(self, variant: Variant = "archive", attachments: Sequence[Attached] = ()) -> bytes:
        """Return the pages as PDF. Raise `WriterError` for what cannot be shown as meant."""
        attached = [_attachment(each, self._fetcher) for each in attachments]
        with _watched(self._fetcher, WriterError), own_structure():
            _set_colours(self._document, variant)
            data: bytes = self._document.write_pdf(
                pdf_variant=_VARIANTS[variant],
                pdf_tags=variant != "plain",
                output_intent=False,
                attachments=attached,
                finisher=finish,
            )
        return data


def lay_out(html: str, css: str, root: Path, file: str = "") -> Pages:
    """Return `html` laid out on pages by the stylesheet `css`.

    `root` is the folder that URLs are relative to and may not leave; `file` names the
    stylesheet in errors. Raise `StyleError` for what is wrong in `css`, `WriterError` for
    anything else that would leave the pages other than meant, all problems at once.
    """
    if len(html) > MOST_CHARACTERS:
        raise WriterError(f"the document is longer than {MOST_CHARACTERS:,} characters")
    sheet = parse_sheet(css, root, file)
    fetcher = ProjectFetcher(root)
    with _watched(fetcher, WriterError):
        page = _Html(string=html, base_url=_base(root), url_fetcher=fetcher)
        _check_limits(page.etree_element)
        document = page.render(
            stylesheets=[sheet.css],
            font_config=sheet.fonts,
            counter_style=sheet.counters.copy(),
            color_profiles=dict(sheet.profiles),
        )
    return Pages(
        len(document.pages), find_anchors(document), find_blocks(document), document, fetcher
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A parsed stylesheet with what its rules declare beside the cascade."""

    css: Any
    fonts: Any
    counters: Any
    profiles: dict[str, Any]


@lru_cache(maxsize=8)
def parse_sheet(css: str, root: Path, file: str) -> Sheet:
    """Return `css` parsed; the same text is parsed once. Raise `StyleError` for what is wrong."""
    # A font of one style must not be seen by another, so it gets fonts of its own.
    fonts = new_font_configuration() if "@font-face" in css.lower() else font_configuration()
    counters = CounterStyle()
    profiles: dict[str, Any] = {}
    fetcher = ProjectFetcher(root)
    with _watched(fetcher, StyleError, file):
        parsed = CSS(
            string=resolve_tokens(css),
            base_url=_base(root),
            url_fetcher=fetcher,
            font_config=fonts,
            counter_style=counters,
            color_profiles=profiles,
        )
    return Sheet(parsed, fonts, counters, profiles)


# The name that cascade.py uses.
_sheet = parse_sheet


# --- WeasyPrint's own stylesheet ----------------------------------------------------------

# Rules of WeasyPrint's own stylesheet that begin with a pseudo-element make a style of their
# own for every element of the page: a quarter of the cascade's time in a long paper. Here
# they are bound to the elements that can have one.
_OWNERS = {
    "marker": "li",
    "footnote-call": ".fn",
    "footnote-marker": ".fn",
    "note-call": ".fn",
    "note-marker": ".fn",
    "note-callback": ".fn",
}


def _trimmed_defaults() -> Any:
    """Return WeasyPrint's stylesheet with cheap selectors, unchanged if it looks different."""
    text = UA
    for name, owner in _OWNERS.items():
        bare = f"\n::{name} "
        if text.count(bare) != 1:
            return UA_STYLESHEET
        text = text.replace(bare, f"\n{owner}::{name} ")
    return CSS(string=text, counter_style=UA_COUNTER_STYLE.copy())


_DEFAULTS = _trimmed_defaults()


class _Html(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return list(super()._ua_stylesheets(forms)) if forms else [_DEFAULTS]


# --- Watching -----------------------------------------------------------------------------

# The page is right all the same: a font was embedded in another way, a file closed twice.
_HARMLESS = ("Using fontTools instead of", "Unable to subset", "Error when closing stream")
_NO_GLYPH = ".notdef glyph rendered"
_PLACE = re.compile(r" at (\d+):(\d+)")


class _Ear(logging.Handler):
    """Keeps what WeasyPrint would only log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.unshown: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if line.startswith(_HARMLESS):
            log.debug("%s", line)
        elif line.startswith(_NO_GLYPH) and isinstance(record.args, tuple):
            self.unshown.append(str(record.args[0]))
        else:
            self.lines.append(line)


@contextmanager
def _watched(fetcher: ProjectFetcher, kind: type[KzReportError], file: str = "") -> Iterator[None]:
    """Raise, at the end, everything that was refused, logged or raised inside as one error."""
    ear, stopped = _Ear(), None
    with _ONE_AT_A_TIME, _heard(ear), _without_collector():
        try:
            yield
        except KzReportError:
            raise
        except (Exception, FatalURLFetchingError) as exc:
            stopped = exc
    problems: list[KzReportError] = [*fetcher.refused, *missing_glyphs(ear.unshown)]
    refused = [problem.message for problem in fetcher.refused]
    # A refusal is told once, by its own name, not again as "failed to load".
    lines = [line for line in ear.lines if not any(words in line for words in refused)]
    problems += [_told(kind, line, file) for line in lines]
    fetcher.refused.clear()
    if stopped is not None and not problems:
        reason = str(stopped) or type(stopped).__name__
        problems.append(kind(f"the pages cannot be made: {reason}"))
    if problems:
        whole = WriterError if refused else kind
        raise whole.all_of(problems) from stopped


def _told(kind: type[KzReportError], line: str, file: str) -> KzReportError:
    """Return a line of WeasyPrint's log as a problem, at its place in the stylesheet."""
    found = _PLACE.search(line) if file else None
    if found is None:
        return kind(line)
    words = line[: found.start()] + line[found.end() :]
    return kind(words, Location(file, int(found[1]), int(found[2])))


@contextmanager
def _heard(ear: _Ear) -> Iterator[None]:
    """Let `ear` hear WeasyPrint's log, even where the program around us has silenced it."""
    logger, silenced = logging.getLogger("weasyprint"), logging.root.manager.disable
    before = (logger.level, logger.propagate, logger.disabled)
    logger.addHandler(ear)
    logger.setLevel(logging.WARNING)
    logger.propagate = logger.disabled = False
    logging.disable(logging.NOTSET)
    try:
        yield
    finally:
        logging.disable(silenced)
        logger.removeHandler(ear)
        logger.setLevel(before[0])
        logger.propagate, logger.disabled = before[1:]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from walking the growing page tree over and over."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


# --- Helpers ------------------------------------------------------------------------------


def _check_limits(root: Any) -> None:
    """Raise `WriterError` when the page is built in a way that would not come to an end."""
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        if depth > DEEPEST:
            raise WriterError(f"elements are nested more than {DEEPEST} deep")
        for name in ("colspan", "rowspan", "span"):
            value = element.get(name, "1").strip()
            if not value.isdecimal() or int(value[:9]) > WIDEST_SPAN:
                raise WriterError(f"`{name}` of a table is `{value[:20]}`, at most {WIDEST_SPAN}")
        for text in (element.text, element.tail):
            if text and len(text) > LONGEST_WORD and _longest(text) > LONGEST_WORD:
                raise WriterError(f"a word is longer than {LONGEST_WORD:,} characters")
        stack.extend((child, depth + 1) for child in element)


def _longest(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _set_colours(document: Any, variant: Variant) -> None:
    """Give an archival `document` the colour profile of sRGB.

    WeasyPrint can do it, too, but leaves the file of the profile open.
    """
    document.color_profiles.pop(_COLOURS, None)
    document.output_intent = None
    if variant == "archive":
        with (files("weasyprint.pdf") / "sRGB2014.icc").open("rb") as file:
            profile = ColorProfile(file, _COLOURS, "relative-colorimetric", (["r"], ["g"], ["b"]))
        document.color_profiles[_COLOURS] = profile
        document.output_intent = _COLOURS


def _attachment(file: Attached, fetcher: ProjectFetcher) -> Any:
    return Attachment(
        string=file.data,
        name=file.name,
        description=file.description,
        created=file.created,
        modified=file.created,
        relationship="Data",
        url_fetcher=fetcher,
    )


def _base(root: Path) -> str:
    return f"{root.resolve().as_uri()}/"
