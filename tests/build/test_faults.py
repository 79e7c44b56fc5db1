"""Whatever befalls a build, what it leaves is whole, and the next one finishes the work."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from kzreport.build import Options, build, plan
from kzreport.errors import LockedError, PlaceError
from kzreport.project import load_project

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and mounts are those of Unix")
DAY = Options(as_of=date(2014, 6, 30))
PROGRAM = [sys.executable, "-m", "kzreport"]


@pytest.fixture
def desk(workspace):
    """A project of a dozen papers that take a while."""
    for number in range(12):
        workspace.template(
            f"paper{number}",
            f"# Paper {number}\n\n{{{{ facts['vc-2012'].amount | money }}}}\n"
            "{% for i in range(60) %}{% for j in range(999) %}{% endfor %}{% endfor %}\n",
        )
        workspace.report(f"paper{number}", f"template: paper{number}\nformats: [md, html, docx]")
    workspace.project()
    return workspace


def papers(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("[!.]*") if path.is_file()}


def clean(desk, name: str = "clean") -> dict[str, bytes]:
    project = load_project(desk.root)
    build(project, plan(project, (), DAY), desk.root / name, DAY)
    return papers(desk.root / name)


def start(desk, *more: str, **options) -> subprocess.Popen[str]:
    words = ["build", "--project", str(desk.root), "--out", str(desk.root / "out"), *more]
    return subprocess.Popen(
        [*PROGRAM, *words, "--as-of", "2014-06-30"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def ended(running: subprocess.Popen[str]) -> tuple[int, str]:
    _, told = running.communicate(timeout=120)
    assert "Traceback" not in told
    return running.returncode, told


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_killed_at_random_moments_leaves_whole_files_and_is_resumed(desk, jobs):
    wanted = clean(desk)
    old = dict.fromkeys(list(wanted)[:5], b"the older one")
    for name, data in old.items():
        desk.file(f"out/{name}", data)

    for _ in range(5):
        running = start(desk, "--jobs", jobs)
        time.sleep(random.uniform(0.3, 3))  # noqa: S311  # any moment will do
        running.kill()
        running.communicate()
        for name, data in papers(desk.root / "out").items():
            assert data in (wanted[name], old.get(name)), f"{name} is torn"

    assert ended(start(desk, "--jobs", jobs))[0] == 0
    assert papers(desk.root / "out") == wanted
    assert list((desk.root / "out/.kzreport").glob("tmp/*")) == []


@pytest.mark.slow
@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_build_ends_soon_and_is_resumed_with_the_same_day(desk, jobs, how, code):
    wanted = clean(desk)
    running = start(desk, "--force", "--jobs", jobs)
    while not papers(desk.root / "out") and running.poll() is None:
        time.sleep(0.05)
    sent = time.monotonic()
    running.send_signal(how)

    told, words = ended(running)
    assert time.monotonic() - sent < 5
    assert told == code, words
    left = papers(desk.root / "out")
    assert 0 < len(left) < len(wanted)
    assert {name: wanted[name] for name in left} == left
    resume = ["build", "--resume", "--project", str(desk.root), "--out", str(desk.root / "out")]
    subprocess.run([*PROGRAM, "-q", *resume], check=True)
    assert papers(desk.root / "out") == wanted
    assert list((desk.root / "out/.kzreport").glob("tmp/*")) == []


def test_of_two_builds_in_one_folder_the_second_says_so(desk):
    from kzreport.build.shelf import locked

    with locked(desk.root / "out"):
        code, told = ended(start(desk, "paper0"))

    assert code == 4
    assert told.startswith(f"another build is at work in `{desk.root}/out`\n  hint: wait until")
    assert papers(desk.root / "out") == {}


def test_the_lock_of_one_process_holds_for_itself_too(desk):
    from kzreport.build.shelf import locked

    project = load_project(desk.root)
    with locked(desk.root / "out"), pytest.raises(LockedError):
        build(project, plan(project, ["paper0"], DAY), desk.root / "out", DAY)


def test_a_folder_in_the_way_of_one_file_stops_that_document_alone(desk):
    wanted = clean(desk)
    (desk.root / "out/paper3.en.html").mkdir(parents=True)

    code, told = ended(start(desk))

    assert code == 3
    assert "a folder of that name is in the way" in told
    made = papers(desk.root / "out")
    assert made == {name: data for name, data in wanted.items() if not name.startswith("paper3.")}


def test_no_room_for_a_file_leaves_the_older_one_and_no_part_of_the_new(desk):
    """The system refuses to write more than so many bytes to a file, as a full disk does."""
    import resource

    desk.file("out/paper1.en.docx", b"the older one")
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))  # noqa: E731

    code, told = ended(start(desk, "paper1", preexec_fn=limit))

    assert code == 3
    assert "cannot write" in told
    assert papers(desk.root / "out") == {"paper1.en.docx": b"the older one"}
    assert list((desk.root / "out/.kzreport").glob("tmp/*")) == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 600 KB; only who may mount has one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    words = [str(mount), "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)]
    if mount is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_told_and_what_is_there_is_whole(desk, small_disk):
    wanted = clean(desk)
    out = small_disk / "out"
    out.mkdir()
    (small_disk / "ballast").write_bytes(bytes(480_000))

    words = ["build", "--project", str(desk.root), "--out", str(out), "--as-of", "2014-06-30"]
    ran = subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=False)

    assert (ran.returncode, "Traceback" in ran.stderr) == (3, False)
    assert "No space left on device" in ran.stderr
    for name, data in papers(out).items():
        assert data == wanted[name]
    (small_disk / "ballast").unlink()
    subprocess.run([*PROGRAM, "-q", *words], check=True)
    assert papers(out) == wanted


@pytest.mark.slow
def test_a_read_only_place_is_told_and_stays_as_it_was(desk, small_disk):
    (small_disk / "paper1.en.md").write_bytes(b"the older one")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    project = load_project(desk.root)

    with pytest.raises(PlaceError, match="Read-only file system"):
        build(project, plan(project, (), DAY), small_disk, DAY)
    assert papers(small_disk) == {"paper1.en.md": b"the older one"}


def test_a_torn_record_costs_time_and_nothing_else(desk):
    wanted = clean(desk, "out")
    for record in (desk.root / "out/.kzreport/records").glob("paper[1-3].*"):
        record.write_bytes(record.read_bytes()[:100])
    (desk.root / "out/.kzreport/build.json").write_bytes(b"{")

    project = load_project(desk.root)
    again = build(project, plan(project, (), DAY), desk.root / "out", DAY)

    assert sum(1 for each in again.built if each.state == "built") == 3
    assert papers(desk.root / "out") == wanted
