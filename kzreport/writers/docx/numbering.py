"""The lists of a Word file: headings, paragraphs, sources, bullets, letters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from kzreport.styles.catalogue import (
    BOX_BULLETS,
    BOX_NUMBERS,
    BULLETS,
    DEPTHS,
    HEADINGS,
    LETTERS,
    NUMBERS,
    PARAGRAPHS,
    POINTS,
    SOURCES,
    STYLES,
    list_path,
)
from kzreport.styles.sheet import Sheet
from kzreport.styles.word import indent_of
from kzreport.styles.wordvalues import changes, run_properties, twips
from kzreport.weasy.cascade import Look

# How the tree words its numbers; a number that is worded otherwise is written as text.
_HEADING_FORMS = (("upperRoman", "%1."), ("upperLetter", "%2."), ("decimal", "%3."))
_SINGLE = (
    (PARAGRAPHS, "NumberedParagraph", "%1."),
    (SOURCES, "SourceEntry", "[%1]"),
    (POINTS, "Point", "%1"),
)
_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_ROMAN = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


@dataclass(slots=True)
class Numbering:
    """The numbers given so far, and the lists that begin anew."""

    first_free: int = 20
    _instances: list[str] = field(default_factory=list)
    _headings: list[int] = field(default_factory=lambda: [0, 0, 0])
    _last: dict[int, int] = field(default_factory=dict)
    _current: dict[int, int] = field(default_factory=dict)

    def restart(self, design: int, level: int, start: int) -> int:
        """Return the number of a new list of `design` whose `level` begins with `start`."""
        number = self.first_free + len(self._instances)
        self._instances.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{design}"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            "</w:num>"
        )
        return number

    def heading(self, level: int, text: str) -> bool:
        """Return whether Word's own count gives the heading of `level` (from 0) this `text`."""
        counts = self._headings
        expected = [*counts[:level], counts[level] + 1, *[0] * (2 - level)]
        if heading_number(level, expected[level]) != text:
            return False
        self._headings = expected
        return True

    def paragraph(self, design: int, number: int) -> str:
        """Return what a paragraph needs to get `number`: nothing while the count goes on."""
        if number != self._last.get(design, 0) + 1:
            self._current[design] = self.restart(design, 0, number)
        self._last[design] = number
        current = self._current.get(design)
        return number_properties(current) if current else ""

    def xml(self) -> str:
        """Return the lists that begin anew."""
        return "".join(self._instances)


def number_properties(number: int, level: int = 0) -> str:
    """Return the `w:numPr` of a paragraph in list `number`; 0 takes it out of every list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def heading_number(level: int, count: int) -> str:
    """Return the number of a heading as Word will print it: «IV.», «B.», «3.»."""
    if level == 0:
        return f"{_roman(count)}."
    if level == 1:
        return f"{chr(ord('A') + (count - 1) % 26) * ((count - 1) // 26 + 1)}."
    return f"{count}."


def designs_xml(sheet: Sheet) -> str:
    """Return the designs of all lists, and one list of each that the styles refer to."""
    designs = [_design(HEADINGS, [_heading_level(sheet, level) for level in range(3)])]
    for number, style, text in _SINGLE:
        designs.append(_design(number, [_numbered_level(sheet, style, text)]))
    for number, tag, style in (
        (BULLETS, "ul", "ListBullet"),
        (NUMBERS, "ol", "ListNumber"),
        (LETTERS, "ol", ""),
        (BOX_BULLETS, "ul", "BoxBullet"),
        (BOX_NUMBERS, "ol", "BoxItem"),
    ):
        designs.append(_design(number, _list_levels(sheet, number, tag, style)))
    lists = [
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(HEADINGS, BOX_NUMBERS + 1)
    ]
    return "".join(designs) + "".join(lists)


# --- Designs ------------------------------------------------------------------------------


def _design(number: int, levels: list[str]) -> str:
    kind = "multilevel" if len(levels) > 1 else "singleLevel"
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="4B5A{number:04X}"/>'
        f'<w:multiLevelType w:val="{kind}"/>{"".join(levels)}</w:abstractNum>'
    )


def _heading_level(sheet: Sheet, level: int) -> str:
    form, text = _HEADING_FORMS[level]
    style = STYLES[f"Heading{level + 1}"]
    marker = sheet.looks[style.marker]
    indents = indent_of(sheet, style.probe, style.marker)
    return _level(level, form, text, indents, style.id, _face(marker, sheet.looks[style.probe]))


def _numbered_level(sheet: Sheet, ident: str, text: str) -> str:
    style = STYLES[ident]
    marker = sheet.looks[style.marker]
    indents = indent_of(sheet, style.probe, style.marker)
    return _level(0, "decimal", text, indents, ident, _face(marker, sheet.looks[style.probe]))


def _list_levels(sheet: Sheet, number: int, tag: str, style: str) -> list[str]:
    levels = []
    for depth in DEPTHS:
        path = list_path(tag, depth)
        worded = "ul > ol > li" if number == LETTERS else path
        box = number in (BOX_BULLETS, BOX_NUMBERS)
        if box:
            path = worded = f"div.box > {tag} > li"
        if number == LETTERS:
            worded = "ul > li > ol > li"
        form, text = _wording(sheet.looks[worded].marker, depth)
        start, end, hang = indent_of(sheet, path)
        if box:
            start += (depth - 1) * hang
        face = _face(sheet.looks[f"{path}::marker"], sheet.looks[path])
        linked = "" if not style else style if depth == 1 else f"{style}{depth}"
        linked = linked if linked in STYLES else ""
        levels.append(_level(depth - 1, form, text, (start, end, hang), linked, face))
    return levels


def _wording(marker: str, depth: int) -> tuple[str, str]:
    """Return Word's number format and text for what CSS prints before the first item."""
    shown = marker.strip()
    found = re.fullmatch(r"([^\w]*)([1aAiI])([^\w]*)", shown)
    if found is None:
        return "bullet", shown or "–"
    return _FORMS[found[2]], f"{found[1]}%{depth}{found[3]}"


def _level(
    level: int, form: str, text: str, indents: tuple[float, float, float], style: str, face: str
) -> str:
    start, _, hang = indents
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
        f'<w:lvlText w:val={quoteattr(text)}/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{twips(start)}"/></w:tabs>'
        f'<w:ind w:left="{twips(start)}" w:hanging="{twips(hang)}"/></w:pPr>{face}</w:lvl>'
    )


def _face(marker: Look, text: Look) -> str:
    runs = "".join(changes(run_properties(marker), run_properties(text)).values())
    return f"<w:rPr>{runs}</w:rPr>" if runs else ""


def _roman(count: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (count // value)
        count %= value
    return letters
