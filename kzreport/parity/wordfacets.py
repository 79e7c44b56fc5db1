"""The facets of a Word file, read from its XML and reckoned as Word would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kzreport.parity.outline import NAMES, Facets, bare, by_language, first_words, squeezed
from kzreport.parity.outline import last_words as ending
from kzreport.parity.word import SIGNS, W, WordFile, style_of

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_TERMS = "{http://purl.org/dc/terms/}"
_FACTS = "{urn:kzreport:facts:1}"
_VML = "{urn:schemas-microsoft-com:vml}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

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
    found["sections"] = _sections(file)
    found["page-size"] = _page_size(file)
    found["properties"] = _properties(file)
    found["language"] = _language(file)
    found["margins"] = _margins(file)
    found["watermark"] = _watermark(file)
    found["facts"] = _facts(file)
    comments = file.roots.get("word/comments.xml")
    found["questions"] = sorted(
        squeezed(file.letters(each))
        for each in (() if comments is None else comments.iter(f"{W}comment"))
    )
    return found


@dataclass(slots=True)
class _Reader:
    """Walks the text of a Word file once and notes what it meets."""

    file: WordFile
    facets: Facets = field(default_factory=lambda: {name: [] for name in NAMES})
    spoken: list[tuple[str, str]] = field(default_factory=list)
    bold: str = ""
    italic: str = ""
    before: str = ""
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
        words = self.file.letters(paragraph)
        self.broken |= paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None
        pictures = [each.get("descr") or "" for each in paragraph.iter(f"{_DRAWN}docPr")]
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
            for cell in table.iterfind(f"{W}tr/{W}tc"):
                self.blocks(cell, masthead=style == "MissionMasthead")
            return
        self.begun("table")
        self.tables += 1
        rows = table.findall(f"{W}tr")
        heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
        name = f"{'figures' if style == 'MissionFigures' else 'table'} {self.tables}"
        self.add("header-rows", f"{name}: {len(heads)}")
        for number, row in enumerate(rows, 1):
            where = f"{name}, row {number}"
            cells = row.findall(f"{W}tc")
            spans = [_val(cell.find(f"{W}tcPr"), "gridSpan") or "1" for cell in cells]
            self.add("shapes", f"{where}: {' '.join(spans)}")
            for place, cell in enumerate(cells, 1):
                words = self.file.letters(cell)
                self.add("cells", f"{where}, cell {place}: {bare(words)}")
                for paragraph in cell.iter(f"{W}p"):
                    self.inlines(paragraph)

    def begun(self, kind: str, words: str = "") -> None:
        self.add("blocks", f"{kind} {words}")
        if self.broken:
            self.add("breaks", f"{kind} {words}")
            self.broken = False

    # --- Inlines ----------------------------------------------------------------------------

    def inlines(self, paragraph: Any) -> None:
        """Read what a paragraph's runs are beside their letters."""
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
        words = "".join(each.text or "" for each in link.iter(f"{W}t"))
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


# --- The whole file -------------------------------------------------------------------------


def _sections(file: WordFile) -> list[str]:
    return [
        each.find(f"{W}pgSz").get(f"{W}orient") or "portrait"
        for each in file.body.iter(f"{W}sectPr")
    ]


def _page_size(file: WordFile) -> list[str]:
    """Return the sizes of the pages in millimetres, each once."""
    sizes = []
    for size in file.body.iter(f"{W}pgSz"):
        width, height = (round(int(size.get(f"{W}{name}")) / 1440 * 25.4) for name in "wh")
        sizes.append(f"{width} × {height} mm")
    return list(dict.fromkeys(sizes))


def _properties(file: WordFile) -> list[str]:
    core = file.roots["docProps/core.xml"]
    tags = {
        "title": f"{_DC}title",
        "author": f"{_DC}creator",
        "subject": f"{_DC}subject",
        "keywords": f"{_CP}keywords",
        "date": f"{_TERMS}created",
    }
    values = {name: (core.findtext(tag) or "").partition("T00")[0] for name, tag in tags.items()}
    return [squeezed(f"{name}: {value}") for name, value in values.items() if value]


def _language(file: WordFile) -> list[str]:
    lang = file.styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    return [value.split("-")[0] for value in lang.attrib.values()] if lang is not None else []


def _margins(file: WordFile) -> list[str]:
    """Return our own lines in the heads and feet of the first section; # is a page's number."""
    section = next(file.body.iter(f"{W}sectPr"))
    relations = file.relations("document")
    found = []
    for pages in ("first", "default"):
        lines = []
        for kind in ("header", "footer"):
            for each in section.iter(f"{W}{kind}Reference"):
                if each.get(f"{W}type") == pages:
                    root = file.roots[f"word/{relations[each.get(f'{R}id')]}"]
                    lines.append(squeezed(" ".join(_own_lines(root))))
        name = "first" if pages == "first" else "later"
        found.append(squeezed(f"{name}: {' | '.join(lines)}"))
    return found


def _own_lines(root: Any) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        if style_of(paragraph).startswith(("Header", "Footer")):
            hidden, parts = False, []
            for each in paragraph.iter(f"{W}fldChar", f"{W}t", f"{W}tab"):
                kind = each.get(f"{W}fldCharType")
                if kind:
                    hidden = kind == "separate"
                    parts.append("#" if hidden else "")
                elif not hidden and each.getparent().tag == f"{W}r":
                    parts.append(SIGNS.get(each.tag, each.text or ""))
            yield "".join(parts)


def _watermark(file: WordFile) -> list[str]:
    """Return the words behind the pages, if they stand behind all of them."""
    heads = [root for name, root in file.roots.items() if re.match(r"word/header", name)]
    shapes = [
        shape.find(f"{_VML}textpath").get("string")
        for root in heads
        for shape in root.iter(f"{_VML}shape")
        if (shape.get("id") or "").startswith("PowerPlusWaterMarkObject")
    ]
    return (
        sorted(set(shapes))
        if len(shapes) >= len(heads)
        else [f"on {len(shapes)} heads"] * bool(shapes)
    )


def _facts(file: WordFile) -> list[str]:
    """Return what each control prints of which facts; a store that says otherwise is told."""
    store = next((r for r in file.roots.values() if r.tag == f"{_FACTS}facts"), None)
    stored = {each.get("id"): each for each in (() if store is None else store)}
    found = []
    for part in (file.body, file.notes):
        for control in part.iter(f"{W}sdt"):
            tag = control.find(f"{W}sdtPr/{W}tag")
            if tag is None:
                continue
            text = squeezed(file.letters(control))
            fact = stored.get(tag.get(f"{W}val"))
            refs = "" if fact is None else fact.get("ref")
            value = None if fact is None else fact.findtext(f"{_FACTS}v")
            differs = value is not None and squeezed(value) != text
            found.append(f"{refs}: {text}" + (f", but the store has {value}" if differs else ""))
    return found


def _val(element: Any, name: str) -> str | None:
    found = None if element is None else element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")
