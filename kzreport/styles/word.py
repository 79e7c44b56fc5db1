"""Write the named styles of a Word file from the values of a stylesheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kzreport.styles.catalogue import (
    CHARACTER_STYLES,
    HEADINGS,
    PARAGRAPH_STYLES,
    STYLES,
    WordStyle,
)
from kzreport.styles.sheet import Sheet, boxes_around, is_rtl
from kzreport.styles.wordmargins import margin_styles, spacer_styles
from kzreport.styles.wordtables import table_styles
from kzreport.styles.wordvalues import (
    Properties,
    border,
    changes,
    group,
    paragraph_geometry,
    run_properties,
    style_element,
    twips,
)
from kzreport.weasy.cascade import Look

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_LANGUAGES = {
    "ar": "ar-SA",
    "de": "de-AT",
    "en": "en-GB",
    "es": "es-ES",
    "fr": "fr-FR",
    "kk": "kk-KZ",
    "ru": "ru-RU",
    "zh": "zh-CN",
}
_EAST_ASIAN = frozenset({"ja", "ko", "zh"})


def styles_xml(sheet: Sheet, lang: str = "en", draft: bool = False) -> str:
    """Return `word/styles.xml` with every named style in the values of `sheet`.

    `lang` is the language of the document; in a `draft` doubt is underlined, as in the CSS.
    """
    normal = sheet.looks["p"]
    parts = [_defaults(normal, lang, sheet.rtl), _NO_LIST, _TABLE_NORMAL]
    parts.append(
        style_element(
            "paragraph", "Normal", "Normal", "<w:qFormat/><w:pPr><w:widowControl/></w:pPr>"
        )
    )
    parts.append(
        style_element(
            "character", "Default Paragraph Font", "DefaultParagraphFont", "<w:semiHidden/>"
        )
    )
    parts += [_paragraph_style(sheet, style) for style in PARAGRAPH_STYLES]
    parts += [_character_style(sheet, style, draft) for style in CHARACTER_STYLES]
    parts += margin_styles(sheet)
    parts += spacer_styles(sheet)
    parts.append(table_styles(sheet))
    if draft:
        parts += _comment_styles()
    return f'<w:styles xmlns:w="{NAMESPACE}">{"".join(parts)}</w:styles>'


def word_language(lang: str) -> str:
    """Return a run's `w:lang` element for a BCP 47 tag."""
    base = lang.split("-")[0].lower()
    full = lang if "-" in lang else _LANGUAGES.get(base, lang)
    kind = "bidi" if is_rtl(lang) else "eastAsia" if base in _EAST_ASIAN else "val"
    return f'<w:lang w:{kind}="{full}"/>'


def indent_of(sheet: Sheet, probe: str, marker: str = "") -> tuple[float, float, float]:
    """Return the start indent, the end indent and the hang of a paragraph, in points.

    The spaces of lists and quotations round it are added; a box and a cell stay boxes.
    """
    look = sheet.looks[probe]
    around = [sheet.looks[box] for box in boxes_around(probe)]
    start = look.margin.start + look.padding.start
    start += sum(box.margin.start + box.padding.start for box in around)
    end = look.margin.end + look.padding.end
    end += sum(box.margin.end + box.padding.end for box in around)
    hang = -look.indent
    if marker:
        hang = max(hang, -sheet.looks[marker].margin.start)
    if look.marker:
        hang = max(hang, around[-1].padding.start)
    return start, end, hang


def character_toggles(
    sheet: Sheet, styles: Iterable[WordStyle]
) -> tuple[tuple[str, bool | None, bool | None], ...]:
    """Return which character styles switch bold and italic on, off, or leave them alone."""
    found = []
    for style in styles:
        look, parent = sheet.looks[style.probe], sheet.looks[_parent_of_run(style.probe)]
        bold = look.bold if look.bold != parent.bold else None
        italic = look.italic if look.italic != parent.italic else None
        if bold is not None or italic is not None:
            found.append((style.id, bold, italic))
    return tuple(found)


# --- Paragraphs and characters ------------------------------------------------------------


def _paragraph_style(sheet: Sheet, style: WordStyle) -> str:
    base = STYLES.get(style.based)
    own = _paragraph_properties(sheet, style)
    inherited = _paragraph_properties(sheet, base) if base else {}
    look = sheet.looks[style.probe]
    before = sheet.looks[base.probe] if base else sheet.looks["p"]
    runs = changes(run_properties(look), run_properties(before))
    body = _links(style) + "<w:qFormat/>"
    body += group("pPr", changes(own, inherited)) + group("rPr", runs)
    return style_element("paragraph", style.name, style.id, body, builtin=style.builtin)


