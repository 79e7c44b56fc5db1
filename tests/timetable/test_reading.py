"""Schedules as kzreport.yaml says them: read strictly, every problem with its line and a hint."""

from __future__ import annotations

import json
from datetime import time, timedelta
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzreport.errors import ProjectError
from kzreport.facts.fields import Level
from kzreport.project import load_project
from kzreport.strictyaml import read_yaml
from kzreport.timetable import Timing
from kzreport.timetable.channels import (
    FileAlert,
    FolderChannel,
    MailChannel,
    PingAlert,
    Secret,
    UrlChannel,
)
from kzreport.timetable.reading import read_timetable

HEAD = """\
format: 1
mission: pm
reports:
  brief: {template: brief}
  status: {template: status, level: public}
"""
GOOD = """\
mail_servers:
  office:
    host: mail.mission.example
    user: kzreport
    password_credential: smtp-password
    from: desk@mission.example
    allowed_domains: [mission.example, mfa.example]
schedules:
  monday-briefing:
    days: [mon]
    at: "07:00"
    timezone: Europe/Vienna
    reports: [brief, status]
    catch_up: all
    grace: 2d
    skip_when_unchanged: true
    calendar: [austria, un-vienna]
    on_holiday: skip
    deliver:
      - folder: /srv/briefings/{schedule}/{local_date}
        level: internal
      - mail:
          to: [desk@mission.example, head@mfa.example]
          subject: Briefing of {local_date}
          on_unknown: hold
        level: internal
      - url: sftp://files.example/briefings/{slot}
        level: restricted
        options: {username: kz}
        secrets: {password_file: /etc/kzreport/files-password}
    alert:
      - mail: {to: [it@mission.example]}
      - ping_env: KZREPORT_PING
      - file: /var/log/kzreport-alerts.log
        level: internal
  daily:
    cron: "0 6 * * *"
    reports: status
"""


@pytest.fixture
def read(tmp_path):
    """The timetable of a project with these lines below its reports."""

    def run(text: str, head: str = HEAD):
        (tmp_path / "kzreport.yaml").write_text(head + text, encoding="utf-8")
        return load_project(tmp_path).timetable

    return run


@pytest.fixture
def problems(read, tmp_path):
    """What is wrong with a schedule of these lines, each place counted from its first line."""

    def run(text: str, servers: str = "") -> list[str]:
        lines = "".join(f"    {line}\n" for line in dedent(text).strip().split("\n"))
        head = HEAD + servers + "schedules:\n  s:\n"
        with pytest.raises(ProjectError) as caught:
            read(lines, head)
        shift = head.count("\n")
        return [
            f"{each.at.line - shift}:{each.at.column} {each.message} | {each.hint}"
            for each in caught.value.problems
        ]

    return run


def test_everything_a_schedule_may_say(read):
    table = read(GOOD)
    monday, daily = table.schedules["monday-briefing"], table.schedules["daily"]

    assert monday.timing == Timing(
        "Europe/Vienna", (0,), (time(7),), "", ("austria", "un-vienna"), "skip"
    )
    assert (monday.reports, monday.level) == (("brief", "status"), Level.internal)
    assert (monday.catch_up, monday.grace) == ("all", timedelta(days=2))
    assert monday.skip_when_unchanged
    folder, mail, url = monday.deliver
    assert folder == FolderChannel(
        "/srv/briefings/{schedule}/{local_date}", folder.at, Level.internal
    )
    assert str(folder.at).endswith("kzreport.yaml:25:9")
    assert isinstance(mail, MailChannel)
    assert (mail.to, mail.server) == (("desk@mission.example", "head@mfa.example"), "office")
    assert (mail.subject, mail.on_unknown) == ("Briefing of {local_date}", "hold")
    assert isinstance(url, UrlChannel)
    assert url.secrets == {"password": Secret("file", "/etc/kzreport/files-password")}
    assert url.options == {"username": "kz"}
    by_mail, ping, file = monday.alert
    assert isinstance(by_mail, MailChannel)
    assert ping == PingAlert(Secret("env", "KZREPORT_PING"), ping.at)
    assert file == FileAlert("/var/log/kzreport-alerts.log", file.at, Level.internal)
    assert daily.timing == Timing("Europe/Vienna", cron="0 6 * * *")
    assert daily.reports == ("status",)
    server = table.servers["office"]
    assert (server.port, server.security) == (587, "starttls")
    assert server.password == Secret("credential", "smtp-password")


