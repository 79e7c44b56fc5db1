"""The facets of a PDF, read from its tags, outline, links and pages."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from kzreport.parity.facets import Facets, squeezed
from kzreport.parity.pdf import Printed

_HEADS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
_BEGINNING = 12  # words of a page that tell with what it begins


def facets_of_pdf(data: bytes, printed: Printed) -> Facets:
    """Return the facets of a PDF; `printed` is what poppler read in it."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    root: Any = reader.trailer["/Root"]
    tags = list(_tags(root.get("/StructTreeRoot"), 0))
    flow = _whole(_flow(root.get("/StructTreeRoot")))
    found: Facets = {
        "headings": [line for line, _ in _outline(reader, reader.outline, 1)],
        "tags": [_tag(each) for each in flow if each not in ("/P", "/L")],
        "list-items": [str(depth) for kind, _, depth in tags if kind == "/LI"],
        "pictures": [
            squeezed(str(element.get("/Alt", ""))) for kind, element, _ in tags if kind == "/Figure"
        ],
        "link-targets": sorted(set(map(unquote, _targets(reader)))),
        "language": [str(root.get("/Lang", "")).split("-")[0]],
        "properties": _properties(reader),
        "margins": _margins(printed),
        "breaks": [" ".join(page[:_BEGINNING]) for page in printed.pages],
    }
    tables = [each for each in flow if isinstance(each, _Table)]
    found["shapes"] = ["; ".join(table.rows) for table in tables]
    found["header-rows"] = [str(table.heads) for table in tables]
    found |= _sizes(reader)
    return found


def pages_of_headings(data: bytes) -> list[int]:
    """Return the page (from 1) on which each heading of a PDF stands, in order."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    return [page for _, page in _outline(reader, reader.outline, 1)]


def _outline(reader: Any, entries: Any, level: int) -> Iterator[tuple[str, int]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(reader, entry, level + 1)
        else:
            page = (reader.get_destination_page_number(entry) or 0) + 1
            yield squeezed(f"{level} {entry.title}"), page


# --- Tags -----------------------------------------------------------------------------------


def _tags(element: Any, lists: int) -> Iterator[tuple[str, Any, int]]:
    """Yield the tags in order as (kind, element, number of lists round it)."""
    element = _object(element)
    if not hasattr(element, "get"):
        return
    kind = str(element.get("/S", ""))
    if kind:
        yield kind, element, lists
    for kid in _kids(element):
        yield from _tags(kid, lists + (kind == "/L"))


def _kids(element: Any) -> list[Any]:
    kids = _object(element.get("/K"))
    return kids if isinstance(kids, list) else [] if kids is None else [kids]


def _object(part: Any) -> Any:
    return part.get_object() if hasattr(part, "get_object") else part


def _tag(each: str | _Table) -> str:
    return "Table" if isinstance(each, _Table) else each.removeprefix("/")


@dataclass(slots=True)
class _Table:
    """A table of the PDF: the spans of its rows, how many of them are heads, its page."""

    rows: list[str]
    heads: int
    page: Any


def _flow(element: Any) -> Iterator[str | _Table]:
    """Yield what stands one below the other: the kinds of blocks, and tables as a whole."""
    element = _object(element)
    if not hasattr(element, "get"):
        return
    kind = str(element.get("/S", ""))
    if kind == "/Table":
        yield _table(element)
        return
    if kind in (*_HEADS, "/P", "/L", "/Figure"):
        yield kind
    for kid in _kids(element):
        yield from _flow(kid)


def _table(element: Any) -> _Table:
    rows = [row for kind, row, _ in _tags(element, 0) if kind == "/TR"]
    cells = [[_object(each) for each in _kids(row)] for row in rows]
    heads = [row for row in cells if row and all(cell.get("/S") == "/TH" for cell in row)]
    spans = [" ".join(str(_span(cell)) for cell in row) for row in cells]
    return _Table(spans, len(heads), _object(element.get("/Pg")))


def _whole(flow: Iterable[str | _Table]) -> list[str | _Table]:
    """Return the flow with tables made whole that go on, under their heads, on a new page."""
    found: list[str | _Table] = []
    for each in flow:
        last = found[-1] if found else None
        if isinstance(each, _Table) and isinstance(last, _Table) and _goes_on(last, each):
            last.rows += each.rows[each.heads :]
            last.page = each.page
        else:
            found.append(each)
    return found


def _goes_on(table: _Table, other: _Table) -> bool:
    heads = table.heads
    alike = heads == other.heads and table.rows[:heads] == other.rows[:heads]
    return heads > 0 and alike and table.page is not other.page


def _span(cell: Any) -> int:
    attributes = _object(cell.get("/A")) or {}
    for each in attributes if isinstance(attributes, list) else [attributes]:
        if "/ColSpan" in _object(each):
            return int(_object(each)["/ColSpan"])
    return 1


# --- Links, properties, pages ---------------------------------------------------------------


def _targets(reader: Any) -> Iterator[str]:
    for page in reader.pages:
        for annotation in page.get("/Annots") or ():
            action = _object(_object(annotation).get("/A"))
            if action is not None and "/URI" in action:
                yield str(action["/URI"])


def _properties(reader: Any) -> list[str]:
    about = reader.metadata or {}
    names = ("title", "author", "subject", "keywords")
    values = {name: str(about.get(f"/{name.title()}") or "") for name in names}
    made = str(about.get("/CreationDate") or "")[2:10]
    values["date"] = f"{made[:4]}-{made[4:6]}-{made[6:]}" if made else ""
    return [squeezed(f"{name}: {value}") for name, value in values.items() if value]


def _sizes(reader: Any) -> Facets:
    turned: list[str] = []
    sizes: list[str] = []
    for page in reader.pages:
        width, height = (float(each) / 72 * 25.4 for each in page.mediabox[2:])
        sizes.append(f"{round(width)} × {round(height)} mm")
        way = "landscape" if width > height else "portrait"
        if turned[-1:] != [way]:
            turned.append(way)
    return {"sections": turned, "page-size": list(dict.fromkeys(sizes))}


def _margins(printed: Printed) -> list[str]:
    """Return the head and foot of the first two pages; # stands for the numbers of pages."""
    last = str(len(printed.margins))
    found = []
    for number, (head, foot) in enumerate(printed.margins[:2], 1):
        start, _, end = foot.rpartition(str(number))
        if str(number) != last or foot.count(str(number)) > 1:
            before, _, after = foot.rpartition(last)
            start, _, end = before.rpartition(str(number))
            end = f"{end}#{after}"
        foot = f"{start}#{end}"
        name = "first" if number == 1 else "later"
        found.append(squeezed(f"{name}: {head} | {foot}"))
    return found
