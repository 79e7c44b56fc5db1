"""The command that puts schemas beside the facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

from kzreport.cli import cli
from kzreport.cli.schema import project_schema
from kzreport.errors import ProjectError
from kzreport.project import load_project
from kzreport.strictyaml import read_yaml

ROOT = Path(__file__).parents[2]


def run(*arguments: str):
    return CliRunner().invoke(cli, ["schema", *arguments], catch_exceptions=True)


def complaints(text: str) -> list[str]:
    data = read_yaml(text.encode(), "kzreport.yaml").data
    return [error.message for error in Draft7Validator(project_schema()).iter_errors(data)]


def accepted(folder: Path, text: str) -> bool:
    (folder / "kzreport.yaml").write_text(text, "utf-8")
    try:
        load_project(folder)
    except ProjectError:
        return False
    return True


def test_schemas_stand_beside_the_facts_and_in_no_way_among_them(workspace):
    workspace.project()

    result = run("--project", str(workspace.root))

    target = workspace.root / "data" / "schemas"
    assert result.exit_code == 0
    assert result.output == f"11 schemas are in {target}\n"
    assert json.loads((target / "events.json").read_text("utf-8"))["title"] == "kzreport: events"
    assert len(workspace.project().facts.kinds["events"]) == 1


def test_schemas_that_are_true_already_are_not_written_again(workspace):
    workspace.project()
    run("--project", str(workspace.root))
    file = workspace.root / "data" / "schemas" / "events.json"
    changed = workspace.root / "data" / "schemas" / "persons.json"
    before = file.stat().st_ino
    changed.write_text("{}", "utf-8")

    run("--project", str(workspace.root))

    assert file.stat().st_ino == before
    assert changed.read_text("utf-8") != "{}"


def test_schemas_are_made_of_a_project_whose_files_cannot_be_read(workspace):
    workspace.project()
    workspace.file("kzreport.yaml", "reports: [")
    workspace.file("data/events.yaml", "a: {")

    assert run("--project", str(workspace.root)).exit_code == 0


def test_no_schemas_are_strewn_where_there_is_no_project(tmp_path):
    result = run("--project", str(tmp_path))

    assert isinstance(result.exception, ProjectError)
    assert str(result.exception) == (
        f"{tmp_path / 'kzreport.yaml'}: there is no such file\n"
        "hint: `kzreport init DIR` makes a project"
    )
    assert list(tmp_path.iterdir()) == []


def test_schemas_can_be_put_anywhere(tmp_path):
    run("--out", str(tmp_path / "elsewhere"))

    assert (tmp_path / "elsewhere" / "kzreport.json").is_file()


# -- kzreport.yaml ----------------------------------------------------------------------------

EVERY_KEY = """
format: 1
mission: pm
timezone: Europe/Vienna
author: The Mission
reports:
  one:
    template: brief
    title: A title
    parameters: {org: unodc}
    level: public
    languages: [en, ru]
    formats: docx
    style: mission
    handling: NOT FOR PRINT
    embed: none
    override:
      a-fact: {officer: O., date: 2026-11-23, reason: it is so}
"""


def test_the_shipped_project_fits():
    assert complaints((ROOT / "kzreport.yaml").read_text("utf-8")) == []


def test_every_key_a_project_may_have_is_known(tmp_path):
    assert complaints(EVERY_KEY) == []
    assert accepted(tmp_path, EVERY_KEY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mission: pm", "misson: pm"),
        ("format: 1", "format: 2"),
        ("  one:", "  One:"),
        ("template: brief", "title_: brief"),
        ("template: brief", "template: 3"),
        ("title: A title", "title: 3"),
        ("{org: unodc}", "unodc"),
        ("level: public", "level: secret"),
        ("[en, ru]", "[en, xx]"),
        ("formats: docx", "formats: odt"),
        ("embed: none", "embed: some"),
        ("officer: O., ", ""),
        ("date: 2026-11-23", "date: yesterday"),
    ],
)
def test_what_is_underlined_the_loader_refuses_too(old, new, tmp_path):
    file = EVERY_KEY.replace(old, new)
    assert file != EVERY_KEY

    assert complaints(file) != []
    assert not accepted(tmp_path, file)
