"""Make documents in several processes that are watched, replaced, and never trusted to live.

Python's own pool loses all that waits when one of its processes is killed, and stands still
when it is told to replace them. Here a process has one document at a time: if it dies, that
document is tried once more in another, and named if it kills that one too.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

from kzreport.build.make import Job, Made
from kzreport.build.process import Message, Process, memory_of, payload_of
from kzreport.errors import KzReportError, WriterError
from kzreport.project import Project

log = logging.getLogger(__name__)

Numbered = tuple[int, Job]
Result = tuple[int, Made | KzReportError]

#: how often the memory of busy processes is looked at, in seconds
_LOOK = 0.25
#: deaths of processes in a row that never came to work
_STILLBORN = 6


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may take, in seconds and megabytes, and when a process is replaced.

    WeasyPrint keeps some memory of each document; a process that made `documents` of them, or
    holds more than half of `memory`, makes room for a fresh one.
    """

    seconds: float = 300.0
    memory: int = 2000
    documents: int = 200


def all_cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_pool(
    project: Project, work: Sequence[Numbered], processes: int, limits: Limits
) -> Iterator[Result]:
    """Yield the documents as they are made, in no order, by up to `processes` processes."""
    with _Pool(project, work, processes, limits) as pool:
        while not pool.is_done():
            pool.employ()
            for number, result in pool.wait():
                for warning in result.warnings if isinstance(result, Made) else ():
                    log.warning("%s", warning)
                yield number, result


@dataclass(eq=False, slots=True)
class _Worker:
    """A process with the document it has in hand."""

    process: Process
    ready: bool = False
    job: Numbered | None = None
    since: float = 0.0
    made: int = 0
    #: why we ended it ourselves
    blamed: str = ""


@dataclass(slots=True)
class _Pool:
    project: Project
    work: Sequence[Numbered]
    size: int
    limits: Limits
    waiting: deque[Numbered] = field(init=False)
    workers: dict[int, _Worker] = field(default_factory=dict)
    messages: queue.Queue[tuple[int, Message | None]] = field(default_factory=queue.Queue)
    deaths: Counter[int] = field(default_factory=Counter)
    stillborn: int = 0
    started: int = 0
    payload: bytes = b""
    ending: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.waiting = deque(self.work)

    def __enter__(self) -> Self:
        self.payload = payload_of(self.project)
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes at once; what they had in hand was not in place yet."""
        for worker in self.workers.values():
            worker.process.kill()
        self.ending.close()

    def is_done(self) -> bool:
        return not self.waiting and all(worker.job is None for worker in self.workers.values())

    # -- giving work ------------------------------------------------------------------------

    def employ(self) -> None:
        """Start the processes that are lacking, and give each idle one a document."""
        busy = sum(1 for worker in self.workers.values() if worker.job is not None)
        wanted = min(self.size, busy + len(self.waiting))
        while len(self.workers) < wanted:
            self._start()
        for worker in list(self.workers.values()):
            if worker.ready and worker.job is None and self.waiting:
                self._give(worker, self.waiting.popleft())

    def _start(self) -> None:
        self.started += 1
        name = self.started
        process = Process(self.payload, lambda message: self.messages.put((name, message)))
        self.ending.callback(process.bury)
        self.workers[name] = _Worker(process)

    def _give(self, worker: _Worker, job: Numbered) -> None:
        worker.job, worker.since = job, time.monotonic()
        worker.process.send(job)

    # -- taking results ---------------------------------------------------------------------

    def wait(self) -> list[Result]:
        """Return what a message finished, after a look at who takes too much."""
        self._look()
        try:
            name, message = self.messages.get(timeout=_LOOK)
        except queue.Empty:
            return []
        worker = self.workers.get(name)
        if worker is None:
            return []
        if message is None:
            del self.workers[name]
            return self._dead(worker)
        return self._heard(name, worker, message)

    def _heard(self, name: int, worker: _Worker, message: Message) -> list[Result]:
        if message.result is None:
            worker.ready, self.stillborn = True, 0
            return []
        job, worker.job = worker.job, None
        worker.made += 1
        if worker.made >= self.limits.documents or message.memory > self.limits.memory / 2:
            worker.process.dismiss()
            del self.workers[name]
        return [(job[0], message.result)] if job is not None else []

    def _dead(self, worker: _Worker) -> list[Result]:
        """Try the document of a dead process again; name it when it is the second time."""
        ended = worker.process.bury()
        if worker.job is None:
            if not worker.ready:
                self.stillborn += 1
                if self.stillborn >= _STILLBORN:
                    hint = "build with `--jobs 1`, which starts none"
                    raise WriterError(
                        f"no process for the build can be started: {ended}", hint=hint
                    )
            return []
        number, job = worker.job
        self.deaths[number] += 1
        reason = worker.blamed or f"it ended its process twice ({_told(ended)})"
        if self.deaths[number] < 2 and not worker.blamed.startswith("it took"):
            log.info("%s ended its process (%s); once more", job.planned.stem, _told(ended))
            self.waiting.appendleft(worker.job)
            return []
        hint = "the others are made; `--jobs 1` makes it in this process"
        return [(number, WriterError(f"the document cannot be made: {reason}", hint=hint))]

    def _look(self) -> None:
        """End processes whose document takes too long or too much memory."""
        for worker in self.workers.values():
            if worker.job is None or worker.blamed:
                continue
            if time.monotonic() - worker.since > self.limits.seconds:
                worker.blamed = f"it took more than {self.limits.seconds:g} s"
            elif memory_of(worker.process.pid) > self.limits.memory:
                worker.blamed = f"it needs more than {self.limits.memory} MB of memory"
            if worker.blamed:
                worker.process.kill()


def _told(code: int) -> str:
    """Return how a process ended, in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
