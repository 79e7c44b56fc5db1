"""The Word file has as many pages as the PDF: LibreOffice lays it out, without knowing the PDF."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from kzreport.build import Options, build, plan
from kzreport.project import load_project

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_every_shipped_paper_has_as_many_pages_in_word_as_in_the_pdf(tmp_path):
    project, options = load_project(ROOT), Options(as_of=date(2026, 11, 23))
    out, laid_out = tmp_path / "out", tmp_path / "laid-out"
    outcome = build(project, plan(project, options=options), out, options)
    assert outcome.failed == ()

    papers = sorted(out.glob("*.docx"))
    profile = (tmp_path / "profile").as_uri()
    office = ("soffice", "--headless", f"-env:UserInstallation={profile}")
    wishes = ("--convert-to", "pdf", "--outdir", str(laid_out))
    subprocess.run([*office, *wishes, *map(str, papers)], check=True, capture_output=True)

    pages = {
        paper.stem: (_pages(out / f"{paper.stem}.pdf"), _pages(laid_out / f"{paper.stem}.pdf"))
        for paper in papers
    }
    assert len(pages) > 20
    assert {name: counts for name, counts in pages.items() if counts[0] != counts[1]} == {}


def _pages(file: Path) -> int:
    told = subprocess.run(["pdfinfo", str(file)], check=True, capture_output=True, text=True).stdout
    return int(re.findall(r"^Pages: +(\d+)$", told, re.MULTILINE)[0])
