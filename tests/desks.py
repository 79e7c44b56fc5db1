"""A desk with a cheap maker: three small papers, the same for the same slot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from kzreport.errors import Location
from kzreport.facts.fields import Level
from kzreport.schedule.manifest import Paper
from kzreport.schedule.opening import open_ledger
from kzreport.schedule.passing import Desk
from kzreport.timetable import Schedule, Timetable, Timing
from kzreport.timetable.channels import FolderChannel

AT = Location("kzreport.yaml", 12, 7)
#: Monday, 23 November 2026, seven in the morning in Vienna
SEVEN = datetime(2026, 11, 23, 6, tzinfo=UTC)
FRIDAY = SEVEN - timedelta(days=3)

MONDAYS = Schedule(
    name="monday-briefing",
    timing=Timing("Europe/Vienna", days=(0,), times=(time(7),)),
    reports=("brief",),
    at=AT,
    level=Level.internal,
    deliver=(FolderChannel("readers/{local_date}", AT, Level.internal),),
)


@dataclass
class CheapMaker:
    """Makes papers of a few lines; `says` is what they say, `fault` is raised instead."""

    says: str = "nothing new"
    fault: Exception | None = None
    made: int = 0
    level: str = "internal"

    def fingerprint(self, _schedule: Schedule, _slot: datetime) -> str:
        self._fail()
        return hashlib.sha256(self.says.encode()).hexdigest()

    def make(self, schedule: Schedule, slot: datetime, folder: Path) -> tuple[Paper, ...]:
        self._fail()
        self.made += 1
        names = [f"brief-{number}.en.md" for number in range(3)]
        for name in names:
            (folder / name).write_text(f"{schedule.name} {slot:%F %R} {self.says}\n" * 40)
        return tuple(Paper(name, "brief", "en", self.level) for name in names)

    def _fail(self) -> None:
        if self.fault is not None:
            raise self.fault


def timetable(*schedules: Schedule, **parts: object) -> Timetable:
    return Timetable({each.name: each for each in schedules}, **parts)  # type: ignore[arg-type]


def desk(
    root: Path,
    *schedules: Schedule,
    maker: CheapMaker | None = None,
    step: Callable[[str], None] = lambda _: None,
    **parts: object,
) -> Desk:
    """A desk in `root`, its ledger open."""
    return Desk(
        timetable(*(schedules or (MONDAYS,)), **parts),
        open_ledger(root / "schedule"),
        maker or CheapMaker(),
        root,
        step,
    )


def every_minute(name: str) -> Schedule:
    """A schedule that is due each minute and forgets none."""
    return replace(
        MONDAYS,
        name=name,
        timing=Timing("Europe/Vienna", cron="* * * * *"),
        catch_up="all",
        grace=timedelta(days=10),
        deliver=(FolderChannel("readers/{schedule}/{slot}", AT, Level.internal),),
    )
