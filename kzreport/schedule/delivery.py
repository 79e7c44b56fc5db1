"""Deliver a published slot: each target by itself, tried again with patience, and never silently.

Every sending is noted before it begins and after it ends. A note of a beginning without an end
tells that the machine stopped in between: folders are looked at, and a letter is sent once more,
or held for a person, as the channel says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kzreport.errors import DeliveryError
from kzreport.schedule.ledger import Ledger
from kzreport.schedule.manifest import Manifest, read_manifest
from kzreport.schedule.outcomes import Refused, Unanswered
from kzreport.schedule.rows import Key, Sending, read_slot
from kzreport.schedule.senders.folder import send_to_folder
from kzreport.schedule.senders.mail import Letter, papers_of, send_letter
from kzreport.schedule.senders.remote import send_to_url
from kzreport.timetable import Schedule
from kzreport.timetable.channels import (
    Channel,
    FolderChannel,
    MailChannel,
    MailServer,
    UrlChannel,
    filled_in,
)
from kzreport.timetable.due import worded

#: how long after each failure it is tried again; after the last one it is given up
PATIENCE = (1, 5, 15, 60, 180)

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Target:
    """One reader of one slot: `name` is how the ledger calls it."""

    name: str
    channel: Channel
    place: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is needed to deliver slots of `schedule`; `root` is the folder of the project."""

    ledger: Ledger
    schedule: Schedule
    servers: Mapping[str, MailServer]
    root: Path
    step: Step


def targets_of(schedule: Schedule, slot: datetime) -> list[Target]:
    """Return the targets of a slot; each recipient of a letter is one of their own."""
    found: list[Target] = []
    for channel in schedule.deliver:
        match channel:
            case FolderChannel(folder=folder):
                place = filled_in(folder, schedule.name, slot, schedule.timing.zone)
                found.append(Target(f"folder:{place}", channel, place))
            case UrlChannel(url=url):
                place = filled_in(url, schedule.name, slot, schedule.timing.zone)
                found.append(Target(f"url:{place}", channel, place))
            case MailChannel(to=recipients, server=server):
                found += [Target(f"mail:{server}:{each}", channel, each) for each in recipients]
    return list({target.name: target for target in found}.values())


def deliver(work: Delivery, key: Key, now: datetime) -> None:
    """Try what is to be sent for a slot and is not waiting; note what became of it."""
    targets = {target.name: target for target in targets_of(work.schedule, key.slot)}
    for sending in work.ledger.outbox(key):
        if sending.state in ("queued", "sending") and not _waits(sending, now):
            _try(work, key, sending, targets.get(sending.target), now)
    _settle(work, key, now)


def _waits(sending: Sending, now: datetime) -> bool:
    return bool(sending.retry_at) and read_slot(sending.retry_at) > now


def _try(work: Delivery, key: Key, sending: Sending, target: Target | None, now: datetime) -> None:
    if target is None:
        _give_up(work, key, sending.target, now, "the channel is no longer in kzreport.yaml")
        return
    channel = target.channel
    held = isinstance(channel, MailChannel) and channel.on_unknown == "hold"
    if sending.state == "sending" and held:
        _hold(work, key, target, now, "the machine stopped while the letter was being sent")
        return
    if now - key.slot > _longest(work.schedule) and not sending.tries:
        _give_up(work, key, target.name, now, f"too late by now: {worded(now - key.slot)}")
        return
    work.ledger.send(key, target.name, now, "sending")
    work.step("sending")
    try:
        _send(work, key, target)
    except Unanswered as exc:
        if held:
            _hold(work, key, target, now, exc.message)
        else:
            _try_later(work, key, target, sending.tries, now, exc.message)
    except Refused as exc:
        _give_up(work, key, target.name, now, exc.message)
    except (DeliveryError, OSError) as exc:
        _try_later(work, key, target, sending.tries, now, str(exc))
    else:
        work.step("sent")
        work.ledger.send(key, target.name, now, "sent")
        work.step("noted")


