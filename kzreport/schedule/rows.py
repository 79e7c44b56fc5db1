"""What the ledger holds, as values: slots, sendings, alerts, lines of the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from kzreport.schedule.manifest import folder_name, slot_text

State = Literal["claimed", "staged", "published", "delivered", "unchanged", "refused", "skipped"]
#: a slot in one of these is done with, unless a person takes it up again
FINAL = ("delivered", "unchanged", "refused", "skipped")
SendState = Literal["queued", "sending", "sent", "held", "failed"]


class Key(NamedTuple):
    """A slot of a schedule."""

    schedule: str
    slot: datetime

    @property
    def text(self) -> str:
        return slot_text(self.slot)

    @property
    def folder(self) -> str:
        return folder_name(self.slot)


@dataclass(frozen=True, slots=True)
class Row:
    """Where a slot stands."""

    key: Key
    state: State
    attempt: int
    failures: int
    retry_at: str
    staged: str
    sha: str
    fingerprint: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sending:
    """One thing to be sent: a slot to a target."""

    target: str
    state: SendState
    tries: int
    retry_at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history."""

    at: str
    schedule: str
    slot: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Alert:
    """Something a person should know. `failing` is the channel that cannot tell it."""

    id: int
    at: str
    schedule: str
    summary: str
    detail: str
    failing: str
    told: tuple[str, ...]


def read_slot(text: str) -> datetime:
    """Return the instant that `slot_text` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
