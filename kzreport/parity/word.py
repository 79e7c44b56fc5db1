"""Read what a Word file says: its letters, and the numbers that Word itself computes.

The rules are those of ECMA-376: numbering in 17.9, footnotes in 17.11, the fields REF,
NOTEREF and SEQ in 17.16.5. The stored results of those fields are not believed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kzreport.parity.words import Said, words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def said_in_word(data: bytes) -> Said:
    """Return what the text and the footnotes of a Word file say."""
    return read_word(data).said()


def read_word(data: bytes) -> WordFile:
    """Return a Word file, its paragraphs counted."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    roots = {
        name: etree.fromstring(part)
        for name, part in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    body, notes, styles, numbering = (
        roots[f"word/{name}.xml"] for name in ("document", "footnotes", "styles", "numbering")
    )
    return WordFile(body, notes, styles, roots, parts, _numbers(body, styles, numbering))


@dataclass
class WordFile:
    """The text and the footnotes as XML, and the number of each numbered paragraph."""

    body: Any
    notes: Any
    styles: Any
    roots: dict[str, Any]
    parts: dict[str, bytes]
    numbers: dict[Any, str]
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
            style = style_of(paragraph)
            if style == "Title":
                found.append((1, _letters(paragraph)))
            elif found_level := re.fullmatch(r"Heading(\d)|HeadingPlain(\d?)|CardHeading", style):
                level = int(found_level[1] or found_level[2] or 1) + 1
                found.append((level, _letters(paragraph)))
        return found

    def tables(self) -> list[list[list[str]]]:
        """Return the cells of every table of data, by rows; marks of notes left out."""
        return [
            [[_letters(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
            for table in self.body.iter(f"{W}tbl")
            if table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") in OF_DATA
        ]

    def text(self, part: Any) -> str:
        """Return the words of `part`, paragraph by paragraph."""
        seq: dict[str, int] = {}
        return "\n".join(
            f"{self.numbers.get(paragraph, '')} {''.join(self._shown(paragraph, seq))}"
            for paragraph in part.iter(f"{W}p")
        )

    def _shown(self, paragraph: Any, seq: dict[str, int]) -> Iterator[str]:
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

    # --- Parts of a paragraph ---------------------------------------------------------------

    def runs(
        self, paragraph: Any, seq: dict[str, int]
    ) -> Iterator[tuple[Any, str, tuple[str, str] | None]]:
        """Yield the runs with their letters, and where a field refers to a place: its kind, its
        text as Word reckons it.

        The numbers of notes are no letters; of a field the stored result is shown,
        but of the number of a caption.
        """
        code, shows = "", True
        for run in paragraph.iter(f"{W}r"):
            letters, reference = "", None
            for each in run:
                kind = each.get(f"{W}fldCharType")
                if kind == "begin":
                    code, shows = "", False
                elif kind == "separate":
                    shows = code.split()[:1] not in (["NOTEREF"], ["SEQ"])
                    letters += self._counted.get(each, "")
                    if code.split()[0] in ("REF", "NOTEREF"):
                        reference = (code.split()[0], self._computed(code.split(), seq) or "")
                elif kind == "end":
                    shows = True
                elif each.tag == f"{W}instrText":
                    code += each.text or ""
                elif shows:
                    letters += each.text or "" if each.tag == f"{W}t" else SIGNS.get(each.tag, "")
            yield run, letters, reference

    @cached_property
    def _counted(self) -> dict[Any, str]:
        """The number of each caption, by the mark that parts its field's code from its result."""
        found, seq, code = {}, dict[str, int](), ""
        for each in self.body.iter(f"{W}fldChar", f"{W}instrText"):
            kind = each.get(f"{W}fldCharType")
            if kind == "begin":
                code = ""
            elif kind == "separate" and code.split()[:1] == ["SEQ"]:
                found[each] = self._computed(code.split(), seq) or ""
            elif kind is None:
                code += each.text or ""
        return found

    def letters(self, part: Any) -> str:
        """Return what the paragraphs of `part` show, on one line; numbers left out."""
        runs = [part] if part.tag == f"{W}p" else list(part.iter(f"{W}p")) or [part]
        lines = ["".join(shown for _, shown, _ in self.runs(each, {})) for each in runs]
        return " ".join(lines)

    def stored_and_computed(self) -> Iterator[tuple[str, str, str]]:
        """Yield the code of each field that Word can reckon, its stored result, and Word's."""
        seq: dict[str, int] = {}
        for paragraph in self.body.iter(f"{W}p"):
            code, result, inside = "", "", ""
            for each in _of_paragraph(paragraph):
                kind = each.get(f"{W}fldCharType")
                if kind == "begin":
                    code, result, inside = "", "", "code"
                elif kind == "separate":
                    inside = "result"
                elif kind == "end":
                    computed = self._computed(code.split(), seq) if code else None
                    if computed is not None:
                        yield code.strip(), result, computed
                    code, inside = "", ""
                elif inside == "code":
                    code += each.text or ""
                elif inside == "result":
                    result += self._element(each)

    def level(self, paragraph: Any) -> int:
        """Return the level (from 0) of a paragraph in its list."""
        by_style = {style.get(f"{W}styleId"): style for style in self.styles.iter(f"{W}style")}
        return _list_of(paragraph, by_style)[1]

    def relations(self, part: str) -> dict[str, str]:
        """Return the targets of the relations of a part by id."""
        root = self.roots.get(f"word/_rels/{part}.xml.rels")
        return {each.get("Id"): each.get("Target") for each in (() if root is None else root)}

    def face(self, properties: Any, base: tuple[bool, bool]) -> tuple[bool, bool]:
        """Return whether a run is bold and italic: Word turns over what two styles both say."""
        found = list(base)
        style = None if properties is None else _val(properties, "rStyle")
        for place, name in enumerate(("b", "i")):
            named = self._toggles.get(style or "", (None, None))[place]
            if named is not None:
                found[place] = base[place] != named if named else base[place]
            own = None if properties is None else properties.find(f"{W}{name}")
            if own is not None:
                found[place] = own.get(f"{W}val") not in ("0", "false")
        return found[0], found[1]

    @cached_property
    def faces(self) -> dict[str, tuple[bool, bool]]:
        """Whether the letters of each paragraph style are bold and italic."""
        return {
            ident: (bool(bold), bool(italic)) for ident, (bold, italic) in self._toggles.items()
        }

    @cached_property
    def _toggles(self) -> dict[str, tuple[bool | None, bool | None]]:
        by_id = {style.get(f"{W}styleId"): style for style in self.styles.iter(f"{W}style")}
        return {ident: (_stated(ident, "b", by_id), _stated(ident, "i", by_id)) for ident in by_id}

    # --- Fields -----------------------------------------------------------------------------

    def _computed(self, code: list[str], seq: dict[str, int]) -> str | None:
        match code:
            case ["SEQ", name, *switches]:
                given = switches[switches.index("\\r") + 1] if "\\r" in switches else ""
                seq[name] = int(given) if given else seq.get(name, 0) + 1
                return str(seq[name])
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

    def _start(self, name: str) -> Any:
        starts = self.body.iter(f"{W}bookmarkStart")
        return next(each for each in starts if each.get(f"{W}name") == name)

    def _element(self, each: Any) -> str:
        if each.tag == f"{W}t":
            return each.text or ""
        if each.tag == f"{W}footnoteReference":
            return str(self.calls[each.get(f"{W}id")])
        return SIGNS.get(each.tag, "")


#: the styles of tables that hold data: the head and a box are tables, too
OF_DATA = ("MissionTable", "MissionFigures")
SIGNS = {f"{W}tab": " ", f"{W}br": " ", f"{W}noBreakHyphen": "-"}


def _stated(ident: str, name: str, by_id: dict[str, Any]) -> bool | None:
    """Return what a style says of bold or italic, itself or by those it is based on."""
    at = by_id.get(ident)
    while at is not None:
        found = at.find(f"{W}rPr/{W}{name}")
        if found is not None:
            return found.get(f"{W}val") not in ("0", "false")
        at = by_id.get(_val(at, "basedOn") or "")
    return None


def _of_paragraph(paragraph: Any) -> Iterator[Any]:
    """Yield what the runs of a paragraph hold; a tab stop of its properties is no tab."""
    for run in paragraph.iter(f"{W}r"):
        yield from run


def _marked(start: Any, tag: str) -> Iterator[Any]:
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


def _letters(part: Any) -> str:
    paragraphs = [
        "".join(
            (each.text or "") if each.tag == f"{W}t" else SIGNS.get(each.tag, "")
            for each in _of_paragraph(paragraph)
        )
        for paragraph in part.iter(f"{W}p")
    ]
    return " ".join(" ".join(paragraphs).split())


# --- Numbering ------------------------------------------------------------------------------


def _numbers(body: Any, styles: Any, numbering: Any) -> dict[Any, str]:
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
        if level not in levels:
            continue  # a list that Word does not know prints no number
        reached = counts.setdefault(design, {})
        if number not in begun:
            begun.add(number)
            for override in lists[number].iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                reached[int(override.get(f"{W}ilvl"))] = int(start.get(f"{W}val")) - 1
        reached[level] = reached.get(level, int(_val(levels[level], "start") or 1) - 1) + 1
        for deeper in [each for each in reached if each > level]:
            del reached[deeper]
        found[paragraph] = _worded(levels, level, reached)
    return found


def _list_of(paragraph: Any, styles: dict[str, Any]) -> tuple[str | None, int]:
    """Return the list and the level of a paragraph: its own, or else its style's."""
    own = paragraph.find(f"{W}pPr/{W}numPr")
    style = styles.get(style_of(paragraph))
    while own is None and style is not None:
        own = style.find(f"{W}pPr/{W}numPr")
        based = style.find(f"{W}basedOn")
        style = None if based is None else styles.get(based.get(f"{W}val"))
    if own is None:
        return None, 0
    return _val(own, "numId"), int(_val(own, "ilvl") or 0)


def _worded(levels: dict[int, Any], level: int, reached: dict[int, int]) -> str:
    def one(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        form = _FORMS[_val(levels[index], "numFmt") or "decimal"]
        return form(reached.get(index, 1))

    return re.sub(r"%(\d)", one, _val(levels[level], "lvlText") or "")


_ROMANS = (
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMANS:
        letters += letter * (number // value)
        number %= value
    return letters


def _letters_of(number: int) -> str:
    """Return a number as Word's letters: z is followed by aa, bb."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters_of(number).upper(),
    "lowerLetter": _letters_of,
}


def style_of(paragraph: Any) -> str:
    """Return the id of a paragraph's style, "" for none."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val")


def _val(element: Any, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")
