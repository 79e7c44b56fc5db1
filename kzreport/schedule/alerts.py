"""Tell people what they must know: refusals, skips, held letters, a clock that cannot be right.

An alert is a row of the ledger, written with what it is about; here it is told to everybody who
is to hear it, and tried again in the next passes. The channel that failed is not used to tell so.
"""

from __future__ import annotations

import logging
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from kzreport.errors import DeliveryError, PlaceError
from kzreport.facts.fields import Level
from kzreport.files import put_file
from kzreport.schedule.ledger import Ledger
from kzreport.schedule.locks import held
from kzreport.schedule.manifest import slot_text
from kzreport.schedule.rows import Alert, read_slot
from kzreport.schedule.secrets import fetch_secret
from kzreport.schedule.senders.mail import Letter, send_letter
from kzreport.timetable import Timetable
from kzreport.timetable.channels import (
    AlertChannel,
    FileAlert,
    MailChannel,
    PingAlert,
    Secret,
)

log = logging.getLogger(__name__)

#: the log that is always kept, beside the ledger
LOG = "alerts.log"
#: who could not be told for so long is not told any more; the log has it
_LONGEST = timedelta(days=2)
_PING_SECONDS = 10
_ELSEWHERE = "the reason stands in `kzreport schedule history`"


def tell_all(ledger: Ledger, timetable: Timetable, root: Path, now: datetime) -> None:
    """Tell every open alert to whoever has not heard of it.

    Of several passes at once one tells them all; what it misses, its next one tells.
    """
    with held(ledger.lock_of(".alerts")) as free:
        for alert in ledger.open_alerts() if free else ():
            _tell(ledger, alert, timetable, root, now)


def _tell(ledger: Ledger, alert: Alert, timetable: Timetable, root: Path, now: datetime) -> None:
    told = set(alert.told)
    if LOG not in told:
        log.warning("%s: %s", alert.summary, alert.detail)
        _append(ledger.root / LOG, _line(alert, alert.detail))
        told.add(LOG)
    waiting = False
    for hearer in _hearers(timetable, alert.schedule):
        if hearer.name in told or hearer.is_failing(alert.failing):
            continue
        try:
            _send(alert, hearer, _detail(alert, hearer.channel, timetable), timetable, root)
        except (DeliveryError, OSError) as exc:
            log.warning("an alert could not be told to %s: %s", hearer.name, exc)
            waiting = True
        else:
            told.add(hearer.name)
    still_open = waiting and now - read_slot(alert.at) < _LONGEST
    ledger.told(alert, told, still_open=still_open)


@dataclass(frozen=True, slots=True)
class _Hearer:
    """One person, or one file, that hears alerts."""

    name: str
    channel: MailChannel | FileAlert
    recipient: str = ""

    def is_failing(self, failing: str) -> bool:
        """Whether it would be told by the channel that failed."""
        server = getattr(self.channel, "server", "")
        return bool(server) and failing.startswith(f"mail:{server}:")


def _hearers(timetable: Timetable, schedule: str) -> list[_Hearer]:
    """Return who hears of a schedule; what is about none, or one that is gone, all hear."""
    if schedule in timetable.schedules:
        plans = [timetable.schedules[schedule]]
    else:
        plans = list(timetable.schedules.values())
    found: dict[str, _Hearer] = {}
    for channel in (each for plan in plans for each in plan.alert):
        match channel:
            case FileAlert(file=file):
                found.setdefault(f"file:{file}", _Hearer(f"file:{file}", channel))
            case MailChannel(to=recipients, server=server):
                for each in recipients:
                    name = f"mail:{server}:{each}"
                    found.setdefault(name, _Hearer(name, channel, each))
    return list(found.values())


def _detail(alert: Alert, channel: AlertChannel, timetable: Timetable) -> str:
    """Return the reason, if the channel may hear it: it may name facts of the papers' level."""
    plan = timetable.schedules.get(alert.schedule)
    level = plan.level if plan else Level.public if not alert.schedule else Level.restricted
    return alert.detail if channel.level >= level or not alert.detail else _ELSEWHERE


def _send(alert: Alert, hearer: _Hearer, detail: str, timetable: Timetable, root: Path) -> None:
    channel = hearer.channel
    if isinstance(channel, FileAlert):
        _append(root / Path(channel.file).expanduser(), _line(alert, detail))
        return
    subject = channel.subject.format(
        schedule=alert.schedule or "the scheduler",
        slot=alert.at,
        local_date=alert.at[:10],
        local_time=alert.at[11:16],
    )
    letter = Letter(
        name=f"alert.{alert.id}.{alert.at.replace(':', '')}",
        date=read_slot(alert.at),
        to=channel.to,
        subject=subject,
        text=f"{alert.summary}\n\n{detail}\n\n{alert.at}\n",
    )
    send_letter(letter, hearer.recipient, timetable.servers[channel.server])


def _line(alert: Alert, detail: str) -> str:
    words = f"{alert.at} {alert.summary}" + (f": {detail}" if detail else "")
    return " ".join(words.split()) + "\n"


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line)


def cry_out(timetable: Timetable, state: Path, root: Path, now: datetime, words: str) -> None:
    """Tell everybody that nothing can be run, without a ledger to note it in; once a day.

    Where not even that can be noted, it is told each time.
    """
    note = state / "cried.txt"
    day = f"{now:%Y-%m-%d} {words}"
    with suppress(OSError):
        if note.read_text(encoding="utf-8") == day:
            return
    alert = Alert(0, slot_text(now), "", "no schedule can be run", words, "", ())
    for hearer in _hearers(timetable, ""):
        try:
            _send(alert, hearer, words, timetable, root)
        except (DeliveryError, OSError) as exc:
            log.warning("an alert could not be told to %s: %s", hearer.name, exc)
    with suppress(PlaceError):
        put_file(note, day.encode())
    ping_all(timetable, frozenset([""]))


# -- the call that is missed when all is silent -----------------------------------------------


def ping_all(timetable: Timetable, troubled: frozenset[str]) -> None:
    """Call every address of the timetable: with `/fail` where a schedule is `troubled`.

    `troubled` with an empty name means all. What cannot be reached is only logged: it will
    miss the call, and that is what it is for.
    """
    calls: dict[str, bool] = {}
    for plan in timetable.schedules.values():
        bad = "" in troubled or plan.name in troubled
        for channel in plan.alert:
            if isinstance(channel, PingAlert):
                try:
                    url = address(channel)
                except DeliveryError as exc:
                    log.warning("%s", exc)
                else:
                    calls[url] = calls.get(url, False) or bad
    for url, bad in calls.items():
        try:
            ping(url.rstrip("/") + "/fail" if bad else url)
        except (OSError, ValueError) as exc:
            log.warning("no answer from %s: %s", host_of(url), type(exc).__name__)


def address(channel: PingAlert) -> str:
    """Return the address of a ping."""
    return fetch_secret(channel.url) if isinstance(channel.url, Secret) else channel.url


def host_of(url: str) -> str:
    """Return the part of an address that may be written down: the rest is often a secret."""
    return urlsplit(url).hostname or "?"


def ping(url: str) -> None:
    """Call `url` once; raise `OSError` when there is no good answer."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise URLError("only http and https can be called")
    request = Request(url, headers={"User-Agent": "kzreport"})  # noqa: S310  # just looked at
    with closing(urlopen(request, timeout=_PING_SECONDS)) as answer:  # noqa: S310
        answer.read(1000)
