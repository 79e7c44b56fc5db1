"""pyproject.toml, constraints.txt and the Makefile tell the same story."""

import re
import subprocess
import tomllib
from importlib.metadata import distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]


def constraints() -> dict[str, str]:
    lines = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def wanted() -> list[Requirement]:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(text) for group in (project["dependencies"], *extras) for text in group]


def test_every_dependency_is_pinned_to_a_version_that_the_project_allows():
    pinned = constraints()

    assert not [
        str(need)
        for need in wanted()
        if pinned.get(canonicalize_name(need.name), "") not in need.specifier
    ]


def test_what_the_dependencies_need_themselves_is_pinned_too():
    pinned = constraints()
    # Those of the bench extra are not installed where the tests run.
    installed = {canonicalize_name(d.name) for d in distributions()} & pinned.keys()
    needs = [Requirement(text) for name in installed for text in requires(name) or []]

    assert len(installed) > 40
    assert not [
        str(need)
        for need in needs
        if (need.marker is None or need.marker.evaluate({"extra": ""}))
        and canonicalize_name(need.name) not in pinned
    ]


def test_constraints_hold_names_and_versions_only_so_that_any_registry_serves():
    lines = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    odd = [
        line
        for line in lines
        if not line.startswith("#") and not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][\w.]*", line)
    ]
    assert odd == []


def test_make_alone_lists_the_goals():
    answer = subprocess.run(
        ["make", "-s"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )

    goals = [line.split()[1] for line in answer.stdout.splitlines() if line.startswith("make ")]
    assert goals == [
        *("help", "demo", "test", "test-all", "lint"),
        *("bench", "pictures", "golden", "gallery", "constraints", "clean"),
    ]
