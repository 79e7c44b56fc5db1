"""The elements of a PDF's structure, and how they are written (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

# A table stays a grid where a cell says nothing.
_KEPT_EMPTY = frozenset({"TR", "TH", "TD"})


class Element:
    """One element: its role, and its parts in reading order.

    A part is an element, a piece of a page's text as (page, number), or an annotation as
    (page, dictionary).
    """

    __slots__ = ("attributes", "number", "page", "parent", "parts", "role", "source")

    def __init__(self, role: str, parent: Element | None = None, source: Any = None) -> None:
        self.role = role
        self.source = source
        self.parent = parent
        self.parts: list[Any] = []
        self.attributes: dict[str, str] = {}
        self.page = -1
        self.number = 0
        if parent is not None:
            parent.parts.append(self)

    def says_nothing(self) -> bool:
        return not self.parts and self.role not in _KEPT_EMPTY


def pdf_text(words: str) -> str:
    return str(pydyf.String(words).data.decode("ascii"))


# --- Writing ------------------------------------------------------------------------------


class _Raw(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """An object whose bytes are ready."""

    def __init__(self, pdf: Any) -> None:
        super().__init__()
        self.bytes = b""
        pdf.add_object(self)

    @property
    def data(self) -> bytes:
        return self.bytes


class Scribe:
    """Writes elements as objects, and the tables that lead back to them."""

    def __init__(self, pdf: Any, pages: int) -> None:
        self.pdf = pdf
        self.pages = pdf.page_references
        self.pieces: list[dict[int, int]] = [{} for _ in range(pages)]
        self.links: list[int] = []
        self.names: list[tuple[str, int]] = []

    def write(self, root: Element) -> None:
        tree, parents = _Raw(self.pdf), _Raw(self.pdf)
        self.element(root, tree.number)
        names = " ".join(f"{name} {number} 0 R" for name, number in sorted(self.names))
        tree.bytes = (
            f"<</Type/StructTreeRoot/K {root.number} 0 R/ParentTree {parents.number} 0 R"
            f"/ParentTreeNextKey {len(self.pieces) + len(self.links)}"
            + (f"/IDTree<</Names[{names}]>>" if names else "")
            + ">>"
        ).encode("ascii")
        parents.bytes = f"<</Nums[{' '.join(self.parents())}]>>".encode("ascii")
        self.pdf.catalog["StructTreeRoot"] = tree.reference

    def parents(self) -> Iterator[str]:
        """Yield the element of each piece of each page, then that of each annotation."""
        for page, pieces in enumerate(self.pieces):
            numbers = (pieces.get(piece) for piece in range(max(pieces, default=-1) + 1))
            yield f"{page}[{' '.join(f'{n} 0 R' if n else 'null' for n in numbers)}]"
        for number, element in enumerate(self.links, len(self.pieces)):
            yield f"{number} {element} 0 R"

    def element(self, element: Element, parent: int) -> None:
        raw = _Raw(self.pdf)
        number = element.number = raw.number
        parts: list[str] = []
        page = next((part[0] for part in element.parts if isinstance(part, tuple)), -1)
        for part in element.parts:
            if isinstance(part, Element):
                if part.says_nothing():
                    continue
                self.element(part, number)
                parts.append(f"{part.number} 0 R")
            else:
                parts.append(self.part(part, number, page))
        on = f"/Pg {self.pages[page].decode()}" if page >= 0 else ""
        if "ID" in element.attributes:
            self.names.append((element.attributes["ID"], number))
        more = "".join(f"/{k} {v}" for k, v in element.attributes.items() if v)
        raw.bytes = (
            f"<</Type/StructElem/S/{element.role}/P {parent} 0 R{on}{more}/K[{' '.join(parts)}]>>"
        ).encode("ascii")

    def part(self, part: tuple[int, Any], number: int, page: int) -> str:
        """Return a piece of text or an annotation as a part of element `number`."""
        on = self.pages[part[0]].decode()
        if isinstance(part[1], int):
            self.pieces[part[0]][part[1]] = number
            return str(part[1]) if part[0] == page else f"<</Type/MCR/Pg {on}/MCID {part[1]}>>"
        part[1]["StructParent"] = len(self.pieces) + len(self.links)
        self.links.append(number)
        return f"<</Type/OBJR/Obj {part[1].reference.decode()}/Pg {on}>>"
