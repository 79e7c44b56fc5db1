"""Issue one slot: claim it, build beside its place, hash, rename, note that it is published.

Between any two steps the machine may stop. What an earlier attempt left is taken up by where the
ledger says it stood and by the hash of what lies there: a folder that is whole is rolled forward,
anything else of ours is swept away and built again. What we did not make is never touched.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kzreport.errors import KzReportError
from kzreport.files import sync_folder
from kzreport.schedule.folders import is_whole, make_folder, sweep, sync_tree, tree_hash
from kzreport.schedule.ledger import Ledger
from kzreport.schedule.making import Maker
from kzreport.schedule.manifest import Paper, write_manifest
from kzreport.schedule.rows import Key, Row
from kzreport.timetable import Schedule

log = logging.getLogger(__name__)

#: a build that was cut short this often will be cut short again: memory, most likely
MOST_ATTEMPTS = 12

Step = Callable[[str], None]


class NotOurs(KzReportError):
    """Something stands in the place of a slot that the ledger does not know."""


@dataclass(frozen=True, slots=True)
class Issue:
    """The slot `key` of `schedule`, to be made by `maker` and sent to `targets`.

    `step` hears the name of each step when it is done.
    """

    ledger: Ledger
    schedule: Schedule
    key: Key
    maker: Maker
    targets: Iterable[str]
    step: Step

    @property
    def place(self) -> Path:
        return self.ledger.place(self.key)


def issue(work: Issue, now: datetime) -> None:
    """Bring a slot to `published`, or to `unchanged` when its papers say nothing new.

    The caller holds the lock of the schedule. Raise what the maker raises, and `OSError`;
    the slot can then be taken up again.
    """
    row = work.ledger.row(work.key)
    if row is not None and row.state == "published":
        return
    row = work.ledger.claim(work.key, now)
    work.step("claimed")
    if row.attempt - row.failures > MOST_ATTEMPTS:
        raise KzReportError(
            f"the making was cut short {MOST_ATTEMPTS} times", hint="is there enough memory?"
        )
    staged = _taken_up(work, row)
    if staged is None:
        staged = _made(work, row, now)
    if staged is None:
        work.ledger.finish(work.key, now, "unchanged", "the papers say what the last ones said")
        return
    if staged != work.place:
        staged.rename(work.place)
        work.step("renamed")
    sync_folder(work.place.parent)
    work.step("durable")
    work.ledger.publish(work.key, now, work.targets)
    work.step("published")


def _taken_up(work: Issue, row: Row) -> Path | None:
    """Return the whole folder an earlier attempt left, in place or beside it; else nothing."""
    if work.place.exists():
        if not is_whole(work.place, row.sha):
            raise NotOurs(
                f"`{work.place}` is there already, and the ledger does not know it",
                hint="nothing is overwritten and nothing sent; move it away, or run"
                " `kzreport schedule adopt` if the ledger is older than the papers",
            )
        return work.place
    staged = work.ledger.root / row.staged
    return staged if row.staged and is_whole(staged, row.sha) else None


def _made(work: Issue, row: Row, now: datetime) -> Path | None:
    """Build the papers beside their place; return the folder, or nothing if they say no news."""
    fingerprint = ""
    if work.schedule.skip_when_unchanged:
        fingerprint = work.maker.fingerprint(work.schedule, work.key.slot)
        if fingerprint == work.ledger.last_fingerprint(work.key):
            return None
    parent = work.place.parent
    make_folder(parent)
    sweep(parent, work.place.name)
    staged = parent / f".{work.place.name}.{row.attempt}.part"
    staged.mkdir()
    papers = work.maker.make(work.schedule, work.key.slot, staged)
    _keep_only(staged, papers)
    write_manifest(staged, work.key.schedule, work.key.text, papers, fingerprint)
    work.step("built")
    sync_tree(staged)
    sha = tree_hash(staged)
    work.step("hashed")
    work.ledger.stage(work.key, now, staged, sha, fingerprint)
    work.step("staged")
    return staged


def _keep_only(folder: Path, papers: tuple[Paper, ...]) -> None:
    """Remove what the build keeps for itself: readers get papers and nothing else."""
    wanted = {paper.file for paper in papers}
    for path in folder.iterdir():
        if path.name not in wanted:
            sweep_path(path)


def sweep_path(path: Path) -> None:
    """Remove a file or a folder of our own."""
    import shutil

    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
