"""Write the blocks of the tree as paragraphs of named styles, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from kzreport import document as tree
from kzreport.document import plain_text
from kzreport.styles.catalogue import (
    PARAGRAPHS,
    POINTS,
    SOURCES,
)
from kzreport.styles.sheet import Sheet
from kzreport.writers.docx import pictures, tables
from kzreport.writers.docx.inlines import Inlines
from kzreport.writers.docx.lists import ListWriter
from kzreport.writers.docx.numbering import Numbering, number_properties
from kzreport.writers.docx.runs import bookmark, run
from kzreport.writers.docx.runs import field as word_field

# The style of a paragraph by its role; the roles of a place come first.
_ROLES = {
    "kicker": "Kicker",
    "subtitle": "Subtitle",
    "label": "Label",
    "lead": "Summary",
    "num": "NumberedParagraph",
    "source": "SourceEntry",
    "signs": "Legend",
    "end": "EndLine",
    "to-margin": "MarginText",
    "": "BodyText",
}
_PLACES: Mapping[str, Mapping[str, str]] = {
    "box": {"boxhead": "BoxHeading", "label": "BoxHeading", "": "BoxText"},
    "quote": {"by": "QuoteSource", "": "Quote"},
    "speech": {"event": "SpeechEvent", "": "Speech"},
    "card": {"point": "Point", "say": "PointText"},
    "sheet": {"subtitle": "SheetSubtitle", "lead": "SheetSummary"},
    "plain": {
        "to-margin": "NoteMargin",
        "place": "NotePlace",
        "reference": "NoteReference",
        "initials": "NoteInitials",
        "seal": "NoteSeal",
        "enclosure": "NoteEnclosure",
        "": "NoteText",
    },
}
_COUNTED = {"num": PARAGRAPHS, "source": SOURCES, "point": POINTS}


@dataclass(slots=True)
class Blocks:
    """Writes blocks one after another; `place` is what they stand in: box, quote, speech ..."""

    sheet: Sheet
    layout: str
    inlines: Inlines
    pages: Mapping[str, int]
    numbering: Numbering = field(default_factory=Numbering)
    media: pictures.Media = field(default_factory=pictures.Media)
    counted: dict[str, int] = field(default_factory=dict)
    _break: bool = False

    def write(self, blocks: Iterable[tree.Block], place: str = "") -> str:
        """Return `blocks`; two tables that meet are kept apart, or Word would join them."""
        parts: list[str] = []
        for block in blocks:
            xml = self.block(block, place)
            if parts and parts[-1].endswith("</w:tbl>") and xml.startswith("<w:tbl>"):
                parts.append(self.gap("TableGap"))
            if xml:
                parts.append(xml)
        return "".join(parts)

    def block(self, block: tree.Block, place: str) -> str:
        match block:
            case tree.Para():
                return self.para(block, place)
            case tree.Heading():
                return self.heading(block, place)
            case tree.List():
                return ListWriter(self, place).write(block)
            case tree.Table() | tree.Figure():
                return self.captioned(block, place)
            case tree.Definitions(items=items):
                return self.definitions(items)
            case tree.Quote(blocks=inner):
                return self.quote(inner)
            case tree.Div():
                return self.div(block, place)
            case tree.Contents():
                return self.contents(block)
            case tree.Masthead():
                return tables.masthead(self, block)
            case tree.PageBreak():
                self._break = True
                return ""
            case _:
                assert_never(block)

    # --- Paragraphs -------------------------------------------------------------------------

    def paragraph(self, style: str, inner: str, number: str = "", keep: bool = False) -> str:
        """Return a paragraph; what is not the style's is its number and where it may break."""
        flags = "<w:keepNext/>" if keep else ""
        if self._break:
            flags += "<w:pageBreakBefore/>"
            self._break = False
        properties = f'<w:pPr><w:pStyle w:val="{style}"/>{flags}{number}</w:pPr>'
        return f"<w:p>{properties}{inner}</w:p>"

    def words(self, kids: Iterable[tree.Inline], style: str, number: str = "") -> str:
        """Return a paragraph of `style` that holds `kids`."""
        return self.paragraph(style, self.inlines.of_style(kids, style), number)

    def gap(self, style: str) -> str:
        return self.paragraph(style, "")

    def before_table(self) -> str:
        """Return the empty paragraph that carries a page break before a table, if one is due."""
        return self.gap("SectionClose") if self._break else ""

    def para(self, para: tree.Para, place: str) -> str:
        roles = para.cls.split() or [""]
        style = paragraph_style(roles, place or self._of_layout())
        inner = self.marked(para.id, self.inlines.of_style(para.kids, style))
        number = ""
        for role in roles:
            if role in _COUNTED and para.number:
                number = self.numbering.paragraph(_COUNTED[role], para.number)
        return self.paragraph(style, inner, number, keep="keep" in roles)

    def heading(self, heading: tree.Heading, place: str = "") -> str:
        level = min(heading.level, 4) - 2
        if level < 0:
            words = self.inlines.of_style(heading.kids, "Title")
            return self.paragraph("Title", self.marked(heading.id, words))
        style, number, before = f"Heading{level + 1}", "", ""
        if not heading.number:
            plain = "CardHeading" if place == "card" else "HeadingPlain"
            style = plain if level == 0 else f"HeadingPlain{level + 1}"
        elif not self.numbering.heading(level, heading.number):
            number = number_properties(0)
            before = run(heading.number) + "<w:r><w:tab/></w:r>"
        words = self.inlines.of_style(heading.kids, style)
        return self.paragraph(style, before + self.marked(heading.id, words), number)

    def quote(self, blocks: tuple[tree.Block, ...]) -> str:
        *before, last = blocks or (None,)
        if isinstance(last, tree.Para) and not last.cls:
            return self.write(before, "quote") + self.words(last.kids, "QuoteEnd")
        return self.write(blocks, "quote")

    def div(self, div: tree.Div, place: str) -> str:
        if div.cls == "box":
            return tables.box(self, div.blocks)
        return self.write(div.blocks, div.cls if div.cls in (*_PLACES, "figures") else place)

    def captioned(self, block: tree.Table | tree.Figure, place: str) -> str:
        if isinstance(block, tree.Figure):
            return pictures.figure(self, block, place)
        return tables.table(self, block, figures=place == "figures")

    def definitions(
        self, items: Iterable[tuple[tuple[tree.Inline, ...], tuple[tree.Block, ...]]]
    ) -> str:
        parts: list[str] = []
        style = "Definition"
        for term, meaning in items:
            parts.append(self.words(term, "DefinitionTerm"))
            for block in meaning:
                if isinstance(block, tree.Para):
                    parts.append(self.words(block.kids, style))
                else:
                    parts.append(self.block(block, ""))
        if parts:
            parts[-1] = parts[-1].replace(f'w:val="{style}"', f'w:val="{style}End"', 1)
        return "".join(parts)

    def marked(self, ident: str, inner: str) -> str:
        """Return `inner` in the bookmark of the place `ident`, if it is one."""
        place = self.inlines.places.by_id.get(ident)
        return bookmark(place.number, place.name, inner) if place else inner

    def _of_layout(self) -> str:
        return self.layout if self.layout in _PLACES else ""

    # --- Contents ---------------------------------------------------------------------------

    def contents(self, block: tree.Contents) -> str:
        """Return a finished list of contents, which Word may renew but need not."""
        title = self.words(block.title, "Label") if block.title else ""
        entries = [h for h in self.inlines.places.headings if 2 <= h.level <= block.depth + 1]
        code = f'TOC \\o "1-{block.depth}" \\h \\z \\u'
        opening, closing = _field_ends(code)
        parts = []
        for entry in entries:
            inner = self._entry(entry)
            if entry is entries[0]:
                inner = opening + inner
            if entry is entries[-1]:
                inner += closing
            parts.append(self.paragraph(f"TOC{entry.level - 1}", inner))
        gallery = '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        return (
            f"<w:sdt><w:sdtPr><w:docPartObj>{gallery}</w:docPartObj></w:sdtPr>"
            f"<w:sdtContent>{title}{''.join(parts)}</w:sdtContent></w:sdt>"
            if title or parts
            else ""
        )

    def _entry(self, heading: tree.Heading) -> str:
        name = self.inlines.places.get(heading.id).name
        page = str(self.pages.get(heading.id, ""))
        shown = word_field(f"PAGEREF {name} \\h", page)
        number = run(heading.number) if heading.number else ""
        return (
            f'<w:hyperlink w:anchor="{name}" w:history="1">{number}<w:r><w:tab/></w:r>'
            f"{run(plain_text(heading.kids))}<w:r><w:tab/></w:r>"
            f"{shown}</w:hyperlink>"
        )


def paragraph_style(roles: Iterable[str], place: str) -> str:
    """Return the id of the style of a paragraph with these `roles`, standing in `place`."""
    local = _PLACES.get(place, {})
    for role in roles:
        if style := local.get(role) or (_ROLES.get(role) if role else None):
            return style
    return local.get("") or _ROLES[""]


def _field_ends(code: str) -> tuple[str, str]:
    """Return the beginning and the end of a field that spans paragraphs."""
    whole = word_field(code, "")
    shown = '<w:r><w:t xml:space="preserve"></w:t></w:r>'
    opening, _, closing = whole.partition(shown)
    return opening, closing
