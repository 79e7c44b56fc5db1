"""How things stand: what was issued last, what comes next, what is overdue and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kzreport.schedule.ledger import Ledger
from kzreport.schedule.manifest import slot_text
from kzreport.timetable import Schedule, Timetable, due, upcoming
from kzreport.timetable.due import worded

#: what is not done by then is overdue; making and sending take their time
PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Status:
    """A schedule: its last slot and what became of it, its next one, and what is wrong."""

    schedule: str
    last: str
    outcome: str
    reason: str
    next: str
    trouble: tuple[str, ...]


def status_of(timetable: Timetable, ledger: Ledger, now: datetime) -> list[Status]:
    """Return how each schedule stands at `now`; nothing is changed."""
    silence = _silence(ledger, now)
    return [_status(plan, ledger, now, silence) for plan in timetable.schedules.values()]


def _silence(ledger: Ledger, now: datetime) -> tuple[str, ...]:
    latest = ledger.latest()
    if latest is None:
        return ("no pass was ever made: is `kzreport schedule once` called?",)
    if now - latest > PATIENCE:
        return (f"no pass was made for {worded(now - latest)}",)
    return ()


def _status(plan: Schedule, ledger: Ledger, now: datetime, silence: tuple[str, ...]) -> Status:
    last = ledger.last(plan.name)
    slots = upcoming(plan.timing, now, 1)
    return Status(
        schedule=plan.name,
        last=last.key.text if last else "",
        outcome=last.state if last else "",
        reason=last.reason if last else "",
        next=slot_text(slots[0].at) if slots else "",
        trouble=(*silence, *_overdue(plan, ledger, now), *_unsent(plan, ledger)),
    )


def _overdue(plan: Schedule, ledger: Ledger, now: datetime) -> list[str]:
    """Return the slots that should be done by now."""
    known = ledger.timings().get(plan.name)
    owed = due(plan, ledger.history(plan.name, known[0]), now).run if known else ()
    begun = [row.key.slot for row in ledger.unfinished(plan.name)]
    late = sorted(at for at in {*owed, *begun} if now - at > PATIENCE)
    return [f"{slot_text(at)} is overdue by {worded(now - at)}" for at in late]


def _unsent(plan: Schedule, ledger: Ledger) -> list[str]:
    last = ledger.last(plan.name)
    if last is None:
        return []
    refused = [f"{last.key.text} was refused"] if last.state == "refused" else []
    held = [
        f"{last.key.text}: held for {each.target}"
        for each in ledger.outbox(last.key)
        if each.state == "held"
    ]
    return [*refused, *held]
