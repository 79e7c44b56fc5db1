"""The checks by name: what each compares, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = Sequence[str]
Compare = Callable[[Lines, Lines], list[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """A facet of the paper that a file must show again; `word` and `pdf` say where it is read."""

    name: str
    title: str
    word: bool = True
    pdf: bool = False
    compare: Compare | None = None


def differing(expected: Lines, found: Lines) -> list[str]:
    """Return what only one of two lists of lines has."""
    told = []
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    for kind, start, end, from_, to in matcher.get_opcodes():
        if kind != "equal":
            told.append(f"«{_joined(expected[start:end])}» -> «{_joined(found[from_:to])}»")
    return told


def _joined(lines: Lines) -> str:
    shown = "; ".join(lines[:4])
    return f"{shown}; … {len(lines) - 4} more" if len(lines) > 4 else shown


def spoken_in_order(expected: Lines, found: Lines) -> list[str]:
    """Return the texts that the stream of letters, the only line found, lacks in their order."""
    stream, at, told = "".join(found), 0, []
    for text in expected:
        bare = "".join(text.split())
        place = stream.find(bare, at)
        if place < 0:
            told.append(f"«{text}» -> «»")
        else:
            at = place + len(bare)
    return told


def begins_a_page(expected: Lines, found: Lines) -> list[str]:
    """Return the blocks that should begin a page and do not; `found` are the pages' first words.

    A table or picture has no words of its own to be looked for.
    """
    told, at = [], 0
    for line in expected:
        kind, _, words = line.partition(" ")
        wanted = "".join(words.split())
        if not wanted or kind in ("table", "picture", "contents"):
            continue
        pages = ["".join(page.split()) for page in found[at:]]
        place = next(
            (n for n, page in enumerate(pages) if wanted in page[: len(wanted) + 12]), None
        )
        if place is None:
            told.append(f"«{line}» -> no page begins with it")
        else:
            at += place + 1
    return told


def shapes_in_order(expected: Lines, found: Lines) -> list[str]:
    """Return the tables of the tree whose rows the PDF does not have; `found` has a line for
    each table of the PDF, that of the head of the paper among them.
    """
    tables: dict[str, list[str]] = {}
    for line in expected:
        name, _, spans = line.partition(", row ")
        if name.startswith("figures"):
            continue
        tables.setdefault(name, []).append(spans.partition(": ")[2])
    told, at = [], 0
    for name, rows in tables.items():
        wanted = "; ".join(rows)
        place = next((n for n in range(at, len(found)) if found[n] == wanted), None)
        if place is None:
            told.append(f"{name}: «{_joined(rows)}» -> no such table")
        else:
            at = place + 1
    return told


def heads_in_order(expected: Lines, found: Lines) -> list[str]:
    """Return the tables whose head rows the PDF counts otherwise; tables without are not asked."""
    wanted = [line.rpartition(" ")[2] for line in expected if not line.endswith(" 0")]
    has = [count for count in found if count != "0"]
    return differing(wanted, has)


CHECKS: tuple[Check, ...] = (
    Check("words", "The words, in their order, marks and numbers included", pdf=True),
    Check("notes", "The words of each footnote", pdf=True),
    Check("note-places", "Where each footnote is called, and called again"),
    Check("headings", "Headings: level, number, words", pdf=True),
    Check("blocks", "The order of the blocks, and their kinds"),
    Check("frames", "What stands in a quotation, and what in a box"),
    Check("tags", "The order of headings, tables and pictures in the tags", word=False, pdf=True),
    Check("numbers", "The numbers of paragraphs and sources"),
    Check("list-marks", "The mark of each item of a list"),
    Check("list-depths", "How deep each item stands"),
    Check("list-items", "Items and terms in the tags, and their depth", word=False, pdf=True),
    Check("captions", "Captions and their numbers"),
    Check("cells", "Every cell of every table"),
    Check("shapes", "Rows, columns and spans of every table", pdf=True),
    Check("header-rows", "The rows that are repeated as heads", pdf=True),
    Check("pictures", "Pictures, and the words for those who do not see them", pdf=True),
    Check("breaks", "What begins a page", pdf=True),
    Check("sections", "Upright and wide pages", pdf=True),
    Check("page-size", "The size of the pages: that of the PDF"),
    Check("margins", "Head and foot of first and later pages: those of the PDF"),
    Check("links", "Links: their words and where they lead"),
    Check("link-targets", "The addresses links lead to", word=False, pdf=True),
    Check("references", "References to places and notes, as Word reckons them"),
    Check("contents", "The entries of the list of contents"),
    Check("contents-pages", "Their page numbers: where the PDF has the headings"),
    Check("bold", "What is bold", compare=spoken_in_order),
    Check("italic", "What is italic", compare=spoken_in_order),
    Check("properties", "Title, author, subject, keywords, date", pdf=True),
    Check("language", "The language of the paper", pdf=True),
    Check("languages", "What is said in another language"),
    Check("facts", "Content controls: their facts, their words, the store"),
    Check("watermark", "DRAFT behind every page of a draft"),
    Check("questions", "Comments: the open questions of a draft"),
    Check("named-styles", "Named styles only, each of them defined"),
    Check("fields", "Fields: closed, up to date, no prompt on open"),
    Check("ids", "Ids, bookmarks and relations: once each, none dangling"),
    Check("tables", "Tables as Word wants them, rows that do not split"),
    Check("lists", "Lists: nine levels at most, each defined"),
    Check("keeps", "Headings and captions stay with what follows, no widows"),
    Check("second-reader", "What python-docx reads: title, author, headings, tables"),
    Check("accessible", "Title, language, order of headings, heads of tables, words of pictures"),
)
