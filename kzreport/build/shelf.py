"""The folder `.kzreport` beside the documents: the lock, the records, what is half made.

Nobody but kzreport needs it. It may be deleted at any time; then everything is made anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kzreport.errors import LockedError
from kzreport.files import mode_of, refused

NAME = ".kzreport"


def records_in(out: Path) -> Path:
    """Return the folder of the records, one for each document."""
    return out / NAME / "records"


def snapshots_in(out: Path) -> Path:
    """Return the folder of the states of the facts that records refer to."""
    return out / NAME / "facts"


def manifest_in(out: Path) -> Path:
    """Return the place of the build manifest."""
    return out / NAME / "build.json"


def half_made_in(out: Path) -> Path:
    """Return the folder in which files wait until they are whole."""
    return out / NAME / "tmp"


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the lock of the folder `out`, made if need be; what a dead run left is swept away.

    Raise `LockedError` when another run holds it, `PlaceError` when it cannot be written. The
    system lets go of the lock when its holder dies, however it dies.
    """
    shelf = out / NAME
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        lock = FileLock(shelf / "lock", timeout=0)
        lock.acquire()
    except Timeout:
        hint = "wait until it is done, or give this one another `--out`"
        raise LockedError(f"another build is at work in `{out}`", hint=hint) from None
    except OSError as exc:
        raise refused(out, exc) from exc
    try:
        shutil.rmtree(half_made_in(out), ignore_errors=True)
        yield
    finally:
        shutil.rmtree(half_made_in(out), ignore_errors=True)
        lock.release()


def put_down(folder: Path, name: str, data: bytes) -> Path:
    """Write `data` to a file of `folder` that nobody else uses, down to the disk; return it."""
    path = folder / f"{os.getpid()}.{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as exc:
        path.unlink(missing_ok=True)
        raise refused(path.parent.parent.parent / name, exc) from exc
    return path


def put_in_place(made: Path, target: Path) -> None:
    """Move a whole file to its name. Raise `PlaceError`; what stood there is then untouched."""
    try:
        made.chmod(mode_of(target))
        made.replace(target)
    except OSError as exc:
        raise refused(target, exc) from exc
