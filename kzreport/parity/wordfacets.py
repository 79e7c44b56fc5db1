"""The facets of a Word file, read from its XML and reckoned as Word would."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from kzreport.parity.facets import NAMES, Facets, bare, by_language, first_words, squeezed
from kzreport.parity.facets import last_words as ending
from kzreport.parity.word import WordFile
from kzreport.parity.wordwhole import facets_of_whole
from kzreport.parity.wordxml import DRAWN, R, W, in_runs, letter_of, style_of, value_of

_SPACERS = re.compile(r"TableGap|TableNoteGap|BoxStart|BoxClose|SectionClose|LetterheadClose")
_ITEMS = re.compile(r"List(Bullet|Number)\d?(End)?|BoxItem|BoxBullet")
_HEADING = re.compile(r"(?:Card)?Heading(?:Plain)?(\d?)")
_DATA = ("MissionTable", "MissionFigures")


def facets_of_word(file: WordFile) -> Facets:
    """Return the facets of a Word file."""
    reader = _Reader(file)
    reader.blocks(file.body.find(f"{W}body"))
    found = reader.facets
    found["languages"] = by_language(reader.spoken)
    found["bold"], found["italic"] = ([stream] for stream in (reader.bold, reader.italic))
    return found | facets_of_whole(file)


@dataclass(slots=True)
class _Reader:
    """Walks the text of a Word file once and notes what it meets."""

    file: WordFile
    facets: Facets = field(default_factory=lambda: {name: [] for name in NAMES})
    spoken: list[tuple[str, str]] = field(default_factory=list)
    bold: str = ""
    italic: str = ""
    before: str = ""
    frame: str = ""
    quoted: bool = False
    tables: int = 0
    broken: bool = False
    seq: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.facets |= {"contents": [], "contents-pages": []}

    def add(self, facet: str, line: str) -> None:
        self.facets[facet].append(squeezed(line))

    # --- Blocks -----------------------------------------------------------------------------

    def blocks(self, part: Any, masthead: bool = False) -> None:
        for block in part:
            if block.tag == f"{W}p":
                self.paragraph(block, masthead)
            elif block.tag == f"{W}tbl":
                self.table(block)
            elif block.tag == f"{W}sdt":
                self.blocks(block.find(f"{W}sdtContent"))

    def paragraph(self, paragraph: Any, masthead: bool) -> None:
        style = style_of(paragraph)
        self.quoted = style.startswith("Quote")
        words = self.file.letters(paragraph)
        self.broken |= paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None
        pictures = [each.get("descr") or "" for each in paragraph.iter(f"{DRAWN}docPr")]
        number = self.file.numbers.get(paragraph, "")
        if not words.strip() and not pictures and (masthead or _SPACERS.fullmatch(style)):
            return
        if style.startswith("TOC"):
            self.entry(words)
        elif pictures:
            self.begun("picture")
            self.facets["pictures"] += map(squeezed, pictures)
        elif style == "Title" or _HEADING.fullmatch(style):
            self.heading(style, f"{number} {words}")
        elif style == "Caption":
            self.add("captions", words)
            self.begun("caption")
        elif _ITEMS.fullmatch(style):
            self.item(paragraph, number, words)
        else:
            if number:
                self.add("numbers", f"{number} {first_words(words)}")
            self.begun("text", first_words(words))
        if not style.startswith("TOC"):
            self.inlines(paragraph)

    def heading(self, style: str, words: str) -> None:
        found = _HEADING.fullmatch(style)
        level = int(found[1] or 1) + 1 if found else 1
        self.add("headings", f"{level} {words}")
        self.begun("heading", first_words(words))

    def item(self, paragraph: Any, number: str, words: str) -> None:
        self.add("list-marks", f"{number} {first_words(words)}")
        self.add("list-depths", f"{self.file.level(paragraph) + 1}")
        self.begun("item", first_words(words))

    def entry(self, words: str) -> None:
        if self.facets["blocks"][-1:] != ["contents"]:
            self.begun("contents")
        title, _, page = squeezed(words).rpartition(" ")
        self.add("contents", title)
        self.add("contents-pages", f"{title} {page}")

    def table(self, table: Any) -> None:
        style = table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")
        if style not in _DATA:
            around, self.frame = self.frame, "box" if style == "MissionBox" else self.frame
            for cell in table.iterfind(f"{W}tr/{W}tc"):
                self.blocks(cell, masthead=style == "MissionMasthead")
            self.frame = around
            return
        self.quoted = False
        self.begun("table")
        self.tables += 1
        rows = table.findall(f"{W}tr")
        heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
        name = f"{'figures' if style == 'MissionFigures' else 'table'} {self.tables}"
        self.add("header-rows", f"{name}: {len(heads)}")
        for number, row in enumerate(rows, 1):
            where = f"{name}, row {number}"
            cells = row.findall(f"{W}tc")
            spans = [value_of(cell.find(f"{W}tcPr"), "gridSpan") or "1" for cell in cells]
            self.add("shapes", f"{where}: {' '.join(spans)}")
            for place, cell in enumerate(cells, 1):
                words = self.file.letters(cell)
                self.add("cells", f"{where}, cell {place}: {bare(words)}")
                for paragraph in cell.iter(f"{W}p"):
                    self.inlines(paragraph)

    def begun(self, kind: str, words: str = "") -> None:
        self.add("blocks", f"{kind} {words}")
        if frame := "quotation" if self.quoted else self.frame:
            self.add("frames", f"{frame}: {kind} {words}")
        if self.broken:
            self.add("breaks", f"{kind} {words}")
            self.broken = False

    # --- Inlines ----------------------------------------------------------------------------

    def inlines(self, paragraph: Any) -> None:
        """Read what a paragraph's runs are beside their letters."""
        self.before = ""
        base = self.file.faces.get(style_of(paragraph), (False, False))
        for run, shown, reference in self.file.runs(paragraph, self.seq):
            for link in run.iterancestors(f"{W}hyperlink"):
                self.link(link, run)
            for call in run.iter(f"{W}footnoteReference"):
                self.call(call)
            if reference:
                self.reference(*reference)
            self.letters(run, shown, base)

    def link(self, link: Any, run: Any) -> None:
        if run is not next(link.iter(f"{W}r")):
            return
        words = "".join(map(letter_of, in_runs(link)))
        if link.get(f"{W}anchor"):
            self.add("references", words)
            return
        part = "footnotes" if next(link.iterancestors(f"{W}footnote"), None) is not None else ""
        relations = self.file.relations(part or "document")
        self.add("links", f"{words} -> {relations.get(link.get(f'{R}id'), 'nowhere')}")

    def call(self, call: Any) -> None:
        ident = call.get(f"{W}id")
        self.add("note-places", f"{self.file.calls[ident]} after {ending(self.before)}")
        note = next(n for n in self.file.notes.iter(f"{W}footnote") if n.get(f"{W}id") == ident)
        before = self.before
        for paragraph in note.iter(f"{W}p"):
            self.inlines(paragraph)
        self.before = before

    def reference(self, kind: str, shown: str) -> None:
        self.add("references", shown)
        if kind == "NOTEREF":
            self.add("note-places", f"{shown} after {ending(self.before)}")

    def letters(self, run: Any, shown: str, base: tuple[bool, bool]) -> None:
        properties = run.find(f"{W}rPr")
        bold, italic = self.file.face(properties, base)
        self.bold += bare(shown) if bold else ""
        self.italic += bare(shown) if italic else ""
        lang = None if properties is None else properties.find(f"{W}lang")
        if lang is not None:
            self.spoken.append((next(iter(lang.attrib.values())), shown))
        self.before += shown
