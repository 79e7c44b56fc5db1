"""Documents are made by other machines: here two Dask workers on the loopback."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from fact_bases import read_base, write_base

from kzreport.build import Options, build, plan
from kzreport.build.cluster import run_cluster
from kzreport.errors import LevelError, WriterError
from kzreport.facts.fields import Level
from kzreport.facts.sending import as_seen
from kzreport.facts.snapshot import take_snapshot
from kzreport.project import load_project

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent to processes")

CHECKOUT = Path(__file__).parents[2]
DAY = Options(as_of=date(2014, 6, 30))


class Cluster:
    """A scheduler and two workers of one thread each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        scheduler = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.scheduler = self._start(*scheduler, "--scheduler-file", str(self.file))
        self.workers = [self.worker(), self.worker()]

    def worker(self) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1")
        return self._start(
            "worker",
            *options,
            *("--scheduler-file", str(self.file), "--local-directory", str(self.folder)),
        )

    def address(self) -> str:
        for _ in range(600):
            if self.file.is_file() and self.file.stat().st_size:
                return str(json.loads(self.file.read_text())["address"])
            time.sleep(0.1)
        raise TimeoutError("the scheduler did not start")

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words], cwd=self.folder, stderr=subprocess.DEVNULL
        )


@pytest.fixture
def cluster(tmp_path_factory) -> Iterator[Cluster]:
    running = Cluster(tmp_path_factory.mktemp("cluster"))
    yield running
    running.stop()


def some_papers(workspace, count: int = 12, level: str = "public", seconds: float = 0.0):
    """A project of `count` small papers."""
    for number in range(count):
        workspace.template(
            f"paper{number}",
            "# Paper\n\n{{ facts['vc-2012'].amount | money }} {{ facts['cnd-56'].what }}\n"
            + "{% for i in range(99) %}{% for j in range(999) %}{% endfor %}{% endfor %}\n"
            * int(seconds * 100),
        )
        workspace.report(
            f"paper{number}", f"template: paper{number}\nlevel: {level}\nformats: [md, html]"
        )
    return workspace.project()


def papers(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("[!.]*")}


@pytest.mark.slow
def test_a_cluster_makes_the_bytes_that_one_machine_makes(workspace, cluster):
    project = some_papers(workspace)
    here, there = workspace.root / "here", workspace.root / "there"
    build(project, plan(project, (), DAY), here, DAY)

    engine = partial(run_cluster, address=cluster.address())
    outcome = build(project, plan(project, (), DAY), there, DAY, engine=engine)

    assert outcome.failed == ()
    assert papers(there) == papers(here)
    assert len(papers(there)) == 24
    again = build(project, plan(project, (), DAY), there, DAY)
    assert {each.reason for each in again.kept} == {"nothing changed"}
    assert len(again.kept) == 12
    assert list((there / ".kzreport").glob("tmp/*")) == []


@pytest.mark.slow
def test_a_killed_worker_costs_no_document(workspace, cluster):
    project = some_papers(workspace, 16, seconds=0.05)
    address, out = cluster.address(), workspace.root / "out"
    finished = []

    def step(built) -> None:
        finished.append(built)
        if len(finished) == 3:
            cluster.workers[0].send_signal(signal.SIGKILL)

    engine = partial(run_cluster, address=address)
    outcome = build(project, plan(project, (), DAY), out, DAY, step, engine=engine)

    assert cluster.workers[0].wait(10) == -signal.SIGKILL
    assert outcome.failed == ()
    assert len(papers(out)) == 32


@pytest.mark.slow
def test_when_the_scheduler_dies_the_next_build_goes_on_from_what_is_in_place(workspace, cluster):
    project = some_papers(workspace, 16, seconds=0.05)
    address, out = cluster.address(), workspace.root / "out"

    def step(built) -> None:
        cluster.scheduler.send_signal(signal.SIGKILL)

    with pytest.raises(WriterError, match="scheduler of the cluster went away"):
        build(
            *(project, plan(project, (), DAY), out, DAY, step),
            engine=partial(run_cluster, address=address),
        )

    made = papers(out)
    assert made
    again = build(project, plan(project, (), DAY), out, DAY)
    assert len(again.kept) == len(made) // 2
    assert {name: data for name, data in papers(out).items() if name in made} == made


def test_a_paper_above_public_is_not_sent_unless_the_project_allows_it(workspace):
    project = some_papers(workspace, 2, level="internal")

    engine = partial(run_cluster, address="tcp://127.0.0.1:9")
    outcome = build(project, plan(project, (), DAY), workspace.root / "out", DAY, engine=engine)

    assert [type(each.problem) for each in outcome.built] == [LevelError, LevelError]
    assert "is internal and is not sent to a cluster" in str(outcome.failed[0].problem)
    assert papers(workspace.root / "out") == {}


def test_a_scheduler_that_does_not_answer_is_told(workspace, monkeypatch):
    monkeypatch.setattr("kzreport.build.cluster._PATIENCE", "1s")
    project = some_papers(workspace, 1)

    with pytest.raises(WriterError, match=r"no scheduler answers at `tcp://127\.0\.0\.1:9`"):
        build(
            *(project, plan(project, (), DAY), workspace.root / "out", DAY),
            engine=partial(run_cluster, address="tcp://127.0.0.1:9"),
        )


def test_what_is_sent_holds_nothing_above_its_level(tmp_path):
    """Neither a record, nor a reference to one, nor the text of a file."""
    base = read_base(CHECKOUT / "data")
    (tmp_path / "kzreport.yaml").write_text("mission: pm-vienna\n")
    write_base(base, tmp_path / "data")
    project = load_project(tmp_path)
    view = project.view(as_of=date(2014, 6, 30), level=Level.public)
    hidden = set(project.facts.entries) - set(view.visible)

    sent = as_seen(view)

    assert hidden
    data = pickle.dumps(sent)
    assert [entry_id for entry_id in hidden if entry_id.encode() in data] == []
    assert set(sent.entries) == set(view.visible)
    assert take_snapshot(view_of(sent, view)).digest == take_snapshot(view).digest
    assert sent.at("cnd.name") == project.facts.at("cnd")


def view_of(base, like):
    from kzreport.facts.view import View

    return View(base, as_of=like.as_of, language=like.language, level=Level.restricted)


def test_the_cluster_of_a_project_is_read_strictly(workspace):
    from kzreport.errors import ProjectError

    path = workspace.file("kzreport.yaml", "cluster: {levels: [top], tsl: {}, tls: {crt: x}}\n")
    with pytest.raises(ProjectError) as caught:
        load_project(path.parent)
    assert len(caught.value.problems) == 3

    path.write_text("cluster: {levels: [public, internal], tls: {ca: tls/ca.pem}}\n")
    cluster = load_project(path.parent).cluster
    assert cluster.levels == (Level.public, Level.internal)
    assert cluster.ca == str(path.parent / "tls/ca.pem")