def _longest(schedule: Schedule) -> timedelta:
    """Return after what time a first try is no use: nobody wants last week's briefing."""
    return schedule.grace + timedelta(days=1)


def _send(work: Delivery, key: Key, target: Target) -> None:
    published = work.ledger.place(key)
    manifest = read_manifest(published)
    if manifest is None:
        raise Refused(f"`{published}` is gone, or has no manifest")
    _check_level(manifest, target.channel)
    match target.channel:
        case FolderChannel():
            send_to_folder(published, work.root / Path(target.place).expanduser())
        case UrlChannel() as channel:
            send_to_url(published, target.place, channel)
        case MailChannel() as channel:
            letter = _letter(work, key, channel, published)
            send_letter(letter, target.place, work.servers[channel.server])


def _check_level(manifest: Manifest, channel: Channel) -> None:
    """The last look before a paper leaves: kzreport.yaml may have changed since it was made."""
    if manifest.level > channel.level:
        raise Refused(f"it is {manifest.level}, and this channel carries {channel.level} at most")
    if any(paper.is_draft for paper in manifest.papers):
        raise Refused("a draft is never delivered")


def _letter(work: Delivery, key: Key, channel: MailChannel, published: Path) -> Letter:
    papers = papers_of(published)
    subject = filled_in(channel.subject, key.schedule, key.slot, work.schedule.timing.zone)
    lines = [subject, "", *(f"- {paper.name}" for paper in papers)]
    return Letter(
        name=f"{key.schedule}.{key.folder}",
        date=key.slot,
        to=channel.to,
        subject=subject,
        text="\n".join(lines) + "\n",
        papers=papers,
    )


# -- what became of it ------------------------------------------------------------------------


def retry_at(now: datetime, tries: int, seed: str) -> datetime | None:
    """Return when to try again after `tries` failures before this one; `None` to give up.

    Up to a fifth is added so that many senders do not come back at one moment; it depends on
    `seed` and not on chance, so that the same history has the same times.
    """
    if tries >= len(PATIENCE):
        return None
    share = hashlib.sha256(f"{seed} {tries}".encode()).digest()[0] / 255 / 5
    return now + timedelta(minutes=PATIENCE[tries] * (1 + share))


def _try_later(
    work: Delivery, key: Key, target: Target, tries: int, now: datetime, reason: str
) -> None:
    again = retry_at(now, tries, f"{key} {target.name}")
    if again is None:
        _give_up(work, key, target.name, now, f"{reason} (tried {tries + 1} times)")
    else:
        work.ledger.send(key, target.name, now, "queued", reason, again)


def _hold(work: Delivery, key: Key, target: Target, now: datetime, reason: str) -> None:
    work.ledger.send(key, target.name, now, "held", reason)
    summary = f"{key.schedule} of {key.text}: it is not known whether a letter arrived"
    hint = "ask the reader; `kzreport schedule resend` sends it once more"
    work.ledger.alert(now, key.schedule, summary, f"{target.name}: {reason}; {hint}", target.name)


def _give_up(work: Delivery, key: Key, target: str, now: datetime, reason: str) -> None:
    work.ledger.send(key, target, now, "failed", reason)
    summary = f"{key.schedule} of {key.text}: not delivered to one of its readers"
    work.ledger.alert(now, key.schedule, summary, f"{target}: {reason}", target)


def _settle(work: Delivery, key: Key, now: datetime) -> None:
    """Note the end of a slot once nothing of it waits."""
    sendings = work.ledger.outbox(key)
    failed = [each for each in sendings if each.state == "failed"]
    if any(each.state in ("queued", "sending", "held") for each in sendings):
        return
    if failed:
        reason = "; ".join(f"{each.target}: {each.reason}" for each in failed)
        work.ledger.finish(key, now, "refused", f"it did not reach {reason}")
    else:
        places = len(sendings)
        words = f"to {places} place{'' if places == 1 else 's'}" if places else "published only"
        work.ledger.finish(key, now, "delivered", words)
    work.step("settled")
