"""Block tokens become blocks: headings and paragraphs numbered, tables and the annex set in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from unicodedata import combining

from markdown_it.token import Token

from kzreport.document import (
    Block,
    Cell,
    Column,
    Contents,
    Definitions,
    Div,
    Heading,
    Inline,
    List,
    Masthead,
    PageBreak,
    Para,
    Quote,
    Row,
    Str,
    Table,
    plain_text,
)
from kzreport.reader.inlines import InlineReader
from kzreport.reader.markdown import classes, heading_attributes
from kzreport.values.slots import SLOT, FigureSlot, SourcesSlot, TableSlot, slot_index

if TYPE_CHECKING:
    from kzreport.reader.read import Session

_NUMBERED = re.compile(r"\(@([\w-]*)\)[ \t]+")
_DIV_CLASS = re.compile(r"\.?([\w-]+)")
_ALIGNED = {"text-align:right": "figure", "text-align:center": "mark"}
DEEPEST_HEADING = 4
MAX_COLUMNS = 63  # Word refuses more


class BlockReader:
    """Reads a stretch of block tokens; headings number themselves in the session's order."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._counters = [0, 0, 0]
        self._tokens: Sequence[Token] = ()
        self._at = 0

    def blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        """Return the blocks of `tokens`, all of them."""
        self._tokens, self._at = tokens, 0
        return self._until(None)

    def _until(self, closing: str | None) -> tuple[Block, ...]:
        """Read up to and over the token `closing`."""
        out: list[Block] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == closing:
                break
            read = _BLOCKS.get(token.type)
            if read is None:
                self._report(f"{token.type} is not part of this Markdown", token)
            else:
                out += read(self, token)
        return tuple(out)

    # -- headings and paragraphs ------------------------------------------------------------

    def _heading(self, token: Token) -> Sequence[Block]:
        inline = self._inline()
        children = list(inline.children or [])
        own_id, cls = heading_attributes(children)
        kids = InlineReader(self._session).read(children, _line(inline))
        level = int(token.tag[1])
        if level > DEEPEST_HEADING:
            self._report(f"a heading of level {level} is too deep", token, "use #, ##, ### or ####")
            level = DEEPEST_HEADING
        bare = "bare" in cls.split() or "bare" in classes(token).split()
        number = "" if bare or level == 1 else self._number(level)
        wanted = own_id or str(token.attrs.get("id", "")) or slug(plain_text(kids))
        return [Heading(level, kids, self._session.unique_id(wanted), number)]

    def _number(self, level: int) -> str:
        """Return «I.», «A.», «1.» as in papers of the United Nations."""
        depth = level - 2
        self._counters[depth] += 1
        self._counters[depth + 1 :] = [0] * (len(self._counters) - depth - 1)
        count = self._counters[depth]
        spelled = (roman(count), letters(count), str(count))[depth]
        return f"{spelled}."

    def _paragraph(self, token: Token) -> Sequence[Block]:
        inline = self._inline()
        ready = self._ready(inline)
        if ready is not None:
            return ready
        children = list(inline.children or [])
        label = self._numbered(children)
        if label is None:
            kids = InlineReader(self._session).read(children, _line(inline))
            cls, own_id = classes(token), str(token.attrs.get("id", ""))
            number = self._session.next_point() if "point" in cls.split() and kids else 0
            return [Para(kids, cls, number, own_id)] if kids else []
        return [self._numbered_paragraph(label, children, inline, token)]

    def _numbered(self, children: list[Token]) -> str | None:
        """Take `(@label)` off the beginning; `None` for a paragraph without a number."""
        found = _NUMBERED.match(children[0].content) if children else None
        if found is None or children[0].type != "text":
            return None
        children[0].content = children[0].content[found.end() :]
        return found[1]

    def _numbered_paragraph(
        self, label: str, children: list[Token], inline: Token, token: Token
    ) -> Para:
        session = self._session
        session.paragraphs += 1
        number = session.paragraphs
        session.place = ("paragraph", number)
        own_id = session.unique_id(f"para-{label or number}")
        if label:
            if label in session.targets:
                self._report(f"two places are labelled `{label}`", token)
            session.targets[label] = (own_id, str(number))
        kids = InlineReader(session).read(children, _line(inline))
        if any(isinstance(k, Str) and _NUMBERED.search(k.text) for k in kids):
            self._report(
                "two numbered paragraphs run into one", token, "put a blank line between them"
            )
        cls = " ".join(filter(None, ["num", classes(token)]))
        return Para(kids, cls, number, own_id)

    def _ready(self, inline: Token) -> Sequence[Block] | None:
        """Return the ready-made block of a paragraph that is one slot character."""
        text = inline.content.strip()
        if not SLOT.fullmatch(text):
            return None
        index = slot_index(text)
        slot = self._session.slots[index] if index < len(self._session.slots) else None
        if isinstance(slot, TableSlot):
            return [self._session.table(slot)]
        if isinstance(slot, FigureSlot):
            return [self._session.figure(slot)]
        if isinstance(slot, SourcesSlot):
            return self._session.annex(slot)
        return None

    def _inline(self) -> Token:
        """Return the inline token that follows, and step over it and the closing one."""
        inline = self._tokens[self._at]
        self._at += 2
        return inline

    # -- lists and quotations -----------------------------------------------------------------

    def _list(self, token: Token) -> Sequence[Block]:
        ordered = token.type.startswith("ordered")
        items: list[tuple[Block, ...]] = []
        while self._tokens[self._at].type == "list_item_open":
            self._at += 1
            items.append(self._until("list_item_close"))
        self._at += 1
        return [List(ordered, int(token.attrs.get("start", 1)), tuple(items))]

    def _definitions(self, _: Token) -> Sequence[Block]:
        items: list[tuple[tuple[Inline, ...], tuple[Block, ...]]] = []
        while self._tokens[self._at].type != "dl_close":
            token = self._tokens[self._at]
            self._at += 1
            if token.type == "dt_open":
                inline = self._inline()
                term = InlineReader(self._session).read(inline.children or [], _line(inline))
                items.append((term, ()))
            elif token.type == "dd_open":
                term, before = items[-1]
                items[-1] = (term, before + self._until("dd_close"))
        self._at += 1
        return [Definitions(tuple(items))]

    def _quote(self, _: Token) -> Sequence[Block]:
        return [Quote(self._until("blockquote_close"))]

    # -- divs -----------------------------------------------------------------------------------

    def _div(self, token: Token) -> Sequence[Block]:
        names = _DIV_CLASS.findall(token.info)
        blocks = self._until("container_div_close")
        if "contents" in names:
            title = blocks[0].kids if blocks and isinstance(blocks[0], Para) else ()
            return [Contents(title)]
        if "masthead" in names:
            return self._masthead(blocks, token, slim="slim" in names)
        if "pagebreak" in names:
            return [PageBreak()]
        return [Div(" ".join(names), blocks)]

    def _masthead(self, blocks: tuple[Block, ...], token: Token, slim: bool) -> Sequence[Block]:
        paragraphs = [block for block in blocks if isinstance(block, Para)]
        if len(paragraphs) not in (1, 2) or len(paragraphs) != len(blocks):
            self._report(
                "a masthead holds two paragraphs",
                token,
                "first the name of the Mission, then its data, a line each; a letter has no data",
            )
            return []
        name, *data = (by_lines(paragraph.kids) for paragraph in paragraphs)
        return [Masthead(name, data[0] if data else (), slim)]

    # -- tables written in Markdown ---------------------------------------------------------------

    def _table(self, token: Token) -> Sequence[Block]:
        head: list[Row] = []
        rows: list[Row] = []
        cells: list[Cell] = []
        columns: list[Column] = []
        while self._tokens[self._at].type != "table_close":
            part = self._tokens[self._at]
            self._at += 1
            if part.type in ("th_open", "td_open"):
                inline = self._inline()
                kids = InlineReader(self._session).read(inline.children or [], _line(inline))
                cells.append(Cell(kids))
                if part.type == "th_open":
                    kind = _ALIGNED.get(str(part.attrs.get("style", "")), "text")
                    columns.append(Column(0, kind))  # type: ignore[arg-type]
            elif part.type == "tr_close":
                (rows if head else head).append(Row(tuple(cells)))
                cells = []
        self._at += 1
        if len(columns) > MAX_COLUMNS:
            self._report(f"a table has {len(columns)} columns; Word takes {MAX_COLUMNS}", token)
        return [Table(tuple(columns), tuple(head), tuple(rows))]

    def _rule(self, _: Token) -> Sequence[Block]:
        return [PageBreak()]

    def _report(self, message: str, token: Token, hint: str = "") -> None:
        self._session.report(message, _line(token), hint)


