"""The Word file has the pages of the PDF: LibreOffice lays it out, without knowing the PDF."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from kzreport.build import Options, build, plan
from kzreport.parity.pdf import Printed, read_pdf
from kzreport.project import load_project

ROOT = Path(__file__).parents[1]


#: of the pages of all papers, how many begin with the same words (docs/word.md has a table)
BEGIN_ALIKE = 0.8


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, tuple[Printed, Printed]]:
    """What stands on the pages of every shipped paper: of its PDF, and of its Word file as
    LibreOffice lays it out.
    """
    tmp_path = tmp_path_factory.mktemp("pages")
    project, options = load_project(ROOT), Options(as_of=date(2026, 11, 23))
    out, laid_out = tmp_path / "out", tmp_path / "laid-out"
    outcome = build(project, plan(project, options=options), out, options)
    assert outcome.failed == ()

    papers = sorted(out.glob("*.docx"))
    profile = (tmp_path / "profile").as_uri()
    office = ("soffice", "--headless", f"-env:UserInstallation={profile}")
    wishes = ("--convert-to", "pdf", "--outdir", str(laid_out))
    subprocess.run([*office, *wishes, *map(str, papers)], check=True, capture_output=True)

    return {
        paper.stem: tuple(read_pdf(folder / f"{paper.stem}.pdf") for folder in (out, laid_out))
        for paper in papers
    }


@pytest.mark.slow
def test_every_shipped_paper_has_as_many_pages_in_word_as_in_the_pdf(printed):
    pages = {name: (len(pdf.pages), len(word.pages)) for name, (pdf, word) in printed.items()}

    assert len(pages) > 20
    assert {name: counts for name, counts in pages.items() if counts[0] != counts[1]} == {}


@pytest.mark.slow
def test_most_pages_begin_with_the_same_words(printed):
    alike = {
        name: [one[:6] == other[:6] for one, other in zip(pdf.pages, word.pages, strict=False)]
        for name, (pdf, word) in printed.items()
    }
    every = [same for pages in alike.values() for same in pages]
    shown = {name: f"{sum(pages)} of {len(pages)}" for name, pages in alike.items()}

    assert all(pages[0] for pages in alike.values())
    assert sum(every) / len(every) >= BEGIN_ALIKE, shown