def test_schedules_may_stand_in_a_file_of_their_own(read, tmp_path):
    (tmp_path / "plan.yaml").write_text(GOOD)

    assert list(read("schedules: plan.yaml").schedules) == ["monday-briefing", "daily"]


def test_problems_in_that_file_have_their_place_in_it(read, tmp_path):
    (tmp_path / "plan.yaml").write_text("schedules:\n  s: {at: '25:00', reports: status}\nx: 1\n")

    with pytest.raises(ProjectError) as caught:
        read("schedules: plan.yaml")

    assert [str(each.at).rpartition("/")[2] for each in caught.value.problems] == [
        "plan.yaml:2:11",
        "plan.yaml:3:1",
    ]


@pytest.mark.parametrize("name", ["gone.yaml", "../plan.yaml", "/etc/passwd"])
def test_a_file_that_is_not_in_the_project_is_refused(read, name):
    with pytest.raises(ProjectError, match="there is no file"):
        read(f"schedules: {name}")


def test_a_project_without_schedules_has_an_empty_timetable(read):
    assert read("").schedules == {}


GOOD_TIMES = 'at: "07:00"\nreports: status\n'
BAD = {
    "no time": (
        "reports: status",
        '0:3 the schedule `s` does not say when | write `at: "07:00"`, or `cron:`',
    ),
    "no reports": (
        'at: "07:00"',
        (
            "0:3 the schedule `s` makes no reports"
            " | write `reports: [...]`; `kzreport list` shows them"
        ),
    ),
    "unknown report": (
        'at: "07:00"\nreports: [statsu]',
        "2:15 no report named `statsu` | did you mean `status`?",
    ),
    "unknown key": (
        GOOD_TIMES + "repots: x",
        "3:5 `repots` is not a key of the schedule `s` | did you mean `reports`?",
    ),
    "time": (
        'at: ["07:00", "7:00"]\nreports: status',
        '1:19 `7:00` is not a time of day | write it as `"07:00"`',
    ),
    "day": (
        GOOD_TIMES + "days: [Monday]",
        "3:12 `Monday` is not a day of the week | did you mean `mon`?",
    ),
    "astana": (
        GOOD_TIMES + "timezone: Asia/Astana",
        "3:15 `Asia/Astana` is not a time zone | Astana keeps the time of `Asia/Almaty`",
    ),
    "zone": (
        GOOD_TIMES + "timezone: Europe/Viena",
        "3:15 `Europe/Viena` is not a time zone | did you mean `Europe/Vienna`?",
    ),
    "cron beside at": (
        GOOD_TIMES + 'cron: "0 7 * * 1"',
        "3:11 `cron` stands beside `days` or `at` | keep one of the two",
    ),
    "cron of six": (
        'cron: "0 0 7 * * 1"\nreports: status',
        (
            "1:11 `0 0 7 * * 1` is not a cron line: it has five fields: minute, hour, day, month,"
            " weekday | try `0 7 * * 1`"
        ),
    ),
    "cron that never comes": (
        'cron: "0 7 30 2 *"\nreports: status',
        "1:11 `0 7 30 2 *` is not a cron line: Bad day-of-month | try `0 7 * * 1`",
    ),
    "grace": (
        GOOD_TIMES + "grace: 36 hours",
        "3:12 `36 hours` is not a span of time | 90m, 36h or 3d, say",
    ),
    "catch up": (
        GOOD_TIMES + "catch_up: newest",
        "3:15 `catch_up` cannot be `newest` | it is one of latest, all, none",
    ),
    "flag": (
        GOOD_TIMES + "skip_when_unchanged: yes",
        "3:26 `skip_when_unchanged` is neither true nor false | write `skip_when_unchanged: true`",
    ),
    "calendar": (
        GOOD_TIMES + "calendar: astria",
        "3:15 no calendar named `astria` | did you mean `austria`?",
    ),
    "holiday without calendar": (
        GOOD_TIMES + "on_holiday: skip",
        "3:17 `on_holiday` needs a `calendar` | write `calendar: austria`, say",
    ),
    "level": (
        'at: "07:00"\nreports: brief\ndeliver:\n  - folder: /x/{slot}',
        (
            "4:9 the report `brief` is internal; this channel carries public papers at most"
            " | if its readers may see them, write `level: internal` here"
        ),
    ),
    "one folder": (
        GOOD_TIMES + "deliver:\n  - folder: /srv/{schedule}",
        (
            "4:9 two slots of `s` would share this `folder`"
            " | end it with `{slot}`, or with `{local_date}` where there is one slot a day"
        ),
    ),
    "one folder a day": (
        'at: ["07:00", "12:00"]\nreports: status\ndeliver:\n  - folder: /srv/{local_date}',
        (
            "4:9 two slots of `s` would share this `folder`"
            " | end it with `{slot}`, or with `{local_date}` where there is one slot a day"
        ),
    ),
    "brace": (
        GOOD_TIMES + "deliver:\n  - folder: /srv/{slot}/{report}",
        (
            "4:17 `{report}` is not known here | in braces there may be `{schedule}`, `{slot}`,"
            " `{local_date}`, `{local_time}`"
        ),
    ),
    "lone brace": (
        GOOD_TIMES + "deliver:\n  - folder: /srv/{slot}{",
        (
            "4:17 a brace in `/srv/{slot}{` has no partner | in braces there may be `{schedule}`,"
            " `{slot}`, `{local_date}`, `{local_time}`"
        ),
    ),
    "attribute in a brace": (
        GOOD_TIMES + "deliver:\n  - folder: /srv/{slot.__class__}/{slot}",
        (
            "4:17 `{slot.__class__}` is not known here | in braces there may be `{schedule}`,"
            " `{slot}`, `{local_date}`, `{local_time}`"
        ),
    ),
    "channel of no kind": (
        GOOD_TIMES + "deliver:\n  - foldr: /srv/{slot}",
        "4:9 this channel is none of folder, mail, url | did you mean `folder`?",
    ),
    "two kinds": (
        GOOD_TIMES + "deliver:\n  - folder: /srv/{slot}\n    url: ftp://x/{slot}",
        "5:14 `folder` and `url` are two channels | write two items",
    ),
    "password in an address": (
        GOOD_TIMES + "deliver:\n  - url: ftp://kz:geheim@files.example/{slot}",
        (
            "4:14 a password does not belong in this file | write `options: {username: ...}` and"
            " `secrets: {password_file: ...}`"
        ),
    ),
    "password in options": (
        GOOD_TIMES + "deliver:\n  - url: ftp://x/{slot}\n    options: {password: geheim}",
        (
            "5:29 a secret does not belong in this file | write `secrets: {password_file: ...}`,"
            " `password_env` or `password_credential`"
        ),
    ),
    "secret itself": (
        GOOD_TIMES + "deliver:\n  - url: ftp://x/{slot}\n    secrets: {password: geheim}",
        (
            "5:19 `secrets` says where a secret is kept, not what it is: `password` | keep it in a"
            " file: `password_file:`, or `password_env:`, `password_credential:` (systemd)"
        ),
    ),
    "no protocol": (
        GOOD_TIMES + "deliver:\n  - url: files/{slot}",
        "4:14 `files/{slot}` names no protocol | sftp://host/folder/{slot}, say",
    ),
    "ping": (
        GOOD_TIMES + "alert:\n  - ping: hc.example/uuid",
        "4:15 `hc.example/uuid` is not an address that can be called | https://...",
    ),
    "mail without a server": (
        GOOD_TIMES + "deliver:\n  - mail: {to: [a@b.example]}",
        "4:9 there are no `mail_servers` | add them at the top of the file",
    ),
}


