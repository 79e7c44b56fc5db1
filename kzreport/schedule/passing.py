"""One pass: guard the clock, see what is owed, issue and deliver it, tell what must be told.

Many passes may run at once, in as many processes: the lock of a schedule lets one of them work on
it, and the others say so. Read `run_once` from top to bottom.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from kzreport.errors import DeliveryError, KzReportError, Location
from kzreport.files import put_file
from kzreport.schedule.alerts import ping_all, tell_all
from kzreport.schedule.clock import clock_problem
from kzreport.schedule.delivery import Delivery, Step, deliver, retry_at, targets_of
from kzreport.schedule.issuing import Issue, issue
from kzreport.schedule.ledger import Ledger
from kzreport.schedule.locks import held
from kzreport.schedule.making import Maker
from kzreport.schedule.manifest import slot_text
from kzreport.schedule.opening import HEARTBEAT
from kzreport.schedule.rows import Key, Row, read_slot
from kzreport.timetable import Owed, Schedule, Timetable, due
from kzreport.timetable.due import History, Skip, worded
from kzreport.timetable.timing import Timing

log = logging.getLogger(__name__)

#: a schedule that is no longer in the file
_NOWHERE = Location("kzreport.yaml")

Outcome = Literal[
    "delivered", "unchanged", "refused", "undelivered", "skipped", "holiday",
    "waiting", "busy", "held",
]  # fmt: skip


#: what the address that is called hears of as a failure
_BAD = ("refused", "undelivered", "skipped", "held")


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a slot, or of a whole schedule when `slot` is empty."""

    schedule: str
    slot: str
    outcome: Outcome
    reason: str = ""

    def __str__(self) -> str:
        what = " ".join(part for part in (self.schedule, self.slot) if part)
        return f"{what or 'all schedules'}: {self.outcome}" + (
            f", {self.reason}" if self.reason else ""
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """What a pass works with; `step` hears each step when it is done (for tests and logs)."""

    timetable: Timetable
    ledger: Ledger
    maker: Maker
    root: Path
    step: Step = lambda _: None


def run_once(desk: Desk, now: datetime, *, accept_clock: bool = False) -> list[Told]:
    """Do everything that is owed at `now`, and return what became of it.

    A clock that cannot be right holds everything, and tells so; `accept_clock` is a person's
    word that it is right.
    """
    problem = "" if accept_clock else clock_problem(now, desk.ledger.latest())
    if problem:
        return [_held(desk, now, problem)]
    desk.ledger.passed(now)
    _let_go(desk, now)
    told = [each for name in desk.timetable.schedules for each in _run_schedule(desk, name, now)]
    finish_pass(desk, now, told)
    return told


def finish_pass(desk: Desk, now: datetime, told: list[Told]) -> None:
    """Tell the alerts, leave a sign of life, and call whoever waits for one."""
    tell_all(desk.ledger, desk.timetable, desk.root, now)
    held_back = next((each.reason for each in told if each.outcome == "held"), "")
    _heartbeat(desk.ledger.root, now, held_back)
    bad = {each.schedule for each in told if each.outcome in _BAD}
    ping_all(desk.timetable, frozenset(bad))


def hold(desk: Desk, now: datetime, problem: str) -> Told:
    """Record that nothing is run because of `problem`; it is told once a day, not each time."""
    summary = "nothing is run: the clock cannot be right"
    last = desk.ledger.last_alert("", summary)
    if last is None or abs(now - last).days >= 1:
        hint = "set the clock, or run `kzreport schedule once --accept-clock` if it is right"
        desk.ledger.alert(now, "", summary, f"{problem}; {hint}")
    return Told("", "", "held", problem)


def _held(desk: Desk, now: datetime, problem: str) -> Told:
    told = hold(desk, now, problem)
    finish_pass(desk, now, [told])
    return told


def _heartbeat(root: Path, now: datetime, problem: str) -> None:
    data = {"at": slot_text(now), "held": problem}
    put_file(root / HEARTBEAT, (json.dumps(data) + "\n").encode())


# -- schedules that are new, changed or gone --------------------------------------------------


def register(desk: Desk, plan: Schedule, now: datetime) -> None:
    """Note since when a schedule counts; the caller holds its lock.

    What an edit of its timing cuts off is recorded as skipped.
    """
    since, timing, active = desk.ledger.timings().get(plan.name, (now, plan.timing, False))
    if active and timing == plan.timing:
        return
    if active:
        _cut_off(desk, plan, timing, since, now, "its timing was changed before it ran")
    desk.ledger.register(plan.name, plan.timing, now)


def _let_go(desk: Desk, now: datetime) -> None:
    """Note the schedules that are no longer in the file, with what they still owed."""
    for name, (since, timing, active) in desk.ledger.timings().items():
        if not active or name in desk.timetable.schedules:
            continue
        with held(desk.ledger.lock_of(name)) as free:
            if free:
                gone = Schedule(name, timing, (), _NOWHERE)
                reason = "it left kzreport.yaml before it ran"
                _cut_off(desk, gone, timing, since, now, reason)
                for row in desk.ledger.unfinished(name):
                    _refused(desk, gone, row.key, now, "it left kzreport.yaml before it was done")
                desk.ledger.register(name, timing, now, active=False)


def _cut_off(
    desk: Desk, plan: Schedule, timing: Timing, since: datetime, now: datetime, reason: str
) -> None:
    before = replace(plan, timing=timing)
    owed = due(before, desk.ledger.history(plan.name, since), now)
    skips = [*owed.skipped, *(Skip(at, reason) for at in owed.run)]
    _skip(desk, plan.name, skips, now)


def _skip(desk: Desk, name: str, skips: list[Skip], now: datetime) -> None:
    """Record slots as skipped; one alert tells of all that a person did not foresee."""
    if not skips:
        return
    missed = [skip for skip in skips if not skip.foreseen]
    words = ""
    if missed:
        first = f"{name} of {slot_text(missed[0].at)} was skipped: {missed[0].reason}"
        words = first if len(missed) == 1 else f"{first}; and {len(missed) - 1} more after it"
    desk.ledger.skip(name, skips, now, words)


# -- one schedule -----------------------------------------------------------------------------


def _run_schedule(desk: Desk, name: str, now: datetime) -> Iterator[Told]:
    with held(desk.ledger.lock_of(name)) as free:
        if not free:
            yield Told(name, "", "busy", "another run is at it")
            return
        plan = desk.timetable.schedules[name]
        register(desk, plan, now)
        owed = _owed(desk, plan, now)
        _skip(desk, name, list(owed.skipped), now)
        for skip in owed.skipped:
            outcome: Outcome = "holiday" if skip.foreseen else "skipped"
            yield Told(name, slot_text(skip.at), outcome, skip.reason)
        for key in _to_do(desk, plan, owed, now):
            yield run_slot(desk, plan, key, now)


def _owed(desk: Desk, plan: Schedule, now: datetime) -> Owed:
    since = desk.ledger.timings()[plan.name][0]
    history: History = desk.ledger.history(plan.name, since)
    return due(plan, history, now)


def _to_do(desk: Desk, plan: Schedule, owed: Owed, now: datetime) -> list[Key]:
    """Return the slots to work on: those begun and not waiting, then those newly owed."""
    begun = [row.key for row in desk.ledger.unfinished(plan.name) if not _waits(row, now)]
    return sorted({*begun, *(Key(plan.name, at) for at in owed.run)})


def _waits(row: Row, now: datetime) -> bool:
    return bool(row.retry_at) and row.state == "claimed" and read_slot(row.retry_at) > now


def run_slot(desk: Desk, plan: Schedule, key: Key, now: datetime) -> Told:
    """Issue and deliver one slot; whatever goes wrong ends in a row and in words."""
    row = desk.ledger.row(key)
    if row and row.state == "claimed" and row.attempt and now - key.slot > plan.grace:
        return _too_late(desk, plan, row, now)
    targets = [target.name for target in targets_of(plan, key.slot)]
    try:
        issue(Issue(desk.ledger, plan, key, desk.maker, targets, desk.step), now)
    except (DeliveryError, OSError, MemoryError) as exc:
        return _postponed(desk, plan, key, now, _words(exc))
    except KzReportError as exc:
        return _refused(desk, plan, key, now, str(exc))
    except Exception as exc:
        log.debug("%s %s failed", *key, exc_info=exc)
        fault = f"a fault of kzreport itself: {type(exc).__name__}"
        return _refused(desk, plan, key, now, f"{fault}; run it by hand with -v to see where")
    delivery = Delivery(desk.ledger, plan, desk.timetable.servers, desk.root, desk.step)
    row = desk.ledger.row(key)
    if row and row.state == "published":
        deliver(delivery, key, now)
    return _told(desk, key)


def _too_late(desk: Desk, plan: Schedule, row: Row, now: datetime) -> Told:
    reason = f"too late by now; `grace` is {worded(plan.grace)}"
    reason += f"; it was tried before: {row.reason}" if row.reason else ""
    desk.ledger.finish(row.key, now, "skipped", reason)
    desk.ledger.alert(now, plan.name, f"{plan.name} of {row.key.text} was skipped", reason)
    return Told(plan.name, row.key.text, "skipped", reason)


def _postponed(desk: Desk, plan: Schedule, key: Key, now: datetime, reason: str) -> Told:
    row = desk.ledger.row(key)
    again = retry_at(now, row.failures if row else 0, f"{key}")
    if again is None:
        return _refused(desk, plan, key, now, f"{reason} (tried again and again)")
    desk.ledger.postpone(key, now, again, reason)
    return Told(plan.name, key.text, "waiting", f"{reason}; tried again at {slot_text(again)}")


def _refused(desk: Desk, plan: Schedule, key: Key, now: datetime, reason: str) -> Told:
    desk.ledger.finish(key, now, "refused", reason)
    desk.ledger.alert(now, plan.name, f"{plan.name} of {key.text} was refused", reason)
    return Told(plan.name, key.text, "refused", reason)


def _told(desk: Desk, key: Key) -> Told:
    row = desk.ledger.row(key)
    if row is None:
        return Told(key.schedule, key.text, "waiting")
    if row.state == "refused" and row.sha:
        return Told(key.schedule, key.text, "undelivered", row.reason)
    if row.state in ("delivered", "unchanged", "refused"):
        return Told(key.schedule, key.text, row.state, row.reason)
    sendings = desk.ledger.outbox(key)
    words = "; ".join(f"{each.target}: {each.reason or each.state}" for each in sendings)
    return Told(key.schedule, key.text, "waiting", words)


def _words(exc: BaseException) -> str:
    if isinstance(exc, OSError):
        return " ".join(filter(None, [exc.strerror, exc.filename and f"`{exc.filename}`"]))
    return str(exc) or type(exc).__name__
