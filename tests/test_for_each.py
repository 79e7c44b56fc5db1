"""`for_each`: one document for every record a question finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kzreport.build import Options, build, plan
from kzreport.build.record import read_records
from kzreport.checks.run import check_project
from kzreport.errors import KzReportError, ProjectError
from kzreport.facts.fields import Level
from kzreport.project import load_project

DAY = date(2014, 6, 30)
TREATIES = """
    _defaults: {recorded: 2026-11-01, source: page, status: confirmed}
    drugs: {level: public, title: {en: Convention on Drugs}, done: 1988-12-20}
    crime: {level: public, title: {en: Convention on Crime}, done: 2000-11-15}
    hidden: {level: internal, title: {en: A Hidden Convention}, done: 2001}
    """


@pytest.fixture
def sheets(workspace):
    workspace.facts("agreements", TREATIES)
    front = "kind: paper\nparameters: {treaty: {type: agreement}}"
    workspace.template(
        "sheet", "# {{ treaty.title }}\n\nDone {{ treaty.done | on_date }}.\n", front
    )
    workspace.reports.clear()

    def write(for_each: str, level: str = "internal") -> None:
        workspace.report("sheets", f"template: sheet\nlevel: {level}\nfor_each: {for_each}")

    workspace.write_sheets = write
    write("{kind: agreements, as: treaty}")
    return workspace


def names(workspace, **options: object) -> list[str]:
    planned = plan(workspace.project(), (), Options(formats=("md",), as_of=DAY, **options))
    return [name for each in planned for name in each.names]


def test_one_document_of_a_report_is_asked_for_by_its_name(sheets):
    sheets.report("sheets-of-all", "template: sheet\nparameters: {treaty: drugs}")

    def asked(*wanted: str) -> list[str]:
        return [each.name for each in plan(sheets.project(), wanted)]

    assert asked("sheets-crime") == ["sheets-crime"]
    assert asked("sheets-crime", "sheets") == ["sheets-crime", "sheets-drugs", "sheets-hidden"]
    assert asked("sheets-of-all") == ["sheets-of-all"]
    with pytest.raises(ProjectError, match="is not made for `crimes`") as caught:
        asked("sheets-crimes")
    assert caught.value.hint == "did you mean `crime`?"
    with pytest.raises(ProjectError, match="no report named `sheet`"):
        asked("sheet")


def refusal(workspace) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        plan(workspace.project())
    return caught.value


def test_a_document_is_made_for_each_record_and_named_after_it(sheets, tmp_path):
    project = sheets.project()
    options = Options(formats=("md",), as_of=DAY)

    outcome = build(project, plan(project, (), options), tmp_path / "out", options)

    assert not outcome.failed
    made = {file.name: file.read_text() for each in outcome.built for file in each.files}
    assert list(made) == ["sheets-drugs.en.md", "sheets-crime.en.md", "sheets-hidden.en.md"]
    assert "Convention on Crime" in made["sheets-crime.en.md"]
    assert "Drugs" not in made["sheets-crime.en.md"]


def test_conditions_choose_the_records(sheets):
    sheets.write_sheets("{kind: agreements, where: {done: [1988-12-20, 2001]}, as: treaty}")

    assert names(sheets) == ["sheets-drugs.en.md", "sheets-hidden.en.md"]


def test_a_list_of_ids_chooses_the_records_in_its_order(sheets):
    sheets.write_sheets("{ids: [crime, drugs], as: treaty}")

    assert names(sheets) == ["sheets-crime.en.md", "sheets-drugs.en.md"]


def test_a_bare_list_names_the_parameter_item(sheets):
    sheets.template("sheet", "{{ item.title }}\n", "kind: paper\nparameters: {item: {}}")
    sheets.template("plain", "{{ facts[item].title }}\n", "kind: paper\nparameters: {item: {}}")
    sheets.reports.clear()
    sheets.report("sheets", "template: plain\nfor_each: [crime]")

    assert names(sheets) == ["sheets-crime.en.md"]
    assert "Convention on Crime" in sheets.render("sheets", item="crime").markdown


def test_what_is_above_the_level_is_absent_and_leaves_no_word(sheets, caplog):
    assert names(sheets, level=Level.public) == [
        "sheets-drugs.public.en.md",
        "sheets-crime.public.en.md",
    ]
    with pytest.raises(KzReportError) as caught:
        sheets.render("sheets", item="hidden", level="public")
    assert caught.value.message == "the report `sheets` is not made for `hidden`"
    assert "crime" in caught.value.hint or "drugs" in caught.value.hint


def test_a_listed_record_above_the_level_and_a_missing_one_are_told_alike(sheets, caplog):
    said = []
    for other in ("hidden", "nowhere"):
        caplog.clear()
        sheets.write_sheets(f"{{ids: [drugs, {other}], as: treaty}}", level="public")
        assert names(sheets) == ["sheets-drugs.en.md"]
        said.append(caplog.text.replace(other, "X"))

    assert said[0] == said[1]
    assert "kzreport.yaml:7:5: no record named `X` for this report" in said[0]


def test_a_report_for_each_needs_to_be_told_for_which(sheets):
    with pytest.raises(ProjectError, match="made for one record at a time") as caught:
        sheets.render("sheets")
    assert caught.value.hint == "such as `drugs`"


def test_a_report_that_is_one_document_takes_no_item(workspace):
    workspace.template("t", "Text")

    with pytest.raises(ProjectError, match="is one document"):
        workspace.render("t", item="unodc")


@pytest.mark.parametrize(
    ("for_each", "place", "told"),
    [
        ("{kind: agreement, as: treaty}", "7:16", "`agreement` is no kind of record"),
        ("{kind: agreements, wher: {}}", "7:34", "`wher` is not a key of `for_each`"),
        ("{kind: agreements, as: a-b}", "7:34", "`a-b` is no name for a parameter"),
        ("{where: {done: 2001}}", "7:5", "`for_each` needs a `kind` or a list of ids"),
        ("{kind: agreements, where: 7}", "7:34", "`where` cannot be `7`"),
        ("{ids: drugs}", "7:16", "`ids` cannot be `drugs`"),
        ("agreements", "7:5", "`for_each` cannot be `agreements`"),
        ("{kind: agreements, where: {don: 1988}}", "7:5", "agreements have no key `don`"),
        ("{kind: agreements, where: {done: 1900}}", "7:5", "finds no record"),
    ],
)
def test_what_is_wrong_with_for_each_is_told_with_its_place(sheets, for_each, place, told):
    sheets.write_sheets(for_each)

    problem = refusal(sheets).problems[0]

    assert told in problem.message
    assert str(problem.at).endswith(f"kzreport.yaml:{place}")
    assert problem.hint


def test_two_documents_with_one_name_stop_the_plan(sheets):
    sheets.report("sheets-drugs", "template: sheet\nparameters: {treaty: drugs}")

    assert "two documents would be called `sheets-drugs.en." in refusal(sheets).message


def test_check_looks_at_every_document_of_a_report(sheets):
    body = (
        "# {{ treaty.title }}\n\n{% if treaty.done == '2001' %}The 40 States of old.{% endif %}\n"
    )
    sheets.template("sheet", body, "kind: paper\nparameters: {treaty: {type: agreement}}")
    sheets.write_sheets("{kind: agreements, as: treaty}")

    found = check_project(sheets.project(), DAY)

    assert any("`40`" in each.message or "40" in each.message for each in found)


def test_the_mission_has_a_page_for_each_treaty_and_a_fact_leads_to_those_that_print_it(tmp_path):
    project = load_project(Path(__file__).parents[1])
    options = Options(as_of=date(2026, 11, 23), formats=("md",))
    pages = plan(project, ["treaty"], options)

    outcome = build(project, pages, tmp_path, options)

    assert outcome.failed == ()
    assert {each.item for each in pages} >= {"single-1961", "untoc", "untoc-tip", "uncac"}
    assert len(pages) == 2 * len({each.item for each in pages})
    printing = {
        record.document for record in read_records(tmp_path) if "uncac-kz.when" in record.printed
    }
    assert printing == {"treaty-uncac.en", "treaty-uncac.ru"}
