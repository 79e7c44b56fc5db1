"""Prove that the Word file and the PDF of a paper show what its tree has: `compare()`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kzreport.briefing import Briefing
from kzreport.document import Document, Heading, Table, plain_text, walk
from kzreport.parity.checks import (
    CHECKS,
    Check,
    begins_a_page,
    differing,
    heads_in_order,
    shapes_in_order,
)
from kzreport.parity.facets import Facets
from kzreport.parity.lint import faults_of_word
from kzreport.parity.outline import facets_of_tree
from kzreport.parity.pdf import Printed, read_pdf
from kzreport.parity.pdffacets import facets_of_pdf, pages_of_headings
from kzreport.parity.secondreader import seen_by_python_docx, to_be_seen
from kzreport.parity.tree import said_in_tree
from kzreport.parity.word import read_word
from kzreport.parity.wordfacets import facets_of_word
from kzreport.parity.words import Said, Words, words

__all__ = ["CHECKS", "Parity", "Result", "compare", "compare_files", "compare_word"]

_IN_PDF = {"breaks": begins_a_page, "shapes": shapes_in_order, "header-rows": heads_in_order}


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found in one file: nothing when the file shows what the tree has."""

    check: Check
    file: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parity:
    """The results for one paper; `name` and `lang` tell which."""

    name: str
    lang: str
    results: tuple[Result, ...]

    @property
    def differences(self) -> int:
        """How many differences there are."""
        return sum(len(result.differences) for result in self.results)


def compare(briefing: Briefing, name: str = "") -> Parity:
    """Return how the files of a paper compare with its tree; both are made and read back.

    Raise `WriterError` when a file cannot be made, or poppler is not there to read the PDF.
    """
    data = briefing.pdf()
    document = briefing.document
    if briefing.letterhead is not None:
        from kzreport.writers.docx.letterhead import without_name

        on_paper = without_name(document, briefing.letterhead)
    else:
        on_paper = document
    results = compare_files(document, on_paper, data, briefing.docx(), briefing.embed)
    return Parity(name or document.title, document.lang, tuple(results))


def compare_files(
    document: Document, in_word: Document, pdf: bytes, docx: bytes, embed: str = "full"
) -> list[Result]:
    """Return the results of all checks on the two files of `document`.

    `in_word` is the tree of the Word file: on a letterhead the Mission's name is its own.
    """
    printed = _printed(document, pdf)
    pages = _pages(document, pdf)
    paper = {**facets_of_pdf(pdf, printed), **_words(printed.said)}
    found = compare_word(in_word, docx, pages, embed, paper)
    expected = _of_tree(document, pages, embed)
    expected["shapes"] = _with_heads(expected)
    found += [
        Result(each, "pdf", _told_of_pdf(each, expected, paper)) for each in CHECKS if each.pdf
    ]
    return found


def compare_word(
    document: Document,
    docx: bytes,
    pages: Mapping[str, int],
    embed: str = "full",
    paper: Facets | None = None,
) -> list[Result]:
    """Return the results of the checks of the Word file of `document` alone.

    `pages` are those of its headings. No tree knows its pages and their margins: for these the
    file is held against `paper`, the facets of the PDF, or not at all.
    """
    expected, word = _of_tree(document, pages, embed), _of_word(docx)
    for name in ("page-size", "margins"):
        expected[name] = word[name] if paper is None else paper[name]
        word[name] = word[name][: len(expected[name])]  # a paper of one page has no later one
    return [Result(each, "docx", _told(each, expected, word)) for each in CHECKS if each.word]


def _told(check: Check, expected: Mapping[str, list[str]], found: Facets) -> tuple[str, ...]:
    compared = check.compare or differing
    return tuple(compared(expected.get(check.name, []), found.get(check.name, [])))


def _told_of_pdf(check: Check, expected: Facets, found: Facets) -> tuple[str, ...]:
    compared = _IN_PDF.get(check.name, check.compare or differing)
    return tuple(compared(expected[check.name], found[check.name]))


def _with_heads(expected: Facets) -> list[str]:
    """Return the rows of tables that have heads: the tags of a PDF have no others."""
    heads = dict(line.split(": ") for line in expected["header-rows"])
    return [line for line in expected["shapes"] if heads[line.partition(",")[0]] != "0"]


def _of_tree(document: Document, pages: Mapping[str, int], embed: str) -> Facets:
    facets = facets_of_tree(document, pages, embed)  # type: ignore[arg-type]
    seen = {"second-reader": to_be_seen(document)}
    return {**facets, **seen, **_words(said_in_tree(document, pages))}


def _of_word(data: bytes) -> Facets:
    file = read_word(data)
    seen = {"second-reader": seen_by_python_docx(data)}
    facets = {**facets_of_word(file), **faults_of_word(file, data), **seen}
    return {**facets, **_words(file.said())}


def _words(said: Said) -> Facets:
    return {"words": list(said.body), "notes": [" ".join(note) for note in said.notes]}


def _printed(document: Document, pdf: bytes) -> Printed:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(pdf)
        return read_pdf(file, table_heads(document))


def table_heads(document: Document) -> list[Words]:
    """Return the words of the heads of tables, which are printed again on a new page."""
    tables = [node for node in walk(document.blocks) if isinstance(node, Table)]
    return [
        words(" ".join(plain_text(cell.kids) for row in table.head for cell in row.cells))
        for table in tables
    ]


def _pages(document: Document, pdf: bytes) -> dict[str, int]:
    """Return the page of each heading by its id, as the outline of the PDF has it."""
    headings = [node for node in walk(document.blocks) if isinstance(node, Heading)]
    return dict(zip((each.id for each in headings), pages_of_headings(pdf), strict=False))
