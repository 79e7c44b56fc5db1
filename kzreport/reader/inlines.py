"""Inline tokens become inline nodes; characters that stand for facts become the facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markdown_it.token import Token

from kzreport.document import (
    Block,
    Break,
    Emph,
    Inline,
    Link,
    Note,
    NoteRef,
    Para,
    Span,
    Str,
    Strong,
    plain_text,
)
from kzreport.values.slots import SLOT, slot_index

if TYPE_CHECKING:
    from kzreport.reader.read import Session

_CALL = re.compile(r"\[\^([^\]\s]+)\]")

URL_SCHEMES = ("https://", "http://", "mailto:", "#")


class InlineReader:
    """Reads one run of inline tokens."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._line: int | None = None

    def read(self, tokens: Sequence[Token], line: int | None) -> tuple[Inline, ...]:
        """Return the nodes of `tokens`, which stand at `line` of the Markdown."""
        self._line = line
        stack: list[list[Inline]] = [[]]
        opened: list[Token] = []
        for token in tokens:
            if token.nesting == 1:
                opened.append(token)
                stack.append([])
            elif token.nesting == -1:
                kids = tuple(stack.pop())
                stack[-1].append(self._closed(opened.pop(), token, kids))
            else:
                self._leaf(token, stack[-1])
        return tuple(stack[0])

    def _leaf(self, token: Token, out: list[Inline]) -> None:
        match token.type:
            case "text" | "text_special":
                self._text(token.content, out)
            case "softbreak":
                self._text(" ", out)
                if self._line is not None:
                    self._line += 1
            case "hardbreak":
                out.append(Break())
            case "footnote_ref":
                self._note(str(token.meta["label"]), out)
            case "footnote_anchor":
                pass
            case "code_inline":
                self._report("`code` is not part of a paper", "write the words without back quotes")
            case "image":
                self._report(
                    "pictures are not part of this Markdown",
                    "`{{ image('file.png', 'what it shows', 'Caption') }}`",
                )
            case _:
                self._report(f"{token.type} is not part of this Markdown", "")

    def _text(self, text: str, out: list[Inline]) -> None:
        for part in SLOT.split(text) if not SLOT.search(text) else _split(text):
            if SLOT.fullmatch(part):
                for node in self._session.slot(slot_index(part), self._line):
                    self._check_mark(node, out)
                    out.append(node)
            elif part:
                self._check_calls(part)
                if out and isinstance(out[-1], Str):
                    out[-1] = Str(out[-1].text + part)
                else:
                    out.append(Str(part))

    def _check_calls(self, text: str) -> None:
        """A call of a footnote that nobody wrote is left in the text by the parser."""
        for label in _CALL.findall(text):
            self._report(f"the footnote `[^{label}]` is called but not written", "")

    def _note(self, label: str, out: list[Inline]) -> None:
        """A footnote written in the template."""
        session = self._session
        if label in session.notes_called:
            self._report(
                f"the footnote `[^{label}]` is called twice",
                "write `cite()` for a source; it repeats the number",
            )
            return
        session.notes_called.add(label)
        session.note_numbers[f"written {label}"] = number = len(session.note_numbers) + 1
        note = Note(number, self._note_blocks(label))
        self._check_mark(note, out)
        out.append(note)

    def _note_blocks(self, label: str) -> tuple[Block, ...]:
        from kzreport.reader.blocks import BlockReader  # the two read each other's parts

        blocks = BlockReader(self._session).blocks(self._session.notes_written.get(label, []))
        if any(not isinstance(block, Para) for block in blocks):
            self._report(f"the footnote `[^{label}]` holds more than paragraphs", "")
        return blocks

    def _check_mark(self, node: Inline, before: list[Inline]) -> None:
        """A raised 26 behind a 7 would read as 7 to the power of 26."""
        if not isinstance(node, Note | NoteRef):
            return
        text = plain_text(tuple(before))
        if text[-1:].isdigit():
            self._report(
                f"a footnote mark follows a figure: «{text[-20:]}»",
                "put the note behind the full stop, or behind a word",
            )

    def _closed(self, opening: Token, closing: Token, kids: tuple[Inline, ...]) -> Inline:
        match opening.type:
            case "strong_open":
                return Strong(kids)
            case "em_open":
                return Emph(kids)
            case "link_open":
                return self._link(str(opening.attrs.get("href", "")), kids)
            case "span_open":
                attrs = {**opening.attrs, **closing.attrs}
                return Span(kids, str(attrs.get("class", "")), str(attrs.get("lang", "")))
            case _:
                self._report(f"{opening.type} is not part of this Markdown", "")
                return Span(kids)

    def _link(self, url: str, kids: tuple[Inline, ...]) -> Link:
        if not url.lower().startswith(URL_SCHEMES):
            self._report(f"`{url}` is no address for a link", "https:, http:, mailto: or #place")
        return Link(url, kids)

    def _report(self, message: str, hint: str) -> None:
        self._session.report(message, self._line, hint)


def _split(text: str) -> list[str]:
    """Return `text` cut before and after each slot character."""
    out: list[str] = []
    at = 0
    for found in SLOT.finditer(text):
        out += (text[at : found.start()], found[0])
        at = found.end()
    return [*out, text[at:]]
