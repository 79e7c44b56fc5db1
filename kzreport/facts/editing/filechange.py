"""Files of the base before and after a change; all of them are put in place, or none."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kzreport.errors import FactError, Location, WriterError
from kzreport.files import put_file, read_bytes
from kzreport.strictyaml import YamlDocument


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file as it was read (`before` is `None`: not there yet) and as it is to be."""

    path: Path
    before: bytes | None
    now: YamlDocument

    @property
    def after(self) -> bytes:
        """The bytes to be written."""
        return self.now.text.encode()

    def diff(self) -> str:
        """Return what changes, as a unified diff."""
        lines = difflib.unified_diff(
            (self.before or b"").decode().splitlines(keepends=True),
            self.now.text.splitlines(keepends=True),
            self.now.file if self.before is not None else "(no file)",
            self.now.file,
            n=2,
        )
        return "\n".join(line.rstrip("\r\n") for line in lines)


def put_all(changes: Collection[FileChange]) -> None:
    """Write all files; where one cannot be written, those before it get their old text again.

    Raise `FactError` when a file is not as it was read, `WriterError` when one cannot be
    written.
    """
    for change in changes:
        _refuse_if_changed(change)
    done: list[FileChange] = []
    for change in changes:
        try:
            put_file(change.path, change.after)
        except WriterError as exc:
            _take_back(done, exc)
            raise
        done.append(change)


def _refuse_if_changed(change: FileChange) -> None:
    there = read_bytes(change.path, FactError) if change.path.exists() else None
    if there != change.before:
        raise FactError(
            "the file was changed by somebody else meanwhile; nothing was written",
            Location(change.now.file),
            "run the command again",
        )


def _take_back(done: list[FileChange], cause: WriterError) -> None:
    """Give files their old text again; say so in the error where even that fails."""
    for change in reversed(done):
        try:
            if change.before is None:
                change.path.unlink()
            else:
                put_file(change.path, change.before)
        except (OSError, WriterError):
            cause.hint = f"`{change.now.file}` has been changed already; take that back by hand"
