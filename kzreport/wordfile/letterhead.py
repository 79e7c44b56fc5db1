"""The Mission's own letterhead: what stands in its head and foot, and the styles it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kzreport.errors import Location, ProjectError
from kzreport.files import read_bytes
from kzreport.wordfile.package import R, Relation, W, WordPackage, field_codes, open_package
from kzreport.wordfile.theme import Theme, read_theme, without_theme

PREFIX = "LH"
"""Begins the id of every style that comes from a letterhead, so that it meets none of ours."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A letterhead as read: its name in messages, and its bytes, which were checked."""

    file: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in a head or foot: the root element, and what its relations lead to."""

    root: Any
    relations: Mapping[str, Relation]


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts of a letterhead that our papers use.

    `pieces` are heads and feet by (kind, pages): ("header", "first"). `styles` is its
    styles.xml with its theme's fonts and colours spelt out. Lengths are twips.
    """

    package: WordPackage
    pieces: Mapping[tuple[str, str], Piece]
    styles: Any
    theme: Theme
    sides: Mapping[str, int]


def load_letterhead(path: Path, shown: str) -> Letterhead:
    """Return the letterhead at `path`, called `shown`.

    Raise `ProjectError` with everything that is refused, and when it has neither head nor foot.
    """
    letterhead = Letterhead(shown, read_bytes(path, ProjectError))
    opened = open_letterhead(letterhead)
    if not any(_prints(piece) for piece in opened.pieces.values()):
        raise ProjectError(
            "the letterhead has nothing in its header and footer",
            Location(shown),
            "in Word: Insert, Header; cut the emblem and the name out of the text into it",
        )
    return letterhead


@lru_cache(maxsize=8)
def open_letterhead(letterhead: Letterhead) -> Opened:
    """Return the parts of `letterhead` that our papers use; it is opened once."""
    package = open_package(letterhead.data, letterhead.file)
    at = Location(letterhead.file)
    document = package.xml("word/document.xml")
    if document.tag != f"{W}document":
        raise ProjectError(
            "the file is in the Strict form of Word's format",
            at,
            "save it as Word Document, not as Strict Open XML Document",
        )
    section = next(document.iter(f"{W}sectPr"), None)
    theme = read_theme(package)
    pieces = {} if section is None else dict(_pieces(package, section, theme))
    problems = [
        problem for (kind, _), piece in pieces.items() for problem in _unfit(kind, piece, at)
    ]
    if problems:
        raise ProjectError.all_of(list({str(each): each for each in problems}.values()))
    styles = package.xml("word/styles.xml")
    if styles is not None:
        without_theme(styles, theme)
    return Opened(package, pieces, styles, theme, {} if section is None else _sides(section))


def says(letterhead: Letterhead, words: str) -> bool:
    """Return whether the head of the first page says `words`, however they are set."""
    piece = open_letterhead(letterhead).pieces.get(("header", "first"))
    return piece is not None and bool(words) and _bare(words) in _bare(_text(piece.root))


# --- Heads and feet -------------------------------------------------------------------------


def _pieces(
    package: WordPackage, section: Any, theme: Theme
) -> Iterator[tuple[tuple[str, str], Piece]]:
    """Yield the heads and feet of the first section; without a first page all pages are alike."""
    relations = package.relations("word/document.xml")
    other_first = section.find(f"{W}titlePg") is not None
    for kind in ("header", "footer"):
        named = {
            each.get(f"{W}type"): relations.get(each.get(f"{R}id"))
            for each in section.iter(f"{W}{kind}Reference")
        }
        for pages in ("first", "default"):
            relation = named.get(pages if other_first else "default")
            root = package.xml(relation.target) if relation else None
            if relation is not None and root is not None:
                without_theme(root, theme)
                yield (kind, pages), Piece(root, package.relations(relation.target))


_CHANGES = ("ins", "del", "moveFrom", "moveTo")
_KINDS = frozenset({"image", "hyperlink"})


def _unfit(kind: str, piece: Piece, at: Location) -> Iterator[ProjectError]:
    """Yield what cannot be carried over from a head or foot."""
    if next(piece.root.iter(*(f"{W}{name}" for name in _CHANGES)), None) is not None:
        yield ProjectError(
            f"the {kind} has tracked changes", at, "in Word: Review, Accept All Changes"
        )
    for relation in piece.relations.values():
        if relation.kind not in _KINDS:
            yield ProjectError(
                f"the {kind} holds a {relation.kind}, `{relation.target}`",
                at,
                "a head or foot may hold text, tables and pictures; paste it as a picture",
            )


def _prints(piece: Piece) -> bool:
    pictures = piece.root.iter(f"{W}drawing", f"{W}pict")
    return bool(_text(piece.root).strip()) or next(pictures, None) is not None


def _text(root: Any) -> str:
    """Return the words of a part; of a text box only the form that Word itself shows."""
    fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    return " ".join(
        each.text or ""
        for each in root.iter(f"{W}t")
        if next(each.iterancestors(fallback), None) is None
    )


def _bare(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()


def _sides(section: Any) -> dict[str, int]:
    """Return the margins of the page and the distances of head and foot."""
    margins = section.find(f"{W}pgMar")
    names = ("left", "right", "header", "footer")
    found = {} if margins is None else {name: margins.get(f"{W}{name}") for name in names}
    return {name: int(float(value)) for name, value in found.items() if value}


# --- Carrying over --------------------------------------------------------------------------

_DROPPED = (
    *("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "commentRangeStart"),
    *("commentRangeEnd", "commentReference", "footnoteReference", "endnoteReference", "numPr"),
    *("lastRenderedPageBreak", "dataBinding", "placeholder", "showingPlcHdr"),
    *("pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange"),
)
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_PAGE_WORDS = 12


def carried(piece: Piece) -> Any:
    """Return a copy of a head or foot without what belongs to the file it comes from.

    That is: bookmarks, comments, revision marks, bindings, lists; and a line that holds
    nothing but the number of the page, since our papers print their own.
    """
    root = deepcopy(piece.root)
    for tag in (*(f"{W}{name}" for name in _DROPPED), f"{_W15}dataBinding"):
        for element in list(root.iter(tag)):
            _remove(element)
    for element in list(root.iter(f"{W}sdtPr")):
        for ident in element.findall(f"{W}id"):
            element.remove(ident)
    for element in root.iter():
        for name in list(element.attrib):
            if name.startswith(f"{W}rsid") or name in (f"{_W14}paraId", f"{_W14}textId"):
                del element.attrib[name]
    for block in list(root):
        if isinstance(block.tag, str) and _is_page_number(block):
            root.remove(block)
    return root


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _is_page_number(block: Any) -> bool:
    """Return whether a block prints the page's number and hardly a word beside it."""
    if not any(code.split()[:1] == ["PAGE"] for code in field_codes(block)):
        return False
    return len(re.sub(r"[\W\d]", "", _text(block))) <= _PAGE_WORDS
