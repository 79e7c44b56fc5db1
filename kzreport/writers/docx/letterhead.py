"""Put our papers on the Mission's own letterhead: its head and foot, its emblem, its styles."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from kzreport.document import Document, Masthead, plain_text, transform
from kzreport.weasy.cascade import Page
from kzreport.wordfile.letterhead import Letterhead, Piece, carried, open_letterhead, says
from kzreport.wordfile.package import R, W
from kzreport.wordfile.styles import Carried, carried_styles, fill, own_looks, put
from kzreport.writers.docx.margins import Margin
from kzreport.writers.docx.package import NAMESPACES

CLOSE = "LetterheadClose"
"""The style of the line between the letterhead and the text."""

_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PICTURES = 60_000  # far above the pictures of the text, which are counted from 1
_TYPES = {
    "bmp": "image/bmp",
    "emf": "image/x-emf",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "wmf": "image/x-wmf",
}


@dataclass(frozen=True, slots=True)
class MarginPart:
    """A finished head or foot: its XML, its relations as (id, kind, target, external), files."""

    xml: str
    relations: tuple[tuple[str, str, str, bool], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def types(self) -> dict[str, str]:
        """The media types of its files, by the ending of a name."""
        endings = {name.rpartition(".")[2] for name in self.files}
        return {ending: _TYPES[ending] for ending in sorted(endings)}


def without_name(document: Document, letterhead: Letterhead) -> Document:
    """Return `document` without the Mission's name above its title, if the letterhead has it."""

    def change(node: Any) -> Any:
        if isinstance(node, Masthead):
            name = " ".join(plain_text(line) for line in node.name)
            return replace(node, name=()) if says(letterhead, name) else node
        return node

    return transform(document, change)


def margin_part(margin: Margin, letterhead: Letterhead | None, page: Page) -> MarginPart:
    """Return the part of `margin`: the letterhead's lines stand outside, ours next to the text."""
    tag = "hdr" if margin.kind == "header" else "ftr"
    ours = f"<w:{tag} {NAMESPACES}>{margin.xml}</w:{tag}>"
    opened = open_letterhead(letterhead) if letterhead else None
    piece = opened.pieces.get((margin.kind, margin.pages)) if opened else None
    if letterhead is None or opened is None or piece is None:
        return MarginPart(ours)
    root = carried(piece)
    styles = carried_styles(letterhead)
    _rename(root, styles)
    _shift(root, styles, _shifts(opened.sides, page))
    for number, picture in enumerate(root.iter(f"{_DRAWING}docPr"), _PICTURES):
        picture.set("id", str(number + _offset(margin)))
    return _joined(root, ours, margin.kind, piece, opened.package.parts)


def _joined(
    root: Any, ours: str, kind: str, piece: Piece, parts: Mapping[str, bytes]
) -> MarginPart:
    """Return a part that holds both; its root declares the prefixes of both."""
    from lxml import etree

    own = etree.fromstring(ours)
    nsmap = {**own.nsmap, **root.nsmap}
    whole = etree.Element(root.tag, nsmap=nsmap)
    if root.get(_IGNORABLE):
        whole.set(_IGNORABLE, root.get(_IGNORABLE))
    blocks = [list(root), list(own)]
    for block in blocks if kind == "header" else reversed(blocks):
        whole.extend(block)
    used = {
        value for each in whole.iter() for name, value in each.attrib.items() if name.startswith(R)
    }
    relations, files = [], {}
    for key, relation in piece.relations.items():
        if key not in used:
            continue
        target = relation.target
        if not relation.external:
            name = f"letterhead-{posixpath.basename(target)}"
            files[name] = parts[target]
            target = f"media/{name}"
        relations.append((key, relation.kind, target, relation.external))
    return MarginPart(etree.tostring(whole, encoding="unicode"), tuple(relations), files)


def _offset(margin: Margin) -> int:
    """Return where the pictures of a part begin to count: no two of a file share a number."""
    return sum(ord(letter) for letter in margin.name) * 100


# --- Styles ---------------------------------------------------------------------------------


def restyled(styles: str, letterhead: Letterhead) -> str:
    """Return our `word/styles.xml` in the looks that the letterhead has of its own.

    A style of the same name (they are English in every Word) takes its letters, spaces and
    lines; what makes a heading a heading, and a list a list, stays. The letters of its Normal
    are those of our text.
    """
    from lxml import etree

    root = etree.fromstring(styles)
    looks = own_looks(letterhead)
    _take_letters(root, looks.get("normal", {}).get("rPr", []))
    for style in root.iter(f"{W}style"):
        name = (style.find(f"{W}name").get(f"{W}val") or "").casefold()
        if name in looks and name not in ("normal", "header", "footer", "default paragraph font"):
            for kind, properties in looks[name].items():
                _take(style, kind, properties)
    root.extend(deepcopy(each) for each in carried_styles(letterhead).elements)
    root.append(
        etree.fromstring(
            f'<w:style xmlns:w="{W[1:-1]}" w:type="paragraph" w:customStyle="1" '
            f'w:styleId="{CLOSE}"><w:name w:val="Letterhead Close"/><w:basedOn w:val="Normal"/>'
            '<w:pPr><w:spacing w:before="0" w:after="200" w:line="20" w:lineRule="exact"/></w:pPr>'
            '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:style>'
        )
    )
    restated: str = etree.tostring(root, encoding="unicode")
    return restated


def faces_of(styles: str, faces: Mapping[str, tuple[bool, bool]]) -> dict[str, tuple[bool, bool]]:
    """Return whether each paragraph style is bold and italic, as `styles` has it now."""
    from lxml import etree

    found = dict(faces)
    for style in etree.fromstring(styles).iter(f"{W}style"):
        ident = style.get(f"{W}styleId")
        if ident in found:
            bold, italic = (_toggle(style, name) for name in ("b", "i"))
            known = found[ident]
            found[ident] = (
                known[0] if bold is None else bold,
                known[1] if italic is None else italic,
            )
    return found


