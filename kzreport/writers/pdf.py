"""Write a document as PDF: the HTML writer's page, laid out in print; then drawn, if wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from kzreport.document import Document, Fact, Note, Variant, plain_text, walk
from kzreport.errors import KzReportError, WriterError
from kzreport.styles import Style
from kzreport.writers.html import write_html_for_pages
from kzreport.writers.places import PageMap, fact_pages

if TYPE_CHECKING:
    from kzreport.weasy.engine import Pages


_FACTS = "The facts that this document prints, with their sources"
_NO_DAY = "1970-01-01"


@dataclass(frozen=True, slots=True)
class Layout:
    """A document on its pages: `page_map` says what stands where, `draw` makes the PDF."""

    page_map: PageMap
    _document: Document = field(repr=False)
    _pages: Pages = field(repr=False)

    def draw(self, variant: Variant = "archive", facts: bytes = b"") -> bytes:
        """Return the PDF, with `facts` as the attached file `facts.json` unless it is empty.

        Raise `WriterError` for what cannot be shown as meant.
        """
        from kzreport.weasy.engine import Attached

        day = date.fromisoformat(self._document.properties.date or _NO_DAY)
        created = datetime.combine(day, time(), UTC)
        carried = [Attached("facts.json", facts, _FACTS, created)] if facts else []
        try:
            return self._pages.pdf(variant, carried)
        except WriterError as exc:
            raise WriterError.all_of(_placed(exc, self._document)) from exc


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
    page, blocks = write_html_for_pages(document)
    file = str(style.root / f"{style.name}.css")
    pages = engine.lay_out(page, style.css, style.root, file)
    lost = [note for note in walk(document) if isinstance(note, Note) and _is_lost(note, pages)]
    if lost:
        raise WriterError.all_of(map(_lost_note, lost))
    page_map = PageMap(pages.count, pages.anchors, fact_pages(blocks, pages.blocks))
    return Layout(page_map, document, pages)


def _is_lost(note: Note, pages: Pages) -> bool:
    return f"fn-{note.number}" not in pages.anchors


def _lost_note(note: Note) -> WriterError:
    words = " ".join(plain_text(getattr(block, "kids", ())) for block in note.blocks)
    return WriterError(
        f"footnote {note.number} found no place on the pages, `{words[:60]}`",
        hint="shorten the notes nearby, or cite with `source_numbers()`",
    )


def write_pdf(document: Document, style: Style) -> bytes:
    """Return `document` as a PDF in the looks of `style`; the same input gives the same bytes."""
    return lay_out(document, style).draw()


def _placed(error: WriterError, document: Document) -> Iterator[KzReportError]:
    """Yield the problems of `error`; of a missing letter, the facts that need it as well."""
    from kzreport.weasy.fonts import MissingGlyph

    for problem in error.problems:
        if isinstance(problem, MissingGlyph):
            facts = [node for node in walk(document) if isinstance(node, Fact)]
            places = [
                f", in `{fact.refs[0]}`, a text in `{fact.lang or document.lang}`"
                for fact in facts
                if problem.character in fact.text and fact.refs
            ]
            for place in places or [f", in a text in `{document.lang}`"]:
                yield MissingGlyph(problem.character, place)
        else:
            yield problem
