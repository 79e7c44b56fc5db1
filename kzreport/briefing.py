"""A finished document, and a writer for each format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kzreport.carried import Carried
from kzreport.document import Contents, Document, Embed, Fact, Heading, PageBreak, Variant, walk
from kzreport.errors import KzReportError
from kzreport.facts.fields import Level
from kzreport.facts.questions import Steps
from kzreport.files import put_file
from kzreport.kinds import count_words, items_of, reading_minutes
from kzreport.project import FORMATS, Format
from kzreport.styles import Style
from kzreport.templating import Words
from kzreport.wordfile.letterhead import Letterhead

if TYPE_CHECKING:
    from kzreport.writers.pdf import Layout
    from kzreport.writers.places import PageMap


@dataclass(frozen=True, slots=True)
class FactsUsed:
    """What a document depends on, and what it printed.

    `read` are fields (`vc-2011.amount`), `queries` questions with the ids that answered,
    `printed` the facts as they stand in the tree, in reading order. `records` is all that was
    looked into, `questions` the queries in a form that can be asked again, `files` the images
    and stored copies taken in, with their hashes: as long as none changes, the document does not.
    """

    read: tuple[str, ...]
    queries: Mapping[str, tuple[str, ...]]
    printed: tuple[Fact, ...]
    records: tuple[str, ...] = ()
    questions: Mapping[str, Steps] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Briefing:
    """A finished document: its tree, its words, its facts, and a writer for each format."""

    document: Document
    words: Words
    facts: FactsUsed
    sources: tuple[str, ...]
    style: Style = field(repr=False)
    level: Level = Level.internal
    embed: Embed = "full"
    variant: Variant = "archive"
    _carry: Callable[[], Carried | None] = field(default=lambda: None, repr=False)
    cache: Path | None = field(default=None, repr=False)
    letterhead: Letterhead | None = field(default=None, repr=False)
    warnings: tuple[KzReportError, ...] = ()
    drafts: tuple[KzReportError, ...] = ()
    unconfirmed: tuple[str, ...] = ()

    @property
    def markdown(self) -> str:
        """The document as Markdown, each fact in a span that names it."""
        from kzreport.writers.markdown import write_markdown

        return write_markdown(self.document)

    def html(self) -> str:
        """Return the document as one HTML page; every fact is marked."""
        from kzreport.writers.html import write_html

        return write_html(self.document, self.style.css)

    @cached_property
    def layout(self) -> Layout:
        """The document on its pages, laid out once and not yet drawn."""
        from kzreport.writers.pdf import lay_out

        return lay_out(self.document, self.style)

    @property
    def page_map(self) -> PageMap:
        """On which page of the PDF everything stands, and how many there are."""
        return self.layout.page_map

    @property
    def _pages_known(self) -> PageMap:
        """The page map, without a layout where an earlier one of the same document is kept."""
        from kzreport.writers.keptpages import keep_pages, load_pages

        if self.cache is None:
            return self.page_map
        kept = None if "layout" in vars(self) else load_pages(self.document, self.style, self.cache)
        if kept is None:
            kept = self.page_map
            keep_pages(kept, self.document, self.style, self.cache)
        return kept

    @property
    def pages(self) -> int:
        """How many pages the PDF has."""
        return self.page_map.pages

    @property
    def pages_of_body(self) -> int:
        """How many pages there are before an annex of sources on a page of its own."""
        blocks = self.document.blocks
        for block, annex in pairwise(blocks):
            if isinstance(annex, Heading) and annex.id == "sources":
                page = self.page_map.places.get("sources", self.pages + 1)
                return page - 1 if isinstance(block, PageBreak) else page
        return self.pages

    @property
    def words_in_it(self) -> int:
        """How many words it has without its head, its foot and its annex."""
        items = items_of(self.document.blocks)
        annex = (n for n, item in enumerate(items) if "#sources" in item.roles)
        return count_words(items[: next(annex, len(items))])

    @property
    def length(self) -> str:
        """How long it is: «412 words, 3.5 minutes to read aloud»."""
        words = self.words_in_it
        return f"{words:,} words, {reading_minutes(words):g} minutes to read aloud"

    @cached_property
    def carried(self) -> Carried | None:
        """What travels in the PDF beside its pages, as far as `embed` allows."""
        return self._carry()

    def pdf(self) -> bytes:
        """Return the document as PDF, with the facts it prints as far as `embed` lets them go."""
        facts = self.carried.to_json(self.page_map.facts) if self.carried else b""
        return self.layout.draw(self.variant, facts)

    def docx(self, pages: PageMap | None = None) -> bytes:
        """Return the document as Word.

        The page numbers of its contents are those of the PDF, which is laid out for them
        unless `pages`, or the cache, tells what an earlier layout of the same document found.
        """
        from kzreport.writers.docx import write_docx

        has_contents = any(isinstance(node, Contents) for node in walk(self.document))
        places = (pages or self._pages_known).places if has_contents else {}
        return write_docx(
            self.document, self.style, places, self.embed, self.cache, self.letterhead
        )

    def to_bytes(self, format: Format) -> bytes:  # noqa: A002  # the word of the command line
        """Return the document in one of the formats pdf, docx, html and md."""
        match format:
            case "pdf":
                return self.pdf()
            case "docx":
                return self.docx()
            case "html":
                return self.html().encode()
            case "md":
                return self.markdown.encode()
        raise KzReportError(f"unknown format `{format}`", hint=f"use {', '.join(FORMATS)}")

    def write(self, path: Path | str) -> Path:
        """Write the document to `path`, whole or not at all; the ending names the format."""
        target = Path(path)
        put_file(target, self.to_bytes(target.suffix.removeprefix(".")))  # type: ignore[arg-type]
        return target
