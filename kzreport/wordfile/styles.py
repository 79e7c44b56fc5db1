"""The styles of a letterhead: those its head and foot need, and what it says of our own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kzreport.wordfile.letterhead import PREFIX, Letterhead, open_letterhead
from kzreport.wordfile.package import W

_TAGS = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
# Word's own values, for a head that was written on other defaults than ours.
_WORD_PARAGRAPH = (
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="left"/>'
)
_WORD_RUN = (
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:color w:val="auto"/><w:kern w:val="0"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
)
_KEPT = ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr")
# What a style of ours keeps, whatever the letterhead says: the frame of the paper.
_OURS = frozenset(
    (
        *("numPr", "outlineLvl", "keepNext", "keepLines", "pageBreakBefore", "framePr", "tabs"),
        *("lang", "sectPr", "widowControl", "pPrChange", "rPrChange", "suppressLineNumbers"),
    )
)


@dataclass(frozen=True, slots=True)
class Carried:
    """Styles for the head and foot: their XML, the new id of each, and the default ones."""

    elements: tuple[Any, ...]
    ids: Mapping[str, str]
    paragraph: str
    table: str


@lru_cache(maxsize=8)
def carried_styles(letterhead: Letterhead) -> Carried:
    """Return the styles that the heads and feet of `letterhead` need, under ids of their own."""
    opened = open_letterhead(letterhead)
    by_id = _by_id(opened.styles)
    defaults = {each.get(f"{W}type"): ident for ident, each in by_id.items() if _is_default(each)}
    used = {
        each.get(f"{W}val") for piece in opened.pieces.values() for each in piece.root.iter(*_TAGS)
    }
    wanted = [ident for ident in by_id if ident in used or ident in defaults.values()]
    for ident in wanted:
        based = _val(by_id[ident], "basedOn")
        if based in by_id and based not in wanted:
            wanted.append(based)
    ids = {ident: _new_id(ident) for ident in wanted if _fits(by_id[ident])}
    elements = [_carry(by_id[ident], ids) for ident in ids]
    paragraph = ids.get(defaults.get("paragraph", ""), f"{PREFIX}Plain")
    base = _base_style(paragraph, opened.styles, by_id.get(defaults.get("paragraph", "")))
    elements = [each for each in elements if each.get(f"{W}styleId") != paragraph]
    table = ids.get(defaults.get("table", ""), "TableNormal")
    return Carried((base, *elements), ids, paragraph, table)


def own_looks(letterhead: Letterhead) -> dict[str, dict[str, list[Any]]]:
    """Return what the letterhead says of a style, by its name in small letters.

    `pPr` and `rPr` hold the properties; those of the styles it is based on are among them, but
    for the default ones, which every Word file has. The names are English in every Word.
    """
    styles = open_letterhead(letterhead).styles
    by_id = _by_id(styles)
    found = {}
    for style in by_id.values():
        if style.get(f"{W}type") in ("paragraph", "character"):
            looks: dict[str, dict[str, Any]] = {"pPr": {}, "rPr": {}}
            for each in reversed(list(_with_bases(style, by_id))):
                for kind, properties in looks.items():
                    properties.update(_properties(each, kind))
            name = (_val(style, "name") or "").casefold()
            found[name] = {kind: list(values.values()) for kind, values in looks.items()}
    return found


# --- Parts ----------------------------------------------------------------------------------


def _with_bases(style: Any, by_id: Mapping[str, Any]) -> Iterator[Any]:
    """Yield a style and those it is based on, without the default one, unless it is that."""
    seen: list[Any] = []
    at: Any = style
    while at is not None and at not in seen and (at is style or not _is_default(at)):
        seen.append(at)
        yield at
        at = by_id.get(_val(at, "basedOn") or "")


def _properties(style: Any, kind: str) -> dict[str, Any]:
    group = style.find(f"{W}{kind}")
    return {
        each.tag: each
        for each in (() if group is None else group)
        if isinstance(each.tag, str) and each.tag.removeprefix(W) not in _OURS
    }


def _by_id(styles: Any) -> dict[str, Any]:
    found = () if styles is None else styles.iter(f"{W}style")
    return {each.get(f"{W}styleId") or "": each for each in found}


def _is_default(style: Any) -> bool:
    return style.get(f"{W}default") in ("1", "true", "on")


def _fits(style: Any) -> bool:
    return style.get(f"{W}type") in ("paragraph", "character", "table")


def _new_id(ident: str) -> str:
    return PREFIX + (re.sub(r"\W", "", ident) or "x")


def _carry(style: Any, ids: Mapping[str, str]) -> Any:
    """Return a style under its new id and name, without ties to styles that stay behind."""
    copy = deepcopy(style)
    for child in list(copy):
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name not in ("name", "basedOn", *_KEPT):
            copy.remove(child)
    for element in list(copy.iter(f"{W}numPr")):
        element.getparent().remove(element)
    for name in (f"{W}default", *(each for each in copy.attrib if each.startswith(f"{W}rsid"))):
        copy.attrib.pop(name, None)
    copy.set(f"{W}customStyle", "1")
    copy.set(f"{W}styleId", ids[style.get(f"{W}styleId")])
    copy.find(f"{W}name").set(f"{W}val", f"Letterhead {_val(style, 'name')}")
    based = copy.find(f"{W}basedOn")
    if based is not None:
        new = ids.get(based.get(f"{W}val") or "")
        copy.remove(based) if new is None else based.set(f"{W}val", new)
    return copy


def _base_style(ident: str, styles: Any, normal: Any) -> Any:
    """Return the style of an ordinary paragraph of the letterhead, all its defaults stated."""
    from lxml import etree

    name = "Letterhead Normal"
    base = etree.fromstring(
        f'<w:style xmlns:w="{W[1:-1]}" w:type="paragraph" w:customStyle="1" '
        f'w:styleId="{ident}"><w:name w:val="{name}"/><w:pPr>{_WORD_PARAGRAPH}</w:pPr>'
        f"<w:rPr>{_WORD_RUN}</w:rPr></w:style>"
    )
    for kind in ("pPr", "rPr"):
        stated = {each.tag: each for each in base.find(f"{W}{kind}")}
        if styles is not None:
            for group in styles.iterfind(f"{W}docDefaults/{W}{kind}Default/{W}{kind}"):
                stated.update({each.tag: deepcopy(each) for each in group})
        group = None if normal is None else normal.find(f"{W}{kind}")
        for each in () if group is None else group:
            stated[each.tag] = deepcopy(each)
        stated.pop(f"{W}numPr", None)
        fill(base.find(f"{W}{kind}"), stated.values())
    return base


# The order that Word's schema wants.
_PARAGRAPH = (
    "keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
    "tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN "
    "bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
    "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle"
)
_RUN = (
    "rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd "
    "fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
)
_TABLE = (
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
)
_ORDER = {
    f"{W}{kind}": {f"{W}{name}": place for place, name in enumerate(names.split())}
    for kind, names in (("pPr", f"pStyle {_PARAGRAPH}"), ("rPr", _RUN), ("tblPr", _TABLE))
}


def fill(group: Any, properties: Iterable[Any]) -> None:
    """Put `properties` into the `w:pPr` or `w:rPr` of a style, in the order of Word's schema."""
    order = _ORDER[group.tag]
    known = sorted((each for each in properties if each.tag in order), key=lambda e: order[e.tag])
    for child in list(group):
        group.remove(child)
    group.extend(known)


def put(group: Any, element: Any) -> None:
    """Put `element` into a group of properties, at its place in Word's schema."""
    order = _ORDER[group.tag]
    after = [each for each in group if order.get(each.tag, len(order)) > order[element.tag]]
    group.append(element) if not after else after[0].addprevious(element)


def _val(element: Any, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")