def _paragraph_properties(sheet: Sheet, style: WordStyle) -> Properties:
    """Return every paragraph property of `style`, in the order of Word's schema."""
    look = sheet.looks[style.probe]
    in_cell = _is_cell(style.probe)
    start, end, hang = (0.0, 0.0, 0.0) if in_cell else indent_of(sheet, style.probe, style.marker)
    before, after = (0.0, 0.0) if in_cell else (look.margin.top, look.margin.bottom)
    if style.opens:
        before = max(before, sheet.looks[style.opens].margin.top)
    if style.closes:
        after = max(after, sheet.looks[style.closes].margin.bottom)
    top = look.border[0]
    ruled = top.width and not in_cell
    return {
        "keepNext": "<w:keepNext/>" if look.keep_next or _row_keeps(sheet, style) else "",
        "keepLines": "<w:keepLines/>" if look.keep_together else "",
        "numPr": _numbering(style),
        "pBdr": f"<w:pBdr>{border('top', top, look.padding.top)}</w:pBdr>" if ruled else "",
        "tabs": _tabs(sheet, style, start),
        **paragraph_geometry(before, after, look.line, start, end, hang, -min(hang, 0)),
        "contextualSpacing": "<w:contextualSpacing/>" if style.contextual else "",
        "jc": _ALIGN.get(look.align, ""),
        "outlineLvl": f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline >= 0 else "",
    }


def _is_cell(probe: str) -> bool:
    """Return whether a probe asks for a cell, whose spaces are the cell's and not the text's."""
    return probe.rsplit(" > ", 1)[-1].split(".")[0] in ("td", "th")


def _row_keeps(sheet: Sheet, style: WordStyle) -> bool:
    """Return whether the row of a cell stays with the next; Word reads it off its paragraphs."""
    row = sheet.looks.get(_parent(style.probe))
    return _is_cell(style.probe) and row is not None and row.keep_next


_ALIGN = {
    "justify": '<w:jc w:val="both"/>',
    "center": '<w:jc w:val="center"/>',
    "end": '<w:jc w:val="right"/>',
}


def _numbering(style: WordStyle) -> str:
    if style.number is None:
        return ""
    number, level = style.number
    depth = f'<w:ilvl w:val="{level}"/>' if level or number == HEADINGS else ""
    return f'<w:numPr>{depth}<w:numId w:val="{number}"/></w:numPr>'


def _tabs(sheet: Sheet, style: WordStyle, start: float) -> str:
    """Return the tab stop at the text after a number; in contents, the one at the page, too."""
    stops = ""
    if style.marker:
        stops += f'<w:tab w:val="left" w:pos="{twips(start)}"/>'
    if style.id.startswith("TOC"):
        width = twips(sheet.block_width("portrait"))
        stops += f'<w:tab w:val="right" w:leader="dot" w:pos="{width}"/>'
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def _character_style(sheet: Sheet, style: WordStyle, draft: bool) -> str:
    probe = style.probe
    parent = sheet.looks[_parent_of_run(probe)]
    if draft and (marked := f"html > html.draft > body > {probe}") in sheet.looks:
        probe = marked
    look = sheet.looks[probe]
    if look.raised:  # Word makes a raised letter smaller by itself, by two thirds as the CSS does
        look = replace(look, size=parent.size)
    runs = changes(run_properties(look), run_properties(parent))
    body = _links(style) + "<w:qFormat/>" + group("rPr", runs)
    return style_element("character", style.name, style.id, body, builtin=style.builtin)


def _parent_of_run(probe: str) -> str:
    return probe.split("::")[0] if "::" in probe else _parent(probe)


def _parent(probe: str) -> str:
    return probe.rsplit(" > ", 1)[0]


# --- Elements -----------------------------------------------------------------------------


def _defaults(look: Look, lang: str, rtl: bool) -> str:
    """Return what holds for every paragraph: font, size, colour, leading, language."""
    runs = {name: xml for name, xml in run_properties(look).items() if name in _BASIC}
    runs["kern"] = '<w:kern w:val="2"/>'
    ordered = [runs[name] for name in ("rFonts", "color", "kern", "sz")]
    bidi = "<w:bidi/>" if rtl else ""
    spacing = f'<w:spacing w:line="{twips(look.line)}" w:lineRule="atLeast"/>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{''.join(ordered)}{word_language(lang)}</w:rPr>"
        f"</w:rPrDefault><w:pPrDefault><w:pPr>{bidi}{spacing}</w:pPr></w:pPrDefault>"
        "</w:docDefaults>"
    )


_BASIC = ("rFonts", "color", "sz")
_NO_LIST = (
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)
_TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
)


def _comment_styles() -> Iterator[str]:
    """Yield the styles of comments, which no stylesheet speaks of: Word prints none of them."""
    size = '<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>'
    kinds = (
        ("paragraph", "annotation text", "CommentText", "Normal", 20),
        ("character", "annotation reference", "CommentReference", "DefaultParagraphFont", 16),
    )
    for kind, name, ident, based, halves in kinds:
        body = f'<w:basedOn w:val="{based}"/><w:rPr>{size.format(halves)}</w:rPr>'
        yield style_element(kind, name, ident, body, builtin=True)


def _links(style: WordStyle) -> str:
    follow = f'<w:next w:val="{style.follow}"/>' if style.follow else ""
    return f'<w:basedOn w:val="{style.based}"/>{follow}'
