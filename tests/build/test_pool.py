"""Documents are made by processes that are watched: whatever happens to one, the rest is made."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from deadly import Deadly

from kzreport.build import Limits, Options, build, plan
from kzreport.build.pool import run_pool
from kzreport.build.process import memory_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are ended by signals")
DAY = Options(as_of=date(2014, 6, 30))


def project_of(workspace, *names: str) -> Deadly:
    """Return a project with a small paper for each name."""
    workspace.template("paper", "# Paper\n\n{{ facts['vc-2012'].amount | money }}\n")
    workspace.reports.clear()
    for name in names:
        workspace.report(name, "template: paper\nformats: [md, html]")
    project = workspace.project()
    return Deadly(**{each.name: getattr(project, each.name) for each in fields(project)})


def made_by(workspace, project, limits: Limits | None = None, progress=lambda _: None):
    """Return what became of each report when two processes make them."""
    engine = partial(run_pool, processes=2, limits=limits or Limits())
    documents = plan(project, (), DAY)  # by name it would ask for the reports that kill
    out = workspace.root / "out"
    outcome = build(project, documents, out, DAY, progress, engine=engine)
    return {each.planned.report.name: each for each in outcome.built}


def test_several_processes_make_the_bytes_that_one_makes(workspace):
    names = [f"paper-{n}" for n in range(8)]
    project = project_of(workspace, *names)
    made = made_by(workspace, project)
    alone = build(project, plan(project, (), DAY), workspace.root / "alone", DAY)

    assert [each.state for each in made.values()] == ["built"] * 8
    assert list(made) == names, "told in the order of the plan"
    for built in alone.built:
        for file in built.files:
            assert (workspace.root / "out" / file.name).read_bytes() == file.read_bytes()


def test_a_document_that_kills_its_process_twice_is_named_and_the_rest_is_made(workspace):
    made = made_by(workspace, project_of(workspace, "paper-1", "poison", "paper-2", "paper-3"))

    assert {name: each.state for name, each in made.items()} == {
        "paper-1": "built",
        "poison": "failed",
        "paper-2": "built",
        "paper-3": "built",
    }
    assert str(made["poison"].problem).startswith(
        "the document cannot be made: it ended its process twice (SIGKILL)"
    )


def test_a_document_that_takes_too_long_is_named(workspace):
    project = project_of(workspace, "endless", "paper-1", "paper-2")

    made = made_by(workspace, project, Limits(seconds=3))

    assert "it took more than 3 s" in str(made["endless"].problem)
    assert [made[name].state for name in ("paper-1", "paper-2")] == ["built", "built"]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is told by /proc")
def test_a_document_that_takes_too_much_memory_is_named(workspace):
    made = made_by(workspace, project_of(workspace, "hungry", "paper-1"), Limits(memory=300))

    assert "it needs more than 300 MB of memory" in str(made["hungry"].problem)
    assert made["paper-1"].state == "built"


def test_a_fault_of_the_program_is_told_as_one_and_stops_no_other(workspace):
    made = made_by(workspace, project_of(workspace, "fault", "paper-1"))

    assert "ZeroDivisionError: a fault of kzreport" in str(made["fault"].problem)
    assert made["paper-1"].state == "built"


def test_processes_are_replaced_after_some_documents_and_nothing_is_lost(workspace):
    project = project_of(workspace, *(f"paper-{n}" for n in range(9)))

    made = made_by(workspace, project, Limits(documents=2))

    assert [each.state for each in made.values()] == ["built"] * 9


def test_processes_that_are_killed_at_random_cost_no_document(workspace):
    project = project_of(workspace, *(f"paper-{n}" for n in range(30)))
    killed = []

    def kill_one() -> None:
        for _ in range(3):
            time.sleep(0.4)
            children = _children()
            if children:
                killed.append(random.choice(children))  # noqa: S311  # which one does not matter
                os.kill(killed[-1], signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    made = made_by(workspace, project)
    killer.join()

    assert killed
    assert [each.state for each in made.values()] == ["built"] * 30


def test_no_process_is_left_behind(workspace):
    made_by(workspace, project_of(workspace, *(f"paper-{n}" for n in range(4))))

    assert _children() == []


def _children() -> list[int]:
    """Return the processes that this one started and that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == os.getpid() and words[0] != "Z":
            found.append(int(status.parent.name))
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is told by /proc")
def test_memory_does_not_grow_over_two_thousand_documents(workspace):
    """WeasyPrint keeps some of each document; processes are replaced before that matters."""
    workspace.template("page", "# Page\n\n{{ facts['vc-2012'].amount | money }}\n")
    for number in range(2000):
        workspace.report(f"page-{number}", "template: page\nformats: [pdf]")
    project = workspace.project()
    held: list[float] = []

    def step(_) -> None:
        held.append(max(map(memory_of, _children()), default=0))

    engine = partial(run_pool, processes=2, limits=Limits())
    documents = plan(project, (), DAY)
    build(project, documents, workspace.root / "out", DAY, step, engine=engine)

    assert len(held) == len(documents) >= 2000
    first, last = max(held[:500]), max(held[-500:])
    assert 0 < last <= 1.2 * first, f"{first:.0f} MB in the first 500, {last:.0f} MB in the last"
