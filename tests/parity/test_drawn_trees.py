"""Every tree that can be drawn shows itself again in its Word file, and in the tags of its PDF."""

from __future__ import annotations

import io
import subprocess
import unicodedata
from pathlib import Path

import docx
import pytest
from drawn_trees import WORDS, documents, printable
from hypothesis import HealthCheck, given, settings

from kzreport.document import Document, Heading, walk
from kzreport.parity import compare_files, compare_word
from kzreport.parity.tree import said_in_tree
from kzreport.styles import load_style
from kzreport.writers.docx import write_docx
from kzreport.writers.pdf import write_pdf

MISSION = load_style(Path(__file__).parents[2] / "styles" / "mission.css")
SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]

#: Words drawn at random touch where no author's do, and poppler cannot tell them apart.
IN_THE_TAGS = ("headings", "tags", "list-items", "shapes", "header-rows", "pictures", "sections",
               "link-targets", "properties", "language")  # fmt: skip
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


@settings(max_examples=15, derandomize=True, suppress_health_check=SLOW_TO_DRAW)
@given(documents().map(printable))
def test_a_pdf_is_tagged_as_its_tree_is_built(document):
    pdf = write_pdf(document, MISSION)

    found = compare_files(
        document, document, pdf, write_docx(document, MISSION, pages_of(document))
    )
    told = {each.check.name: each.differences for each in found if each.file == "pdf"}
    told = {name: found for name, found in told.items() if name in IN_THE_TAGS}
    assert {name: found for name, found in told.items() if found} == {}


@pytest.mark.slow
def test_libreoffice_prints_every_word_of_drawn_trees(tmp_path):
    drawn: list[Document] = []

    @settings(max_examples=12, derandomize=True, suppress_health_check=SLOW_TO_DRAW)
    @given(documents().map(printable))
    def draw(document):
        drawn.append(document)

    draw()
    for number, document in enumerate(drawn):
        data = write_docx(document, MISSION, pages_of(document))
        (tmp_path / f"{number}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", *_names(drawn)]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=300)

    for number, document in enumerate(drawn):
        command = ["pdftotext", "-raw", f"{number}.pdf", "-"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        printed = unicodedata.normalize("NFC", "".join(done.stdout.decode().split()))
        said = said_in_tree(document, pages_of(document))
        whole = " ".join(word for line in (said.body, *said.notes) for word in line)
        lost = {w: whole.count(w) - printed.count(w) for w in WORDS if w.isalpha()}
        assert {word: count for word, count in lost.items() if count > 0} == {}


def _names(drawn: list[Document]) -> list[str]:
    return [f"{number}.docx" for number in range(len(drawn))]


def pages_of(document: Document) -> dict[str, int]:
    """Return a page for each heading, for the contents."""
    headings = [node for node in walk(document.blocks) if isinstance(node, Heading)]
    return {heading.id: number for number, heading in enumerate(headings, 1)}
