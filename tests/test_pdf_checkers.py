"""Programs that are not ours find nothing wrong with the PDF of any paper.

docs/pdf.md lists what they were asked and what they remark on; neither is veraPDF.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from said_papers import PROJECT, SHIPPED

from kzreport import render

#: a remark that is known and explained in docs/pdf.md: notes that cite one source are alike
EXPLAINED = {"PAG-001"}


def ran(program: str, *options: object) -> str:
    """Return what a program of this environment prints; its exit code is not asked."""
    command = [Path(sys.executable).with_name(program), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.fixture(scope="module", params=SHIPPED, ids="-".join)
def file(request, tmp_path_factory) -> Path:
    name, lang = request.param
    briefing = render(PROJECT, name, lang=lang, as_of=date(2026, 11, 23))
    return briefing.write(tmp_path_factory.mktemp("pdf") / f"{name}.pdf")


def test_qpdf_finds_no_fault(file):
    run = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


def test_pdfua_finds_nothing(file):
    found = json.loads(ran("pdfua", "check", "--format", "json", file))

    assert found["findings"] == []


def test_outloud_finds_no_error_and_remarks_only_on_what_is_explained(file):
    [found] = json.loads(ran("outloud", "--json", "-", "--quiet", file))["results"]
    problems = [each for each in found["findings"] if each["severity"] in ("error", "warning")]

    assert found["error"] is None
    assert {each["rule"] for each in problems} <= EXPLAINED
