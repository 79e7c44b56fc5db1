"""Send papers as a letter. The same slot to the same reader is the same letter, byte for byte."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime
from pathlib import Path

from kzreport.errors import DeliveryError
from kzreport.schedule.manifest import FILE as MANIFEST
from kzreport.schedule.outcomes import Refused, Unanswered
from kzreport.schedule.secrets import fetch_secret, without
from kzreport.timetable.channels import MailServer

#: what papers are; the table of the system may differ from machine to machine
_KINDS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".md": "text/markdown",
}
#: answers from 500 on are final, those below may change
_FINAL = 500
_STARTTLS_HINT = "write `security: tls` if it encrypts from the start (port 465), or ask its keeper"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be. `name` is what its Message-ID is made of: equal names, one letter."""

    name: str
    date: datetime
    to: tuple[str, ...]
    subject: str
    text: str
    papers: tuple[Path, ...] = ()


def papers_of(published: Path) -> tuple[Path, ...]:
    """Return the papers of a published folder, in order; the manifest is for programs."""
    return tuple(sorted(each for each in published.iterdir() if each.name != MANIFEST))


def message_id(letter: Letter, server: MailServer) -> str:
    """Return the Message-ID: the same whenever and however often the letter is sent."""
    domain = server.sender.rpartition("@")[2]
    return f"<{letter.name}.{hashlib.sha256(letter.name.encode()).hexdigest()[:12]}@{domain}>"


def write_letter(letter: Letter, server: MailServer) -> bytes:
    """Return the letter as it travels; the same bytes every time."""
    message = EmailMessage(policy=POLICY)
    message["From"] = server.sender
    message["To"] = ", ".join(letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = message_id(letter, server)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    for paper in letter.papers:
        kind, _, detail = _KINDS.get(paper.suffix, "application/octet-stream").partition("/")
        message.add_attachment(
            paper.read_bytes(), maintype=kind, subtype=detail, filename=paper.name
        )
    if message.is_multipart():
        # else a new one is thrown each time
        message.set_boundary(hashlib.sha256(b"boundary " + letter.name.encode()).hexdigest()[:32])
    return message.as_bytes()


def send_letter(letter: Letter, recipient: str, server: MailServer) -> None:
    """Hand the letter for one recipient to the server.

    Raise `Refused` for a final no, `Unanswered` when the letter was handed over and no answer
    came, and `DeliveryError` for anything that may pass.
    """
    password = fetch_secret(server.password) if server.password else ""
    data = write_letter(letter, server)
    with _translated(server, password), _connected(server, password) as smtp:
        _ask(smtp.mail(server.sender))
        _ask(smtp.rcpt(recipient))
        try:
            code, answer = smtp.data(data)
        except smtplib.SMTPDataError as exc:
            code, answer = exc.smtp_code, exc.smtp_error  # type: ignore[assignment]
        except (OSError, smtplib.SMTPException) as exc:
            raise Unanswered(f"no answer to the letter: {_words(exc)}") from exc
        _ask((code, answer))


def try_server(server: MailServer) -> None:
    """Connect, encrypt and log in, and send nothing; raise `DeliveryError` when that fails."""
    password = fetch_secret(server.password) if server.password else ""
    with _translated(server, password), _connected(server, password) as smtp:
        _ask(smtp.noop())


@contextmanager
def _connected(server: MailServer, password: str) -> Iterator[smtplib.SMTP]:
    tls = ssl.create_default_context()
    host, port, wait = server.host, server.port, server.timeout
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=wait, context=tls)
    else:
        smtp = smtplib.SMTP(host, port, timeout=wait)
    try:
        if server.security == "starttls":
            smtp.starttls(context=tls)
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, password)
        yield smtp
        _say_goodbye(smtp)
    finally:
        smtp.close()


def _say_goodbye(smtp: smtplib.SMTP) -> None:
    """The letter is taken already; what the server says now changes nothing."""
    try:
        smtp.quit()
    except (OSError, smtplib.SMTPException):
        return


def _ask(reply: tuple[int, bytes]) -> None:
    """Raise for an answer that is no yes."""
    code, words = reply
    if code >= _FINAL:
        raise Refused(f"{code} {words.decode(errors='replace')}")
    if not 200 <= code < 300:
        raise DeliveryError(f"{code} {words.decode(errors='replace')}")


@contextmanager
def _translated(server: MailServer, password: str) -> Iterator[None]:
    """Put what smtplib raises into our words, with no secret in them."""
    name = f"the mail server `{server.name}`"
    try:
        yield
    except DeliveryError as exc:
        raise type(exc)(without([password], f"{name}: {exc.message}")) from exc
    except smtplib.SMTPAuthenticationError as exc:
        raise DeliveryError(f"{name} does not let us in: {exc.smtp_code}") from exc
    except ssl.SSLCertVerificationError as exc:
        message = f"{name} has a certificate we do not trust: {exc.verify_message}"
        raise DeliveryError(message, hint=_certificate_hint(server, exc)) from exc
    except (OSError, smtplib.SMTPException) as exc:
        hint = _STARTTLS_HINT if _lacks_starttls(exc) else ""
        raise DeliveryError(without([password], f"{name}: {_words(exc)}"), hint=hint) from exc


def _certificate_hint(server: MailServer, exc: ssl.SSLCertVerificationError) -> str:
    match exc.verify_code:
        case 10:  # X509_V_ERR_CERT_HAS_EXPIRED
            return "ask for a new certificate there, and look at this machine's clock"
        case 62 | 64:  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
            return f"write `host:` as the certificate names the server, not `{server.host}`"
    return "an authority of the house is added to those of the system, or named by SSL_CERT_FILE"


def _lacks_starttls(exc: Exception) -> bool:
    # smtplib raises the same for a server without AUTH; only the words differ
    return isinstance(exc, smtplib.SMTPNotSupportedError) and "STARTTLS" in str(exc)


def _words(exc: Exception) -> str:
    return str(exc) or type(exc).__name__