def _toggle(style: Any, name: str) -> bool | None:
    found = style.find(f"{W}rPr/{W}{name}")
    return None if found is None else found.get(f"{W}val") not in ("0", "false", "off")


_LETTERS = ("rFonts", "color", "sz", "szCs")


def _take_letters(root: Any, properties: list[Any]) -> None:
    group = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    stated = {each.tag: each for each in group}
    wanted = [each for each in properties if each.tag.removeprefix(W) in _LETTERS]
    stated.update({each.tag: deepcopy(each) for each in wanted})
    fill(group, stated.values())


def _take(style: Any, kind: str, properties: list[Any]) -> None:
    if not properties:
        return
    group = style.find(f"{W}{kind}")
    if group is None:
        group = style.makeelement(f"{W}{kind}")
        others = style.find(f"{W}rPr") if kind == "pPr" else None
        style.append(group) if others is None else others.addprevious(group)
    stated = {each.tag: each for each in group}
    in_list = f"{W}numPr" in stated or (style.get(f"{W}styleId") or "").startswith("TOC")
    for each in properties:
        if not (in_list and each.tag == f"{W}ind"):
            stated[each.tag] = deepcopy(each)
    fill(group, stated.values())


# --- Heads and feet -------------------------------------------------------------------------


def _rename(root: Any, styles: Carried) -> None:
    """Give every paragraph, run and table the style that came with the letterhead."""
    for paragraph in root.iter(f"{W}p"):
        properties = _first(paragraph, "pPr")
        if properties.find(f"{W}pStyle") is None:
            style = properties.makeelement(f"{W}pStyle")
            style.set(f"{W}val", "")
            properties.insert(0, style)
    for table in root.iter(f"{W}tblPr"):
        if table.find(f"{W}tblStyle") is None:
            table.insert(0, table.makeelement(f"{W}tblStyle", {f"{W}val": ""}))
    defaults = {f"{W}pStyle": styles.paragraph, f"{W}tblStyle": styles.table}
    for each in list(root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")):
        new = styles.ids.get(each.get(f"{W}val") or "", defaults.get(each.tag))
        if new is None:
            each.getparent().remove(each)
        else:
            each.set(f"{W}val", new)


def _first(element: Any, name: str) -> Any:
    """Return the first child of a name, made where there is none."""
    found = element.find(f"{W}{name}")
    if found is None:
        found = element.makeelement(f"{W}{name}")
        element.insert(0, found)
    return found


def _shifts(sides: Mapping[str, int], page: Page) -> tuple[int, int]:
    """Return how much farther in than ours the letterhead's lines begin and end, in twips."""
    ours = {"left": round(page.margin.start * 20), "right": round(page.margin.end * 20)}
    left, right = (sides.get(name, value) - value for name, value in ours.items())
    return left, right


def _shift(root: Any, styles: Carried, by: tuple[int, int]) -> None:
    """Keep the lines where they stand on the letterhead's page, whose margins are others."""
    left, right = by
    if abs(left) < _UNSEEN and abs(right) < _UNSEEN:
        return
    for block in _outer_blocks(root):
        if block.tag == f"{W}tbl":
            properties = block.find(f"{W}tblPr")
            if properties.find(f"{W}jc") is None and properties.find(f"{W}tblpPr") is None:
                _shift_table(properties, left)
        else:
            _shift_paragraph(_first(block, "pPr"), styles, left, right)


_UNSEEN = 20


def _outer_blocks(root: Any) -> Iterator[Any]:
    for block in root:
        if block.tag == f"{W}sdt":
            yield from _outer_blocks(block.find(f"{W}sdtContent"))
        elif block.tag in (f"{W}p", f"{W}tbl"):
            yield block


def _shift_table(properties: Any, left: int) -> None:
    indent = properties.find(f"{W}tblInd")
    if indent is None:
        indent = properties.makeelement(f"{W}tblInd", {f"{W}type": "dxa"})
        put(properties, indent)
    indent.set(f"{W}w", str(int(float(indent.get(f"{W}w") or 0)) + left))


def _shift_paragraph(properties: Any, styles: Carried, left: int, right: int) -> None:
    """Move a paragraph and its tab stops, which Word counts from the margin."""
    style = properties.find(f"{W}pStyle").get(f"{W}val")
    for name in ("tabs", "ind"):
        if properties.find(f"{W}{name}") is None:
            stated = _of_style(style, name, styles)
            if stated is not None:
                put(properties, deepcopy(stated))
    indent = properties.find(f"{W}ind")
    for names, more in ((("left", "start"), left), (("right", "end"), right)):
        stated = [indent.attrib.pop(f"{W}{name}", None) for name in names]
        before = next((int(float(each)) for each in stated if each), 0)
        indent.set(f"{W}{names[0]}", str(before + more))
    for tab in properties.iterfind(f"{W}tabs/{W}tab"):
        tab.set(f"{W}pos", str(max(int(float(tab.get(f"{W}pos") or 0)) + left, 0)))


def _of_style(ident: str, name: str, styles: Carried) -> Any:
    """Return what a style says of `name`, itself or by those it is based on."""
    by_id = {each.get(f"{W}styleId"): each for each in styles.elements}
    at = by_id.get(ident)
    while at is not None:
        found = at.find(f"{W}pPr/{W}{name}")
        if found is not None:
            return found
        based = at.find(f"{W}basedOn")
        at = None if based is None else by_id.get(based.get(f"{W}val"))
    return None
