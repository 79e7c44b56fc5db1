"""A process that makes documents for another: how it is started, and what it does.

Both talk in pickles, over the pipes of the child: only these two programs hold their ends.
The child ends when its pipe is closed, so it never outlives the build, however that dies.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from kzreport.build.make import Job, Made, make
from kzreport.errors import KzReportError, WriterError
from kzreport.project import Project

_START = "import sys; sys.path[:] = {path!r}; from kzreport.build.process import main; main()"


@dataclass(frozen=True, slots=True)
class Message:
    """What a child says: that it is ready (`result` is `None`), or what it made; its memory."""

    result: Made | KzReportError | None
    memory: float = 0.0


def payload_of(project: Project) -> bytes:
    """Return a project with its facts, as it is now, for other processes."""
    return pickle.dumps((replace(project), project.facts), pickle.HIGHEST_PROTOCOL)


class Process:
    """A child that was started; `hear` is called from a thread with each message, then `None`."""

    def __init__(self, payload: bytes, hear: Callable[[Message | None], None]) -> None:
        # a session of its own: Ctrl-C is for the parent, which ends its children itself
        quiet: dict[str, Any] = (
            {"creationflags": 0x200} if os.name == "nt" else {"start_new_session": True}
        )
        self._child = subprocess.Popen(  # noqa: S603  # Python, with a line of our own
            [sys.executable, "-c", _START.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **quiet,
        )
        self._hear = hear
        self._thread = threading.Thread(target=self._listen, args=(payload,), daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        return self._child.pid

    def send(self, job: tuple[int, Job]) -> None:
        """Give the child a document to make; a child that is dead is heard of otherwise."""
        with contextlib.suppress(OSError, ValueError):
            pickle.dump(job, _pipe(self._child.stdin))
            _pipe(self._child.stdin).flush()

    def dismiss(self) -> None:
        """Let a child go that has nothing in hand."""
        with contextlib.suppress(OSError, ValueError):
            _pipe(self._child.stdin).close()

    def kill(self) -> None:
        """End the child at once."""
        self._child.kill()

    def bury(self) -> int:
        """Wait for the end of the child and return its exit code, negative for a signal."""
        self.dismiss()
        try:
            code = self._child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._child.kill()
            code = self._child.wait()
        self._thread.join(timeout=1)
        _pipe(self._child.stdout).close()
        return code

    def _listen(self, payload: bytes) -> None:
        try:
            _pipe(self._child.stdin).write(payload)
            _pipe(self._child.stdin).flush()
            while True:
                self._hear(pickle.load(_pipe(self._child.stdout)))  # noqa: S301  # from our child
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self._hear(None)


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise ValueError("the process has no pipe")
    return end


# -- in the child -----------------------------------------------------------------------------


def main() -> None:
    """Make documents until the pipe is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get among the answers
    logging.getLogger("kzreport").addHandler(logging.NullHandler())
    logging.getLogger("kzreport").propagate = False
    project, facts = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our parent
    project.__dict__["facts"] = facts
    jobs: queue.SimpleQueue[tuple[int, Job]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    _say(answers, Message(None))
    while True:
        _, job = jobs.get()
        _say(answers, Message(made_or_problem(project, job), memory_of(os.getpid())))


def _listen(jobs: queue.SimpleQueue[tuple[int, Job]]) -> None:
    """Hand on what the parent sends. When it is gone, so are we: nobody wants the work."""
    while True:
        try:
            jobs.put(pickle.load(sys.stdin.buffer))  # noqa: S301  # from our parent
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)


def _say(answers: IO[bytes], message: Message) -> None:
    pickle.dump(message, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


def made_or_problem(project: Project, job: Job) -> Made | KzReportError:
    """Return the document of `job`, or why it cannot be made, whatever happens."""
    try:
        return make(project, job)
    except KzReportError as exc:
        return exc
    except Exception as exc:
        hint = "this is a fault of kzreport; please report it"
        return WriterError(f"the document cannot be made: {type(exc).__name__}: {exc}", hint=hint)


def memory_of(pid: int) -> float:
    """Return the memory a process holds, in MB; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError, IndexError):
        return 0.0
