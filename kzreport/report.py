"""render(): from a report of a project to a finished document. Read it from top to bottom."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from kzreport.carried import Carried, carry
from kzreport.document import (
    Contents,
    Document,
    Embed,
    Fact,
    Heading,
    PageBreak,
    Properties,
    Running,
    Variant,
    plain_text,
    walk,
)
from kzreport.errors import (
    KzReportError,
    LevelError,
    Location,
    ProjectError,
    TemplateError,
    did_you_mean,
)
from kzreport.facts.fields import Level
from kzreport.facts.proxies import Record
from kzreport.facts.questions import Steps
from kzreport.facts.view import View
from kzreport.facts.wordstate import doubtful_words, drafts_told, note_on_drafts
from kzreport.files import put_file
from kzreport.foreach import find_items
from kzreport.kinds import (
    Kind,
    Written,
    check_kind,
    count_words,
    find_kind,
    items_of,
    reading_minutes,
)
from kzreport.kinds import Paper as PaperOfKind
from kzreport.language import Language
from kzreport.language.binding import bind
from kzreport.project import FORMATS, Format, Project, Report
from kzreport.questions import open_questions
from kzreport.reader import read_document
from kzreport.release import check_printed
from kzreport.styles import Style
from kzreport.templating import Given, Template, Words, parameter_values, write_words
from kzreport.wordfile.letterhead import Letterhead

if TYPE_CHECKING:
    from kzreport.writers.pdf import Layout
    from kzreport.writers.places import PageMap

#: the letters of a title that fit into the head of a page
HEAD = 60


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


def render(
    project: Project,
    report: str,
    *,
    item: str = "",
    lang: str | None = None,
    as_of: date | None = None,
    known_at: date | None = None,
    level: Level | str | None = None,
    draft: bool = False,
    variant: Variant | None = None,
) -> Briefing:
    """Return the document of `report`, ready to be written in any format.

    `item` is the record that a report with `for_each` is made for: `Project.items_of` lists them.
    `as_of` is the day it speaks for (today in the project's time zone), `known_at` the day
    whose knowledge it uses (no limit), `level` may only lower the report's own. A draft
    relaxes what may be printed, never the level. `variant` is the kind of PDF, if not the
    report's own.
    """
    definition = project.report(report)
    template = project.templates.get(definition.template, definition.at)
    allowed = allowed_level(definition, template, level)
    tongue = spoken_language(definition, template, lang)
    template = project.templates.in_language(template, tongue)
    view = project.view(as_of=as_of, known_at=known_at, lang=tongue, level=allowed)
    _check_item(definition, view, item)
    names = _names(project, definition, template, view, item, draft)
    words = write_words(project.templates, template, view, names, project.root)
    reading = read_document(words.text, words.lines, view.slots, template.file)
    blocks = bind(reading.blocks, view.language)
    printed = tuple(node for node in walk(blocks) if isinstance(node, Fact))
    outward = leaves_the_house(template, allowed)
    written = Written(words.text, words.lines, template.file)
    broken = _check_kind(PaperOfKind(reading.blocks, view, written), template, definition, draft)
    doubtful = doubtful_words(printed, view)
    warnings = check_printed(printed, doubtful, view, definition, outward, draft, broken)
    blocks = (*blocks, *note_on_drafts(doubtful, view))
    document = _document(blocks, project, definition, template, view, draft)
    style = project.style(definition.style, definition.at)
    embed = definition.embed or ("none" if outward else "full")
    if draft and not outward:
        document = replace(document, questions=open_questions(printed, view))
    return Briefing(
        document=document,
        words=words,
        facts=_facts_used(view, printed),
        sources=reading.sources,
        style=style,
        level=allowed,
        cache=project.cache,
        letterhead=project.letterhead_of(definition),
        embed=embed,
        variant=variant or definition.variant,
        _carry=lambda: carry(
            printed,
            view,
            embed,
            template=project.templates.digest(template),
            style=hashlib.sha256(style.css.encode()).hexdigest(),
        ),
        warnings=warnings,
        drafts=() if outward else drafts_told(doubtful, view),
        unconfirmed=(
            *(("template",) if template.unchecked else ()),
            *view.language.unconfirmed_used(),
        ),
    )


def _facts_used(view: View, printed: tuple[Fact, ...]) -> FactsUsed:
    return FactsUsed(
        read=tuple(view.readings),
        queries=dict(view.queries),
        printed=printed,
        records=tuple(view.records),
        questions=dict(view.questions),
        files=dict(view.files),
    )


def allowed_level(report: Report, template: Template, wanted: Level | str | None) -> Level:
    """Return the level of a document; raise `LevelError` when it would be raised or is refused."""
    level = Level[wanted] if isinstance(wanted, str) else report.level if wanted is None else wanted
    if level > report.level:
        raise LevelError(
            f"the report `{report.name}` is {report.level}; it cannot be made {level}",
            report.at,
            "a level given on the command line may only lower it",
        )
    kind = find_kind(template.kind)
    levels = [each for each in template.levels if kind is None or each in kind.levels]
    if level not in levels:
        known = ", ".join(map(str, levels))
        raise LevelError(
            f"the template `{template.name}` is not for {level} papers",
            report.at,
            f"it is for {known}",
        )
    return level


def leaves_the_house(template: Template, level: Level) -> bool:
    """Whether a paper is outward: by its kind, by its template, or because it is public."""
    kind = find_kind(template.kind)
    return template.outward or level is Level.public or (kind is not None and kind.outward)


def spoken_language(report: Report, template: Template, wanted: str | None) -> str:
    """Return the language of a document; raise `TemplateError` if the template lacks it."""
    lang = wanted or report.languages[0]
    if template.languages and lang not in template.languages:
        known = ", ".join(template.languages)
        raise TemplateError(
            f"the template `{template.name}` is not written in `{lang}`",
            report.at,
            f"it is written in {known}",
        )
    return lang


def _names(
    project: Project, report: Report, template: Template, view: View, item: str, draft: bool
) -> dict[str, Any]:
    """Return what a template sees beside facts and functions."""
    given = dict(report.parameters)
    if report.for_each is not None:
        given[report.for_each.parameter] = Given(item, report.for_each.at)
    return {
        **parameter_values(template.parameters, given, report.at, view),
        "draft": draft,
        "report": {
            "name": report.name,
            "kind": template.kind,
            "label": _label(template, view.language),
            "title": report.title_in(view.lang) or template.title,
            "handling": _handling(report, view),
            "original": report.languages[0],
        },
        "mission": _mission(project, report, view),
    }


def _check_item(report: Report, view: View, item: str) -> None:
    """Refuse an item the report is not made for, in words that betray no other record."""
    if report.for_each is None:
        if item:
            raise ProjectError(f"the report `{report.name}` is one document", report.at)
        return
    known = find_items(report.for_each, view)
    if item not in known:
        raise ProjectError(
            f"the report `{report.name}` is not made for `{item}`"
            if item
            else f"the report `{report.name}` is made for one record at a time",
            report.for_each.at,
            did_you_mean(item, known) or f"such as `{known[0]}`",
        )


def _mission(project: Project, report: Report, view: View) -> Record | None:
    if not project.mission:
        return None
    if project.mission not in view.visible:
        raise ProjectError(
            f"`mission` names `{project.mission}`; {view.level} papers have no such record",
            Location(report.at.file),
            'name the Mission\'s own record, or write `mission: ""`',
        )
    return Record(view, view.visible[project.mission])


def _handling(report: Report, view: View) -> str:
    """Return the handling mark: the officer's wording, else that of the level; none if public."""
    if view.level is Level.public:
        return ""
    lowered = view.level < report.level
    if report.handling and not lowered:
        return report.handling
    return view.language.pattern(f"handling-{view.level}")


def _document(
    blocks: tuple[Any, ...],
    project: Project,
    report: Report,
    template: Template,
    view: View,
    draft: bool,
) -> Document:
    heading = next((b for b in walk(blocks) if isinstance(b, Heading) and b.level == 1), None)
    title = (
        _unbound(plain_text(heading.kids)) if heading else report.title_in(view.lang) or report.name
    )
    language = view.language
    return Document(
        title=title,
        lang=view.lang,
        blocks=blocks,
        layout=template.layout,
        draft=draft,
        running=Running(
            head=shorten(title, HEAD, placeholder="…"),
            handling=_handling(report, view),
            build=f"kzreport · {fingerprint(blocks)}",
            page=language.pattern("page-of"),
        ),
        properties=Properties(
            author=project.author,
            subject=_label(template, language),
            date=view.as_of.isoformat(),
        ),
    )


def _unbound(text: str) -> str:
    """Return a title for where no line ends: the head of a page, the properties of a file."""
    return text.replace("\u00a0", " ")


def _label(template: Template, language: Language) -> str:
    """Return what the paper calls itself: «Brief», or the title of a kind of the user's own."""
    known = language.table.phrases.get(f"kind-{template.kind}")
    return known or template.title or template.kind.replace("-", " ").capitalize()


def fingerprint(blocks: tuple[Any, ...]) -> str:
    """Return eight signs that stand for the words and facts of this document, and nothing else."""
    return hashlib.sha256(repr(blocks).encode()).hexdigest()[:8]


def _check_kind(
    paper: PaperOfKind, template: Template, report: Report, draft: bool
) -> list[KzReportError]:
    """Return in what a paper breaks the rules of its kind; a user's own kind has none."""
    kind: Kind | None = find_kind(template.kind)
    return check_kind(paper, kind, draft=draft, allowed=report.overrides) if kind else []
