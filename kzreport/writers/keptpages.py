"""Keep on which page everything stands, so that a Word file alone need not lay the pages out."""

from __future__ import annotations

import hashlib
import os
import re
from importlib.metadata import version
from pathlib import Path

from kzreport.document import Document
from kzreport.errors import KzReportError
from kzreport.files import put_private, read_private
from kzreport.styles import Style
from kzreport.writers.places import FORMAT, PageMap

MOST = 200
"""More maps than this are not kept; the oldest go."""

_OTHER_FILES = re.compile(r"""@import|url\(\s*["']?(?!["']?data:)""", re.IGNORECASE)
_FONTS = Path("/usr/share/fonts")


def load_pages(document: Document, style: Style, cache: Path) -> PageMap | None:
    """Return the pages of `document` as an earlier layout found them; `None` if none is kept."""
    file = _file(document, style, cache)
    kept = read_private(file) if file else None
    try:
        return PageMap.from_json(kept.decode("utf-8")) if kept is not None else None
    except ValueError:
        return None


def keep_pages(pages: PageMap, document: Document, style: Style, cache: Path) -> None:
    """Keep `pages` for the next time; a folder that cannot be written costs time, nothing else."""
    file = _file(document, style, cache)
    if file is None:
        return
    try:
        put_private(file, pages.to_json().encode())
        kept = sorted(file.parent.glob("pages-*.json"), key=lambda each: each.stat().st_mtime)
        for old in kept[:-MOST]:
            old.unlink(missing_ok=True)
    except (KzReportError, OSError):
        return


def _file(document: Document, style: Style, cache: Path) -> Path | None:
    """Return where the pages of `document` are kept; its name holds all that moves a line.

    `None` for a style that draws on other files, which may change without a word.
    """
    if _OTHER_FILES.search(style.css):
        return None
    parts = (
        *(str(FORMAT), version("kzreport"), version("weasyprint"), style.css),
        *(os.environ.get("FONTCONFIG_FILE", ""), *_fonts(), repr(document)),
    )
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return cache / f"pages-{digest}.json"


def _fonts() -> list[str]:
    """Return the folders of the system's fonts with their times: a font added is seen there."""
    if not _FONTS.is_dir():
        return []
    folders = [_FONTS, *(each for each in _FONTS.rglob("*") if each.is_dir())]
    return sorted(f"{each} {each.stat().st_mtime_ns}" for each in folders)
