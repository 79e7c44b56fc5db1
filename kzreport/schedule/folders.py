"""Folders that are whole or not there: written beside their place, made durable, renamed."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from kzreport.files import sync_folder


def sync_tree(folder: Path) -> None:
    """Make every file of `folder`, and the list of their names, survive a power cut."""
    for path in sorted(folder.iterdir()):
        handle = os.open(path, os.O_RDWR)  # Windows syncs only what is open for writing
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    sync_folder(folder)


def tree_hash(folder: Path) -> str:
    """Return a hash over the names and the contents of the files of `folder`."""
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        total.update(path.name.encode() + b"\0" + file_hash(path).encode() + b"\n")
    return total.hexdigest()


def file_hash(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_whole(folder: Path, expected: str) -> bool:
    """Whether `folder` is there with exactly what was hashed."""
    return bool(expected) and folder.is_dir() and tree_hash(folder) == expected


def make_folder(folder: Path) -> None:
    """Make `folder` with those on the way to it, each name durable."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        sync_folder(each.parent)


def sweep(parent: Path, name: str) -> None:
    """Remove what dead attempts at `name` left beside it."""
    for leftover in parent.glob(f".{name}.*.part"):
        shutil.rmtree(leftover)
