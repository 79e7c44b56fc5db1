"""Checks of reports as they would be built: what cannot be made, what should not leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kzreport.checks.inspection import Inspection
from kzreport.checks.paper import Paper, Unmade
from kzreport.checks.rule import Rule, Trouble
from kzreport.errors import Location
from kzreport.styles.unmapped import unmapped


@dataclass(frozen=True, slots=True)
class Shelf:
    """The fact base, and all papers of the project made from it."""

    seen: Inspection
    papers: Sequence[Paper]


def unmade(seen: Unmade) -> Iterator[Trouble]:
    """A report that cannot be made.

    Why: `kzreport build` would stop at it; better to know today than on the morning it is due.
    Mend: what the message says; it is the one that `build` would give.
    """
    for problem in seen.error.problems:
        yield Trouble("", problem.message, problem.hint, problem.at)


def warned(seen: Paper) -> Iterator[Trouble]:
    """What a report would warn of when it is built, such as a text missing in its language.

    Why: the paper can be made, with a mark where something is missing.
    Mend: what the message says.
    """
    for warning in seen.briefing.warnings:
        for problem in warning.problems:
            yield Trouble("", problem.message, problem.hint, problem.at)


def never_printed(seen: Shelf) -> Iterator[Trouble]:
    """A fact that no report prints.

    Why: either a paper forgets it, or nobody needs to keep it up to date. Facts on hold and
    parts of a base without reports are passed over.
    Mend: print it, or leave it; this is only worth knowing.
    """
    printed = {
        ref.partition(".")[0]
        for paper in seen.papers
        for fact in paper.briefing.facts.printed
        for ref in fact.refs
    }
    for entry in seen.seen.current if seen.papers else ():
        if type(entry).is_fact and not entry.hold and entry.id not in printed:
            yield Trouble(
                entry.id, f"`{entry.id}` is printed by no report", "print it, or leave it"
            )


def unshown_style(seen: Shelf) -> Iterator[Trouble]:
    """What a stylesheet says that a Word file cannot show, of styles that make Word files.

    Why: the PDF and the Word file would look different, and nobody would know why.
    Mend: say it otherwise, or accept the difference with the comment `/* PDF only */` in its line.
    """
    styles = {paper.briefing.style: None for paper in seen.papers if "docx" in paper.report.formats}
    for style in styles:
        file = str(style.root / f"{style.name}.css")
        for each in unmapped(style):
            shown = each.value if len(each.value) <= 40 else f"{each.value[:39]}…"
            yield Trouble(
                "",
                f"Word has nothing for `{each.name}: {shown}`",
                "say it otherwise, or accept it with `/* PDF only */` in this line",
                Location(file, each.line, each.column),
            )


UNMADE_RULES: tuple[Rule[Unmade], ...] = (Rule("KZ201", "error", unmade),)
PRINTED_RULES: tuple[Rule[Paper], ...] = (Rule("KZ202", "warning", warned),)
SHELF_RULES: tuple[Rule[Shelf], ...] = (
    Rule("KZ131", "info", never_printed),
    Rule("KZ210", "warning", unshown_style),
)
