"""One private-use character stands for one thing a template printed, until the reader meets it.

Facts, citations and tables travel through Markdown this way, so that nothing in them can
be read as markup, cut in two or forged. Data and templates may not hold such characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_PLANES = (0xF0000, 0x100000)
_SIZE = 0xFFFE  # the last two of each plane are no characters

#: how many things one document may print through Markdown; rows of tables go around it
CAPACITY = len(_PLANES) * _SIZE

#: matches one slot character
SLOT = re.compile("[\U000f0000-\U000ffffd\U00100000-\U0010fffd]")

#: any private-use character, the ones of the Basic plane included
PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


def slot_character(index: int) -> str:
    """Return the character of slot `index`; raise `IndexError` past `CAPACITY`."""
    if not 0 <= index < CAPACITY:
        raise IndexError(index)
    plane, offset = divmod(index, _SIZE)
    return chr(_PLANES[plane] + offset)


def slot_index(character: str) -> int:
    """Return the slot that `character` stands for."""
    code = ord(character)
    plane = 0 if code < _PLANES[1] else 1
    return plane * _SIZE + code - _PLANES[plane]


@dataclass(frozen=True, slots=True)
class NoteSlot:
    """A footnote that names sources; the same `key` again calls the same note again."""

    key: str
    sources: tuple[str, ...]
    words: object


@dataclass(frozen=True, slots=True)
class SourceRefSlot:
    """The numbers of sources in the annex: `[2]`."""

    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourcesSlot:
    """The annex of sources: the reader knows which were cited, and where.

    `words` gives the entry of a source, `places` words the paragraphs, tables and
    figures that cite it.
    """

    words: Callable[[str], object]
    places: Callable[[tuple[int, ...], tuple[int, ...], tuple[int, ...]], str]


@dataclass(frozen=True, slots=True)
class RefSlot:
    """The number of a table or a paragraph, by its id."""

    target: str


@dataclass(frozen=True, slots=True)
class CellSlot:
    """A cell with more to say than its content."""

    content: object
    span: int = 1
    cls: str = ""


@dataclass(frozen=True, slots=True)
class TableSlot:
    """A ready-made table that goes around Markdown. `label` has a place `{number}`."""

    id: str
    label: str
    caption: object
    columns: tuple[tuple[object, float, str], ...]
    rows: tuple[tuple[tuple[object, ...], str], ...]
    notes: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class FigureSlot:
    """A picture of the tree and what is said of it; it goes around Markdown like a table.

    `sources` are the ids of those it rests on: the annex lists them.
    """

    id: str
    label: str
    picture: object
    alt: object
    caption: object = ""
    notes: tuple[tuple[str, object], ...] = ()
    sources: tuple[str, ...] = ()
