"""Make a new ledger from the manifests of published papers. Nothing is sent by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kzreport.errors import DeliveryError
from kzreport.schedule.folders import tree_hash
from kzreport.schedule.ledger import Ledger
from kzreport.schedule.manifest import Manifest, folder_name, is_intact, read_manifest
from kzreport.schedule.opening import FILE, make_ledger, open_ledger, was_used
from kzreport.schedule.rows import Key, read_slot


@dataclass(frozen=True, slots=True)
class Adopted:
    """The slots that were taken up, the folders that were not, and where the old ledger went."""

    slots: tuple[Key, ...]
    passed_over: tuple[tuple[Path, str], ...]
    put_aside: tuple[Path, ...] = ()


def adopt(root: Path, now: datetime) -> Adopted:
    """Make the ledger in `root` know every published slot, as delivered.

    A ledger that can be read is completed; one that cannot be is put aside under another name.
    What was owed and never published is not known any more, so schedules count from `now` on.
    """
    try:
        ledger = open_ledger(root)
        put_aside: tuple[Path, ...] = ()
    except DeliveryError:
        if not was_used(root):
            raise
        put_aside = _put_aside(root, now)
        ledger = make_ledger(root)
    try:
        slots, passed_over = _take_up(ledger, now)
    finally:
        ledger.close()
    return Adopted(tuple(slots), tuple(passed_over), put_aside)


def _put_aside(root: Path, now: datetime) -> tuple[Path, ...]:
    moved = []
    for ending in ("", "-wal", "-shm"):
        old = root / (FILE + ending)
        if old.exists():
            new = root / f"{FILE}.lost-{folder_name(now)}{ending}"
            old.rename(new)
            moved.append(new)
    return tuple(moved)


def _take_up(ledger: Ledger, now: datetime) -> tuple[list[Key], list[tuple[Path, str]]]:
    slots: list[Key] = []
    passed_over: list[tuple[Path, str]] = []
    for folder in sorted(ledger.published.glob("*/*")):
        if folder.name.startswith("."):
            continue
        manifest = read_manifest(folder)
        fault = _fault(folder, manifest)
        if manifest is None or fault:
            passed_over.append((folder, fault))
            continue
        key = Key(manifest.schedule, read_slot(manifest.slot))
        row = ledger.row(key)
        if row is None or (row.state == "refused" and row.sha == ""):
            ledger.take_up(key, now, tree_hash(folder), manifest.fingerprint)
            slots.append(key)
    return slots, passed_over


def _fault(folder: Path, manifest: Manifest | None) -> str:
    if manifest is None:
        return "it has no manifest that can be read"
    try:
        named = (manifest.schedule, folder_name(read_slot(manifest.slot)))
    except ValueError:
        return f"its manifest names no slot: `{manifest.slot}`"
    if named != (folder.parent.name, folder.name):
        return "its manifest is that of another slot"
    if not is_intact(folder, manifest):
        return "its papers are not what the manifest says"
    return ""
