"""Read what a PDF says, with poppler: its words as they stand on the pages, put in order."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise
from pathlib import Path

from kzreport.errors import WriterError
from kzreport.parity.words import Said, Words, words

_WORD = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>'
)
_LEADERS = re.compile(r"\.{2,}")
_TOUCHING = 1.0  # points; the narrowest space of the house style is more than two wide


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF: its text, the text of each page, and what stands in the head and foot of each."""

    said: Said
    pages: tuple[Words, ...]
    margins: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


_Line = list[_Word]


def read_pdf(file: Path, heads: Iterable[Words] = ()) -> Printed:
    """Return what stands in `file`; `heads` are the heads of tables, said again on new pages."""
    body: list[str] = []
    pages: list[Words] = []
    notes: list[Words] = []
    margins: list[tuple[str, str]] = []
    known = [head for head in heads if head]
    for number, page in enumerate(_pages(file)):
        head, lines, foot = _without_margins(page, first=number == 0)
        margins.append((head, foot))
        lines, below = _without_notes(_marks_in_place(lines), len(notes) + 1)
        said = _without_head(words(_text(lines)), known, body)
        notes += below
        pages.append(said)
        body += said
    return Printed(Said(tuple(body), tuple(notes)), tuple(pages), tuple(margins))


def _pages(file: Path) -> Iterator[list[_Line]]:
    """Yield the lines of every page in the order they were drawn."""
    reader = shutil.which("pdftotext")
    if reader is None:
        raise WriterError(
            "the PDF cannot be read back: poppler's `pdftotext` is not installed here",
            hint="install poppler-utils (Debian, Ubuntu) or poppler (Homebrew, conda)",
        )
    command = [reader, "-raw", "-bbox", str(file), "-"]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # our own file
    if done.returncode:
        raise WriterError(f"`pdftotext` cannot read the PDF: {done.stderr.decode().strip()}")
    shown = done.stdout.decode(errors="replace")  # poppler cannot write an emoji of a title
    for page in shown.split("<page ")[1:]:
        found = [
            _Word(float(left), float(top), float(right), float(bottom), unescape(text))
            for left, top, right, bottom, text in _WORD.findall(page)
        ]
        yield _lines(_without_leaders(found))


def _without_leaders(page: Sequence[_Word]) -> Iterator[_Word]:
    """Yield the words but for the dots that lead the eye to a page number.

    The house sets them one by one, LibreOffice in one word with what stands before.
    """
    for before, word, after in zip((None, *page), page, (*page[1:], None), strict=False):
        beside = {each.text for each in (before, after) if each}
        text = _LEADERS.sub(" ", word.text)
        if text.strip() and not (text == "." and "." in beside):
            yield replace(word, text=text)


def _lines(page: Iterable[_Word]) -> list[_Line]:
    lines: list[_Line] = []
    for word in page:
        last = lines[-1][-1] if lines else None
        if last and _level(last, word) and word.left >= last.right - _TOUCHING:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _level(one: _Word, other: _Word) -> bool:
    """Return whether two words stand on one line, a raised figure included."""
    return one.top <= other.middle <= one.bottom or other.top <= one.middle <= other.bottom


def _without_margins(lines: list[_Line], *, first: bool) -> tuple[str, list[_Line], str]:
    """Return the head, the text and the foot; a paper has no head on its first page."""
    lowest = max((word for line in lines for word in line), key=lambda word: word.middle)
    highest = min((word for line in lines for word in line), key=lambda word: word.middle)
    foot = [line for line in lines if _level(line[0], lowest)]
    head = [] if first else [line for line in lines if _level(line[0], highest)]
    text = [line for line in lines if line not in (*head, *foot)]
    return (_text(head), text, _text(foot))


def _marks_in_place(lines: list[_Line]) -> list[_Line]:
    """Return `lines`, each mark of a list before its item: marks are drawn after the text.

    An item that begins with a list has two marks in a line.
    """
    placed: list[_Line] = []
    for line in lines:
        mark = line[-1]
        beside = [
            place
            for place, other in enumerate(placed)
            if _level(mark, other[0]) and mark.right < other[0].left
        ]
        placed.insert(beside[0] if beside else len(placed), line)
    return placed


def _without_notes(lines: list[_Line], number: int) -> tuple[list[_Line], list[Words]]:
    """Return the text and the notes below it, the first of which is note `number`.

    A note begins at the edge of the page with its bare number; everything after the first
    is notes, on a page that calls it.
    """
    if not lines:
        return [], []
    edge = min(line[0].left for line in lines)
    notes: list[Words] = []
    found = [place for place, line in enumerate(lines) if _begins(line, number, edge)]
    begin = found[-1] if found and _calls(lines, number) else len(lines)
    text, rest = lines[:begin], lines[begin:]
    while rest:
        number += 1
        end = next((n for n, line in enumerate(rest) if n and _begins(line, number, edge)), None)
        (_, *opening), *more = rest[:end]
        notes.append(words(_text([opening, *more])))
        rest = rest[end:] if end else []
    return text, notes


def _begins(line: _Line, number: int, edge: float) -> bool:
    return line[0].text == str(number) and line[0].left < edge + _TOUCHING and len(line) > 1


def _calls(lines: Iterable[_Line], number: int) -> bool:
    """Return whether one of `lines` has the figure `number` raised behind a word."""
    return any(
        word.text == str(number) and _touch(before, word) and word.bottom < before.bottom - 2
        for line in lines
        for before, word in pairwise(line)
    )


def _touch(before: _Word, word: _Word) -> bool:
    return word.left - before.right < _TOUCHING


def _without_head(said: Words, heads: Iterable[Words], before: Sequence[str]) -> Words:
    """Return the words of a page; the head of a table that goes on is not said twice."""
    for head in heads:
        if said[: len(head)] == head and f" {' '.join(head)} " in f" {' '.join(before)} ":
            return said[len(head) :]
    return said


def _text(lines: Iterable[_Line]) -> str:
    return "\n".join(map(_line, lines))


def _line(line: _Line) -> str:
    parts = [line[0].text] if line else []
    for before, word in pairwise(line):
        parts.append("" if _touch(before, word) else " ")
        parts.append(word.text)
    return "".join(parts)
