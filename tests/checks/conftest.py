"""What tests of checks share: the messages of one code, from a base or a report on disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kzreport.checks import check_facts, check_project
from kzreport.facts.base import load_facts

TODAY = date(2026, 11, 23)


@pytest.fixture
def found(workspace) -> Callable[..., list[str]]:
    """Write records by kind; return what the check of a code says of the fact base."""

    def run(code: str, day: date = TODAY, **kinds: str) -> list[str]:
        for kind, text in kinds.items():
            workspace.facts(kind, text)
        base = load_facts(workspace.root / "data", "data")
        return [finding.message for finding in check_facts(base, day) if finding.code == code]

    return run


@pytest.fixture
def printed(workspace) -> Callable[..., list[str]]:
    """Write a template and its report; return what the check of a code says of the paper."""

    def run(code: str, body: str, front: str = "kind: paper", **definition: str) -> list[str]:
        workspace.template("t", body, front)
        if definition:
            lines = [f"{key}: {value}" for key, value in {"template": "t", **definition}.items()]
            workspace.report("t", "\n".join(lines))
        findings = check_project(workspace.project(), TODAY)
        return [finding.message for finding in findings if finding.code == code]

    return run
