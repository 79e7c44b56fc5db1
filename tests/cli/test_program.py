"""The program as a whole: help, version, odd input, interruption; never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from ran import Ran

from kzreport.cli import cli
from kzreport.cli.commands import COMMANDS

CHECKOUT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "kzreport"]


def commands(command: click.Command = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command there is, the program itself first."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), (*path, name))


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_command_explains_itself_with_an_example(kzreport, words):
    ran = kzreport(*words, "--help")

    shown = " ".join(["kzreport", *words])
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: {shown} ")
    assert f"  Example:\n    {shown}" in ran.out
    assert kzreport(*words, "-h") == ran


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_option_says_what_it_is_for(words):
    command: click.Command = cli
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word)

    options = [each for each in command.params if isinstance(each, click.Option)]
    assert [each.name for each in options if not each.help] == []


def test_help_imports_no_command_and_nothing_heavy():
    code = (
        "import sys\nfrom kzreport.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    print(*sorted(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = set(ran.stdout.splitlines()[-1].split())
    assert "click" in loaded
    heavy = {"jinja2", "pydantic", "weasyprint", "docx", "markdown_it", "rich", "yaml", "openpyxl"}
    assert loaded & heavy == set()
    assert {name for name in loaded if name.startswith("kzreport.")} <= {
        "kzreport.cli",
        "kzreport.cli.commands",
        "kzreport.cli.lazy",
        "kzreport.cli.terminal",
        "kzreport.errors",
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_found_by_the_name_it_has_and_its_line_fits(name):
    command = cli.get_command(click.Context(cli), name)

    assert command is not None
    assert command.name == name
    assert len(COMMANDS[name].line) <= 60


def test_the_version_is_that_of_the_package(kzreport):
    assert kzreport("--version") == Ran(0, f"kzreport {version('kzreport')}\n")


def test_python_runs_the_package_itself():
    ran = subprocess.run([*PROGRAM, "--version"], capture_output=True, text=True, check=True)

    assert ran.stdout == f"kzreport {version('kzreport')}\n"


def test_without_a_command_the_help_is_shown(kzreport):
    ran = kzreport()

    assert ran.code == 2
    assert ran.err.startswith("Usage: kzreport [OPTIONS] COMMAND")


def test_an_unknown_command_is_wrong_usage(kzreport):
    assert kzreport("frobnicate") == Ran(
        2,
        "",
        "Usage: kzreport [OPTIONS] COMMAND [ARGS]...\n"
        "Try 'kzreport --help' for help.\n\n"
        "Error: No such command 'frobnicate'.\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", ""],
        ["build", "../gifts"],
        ["build", "отчёт"],
        ["build", "\udcff"],
        ["build", "a\x1b[31mred"],
        ["build", "--as-of", "2026-11-23T10:00"],
        ["build", "--format", ""],
        ["build", "--format", "\udcff"],
        ["build", "--lang", "en,ru"],
        ["build", "--project", "kzreport.yaml"],
        ["check", "--project", "\udcff"],
        ["init", ""],
        ["init", "kzreport.yaml"],
        ["list", "too", "many"],
    ],
    ids=ascii,
)
def test_odd_input_is_answered_with_a_sentence(kzreport, mission, arguments):
    ran = kzreport(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert "\x1b" not in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.strip()


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"\xff\xfe", b"reports: 3", b"format: 2", b"a: &a [*a]", b"\x00", b"- " * 5000],
    ids=repr,
)
def test_a_project_file_of_any_content_is_read_or_refused(kzreport, mission, content):
    mission.file("kzreport.yaml", content)

    ran = kzreport("list")

    assert ran.code in (0, 2)
    assert ran.code == 0 or ran.err.startswith("kzreport.yaml")


def test_a_terminal_without_the_letters_gets_their_numbers(mission):
    ran = subprocess.run(
        [*PROGRAM, "build", "отчёт"],
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 2
    assert ran.stderr.startswith(r"no report named `\u043e\u0442\u0447\u0451\u0442`")


def test_output_that_nobody_looks_at_has_no_colours_and_no_progress(mission):
    mission.template("broken", "{{ facts['vc-2101'].amount }}\n")
    mission.project()

    ran = subprocess.run([*PROGRAM, "build"], capture_output=True, text=True)

    assert ran.returncode == 1
    assert "\x1b" not in ran.stdout + ran.stderr
    assert "\r" not in ran.stdout + ran.stderr
    assert "building" not in ran.stdout + ran.stderr


def test_a_reader_that_goes_away_is_no_reason_for_a_traceback(mission):
    running = subprocess.Popen(
        [*PROGRAM, "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    running.stdout.close()

    assert running.stderr is not None
    assert running.stderr.read() == ""
    running.wait(timeout=20)
    running.stderr.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_build_tells_so_and_leaves_no_part_of_a_file(tmp_path, how, code):
    running = subprocess.Popen(
        [*PROGRAM, "-v", "build", "unodc-brief", "--lang", "en", "--out", tmp_path],
        cwd=CHECKOUT,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    assert running.stderr.readline().startswith("INFO planned: 1")
    running.send_signal(how)

    assert running.wait(timeout=20) == code
    assert "Traceback" not in running.stderr.read()
    running.stderr.close()
    assert list(tmp_path.glob("[!.]*")) == []
