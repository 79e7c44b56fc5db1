"""`kzreport parity` tells what differs, and ends accordingly."""

import json

import pytest
from lxml import html

from kzreport import cli
from kzreport.parity import compare
from kzreport.parity.output import to_html, to_json

BODY = "# T\n\n## A heading\n\nIt gave {{ facts['vc-2011'].amount | money }}.\n"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    return int(caught.value.code or 0)


@pytest.fixture
def desk(workspace):
    workspace.template("paper", BODY)
    workspace.project()
    return workspace


def test_a_paper_whose_files_agree_ends_well_and_is_told_in_all_three_ways(desk, tmp_path, capsys):
    files = [str(tmp_path / name) for name in ("p.json", "p.html")]

    code = run(
        *("parity", "paper", "--project", str(desk.root)),
        *("--as-of", "2014-06-30", "--json", files[0], "--html", files[1]),
    )

    shown = capsys.readouterr().out
    assert code == 0
    assert "Every cell of every table" in shown
    assert "checks of 1 papers, no differences" in shown
    data = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert data["differences"] == 0
    assert len(data["papers"][0]["checks"]) > 40
    assert "No difference." in (tmp_path / "p.html").read_text("utf-8")


def test_a_report_that_is_not_there_is_wrong_usage(desk):
    assert run("parity", "papers", "--project", str(desk.root)) == 2


def test_without_poppler_it_says_what_to_install(desk, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")

    assert run("parity", "paper", "--project", str(desk.root)) == 3
    assert "install poppler-utils" in capsys.readouterr().err


def test_a_difference_is_told_with_both_words_and_escaped_on_the_page(desk):
    from dataclasses import replace

    from kzreport.parity import Parity, Result

    found = compare(desk.render("paper"), "paper")
    first, *rest = found.results
    seeded = replace(found, results=(Result(first.check, "docx", ("«<b>» -> «»",)), *rest))

    assert isinstance(seeded, Parity)
    assert seeded.differences == 1
    page = html.fromstring(to_html([seeded]))
    assert [each.text_content() for each in page.find_class("bad")] == ["«<b>» -> «»"]
    assert json.loads(to_json([seeded]))["papers"][0]["checks"][0]["differences"] == ["«<b>» -> «»"]
