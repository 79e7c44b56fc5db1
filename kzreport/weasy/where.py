"""Find out where things stand on finished pages, from WeasyPrint's boxes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder


def find_anchors(document: Any) -> dict[str, int]:
    """Return the page, from 1, of each id."""
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            found.setdefault(name, number)
    return found


def find_blocks(document: Any) -> dict[int, list[tuple[int, str]]]:
    """Return the pages of each block with a `data-block`; the text there if they are several."""
    found: dict[int, list[tuple[int, Any]]] = {}
    for number, page in enumerate(document.pages, 1):
        for block, box in _blocks(page._page_box):
            parts = found.setdefault(block, [])
            if not parts or parts[-1][0] != number:
                parts.append((number, box))
    return {
        block: [(page, _text(box) if len(parts) > 1 else "") for page, box in parts]
        for block, parts in found.items()
    }


def _blocks(page: Any) -> Iterator[tuple[int, Any]]:
    """Yield the boxes of numbered elements; such an element never lies within a line."""
    stack = [page]
    while stack:
        box = stack.pop()
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        number = "" if _is_generated(box) else box.element.get("data-block", "")
        if number:
            yield int(number), box
        if not isinstance(box, LineBox):
            stack.extend(reversed(getattr(box, "children", ())))


def _text(box: Any) -> str:
    """Return the text of the element itself, without what the stylesheet adds."""
    if isinstance(box, TextBox):
        return str(box.text)
    kids = [kid for kid in getattr(box, "children", ()) if not _is_marker(kid)]
    return "".join(map(_text, kids))


def _is_generated(box: Any) -> bool:
    return not hasattr(box.element, "get") or "::" in (box.element_tag or "")


def _is_marker(box: Any) -> bool:
    return "::" in (box.element_tag or "")
