"""Letters, against a real server on this machine that refuses, hangs, and dies."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from desks import AT, FRIDAY, MONDAYS, SEVEN, CheapMaker, desk

from kzreport.errors import DeliveryError, FactError
from kzreport.facts.fields import Level
from kzreport.schedule.passing import Desk, run_once
from kzreport.schedule.senders.mail import try_server
from kzreport.timetable.channels import MailChannel, MailServer, Secret

READER, OTHER = "desk@mission.example", "head@mission.example"
MINUTE = timedelta(minutes=1)


class Office:
    """A mail server: keeps every letter, and behaves as its `mood` says."""

    def __init__(self) -> None:
        self.mood = ""
        self.letters: list[tuple[str, bytes]] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802
        if self.mood == "refuse" and address == READER:
            return "550 5.1.1 no such mail box"
        if self.mood == "later" and address == READER:
            return "451 4.7.1 greylisted, come back"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802
        if self.mood == "hang" and READER in envelope.rcpt_tos:
            await asyncio.sleep(60)
        self.letters += [(each, envelope.original_content) for each in envelope.rcpt_tos]
        if self.mood == "die":
            server.transport.abort()
        if self.mood == "full":
            self.letters.clear()
            return "552 5.2.2 mail box full"
        return "250 OK"


@pytest.fixture
def office() -> Iterator[Office]:
    handler = Office()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


def free_port() -> int:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return each.getsockname()[1]


def server_at(port: int, name: str = "office", **parts) -> MailServer:
    return MailServer(
        name=name,
        host="127.0.0.1",
        port=port,
        sender="kzreport@mission.example",
        allowed_domains=("mission.example",),
        at=AT,
        security="none",
        **{"timeout": 60, **parts},
    )


@pytest.fixture
def mailing(tmp_path, office) -> Callable[..., Desk]:
    """A desk whose schedule goes to two mail boxes."""

    def make(on_unknown: str = "resend", timeout: int = 60, **parts) -> Desk:
        channel = MailChannel(
            (READER, OTHER), "office", "Briefing of {local_date}", AT, Level.internal, on_unknown
        )
        plan = replace(MONDAYS, deliver=(channel,), **parts)
        servers = {"office": server_at(office.port, timeout=timeout)}
        here = desk(tmp_path, plan, servers=servers)
        if here.ledger.latest() is None:
            run_once(here, FRIDAY)
        return here

    return make


def told(here: Desk, now) -> list[str]:
    return [str(each) for each in run_once(here, now)]


def test_each_reader_gets_a_letter_with_the_papers_once(mailing, office):
    assert told(mailing(), SEVEN)[0].endswith(": delivered, to 2 places")
    assert told(mailing(), SEVEN + MINUTE) == []

    assert [reader for reader, _ in office.letters] == [READER, OTHER]
    letter = message_from_bytes(office.letters[0][1], policy=policy.default)
    assert letter["From"] == "kzreport@mission.example"
    assert letter["To"] == f"{READER}, {OTHER}"
    assert letter["Subject"] == "Briefing of 2026-11-23"
    assert letter["Message-ID"].startswith("<monday-briefing.2026-11-23T060000Z.")
    papers = [part.get_filename() for part in letter.iter_attachments()]
    assert papers == [f"brief-{n}.en.md" for n in range(3)]
    assert "nothing new" in next(letter.iter_attachments()).get_content()


def test_the_same_letter_is_the_same_bytes(mailing, office):
    run_once(mailing(), SEVEN)

    assert office.letters[0][1] == office.letters[1][1]


def test_a_final_no_of_one_mail_box_is_told_and_the_other_gets_its_letter(mailing, office):
    office.mood = "refuse"

    (line,) = told(mailing(), SEVEN)

    assert f"undelivered, it did not reach mail:office:{READER}" in line
    assert "550 5.1.1 no such mail box" in line
    assert [reader for reader, _ in office.letters] == [OTHER]
    assert told(mailing(), SEVEN + 60 * MINUTE) == []


def test_a_no_for_now_is_tried_again_for_that_mail_box_only(mailing, office):
    office.mood = "later"
    assert ": waiting, " in told(mailing(), SEVEN)[0]
    office.mood = ""

    assert told(mailing(), SEVEN + 2 * MINUTE)[0].endswith(": delivered, to 2 places")
    assert sorted(reader for reader, _ in office.letters) == [READER, OTHER]


def test_a_no_after_the_letter_is_a_no(mailing, office):
    office.mood = "full"

    assert "552 5.2.2 mail box full" in told(mailing(), SEVEN)[0]


def test_a_server_that_is_not_there_is_tried_again_until_patience_ends(mailing, office):
    here = mailing()
    gone = replace(
        here, timetable=replace(here.timetable, servers={"office": server_at(free_port())})
    )
    lines = [line for m in range(0, 600, 5) for line in told(gone, SEVEN + m * MINUTE)]

    assert ": waiting, " in lines[0]
    assert "undelivered, it did not reach mail:office" in lines[-1]
    assert "Connection refused (tried 6 times)" in lines[-1]
    assert told(here, SEVEN + timedelta(days=7))[0].endswith(": delivered, to 2 places")


@pytest.mark.parametrize("mood", ["hang", "die"])
def test_without_an_answer_the_same_letter_is_sent_once_more(mailing, office, mood):
    office.mood = mood
    (line,) = told(mailing(timeout=4), SEVEN)
    assert "no answer to the letter" in line
    before = list(office.letters)
    office.mood = ""

    assert told(mailing(), SEVEN + 2 * MINUTE)[0].endswith(": delivered, to 2 places")
    assert len({letter for _, letter in (*before, *office.letters)}) == 1


def test_without_an_answer_a_person_decides_where_that_is_wished(mailing, office, tmp_path):
    office.mood = "die"
    (line,) = told(mailing("hold"), SEVEN)
    office.mood = ""

    assert "no answer to the letter" in line
    assert "waiting" in told(mailing("hold"), SEVEN + 30 * MINUTE)[0]
    assert len(office.letters) == 2  # one each, and none again
    alerts = (tmp_path / "schedule/alerts.log").read_text()
    assert alerts.count("it is not known whether a letter arrived") == 2


@pytest.mark.parametrize(("on_unknown", "letters"), [("resend", 3), ("hold", 2)])
def test_after_a_stop_between_the_letter_and_its_note_the_channel_decides(
    mailing, office, on_unknown, letters
):
    class PowerCut(BaseException):
        pass

    def cut(name: str) -> None:
        if name == "sent":
            raise PowerCut

    with pytest.raises(PowerCut):
        run_once(replace(mailing(on_unknown), step=cut), SEVEN)
    run_once(mailing(on_unknown), SEVEN + MINUTE)

    assert len(office.letters) == letters
    assert len({letter for _, letter in office.letters}) == 1


# --- Alerts -----------------------------------------------------------------------------------


def test_an_alert_goes_through_another_server_than_the_failing_one(mailing, office, tmp_path):
    both = (
        MailChannel(("it@mission.example",), "office", "{schedule} needs you", AT),
        MailChannel(("it@mission.example",), "spare", "{schedule} needs you", AT),
    )
    spare = Office()
    controller = Controller(spare, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        here = mailing(alert=both)
        servers = {**here.timetable.servers, "spare": server_at(controller.port, "spare")}
        office.mood = "refuse"
        run_once(replace(here, timetable=replace(here.timetable, servers=servers)), SEVEN)
    finally:
        controller.stop()

    assert [reader for reader, _ in office.letters] == [OTHER]
    (alert,) = (message_from_bytes(letter, policy=policy.default) for _, letter in spare.letters)
    assert alert["Subject"] == "monday-briefing needs you"
    assert "not delivered to one of its readers" in alert.get_content()
    assert "550" not in alert.get_content()  # the channel is for public words only


def test_a_refusal_is_told_by_mail_where_mail_is_not_what_failed(mailing, office):
    alert = MailChannel(("it@mission.example",), "office", "{schedule}", AT, Level.internal)
    here = replace(mailing(alert=(alert,)), maker=CheapMaker(fault=FactError("`vc` is disputed")))

    run_once(here, SEVEN)

    ((reader, letter),) = office.letters
    assert reader == "it@mission.example"
    assert b"`vc` is disputed" in letter


def test_a_server_that_cannot_encrypt_is_given_no_letter(mailing, office):
    here = mailing()
    server = replace(server_at(office.port), security="starttls")
    safe = replace(here, timetable=replace(here.timetable, servers={"office": server}))

    (line,) = told(safe, SEVEN)

    assert "waiting" in line
    assert "STARTTLS extension not supported" in line
    assert office.letters == []


# --- Secrets ----------------------------------------------------------------------------------


def test_a_server_that_wants_a_password_never_sees_it_in_our_words(office, tmp_path, monkeypatch):
    monkeypatch.setenv("KZ_TEST_PASSWORD", "geheim-17")
    server = server_at(office.port, user="kz", password=Secret("env", "KZ_TEST_PASSWORD"))

    with pytest.raises(DeliveryError) as caught:
        try_server(server)

    assert "the mail server `office`" in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("kind", ["file", "env", "credential"])
def test_a_secret_that_is_missing_is_told_by_its_place(office, kind, monkeypatch):
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    server = server_at(office.port, user="kz", password=Secret(kind, "/nowhere/kz"))

    with pytest.raises(DeliveryError, match=f"the secret of {kind} `/nowhere/kz`"):
        try_server(server)


def test_a_systemd_credential_is_read_from_its_folder(tmp_path, monkeypatch):
    from kzreport.schedule.secrets import fetch_secret

    (tmp_path / "smtp").write_text("geheim\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    assert fetch_secret(Secret("credential", "smtp")) == "geheim"
