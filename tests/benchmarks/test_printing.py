"""The papers of the PDF writer's bench are of the size they claim, and both sides say the same."""

from pathlib import Path

import pytest

from benchmarks.briefs import ROOT
from benchmarks.printing import long_paper, short_naive_plain, short_ours, short_paper
from benchmarks.words import pdf_words
from kzreport.document import Note, Table, walk
from kzreport.styles import load_style
from kzreport.writers.pdf import lay_out

MISSION = load_style(ROOT / "styles" / "mission.css")


def test_the_brief_has_three_pages_a_hundred_facts_and_at_most_ten_notes():
    document = short_paper(1)
    page_map = lay_out(document, MISSION).page_map

    assert page_map.pages == 3
    assert 100 <= len(page_map.facts) <= 110
    assert sum(isinstance(node, Note) for node in walk(document.blocks)) <= 10


def test_the_plain_script_says_word_for_word_what_we_say():
    ours, naive = (job(Path())(1) for job in (short_ours, short_naive_plain))

    assert pdf_words(ours) == pdf_words(naive)


@pytest.mark.slow
def test_the_report_has_a_thousand_rows_on_75_to_100_pages():
    document = long_paper(1000)
    tables = [node for node in walk(document.blocks) if isinstance(node, Table)]

    assert sum(len(table.rows) for table in tables) == 1000
    assert 75 <= lay_out(document, MISSION).page_map.pages <= 100
