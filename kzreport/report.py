"""render(): from a report of a project to a finished document. Read it from top to bottom."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import partial
from textwrap import shorten
from typing import Any

from kzreport.briefing import Briefing, FactsUsed
from kzreport.carried import Carried, carry
from kzreport.document import (
    Document,
    Embed,
    Fact,
    Heading,
    Properties,
    Running,
    Variant,
    plain_text,
    walk,
)
from kzreport.errors import (
    KzReportError,
)
from kzreport.facts.fields import Level
from kzreport.facts.view import View
from kzreport.facts.wordstate import doubtful_words, drafts_told, note_on_drafts
from kzreport.kinds import Paper as PaperOfKind
from kzreport.kinds import (
    Written,
    check_kind,
    find_kind,
)
from kzreport.language.binding import bind
from kzreport.project import Project
from kzreport.questions import open_questions
from kzreport.reader import read_document
from kzreport.release import check_printed
from kzreport.styles import Style
from kzreport.templating import Template, Words, write_words
from kzreport.wanted import Wanted, handling_mark, label_of, names_for, settle

#: the letters of a title that fit into the head of a page
HEAD = 60


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
    wanted = settle(
        project,
        report,
        item=item,
        lang=lang,
        as_of=as_of,
        known_at=known_at,
        level=level,
        draft=draft,
    )
    definition, template, view = wanted.report, wanted.template, wanted.view
    words = write_words(project.templates, template, view, names_for(wanted), project.root)
    reading = read_document(words.text, words.lines, view.slots, template.file)
    blocks = bind(reading.blocks, view.language)
    printed = tuple(node for node in walk(blocks) if isinstance(node, Fact))
    doubtful = doubtful_words(printed, view)
    broken = _check_kind(PaperOfKind(reading.blocks, view, _written(words, template)), wanted)
    warnings = check_printed(printed, doubtful, view, definition, wanted.outward, draft, broken)
    document = _document((*blocks, *note_on_drafts(doubtful, view)), printed, wanted)
    style = project.style(definition.style, definition.at)
    embed = definition.embed or ("none" if wanted.outward else "full")
    return Briefing(
        document=document,
        words=words,
        facts=_facts_used(view, printed),
        sources=reading.sources,
        style=style,
        level=view.level,
        cache=project.cache,
        letterhead=project.letterhead_of(definition),
        embed=embed,
        variant=variant or definition.variant,
        _carry=partial(_carried, printed, embed, style, wanted),
        warnings=warnings,
        drafts=() if wanted.outward else drafts_told(doubtful, view),
        unconfirmed=_unconfirmed(wanted),
    )


def _written(words: Words, template: Template) -> Written:
    return Written(words.text, words.lines, template.file)


def _check_kind(paper: PaperOfKind, wanted: Wanted) -> list[KzReportError]:
    """Return in what a paper breaks the rules of its kind; a user's own kind has none."""
    kind = find_kind(wanted.template.kind)
    if kind is None:
        return []
    return check_kind(paper, kind, draft=wanted.draft, allowed=wanted.report.overrides)


def _document(blocks: tuple[Any, ...], printed: tuple[Fact, ...], wanted: Wanted) -> Document:
    """Return the tree with all that stands around its blocks."""
    report, template, view = wanted.report, wanted.template, wanted.view
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
        draft=wanted.draft,
        running=Running(
            head=shorten(title, HEAD, placeholder="…"),
            handling=handling_mark(report, view),
            build=f"kzreport · {fingerprint(blocks)}",
            page=language.pattern("page-of"),
        ),
        properties=Properties(
            author=wanted.project.author,
            subject=label_of(template, language),
            date=view.as_of.isoformat(),
        ),
        questions=open_questions(printed, view) if wanted.draft and not wanted.outward else (),
    )


def _unbound(text: str) -> str:
    """Return a title for where no line ends: the head of a page, the properties of a file."""
    return text.replace("\u00a0", " ")


def fingerprint(blocks: tuple[Any, ...]) -> str:
    """Return eight signs that stand for the words and facts of this document, and nothing else."""
    return hashlib.sha256(repr(blocks).encode()).hexdigest()[:8]


def _facts_used(view: View, printed: tuple[Fact, ...]) -> FactsUsed:
    return FactsUsed(
        read=tuple(view.readings),
        queries=dict(view.queries),
        printed=printed,
        records=tuple(view.records),
        questions=dict(view.questions),
        files=dict(view.files),
    )


def _carried(
    printed: tuple[Fact, ...], embed: Embed, style: Style, wanted: Wanted
) -> Carried | None:
    return carry(
        printed,
        wanted.view,
        embed,
        template=wanted.project.templates.digest(wanted.template),
        style=hashlib.sha256(style.css.encode()).hexdigest(),
    )


def _unconfirmed(wanted: Wanted) -> tuple[str, ...]:
    """Return whose wording nobody has confirmed: the template, phrases of the language."""
    template = ("template",) if wanted.template.unchecked else ()
    return (*template, *wanted.view.language.unconfirmed_used())
