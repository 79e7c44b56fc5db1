"""The facets of a paper as its tree has them: what each file must show again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from kzreport import document as tree
from kzreport.document import plain_text, walk
from kzreport.parity.facets import (
    NAMES,
    Facets,
    bare,
    by_language,
    first_words,
    last_words,
    squeezed,
)
from kzreport.parity.tree import headings_in_contents, mark_of

Blocks = tuple[tree.Block, ...]

MOST_CONTROLS = 500


def facets_of_tree(
    document: tree.Document, pages: Mapping[str, int], embed: tree.Embed = "full"
) -> Facets:
    """Return the facets of `document`; `pages` are those of its headings, for the contents."""
    entries = headings_in_contents(document)
    reader = _Outline(listed=bool(entries))
    reader.blocks(document.blocks)
    found = reader.facets
    found["contents"] = [squeezed(f"{each.number} {plain_text(each.kids)}") for each in entries]
    found["contents-pages"] = [
        squeezed(f"{each.number} {plain_text(each.kids)} {pages.get(each.id, '?')}")
        for each in entries
    ]
    found["sections"] = _sections(document)
    found["properties"] = _properties(document)
    found["language"] = [document.lang.split("-")[0]]
    found["link-targets"] = sorted({unquote(line.rpartition(" -> ")[2]) for line in found["links"]})
    found["languages"] = by_language(reader.spoken)
    found["watermark"] = ["DRAFT"] if document.draft else []
    facts = [] if embed == "none" else [*reader.facts, *reader.facts_in_notes]
    found["facts"] = facts[:MOST_CONTROLS]
    printed = {ref for fact in reader.seen for ref in fact.refs}
    found["questions"] = sorted(
        f"{each.ref}: {each.text}" for each in document.questions if each.ref in printed
    )
    return found


@dataclass(slots=True)
class _Outline:
    """Walks a tree once and notes what it meets."""

    facets: Facets = field(default_factory=lambda: {name: [] for name in NAMES})
    facts: list[str] = field(default_factory=list)
    facts_in_notes: list[str] = field(default_factory=list)
    seen: list[tree.Fact] = field(default_factory=list)
    spoken: list[tuple[str, str]] = field(default_factory=list)
    listed: bool = False
    tables: int = 0
    nested: int = 0
    before: str = ""
    frame: str = ""
    broken: bool = False

    def add(self, facet: str, line: str) -> None:
        self.facets[facet].append(squeezed(line))

    # --- Blocks -----------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[tree.Block], place: str = "") -> None:
        for block in blocks:
            self.block(block, place)

    def block(self, block: tree.Block, place: str) -> None:  # noqa: C901  # a case each
        match block:
            case tree.Para():
                self.para(block)
            case tree.Heading(level=level, kids=kids, number=number):
                self.add("headings", f"{level} {number} {plain_text(kids)}")
                self.add("tags", f"H{level}")
                self.begun("heading", first_words(f"{number} {plain_text(kids)}"))
                self.words(kids)
            case tree.List():
                self.items(block, place, 0, 1)
            case tree.Table():
                self.table(block, place)
            case tree.Figure():
                self.figure(block)
            case tree.Definitions(items=items):
                self.definitions(items)
            case tree.Quote(blocks=inner):
                self.framed("quotation", inner, place)
            case tree.Div(cls="box", blocks=inner):
                self.framed("box", inner, "box")
            case tree.Div(cls=cls, blocks=inner):
                self.blocks(inner, cls if cls == "figures" else place)
            case tree.Contents(title=title):
                if title:
                    self.line("text", title)
                if self.listed:
                    self.begun("contents")
            case tree.Masthead(name=name, data=data):
                for line in (*name, *data):
                    self.line("text", line)
            case tree.PageBreak():
                self.broken = True

    def framed(self, frame: str, blocks: Blocks, place: str) -> None:
        around, self.frame = self.frame, frame
        self.blocks(blocks, place)
        self.frame = around

    def definitions(self, items: Iterable[tuple[tuple[tree.Inline, ...], Blocks]]) -> None:
        self.nested += 1
        for term, meaning in items:
            self.add("list-items", f"{self.nested}")
            self.line("text", term)
            self.blocks(meaning)
        self.nested -= 1

    def para(self, para: tree.Para) -> None:
        if para.number:
            form = {"source": "[{}]", "point": "{}"}.get(para.cls.split()[0], "{}.")
            self.add("numbers", f"{form.format(para.number)} {first_words(plain_text(para.kids))}")
        self.line("text", para.kids)

    def items(self, block: tree.List, place: str, ordered: int, depth: int) -> None:
        self.nested += 1
        for number, item in enumerate(block.items, block.start):
            mark = mark_of(number, block.ordered, place, ordered)
            first = item[0] if item and isinstance(item[0], tree.Para) else None
            words = first_words(plain_text(first.kids)) if first else ""
            self.add("list-marks", f"{mark} {words}")
            self.add("list-depths", f"{depth}")
            self.add("list-items", f"{self.nested}")
            self.begun("item", words)
            self.words(first.kids if first else ())
            for part in item[1 if first else 0 :]:
                if isinstance(part, tree.List):
                    self.items(part, place, ordered + block.ordered, depth + 1)
                else:
                    self.block(part, place)
        self.nested -= 1

    def table(self, table: tree.Table, place: str) -> None:
        self.caption(table)
        self.begun("table")
        self.tables += 1
        name = f"{'figures' if place == 'figures' else 'table'} {self.tables}"
        if table.head:  # without a head it is no table to who hears it
            self.add("tags", "Table")
        self.add("header-rows", f"{name}: {len(table.head)}")
        width = len(table.columns)
        for number, row in enumerate((*table.head, *table.rows), 1):
            spans = [cell.span for cell in row.cells]
            spans += [1] * (width - sum(spans))
            self.add("shapes", f"{name}, row {number}: {' '.join(map(str, spans))}")
            for at, cell in enumerate(row.cells, 1):
                where = f"{name}, row {number}, cell {at}"
                self.add("cells", f"{where}: {bare(plain_text(cell.kids))}")
                self.words(cell.kids)
        self.remarks(table.notes)

    def figure(self, figure: tree.Figure) -> None:
        self.caption(figure)
        self.begun("picture")
        self.add("tags", "Figure")
        self.add("pictures", plain_text(figure.alt))
        self.seen += [node for node in walk(figure.alt) if isinstance(node, tree.Fact)]
        self.remarks(figure.notes)

    def caption(self, block: tree.Table | tree.Figure) -> None:
        if block.caption or block.label:
            self.add("captions", f"{block.label} {plain_text(block.caption)}")
            self.begun("caption")
            self.words(block.caption)

    def remarks(self, notes: Iterable[tree.TableNote]) -> None:
        for note in notes:
            self.line("text", (tree.Str(f"{note.sign} "), *note.kids))

    def begun(self, kind: str, words: str = "") -> None:
        """Note that a block begins, and whether it begins a page."""
        self.add("blocks", f"{kind} {words}")
        if self.frame:
            self.add("frames", f"{self.frame}: {kind} {words}")
        if self.broken:
            self.add("breaks", f"{kind} {words}")
            self.broken = False

    def line(self, kind: str, kids: tuple[tree.Inline, ...]) -> None:
        self.begun(kind, first_words(plain_text(kids)))
        self.words(kids)

    # --- Inlines ----------------------------------------------------------------------------

    def words(self, kids: Iterable[tree.Inline]) -> None:
        """Read a line of text from its beginning."""
        self.before = ""
        self.kids(kids)

    def kids(
        self, kids: Iterable[tree.Inline], within: frozenset[str] = frozenset(), lang: str = ""
    ) -> None:
        for kid in kids:
            self.inline(kid, within, lang)
            self.before += plain_text(kid)

    def inline(self, node: tree.Inline, within: frozenset[str], lang: str) -> None:
        """Note an inline; `within` names what it stands in: bold, italic, a link."""
        match node:
            case tree.Str(text=text):
                self.spoken.append((lang, text))
            case tree.Fact():
                self.spoken.append((node.lang or lang, node.text))
                self.fact(node, "link" in within)
            case tree.Strong(kids=kids) | tree.Emph(kids=kids):
                face = "bold" if isinstance(node, tree.Strong) else "italic"
                if face not in within:
                    self.add(face, plain_text(kids))
                self.inside(kids, within | {face}, lang)
            case tree.Span(kids=kids):
                self.inside(kids, within, node.lang or lang)
            case tree.Link(url=url, kids=kids):
                if url.startswith("#"):
                    self.add("references", plain_text(kids))
                else:
                    self.add("links", f"{plain_text(kids)} -> {url}")
                self.inside(kids, within | {"link"}, lang)
            case tree.Ref(text=text):
                self.spoken.append((lang, text))
                self.add("references", text)
            case tree.NoteRef(number=number):
                self.add("references", f"{number}")
                self.add("note-places", f"{number} after {last_words(self.before)}")
            case tree.Note(number=number, blocks=blocks):
                self.add("note-places", f"{number} after {last_words(self.before)}")
                self.note(blocks)
            case _:
                pass

    def inside(self, kids: Iterable[tree.Inline], within: frozenset[str], lang: str) -> None:
        before = self.before
        self.kids(kids, within, lang)
        self.before = before

    def fact(self, fact: tree.Fact, linked: bool) -> None:
        self.seen.append(fact)
        if fact.text and not linked:
            self.facts.append(squeezed(f"{' '.join(fact.refs)}: {fact.text}"))

    def note(self, blocks: tuple[tree.Block, ...]) -> None:
        """Read a note apart: of what it holds, links, emphasis and facts count."""
        inner = _Outline()
        inner.blocks(blocks)
        for name in ("links", "bold", "italic", "references"):
            self.facets[name] += inner.facets[name]
        self.spoken += inner.spoken
        self.facts_in_notes += inner.facts
        self.seen += inner.seen


def _sections(document: tree.Document) -> list[str]:
    """Return the pages a paper needs by the way they lie, each run once."""
    upright = "landscape" if document.layout == "wide" else "portrait"
    found: list[str] = []
    for block in document.blocks:
        wide = isinstance(block, tree.Div) and "wide" in block.cls.split()
        turned = "landscape" if wide else upright
        if found[-1:] != [turned]:
            found.append(turned)
    return found or [upright]


def _properties(document: tree.Document) -> list[str]:
    about = document.properties
    values = {
        "title": document.title,
        "author": about.author,
        "subject": about.subject,
        "keywords": ", ".join(about.keywords),
        "date": about.date,
    }
    return [squeezed(f"{name}: {value}") for name, value in values.items() if value]
