"""Two daemons on the same slots, killed again and again, and a reader who opens files meanwhile.

    python harness.py FOLDER SLOTS KILLS SECONDS SEED

Prints as JSON what was lost, doubled or torn. Each daemon is a process of its own, and dies by
SIGKILL: at a random moment, or just after a step that is named. A forked process starts at once,
so that the time goes into slots and not into imports.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from desks import FRIDAY, desk, every_minute

from kzreport.schedule.manifest import is_intact, read_manifest
from kzreport.schedule.passing import run_once

STEPS = (
    *("claimed", "built", "hashed", "staged", "renamed", "durable", "published"),
    *("sending", "sent", "noted", "settled"),
)
SCHEDULES = tuple(f"briefing-{letter}" for letter in "abcdefgh")
DAEMONS = 2


def main(folder: str, slots: int, kills: int, seconds: float, seed: int) -> None:
    root, chance = Path(folder), random.Random(seed)  # noqa: S311  # no secret hangs on it
    plans = [every_minute(name) for name in SCHEDULES]
    run_once(desk(root, *plans), FRIDAY)  # from here on they count
    end = FRIDAY + timedelta(minutes=slots // len(SCHEDULES))
    reader = _fork(lambda: _read_on(root))
    killed = _run_and_kill(root, plans, end, kills, time.monotonic() + seconds, chance)
    (root / "stop").touch()
    os.waitpid(reader, 0)
    seen = json.loads((root / "seen").read_text())
    sys.stdout.write(json.dumps({**killed, **_audit(root, slots), **seen}))


def _fork(work) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException as exc:
        sys.stderr.write(f"{type(exc).__name__}: {exc}\n")
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _run_and_kill(root, plans, end, kills, deadline, chance) -> dict[str, object]:
    """Keep two daemons alive, and kill them until it was enough; then let them finish."""
    done: Counter[str] = Counter()
    alive: dict[int, float] = {}
    finished = failed = 0
    while (finished < DAEMONS or alive) and time.monotonic() < deadline:
        while len(alive) < DAEMONS and finished < DAEMONS:
            doomed = done.total() + len(alive) < kills
            at_step = chance.choice(STEPS) if doomed and chance.random() < 0.5 else ""
            count = chance.randint(1, 14)
            child = _fork(lambda at=at_step, n=count: _daemon(root, plans, end, at, n))
            delay = chance.uniform(0.02, 0.5)
            alive[child] = time.monotonic() + (delay if doomed and not at_step else 1e9)
        for child, death in list(alive.items()):
            if time.monotonic() > death:
                os.kill(child, signal.SIGKILL)
            ended, status = os.waitpid(child, os.WNOHANG)
            if not ended:
                continue
            del alive[child]
            if os.WIFSIGNALED(status):
                done["killed"] += 1
            elif os.WEXITSTATUS(status):
                failed += 1
            else:
                finished += 1
        time.sleep(0.005)
    for child in alive:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return {"kills": done["killed"], "daemons_failed": failed, "in_time": not alive}


def _daemon(root, plans, end, at_step, count) -> None:
    """Make passes until everything is done; die after the `count`-th time of `at_step`."""
    left = count

    def step(name: str) -> None:
        nonlocal left
        left -= name == at_step
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    here = desk(root, *plans, step=step)
    while any(told.outcome != "delivered" for told in run_once(here, end)):
        time.sleep(0.01)


def _read_on(root: Path) -> None:
    """Open what is there until told to stop, and count what is not whole."""
    seen: Counter[str] = Counter(reads=0, torn_seen=0)
    while not (root / "stop").exists():
        for place in sorted(_places(root), key=lambda each: each.name)[-80:]:
            seen["reads"] += 1
            seen["torn_seen"] += not _whole(place)
        time.sleep(0.02)
    (root / "seen").write_text(json.dumps(seen))


def _places(root: Path) -> list[Path]:
    folders = [*(root / "schedule/published").glob("*/*"), *(root / "readers").glob("*/*")]
    return [each for each in folders if not each.name.startswith(".")]


def _whole(place: Path) -> bool:
    manifest = read_manifest(place)
    return manifest is not None and len(manifest.papers) == 3 and is_intact(place, manifest)


def _audit(root: Path, slots: int) -> dict[str, object]:
    """Look at everything once all is quiet."""
    db = sqlite3.connect(root / "schedule/ledger.db")
    states = Counter(state for (state,) in db.execute("SELECT state FROM slot"))
    published = Counter(db.execute("SELECT schedule, slot FROM event WHERE what = 'published'"))
    delivered = Counter(db.execute("SELECT schedule, slot FROM event WHERE what = 'delivered'"))
    folders = _places(root)
    return {
        "states": dict(states),
        "lost": 2 * slots - len(folders),
        "doubled": sum(count > 1 for each in (published, delivered) for count in each.values()),
        "torn": sum(not _whole(each) for each in folders),
        "leftovers": len(list(root.rglob("*.part"))),
        "attempts": db.execute("SELECT max(attempt) FROM slot").fetchone()[0],
        "integrity": db.execute("PRAGMA integrity_check").fetchone()[0],
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]))
