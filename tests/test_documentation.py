"""What the pages of docs/ show works as it stands: every Python example, every command."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pytest

from kzreport.cli import cli

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


def examples() -> list[object]:
    return [
        pytest.param(
            example,
            id=f"{page.name}-{number}",
            # this one builds all papers of the Mission
            marks=[pytest.mark.slow] if "outcome = build(" in example else [],
        )
        for page in PAGES
        for number, example in enumerate(blocks(page, "python"))
    ]


def commands() -> list[str]:
    """Return the command lines that are shown, with those that go on after a backslash."""
    text = "\n".join(block for page in PAGES for block in blocks(page, "sh"))
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    found = [line for line in lines if line.startswith("kzreport ")]
    return sorted({re.sub(r"\s+#.*", "", line).strip() for line in found})


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Path:
    """Return a folder with a project in `mission`, and its data in `data`."""
    folder = tmp_path_factory.mktemp("desk")
    asked = [sys.executable, "-m", "kzreport", "init", "mission"]
    subprocess.run(asked, cwd=folder, check=True, capture_output=True)
    shutil.copytree(folder / "mission" / "data", folder / "data")
    return folder


@pytest.mark.parametrize("example", examples())
def test_every_python_example_runs_and_gives_what_it_says(desk, example, monkeypatch):
    monkeypatch.chdir(desk)
    names: dict[str, object] = {}
    lines = example.splitlines()

    for statement in ast.parse(example).body:
        said = lines[(statement.end_lineno or 0) - 1].partition("  # ")[2]
        source = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
        if isinstance(statement, ast.Expr) and said and "(" in source:
            _agrees(eval(source, names), said)  # noqa: S307  # our own pages
        else:
            exec(compile(source, "example", "exec"), names)  # noqa: S102


def _agrees(value: object, said: str) -> None:
    """Hold a value against the remark beside it, where the remark tells a value."""
    if isinstance(value, date):
        assert said == f"{value.day} {value:%B} {value.year}"
    elif isinstance(value, bool | int):
        assert said.partition(":")[0] == repr(value)


@pytest.mark.parametrize("line", commands())
def test_every_command_that_is_shown_is_understood(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(line)[1:]
    if arguments[:2] == ["facts", "import"]:
        Path(arguments[2]).touch()  # the file that is read must be there
    with click.Context(cli, info_name="kzreport", **cli.context_settings) as parent:
        command: click.Command = cli
        while isinstance(command, click.Group):
            while arguments[0].startswith("-"):
                arguments.pop(0)
            name = arguments.pop(0)
            found = command.get_command(parent, name)
            assert found is not None, f"there is no command `{name}`"
            command = found
        understood = command.make_context(command.name, arguments, parent=parent)

    assert understood.command is command


def test_the_pages_show_commands_and_examples():
    assert len(commands()) > 40
    assert len(examples()) >= 3
