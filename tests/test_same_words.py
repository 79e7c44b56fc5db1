"""The PDF and the Word file of a paper say the same words in the same order as its tree."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace

import pytest
from said_papers import (
    EVERYTHING,
    SHIPPED,
    Paper,
    make_paper,
    pages_of_headings,
    shipped_paper,
    table_heads,
)

from kzreport.document import (
    Document,
    Fact,
    Heading,
    List,
    Note,
    Para,
    Table,
    plain_text,
    transform,
)
from kzreport.parity.pdf import read_pdf
from kzreport.parity.tree import headings_in_contents
from kzreport.parity.word import said_in_word
from kzreport.parity.words import differences, words


@pytest.fixture(params=SHIPPED, ids="-".join)
def paper(request) -> Paper:
    return shipped_paper(*request.param)


@pytest.fixture
def small(workspace) -> Paper:
    """A small paper with every kind of block."""
    workspace.template("everything", EVERYTHING)
    return make_paper(workspace.render("everything"))


# --- The same words -------------------------------------------------------------------------


def test_the_pdf_says_what_the_tree_says(paper):
    assert differences(paper.said, paper.printed.said) == []


def test_the_word_file_says_what_the_tree_says(paper):
    assert differences(paper.said, said_in_word(paper.docx)) == []


def test_a_paper_with_every_kind_of_block_says_the_same_in_both(small):
    assert differences(small.said, small.printed.said) == []
    assert differences(small.said, said_in_word(small.docx)) == []
    assert "(b) and another (i) with a part of its own" in " ".join(small.said.body)
    assert small.said.notes[0] == ("The", "page", "of", "2011,", "paragraphs", "4–", "5.")


def test_the_contents_name_the_pages_of_the_pdf_in_both(paper):
    pages = pages_of_headings(paper.document, paper.printed)
    entries = [
        f"{each.number} {plain_text(each.kids)} {pages[each.id]}"
        for each in headings_in_contents(paper.document)
    ]
    contents = " ".join(words(" ".join(entries)))

    assert contents in " ".join(paper.printed.pages[0])
    assert contents in " ".join(said_in_word(paper.docx).body)


def test_every_page_of_the_pdf_has_its_running_head_and_foot(paper):
    running = paper.document.running
    last = len(paper.printed.margins)
    expected = [
        (
            f"{running.head} {running.handling}".strip() if page > 1 else "",
            " ".join(
                filter(
                    None,
                    [running.build, running.handling, running.page.format(page=page, pages=last)],
                )
            ),
        )
        for page in range(1, last + 1)
    ]

    assert list(paper.printed.margins) == expected


def test_libreoffice_prints_the_words_of_the_tree(tmp_path):
    office = shutil.which("soffice")
    assert office, "`make test` installs LibreOffice"
    paper = shipped_paper("unodc-brief", "en")
    (tmp_path / "word.docx").write_bytes(paper.docx)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "word.docx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)

    printed = read_pdf(tmp_path / "word.pdf", table_heads(paper.document))

    assert differences(paper.said, printed.said) == []


# --- What is caught ---------------------------------------------------------------------------


def one_digit(node: object) -> object:
    return replace(node, text=node.text.replace("0", "1", 1)) if isinstance(node, Fact) else node


def no_second_chapter(node: object) -> object:
    return without(node, lambda kid: isinstance(kid, Heading) and kid.number == "II.")


def another_order(node: object) -> object:
    if not isinstance(node, Document):
        return node
    first, second, *rest = node.blocks
    return replace(node, blocks=(second, first, *rest))


def no_first_note(node: object) -> object:
    return without(node, lambda kid: isinstance(kid, Note) and kid.number == 1)


def note_elsewhere(node: object) -> object:
    """The first note is called at the beginning of its paragraph."""
    if isinstance(node, Para) and any(isinstance(kid, Note) for kid in node.kids):
        kids = sorted(node.kids, key=lambda kid: not (isinstance(kid, Note) and kid.number == 1))
        return replace(node, kids=tuple(kids))
    return node


def one_item_less(node: object) -> object:
    return replace(node, items=node.items[:-1]) if isinstance(node, List) else node


def letters_for_dashes(node: object) -> object:
    return replace(node, ordered=True) if isinstance(node, List) else node


def no_last_row(node: object) -> object:
    return replace(node, rows=node.rows[:-1]) if isinstance(node, Table) else node


def without(node: object, lost: Callable[[object], bool]) -> object:
    """Return `node` without those of its children that are `lost`."""
    for name in ("blocks", "kids"):
        kids = getattr(node, name, ())
        if any(map(lost, kids)):
            return replace(node, **{name: tuple(kid for kid in kids if not lost(kid))})
    return node


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (one_digit, "text, after «1. It gave»: «300,000» -> «310,000»"),
        (no_second_chapter, "«II. What to read» -> «»"),
        (another_order, "«Contributions» -> «»"),
        (no_first_note, "note 1"),
        (note_elsewhere, "-> «1"),
        (one_item_less, "– the third."),
        (letters_for_dashes, "«–» -> «(a)»"),
        (no_last_row, "2012"),
    ],
)
def test_what_one_file_says_otherwise_is_told_with_its_place(small, change, told):
    changed = transform(small.document, change)
    # what travels in the PDF is of the document as it was made
    paper = make_paper(replace(small.briefing, document=changed, _carry=lambda: None))

    assert changed != small.document
    for said in (paper.printed.said, said_in_word(paper.docx)):
        found = differences(small.said, said)
        assert any(told in each for each in found), found
