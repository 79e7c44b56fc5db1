"""manifest.json of a published folder: what it holds, so that a lost ledger can be rebuilt."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kzreport.facts.fields import Level
from kzreport.schedule.folders import file_hash

FILE = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of a published folder, and whom it is for."""

    file: str
    report: str
    lang: str
    level: str

    @property
    def is_draft(self) -> bool:
        """Whether the name says that it is a draft."""
        return ".draft." in self.file


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which slot a folder is, and its papers; `fingerprint` stands for what they say."""

    schedule: str
    slot: str
    papers: tuple[Paper, ...]
    hashes: tuple[tuple[str, str], ...]
    fingerprint: str = ""

    @property
    def level(self) -> Level:
        """The level of the highest paper."""
        return max((Level[paper.level] for paper in self.papers), default=Level.public)


def write_manifest(
    folder: Path, schedule: str, slot: str, papers: Iterable[Paper], fingerprint: str
) -> None:
    """Write the manifest of a folder that is not yet in place."""
    listed = sorted(papers, key=lambda paper: paper.file)
    data = {
        "format": FORMAT,
        "schedule": schedule,
        "slot": slot,
        "fingerprint": fingerprint,
        "papers": [{**asdict(each), "sha256": file_hash(folder / each.file)} for each in listed],
    }
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    (folder / FILE).write_bytes(text.encode())


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of `folder`, `None` when there is none or it cannot be read."""
    try:
        data: dict[str, Any] = json.loads((folder / FILE).read_bytes())
        papers = [{**each} for each in data["papers"]]
        hashes = tuple((each["file"], each.pop("sha256")) for each in papers)
        return Manifest(
            schedule=data["schedule"],
            slot=data["slot"],
            papers=tuple(Paper(**each) for each in papers),
            hashes=hashes,
            fingerprint=data["fingerprint"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_intact(folder: Path, manifest: Manifest) -> bool:
    """Whether every paper of `folder` is what its manifest says."""
    try:
        return all(file_hash(folder / name) == expected for name, expected in manifest.hashes)
    except OSError:
        return False


def slot_text(slot: datetime) -> str:
    """Return a slot as the ledger and manifests write it: `2026-11-23T06:00:00Z`."""
    return f"{slot:%Y-%m-%dT%H:%M:%SZ}"


def folder_name(slot: datetime) -> str:
    """Return a slot as folders are named: without colons, which Windows refuses."""
    return f"{slot:%Y-%m-%dT%H%M%SZ}"
