"""The PDF writer alone beside WeasyPrint: papers made for the bench, short and long.

Both sides are handed the same tree: ours as it is, the plain script the finished HTML of it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.briefs import ROOT
from kzreport.carried import SCHEMA, Carried
from kzreport.document import (
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Fact,
    Heading,
    Inline,
    Masthead,
    Note,
    Para,
    Row,
    Running,
    Str,
    Table,
    Variant,
    walk,
)

Lap = Callable[[int], object]

_TEXT = (
    "In the period under review the Mission followed the work of the Office and of its governing "
    "bodies and reported on each decision that concerns the cooperation with partners elsewhere"
)
_PROSE = _TEXT.split()
_COLUMNS = (Column(20), Column(), Column(24, "figure"), Column(24, "figure"), Column(40))
_HEADS = ("Year", "Purpose", "Amount", "Paid", "Remarks")


def short_paper(number: int) -> Document:
    """Return a brief of three pages: 100 facts, contents, ten notes; each number another one."""
    notes, paragraphs = count(1), count(1)
    blocks: list[Block] = [Contents((Str("Contents"),))]
    for chapter in range(4):
        blocks.append(_heading(2, f"{chapter + 1}.", chapter + number))
        for place in range(4):
            note = next(notes) if (chapter * 4 + place) % 2 and chapter * 4 + place < 20 else 0
            blocks.append(_paragraph(next(paragraphs), number + place, note, facts=3))
    blocks.append(_table(1, 11, number))
    return _paper("Brief", blocks)


def long_paper(rows: int) -> Document:
    """Return a report with contents, twelve chapters and tables of `rows` rows in all.

    With 1,000 rows it has some eighty pages; its chapters grow and shrink with the rows.
    """
    notes, paragraphs, blocks = count(1), count(1), list[Block]([Contents((Str("Contents"),))])
    for chapter in range(12):
        blocks.append(_heading(2, f"{chapter + 1}.", chapter))
        for section in range(5):
            blocks.append(_heading(3, "ABCDE"[section], chapter * 5 + section))
            for place in range(max(1, rows // 125)):
                note = next(notes) if place == 0 and section % 2 else 0
                blocks.append(_paragraph(next(paragraphs), place + section, note, facts=2))
            if section == 2:
                blocks.append(_table(chapter + 1, rows // 12 + (chapter < rows % 12), chapter))
    return _paper("Report", blocks)


def _paper(title: str, blocks: list[Block]) -> Document:
    head = (Masthead(((Str("Mission"),),), ((Str("23 November 2026"),),)),)
    top = Heading(1, (Str(title),), "top")
    running = Running(title, "For internal use", "made for the bench", "Page {page} of {pages}")
    return Document(title, "en", (*head, top, *blocks), running=running)


def _prose(words: int, start: int) -> str:
    return " ".join(_PROSE[(start * 7 + n * 3 + n // 5) % len(_PROSE)] for n in range(words))


def _heading(level: int, number: str, start: int) -> Heading:
    return Heading(level, (Str(_prose(4, start)),), f"h-{level}-{number}-{start}", number)


def _paragraph(number: int, start: int, note: int, facts: int) -> Para:
    kids: list[Inline] = [Str(_prose(14, start))]
    for place in range(facts):
        amount = f"{(number * 37 + place * 11) % 900 + 100},000"
        kids += [Str(" "), Fact(amount, (f"gift-{number}-{place}.amount",), "money")]
        kids.append(Str(" " + _prose(9, number + place)))
    if note:
        kids.append(Note(note, (Para((Str(f"Press release {note}, paragraph {note % 5}."),)),)))
    return Para((*kids, Str(".")), "num", number, f"para-{number}")


def _table(number: int, rows: int, start: int) -> Table:
    def row(place: int) -> Row:
        name = f"row-{number}-{place}"
        words = (str(1992 + place % 34), _prose(3, place + start), f"{place * 13 % 900},300")
        facts = (*words, f"{place * 17 % 900},250", _prose(4, place))
        refs = ("when", "purpose", "amount", "paid", "note")
        pairs = zip(facts, refs, strict=True)
        return Row(tuple(Cell((Fact(text, (f"{name}.{ref}",)),)) for text, ref in pairs))

    head = (Row(tuple(Cell((Str(word),)) for word in _HEADS)),)
    lines = tuple(map(row, range(rows)))
    caption = (Str(_prose(5, number)),)
    return Table(_COLUMNS, head, lines, f"table-{number}", number, f"Table {number}.", caption)


# --- Jobs ---------------------------------------------------------------------------------


def _ours(paper: Callable[[int], Document], variant: Variant) -> Lap:
    from kzreport.styles import load_style
    from kzreport.writers.pdf import lay_out

    style = load_style(ROOT / "styles" / "mission.css")

    def lap(number: int) -> bytes:
        document = paper(number)
        layout = lay_out(document, style)
        facts = _carried(document).to_json(layout.page_map.facts) if variant == "archive" else b""
        return layout.draw(variant, facts)

    return lap


def _naive(paper: Callable[[int], Document], variant: str | None) -> Lap:
    from weasyprint import HTML

    from kzreport.writers.html import write_html

    style = str(ROOT / "styles" / "mission.css")

    def lap(number: int) -> Any:
        html = write_html(paper(number), marks="none")
        return HTML(string=html).write_pdf(stylesheets=[style], pdf_variant=variant)

    return lap


def _carried(document: Document) -> Carried:
    """Return what would travel in the file: for each fact its words, a value and a source."""
    facts = [node for node in walk(document.blocks) if isinstance(node, Fact)]
    entries = (
        {"refs": list(f.refs), "text": f.text, "values": [f.text], "sources": ["page#p3"]}
        for f in facts
    )
    return Carried({"schema": SCHEMA}, tuple(entries))


def short_ours_plain(_: Path) -> Lap:
    """A brief as plain PDF."""
    return _ours(short_paper, "plain")


def short_ours(_: Path) -> Lap:
    """A brief as it is shipped: PDF/A-3a with `facts.json`."""
    return _ours(short_paper, "archive")


def short_naive_plain(_: Path) -> Lap:
    """The same brief by a plain script, plain."""
    return _naive(short_paper, None)


def short_naive(_: Path) -> Lap:
    """The same brief by a plain script, PDF/A-3a."""
    return _naive(short_paper, "pdf/a-3a")


def long_ours_plain(_: Path) -> Lap:
    """A report of 1,000 rows as plain PDF."""
    return _ours(lambda _: long_paper(1000), "plain")


def long_ours(_: Path) -> Lap:
    """A report of 1,000 rows as it is shipped."""
    return _ours(lambda _: long_paper(1000), "archive")


def long_naive_plain(_: Path) -> Lap:
    """The same report by a plain script, plain."""
    return _naive(lambda _: long_paper(1000), None)


def long_naive(_: Path) -> Lap:
    """The same report by a plain script, PDF/A-3a."""
    return _naive(lambda _: long_paper(1000), "pdf/a-3a")


def longest_ours(_: Path) -> Lap:
    """A report of 5,000 rows as it is shipped."""
    return _ours(lambda _: long_paper(5000), "archive")


SHORT = (short_ours_plain, short_ours, short_naive_plain, short_naive)
LONG = (long_ours_plain, long_ours, long_naive_plain, long_naive)
PRINTING = (*SHORT, *LONG, longest_ours)
