"""Choose the fonts of the pages, the same on every machine that has them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from kzreport.errors import WriterError

# Debian's `fonts-liberation` of release 12 is version 1 and lacks the Kazakh letters, so the
# folder of version 2 decides. Where it is missing (other distributions, macOS, Windows) the
# system's own configuration stays.
_LIBERATION = Path("/usr/share/fonts/truetype/liberation2")
_CONFIGURATION = Path(__file__).with_name("fonts.conf")
_VARIABLE = "FONTCONFIG_FILE"


@cache
def font_configuration() -> Any:
    """Return WeasyPrint's fonts, one object for the process: reading them takes longest."""
    return new_font_configuration()


def new_font_configuration() -> Any:
    """Return a fresh set of fonts, for a style that brings its own by `@font-face`."""
    from weasyprint.text.fonts import FontConfiguration

    with _house_fonts():
        return FontConfiguration()


class MissingGlyph(WriterError):
    """No font can show a character."""

    def __init__(self, character: str, where: str = "") -> None:
        self.character = character
        super().__init__(
            f"no font has the character `{character}` (U+{ord(character):04X}){where}",
            hint="install a font with it (Debian: fonts-noto-core, fonts-noto-cjk), or replace it",
        )


def missing_glyphs(characters: Iterable[str]) -> list[MissingGlyph]:
    """Return one problem for each of `characters`, which no font could show."""
    return [MissingGlyph(character) for character in sorted(set(characters))]


@contextmanager
def _house_fonts() -> Iterator[None]:
    """Show Fontconfig our file while it reads its configuration, unless the user named one.

    The variable goes again afterwards: other programs started from here are not ours.
    """
    if _VARIABLE in os.environ or not _LIBERATION.is_dir():
        yield
        return
    os.environ[_VARIABLE] = str(_CONFIGURATION)
    try:
        yield
    finally:
        del os.environ[_VARIABLE]
