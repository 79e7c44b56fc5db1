"""The commands of `schedule`, on a real project whose papers are really built."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ran import Ran

from kzreport.cli import main
from kzreport.project import load_project
from kzreport.schedule.making import ProjectMaker

PROGRAM = [sys.executable, "-m", "kzreport"]
YEAR = "2026-11-26T00:00Z"

SCHEDULES = """\
schedules:
  monday-briefing:
    days: [mon]
    at: "07:00"
    timezone: Europe/Vienna
    reports: [gifts, session]
    calendar: austria
    deliver:
      - folder: readers/{slot}
        level: internal
    alert:
      - file: alerts.txt
        level: internal
  each-minute:
    cron: "* * * * *"
    reports: session
    skip_when_unchanged: true
"""


@pytest.fixture
def mission(workspace, monkeypatch):
    """A project of two small reports and two schedules, and the folder a user stands in."""
    workspace.template("gifts", "# Gifts\n\nIt gave {{ facts['vc-2012'].amount | money }}.\n")
    workspace.report("gifts", "template: gifts\nformats: [md, docx]")
    workspace.template("session", "# Session\n\n{{ facts['cnd-56'].what }}\n")
    workspace.report("session", "template: session\nformats: md\nlevel: public")
    workspace.project()
    with (workspace.root / "kzreport.yaml").open("a") as file:
        file.write(SCHEDULES)
    monkeypatch.chdir(workspace.root)
    return workspace


@pytest.fixture
def ran(capsys):
    """The program, as a user types it."""

    def run(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        return Ran(ended.value.code, out, err)

    return run


@pytest.fixture
def kz(mission, ran):
    """The program with `schedule` typed already."""
    return lambda *arguments: ran("schedule", *arguments)


def slots(words: str) -> list[str]:
    return re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", words)


# --- What comes ------------------------------------------------------------------------------


def test_next_shows_the_clock_of_the_place_and_utc_and_moved_holidays(kz):
    assert kz("next", "monday-briefing", "--count", "4", "--at", "2027-03-19T00:00Z") == Ran(
        0,
        "schedule         local                       utc                   note                \n"
        "monday-briefing  Mon 22 Mar 2027 07:00 CET   2027-03-22T06:00:00Z                      \n"
        "monday-briefing  Tue 30 Mar 2027 07:00 CEST  2027-03-30T05:00:00Z  moved: Easter Monday\n"
        "monday-briefing  Mon 05 Apr 2027 07:00 CEST  2027-04-05T05:00:00Z                      \n"
        "monday-briefing  Mon 12 Apr 2027 07:00 CEST  2027-04-12T05:00:00Z                      \n",
    )


def test_next_announces_a_time_that_meets_a_change_of_the_clock(kz, mission):
    project = mission.root / "kzreport.yaml"
    project.write_text(project.read_text().replace('"07:00"', '"02:30"').replace("[mon]", "[sun]"))

    said = kz("next", "monday-briefing", "--at", YEAR).out

    assert "on 2027-03-28 the clocks change: 02:30 is left out and run after" in said


def test_next_in_json(kz):
    (one,) = json.loads(kz("next", "monday-briefing", "--json", "--at", YEAR).out)

    assert one == {
        "schedule": "monday-briefing",
        "local": "Mon 30 Nov 2026 07:00 CET",
        "utc": "2026-11-30T06:00:00Z",
        "note": "",
    }


def test_looking_leaves_no_trace(kz, mission):
    before = sorted(mission.root.rglob("*"))

    kz("next")
    kz("status")
    kz("history")

    assert sorted(mission.root.rglob("*")) == before


# --- Issuing ---------------------------------------------------------------------------------


def test_papers_are_built_published_and_delivered(kz, mission):
    assert kz("once") == Ran(0, "")  # from here on the schedules count

    done = kz("run-now", "monday-briefing")

    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"monday-briefing \S+Z: delivered, to 1 place\n", done.out)
    (folder,) = (mission.root / "readers").iterdir()
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["gifts.en.docx", "gifts.en.md", "manifest.json", "session.en.md"]
    assert "50,000" in (folder / "gifts.en.md").read_text("utf-8")
    assert kz("status").code == 0


def test_a_paper_that_cannot_be_made_is_refused_with_its_line(kz, mission):
    kz("once")
    template = mission.root / "templates/gifts.md.j2"
    good = template.read_text()
    template.write_text(good.replace("vc-2012", "vc-2102"))

    refused = kz("run-now", "monday-briefing")

    assert refused.code == 1
    assert "refused, templates/gifts.md.j2:6: no record named `vc-2102`" in refused.err
    assert "no record named" in (mission.root / "alerts.txt").read_text()
    assert not (mission.root / "readers").exists()
    assert kz("status").code == 1
    template.write_text(good)
    slot = slots(refused.err)[0]
    again = kz("run-now", "monday-briefing", "--slot", slot)
    assert (again.code, again.out) == (0, f"monday-briefing {slot}: delivered, to 1 place\n")
    assert kz("status").code == 0


def test_nothing_new_is_told_and_the_as_of_line_is_nothing_new(kz, mission):
    template = mission.root / "templates/session.md.j2"
    template.write_text(template.read_text() + "\n{{ t('as-of', date=as_of) }}\n")
    assert "delivered" in kz("run-now", "each-minute").out
    at = datetime.now(UTC) + timedelta(days=3)

    project = load_project(mission.root)
    maker, plan = ProjectMaker(project), project.timetable.get("each-minute")
    assert maker.fingerprint(plan, at) == maker.fingerprint(plan, at - timedelta(days=3))
    events = mission.root / "data/events.yaml"
    events.write_text(events.read_text().replace("fifty-sixth", "56th"))
    changed = ProjectMaker(load_project(mission.root))
    assert changed.fingerprint(plan, at) != maker.fingerprint(plan, at)


def test_a_published_slot_is_sent_again_and_not_made_again(kz, mission):
    slot = slots(kz("run-now", "monday-briefing").out)[0]
    shutil.rmtree(mission.root / "readers")

    again = kz("run-now", "monday-briefing", "--slot", slot)
    assert (again.code, again.out) == (2, "")
    assert f"hint: `kzreport schedule resend monday-briefing {slot}`" in again.err
    nobody = kz("resend", "monday-briefing", slot)
    assert "reached everybody" in nobody.err
    target = re.search(r"--to (\S+?)`", nobody.err)[1]
    assert kz("resend", "monday-briefing", slot, "--to", target).code == 0
    assert len(list((mission.root / "readers").rglob("*.md"))) == 2


def test_a_slot_is_left_out_with_a_reason_and_told(kz, mission):
    kz("once")

    said = kz("skip", "monday-briefing", "2027-12-27", "--reason", "the Mission is closed")

    assert said.code == 0
    assert "2027-12-27T06:00:00Z: skipped, a person left it out: the Mission is closed" in said.err
    assert "the Mission is closed" in (mission.root / "alerts.txt").read_text()
    note = kz("next", "monday-briefing", "--at", "2027-12-20T12:00Z").out
    assert "skipped: a person left it out: the Mission is closed" in note


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("skip", "monday-brifing"), "no schedule named `monday-brifing`\n  hint: did you mean"),
        (("skip", "monday-briefing", "2027-12-28"), "has 0 slots on 2027-12-28"),
        (("skip", "monday-briefing", "soon"), "`soon` names no slot"),
        (("resend", "monday-briefing", "2027-12-27"), "was never published"),
        (("next", "--at", "noon"), "`noon` is not an instant"),
    ],
)
def test_what_a_person_mistypes_is_answered_with_a_way_out(kz, arguments, words):
    kz("once")

    said = kz(*arguments)

    assert said.code == 2
    assert words in said.err


# --- How things stand ------------------------------------------------------------------------


def test_status_is_1_when_a_slot_is_overdue(kz):
    kz("once")
    (coming,) = json.loads(kz("next", "monday-briefing", "--json").out)
    later = datetime.fromisoformat(coming["utc"]) + timedelta(hours=6)

    late = kz("status", "--at", later.isoformat())

    assert late.code == 1
    assert f"monday-briefing: {coming['utc']} is overdue by 6 h" in late.err
    assert "no pass was made for" in late.err


def test_status_and_history_in_json(kz):
    slot = slots(kz("run-now", "monday-briefing").out)[0]

    monday = json.loads(kz("status", "--json").out)[0]
    assert (monday["last"], monday["outcome"]) == (slot, "delivered")
    events = json.loads(kz("history", "monday-briefing", "--json").out)
    assert [each["what"] for each in events if each["slot"] == slot][-1] == "delivered"


def test_a_lost_ledger_ends_with_3_is_told_to_people_and_adopted(kz, mission):
    slot = slots(kz("run-now", "monday-briefing").out)[0]
    for path in (mission.root / "schedule").glob("ledger.db*"):
        path.unlink()

    lost = kz("once")

    assert lost.code == 3
    assert "hint: nothing is sent" in lost.err
    assert "no schedule can be run" in (mission.root / "alerts.txt").read_text()
    adopted = kz("adopt")
    assert (adopted.code, adopted.err) == (0, "")
    assert f"adopted: monday-briefing {slot}" in adopted.out
    assert kz("once") == Ran(0, "")


def test_an_alert_can_be_tried(kz, mission):
    assert kz("alert", "this", "is", "a", "test").code == 0
    assert "this is a test" in (mission.root / "alerts.txt").read_text()


# --- On a server -----------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")
def test_run_stays_until_sigterm_and_ends_cleanly(mission):
    command = [*PROGRAM, "schedule", "run"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as daemon:
        assert daemon.stdout is not None
        assert daemon.stdout.readline() == "waiting for what is due\n"
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(timeout=300) == 143
    assert (mission.root / "schedule/heartbeat.json").exists()


def test_install_prints_a_line_for_cron_that_the_shell_can_run(kz, mission):
    line = kz("install", "--cron").out
    assert line.startswith("*/5 * * * * ")

    done = subprocess.run(
        ["sh", "-c", line.removeprefix("*/5 * * * * ")], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_units_are_ones_that_systemd_accepts(kz, tmp_path):
    where = ("--state", "/var/lib/kz %1", "--out", "units")
    assert kz("install", "--user", "daemon", *where).code == 0

    units = sorted(path.name for path in Path("units").iterdir())
    assert units == ["kzreport-alert@.service", "kzreport.service", "kzreport.timer"]
    service = Path("units/kzreport.service").read_text()
    assert "schedule once --project" in service
    assert '"/var/lib/kz %%1"' in service
    assert "OnFailure=kzreport-alert@%n.service" in service
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("there is no systemd on this machine to ask")
    asked = [verify, "verify", "--man=no", *(f"./units/{name}" for name in units)]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_credentials_of_the_timetable_are_loaded_by_the_unit(kz, mission):
    with (mission.root / "kzreport.yaml").open("a") as file:
        file.write(
            "mail_servers:\n  office: {host: h, from: a@b.example, allowed_domains: [b.example],"
            " user: kz, password_credential: smtp}\n"
        )

    assert "LoadCredential=smtp:/etc/kzreport/smtp\n" in kz("install").out


# --- The doctor ------------------------------------------------------------------------------


def test_the_doctor_finds_a_fit_machine_fit_and_changes_nothing(mission, ran):
    before = sorted(mission.root.rglob("*"))

    said = ran("doctor")

    assert said.code == 0, said.out
    found = {line.partition("  ")[2].strip().partition(":")[0] for line in said.out.splitlines()}
    assert {"fonts", "libraries", "zone data", "ledger", "clock", "disk", "locks"} <= found
    assert sorted(mission.root.rglob("*")) == before


def test_the_doctor_names_a_server_that_does_not_answer(mission, ran):
    with (mission.root / "kzreport.yaml").open("a") as file:
        file.write(
            "mail_servers:\n  office: {host: 127.0.0.1, port: 1, from: a@b.example,"
            " allowed_domains: [b.example], security: none}\n"
        )

    said = ran("doctor", "--json")

    wrong = [each for each in json.loads(said.out) if not each["well"]]
    assert said.code == 3
    assert [each["what"] for each in wrong] == ["mail server office"]
    assert "Connection refused" in wrong[0]["found"]
    assert ran("doctor", "--offline").code == 0


def test_the_doctor_names_a_folder_that_cannot_be_written_and_a_lost_ledger(mission, ran):
    ran("schedule", "run-now", "monday-briefing")
    for path in (mission.root / "schedule").glob("ledger.db*"):
        path.unlink()

    said = ran("doctor")

    assert said.code == 3
    assert "wrong  ledger: the ledger `schedule/ledger.db` is broken: it is gone" in said.out
