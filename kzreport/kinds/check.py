"""check_kind(): everything in which a paper breaks the rules of its kind, each with its place."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator

from kzreport.document import Span, walk
from kzreport.errors import FactError, KzReportError, LevelError, Location, TemplateError
from kzreport.kinds.kind import Kind, Part
from kzreport.kinds.paper import Item, Paper
from kzreport.kinds.voice import spoken_words


def check_kind(
    paper: Paper, kind: Kind, *, draft: bool = False, allowed: Collection[str] = ()
) -> list[KzReportError]:
    """Return what stops `paper` from being a paper of its `kind`, nothing when it is one.

    A draft may print facts of any status; `allowed` are the records an officer lets pass.
    Voice, level and parts hold for drafts, too.
    """
    problems: list[KzReportError] = [
        *_missing_parts(paper, kind),
        *_misplaced_parts(paper, kind),
        *_what_it_never_has(paper, kind),
        *_persons(paper, kind),
        *_levels(paper, kind),
    ]
    for rule in kind.rules:
        problems += rule(paper)
    if not draft:
        problems += [*_statuses(paper, kind, allowed), *_formulas_to_supply(paper, kind)]
    return problems


# --- Parts -------------------------------------------------------------------------------


def _missing_parts(paper: Paper, kind: Kind) -> Iterator[KzReportError]:
    """Yield parts that lack, that stand too often, or that lack their words."""
    for part in kind.parts:
        found = paper.having(part.role)
        if len(found) < part.least:
            few = f"{len(found)} of {part.least}" if part.least > 1 else ""
            message = f"{kind.article} has {few or 'no'} {part.name}" + (
                f", not {part.least}" if few and part.least == part.most else ""
            )
            yield TemplateError(message, Location(paper.written.file), _how(part))
        if part.most and len(found) > part.most:
            message = f"{kind.article} has {len(found)} {part.name}; it may have {part.most}"
            yield TemplateError(message, paper.place(found[part.most]), "shorten it, or merge two")
        if part.phrase and found:
            yield from _lacking_phrase(paper, kind, part, found[0])


def _how(part: Part) -> str:
    return f"write {part.write}" if part.write else ""


def _lacking_phrase(paper: Paper, kind: Kind, part: Part, item: Item) -> Iterator[KzReportError]:
    """Yield a problem when a part does not hold the words of its phrase, in their order."""
    pattern = paper.view.language.table.phrases.get(part.phrase)
    if not pattern:
        return  # nobody has supplied the formula: the report gives it, and KZ137 tells
    at = 0
    text = _spaced(item.text)
    for words, _, _, _ in string.Formatter().parse(pattern):
        wanted = _spaced(words).strip()
        at = text.find(wanted, at)
        if at < 0:
            yield TemplateError(
                f"the {part.name} of {kind.article} lacks the words «{wanted}»",
                paper.place(item),
                f"`{{{{ t('{part.phrase}', …) }}}}` prints them",
            )
            return


def _formulas_to_supply(paper: Paper, kind: Kind) -> Iterator[KzReportError]:
    """Yield parts whose formula neither the language nor the report supplies."""
    for part in kind.parts:
        for item in paper.having(part.role) if part.phrase else ():
            if any(isinstance(n, Span) and n.cls == "to-supply" for n in walk(item.block)):
                yield TemplateError(
                    f"the {part.name} of {kind.article} is not supplied in `{paper.view.lang}`",
                    paper.place(item),
                    "give the Mission's own wording as a parameter of the report, or build "
                    "with `--draft`",
                )


def _spaced(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("~", " "))


def _misplaced_parts(paper: Paper, kind: Kind) -> Iterator[KzReportError]:
    """Yield parts that stand before one that goes before them."""
    order = {id(item): n for n, item in enumerate(paper.items)}
    last: tuple[int, Part] | None = None
    for part in kind.parts:
        found = paper.having(part.role)
        if not found:
            continue
        place = order[id(found[0])]
        if last is not None and place < last[0]:
            message = f"the {part.name} of {kind.article} stands before the {last[1].name}"
            yield TemplateError(message, paper.place(found[0]), f"put it after the {last[1].name}")
        else:
            last = (place, part)


def _what_it_never_has(paper: Paper, kind: Kind) -> Iterator[KzReportError]:
    for never in kind.never:
        for item in paper.body:
            if never.role in item.roles:
                message = f"{never.name} in {kind.article}: {never.why}"
                yield TemplateError(message, paper.place(item), "take it out")


# --- Voice, level, status ----------------------------------------------------------------


def _persons(paper: Paper, kind: Kind) -> Iterator[KzReportError]:
    if kind.voice != "third":
        return
    for item in paper.body:
        for found in spoken_words(item, paper.view.language):
            words = around(item.text, *found.span())
            yield TemplateError(
                f"«{found[0]}» in {kind.article}, which speaks in the third person: «{words}»",
                paper.place(item, *found.span()),
                "name who speaks: the Permanent Mission, Kazakhstan, the Secretariat",
            )


def around(text: str, start: int, end: int, reach: int = 24) -> str:
    """Return the words around a place, cut at blanks."""
    low, high = max(0, start - reach), min(len(text), end + reach)
    left = text[low:start].partition(" ")[2] if low else text[:start]
    right = text[end:high].rpartition(" ")[0] if high < len(text) else text[end:]
    return f"{'…' if low else ''}{left}{text[start:end]}{right}{'…' if high < len(text) else ''}"


def _levels(paper: Paper, kind: Kind) -> Iterator[KzReportError]:
    """Yield facts above what the kind prints, and records of a kind it never prints."""
    told: set[str] = set()
    for item in paper.items:
        for entry_id in _records(item):
            entry = paper.entry(entry_id)
            if entry is None or entry_id in told:
                continue
            where = f"printed in {paper.place_of_fact(item)}"
            if entry.level > kind.prints:
                told.add(entry_id)
                yield LevelError(
                    f"`{entry_id}` is {entry.level}; {kind.article} prints "
                    f"{kind.prints} facts only",
                    paper.view.base.at(entry_id),
                    f"{where}; leave it out",
                )
            elif type(entry).kind_name() in kind.records:
                told.add(entry_id)
                yield TemplateError(
                    f"`{entry_id}` is one of the {type(entry).kind_name()}, which "
                    f"{kind.article} never prints",
                    paper.place_of_fact(item),
                    "print the fact it is about",
                )


def _statuses(paper: Paper, kind: Kind, allowed: Collection[str]) -> Iterator[KzReportError]:
    """Yield facts of a status that the kind does not state."""
    states = frozenset(kind.states)
    told: set[str] = set()
    for item in paper.body:
        if states and not states & item.roles:
            continue
        for entry_id in _records(item):
            entry = paper.entry(entry_id)
            status = paper.view.status(entry) if entry is not None else ""
            if not status or status in kind.statuses or entry_id in (*told, *allowed):
                continue
            told.add(entry_id)
            yield FactError(
                f"`{entry_id}` is {status}, which {kind.article} does not state",
                paper.view.base.at(entry_id),
                f"printed in {paper.place_of_fact(item)}; confirm it, leave it out, or allow it "
                "with `override:` in the report",
            )


def _records(item: Item) -> Iterator[str]:
    """Yield the ids of the records an item prints something of."""
    for fact in item.facts:
        for ref in fact.refs:
            yield ref.partition(".")[0]
