"""Every tree that can be drawn shows itself again in its Word file, and its words in the PDF."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from drawn_trees import documents
from hypothesis import HealthCheck, given, settings

from kzreport.document import Document, Heading, walk
from kzreport.parity import compare_word
from kzreport.styles import load_style
from kzreport.writers.docx import write_docx

MISSION = load_style(Path(__file__).parents[2] / "styles" / "mission.css")
SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]

#: what is for the author of a paper to mend: jumps in headings, tables without a head
OF_THE_AUTHOR = "accessible"


@settings(max_examples=60, suppress_health_check=SLOW_TO_DRAW)
@given(documents())
def test_a_word_file_is_sound_and_shows_all_that_its_tree_has(document):
    pages = pages_of(document)

    data = write_docx(document, MISSION, pages)

    found = compare_word(document, data, pages)
    told = {each.check.name: each.differences for each in found if each.differences}
    assert {name: found for name, found in told.items() if name != OF_THE_AUTHOR} == {}
    assert docx.Document(io.BytesIO(data)).paragraphs


def pages_of(document: Document) -> dict[str, int]:
    """Return a page for each heading, for the contents."""
    headings = [node for node in walk(document.blocks) if isinstance(node, Heading)]
    return {heading.id: number for number, heading in enumerate(headings, 1)}
