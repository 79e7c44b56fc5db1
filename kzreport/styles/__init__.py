"""Styles: a CSS file, and what it says in the words of Word."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kzreport.errors import Location, StyleError


@dataclass(frozen=True, slots=True)
class Style:
    """A stylesheet as read: its name, its text, and the folder its `url()`s may reach."""

    name: str
    css: str
    root: Path


def load_style(path: Path) -> Style:
    """Return the stylesheet at `path`. Raise `StyleError` when it cannot be read as UTF-8."""
    try:
        css = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise StyleError("the stylesheet cannot be read", Location(str(path))) from exc
    return Style(path.stem, css, path.parent)
