"""The structure of a PDF: what a screen reader follows, made from the boxes of the pages.

It takes the place of WeasyPrint's own (`weasyprint.pdf.tags`), which knows neither notes nor
languages of words nor contents, begins a table anew on every page, and reads running heads
aloud. Tags are those of ISO 32000-1, 14.8.4; what they may hold is in ISO 14289-1, 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER

from kzreport.weasy.elements import Element, Scribe, pdf_text

_SVG = "{http://www.w3.org/2000/svg}"
_ROLES = {
    "a": "Link",
    "article": "Art",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "dd": "LBody",
    "div": "Div",
    "dl": "L",
    "figcaption": "Caption",
    "img": "Figure",
    "main": "Part",
    "nav": "TOC",
    "ol": "L",
    "p": "P",
    "section": "Sect",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "tfoot": "TFoot",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "ul": "L",
    f"{_SVG}svg": "Figure",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}
_NUMBERING = {
    "decimal": "Decimal",
    "figures": "Decimal",
    "letters": "LowerAlpha",
    "lower-alpha": "LowerAlpha",
    "lower-roman": "LowerRoman",
    "romans": "LowerRoman",
}
# These hold blocks; words of their own get a paragraph.
_HOLD_BLOCKS = frozenset({"Document", "Art", "BlockQuote", "Div", "Part", "Sect", "TOC"})
_PX = 0.75  # a pixel in points


def add_tags(pdf: Any, document: Any, version: object, streams: Sequence[Any]) -> None:
    """Give `pdf` its structure; stands in for `weasyprint.pdf.add_tags`."""
    del version
    builder = _Builder([page.height for page in document.pages])
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        builder.page(number, page._page_box, stream)
    Scribe(pdf, len(document.pages)).write(builder.root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    if "Lang" not in pdf.catalog:
        LOGGER.error("the page names no language")


class _Builder:
    """Walks the boxes of all pages; a block that goes on overleaf is one element."""

    def __init__(self, heights: Sequence[float]) -> None:
        self.root = Element("Document")
        self.heights = heights
        self.known: dict[Any, Element] = {}
        self.in_margins: dict[Any, int] = {}
        self.number = 0
        self.tags: dict[Any, Any] = {}
        self.artifacts: dict[int, str] = {}

    def page(self, number: int, page_box: Any, stream: Any) -> None:
        """Add what stands on a page; what repeats on every page becomes an artifact."""
        self.number, self.tags, self.artifacts = number, stream._tags, {}
        for box in page_box.children:
            if isinstance(box, boxes.MarginBox):
                self.margin(box)
            else:
                self.box(box, self.root)
        _mark_artifacts(stream, self.artifacts)

    def margin(self, box: Any) -> None:
        """Add what an element of the text puts in a margin, once; leave out the running words."""
        for text in _texts(box):
            first = self.in_margins.setdefault(text.element, self.number)
            if text.element is None or first != self.number:
                side = "Header" if box.at_keyword.startswith("@top") else "Footer"
                self.drop(text, f"/Type/Pagination/Subtype/{side}")
        for child in box.children:
            self.box(child, self.root)

    def box(self, box: Any, parent: Element) -> None:
        """Add a box and all in it to `parent`."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            self.piece(box, parent)
            return
        if box.is_leader:
            if box.link_annotation:
                self.link(box, parent)
            for text in _texts(box):
                self.drop(text, "/Type/Layout")
            return
        element = self.element(box, parent)
        if element is None:  # the head of a table, said once already
            for text in _texts(box):
                self.drop(text, "/Type/Pagination")
            return
        if box.link_annotation:
            self.link(box, element)
        if isinstance(box, boxes.ReplacedBox):
            self.piece(box, element)
        for child in getattr(box, "children", ()):
            self.box(child, element)

    def piece(self, box: Any, parent: Element) -> None:
        """Add a piece of marked content, if it was drawn."""
        tag = self.tags.get(box)
        if tag is None or tag["mcid"] in self.artifacts:
            return
        if parent.role in _HOLD_BLOCKS:
            last = parent.parts[-1] if parent.parts else None
            if isinstance(last, Element) and "loose" in last.attributes:
                parent = last
            else:
                parent = Element("P", parent)
                parent.attributes["loose"] = ""
        parent.parts.append((self.number, tag["mcid"]))

    def drop(self, box: Any, kind: str) -> None:
        if box in self.tags:
            self.artifacts[self.tags[box]["mcid"]] = kind

    # --- Elements -------------------------------------------------------------------------

    def element(self, box: Any, parent: Element) -> Element | None:
        """Return the element of `box`; `parent` where it has none of its own."""
        source, tag = box.element, box.element_tag
        if source is None or isinstance(source, str):
            return parent
        if "::" in tag:
            return self.generated(box, parent)
        if source is parent.source:  # a box without a name, for lines or the like
            return parent
        role = self.role(source, tag, parent)
        if not role:
            return parent
        key = (source, role)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self.begun(role, box, source, parent)
            found.page = self.number
        elif role == "THead" and found.page != self.number:
            return None
        return found

    def role(self, source: Any, tag: str, parent: Element) -> str:
        """Return the role of an element, "" for none."""
        cls = (source.get("class") or "").split()
        if tag == "span":
            return "Note" if "fn" in cls else "Span" if source.get("lang") else ""
        if tag == "li":
            return "LI"
        if tag == "dt":
            return "Lbl"
        role = _ROLES.get(tag, "")
        if role == "Link" and not source.get("href"):
            return ""
        if role == "P" and parent.role == "TOC":
            return "TOCI" if "toc" in cls else "Caption"
        if role in ("Table", "TBody", "THead", "TR", "TD") and self.is_layout(source, role, parent):
            return {"Table": "Div", "TD": "P"}.get(role, "")
        return role

    def is_layout(self, source: Any, role: str, parent: Element) -> bool:
        """Whether a table, or the one around a cell, only puts things side by side: no heads."""
        if role == "Table":
            return next(source.iter("th"), None) is None
        return parent.role not in ("Table", "TBody", "THead", "TFoot", "TR")

    def begun(self, role: str, box: Any, source: Any, parent: Element) -> Element:
        """Return a new element in its place under `parent`."""
        if role in ("Lbl", "LBody"):  # a term and what it means
            last = parent.parts[-1] if parent.parts else None
            follows = role == "LBody" and isinstance(last, Element) and last.role == "LI"
            parent = last if follows and isinstance(last, Element) else Element("LI", parent)
        made = Element(role, parent, source)
        attributes = made.attributes
        if lang := source.get("lang"):
            attributes["Lang"] = pdf_text(lang)
        if role == "Note":
            attributes["ID"] = pdf_text(source.get("id") or f"note-{len(self.known)}")
        elif role == "Figure":
            attributes.update(self.figure(box, source))
        elif role in ("TH", "TD"):
            attributes["A"] = _cell(role, source)
        elif role == "L" and source.tag != "dl":
            kind = _NUMBERING.get(str(box.style["list_style_type"]), "None")
            attributes["A"] = f"<</O/List/ListNumbering/{kind}>>"
        elif role == "LI":
            return Element("LBody", made, source)
        return made

    def generated(self, box: Any, parent: Element) -> Element:
        """Return the place of what the stylesheet adds: marks of lists, calls of notes."""
        name = box.element_tag.partition("::")[2]
        if name not in ("marker", "footnote-call", "footnote-marker"):
            return parent
        key = (box.element, name)
        if key not in self.known:
            self.known[key] = self.mark(name, box, parent)
        return self.known[key]

    def mark(self, name: str, box: Any, parent: Element) -> Element:
        if name == "marker" and parent.role == "LBody" and parent.parent is not None:
            label = Element("Lbl")
            parent.parent.parts.insert(0, label)
            return label
        if name == "footnote-call":
            call = Element("Reference", parent)
            # The note stands right behind its call, whatever page it is printed on.
            self.known[box.element, "Note"] = self.begun("Note", box, box.element, parent)
            return call
        return Element("Lbl", parent)

    def figure(self, box: Any, source: Any) -> dict[str, str]:
        """Return the words and the place of a picture."""
        alt = source.get("alt") or source.findtext(f"{_SVG}title") or ""
        if not alt:
            LOGGER.error('the picture "%s" has no words', (source.get("src") or "svg")[:60])
        left, top, height = box.content_box_x(), box.content_box_y(), self.heights[self.number]
        corners = (left, height - top - box.height, left + box.width, height - top)
        place = " ".join(f"{corner * _PX:.2f}" for corner in corners)
        return {"Alt": pdf_text(alt), "A": f"<</O/Layout/BBox[{place}]/Placement/Block>>"}

    def link(self, box: Any, parent: Element) -> None:
        """Add the place to click on, described by the words of the link."""
        annotation = box.link_annotation
        words = " ".join("".join(box.element.itertext()).split())
        if words:
            annotation["Contents"] = pydyf.String(words)
        parent.parts.append((self.number, annotation))


def _cell(role: str, source: Any) -> str:
    wide = int(source.get("colspan") or 1)
    high = int(source.get("rowspan") or 1)
    scope = ""
    if role == "TH":
        scope = "/Scope/Row" if source.get("scope") == "row" else "/Scope/Column"
    spans = (f"/ColSpan {wide}" if wide > 1 else "") + (f"/RowSpan {high}" if high > 1 else "")
    return f"<</O/Table{scope}{spans}>>"


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _mark_artifacts(stream: Any, artifacts: dict[int, str]) -> None:
    """Turn pieces of a page's drawing into artifacts, which nobody reads aloud."""
    if not artifacts:
        return
    drawing = stream.stream
    for place, item in enumerate(drawing):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in artifacts:
            drawing[place - 1] = b"/Artifact"
            drawing[place] = f"<<{artifacts[item['MCID']]}>>".encode()
