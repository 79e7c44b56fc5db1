"""Read what a Word file says: its letters, and the numbers that Word itself computes.

The rules are those of ECMA-376: footnotes in 17.11, the fields REF,
NOTEREF and SEQ in 17.16.5. The stored results of those fields are not believed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kzreport.parity.wordnumbers import list_of, numbers_of
from kzreport.parity.words import Said, words
from kzreport.parity.wordxml import W, in_runs, letter_of, style_of, value_of


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
    return WordFile(body, notes, styles, roots, parts, numbers_of(body, styles, numbering))


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
        for each in in_runs(paragraph):
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
                    letters += letter_of(each)
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
            for each in in_runs(paragraph):
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
        return list_of(paragraph, by_style)[1]

    def relations(self, part: str) -> dict[str, str]:
        """Return the targets of the relations of a part by id."""
        root = self.roots.get(f"word/_rels/{part}.xml.rels")
        return {each.get("Id"): each.get("Target") for each in (() if root is None else root)}

    def face(self, properties: Any, base: tuple[bool, bool]) -> tuple[bool, bool]:
        """Return whether a run is bold and italic: Word turns over what two styles both say."""
        found = list(base)
        style = None if properties is None else value_of(properties, "rStyle")
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
        if each.tag == f"{W}footnoteReference":
            return str(self.calls[each.get(f"{W}id")])
        return letter_of(each)


#: the styles of tables that hold data: the head and a box are tables, too
OF_DATA = ("MissionTable", "MissionFigures")


def _stated(ident: str, name: str, by_id: dict[str, Any]) -> bool | None:
    """Return what a style says of bold or italic, itself or by those it is based on."""
    at = by_id.get(ident)
    while at is not None:
        found = at.find(f"{W}rPr/{W}{name}")
        if found is not None:
            return found.get(f"{W}val") not in ("0", "false")
        at = by_id.get(value_of(at, "basedOn") or "")
    return None


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
    paragraphs = ["".join(map(letter_of, in_runs(paragraph))) for paragraph in part.iter(f"{W}p")]
    return " ".join(" ".join(paragraphs).split())
