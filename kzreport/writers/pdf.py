"""Write a document as an archival, tagged PDF."""

from __future__ import annotations

from dataclasses import dataclass

from kzreport.document import Document
from kzreport.errors import WriterError
from kzreport.styles import Style
from kzreport.writers.html import write_html


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF: its bytes, its number of pages, and the page (from 1) of every id."""

    data: bytes
    pages: int
    anchors: dict[str, int]


def write_pdf(document: Document, style: Style) -> Pdf:
    """Return `document` as a PDF in the looks of `style`; the same input gives the same bytes.

    Raise `StyleError` for a stylesheet that cannot be carried out, `WriterError` for anything
    else that would make the pages differ from what the document says.
    """
    try:
        from kzreport.weasy.engine import lay_out
    except OSError as exc:
        raise WriterError(
            "PDF needs the Pango library, which is not installed here",
            hint="install Pango (WeasyPrint's documentation says how), or write docx or html",
        ) from exc
    html = write_html(document, marks="blocks")
    # The house fonts lack U+2011; the ordinary hyphen between word joiners breaks no more.
    html = html.replace("\u2011", "\u2060\u2010\u2060")
    file = str(style.root / f"{style.name}.css")
    layout = lay_out(html, style.css, style.root, file)
    return Pdf(layout.pdf(), layout.pages, layout.anchors)
