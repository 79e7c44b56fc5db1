"""Run jobs and commands side by side, in an order drawn anew for each round."""

from __future__ import annotations

import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from benchmarks.briefs import ROOT


class JobFailed(Exception):
    """A job or a command ended before its time."""


@dataclass(frozen=True, slots=True)
class Lap:
    """Seconds by the clock and seconds of the processor; the most memory so far, in MB."""

    wall: float
    cpu: float
    memory: float = 0


@dataclass(frozen=True, slots=True)
class Series:
    """The laps of one job."""

    laps: tuple[Lap, ...]

    @property
    def wall(self) -> float:
        """The median by the clock."""
        return statistics.median(lap.wall for lap in self.laps)

    @property
    def cpu(self) -> float:
        """The median of the processor's time."""
        return statistics.median(lap.cpu for lap in self.laps)

    @property
    def memory(self) -> float:
        """The most memory that was ever used."""
        return max(lap.memory for lap in self.laps)

    @property
    def middle_half(self) -> tuple[float, float]:
        """The quartiles of the processor's time, between which half of the laps lie."""
        if len(self.laps) < 2:
            return self.cpu, self.cpu
        low, _, high = statistics.quantiles((lap.cpu for lap in self.laps), method="inclusive")
        return low, high

    def warm(self) -> Series:
        """Return the laps after the first, which holds what a process does once."""
        return Series(self.laps[1:])

    def times(self, number: int) -> Series:
        """Return laps that take `number` times as long."""
        laps = (Lap(lap.wall * number, lap.cpu * number, lap.memory) for lap in self.laps)
        return Series(tuple(laps))

    def total(self) -> Series:
        """Return all laps as one."""
        wall, cpu = sum(lap.wall for lap in self.laps), sum(lap.cpu for lap in self.laps)
        return Series((Lap(wall, cpu, self.memory),))


def race(jobs: Sequence[str], folder: Path, rounds: int) -> dict[str, Series]:
    """Return the laps of `jobs`, each in a process of its own, one after the other."""
    laps: dict[str, list[Lap]] = {job: [] for job in jobs}
    with ExitStack() as stack:
        workers = {job: stack.enter_context(_Worker(job, folder)) for job in jobs}
        for number in range(rounds):
            for job in random.sample(jobs, len(jobs)):
                laps[job].append(workers[job].lap(number))
    return {job: Series(tuple(each)) for job, each in laps.items()}


@dataclass(frozen=True, slots=True)
class Command:
    """What follows `python -m`; the folders in `forget` are removed before each lap.

    `proof` raises `JobFailed` after a lap that did not do what is timed.
    """

    words: tuple[str, ...]
    forget: tuple[Path, ...] = ()
    proof: Callable[[], None] = lambda: None


def run_cold(commands: Mapping[str, Command], rounds: int) -> dict[str, Series]:
    """Return the laps of `commands`, each lap a fresh process."""
    laps: dict[str, list[Lap]] = {name: [] for name in commands}
    names = list(commands)
    for _ in range(rounds):
        for name in random.sample(names, len(names)):
            laps[name].append(_run(commands[name]))
    return {name: Series(tuple(each)) for name, each in laps.items()}


def _run(command: Command) -> Lap:
    """Run `command` and return its time, the start of Python included."""
    for folder in command.forget:
        shutil.rmtree(folder, ignore_errors=True)
    before, wall = _children(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *command.words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    took = Lap(time.perf_counter() - wall, _children() - before)
    if done.returncode != 0:
        raise JobFailed(f"{' '.join(command.words)}\n{done.stderr}")
    command.proof()
    return took


def documents_in(out: Path) -> list[dict[str, Any]]:
    """Return what the manifest of the last build in `out` tells of each document."""
    manifest: dict[str, Any] = json.loads((out / ".kzreport/build.json").read_bytes())
    return list(manifest["documents"])


def kept_so_many(out: Path, kept: int) -> None:
    """Raise `JobFailed` unless the last build in `out` kept `kept` documents and made the rest."""
    states = Counter(each["state"] for each in documents_in(out))
    if states["kept"] != kept or states.total() != kept + states["built"]:
        raise JobFailed(f"{out}: {kept} documents were to be kept, and not {dict(states)}")


def _children() -> float:
    """Return the processor time of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Worker:
    """A process that does laps of one job."""

    def __init__(self, job: str, folder: Path) -> None:
        self.job = job
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.jobs", job, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def lap(self, number: int) -> Lap:
        """Let the job do lap `number` and return what it took."""
        asked, answered = self.process.stdin, self.process.stdout
        if asked is None or answered is None:
            raise JobFailed(f"{self.job} has no pipes")
        with suppress(BrokenPipeError):  # then there is no answer either
            asked.write(f"{number}\n")
            asked.flush()
        answer = answered.readline()
        if not answer:
            raise JobFailed(f"{self.job} stopped in lap {number}; its words are above")
        return Lap(**json.loads(answer))
