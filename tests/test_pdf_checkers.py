"""Programs that are not ours find nothing wrong with the PDF of any paper.

docs/pdf.md lists what they were asked and what they remark on; neither is veraPDF.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from said_papers import SHIPPED, shipped

from kzreport.document import Document, Table, plain_text, walk

#: remarks that are known, and explained in docs/pdf.md
EXPLAINED = {"PAG-001", "FIG-012", "ORD-001"}

#: every font a paper may carry; another would mean that a letter was found elsewhere
HOUSE_FONTS = {
    f"Liberation-{family}{face}"
    for family in ("Sans", "Serif")
    for face in ("", "-Bold", "-Italic", "-Bold-Italic")
}


def ran(program: str, *options: object) -> str:
    """Return what a program of this environment prints; its exit code is not asked."""
    command = [Path(sys.executable).with_name(program), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.fixture(scope="module", params=SHIPPED, ids="-".join)
def paper(request, tmp_path_factory) -> tuple[Document, Path]:
    """A document and the file of its PDF."""
    name, lang = request.param
    briefing = shipped(name, lang)
    return briefing.document, briefing.write(tmp_path_factory.mktemp("pdf") / "paper.pdf")


@pytest.fixture(scope="module")
def file(paper) -> Path:
    return paper[1]


def repeated(document: Document) -> list[str]:
    """Return what pages say again and a screen reader does not: heads, feet, heads of tables."""
    tables = [node for node in walk(document.blocks) if isinstance(node, Table)]
    cells = [[plain_text(cell.kids) for row in t.head for cell in row.cells] for t in tables]
    running = document.running
    foot = f"{running.build} {running.handling} {running.page.format(page=1, pages=1)}"
    return [f"{running.head} {running.handling}", foot, *map(" ".join, cells)]


def is_repeated(line: str, known: list[str]) -> bool:
    """Return whether the words of `line`, perhaps cut short, are among those said again."""
    found = set(line.replace("…", " ").split())
    return any(found <= set(each.replace("…", " ").split()) for each in known)


def test_qpdf_finds_no_fault(file):
    run = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


def test_pdfua_finds_nothing(file):
    found = json.loads(ran("pdfua", "check", "--format", "json", file))

    assert found["findings"] == []


def test_only_the_house_fonts_are_inside(file):
    run = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True)
    lines = [line.split() for line in run.stdout.splitlines()[2:]]

    assert {line[0].partition("+")[2] for line in lines} <= HOUSE_FONTS


def test_outloud_finds_no_error_and_remarks_only_on_what_is_explained(paper):
    document, file = paper
    [found] = json.loads(ran("outloud", "--json", "-", "--quiet", file))["results"]
    problems = [each for each in found["findings"] if each["severity"] in ("error", "warning")]

    silent = [each for each in problems if each["rule"] == "TAG-002"]  # prose that is not read out

    assert found["error"] is None
    assert {each["rule"] for each in problems} <= EXPLAINED | {"TAG-002"}
    lines = [line for each in silent for line in each["evidence"].split("; ")]
    assert [line for line in lines if not is_repeated(line, repeated(document))] == []