_BLOCKS: dict[str, Callable[[BlockReader, Token], Sequence[Block]]] = {
    "heading_open": BlockReader._heading,
    "paragraph_open": BlockReader._paragraph,
    "bullet_list_open": BlockReader._list,
    "ordered_list_open": BlockReader._list,
    "dl_open": BlockReader._definitions,
    "blockquote_open": BlockReader._quote,
    "container_div_open": BlockReader._div,
    "table_open": BlockReader._table,
    "hr": BlockReader._rule,
}


def by_lines(kids: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], ...]:
    """Return inline nodes cut at forced line ends."""
    from kzreport.document import Break

    lines: list[list[Inline]] = [[]]
    for kid in kids:
        if isinstance(kid, Break):
            lines.append([])
        else:
            lines[-1].append(kid)
    return tuple(tuple(line) for line in lines if line)


def slug(text: str) -> str:
    """Return a name for a place: words of `text` in small letters, joined by hyphens.

    Names are ASCII, since links in a PDF reach no others; of another script they are `section`.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not combining(c))
    if any(c.isalpha() and not c.isascii() for c in bare):
        return "section"
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60].rstrip("-") or "section"


def roman(number: int) -> str:
    """Return 4 as «IV»."""
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, number = divmod(number, value)
        out += sign * count
    return out


def letters(number: int) -> str:
    """Return 2 as «B», 27 as «AA», as Word counts."""
    turns, place = divmod(number - 1, 26)
    return chr(ord("A") + place) * (turns + 1)


def _line(token: Token) -> int | None:
    return token.map[0] if token.map else None
