"""What is particular to one kind of paper, as pure functions over it."""

from __future__ import annotations

import string
from collections.abc import Iterator

from kzreport.document import Span, plain_text, walk
from kzreport.errors import KzReportError, LevelError, Location, TemplateError
from kzreport.facts.fields import Level
from kzreport.kinds.length import count_words
from kzreport.kinds.paper import Item, Paper

BOXES = (5, 8)
SUMMARY_WORDS = 60


def attributed(paper: Paper) -> Iterator[KzReportError]:
    """Yield paragraphs that print an unverified fact and do not say whose word it is."""
    phrases = paper.view.language.table.phrases
    known = [phrases.get(key) or "" for key in ("according-to", "according-to-uninflected")]
    parts = [words for each in known for words, _, _, _ in string.Formatter().parse(each)]
    marks = [mark for part in parts if (mark := part.strip(" ,").lower())]
    for item in paper.body:
        for fact in item.facts:
            entry = paper.entry(fact.refs[0]) if fact.refs else None
            if entry is None or paper.view.status(entry) != "unverified":
                continue
            text = item.text.lower()
            if not any(mark in text for mark in marks) and "†" not in item.text:
                yield TemplateError(
                    f"`{entry.id}` is unverified and printed without saying whose word it is",
                    paper.place_of_fact(item),
                    "`{{ attribution(f) }}` before it says it",
                )
                break


def each_point_is_said(paper: Paper) -> Iterator[KzReportError]:
    """Yield topics without their sentence."""
    items = [item for item in paper.items if item.roles & {".point", ".say"}]
    for item, after in zip(items, [*items[1:], None], strict=True):
        if ".point" in item.roles and (after is None or ".say" not in after.roles):
            yield TemplateError(
                f"the point «{item.text}» says nothing",
                paper.place(item),
                "write `{.say}` and a sentence below it",
            )


def avoid_stays_inside(paper: Paper) -> Iterator[KzReportError]:
    """Yield the list of what to avoid, where others may read it."""
    for item in paper.having("#avoid"):
        if paper.view.level is Level.public:
            yield LevelError(
                "a public card tells what to avoid",
                paper.place(item),
                "show it for `level != 'public'` only",
            )


def no_name_on_it(paper: Paper) -> Iterator[KzReportError]:
    """Yield places where a paper without an author names the Mission."""
    for item in paper.body:
        for fact in item.facts:
            entry = paper.entry(fact.refs[0]) if fact.refs else None
            if entry is not None and getattr(entry, "kind", "") == "mission":
                yield TemplateError(
                    f"the paper names `{entry.id}`; a non-paper has no author",
                    paper.place_of_fact(item),
                    "take the name out",
                )


def five_to_eight_boxes(paper: Paper) -> Iterator[KzReportError]:
    """Yield a fact sheet that shows too few figures, or too many for a page."""
    large = [
        item
        for item in paper.having("cell")
        if any(isinstance(n, Span) and n.cls == "big" for n in walk(item.block))
    ]
    least, most = BOXES
    if not least <= len(large) <= most:
        yield TemplateError(
            f"a fact sheet shows {least} to {most} figures; this one shows {len(large)}",
            Location(paper.written.file),
            "each is a cell with `[…]{.big}[…]{.what}[…]{.note}`",
        )


def summary_in_sixty_words(paper: Paper) -> Iterator[KzReportError]:
    """Yield a summary that is longer than a telegram allows."""
    for item in paper.having("#para-summary"):
        words = count_words([item])
        if words > SUMMARY_WORDS:
            yield TemplateError(
                f"the summary has {words} words; a cable's has at most {SUMMARY_WORDS}",
                paper.place(item),
                "say the rest in the items",
            )


def comment_comes_last(paper: Paper) -> Iterator[KzReportError]:
    """Yield numbered paragraphs behind the comment, which stands apart from the facts."""
    numbered: list[Item] = paper.having("num")
    comments = paper.having("#para-comment")
    for item in numbered[numbered.index(comments[0]) + 1 :] if comments else ():
        yield TemplateError(
            f"paragraph {getattr(item.block, 'number', '')} stands behind the comment: "
            f"«{plain_text(item.block)[:40]}»",
            paper.place(item),
            "facts come first, then the comment",
        )
