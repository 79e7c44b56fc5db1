"""What the library offers to other programs, and what a finished document tells."""

from __future__ import annotations

import ast
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import kzreport
from kzreport import Briefing, Fact, KzReportError, Level, LevelError, ProjectError, load_project
from kzreport.build import Options, build, plan
from kzreport.document import Document, Heading

DAY = date(2014, 6, 30)


@pytest.fixture
def briefing(workspace) -> Briefing:
    workspace.template(
        "gifts",
        "# Gifts\n\nIt gave {{ facts['vc-2011'].amount | money }}.{{ cite(facts['vc-2011']) }}\n\n"
        "{% if facts['vc-2012'].purpose %}It had a purpose.{% endif %}\n\n"
        "{% for c in facts.contributions.where(donor='kz').sort('when') %}\n"
        "- {{ c.when }}\n{% endfor %}\n",
    )
    return workspace.render("gifts")


# --- Names ------------------------------------------------------------------------------------


def test_the_exported_names_are_these():
    assert sorted(kzreport.__all__) == [
        "Briefing",
        "Document",
        "Fact",
        "FactBase",
        "FactError",
        "FactsUsed",
        "KzReportError",
        "Level",
        "LevelError",
        "Location",
        "Project",
        "ProjectError",
        "Report",
        "StyleError",
        "TemplateError",
        "View",
        "WriterError",
        "load_facts",
        "load_language",
        "load_project",
        "render",
    ]


@pytest.mark.parametrize("name", kzreport.__all__)
def test_every_exported_name_is_there_and_explained(name):
    assert getattr(kzreport, name).__doc__


def test_type_checkers_are_told_of_the_same_names():
    tree = ast.parse(Path(kzreport.__file__).read_text(encoding="utf-8"))
    told = [
        alias.name
        for block in tree.body
        if isinstance(block, ast.If)
        for each in block.body
        if isinstance(each, ast.ImportFrom)
        for alias in each.names
    ]

    assert sorted(told) == sorted(kzreport.__all__)


def test_another_name_is_an_ordinary_attribute_error():
    with pytest.raises(AttributeError, match="module `kzreport` has no attribute `rendre`"):
        _ = kzreport.rendre


def test_every_error_is_a_kzreport_error():
    errors = [name for name in kzreport.__all__ if name.endswith("Error")]

    assert all(issubclass(getattr(kzreport, name), KzReportError) for name in errors)


def test_importing_the_library_loads_nothing_heavy():
    heavy = "('weasyprint', 'docx', 'jinja2', 'markdown_it', 'click', 'rich', 'yaml')"
    code = f"import sys, kzreport; print([name for name in {heavy} if name in sys.modules])"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "[]\n"


# --- A finished document ------------------------------------------------------------------------


def test_a_briefing_has_its_tree(briefing):
    assert isinstance(briefing.document, Document)
    assert briefing.document.title == "Gifts"
    assert isinstance(briefing.document.blocks[0], Heading)
    assert (briefing.document.lang, briefing.document.properties.date) == ("en", "2014-06-30")


def test_a_briefing_tells_what_it_read_asked_and_printed(briefing):
    facts = briefing.facts

    assert "vc-2012.purpose" in facts.read
    assert facts.printed[0] == Fact("300,000 (currency not stated)", ("vc-2011.amount",), "money")
    (asked,) = (ids for ids in facts.queries.values() if "vc-2012" in ids)
    assert asked == ("vc-2011", "vc-2012")


def test_a_briefing_names_the_sources_it_cites(briefing):
    assert briefing.sources == ("page",)


def test_a_briefing_is_markdown_that_names_every_fact(briefing):
    assert '{.fact ref="vc-2011.amount" as=money}' in briefing.markdown


def test_a_briefing_writes_every_format(briefing):
    assert briefing.pdf().startswith(b"%PDF-")
    assert briefing.docx().startswith(b"PK")
    assert briefing.html().startswith("<!DOCTYPE html>")
    assert briefing.pages == 1


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md"])
def test_the_ending_of_a_path_names_the_format(briefing, tmp_path, form):
    target = briefing.write(tmp_path / "new" / f"gifts.{form}")

    assert target.read_bytes() == briefing.to_bytes(form)


def test_a_path_with_another_ending_is_refused(briefing, tmp_path):
    with pytest.raises(KzReportError) as refused:
        briefing.write(str(tmp_path / "gifts.odt"))

    assert str(refused.value) == "unknown format `odt`\nhint: use pdf, docx, html, md"
    assert not (tmp_path / "gifts.odt").exists()


# --- A project ------------------------------------------------------------------------------------


def test_a_view_answers_questions_without_a_document(workspace):
    view = workspace.project().view(as_of=DAY)

    gifts = view.facts.contributions.where(donor="kz").sort("when")

    assert [gift.id.plain for gift in gifts] == ["vc-2011", "vc-2012"]
    assert view.facts["vc-2012"].status.plain == "confirmed"


def test_options_of_render_reach_the_document(workspace):
    workspace.template("t", "{{ facts['kz'].name }} {{ t('as-of', date=as_of) }}\n")

    rendered = workspace.render("t", lang="ru", as_of=DAY, level="public", draft=True)

    assert rendered.document.lang == "ru"
    assert rendered.document.draft
    assert rendered.level is Level.public
    assert rendered.facts.printed[0].text == "Казахстан"


def test_what_cannot_be_asked_for_is_an_error_of_its_kind(workspace):
    workspace.template("t", "Words.\n")

    with pytest.raises(ProjectError, match="no report named `nope`"):
        workspace.render("nope")
    with pytest.raises(LevelError, match="it cannot be made restricted"):
        workspace.render("t", level="restricted")
    with pytest.raises(ProjectError, match="there is no such file"):
        load_project(workspace.root / "nowhere")


def test_many_documents_are_planned_and_built(workspace, tmp_path):
    workspace.template("one", "Words.\n")
    workspace.template("two", "{{ facts['nope'].name }}\n")
    project = workspace.project()
    options = Options(as_of=DAY, formats=("md",))

    planned = plan(project, options=options)
    outcome = build(project, planned, tmp_path / "out", options)

    assert [document.names for document in planned] == [("one.en.md",), ("two.en.md",)]
    assert [built.files for built in outcome.built] == [(tmp_path / "out" / "one.en.md",), ()]
    assert [str(built.problem).split("\n")[0] for built in outcome.failed] == [
        "templates/two.md.j2:4: no record named `nope`"
    ]
