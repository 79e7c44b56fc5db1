"""The facets of a Word file as a whole: pages, margins, properties, facts, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kzreport.parity.facets import Facets, squeezed
from kzreport.parity.word import WordFile
from kzreport.parity.wordxml import R, W, letter_of, style_of

_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_TERMS = "{http://purl.org/dc/terms/}"
_FACTS = "{urn:kzreport:facts:1}"
_VML = "{urn:schemas-microsoft-com:vml}"


def facets_of_whole(file: WordFile) -> Facets:
    """Return what does not stand in the text of the file, or is asked of all of it."""
    return {
        "sections": _sections(file),
        "page-size": _page_size(file),
        "properties": _properties(file),
        "language": _language(file),
        "margins": _margins(file),
        "watermark": _watermark(file),
        "facts": _facts(file),
        "questions": _questions(file),
    }


def _sections(file: WordFile) -> list[str]:
    return [
        each.find(f"{W}pgSz").get(f"{W}orient") or "portrait"
        for each in file.body.iter(f"{W}sectPr")
    ]


def _page_size(file: WordFile) -> list[str]:
    """Return the sizes of the pages in millimetres, each once."""
    sizes = []
    for size in file.body.iter(f"{W}pgSz"):
        width, height = (round(int(size.get(f"{W}{name}")) / 1440 * 25.4) for name in "wh")
        sizes.append(f"{width} × {height} mm")
    return list(dict.fromkeys(sizes))


def _properties(file: WordFile) -> list[str]:
    core = file.roots["docProps/core.xml"]
    tags = {
        "title": f"{_DC}title",
        "author": f"{_DC}creator",
        "subject": f"{_DC}subject",
        "keywords": f"{_CP}keywords",
        "date": f"{_TERMS}created",
    }
    values = {name: (core.findtext(tag) or "").partition("T00")[0] for name, tag in tags.items()}
    return [squeezed(f"{name}: {value}") for name, value in values.items() if value]


def _language(file: WordFile) -> list[str]:
    lang = file.styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    return [value.split("-")[0] for value in lang.attrib.values()] if lang is not None else []


def _margins(file: WordFile) -> list[str]:
    """Return our own lines in the heads and feet of the first section; # is a page's number."""
    section = next(file.body.iter(f"{W}sectPr"))
    relations = file.relations("document")
    found = []
    for pages in ("first", "default"):
        lines = []
        for kind in ("header", "footer"):
            for each in section.iter(f"{W}{kind}Reference"):
                if each.get(f"{W}type") == pages:
                    root = file.roots[f"word/{relations[each.get(f'{R}id')]}"]
                    lines.append(squeezed(" ".join(_own_lines(root))))
        name = "first" if pages == "first" else "later"
        found.append(squeezed(f"{name}: {' | '.join(lines)}"))
    return found


def _own_lines(root: Any) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        if style_of(paragraph).startswith(("Header", "Footer")):
            hidden, parts = False, []
            for each in paragraph.iter(f"{W}fldChar", f"{W}t", f"{W}tab"):
                kind = each.get(f"{W}fldCharType")
                if kind:
                    hidden = kind == "separate"
                    parts.append("#" if hidden else "")
                elif not hidden and each.getparent().tag == f"{W}r":
                    parts.append(letter_of(each))
            yield "".join(parts)


def _watermark(file: WordFile) -> list[str]:
    """Return the words behind the pages, if they stand behind all of them."""
    heads = [root for name, root in file.roots.items() if re.match(r"word/header", name)]
    shapes = [
        shape.find(f"{_VML}textpath").get("string")
        for root in heads
        for shape in root.iter(f"{_VML}shape")
        if (shape.get("id") or "").startswith("PowerPlusWaterMarkObject")
    ]
    return (
        sorted(set(shapes))
        if len(shapes) >= len(heads)
        else [f"on {len(shapes)} heads"] * bool(shapes)
    )


def _facts(file: WordFile) -> list[str]:
    """Return what each control prints of which facts; a store that says otherwise is told."""
    store = next((r for r in file.roots.values() if r.tag == f"{_FACTS}facts"), None)
    stored = {each.get("id"): each for each in (() if store is None else store)}
    found = []
    for part in (file.body, file.notes):
        for control in part.iter(f"{W}sdt"):
            tag = control.find(f"{W}sdtPr/{W}tag")
            if tag is None:
                continue
            text = squeezed(file.letters(control))
            fact = stored.get(tag.get(f"{W}val"))
            refs = "" if fact is None else fact.get("ref")
            value = None if fact is None else fact.findtext(f"{_FACTS}v")
            differs = value is not None and squeezed(value) != text
            found.append(
                squeezed(f"{refs}: {text}") + (f", but the store has {value}" if differs else "")
            )
    return found


def _questions(file: WordFile) -> list[str]:
    comments = file.roots.get("word/comments.xml")
    asked = () if comments is None else comments.iter(f"{W}comment")
    return sorted(squeezed(file.letters(each)) for each in asked)
