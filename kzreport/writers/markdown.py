"""Write a document as Markdown with every fact shown: to read, to compare, to debug.

It is pandoc's Markdown as far as the tree goes: fenced divs for roles, `(@)` for paragraphs
numbered through the paper, pipe tables, notes at the end. What pipe tables cannot say, a
span of columns or the role of a row, is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import assert_never
from urllib.parse import quote

from kzreport import document as tree

# A bracket that opens a text could make a link of what stands before: `[^1](`.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|^~@$#&]|^\(")
# What would begin a list, a heading, a quotation, a definition or a fence.
_OPENING = re.compile(r"[-+=:](?!\w)|%|(?<=\w)[.)](?=\s|$)")
_WORD = re.compile(r"(?:\d+|[ivxlcdm]+|[a-z])?", re.IGNORECASE)


def write_markdown(document: tree.Document) -> str:
    """Return `document` as Markdown; a fact reads `[300,000]{.fact ref="vc-2011.amount"}`."""
    writer = _Writer()
    text = writer.blocks(document.blocks)
    notes = [_indented(f"[^{number}]: ", writer.notes[number]) for number in sorted(writer.notes)]
    return "\n\n".join([text, *notes]) + "\n"


class _Writer:
    """Writes blocks; the notes met on the way wait in `notes`."""

    def __init__(self) -> None:
        self.notes: dict[int, str] = {}

    # --- Blocks ---------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[tree.Block]) -> str:
        return "\n\n".join([self.block(block) for block in blocks])

    def block(self, block: tree.Block) -> str:
        match block:
            case tree.Para():
                return self.para(block)
            case tree.Heading(level=level, kids=kids):
                return f"{'#' * level} {self.inlines(kids)} {_heading_attributes(block)}".rstrip()
            case tree.List():
                return self.list(block)
            case tree.Table():
                return self.table(block)
            case tree.Figure():
                return self.figure(block)
            case tree.Definitions(items=items):
                return "\n\n".join(
                    f"{self.inlines(term)}\n{_indented(':   ', self.blocks(inner))}"
                    for term, inner in items
                )
            case tree.Quote(blocks=inner):
                return "\n".join(f"> {line}".rstrip() for line in self.blocks(inner).split("\n"))
            case tree.Div(cls=cls, blocks=inner):
                return _fenced(cls, self.blocks(inner))
            case tree.Contents(title=title):
                return _fenced("contents", self.inlines(title))
            case tree.Masthead(name=name, data=data):
                parts = ["\\\n".join(map(self.inlines, lines)) for lines in (name, data)]
                return _fenced("masthead", "\n\n".join(filter(None, parts)))
            case tree.PageBreak():
                return _fenced("pagebreak", "")
            case _:
                assert_never(block)

    def para(self, para: tree.Para) -> str:
        text = self.inlines(para.kids)
        roles = para.cls.split()
        if "num" in roles:
            others = " ".join(f".{role}" for role in roles if role != "num")
            above = f"{{{others}}}\n" if others else ""
            return above + _indented(f"(@{para.id}) ", text)
        if "source" in roles:
            return _fenced("source", f"\\[{para.number}\\] {text}")
        return _fenced(para.cls, _unopened(text)) if roles else _unopened(text)

    def list(self, block: tree.List) -> str:
        items = []
        for number, item in enumerate(block.items, block.start):
            mark = f"{number}. " if block.ordered else "- "
            items.append(_indented(mark, self.blocks(item)))
        return "\n".join(items)

    def table(self, table: tree.Table) -> str:
        rules = ["--:" if column.kind == "figure" else ":--" for column in table.columns]
        empty = tree.Row(tuple(tree.Cell(()) for _ in table.columns))
        lines = [self.row(row) for row in table.head or (empty,)]
        lines.append(f"|{'|'.join(rules)}|")
        lines += [self.row(row) for row in table.rows]
        parts = ["\n".join(lines)]
        if table.caption or table.label:
            words = f"{_escaped(table.label)} {self.inlines(table.caption)}".strip()
            parts.append(f": {words} {_attributes(table.id)}".rstrip())
        parts += [_fenced("tablenote", self.note(note)) for note in table.notes]
        return "\n\n".join(parts)

    def figure(self, figure: tree.Figure) -> str:
        """Return what the picture shows in words, its facts marked; the picture has no file."""
        parts = [_fenced("figure", self.inlines(figure.alt))]
        if figure.caption or figure.label:
            words = f"{_escaped(figure.label)} {self.inlines(figure.caption)}".strip()
            parts.append(f": {words} {_attributes(figure.id)}".rstrip())
        parts += [_fenced("tablenote", self.note(note)) for note in figure.notes]
        return "\n\n".join(parts)

    def row(self, row: tree.Row) -> str:
        cells = []
        for cell in row.cells:
            # A pipe table has no line ends within a cell and no cells that span.
            cells += [self.inlines(cell.kids).replace("\\\n", " "), *[""] * (cell.span - 1)]
        return "| " + " | ".join(cells) + " |"

    def note(self, note: tree.TableNote) -> str:
        return f"{_escaped(note.sign)} {self.inlines(note.kids)}".strip()

    # --- Inlines --------------------------------------------------------------------------

    def inlines(self, kids: Iterable[tree.Inline]) -> str:
        return "".join([self.inline(kid) for kid in kids])

    def inline(self, node: tree.Inline) -> str:
        match node:
            case tree.Str(text=text):
                return _escaped(text)
            case tree.Fact():
                return _fact(node)
            case tree.Strong(kids=kids):
                return f"**{self.inlines(kids)}**"
            case tree.Emph(kids=kids):
                return f"*{self.inlines(kids)}*"
            case tree.Span(kids=kids, cls=cls, lang=lang):
                return f"[{self.inlines(kids)}]{_attributes('', cls, lang=lang) or '{}'}"
            case tree.Link(url=url, kids=kids):
                return f"[{self.inlines(kids)}](<{quote(url, safe=_URL)}>)"
            case tree.Ref(target=target, text=text):
                return f"[{_escaped(text)}](#{quote(target)})"
            case tree.Note(number=number, blocks=blocks):
                self.notes[number] = self.blocks(blocks)
                return f"[^{number}]"
            case tree.NoteRef(number=number):
                return f"[^{number}]"
            case tree.Break():
                return "\\\n"
            case _:
                assert_never(node)


_URL = "/:?#[]@!$&'()*+,;=%~"


def _fact(fact: tree.Fact) -> str:
    ref = " ".join(fact.refs).replace("\\", r"\\").replace('"', r"\"")
    extras = "".join(
        f" {name}={value}" for name, value in (("as", fact.form), ("lang", fact.lang)) if value
    )
    return f'[{_escaped(fact.text)}]{{.fact ref="{ref}"{extras}}}'


def _heading_attributes(heading: tree.Heading) -> str:
    bare = heading.level > 1 and not heading.number
    return _attributes(heading.id, "unnumbered" if bare else "")


def _attributes(id: str, cls: str = "", lang: str = "") -> str:  # noqa: A002
    """Return `{#id .class lang=xx}` with what there is, or nothing."""
    parts = [f"#{id}"] if id else []
    parts += [f".{name}" for name in cls.split()]
    parts += [f"lang={lang}"] if lang else []
    return f"{{{' '.join(parts)}}}" if parts else ""


def _escaped(text: str) -> str:
    """Return `text` so that no character of it is markup."""
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"[\t\n\r]+", " ", text))


def _unopened(text: str) -> str:
    """Return a paragraph's `text` so that its first word begins no list, quotation or fence."""
    word = _WORD.match(text)
    opening = _OPENING.match(text, word.end() if word else 0)
    if opening is None:
        return text
    return f"{text[: opening.start()]}\\{text[opening.start() :]}"


def _indented(mark: str, text: str) -> str:
    """Return `text` behind `mark`, its further lines under it."""
    first, *others = text.split("\n")
    pad = " " * len(mark)
    return "\n".join([f"{mark}{first}", *(f"{pad}{line}".rstrip() for line in others)])


def _fenced(cls: str, text: str) -> str:
    """Return a div; an outer fence has more colons than those inside."""
    inside: Sequence[str] = re.findall(r"^\s*(:{3,})", text, re.MULTILINE)
    fence = ":" * (max(map(len, inside), default=2) + 1)
    return "\n".join(filter(None, [f"{fence} {cls}", text, fence]))
