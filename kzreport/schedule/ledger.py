"""The ledger: one row for each slot, what is to be sent and told, and a history that only grows.

A transaction is on the disk when it returns (WAL, `synchronous=FULL`). Who may work on a slot is
decided by a file lock and not here: rows of a process that died simply wait to be taken up.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from kzreport.errors import DeliveryError
from kzreport.schedule.manifest import slot_text
from kzreport.schedule.rows import (
    FINAL,
    Alert,
    Event,
    Key,
    Row,
    Sending,
    SendState,
    State,
    read_slot,
)
from kzreport.timetable.due import History, Skip
from kzreport.timetable.timing import Timing


class Ledger:
    """The ledger in the folder `root`, open; made by `open_ledger`."""

    def __init__(self, root: Path, connection: sqlite3.Connection) -> None:
        self.root = root
        self.connection = connection

    @property
    def published(self) -> Path:
        """The folder of all published slots."""
        return self.root / "published"

    def place(self, key: Key) -> Path:
        """Return the folder that a slot becomes."""
        return self.published / key.schedule / key.folder

    def lock_of(self, schedule: str) -> Path:
        """Return the lock of a schedule: who holds it may work on its slots."""
        return self.root / "locks" / f"{schedule}.lock"

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on the disk afterwards, or none."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException as exc:
            self._roll_back()
            if isinstance(exc, sqlite3.DatabaseError):
                raise DeliveryError(f"the ledger cannot be written: {exc}") from exc
            raise

    def _roll_back(self) -> None:
        """SQLite has rolled back by itself after some faults, such as a full disk."""
        if self.connection.in_transaction:
            with suppress(sqlite3.DatabaseError):
                self.connection.execute("ROLLBACK")

    # -- the clock ----------------------------------------------------------------------------

    def latest(self) -> datetime | None:
        """Return when the last pass was made."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = 'latest'").fetchone()
        return read_slot(row[0]) if row else None

    def passed(self, now: datetime) -> None:
        """Note that a pass was made."""
        with self.writing() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES('latest', ?)", (slot_text(now),))

    # -- schedules ----------------------------------------------------------------------------

    def timings(self) -> dict[str, tuple[datetime, Timing, bool]]:
        """Return for each schedule that was ever seen: since when, its timing, is it active."""
        rows = self.connection.execute("SELECT name, since, timing, active FROM schedule")
        return {
            name: (read_slot(since), Timing.from_dict(json.loads(timing)), bool(active))
            for name, since, timing, active in rows
        }

    def register(self, name: str, timing: Timing, now: datetime, *, active: bool = True) -> None:
        """Note that from `now` on the schedule has this timing; what lies before is settled."""
        with self.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO schedule VALUES(?, ?, ?, ?)",
                (name, slot_text(now), json.dumps(timing.as_dict()), int(active)),
            )
            words = "registered" if active else "left kzreport.yaml"
            self._event(now, name, "", words, json.dumps(timing.as_dict()))

    def history(self, name: str, since: datetime) -> History:
        """Return what `due` needs to know of a schedule."""
        rows = self.connection.execute(
            "SELECT slot FROM slot WHERE schedule = ? AND slot > ?", (name, slot_text(since))
        )
        return History(since, frozenset(read_slot(slot) for (slot,) in rows))

    # -- slots --------------------------------------------------------------------------------

    def row(self, key: Key) -> Row | None:
        """Return where a slot stands; `None` when it has no row."""
        rows = self._rows("schedule = ? AND slot = ?", (key.schedule, key.text))
        return rows[0] if rows else None

    def unfinished(self, schedule: str) -> list[Row]:
        """Return the slots that were begun and are not done with, oldest first."""
        marks = ", ".join("?" * len(FINAL))
        return self._rows(f"schedule = ? AND state NOT IN ({marks})", (schedule, *FINAL))

    def last(self, schedule: str) -> Row | None:
        """Return the latest slot of a schedule that has a row."""
        rows = self._rows("schedule = ?", (schedule,))
        return rows[-1] if rows else None

    def last_fingerprint(self, key: Key) -> str:
        """Return what the papers of the last issued slot before `key` said."""
        row = self.connection.execute(
            "SELECT fingerprint FROM slot WHERE schedule = ? AND slot < ? AND state IN"
            " ('published', 'delivered') ORDER BY slot DESC LIMIT 1",
            (key.schedule, key.text),
        ).fetchone()
        return row[0] if row else ""

    def claim(self, key: Key, now: datetime) -> Row:
        """Begin an attempt at a slot, and return where earlier ones left it."""
        with self.writing() as db:
            before = self.row(key)
            db.execute(
                "INSERT INTO slot(schedule, slot, state, attempt) VALUES(?, ?, 'claimed', 1)"
                " ON CONFLICT DO UPDATE SET attempt = attempt + 1",
                (key.schedule, key.text),
            )
            self._event(now, *_names(key), "claimed", before.state if before else "")
        row = self.row(key)
        assert row is not None  # noqa: S101  # it was just written
        return row

    def order(self, key: Key, now: datetime, reason: str) -> None:
        """Have a slot run that no plan asks for, or run again from its beginning."""
        with self.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO slot(schedule, slot, state) VALUES(?, ?, 'claimed')",
                (key.schedule, key.text),
            )
            self._event(now, *_names(key), "ordered", reason)

    def postpone(self, key: Key, now: datetime, until: datetime, reason: str) -> None:
        """Note a failure that may pass, and when to try again."""
        with self.writing() as db:
            db.execute(
                "UPDATE slot SET failures = failures + 1 WHERE schedule = ? AND slot = ?",
                (key.schedule, key.text),
            )
            self._update(key, retry_at=slot_text(until), reason=reason)
            self._event(now, *_names(key), "postponed", reason)

    def stage(self, key: Key, now: datetime, staged: Path, sha: str, fingerprint: str) -> None:
        """Note that the papers of a slot are whole and durable, beside their place."""
        with self.writing():
            where = staged.relative_to(self.root).as_posix()
            self._update(key, state="staged", staged=where, sha=sha, fingerprint=fingerprint)
            self._event(now, *_names(key), "staged", sha)

    def publish(self, key: Key, now: datetime, targets: Iterable[str]) -> None:
        """Note that the papers are in place, and to whom they are to be sent."""
        with self.writing() as db:
            self._update(key, state="published", staged="")
            db.executemany(
                "INSERT OR IGNORE INTO outbox(schedule, slot, target, state)"
                " VALUES(?, ?, ?, 'queued')",
                [(key.schedule, key.text, target) for target in targets],
            )
            self._event(now, *_names(key), "published", "")

    def finish(self, key: Key, now: datetime, state: State, reason: str = "") -> None:
        """Note the end of a slot: delivered, unchanged, refused or skipped."""
        with self.writing() as db:
            db.execute(
                "INSERT INTO slot(schedule, slot, state) VALUES(?, ?, ?)"
                " ON CONFLICT DO UPDATE SET state = excluded.state",
                (key.schedule, key.text, state),
            )
            self._update(key, reason=reason)
            self._event(now, *_names(key), state, reason)

    def take_up(self, key: Key, now: datetime, sha: str, fingerprint: str) -> None:
        """Note a slot that was published under another ledger; it is not sent again."""
        reason = "taken up from its manifest; whether all readers got it is not known"
        with self.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO slot(schedule, slot, state, sha, fingerprint, reason)"
                " VALUES(?, ?, 'delivered', ?, ?, ?)",
                (key.schedule, key.text, sha, fingerprint, reason),
            )
            self._event(now, *_names(key), "adopted", sha)

    def skip(self, schedule: str, skips: Iterable[Skip], now: datetime, alert: str) -> None:
        """Note slots that will not be run, with the alert that tells it, in one transaction."""
        with self.writing() as db:
            for each in skips:
                names = (schedule, slot_text(each.at))
                db.execute(
                    "INSERT OR IGNORE INTO slot(schedule, slot, state, reason)"
                    " VALUES(?, ?, 'skipped', ?)",
                    (*names, each.reason),
                )
                self._event(now, *names, "skipped", each.reason)
            if alert:
                self._alert(now, schedule, alert, "", "")

    # -- the outbox ---------------------------------------------------------------------------

    def outbox(self, key: Key) -> list[Sending]:
        """Return what is to be sent, or was, for a slot."""
        rows = self.connection.execute(
            "SELECT target, state, tries, retry_at, reason FROM outbox"
            " WHERE schedule = ? AND slot = ? ORDER BY target",
            (key.schedule, key.text),
        )
        return [Sending(*row) for row in rows]

    def send(
        self,
        key: Key,
        target: str,
        now: datetime,
        state: SendState,
        reason: str = "",
        until: datetime | None = None,
    ) -> None:
        """Note how far the sending to `target` is."""
        with self.writing() as db:
            db.execute(
                "UPDATE outbox SET state = ?, reason = ?, retry_at = ?, tries = tries + ?"
                " WHERE schedule = ? AND slot = ? AND target = ?",
                (
                    *(state, reason, slot_text(until) if until else "", state == "sending"),
                    *(key.schedule, key.text, target),
                ),
            )
            self._event(now, *_names(key), state, f"{target} {reason}".rstrip())

    def send_again(self, key: Key, targets: Iterable[str], now: datetime) -> None:
        """Have a published slot sent once more, to `targets` only."""
        with self.writing() as db:
            for target in targets:
                db.execute(
                    # one try is counted: who asks for it knows that it is late
                    "INSERT OR REPLACE INTO outbox(schedule, slot, target, state, tries)"
                    " VALUES(?, ?, ?, 'queued', 1)",
                    (key.schedule, key.text, target),
                )
                self._event(now, *_names(key), "queued again", target)
            self._update(key, state="published", reason="")

    # -- alerts -------------------------------------------------------------------------------

    def alert(
        self, now: datetime, schedule: str, summary: str, detail: str = "", failing: str = ""
    ) -> None:
        """Note that a person must be told something."""
        with self.writing():
            self._alert(now, schedule, summary, detail, failing)

    def open_alerts(self) -> list[Alert]:
        """Return the alerts that not everybody was told of yet."""
        rows = self.connection.execute(
            "SELECT id, at, schedule, summary, detail, failing, told FROM alert"
            " WHERE open ORDER BY id"
        )
        return [Alert(*(*row[:6], tuple(json.loads(row[6])))) for row in rows]

    def last_alert(self, schedule: str, summary: str) -> datetime | None:
        """Return when the same thing was last told."""
        row = self.connection.execute(
            "SELECT max(at) FROM alert WHERE schedule = ? AND summary = ?", (schedule, summary)
        ).fetchone()
        return read_slot(row[0]) if row[0] else None

    def told(self, alert: Alert, told: Iterable[str], *, still_open: bool) -> None:
        """Note who was told of an alert."""
        with self.writing() as db:
            db.execute(
                "UPDATE alert SET told = ?, open = ? WHERE id = ?",
                (json.dumps(sorted(told)), int(still_open), alert.id),
            )

    # -- the history --------------------------------------------------------------------------

    def events(self, schedule: str = "", limit: int = 50) -> list[Event]:
        """Return the last `limit` lines of the history, oldest first."""
        rows = self.connection.execute(
            "SELECT at, schedule, slot, what, detail FROM event"
            " WHERE ? IN ('', schedule) ORDER BY id DESC LIMIT ?",
            (schedule, limit),
        )
        return [Event(*row) for row in rows][::-1]

    # -- helpers ------------------------------------------------------------------------------

    def _rows(self, where: str, values: tuple[str, ...]) -> list[Row]:
        columns = "schedule, slot, state, attempt, failures, retry_at, staged, sha, fingerprint"
        query = f"SELECT {columns}, reason FROM slot WHERE {where} ORDER BY slot"  # noqa: S608
        rows = self.connection.execute(query, values)
        return [Row(Key(name, read_slot(slot)), *rest) for name, slot, *rest in rows]

    def _update(self, key: Key, **values: str) -> None:
        """Set columns of a slot; their names are ours, the values are given apart."""
        sets = ", ".join(f"{column} = ?" for column in values)
        statement = f"UPDATE slot SET {sets} WHERE schedule = ? AND slot = ?"  # noqa: S608
        self.connection.execute(statement, (*values.values(), key.schedule, key.text))

    def _event(self, now: datetime, schedule: str, slot: str, what: str, detail: str) -> None:
        self.connection.execute(
            "INSERT INTO event(at, schedule, slot, what, detail) VALUES(?, ?, ?, ?, ?)",
            (slot_text(now), schedule, slot, what, detail),
        )

    def _alert(self, now: datetime, schedule: str, summary: str, detail: str, failing: str) -> None:
        self.connection.execute(
            "INSERT INTO alert(at, schedule, summary, detail, failing, told, open)"
            " VALUES(?, ?, ?, ?, ?, '[]', 1)",
            (slot_text(now), schedule, summary, detail, failing),
        )


def _names(key: Key) -> tuple[str, str]:
    return key.schedule, key.text
