"""Open the ledger, or refuse to: where papers were sent and nobody knows which, none is sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kzreport.errors import DeliveryError
from kzreport.files import sync_folder
from kzreport.schedule.folders import make_folder
from kzreport.schedule.ledger import Ledger
from kzreport.schedule.manifest import FILE as MANIFEST

FILE = "ledger.db"
HEARTBEAT = "heartbeat.json"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS schedule(
  name TEXT PRIMARY KEY, since TEXT NOT NULL, timing TEXT NOT NULL, active INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS slot(
  schedule TEXT NOT NULL, slot TEXT NOT NULL, state TEXT NOT NULL CHECK(state IN
    ('claimed','staged','published','delivered','unchanged','refused','skipped')),
  attempt INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
  retry_at TEXT NOT NULL DEFAULT '', staged TEXT NOT NULL DEFAULT '',
  sha TEXT NOT NULL DEFAULT '', fingerprint TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '', PRIMARY KEY(schedule, slot));
CREATE TABLE IF NOT EXISTS event(
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, schedule TEXT NOT NULL, slot TEXT NOT NULL,
  what TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox(
  schedule TEXT NOT NULL, slot TEXT NOT NULL, target TEXT NOT NULL, state TEXT NOT NULL
    CHECK(state IN ('queued','sending','sent','held','failed')),
  tries INTEGER NOT NULL DEFAULT 0, retry_at TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '', PRIMARY KEY(schedule, slot, target));
CREATE TABLE IF NOT EXISTS alert(
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, schedule TEXT NOT NULL, summary TEXT NOT NULL,
  detail TEXT NOT NULL, failing TEXT NOT NULL, told TEXT NOT NULL, open INTEGER NOT NULL);
CREATE TRIGGER IF NOT EXISTS event_stays BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'the history only grows'); END;
CREATE TRIGGER IF NOT EXISTS event_is_kept BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'the history only grows'); END;
"""


def open_ledger(root: Path) -> Ledger:
    """Return the ledger in `root`, made if nothing was ever published there.

    Raise `DeliveryError` when there are published papers and no ledger, or a broken one: what
    was sent is then unknown, and nothing may be sent again.
    """
    return _opened(root, was_used(root))


def make_ledger(root: Path) -> Ledger:
    """Return a new ledger in `root`, whatever was published there: only `adopt` may do that."""
    return _opened(root, used=False)


def look_into(root: Path) -> Ledger:
    """Return the ledger in `root`, or where there is none an empty one that leaves no trace."""
    if was_used(root) or (root / FILE).exists():
        return open_ledger(root)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _make_tables(connection)
    return Ledger(root, connection)


def _opened(root: Path, used: bool) -> Ledger:
    try:
        make_folder(root)
        connection = _connect(root / FILE, used)
    except sqlite3.OperationalError as exc:
        raise DeliveryError(f"the ledger `{root / FILE}` cannot be used: {exc}") from exc
    except sqlite3.DatabaseError as exc:
        raise _lost(root, f"is broken: {exc}") from exc
    except OSError as exc:
        reason = exc.strerror or type(exc).__name__
        raise DeliveryError(f"the ledger `{root / FILE}` cannot be used: {reason}") from exc
    return Ledger(root, connection)


def was_used(root: Path) -> bool:
    """Whether a pass was made here, or papers were published."""
    published = root / "published"
    return (root / HEARTBEAT).exists() or any(published.glob(f"*/*/{MANIFEST}"))


def _connect(path: Path, used: bool) -> sqlite3.Connection:
    if used and not path.exists():
        raise sqlite3.DatabaseError("it is gone")
    new = not path.exists()
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        known = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if used and not known:
            raise sqlite3.DatabaseError("it is empty")
        if not known:
            _make_tables(connection)
        if new:
            sync_folder(path.parent)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement in _statements(_SCHEMA):
        connection.execute(statement)
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.strip().split("\n"):
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _lost(root: Path, reason: str) -> DeliveryError:
    return DeliveryError(
        f"the ledger `{root / FILE}` {reason}",
        hint="nothing is sent, since it is not known what was: `kzreport schedule adopt` makes a"
        " new ledger from the published papers",
    )
