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
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from certificates import Certificate, make_authority, sign
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
    """A scheduler and two workers of one thread each; `tls` are more options of theirs."""

    def __init__(self, folder: Path, tls: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.tls = tls
        self.file = folder / "scheduler.json"
        host = ("--host", "tls://127.0.0.1" if tls else "127.0.0.1")
        scheduler = ("scheduler", *host, "--port", "0", "--no-dashboard")
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
            [sys.executable, "-m", "dask", *words, *self.tls],
            cwd=self.folder,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def cluster(tmp_path_factory) -> Iterator[Cluster]:
    running = Cluster(tmp_path_factory.mktemp("cluster"))
    yield running
    running.stop()


@pytest.fixture
def secured(tmp_path_factory) -> Iterator[tuple[Cluster, Certificate, Certificate]]:
    """A cluster that talks to holders of a certificate alone, its authority, and a certificate."""
    folder = tmp_path_factory.mktemp("secured")
    authority = make_authority(folder)
    own = sign(authority)
    files = ("--tls-ca-file", str(authority.cert), "--tls-cert", str(own.cert))
    running = Cluster(folder, (*files, "--tls-key", str(own.key)))
    yield running, authority, own
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


@pytest.mark.slow
def test_a_cluster_with_certificates_makes_the_papers(workspace, secured):
    cluster, authority, own = secured
    project = some_papers(workspace, 4)
    project = replace(project, cluster=with_files(authority.cert, own))
    address, out = cluster.address(), workspace.root / "out"
    assert address.startswith("tls://")

    outcome = build(
        *(project, plan(project, (), DAY), out, DAY), engine=partial(run_cluster, address=address)
    )

    assert outcome.failed == ()
    assert len(papers(out)) == 8


@pytest.mark.slow
def test_a_cluster_lets_in_nobody_with_another_authority_or_without(
    workspace, secured, tmp_path, monkeypatch
):
    monkeypatch.setattr("kzreport.build.cluster._PATIENCE", "2s")
    cluster, _, _ = secured
    other = make_authority(tmp_path, "other")
    stranger = with_files(other.cert, sign(other))
    project = some_papers(workspace, 1)
    address = cluster.address()
    open_address = address.replace("tls", "tcp")
    for files, reached, told in (
        (stranger, address, "no scheduler answers"),
        (stranger, open_address, "is an open address\nhint: write tls://127.0.0.1:"),
        (project.cluster, address, "needs certificates\nhint: name the files in kzreport.yaml"),
        (project.cluster, open_address, "no scheduler answers"),
    ):
        with pytest.raises(WriterError) as caught:
            build(
                *(replace(project, cluster=files), plan(project, (), DAY), workspace.root / "out"),
                engine=partial(run_cluster, address=reached),
            )
        assert told in str(caught.value)
    assert papers(workspace.root / "out") == {}


def with_files(authority: Path, own: Certificate):
    from kzreport.cluster import Cluster as Reached

    return Reached(ca=str(authority), cert=str(own.cert), key=str(own.key))


@pytest.mark.slow
def test_an_interrupted_build_on_a_cluster_ends_soon_and_is_resumed(workspace, cluster):
    project = some_papers(workspace, 40, seconds=0.05)
    out = workspace.root / "out"
    words = ("--project", str(workspace.root), "--out", str(out))
    program = (sys.executable, "-m", "kzreport", "build", *words)
    running = subprocess.Popen(
        [*program, "--as-of", "2014-06-30", "--cluster", cluster.address()],
        stderr=subprocess.PIPE,
        text=True,
    )
    while not papers(out) and running.poll() is None:
        time.sleep(0.05)
    sent = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)

    assert time.monotonic() - sent < 5
    assert running.returncode == 130, told
    assert "Traceback" not in told
    assert 0 < len(papers(out)) < 80
    subprocess.run([*program, "--resume"], check=True)
    build(project, plan(project, (), DAY), workspace.root / "clean", DAY)
    assert papers(out) == papers(workspace.root / "clean")


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

    path = workspace.file(
        "kzreport.yaml", "cluster:\n  levels: [top]\n  tsl: {}\n  tls: {crt: x}\n"
    )
    with pytest.raises(ProjectError) as caught:
        load_project(path.parent)
    assert len(caught.value.problems) == 3

    path.write_text("cluster:\n  levels: [public, internal]\n  tls: {ca: tls/ca.pem}\n")
    with pytest.raises(ProjectError) as caught:
        load_project(path.parent)
    assert [str(each).split("kzreport.yaml:")[1] for each in caught.value.problems] == [
        "3:8: `tls` lacks `cert` and `key`",
        "3:13: there is no file `tls/ca.pem`\nhint: paths begin at kzreport.yaml",
    ]

    for name in ("ca", "cert", "key"):
        workspace.file(f"tls/{name}.pem", "")
    tls = "{ca: tls/ca.pem, cert: tls/cert.pem, key: tls/key.pem}"
    path.write_text(f"cluster:\n  levels: [public, internal]\n  tls: {tls}\n")
    cluster = load_project(path.parent).cluster
    assert cluster.levels == (Level.public, Level.internal)
    assert cluster.ca == str(path.parent / "tls/ca.pem")
