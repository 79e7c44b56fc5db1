"""The call that is missed when all is silent, against a real server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from desks import AT, FRIDAY, MONDAYS, SEVEN, CheapMaker, desk

from kzreport.errors import FactError
from kzreport.schedule.passing import run_once
from kzreport.timetable.channels import PingAlert, Secret


@pytest.fixture
def calls() -> Iterator[tuple[str, list[str]]]:
    heard: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/uuid", heard
        server.shutdown()
        thread.join()


def test_each_pass_is_called_and_a_refusal_is_called_as_a_failure(calls, tmp_path):
    url, heard = calls
    plan = replace(MONDAYS, alert=(PingAlert(url, AT),))
    run_once(desk(tmp_path, plan), FRIDAY)
    run_once(desk(tmp_path, plan, maker=CheapMaker(fault=FactError("no"))), SEVEN)

    assert heard == ["/uuid", "/uuid/fail"]


def test_a_clock_that_cannot_be_right_is_called_as_a_failure(calls, tmp_path):
    url, heard = calls
    here = desk(tmp_path, replace(MONDAYS, alert=(PingAlert(url, AT),)))
    run_once(here, FRIDAY)
    run_once(here, SEVEN.replace(year=2030))

    assert heard == ["/uuid", "/uuid/fail"]


def test_nobody_at_the_address_stops_nothing_and_its_secret_part_is_not_logged(
    tmp_path, monkeypatch, caplog
):
    monkeypatch.setenv("KZ_PING", "http://127.0.0.1:1/geheim")
    plan = replace(MONDAYS, alert=(PingAlert(Secret("env", "KZ_PING"), AT),))
    run_once(desk(tmp_path, plan), FRIDAY)

    (told,) = run_once(desk(tmp_path, plan), SEVEN)

    assert told.outcome == "delivered"
    assert "no answer from 127.0.0.1" in caplog.text
    assert "geheim" not in caplog.text
