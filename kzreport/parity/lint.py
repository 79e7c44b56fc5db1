"""What no Word file of ours may have: faults that validators miss, and bars to reading."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kzreport.parity.word import WordFile
from kzreport.parity.wordxml import DRAWN, R, W, style_of

MOST_COLUMNS = 63
MOST_LEVELS = 9

_OF_PARAGRAPH = frozenset(("pStyle", "numPr", "pageBreakBefore", "keepNext", "sectPr"))
_OF_RUN = frozenset(("rStyle", "b", "bCs", "i", "iCs", "lang", "rtl", "noProof"))


def faults_of_word(file: WordFile, data: bytes) -> dict[str, list[str]]:
    """Return the faults of a Word file by the name of the check that finds them."""
    return {
        "named-styles": [*_by_hand(file), *_unknown_styles(file)],
        "fields": [*_fields(file), *_stale(file), *_prompts(file)],
        "ids": [*_zip(data), *_twice(file), *_unclosed(file), *_dangling(file)],
        "tables": [*_tables(file)],
        "lists": [*_lists(file)],
        "keeps": [*_keeps(file)],
        "accessible": [*_accessible(file)],
    }


# --- Styles ---------------------------------------------------------------------------------


def _by_hand(file: WordFile) -> Iterator[str]:
    for group, allowed in (("pPr", _OF_PARAGRAPH), ("rPr", _OF_RUN)):
        owner = "p" if group == "pPr" else "r"
        for properties in file.body.iterfind(f".//{W}{owner}/{W}{group}"):
            for each in properties:
                if (name := each.tag.removeprefix(W)) not in allowed:
                    yield f"formatted by hand: {name} at «{_around(properties)}»"


def _unknown_styles(file: WordFile) -> Iterator[str]:
    known = {style.get(f"{W}styleId") for style in file.styles.iter(f"{W}style")}
    for name, root in file.roots.items():
        for each in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
            if each.get(f"{W}val") not in known:
                yield f"{name} uses the style {each.get(f'{W}val')}, which is not defined"


# --- Fields ---------------------------------------------------------------------------------


def _fields(file: WordFile) -> Iterator[str]:
    for name, root in file.roots.items():
        depth = 0
        for mark in root.iter(f"{W}fldChar"):
            depth += {"begin": 1, "end": -1}.get(mark.get(f"{W}fldCharType") or "", 0)
            if depth < 0:
                yield f"{name}: a field ends that does not begin"
                depth = 0
        if depth:
            yield f"{name}: {depth} fields do not end"


def _stale(file: WordFile) -> Iterator[str]:
    for code, stored, computed in file.stored_and_computed():
        if stored != computed:
            yield f"the field {code} shows «{stored}», Word would reckon «{computed}»"


def _prompts(file: WordFile) -> Iterator[str]:
    for name, root in file.roots.items():
        if next(root.iter(f"{W}updateFields"), None) is not None:
            yield f"{name}: updateFields makes Word ask before it opens the file"
        if any(each.get(f"{W}dirty") for each in root.iter(f"{W}fldChar", f"{W}fldSimple")):
            yield f"{name}: a field is marked dirty, which makes Word ask"


# --- Ids ------------------------------------------------------------------------------------


def _zip(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, count in Counter(archive.namelist()).items():
            if count > 1:
                yield f"the part {name} is in the file {count} times"


def _twice(file: WordFile) -> Iterator[str]:
    kinds = {
        "control": (f"{W}sdtPr/{W}id", f"{W}val"),
        "picture": (f"{DRAWN}docPr", "id"),
        "bookmark": (f"{W}bookmarkStart", f"{W}id"),
        "name of a bookmark": (f"{W}bookmarkStart", f"{W}name"),
        "comment": (f"{W}comment", f"{W}id"),
        "footnote": (f"{W}footnote", f"{W}id"),
    }
    for kind, (path, name) in kinds.items():
        found = Counter(
            each.get(name)
            for part, root in file.roots.items()
            if part.startswith("word/") and "settings" not in part
            for each in root.iterfind(f".//{path}")
        )
        for ident, count in found.items():
            if count > 1:
                yield f"{count} times the {kind} {ident}"


def _unclosed(file: WordFile) -> Iterator[str]:
    pairs = (("bookmarkStart", "bookmarkEnd"), ("commentRangeStart", "commentRangeEnd"))
    for start, end in pairs:
        opened = {each.get(f"{W}id") for each in file.body.iter(f"{W}{start}")}
        closed = {each.get(f"{W}id") for each in file.body.iter(f"{W}{end}")}
        for ident in sorted(opened ^ closed):
            yield f"{start} and {end} do not pair: {ident}"


def _dangling(file: WordFile) -> Iterator[str]:
    """Yield what refers to nothing: notes, comments, relations, places."""
    notes = {each.get(f"{W}id") for each in file.notes.iter(f"{W}footnote")}
    comments = file.roots.get("word/comments.xml")
    asked = {each.get(f"{W}id") for each in (() if comments is None else comments)}
    for kind, known in (("footnoteReference", notes), ("commentReference", asked)):
        for each in file.body.iter(f"{W}{kind}"):
            if each.get(f"{W}id") not in known:
                yield f"a {kind} to {each.get(f'{W}id')}, which is not there"
    for name, root in file.roots.items():
        if found := re.fullmatch(r"word/(\w[\w-]*)\.xml", name):
            relations = file.relations(found[1])
            for each in root.iter():
                for attribute, value in each.attrib.items():
                    if attribute.startswith(R) and value not in relations:
                        yield f"{name}: the relation {value} is not there"
    names = {each.get(f"{W}name") for each in file.body.iter(f"{W}bookmarkStart")}
    targets = [each.get(f"{W}anchor") for each in file.body.iter(f"{W}hyperlink")]
    codes = "".join(each.text or "" for each in file.body.iter(f"{W}instrText"))
    targets += re.findall(r"\b(?:REF|PAGEREF|NOTEREF) (\S+)", codes)
    for target in targets:
        if target is not None and target not in names:
            yield f"a reference leads to {target}, which is not there"


# --- Tables and lists -----------------------------------------------------------------------


def _tables(file: WordFile) -> Iterator[str]:
    for number, table in enumerate(file.body.iter(f"{W}tbl"), 1):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        if columns > MOST_COLUMNS:
            yield f"table {number} has {columns} columns; Word takes {MOST_COLUMNS}"
        heads = True
        for place, row in enumerate(table.findall(f"{W}tr"), 1):
            where = f"table {number}, row {place}"
            cells = row.findall(f"{W}tc")
            if sum(map(_span, cells)) != columns:
                yield f"{where} does not fill the {columns} columns"
            if row.find(f"{W}trPr/{W}cantSplit") is None:
                yield f"{where} may be split over two pages"
            is_head = row.find(f"{W}trPr/{W}tblHeader") is not None
            if is_head and not heads:
                yield f"{where} is a head below an ordinary row"
            heads = is_head
            for cell in cells:
                if len(cell) == 0 or cell[-1].tag != f"{W}p":
                    yield f"{where}: a cell does not end in a paragraph"


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if span is None else int(span.get(f"{W}val"))


def _lists(file: WordFile) -> Iterator[str]:
    numbering = file.roots["word/numbering.xml"]
    known = {each.get(f"{W}numId") for each in numbering.iter(f"{W}num")} | {"0"}
    for root in (file.body, file.notes, file.styles):
        for each in root.iter(f"{W}numPr"):
            level, number = each.find(f"{W}ilvl"), each.find(f"{W}numId")
            if level is not None and int(level.get(f"{W}val")) >= MOST_LEVELS:
                yield f"a list goes {int(level.get(f'{W}val')) + 1} levels deep"
            if number is not None and number.get(f"{W}val") not in known:
                yield f"a paragraph is in list {number.get(f'{W}val')}, which is not there"


def _keeps(file: WordFile) -> Iterator[str]:
    """Yield the headings and captions that may stand alone at the foot of a page."""
    by_id = {style.get(f"{W}styleId"): style for style in file.styles.iter(f"{W}style")}
    for ident in ("Heading1", "Heading2", "Heading3", "HeadingPlain", "Caption"):
        if ident in by_id and not _keeps_next(ident, by_id):
            yield f"{ident} may stand alone at the foot of a page"
    normal = by_id.get("Normal")
    if normal is None or normal.find(f"{W}pPr/{W}widowControl") is None:
        yield "Normal lets single lines stand alone"


def _keeps_next(ident: str, by_id: Mapping[str, Any]) -> bool:
    at = by_id.get(ident)
    while at is not None:
        found = at.find(f"{W}pPr/{W}keepNext")
        if found is not None:
            return found.get(f"{W}val") not in ("0", "false")
        based = at.find(f"{W}basedOn")
        at = None if based is None else by_id.get(based.get(f"{W}val"))
    return False


# --- Accessibility --------------------------------------------------------------------------


def _accessible(file: WordFile) -> Iterator[str]:
    core = file.roots["docProps/core.xml"]
    if not (core.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip():
        yield "the file has no title"
    if next(file.styles.iterfind(f".//{W}rPrDefault//{W}lang"), None) is None:
        yield "the file names no language"
    yield from _heading_order(level for level, _ in file.headings())
    for table in file.body.iter(f"{W}tbl"):
        style = table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")
        if style == "MissionTable" and next(table.iter(f"{W}tblHeader"), None) is None:
            yield f"a table has no head: «{_around(table)}»"
    for picture in file.body.iter(f"{DRAWN}docPr"):
        if not (picture.get("descr") or "").strip():
            yield f"{picture.get('name')} has no words for those who do not see it"
    for link in file.body.iter(f"{W}hyperlink"):
        if not "".join(each.text or "" for each in link.iter(f"{W}t")).strip():
            yield "a link has no words"


def _heading_order(levels: Iterable[int]) -> Iterator[str]:
    before = 0
    for level in levels:
        if level > before + 1 and before:
            yield f"a heading of level {level} follows one of level {before}"
        before = level


def _around(element: Any) -> str:
    """Return words by which a reader finds a place."""
    at = element
    while at.tag not in (f"{W}p", f"{W}tbl") and at.getparent() is not None:
        at = at.getparent()
    text = "".join(each.text or "" for each in at.iter(f"{W}t"))
    return f"{text[:40]}{'…' if len(text) > 40 else ''}" or style_of(at)
