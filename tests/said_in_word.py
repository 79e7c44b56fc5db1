"""Read what a Word file says: its letters, and the numbers that Word itself computes.

The rules are those of ECMA-376: numbering in 17.9, footnotes in 17.11, the fields REF,
NOTEREF and SEQ in 17.16.5. The stored results of those fields are not believed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from lxml import etree
from said import Said, words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def said_in_word(data: bytes) -> Said:
    """Return what the text and the footnotes of a Word file say."""
    return read_word(data).said()


def read_word(data: bytes) -> WordFile:
    """Return a Word file, its paragraphs counted."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body, notes, styles, numbering = (
            etree.fromstring(archive.read(f"word/{name}.xml"))
            for name in ("document", "footnotes", "styles", "numbering")
        )
    return WordFile(body, notes, _numbers(body, styles, numbering))


@dataclass(slots=True)
class WordFile:
    """The text and the footnotes as XML, and the number of each numbered paragraph."""

    body: etree._Element
    notes: etree._Element
    numbers: dict[etree._Element, str]
    calls: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        # Word counts the notes as they are called, whatever their ids
        ids = [call.get(f"{W}id") for call in self.body.iter(f"{W}footnoteReference")]
        self.calls = {ident: number for number, ident in enumerate(ids, 1)}

    def said(self) -> Said:
        notes = {
            self.calls.get(note.get(f"{W}id"), 0): words(self.text(note))
            for note in self.notes.iter(f"{W}footnote")
            if note.get(f"{W}type") is None
        }
        return Said(words(self.text(self.body)), tuple(notes[number] for number in sorted(notes)))

    def headings(self) -> list[tuple[int, str]]:
        """Return the level and the words of each heading, its number left out."""
        found = []
        for paragraph in self.body.iter(f"{W}p"):
            style = _style(paragraph)
            if style == "Title":
                found.append((1, _letters(paragraph)))
            elif found_level := re.fullmatch(r"Heading(\d)|HeadingPlain(\d?)", style):
                level = int(found_level[1] or found_level[2] or 1) + 1
                found.append((level, _letters(paragraph)))
        return found

    def tables(self) -> list[list[list[str]]]:
        """Return the cells of every table of data, by rows; marks of notes left out."""
        return [
            [[_letters(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
            for table in self.body.iter(f"{W}tbl")
            if table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") in _OF_DATA
        ]

    def text(self, part: etree._Element) -> str:
        """Return the words of `part`, paragraph by paragraph."""
        seq: dict[str, Iterator[int]] = {}
        return "\n".join(
            f"{self.numbers.get(paragraph, '')} {''.join(self._shown(paragraph, seq))}"
            for paragraph in part.iter(f"{W}p")
        )

    def _shown(self, paragraph: etree._Element, seq: dict[str, Iterator[int]]) -> Iterator[str]:
        """Yield what a paragraph shows; a field shows what Word would compute.

        Only contents hold other fields, and those stand among their stored results.
        """
        code, hidden = "", False
        for each in _of_paragraph(paragraph):
            match each.get(f"{W}fldCharType"):
                case "begin":
                    code, hidden = "", True
                case "separate":
                    computed = self._computed(code.split(), seq)
                    hidden = computed is not None
                    yield computed or ""
                case "end":
                    hidden = False
                case _ if each.tag == f"{W}instrText":
                    code += each.text or ""
                case _ if not hidden:
                    yield self._element(each)

    def _computed(self, code: list[str], seq: dict[str, Iterator[int]]) -> str | None:
        match code:
            case ["SEQ", name, *_]:
                return str(next(seq.setdefault(name, count(1))))
            case ["NOTEREF", name, *_]:
                call = next(_marked(self._start(name), f"{W}footnoteReference"))
                return str(self.calls[call.get(f"{W}id")])
            case ["REF", name, "\\r", *_]:
                paragraph = next(self._start(name).iterancestors(f"{W}p"))
                return self.numbers[paragraph].rstrip(".")
            case ["REF", name, *_]:
                start = self._start(name)
                return "".join(self._element(each) for each in _marked(start, f"{W}t"))
            case _:
                return None  # only a layout knows: the stored result is shown

    def _start(self, name: str) -> etree._Element:
        starts = self.body.iter(f"{W}bookmarkStart")
        return next(each for each in starts if each.get(f"{W}name") == name)

    def _element(self, each: etree._Element) -> str:
        if each.tag == f"{W}t":
            return each.text or ""
        if each.tag == f"{W}footnoteReference":
            return str(self.calls[each.get(f"{W}id")])
        return _SIGNS.get(each.tag, "")


#: the styles of tables that hold data: the head and a box are tables, too
_OF_DATA = ("MissionTable", "MissionFigures")
_SIGNS = {f"{W}tab": " ", f"{W}br": " ", f"{W}noBreakHyphen": "-"}


def _of_paragraph(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield what the runs of a paragraph hold; a tab stop of its properties is no tab."""
    for run in paragraph.iter(f"{W}r"):
        yield from run


def _marked(start: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the elements of a kind between the start and the end of a bookmark."""
    (paragraph,) = list(start.iterancestors(f"{W}p"))[:1]
    inside = False
    for each in paragraph.iter():
        if each is start:
            inside = True
        elif each.tag == f"{W}bookmarkEnd" and each.get(f"{W}id") == start.get(f"{W}id"):
            return
        elif inside and each.tag == tag:
            yield each


def _letters(part: etree._Element) -> str:
    paragraphs = [
        "".join(
            (each.text or "") if each.tag == f"{W}t" else _SIGNS.get(each.tag, "")
            for each in _of_paragraph(paragraph)
        )
        for paragraph in part.iter(f"{W}p")
    ]
    return " ".join(" ".join(paragraphs).split())


# --- Numbering ------------------------------------------------------------------------------


def _numbers(
    body: etree._Element, styles: etree._Element, numbering: etree._Element
) -> dict[etree._Element, str]:
    """Return the number or mark that Word prints before each paragraph that has one."""
    by_style = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
    lists = {each.get(f"{W}numId"): each for each in numbering.iter(f"{W}num")}
    designs = {each.get(f"{W}abstractNumId"): each for each in numbering.iter(f"{W}abstractNum")}
    counts: dict[str, dict[int, int]] = {}
    begun: set[str] = set()
    found = {}
    for paragraph in body.iter(f"{W}p"):
        number, level = _list_of(paragraph, by_style)
        if number in (None, "0"):
            continue
        design = lists[number].find(f"{W}abstractNumId").get(f"{W}val")
        levels = {int(each.get(f"{W}ilvl")): each for each in designs[design].iter(f"{W}lvl")}
        reached = counts.setdefault(design, {})
        if number not in begun:
            begun.add(number)
            for override in lists[number].iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                reached[int(override.get(f"{W}ilvl"))] = int(start.get(f"{W}val")) - 1
        reached[level] = reached.get(level, int(_val(levels[level], "start")) - 1) + 1
        for deeper in [each for each in reached if each > level]:
            del reached[deeper]
        found[paragraph] = _worded(levels, level, reached)
    return found


def _list_of(
    paragraph: etree._Element, styles: dict[str, etree._Element]
) -> tuple[str | None, int]:
    """Return the list and the level of a paragraph: its own, or else its style's."""
    own = paragraph.find(f"{W}pPr/{W}numPr")
    style = styles.get(_style(paragraph))
    while own is None and style is not None:
        own = style.find(f"{W}pPr/{W}numPr")
        based = style.find(f"{W}basedOn")
        style = None if based is None else styles.get(based.get(f"{W}val"))
    if own is None:
        return None, 0
    return _val(own, "numId"), int(_val(own, "ilvl") or 0)


def _worded(levels: dict[int, etree._Element], level: int, reached: dict[int, int]) -> str:
    def one(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        form = _val(levels[index], "numFmt")
        return _FORMS[form](reached.get(index, 1))

    return re.sub(r"%(\d)", one, _val(levels[level], "lvlText") or "")


_ROMANS = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMANS:
        letters += letter * (number // value)
        number %= value
    return letters


_FORMS = {
    "decimal": str,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: chr(ord("A") + number - 1),
    "lowerLetter": lambda number: chr(ord("a") + number - 1),
}


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val")


def _val(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")
