"""The named styles of our Word files, and the place in the CSS that each takes its values from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LAYOUTS = ("portrait", "wide", "sheet", "plain")
DEPTHS = range(1, 10)
"""The levels of a list: Word knows nine."""

# The lists of the numbering part; a style names its list by number.
HEADINGS, PARAGRAPHS, SOURCES, POINTS = 1, 2, 3, 4
BULLETS, NUMBERS, LETTERS, BOX_BULLETS, BOX_NUMBERS = 5, 6, 7, 8, 9

ROWS = ("group", "sub", "total", "expected", "overdue")


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A style of Word and the probe (see `weasy.cascade`) that answers for its values.

    `number` is the list and the level it is numbered by, `marker` the probe of that number.
    `opens` and `closes` are probes of a box whose upper or lower space the style carries,
    since Word has no boxes: the last paragraph of a list brings the space after the list.
    """

    name: str
    probe: str
    based: str = "Normal"
    follow: str = ""
    kind: Literal["paragraph", "character"] = "paragraph"
    builtin: bool = False
    outline: int = -1
    number: tuple[int, int] | None = None
    marker: str = ""
    opens: str = ""
    closes: str = ""
    contextual: bool = False

    @property
    def id(self) -> str:
        return style_id(self.name)


def style_id(name: str) -> str:
    """Return Word's id for the style `name`: `heading 1` is Heading1, `toc 1` is TOC1."""
    words = name.replace("toc", "TOC").split()
    return "".join(word[0].upper() + word[1:] for word in words)


def list_path(tag: str, depth: int) -> str:
    """Return the probe of an item of a list of `tag` inside `depth` - 1 others."""
    return " > ".join([f"{tag} > li"] * depth)


def row_style(row: str, figure: bool) -> str:
    """Return the name of the style of a cell in a row of class `row`."""
    known = row.title() if row in ROWS else "" if figure else "Text"
    return " ".join(filter(None, ["Table", known, "Figure" if figure else ""]))


def _text() -> Iterator[WordStyle]:
    yield WordStyle("Title", "h1", follow="Subtitle", builtin=True)
    yield WordStyle("Subtitle", "p.subtitle", follow="BodyText", builtin=True)
    yield WordStyle("Kicker", "p.kicker", follow="Title")
    yield WordStyle("Label", "p.label", follow="BodyText")
    yield WordStyle("Summary", "p.lead", follow="BodyText")
    yield WordStyle("Body Text", "p", builtin=True)
    yield WordStyle("Margin Text", "p.to-margin")
    yield WordStyle("Numbered Paragraph", "p.num", number=(PARAGRAPHS, 0), marker="p.num::before")
    yield WordStyle("Source Entry", "p.source", number=(SOURCES, 0), marker="p.source::before")
    yield WordStyle("Legend", "p.signs")
    yield WordStyle("End Line", "p.end")
    yield WordStyle("Quote", "blockquote > p", builtin=True, opens="blockquote", contextual=True)
    yield WordStyle("Quote End", "blockquote > p", "Quote", "BodyText", closes="blockquote")
    yield WordStyle("Quote Source", "blockquote > p.by", follow="BodyText", closes="blockquote")
    yield WordStyle("Definition Term", "dl > dt", follow="Definition")
    yield WordStyle("Definition", "dl > dd > p", closes="dl > dd")
    yield WordStyle("Definition End", "dl > dd > p", "Definition", "BodyText", closes="dl")


def _headings() -> Iterator[WordStyle]:
    for level in (1, 2, 3):
        tag = f"h{level + 1}"
        yield WordStyle(
            f"heading {level}",
            tag,
            follow="BodyText",
            builtin=True,
            outline=level - 1,
            number=(HEADINGS, level - 1),
            marker=f"{tag}::before",
        )
        name = "Heading Plain" if level == 1 else f"Heading Plain {level}"
        yield WordStyle(
            name, f"{tag}.bare", f"Heading{level}", follow="BodyText", outline=level - 1
        )


def _lists() -> Iterator[WordStyle]:
    for name, tag, number in (("List Bullet", "ul", BULLETS), ("List Number", "ol", NUMBERS)):
        for depth in range(1, 6):  # Word has five of each by name
            suffix = f" {depth}" if depth > 1 else ""
            yield WordStyle(
                f"{name}{suffix}",
                list_path(tag, depth),
                builtin=True,
                number=(number, depth - 1),
            )
        yield WordStyle(
            f"{name} End", f"{tag} > li", style_id(name), "BodyText", number=(number, 0), closes=tag
        )
    for depth in range(1, 6):
        suffix = f" {depth}" if depth > 1 else ""
        probe = f"{list_path('ul', depth)} > p"
        yield WordStyle(f"List Continue{suffix}", probe, builtin=True)
    yield WordStyle("List Continue End", "ul > li > p", "ListContinue", "BodyText", closes="ul")


