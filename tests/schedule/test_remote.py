"""Uploads: to memory, to a real FTP server on this machine, and to what cannot be written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import fsspec
import pytest
from desks import AT, FRIDAY, MONDAYS, SEVEN, desk

from kzreport.facts.fields import Level
from kzreport.schedule.passing import run_once
from kzreport.timetable.channels import Secret, UrlChannel

MINUTE = timedelta(minutes=1)
NAMES = [*(f"brief-{n}.en.md" for n in range(3)), "manifest.json"]

#: a server that says on which port it listens, then serves the folder it is given
SERVER = """
import sys, warnings
warnings.simplefilter("ignore")
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer
users = DummyAuthorizer()
users.add_user("kz", "geheim-17", sys.argv[1], perm="elradfmwMT")
FTPHandler.authorizer = users
server = FTPServer(("127.0.0.1", 0), FTPHandler)
print(server.address[1], flush=True)
server.serve_forever()
"""


@pytest.fixture
def ftp(tmp_path) -> Iterator[tuple[Path, int]]:
    served = tmp_path / "served"
    served.mkdir()
    command = [sys.executable, "-c", SERVER, str(served)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        yield served, int(server.stdout.readline())
        server.kill()


def uploading(root: Path, channel: UrlChannel):
    here = desk(root, replace(MONDAYS, deliver=(channel,)))
    if here.ledger.latest() is None:
        run_once(here, FRIDAY)
    return here


def told(here, now) -> str:
    (line,) = (str(each) for each in run_once(here, now))
    return line


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def test_papers_are_uploaded_and_the_manifest_comes_last(tmp_path, memory):
    channel = UrlChannel("memory://briefings/{slot}", AT, Level.internal)

    assert told(uploading(tmp_path, channel), SEVEN).endswith(": delivered, to 1 place")

    place = "/briefings/2026-11-23T060000Z"
    assert [Path(each).name for each in memory.ls(place, detail=False)] == NAMES
    ages = {Path(each).name: memory.info(f"{place}/{each}")["created"] for each in NAMES}
    assert max(ages, key=ages.get) == "manifest.json"


def test_an_upload_that_broke_off_is_ended_and_one_that_was_ended_is_left(tmp_path, memory):
    channel = UrlChannel("memory://briefings/{slot}", AT, Level.internal)
    place = "/briefings/2026-11-23T060000Z"
    memory.pipe_file(f"{place}/brief-0.en.md", b"hal")
    memory.pipe_file(f"{place}/.brief-1.en.md.part", b"h")
    run_once(uploading(tmp_path, channel), SEVEN)
    first = memory.cat_file(f"{place}/brief-0.en.md")

    here = uploading(tmp_path, channel)
    here.ledger.send_again(
        here.ledger.unfinished("x") or here.ledger.last("monday-briefing").key,
        ["url:memory://briefings/2026-11-23T060000Z"],
        SEVEN + MINUTE,
    )
    run_once(here, SEVEN + MINUTE)

    assert first.startswith(b"monday-briefing 2026-11-23")
    assert memory.cat_file(f"{place}/brief-0.en.md") == first
    assert [Path(each).name for each in memory.ls(place, detail=False)] == NAMES


def test_another_manifest_in_the_place_is_never_overwritten(tmp_path, memory):
    channel = UrlChannel("memory://briefings/{slot}", AT, Level.internal)
    memory.pipe_file("/briefings/2026-11-23T060000Z/manifest.json", b"{}")

    assert "the place holds something else already" in told(uploading(tmp_path, channel), SEVEN)
    assert memory.cat_file("/briefings/2026-11-23T060000Z/manifest.json") == b"{}"


def test_an_ftp_server_gets_the_papers_whole(tmp_path, ftp, monkeypatch):
    served, port = ftp
    monkeypatch.setenv("KZ_FTP", "geheim-17")
    channel = UrlChannel(
        f"ftp://127.0.0.1:{port}/briefings/{{local_date}}",
        AT,
        Level.internal,
        {"username": "kz"},
        {"password": Secret("env", "KZ_FTP")},
    )

    here = uploading(tmp_path, channel)
    assert told(here, SEVEN).endswith(": delivered, to 1 place")

    place = served / "briefings/2026-11-23"
    published = here.ledger.published / "monday-briefing/2026-11-23T060000Z"
    assert sorted(path.name for path in place.iterdir()) == NAMES
    assert all((place / n).read_bytes() == (published / n).read_bytes() for n in NAMES)


def test_a_wrong_password_is_told_without_the_password(tmp_path, ftp, monkeypatch):
    monkeypatch.setenv("KZ_FTP", "falsch-18")
    channel = UrlChannel(
        f"ftp://127.0.0.1:{ftp[1]}/b/{{slot}}",
        AT,
        Level.internal,
        {"username": "kz"},
        {"password": Secret("env", "KZ_FTP")},
    )
    here = uploading(tmp_path, channel)

    line = told(here, SEVEN)

    assert ": waiting, " in line
    assert "530" in line
    history = "".join(str(each) for each in here.ledger.events())
    assert "falsch" not in line + history


def test_a_server_that_is_not_there_is_tried_again(tmp_path):
    channel = UrlChannel("ftp://127.0.0.1:1/b/{slot}", AT, Level.internal)
    here = uploading(tmp_path, channel)

    assert ": waiting, " in told(here, SEVEN)
    assert here.ledger.outbox(here.ledger.last("monday-briefing").key)[0].tries == 1


@pytest.mark.parametrize("url", ["nonsense://x/{slot}", "data:{slot}"])
def test_what_cannot_be_written_is_refused_at_once(tmp_path, url):
    line = told(uploading(tmp_path, UrlChannel(url, AT, Level.internal)), SEVEN)

    assert "undelivered, it did not reach url:" in line


def test_a_channel_for_public_papers_gets_no_internal_ones(tmp_path, memory):
    line = told(uploading(tmp_path, UrlChannel("memory://briefings/{slot}", AT)), SEVEN)

    assert "it is internal, and this channel carries public at most" in line
    assert memory.store == {}