@pytest.mark.parametrize("case", BAD, ids=str)
def test_what_is_wrong_is_told_with_its_place_and_a_way_out(problems, case):
    text, expected = BAD[case]

    assert problems(text) == [expected]


SERVER = """\
mail_servers:
  office:
    host: mail.mission.example
    from: desk@mission.example
    allowed_domains: [mission.example]
"""
BAD_MAIL = {
    "text of two": (
        "{to: 'a@mission.example, b@elsewhere.example'}",
        "`to` is not a list of addresses",
    ),
    "two in one item": (
        "{to: ['a@mission.example, b@elsewhere.example']}",
        "`a@mission.example, b@elsewhere.example` is not one address",
    ),
    "name and address": ("{to: ['A <a@mission.example>']}", "is not one address"),
    "a second line": ('{to: ["a@mission.example\\nBcc: b@x.example"]}', "is not one address"),
    "foreign domain": ("{to: [a@elsewhere.example]}", "`elsewhere.example` is not an allowed"),
    "like an allowed one": ("{to: [a@xmission.example]}", "`xmission.example` is not an allowed"),
    "subject of two lines": (
        '{to: [a@mission.example], subject: "a\\nBcc: x"}',
        "the subject is more than one line",
    ),
    "unknown server": ("{to: [a@mission.example], server: offise}", "no mail server named"),
}