def _tables() -> Iterator[WordStyle]:
    yield WordStyle("caption", "p.caption", builtin=True)
    cell, head = "table > tbody > tr{} > td", "table > thead > tr > th"
    yield WordStyle("Table Text", cell.format(""))
    yield WordStyle("Table Figure", cell.format("") + ".n", "TableText")
    yield WordStyle("Table Heading", head, "TableText")
    yield WordStyle("Table Heading Figure", f"{head}.n", "TableHeading")
    for row in ROWS:
        probe = cell.format(f".{row}")
        yield WordStyle(row_style(row, figure=False), probe, "TableText")
        yield WordStyle(row_style(row, figure=True), f"{probe}.n", "TableFigure")
    for name, cls in (("Table Note", "p.tablenote"), ("Table Remark", "p.tablenote.all")):
        yield WordStyle(name, cls)
        yield WordStyle(f"{name} End", f"{cls}.last", style_id(name), "BodyText")
    yield WordStyle("Picture", "figure")
    yield WordStyle("Picture End", "figure.last", "Picture", "BodyText")
    yield WordStyle("Masthead Name", "table.masthead > tbody > tr > td.who")
    yield WordStyle("Masthead Data", "table.masthead > tbody > tr > td.data")
    figures = "div.figures > table > tbody > tr > td"
    yield WordStyle("Figure Text", figures)
    for name, cls in (("Figure Large", "big"), ("Figure What", "what"), ("Figure Note", "note")):
        yield WordStyle(name, f"{figures} > span.{cls}", "FigureText")


def _parts() -> Iterator[WordStyle]:
    """Yield the styles of the box, of contents and notes, and of particular papers."""
    box = "div.box > {}"
    yield WordStyle("Box Heading", box.format("p.boxhead"), follow="BoxItem")
    yield WordStyle("Box Text", box.format("p"))
    yield WordStyle("Box Item", box.format("ol > li"), number=(BOX_NUMBERS, 0))
    yield WordStyle("Box Bullet", box.format("ul > li"), number=(BOX_BULLETS, 0))
    contents = "nav.contents > p.toc"
    yield WordStyle("toc 1", f"{contents}.one", builtin=True, marker=f"{contents}.one > b")
    for level in (2, 3):
        yield WordStyle(f"toc {level}", contents, builtin=True, marker=f"{contents} > b")
    yield WordStyle("footnote text", "p > span.fn", builtin=True, marker=f"{FOOTNOTE}-marker")
    yield WordStyle("Speech", "div.speech > p")
    yield WordStyle("Speech Event", "div.speech > p.event", follow="Speech")
    point = "div.card > p.point"
    yield WordStyle(
        "Point", point, follow="PointText", number=(POINTS, 0), marker=f"{point}::before"
    )
    yield WordStyle("Point Text", "div.card > p.say")
    yield WordStyle("Card Heading", "div.card > h2.bare", "HeadingPlain", outline=0)
    yield WordStyle("Sheet Subtitle", "html > body.sheet > p.subtitle", "Subtitle")
    yield WordStyle("Sheet Summary", "html > body.sheet > p.lead", "Summary")
    plain = "html > body.plain > "
    yield WordStyle("Note Text", f"{plain}p")
    yield WordStyle("Note Margin", f"{plain}p.to-margin", "NoteText")
    yield WordStyle("Note Place", f"{plain}p.place", "NoteText")
    for name, cls in (("Reference", "reference"), ("Initials", "initials"), ("Seal", "seal")):
        yield WordStyle(f"Note {name}", f"{plain}p.{cls}", "NoteText")
    yield WordStyle("Note Enclosure", f"{plain}p.enclosure", "NoteText")
    yield WordStyle("Note Addressee", f"{plain}p.addressee")
    yield WordStyle("Note Masthead", f"{plain}table.masthead > tbody > tr > td.who")


FOOTNOTE = "p > span.fn::footnote"


def _characters() -> Iterator[WordStyle]:
    def run(name: str, probe: str, builtin: bool = False) -> WordStyle:
        return WordStyle(name, probe, "DefaultParagraphFont", kind="character", builtin=builtin)

    yield run("Strong", "p > strong", builtin=True)
    yield run("Emphasis", "p > em", builtin=True)
    yield run("Hyperlink", "p > a", builtin=True)
    yield run("footnote reference", f"{FOOTNOTE}-call", builtin=True)
    yield run("Footnote Number", f"{FOOTNOTE}-marker")
    for status in ("Expected", "Overdue", "Unverified", "Disputed"):
        yield run(f"Status {status}", f"p > span.{status.lower()}")
    yield run("Sign", "p > span.sign")
    yield run("Citation", "p > span.ref")
    yield run("Caption Unit", "p.caption > span.unit")
    yield run("Table Note Sign", "p.tablenote > b")
    yield run("Masthead Handling", "table.masthead > tbody > tr > td.data > span.handling")


PARAGRAPH_STYLES = (*_text(), *_headings(), *_lists(), *_tables(), *_parts())
CHARACTER_STYLES = tuple(_characters())
STYLES = {style.id: style for style in (*PARAGRAPH_STYLES, *CHARACTER_STYLES)}
