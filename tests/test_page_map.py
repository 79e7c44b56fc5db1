"""Where things stand in the PDF is known from its layout, and told to who needs it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from said_papers import PROJECT, SHIPPED, shipped

from kzreport import render
from kzreport.document import Figure, Heading, Note, Table, walk
from kzreport.writers.places import PageMap


def pages_of(data: bytes, folder: Path) -> list[str]:
    """Return the text of each page without its spaces, as poppler reads it."""
    (folder / "a.pdf").write_bytes(data)
    command = ["pdftotext", "-raw", "a.pdf", "-"]
    text = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout.decode()
    return [signs(page) for page in text.split("\f")[:-1]]


def signs(text: str) -> str:
    """Return `text` without spaces, and with one hyphen for all: where lines end is no matter."""
    return "".join(text.split()).replace("\u2060", "").replace("\u2010", "-").replace("\u2011", "-")


def begins_on(text: str, pages: list[str]) -> bool:
    """Return whether `text` stands on the first of `pages`, or begins there and goes on."""
    text, first, *more = (each.casefold() for each in (text, *pages))
    parts = ((text[:cut], text[cut:]) for cut in range(1, len(text)))
    return text in first or any(a in first and b in page for page in more for a, b in parts)


@pytest.mark.parametrize(("name", "lang"), SHIPPED)
def test_each_fact_of_a_paper_is_on_the_page_that_the_map_says(name, lang, tmp_path):
    briefing = shipped(name, lang)
    pages = pages_of(briefing.pdf(), tmp_path)
    printed, places = briefing.facts.printed, briefing.page_map.facts
    figures = [node.alt for node in walk(briefing.document.blocks) if isinstance(node, Figure)]
    drawn = {id(node) for node in walk(tuple(figures))}

    assert len(printed) == len(places) > 0
    lost = [
        (fact, page)
        for fact, page in zip(printed, places, strict=True)
        if id(fact) not in drawn and not begins_on(signs(fact.text), pages[page - 1 : page + 1])
    ]
    assert lost == []


@pytest.mark.parametrize(("name", "lang"), SHIPPED)
def test_the_map_knows_every_heading_table_and_note(name, lang):
    briefing = shipped(name, lang)
    nodes = list(walk(briefing.document.blocks))
    named = [node.id for node in nodes if isinstance(node, Heading | Table) and node.id]
    notes = [f"fn-{node.number}" for node in nodes if isinstance(node, Note)]

    assert {*named, *notes} <= set(briefing.page_map.places)
    assert set(briefing.page_map.places.values()) <= set(range(1, briefing.pages + 1))


def test_word_takes_its_page_numbers_from_a_map_and_no_pages_are_laid_out(tmp_path):
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from kzreport import load_project, render\n"
        "from kzreport.writers.places import PageMap\n"
        f"project = load_project({str(PROJECT.root)!r})\n"
        "briefing = render(project, 'unodc-brief', as_of=date(2026, 11, 23))\n"
        "pages = PageMap.from_json(Path('map.json').read_text('utf-8'))\n"
        "Path('a.docx').write_bytes(briefing.docx(pages))\n"
        "print('layout' in briefing.__dict__)"
    )
    briefing = render(PROJECT, "unodc-brief", as_of=date(2026, 11, 23))
    (tmp_path / "map.json").write_text(briefing.page_map.to_json(), "utf-8")

    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert ran.stdout == "False\n"
    assert (tmp_path / "a.docx").read_bytes() == briefing.docx()


def test_a_map_given_wins_over_the_layout():
    briefing = render(PROJECT, "unodc-brief", as_of=date(2026, 11, 23))
    places = dict.fromkeys(briefing.page_map.places, 77)

    assert briefing.docx(PageMap(77, places)) != briefing.docx()