@pytest.mark.parametrize("case", BAD_MAIL, ids=str)
def test_addresses_are_a_list_and_of_allowed_domains_only(problems, case):
    mail, expected = BAD_MAIL[case]

    (problem,) = problems(GOOD_TIMES + f"deliver:\n  - mail: {mail}", SERVER)

    assert expected in problem


def test_an_inline_password_is_refused_with_its_line_and_not_repeated(read):
    with pytest.raises(ProjectError) as caught:
        read(SERVER + "    password: geheim-17\n")

    text = str(caught.value)
    assert "kzreport.yaml:11:15: a password does not belong in this file" in text
    assert "hint: keep it in a file: `password_file:`" in text
    assert "geheim" not in text


def test_a_password_never_travels_unencrypted(read):
    with pytest.raises(ProjectError, match="a password would travel unencrypted"):
        read(SERVER + "    security: none\n    password_env: X\n")


def test_a_server_without_allowed_domains_is_refused(read):
    with pytest.raises(ProjectError, match="has no `allowed_domains`"):
        read("mail_servers:\n  o: {host: h.example, from: a@b.example}\n")


def test_all_problems_are_told_at_once(problems):
    found = problems("at: 7\nreports: gone\ndays: [someday]\ndeliver: {folder: /x}")

    assert len(found) == 4


KEYS = st.sampled_from(
    [
        "days",
        "at",
        "cron",
        "timezone",
        "reports",
        "catch_up",
        "grace",
        "calendar",
        "on_holiday",
        "deliver",
        "alert",
        "mail",
        "folder",
        "url",
        "to",
        "server",
        "level",
        "options",
        "secrets",
        "ping",
        "ping_env",
        "password",
        "subject",
        "unheard_of",
    ]
)
WORDS = st.sampled_from(
    ["mon", "07:00", "0 7 * * 1", "* * * * *", "brief", "36h", "public", "{slot}", "{", "ж", ""]
) | st.sampled_from(["ftp://u:p@h/{slot}", "a@b.example", "austria", "skip", "x: y"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99_999) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@settings(deadline=None)
@given(ANYTHING, ANYTHING)
def test_whatever_stands_there_is_read_or_refused_with_a_place(schedule, servers):
    text = json.dumps({"schedules": {"s": schedule}, "mail_servers": {"office": servers}})
    document = read_yaml(text.encode(), "kzreport.yaml", error=ProjectError)

    levels = {"brief": Level.internal, "status": Level.public}
    _, problems = read_timetable(document, Path("nowhere"), "Europe/Vienna", levels)

    assert all(each.at is not None and each.at.line for each in problems)
