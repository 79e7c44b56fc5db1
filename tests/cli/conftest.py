"""What tests of the command line share: a project on disk, and the program to run in it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator

import pytest
from ran import Ran

from kzreport.cli import main


@pytest.fixture
def kzreport(capsys) -> Iterator[Callable[..., Ran]]:
    """The program, as a user types it; sizes and seconds that it tells are N."""
    logger = logging.getLogger("kzreport")
    before = logger.handlers[:], logger.level, logger.propagate

    def run(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        out = re.sub(r" +\d+ KB", " N KB", out)
        return Ran(ended.value.code, re.sub(r"\d+\.\d s\n", "N s\n", out), err)

    yield run
    logger.handlers[:], level, logger.propagate = before
    logger.setLevel(level)


@pytest.fixture
def mission(workspace, monkeypatch):
    """A project of two small reports, and the folder a user stands in."""
    workspace.template("gifts", "# Gifts\n\nIt gave {{ facts['vc-2012'].amount | money }}.\n")
    workspace.report("gifts", "template: gifts\nformats: md\nlanguages: [en, ru]")
    workspace.template("session", "# Session\n\n{{ facts['cnd-56'].what }}\n")
    workspace.report("session", "template: session\nformats: [html, md]\nlevel: public")
    workspace.project()
    monkeypatch.chdir(workspace.root)
    return workspace
