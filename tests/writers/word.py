"""Look into a Word file the way another program would: by its parts and its XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from kzreport.styles import load_style

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MISSION = load_style(Path(__file__).parents[2] / "styles" / "mission.css")


def part(data: bytes, name: str = "word/document.xml"):
    """Return the root element of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def find(root, path: str):
    """Return all elements at a path of names without prefix: `p/pPr/pStyle`."""
    return root.findall(".//" + "/".join(f"{W}{step}" for step in path.split("/")))


def val(element, name: str = "val") -> str | None:
    return None if element is None else element.get(f"{W}{name}")


def style_of(paragraph) -> str:
    return val(paragraph.find(f"{W}pPr/{W}pStyle")) or ""


def text(element) -> str:
    """Return what an element prints: letters, tabs, hyphens; no field codes."""
    found = []
    for each in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}noBreakHyphen"):
        if each.tag == f"{W}t":
            found.append(each.text or "")
        elif each.getparent().tag == f"{W}r":
            found.append({"tab": "\t", "br": " ", "noBreakHyphen": "‑"}[each.tag[len(W) :]])
    return "".join(found)


def paragraphs(root) -> Iterator[tuple[str, str]]:
    """Yield the style and the text of every paragraph with words."""
    for paragraph in root.iter(f"{W}p"):
        if shown := text(paragraph):
            yield style_of(paragraph), shown


def codes(root) -> list[str]:
    """Return the field codes."""
    return [(code.text or "").strip() for code in root.iter(f"{W}instrText")]


def words(shown: str) -> list[str]:
    return re.findall(r"\S+", shown)
