"""What tests of kinds share: the problems that keep a paper from being made."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kzreport.errors import KzReportError


@pytest.fixture
def refused(workspace) -> Callable[..., list[str]]:
    """Write a template; return the problems that keep its paper from being made."""

    def run(
        body: str, front: str = "kind: note-verbale", *, lang: str = "en", draft: bool = False
    ) -> list[str]:
        workspace.template("t", body, front)
        workspace.report("t", f"template: t\nlanguages: [{lang}]")
        try:
            workspace.render("t", draft=draft)
        except KzReportError as error:
            return [f"{problem.at}: {problem.message}" for problem in error.problems]
        return []

    return run
