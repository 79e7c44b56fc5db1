"""Write a document as PDF: the HTML writer's page, laid out in print; then drawn, if wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kzreport.document import Document
from kzreport.errors import WriterError
from kzreport.styles import Style
from kzreport.writers.html import write_html_for_pages
from kzreport.writers.places import PageMap, fact_pages

if TYPE_CHECKING:
    from kzreport.weasy.engine import Pages


@dataclass(frozen=True, slots=True)
class Layout:
    """A document on its pages: `page_map` says what stands where, `draw` makes the PDF."""

    page_map: PageMap
    _pages: Pages = field(repr=False)

    def draw(self) -> bytes:
        """Return the PDF. Raise `WriterError` for what cannot be shown as meant."""
        return self._pages.pdf()


def lay_out(document: Document, style: Style) -> Layout:
    """Return `document` laid out on pages in the looks of `style`; nothing is drawn yet.

    Raise `StyleError` for a stylesheet that cannot be carried out, `WriterError` for anything
    else that would make the pages differ from what the document says.
    """
    try:
        from kzreport.weasy import engine
    except OSError as exc:
        raise WriterError(
            "PDF needs the Pango library, which is not installed here",
            hint="install Pango (WeasyPrint's documentation says how), or write docx or html",
        ) from exc
    html, blocks = write_html_for_pages(document)
    # The house fonts lack U+2011; the ordinary hyphen between word joiners breaks no more.
    html = html.replace("\u2011", "\u2060\u2010\u2060")
    file = str(style.root / f"{style.name}.css")
    pages = engine.lay_out(html, style.css, style.root, file)
    return Layout(PageMap(pages.count, pages.anchors, fact_pages(blocks, pages.blocks)), pages)


def write_pdf(document: Document, style: Style) -> bytes:
    """Return `document` as a PDF in the looks of `style`; the same input gives the same bytes."""
    return lay_out(document, style).draw()
