"""Write a document as a Word file: named styles, real numbers, notes, fields, bound facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kzreport.document import Block, Div, Document, Embed, Para
from kzreport.styles import Style
from kzreport.styles.catalogue import CHARACTER_STYLES, PARAGRAPH_STYLES
from kzreport.styles.sheet import Sheet, read_sheet
from kzreport.styles.word import character_toggles, styles_xml, word_language
from kzreport.styles.wordtheme import theme_xml
from kzreport.styles.wordvalues import windows_font
from kzreport.wordfile.letterhead import Letterhead, open_letterhead
from kzreport.writers.docx.blocks import Blocks
from kzreport.writers.docx.comments import comments_for
from kzreport.writers.docx.inlines import Inlines
from kzreport.writers.docx.letterhead import (
    CLOSE,
    faces_of,
    margin_part,
    restyled,
    without_name,
)
from kzreport.writers.docx.margins import Margin, margins, section
from kzreport.writers.docx.numbering import designs_xml
from kzreport.writers.docx.package import (
    NAMESPACES,
    app_properties,
    content_types,
    core_properties,
    document_relations,
    font_table,
    footnotes,
    margin_relations,
    note_relations,
    pack,
    root_relations,
    settings,
    store_parts,
)
from kzreport.writers.docx.places import find_places
from kzreport.writers.docx.runs import Toggles
from kzreport.writers.docx.store import FactStore

__all__ = ["write_docx"]


def write_docx(
    document: Document,
    style: Style,
    pages: Mapping[str, int] | None = None,
    embed: Embed = "full",
    cache: Path | None = None,
    letterhead: Letterhead | None = None,
) -> bytes:
    """Return `document` as a Word file in the looks of `style`; equal input, equal bytes.

    `pages` gives the page of each heading's id, for the list of contents: the finished PDF
    knows them. A printed fact stands in a content control; `embed` says whether a store of
    the printed facts holds its names and value, its names only, or is not written, nor the
    controls. `cache` is the folder of stored styles. Raise `StyleError` for a stylesheet that
    cannot be read, `WriterError` for what a Word file cannot hold.

    On a `letterhead` its head, foot and styles are the paper's.
    """
    kit = _kit(style, document.lang, document.draft, cache, letterhead)
    if letterhead is not None:
        document = without_name(document, letterhead)
    store = FactStore(embed)
    comments = comments_for(document.questions, document.properties)
    inlines = Inlines(find_places(document), store, kit.toggles, kit.faces, comments)
    blocks = Blocks(kit.sheet, document.layout, inlines, pages or {})
    body, found = _body(document, kit.sheet, blocks, letterhead)
    edges = {m.name: margin_part(m, letterhead, kit.sheet.later[m.layout]) for m in found}
    facts = store.xml()
    others = [(m.key, m.name, m.kind) for m in found]
    others += [("rComments", "comments", "comments")] if comments.xml else []
    media = blocks.media
    parts: dict[str, str | bytes] = {
        **kit.parts,
        "[Content_Types].xml": content_types(
            [(name, kind) for _, name, kind in others],
            bool(facts),
            media.types | {end: kind for e in edges.values() for end, kind in e.types.items()},
        ),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/footnotes.xml": footnotes(inlines.notes),
        "word/numbering.xml": (
            f"<w:numbering {NAMESPACES}>{kit.designs}{blocks.numbering.xml()}</w:numbering>"
        ),
        "word/_rels/document.xml.rels": document_relations(
            others, inlines.links, bool(facts), media.relations
        ),
        "docProps/core.xml": core_properties(document),
    }
    parts |= {f"word/media/{name}": data for name, data in media.files.items()}
    if inlines.links:
        parts["word/_rels/footnotes.xml.rels"] = note_relations(inlines.links)
    if comments.xml:
        inner = "".join(comments.xml)
        parts["word/comments.xml"] = f"<w:comments {NAMESPACES}>{inner}</w:comments>"
    for name, margin in edges.items():
        parts |= {f"word/media/{file}": data for file, data in margin.files.items()}
        parts[f"word/{name}.xml"] = margin.xml
        if margin.relations:
            parts[f"word/_rels/{name}.xml.rels"] = margin_relations(margin.relations)
    if facts:
        parts |= store_parts(facts)
    store.report(document.title)
    return pack(parts, kit.parts)


# --- The text -----------------------------------------------------------------------------


def _body(
    document: Document, sheet: Sheet, blocks: Blocks, letterhead: Letterhead | None
) -> tuple[str, list[Margin]]:
    """Return the text with its sections, and the heads and feet of all of them."""
    found: dict[str, list[Margin]] = {}
    parts: list[str] = []
    runs = _sections(document)
    edge = open_letterhead(letterhead).sides if letterhead else {}
    close = CLOSE if letterhead else ""
    for number, (layout, inner) in enumerate(runs):
        blocks.layout = layout
        if layout not in found:
            found[layout] = margins(document, sheet, layout, blocks, close)
        xml = blocks.write(inner)
        if xml.startswith("<w:tbl>") and not parts:
            # LibreOffice puts a whole empty line before a table that begins a text with notes.
            xml = _CLOSE + xml
        ending = section(sheet, layout, found[layout], first=number == 0, edge=edge)
        if number < len(runs) - 1:
            xml += f'<w:p><w:pPr><w:pStyle w:val="SectionClose"/>{ending}</w:pPr></w:p>'
        else:
            if not xml.endswith("</w:p>"):
                xml += _CLOSE
            xml += ending
        parts.append(xml)
    return "".join(parts), [margin for each in found.values() for margin in each]


# no block of the text: a page break that is due waits for one
_CLOSE = '<w:p><w:pPr><w:pStyle w:val="SectionClose"/></w:pPr></w:p>'


def _sections(document: Document) -> list[tuple[str, list[Block]]]:
    """Return the blocks by page layout: a `wide` part of an upright paper has pages of its own."""
    runs: list[tuple[str, list[Block]]] = [(document.layout, [])]
    for block in document.blocks:
        if isinstance(block, Para) and block.cls == "addressee" and document.layout == "plain":
            continue  # stands at the foot of the first page
        layout: str = document.layout
        inner: tuple[Block, ...] = (block,)
        if isinstance(block, Div) and "wide" in block.cls.split():
            layout, inner = "wide", block.blocks
        if runs[-1][0] != layout:
            runs.append((layout, []))
        runs[-1][1].extend(inner)
    return [each for each in runs if each[1]] or runs[:1]


# --- What depends on the style alone --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kit:
    """All that documents of one style and language have in common."""

    sheet: Sheet
    parts: Mapping[str, str]
    designs: str
    toggles: Toggles
    faces: dict[str, tuple[bool, bool]]


@lru_cache(maxsize=32)
def _kit(
    style: Style, lang: str, draft: bool, cache: Path | None, letterhead: Letterhead | None
) -> _Kit:
    sheet = read_sheet(style, lang, cache)
    families = {look.family[0] for look in sheet.looks.values()}
    fonts = sorted((windows_font(family), family) for family in families)
    parts = {
        "_rels/.rels": root_relations(),
        "docProps/app.xml": app_properties(),
        "word/fontTable.xml": font_table(fonts),
        "word/settings.xml": settings(word_language(lang)),
        "word/styles.xml": styles_xml(sheet, lang, draft),
        "word/theme/theme1.xml": theme_xml(sheet),
    }
    looks = {each.id: sheet.looks[each.probe] for each in PARAGRAPH_STYLES}
    faces = {ident: (look.bold, look.italic) for ident, look in looks.items()}
    toggles = character_toggles(sheet, CHARACTER_STYLES)
    if letterhead is not None:
        parts["word/styles.xml"] = restyled(parts["word/styles.xml"], letterhead)
        faces = faces_of(parts["word/styles.xml"], faces)
    return _Kit(sheet, parts, designs_xml(sheet), toggles, faces)
