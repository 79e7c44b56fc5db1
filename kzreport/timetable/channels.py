"""Where papers and alerts go: folders, mail boxes, other machines; and with what secrets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from kzreport.errors import Location
from kzreport.facts.fields import Level
from kzreport.timetable.zones import zone

#: what a place or a subject may name in braces
FIELDS = ("schedule", "slot", "local_date", "local_time")

OnUnknown = Literal["resend", "hold"]
Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is kept: `file`, `env` or `credential` (systemd); never the secret itself."""

    kind: Literal["file", "env", "credential"]
    name: str

    def __str__(self) -> str:
        return f"{self.kind} `{self.name}`"


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail; it is given letters for `allowed_domains` only."""

    name: str
    host: str
    sender: str
    allowed_domains: tuple[str, ...]
    at: Location
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password: Secret | None = None
    timeout: int = 60


@dataclass(frozen=True, slots=True)
class FolderChannel:
    """A folder on this machine, or on a share; each slot makes one of its own."""

    folder: str
    at: Location
    level: Level = Level.public


@dataclass(frozen=True, slots=True)
class MailChannel:
    """Readers by mail; each gets a letter of their own, so that one refusal stops no other."""

    to: tuple[str, ...]
    server: str
    subject: str
    at: Location
    level: Level = Level.public
    on_unknown: OnUnknown = "resend"


@dataclass(frozen=True, slots=True)
class UrlChannel:
    """A folder anywhere that fsspec reaches: sftp, ftp, s3, webdav, smb."""

    url: str
    at: Location
    level: Level = Level.public
    options: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)


Channel = FolderChannel | MailChannel | UrlChannel


@dataclass(frozen=True, slots=True)
class PingAlert:
    """An address that is called after each pass, with `/fail` when something went wrong.

    Who stays silent is missed there: the service raises the alarm when no call comes.
    """

    url: str | Secret
    at: Location
    level: Level = Level.public


@dataclass(frozen=True, slots=True)
class FileAlert:
    """A file to which each alert is added as a line."""

    file: str
    at: Location
    level: Level = Level.public


AlertChannel = MailChannel | PingAlert | FileAlert


def secrets_of(servers: Iterable[MailServer], channels: Iterable[object]) -> list[Secret]:
    """Return every secret that mail servers and channels ask for."""
    found = [server.password for server in servers]
    for channel in channels:
        match channel:
            case UrlChannel(secrets=secrets):
                found += secrets.values()
            case PingAlert(url=Secret() as secret):
                found.append(secret)
    return [each for each in found if each is not None]


def filled_in(text: str, schedule: str, slot: datetime, place: str) -> str:
    """Return `text` with the words in braces replaced: `{schedule}`, `{local_date}` and so on."""
    local = slot.astimezone(zone(place))
    return text.format(
        schedule=schedule,
        slot=f"{slot:%Y-%m-%dT%H%M%SZ}",
        local_date=f"{local:%Y-%m-%d}",
        local_time=f"{local:%H%M}",
    )
