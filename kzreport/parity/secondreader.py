"""A second reader of the Word file: what python-docx, which knows nothing of us, makes of it."""

from __future__ import annotations

import io
import re
from typing import Any

from kzreport.document import Div, Document, Heading, Table, walk

_HEADING = re.compile(r"(?:Card )?Heading(?: Plain)?(?: (\d))?")
_LOWEST = 4  # Word's styles go no deeper


def seen_by_python_docx(data: bytes) -> list[str]:
    """Return title and author, the levels of the headings, and the rows of each table."""
    import docx
    from docx.oxml.ns import qn
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph

    paper: Any = docx.Document(io.BytesIO(data))
    about = paper.core_properties
    seen = [f"title {about.title}", f"author {about.author}"]
    for element in paper.element.body.iter(qn("w:p"), qn("w:tbl")):
        if element.tag == qn("w:p"):
            style = Paragraph(element, paper).style
            level = _level(str(style.name)) if style is not None else 0
            seen += [f"heading of level {level}"] if level else []
        else:
            table = WordTable(element, paper)
            if table.style is not None and table.style.name == "Mission Table":
                seen.append(f"table of {len(table.rows)} rows")
    return seen


def _level(style: str) -> int:
    if style == "Title":
        return 1
    found = _HEADING.fullmatch(style)
    return int(found[1] or 1) + 1 if found else 0


def to_be_seen(document: Document) -> list[str]:
    """Return what `seen_by_python_docx` should find of `document`."""
    large = {
        id(table)
        for div in walk(document.blocks)
        if isinstance(div, Div) and div.cls == "figures"
        for table in walk(div.blocks)
    }
    lines = [f"title {document.title}", f"author {document.properties.author}"]
    for node in walk(document.blocks):
        if isinstance(node, Heading):
            lines.append(f"heading of level {min(node.level, _LOWEST)}")
        elif isinstance(node, Table) and id(node) not in large:
            lines.append(f"table of {len(node.head) + len(node.rows)} rows")
    return lines
