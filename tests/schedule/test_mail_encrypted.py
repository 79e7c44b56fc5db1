"""Letters over TLS, to a real server with a certificate of an authority of the house."""

from __future__ import annotations

import asyncio
import gc
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from aiosmtpd.smtp import SMTP
from certificates import Certificate, make_authority, sign
from desks import AT

from kzreport.errors import DeliveryError
from kzreport.schedule.senders.mail import Letter, send_letter, try_server
from kzreport.timetable.channels import MailServer

# asyncio's server warns of the connections that our side breaks off
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
READER = "desk@mission.example"
LETTER = Letter("monday", datetime(2026, 11, 23, 6, tzinfo=UTC), (READER,), "Briefing", "Papers.\n")


class Office:
    """Keeps each letter, and whether it came encrypted."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, bool]] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802
        encrypted = server.transport.get_extra_info("ssl_object") is not None
        self.letters += [(each, encrypted) for each in envelope.rcpt_tos]
        return "250 OK"


Opening = Callable[[Certificate | None, str], tuple[Office, MailServer]]


@pytest.fixture
def opened() -> Iterator[Opening]:
    """Start an office with a certificate (or none), reached by `security`."""
    loop = asyncio.new_event_loop()
    running = threading.Thread(target=loop.run_forever)
    running.start()
    servers: list[asyncio.Server] = []

    def start(certificate: Certificate | None, security: str) -> tuple[Office, MailServer]:
        office = Office()
        tls = _context(certificate) if certificate else None
        later = tls if security == "starttls" else None
        opening = loop.create_server(
            lambda: SMTP(office, tls_context=later, require_starttls=later is not None),
            *("127.0.0.1", 0),
            ssl=tls if security == "tls" else None,
        )
        servers.append(asyncio.run_coroutine_threadsafe(opening, loop).result(20))
        server = MailServer(
            name="office",
            host="localhost",
            port=servers[-1].sockets[0].getsockname()[1],
            sender="kzreport@mission.example",
            allowed_domains=("mission.example",),
            at=AT,
            security=security,
            timeout=20,
        )
        return office, server

    yield start
    asyncio.run_coroutine_threadsafe(_closed(servers), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    running.join(20)
    loop.close()
    gc.collect()  # what a refused handshake leaves behind is warned of here, and not elsewhere


async def _closed(servers: list[asyncio.Server]) -> None:
    for each in servers:
        each.close()
    talks = asyncio.all_tasks() - {asyncio.current_task()}
    for talk in talks:
        talk.cancel()
    await asyncio.gather(*talks, return_exceptions=True)
    await asyncio.sleep(0.05)


def _context(certificate: Certificate) -> ssl.SSLContext:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate.cert, certificate.key)
    return tls


@pytest.fixture
def authority(tmp_path, monkeypatch) -> Certificate:
    """An authority that this machine is told to trust."""
    made = make_authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.cert))
    return made


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_goes_encrypted_to_a_server_of_a_trusted_authority(opened, authority, security):
    office, server = opened(sign(authority), security)

    send_letter(LETTER, READER, server)

    assert office.letters == [(READER, True)]


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("host", "days", "reason", "hint"),
    [
        ("other.example", 1, "Hostname mismatch", "as the certificate names the server"),
        ("localhost", -1, "certificate has expired", "ask for a new certificate there"),
    ],
)
def test_a_certificate_that_does_not_hold_is_given_no_letter(
    opened, authority, security, host, days, reason, hint
):
    office, server = opened(sign(authority, host, "127.0.0.2", days), security)

    with pytest.raises(DeliveryError) as caught:
        send_letter(LETTER, READER, server)

    assert "the mail server `office` has a certificate we do not trust" in caught.value.message
    assert reason in caught.value.message
    assert hint in str(caught.value)
    assert office.letters == []


def test_an_unknown_authority_is_told_with_the_way_to_trust_it(opened, tmp_path):
    _, server = opened(sign(make_authority(tmp_path)), "starttls")

    with pytest.raises(DeliveryError, match=r"hint: an authority of the house .* SSL_CERT_FILE"):
        try_server(server)


def test_a_server_without_starttls_is_told_with_the_other_way(opened):
    _, server = opened(None, "starttls")

    with pytest.raises(DeliveryError, match=r"STARTTLS(?s:.*)hint: write `security: tls`"):
        try_server(server)
