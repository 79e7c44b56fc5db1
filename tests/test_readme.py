"""What the README shows works as it stands."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kzreport.cli import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def shown_commands() -> list[str]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [line.partition("#")[0].strip() for line in lines if line.startswith("kzreport ")]


def test_the_python_example_runs_and_prints_what_it_says(tmp_path):
    (example,) = blocks("python")
    subprocess.run([sys.executable, "-m", "kzreport", "init", "mission"], cwd=tmp_path, check=True)

    ran = subprocess.run(
        [sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    promised = re.findall(r"^print\(.*\)  # (.+)$", example, flags=re.MULTILINE)
    assert promised
    assert set(promised) <= set(ran.stdout.splitlines())
    written = re.findall(r'\.write\("(.+?)"\)', example)
    assert written
    assert [name for name in written if not (tmp_path / name).is_file()] == []


@pytest.mark.parametrize("line", shown_commands())
def test_every_command_it_shows_is_understood(line):
    _, name, *arguments = shlex.split(line)
    command = cli.get_command(click.Context(cli), name)

    with click.Context(cli, info_name="kzreport", **cli.context_settings) as parent:
        understood = command.make_context(name, arguments, parent=parent)

    assert understood.info_name == name


def test_every_page_and_picture_it_links_to_is_there():
    targets = re.findall(r'\]\((?!https?:)([^)#]+)\)|src="([^"]+)"', README)

    missing = [name for pair in targets for name in pair if name and not (ROOT / name).exists()]
    assert targets
    assert missing == []
