"""Names of a Word file's XML, and what is asked of an element everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

SIGNS = {f"{W}tab": " ", f"{W}br": " ", f"{W}noBreakHyphen": "-"}
"""What stands for a letter without being one."""


def style_of(paragraph: Any) -> str:
    """Return the id of a paragraph's style, "" for none."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val")


def value_of(element: Any, name: str) -> str | None:
    """Return the value of a child of `element`, `None` when it has none of that name."""
    found = None if element is None else element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")


def letter_of(element: Any) -> str:
    """Return what an element of a run prints."""
    return (element.text or "") if element.tag == f"{W}t" else SIGNS.get(element.tag, "")


def in_runs(part: Any) -> Iterator[Any]:
    """Yield what the runs of `part` hold; a tab stop of a paragraph's properties is no tab."""
    for run in part.iter(f"{W}r"):
        yield from run
