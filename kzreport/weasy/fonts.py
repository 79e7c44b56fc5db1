"""Choose the fonts of the pages, the same on every machine that has them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from kzreport.errors import WriterError

# Where Liberation 2 lies, and the configuration for it: Debian 12 has it beside version 1, which
# lacks the Kazakh letters; Debian 13 and Ubuntu have it alone. Elsewhere (other distributions,
# macOS, Windows) the system's own configuration stays.
_FOLDERS = (
    (Path("/usr/share/fonts/truetype/liberation2"), "fonts-debian12.conf"),
    (Path("/usr/share/fonts/truetype/liberation"), "fonts.conf"),
)
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
    file = next((file for folder, file in _FOLDERS if folder.is_dir()), "")
    if _VARIABLE in os.environ or not file:
        yield
        return
    os.environ[_VARIABLE] = str(Path(__file__).with_name(file))
    try:
        yield
    finally:
        del os.environ[_VARIABLE]
