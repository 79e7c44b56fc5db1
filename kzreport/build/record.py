"""What a build remembers of a document: all that went into it, and what came out.

A record holds nothing that its document may not see: the facts are those of its own view, and
the state of the facts it refers to is the state at its own level.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from kzreport.build.shelf import records_in, snapshots_in
from kzreport.facts.snapshot import Snapshot
from kzreport.files import put_file

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the document, how to ask it again, and the answer it had."""

    asked: str
    steps: Sequence[Any]
    answer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One document as it was made.

    `words` are hashes of what decides the tree beside the facts, `looks` of what turns the
    tree into files. `facts` names the snapshot of the facts; `records` were looked into,
    `read` are their fields, `printed` those that stand in the document, with their pages,
    `taken` the hashes of images and stored copies. `page_map` tells the
    page of everything.
    """

    document: str
    report: str
    lang: str
    level: str
    as_of: str
    words: Mapping[str, str]
    looks: Mapping[str, str]
    templates: Mapping[str, str]
    facts: str
    records: tuple[str, ...]
    questions: tuple[Question, ...]
    read: tuple[str, ...]
    printed: Mapping[str, tuple[int, ...]]
    tree: str
    files: Mapping[str, str]
    pages: int = 0
    page_map: Any = None
    taken: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    format: int = field(default=FORMAT)


def read_record(out: Path, stem: str) -> Record | None:
    """Return the record of the document `stem`; `None` if there is none that can be used."""
    return _read(records_in(out) / f"{stem}.json")


def read_records(out: Path) -> Iterator[Record]:
    """Yield the records of all documents ever made in `out`, by name."""
    for path in sorted(records_in(out).glob("*.json")):
        found = _read(path)
        if found is not None:
            yield found


def write_record(out: Path, record: Record) -> None:
    """Put the record of a document beside it. A lost record costs time, no document."""
    data = {each.name: getattr(record, each.name) for each in fields(record)}
    data["questions"] = [
        {"asked": each.asked, "steps": each.steps, "answer": each.answer}
        for each in record.questions
    ]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    put_file(records_in(out) / f"{record.document}.json", text.encode(), durable=False)


def _read(path: Path) -> Record | None:
    try:
        data = json.loads(path.read_bytes())
        if data["format"] != FORMAT:
            return None
        questions = (
            Question(q["asked"], q["steps"], tuple(q["answer"])) for q in data["questions"]
        )
        lists = {key: tuple(data[key]) for key in ("records", "read")}
        warnings = tuple((message, hint) for message, hint in data["warnings"])
        changed = {"questions": tuple(questions), "warnings": warnings, **lists}
        return Record(**{**data, **changed})
    except (OSError, ValueError, KeyError, TypeError):
        return None  # torn, of an older form, or not ours: the document is made again


# -- states of the facts ------------------------------------------------------------------------


def write_snapshot(out: Path, snapshot: Snapshot) -> None:
    """Keep a state of the facts under its own hash."""
    path = snapshots_in(out) / f"{snapshot.digest}.json"
    if not path.exists():
        put_file(path, json.dumps(dict(snapshot.imprints)).encode(), durable=False)


def read_snapshot(out: Path, digest: str) -> Snapshot | None:
    """Return a state of the facts; `None` when it is not kept, or not what it was."""
    try:
        found = Snapshot(json.loads((snapshots_in(out) / f"{digest}.json").read_bytes()))
        return found if found.digest == digest else None
    except (OSError, ValueError, AttributeError):
        return None


def forget_unused_snapshots(out: Path, known: Mapping[str, str]) -> None:
    """Remove the states of the facts that no record refers to any more.

    `known` tells the state that a document, by its stem, refers to; other records are read.
    """
    used = set(known.values())
    for path in records_in(out).glob("*.json"):
        record = None if path.stem in known else _read(path)
        if record is not None:
            used.add(record.facts)
    for path in snapshots_in(out).glob("*.json"):
        if path.stem not in used:
            path.unlink(missing_ok=True)


# -- files ----------------------------------------------------------------------------------------


def file_hash(path: Path) -> str:
    """Return the hash of a file, "" when there is none to read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
