"""What an officer sees on a terminal of 80 columns."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

COLUMNS = 80
CHECKOUT = Path(__file__).parents[2]


def on_a_terminal(*arguments: str) -> list[str]:
    """Return the lines that `kzreport` shows on a terminal, without colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(CHECKOUT)}
    environment.pop("COLUMNS", None)
    command = [sys.executable, "-m", "kzreport", *arguments]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode()).replace("\r", "").split("\n")


def _read(ours: int) -> bytes:
    try:
        return os.read(ours, 65_536)
    except OSError:  # what Linux says when the other end is closed
        return b""


@pytest.fixture
def late(mission):
    """The project with two facts that were to be reviewed, and a report that is broken."""
    mission.facts(
        "events",
        "_defaults: {level: public, recorded: 2026-11-01, source: page, kind: session}\n"
        "cnd-56: {review_by: 2014-07-15, what: {en: session}, status: confirmed}\n"
        "cnd-57: {review_by: 2014-07-15, what: {en: session}, status: confirmed}\n",
    )
    mission.template("broken", "{{ facts['vc-2101'].amount }}\n")
    mission.report("broken", "template: broken")
    mission.project()
    return mission


def test_check_groups_by_file_and_gives_the_same_advice_once(late):
    shown = on_a_terminal("check", "--as-of", "2026-11-24")

    events = shown.index("data/events.yaml")
    assert shown[events : events + 7] == [
        "data/events.yaml",
        "  2:21 warning KZ102 `cnd-56` was to be reviewed by 2014-07-15, 4,515 days",
        "      ago (3,097 working days)",
        "  3:21 warning KZ102 `cnd-57` was to be reviewed by 2014-07-15, 4,515 days",
        "      ago (3,097 working days)",
        "    hint: check it against its source, then move `review_by`",
        "",
    ]
    broken = shown.index("templates/broken.md.j2")
    assert shown[broken : broken + 3] == [
        "templates/broken.md.j2",
        "  4 error KZ201 report `broken`: no record named `vc-2101`",
        "    hint: did you mean `vc-2011`?",
    ]


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--all"),
        ("list",),
        ("facts", "list"),
        ("facts", "list", "contributions"),
        ("facts", "show", "vc-2011"),
        ("facts", "find", "costa"),
        ("facts", "stats"),
        ("facts", "missing", "--lang", "kk"),
        ("--help",),
        ("facts", "--help"),
    ],
    ids=" ".join,
)
def test_no_line_of_the_shipped_project_runs_over_the_edge(command, monkeypatch):
    monkeypatch.chdir(CHECKOUT)

    shown = on_a_terminal(*command)

    assert len(shown) > 4
    assert [line for line in shown if len(line) > COLUMNS] == []
    if command[0] != "check":  # whose words may be cut; an id never is
        assert "…" not in "".join(line[:30] for line in shown)


def test_columns_that_matter_less_go_before_an_id_is_cut(mission):
    shown = on_a_terminal("facts", "list", "contributions")

    assert shown[0].split() == ["id", "status", "level", "when", "what", "where"]
