"""What a person asks for beside the plan: run now, leave out, send once more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kzreport.errors import ProjectError
from kzreport.schedule.locks import held
from kzreport.schedule.manifest import slot_text
from kzreport.schedule.passing import Desk, Told, finish_pass, register, run_slot
from kzreport.schedule.rows import Key, read_slot
from kzreport.timetable import Schedule, slots_between, upcoming
from kzreport.timetable.timing import instant
from kzreport.timetable.zones import zone

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:?\d\d:?\d\dZ\Z")
_SECOND = timedelta(seconds=1)


def run_now(desk: Desk, name: str, slot: datetime | None, now: datetime) -> Told:
    """Issue `slot` again from its beginning, or one for this very moment.

    Raise `ProjectError` when the slot is published already: it is sent again, not made again.
    """
    plan = desk.timetable.get(name)
    key = Key(name, slot or now.replace(microsecond=0))
    with held(desk.ledger.lock_of(name)) as free:
        if not free:
            return _busy(name)
        register(desk, plan, now)
        if desk.ledger.place(key).exists():
            hint = f"`kzreport schedule resend {name} {key.text}` sends it once more"
            raise ProjectError(f"{name} of {key.text} is published already", hint=hint)
        desk.ledger.order(key, now, "a person asked for it")
        told = run_slot(desk, plan, key, now)
    finish_pass(desk, now, [told])
    return told


def leave_out(desk: Desk, name: str, slot: datetime | None, now: datetime, reason: str) -> Told:
    """Record a slot as skipped: the next one, unless it is named."""
    plan = desk.timetable.get(name)
    key = Key(name, slot or _next(plan, now))
    with held(desk.ledger.lock_of(name)) as free:
        if not free:
            return _busy(name)
        register(desk, plan, now)
        row = desk.ledger.row(key)
        if row is not None and row.state != "claimed":
            raise ProjectError(f"{name} of {key.text} is {row.state} already")
        words = f"a person left it out: {reason}" if reason else "a person left it out"
        desk.ledger.finish(key, now, "skipped", words)
        desk.ledger.alert(now, name, f"{name} of {key.text} is left out", words)
    told = Told(name, key.text, "skipped", words)
    finish_pass(desk, now, [])
    return told


def send_again(desk: Desk, name: str, slot: datetime, to: Sequence[str], now: datetime) -> Told:
    """Send a published slot once more: to the targets `to`, or to those it did not reach."""
    plan = desk.timetable.get(name)
    key = Key(name, slot)
    with held(desk.ledger.lock_of(name)) as free:
        if not free:
            return _busy(name)
        targets = _targets(desk, key, to)
        desk.ledger.send_again(key, targets, now)
        told = run_slot(desk, plan, key, now)
    finish_pass(desk, now, [told])
    return told


def _targets(desk: Desk, key: Key, to: Sequence[str]) -> list[str]:
    sendings = {each.target: each for each in desk.ledger.outbox(key)}
    if not sendings or not desk.ledger.place(key).exists():
        hint = f"`kzreport schedule history {key.schedule}` shows its slots"
        raise ProjectError(f"{key.schedule} of {key.text} was never published", hint=hint)
    for target in to:
        if target not in sendings:
            known = ", ".join(f"`{each}`" for each in sendings)
            raise ProjectError(f"it was never for `{target}`", hint=f"it was for {known}")
    unreached = [each.target for each in sendings.values() if each.state != "sent"]
    if not to and not unreached:
        hint = "name one: " + ", ".join(f"`--to {each}`" for each in sendings)
        raise ProjectError(f"{key.schedule} of {key.text} reached everybody", hint=hint)
    return list(to) or unreached


def _busy(name: str) -> Told:
    return Told(name, "", "busy", "another run is at it")


def _next(plan: Schedule, now: datetime) -> datetime:
    slots = [slot for slot in upcoming(plan.timing, now, 5) if not slot.skipped]
    if not slots:
        raise ProjectError(f"`{plan.name}` has no slot to come")
    return slots[0].at


def planned_slot(plan: Schedule, text: str) -> datetime:
    """Return the slot that a person names: by its instant, or by its day at the place.

    Raise `ProjectError` when the schedule has no such slot, or several on that day.
    """
    if _INSTANT.match(text):
        return read_slot(_with_colons(text))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        hint = "write its day, 2026-11-23, or its instant, 2026-11-23T06:00:00Z"
        raise ProjectError(f"`{text}` names no slot", hint=hint) from None
    midnight = datetime.min.time()
    begin = instant(day, midnight, plan.timing.zone)
    end = instant(day + timedelta(days=1), midnight, plan.timing.zone)
    found = [slot.at for slot in slots_between(plan.timing, begin - _SECOND, end - _SECOND)]
    if len(found) != 1:
        known = (
            ", ".join(slot_text(each) for each in found) or "`kzreport schedule next` shows them"
        )
        raise ProjectError(f"`{plan.name}` has {len(found)} slots on {day}", hint=known)
    return found[0]


def _with_colons(text: str) -> str:
    """Return an instant as the ledger writes it, also when it was copied from a folder's name."""
    day, _, clock = text.partition("T")
    digits = clock.replace(":", "").rstrip("Z")
    return f"{day}T{digits[:2]}:{digits[2:4]}:{digits[4:]}Z"


def local_words(slot: datetime, plan: Schedule) -> str:
    """Return a slot by the clock of its place: `Mon 23 Nov 2026 07:00 CET`."""
    return f"{slot.astimezone(zone(plan.timing.zone)):%a %d %b %Y %H:%M %Z}"
