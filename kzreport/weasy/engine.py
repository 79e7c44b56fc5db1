"""Lay HTML out on pages and write them as PDF, through a WeasyPrint that stays warm.

Import this module only to render; it loads WeasyPrint, which needs Pango.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import CSS, Attachment
from weasyprint.css import ColorProfile
from weasyprint.css.counters import CounterStyle

from kzreport.document import Variant
from kzreport.errors import StyleError, WriterError
from kzreport.weasy.fetcher import ProjectFetcher
from kzreport.weasy.finish import finish, own_structure
from kzreport.weasy.fonts import font_configuration, new_font_configuration
from kzreport.weasy.limits import check_length, check_limits
from kzreport.weasy.notes import whole_notes
from kzreport.weasy.quick import QuickHtml, quick_backgrounds
from kzreport.weasy.tokens import resolve_tokens
from kzreport.weasy.watch import watched
from kzreport.weasy.where import find_anchors, find_blocks

_VARIANTS: dict[Variant, str | None] = {"archive": "pdf/a-3a", "plain": None, "ua": "pdf/ua-1"}

_COLOURS = "srgb"


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
        with watched(self._fetcher, WriterError), own_structure():
            _set_colours(self._document, variant)
            data: bytes = self._document.write_pdf(
                pdf_variant=_VARIANTS[variant],
                pdf_tags=variant != "plain",
                output_intent=False,
                attachments=attached,
                finisher=finish,
            )
        return data


def lay_out(page: str | Element, css: str, root: Path, file: str = "") -> Pages:
    """Return a page of HTML, or its parsed root, laid out by the stylesheet `css`.

    `root` is the folder that URLs are relative to and may not leave; `file` names the
    stylesheet in errors. Raise `StyleError` for what is wrong in `css`, `WriterError` for
    anything else that would leave the pages other than meant, all problems at once.
    """
    if isinstance(page, str):
        check_length(len(page))
    sheet = parse_sheet(css, root, file)
    fetcher = ProjectFetcher(root)
    with watched(fetcher, WriterError), quick_backgrounds(), whole_notes():
        html = QuickHtml(page, _base(root), fetcher)
        check_limits(html.etree_element)
        document = html.render(
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
    with watched(fetcher, StyleError, file):
        parsed = CSS(
            string=resolve_tokens(css),
            base_url=_base(root),
            url_fetcher=fetcher,
            font_config=fonts,
            counter_style=counters,
            color_profiles=profiles,
        )
    return Sheet(parsed, fonts, counters, profiles)


# --- Helpers ------------------------------------------------------------------------------


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
