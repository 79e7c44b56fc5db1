"""Put files in place whole or not at all: temporary name, fsync, replace."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kzreport.errors import KzReportError, Location, WriterError


def put_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, never a part.

    Folders on the way are made. Raise `WriterError` when the place cannot be written;
    what stood there before is then untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as exc:
        raise _refused(path, exc) from exc
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode_of(path))
        Path(temporary).replace(path)
    except OSError as exc:
        Path(temporary).unlink(missing_ok=True)
        raise _refused(path, exc) from exc
    _sync_folder(path.parent)


def _mode_of(path: Path) -> int:
    """Return the mode an ordinary new file would get, or the one the old file has."""
    if path.exists():
        return path.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; Windows cannot open a folder and needs no call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refused(path: Path, exc: OSError) -> WriterError:
    reason = exc.strerror or type(exc).__name__
    hint = "a folder of that name is in the way" if path.is_dir() else ""
    return WriterError(f"cannot write `{path}`: {reason}", hint=hint)


def read_bytes(path: Path, error: type[KzReportError]) -> bytes:
    """Return what stands in `path`; raise `error` with the reason when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as exc:
        reason = exc.strerror or type(exc).__name__
        raise error(f"cannot be read: {reason}", Location(str(path))) from exc
