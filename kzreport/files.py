"""Put files in place whole or not at all: temporary name, fsync, replace."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from kzreport.errors import KzReportError, Location, PlaceError


def put_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, never a part.

    What is not `durable` may be lost in a power cut. Folders on the way are made. Raise
    `PlaceError` when the place cannot be written; what stood there before is then untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as exc:
        raise refused(path, exc) from exc
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        Path(temporary).chmod(mode_of(path))
        Path(temporary).replace(path)
    except OSError as exc:
        Path(temporary).unlink(missing_ok=True)
        raise refused(path, exc) from exc
    if durable:
        sync_folder(path.parent)


def put_private(path: Path, data: bytes) -> None:
    """Write `data` to `path` as `put_file` does, in a folder that nobody else can look into.

    The folder is made if need be. Raise `PlaceError` also when it is somebody else's.
    """
    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
    except OSError as exc:
        raise refused(path, exc) from exc
    if not _is_private(path.parent):
        raise PlaceError(f"cannot write `{path}`: others may write to its folder")
    put_file(path, data)


def read_private(path: Path) -> bytes | None:
    """Return what `put_private` wrote; `None` where nothing is, or others could have changed it."""
    try:
        return path.read_bytes() if _is_private(path.parent) else None
    except OSError:
        return None


def _is_private(folder: Path) -> bool:
    """Whether a folder is the user's own, and no link; Windows keeps profiles apart itself."""
    if os.name == "nt":
        return folder.is_dir()
    found = folder.lstat()
    owned = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return owned and not found.st_mode & 0o077


def mode_of(path: Path) -> int:
    """Return the mode an ordinary new file would get, or the one the old file has."""
    if path.exists():
        return path.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; Windows cannot open a folder and needs no call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refused(path: Path, exc: OSError) -> PlaceError:
    """Return what the operating system had against writing `path`, in words."""
    reason = exc.strerror or type(exc).__name__
    hint = "a folder of that name is in the way" if path.is_dir() else ""
    return PlaceError(f"cannot write `{path}`: {reason}", hint=hint)


def read_bytes(path: Path, error: type[KzReportError]) -> bytes:
    """Return what stands in `path`; raise `error` with the reason when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as exc:
        reason = exc.strerror or type(exc).__name__
        raise error(f"cannot be read: {reason}", Location(str(path))) from exc
