"""A schedule: when which reports are made, what happens to late ones, and who gets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from kzreport.errors import Location, ProjectError, did_you_mean
from kzreport.facts.fields import Level
from kzreport.timetable.channels import AlertChannel, Channel, MailServer
from kzreport.timetable.timing import Timing

CatchUp = Literal["latest", "all", "none"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A named plan. `level` is that of its highest report: alerts about it say no more than that.

    `catch_up` decides what becomes of slots that were missed: the latest of them is run, all
    are, or none; older than `grace` is never run.
    """

    name: str
    timing: Timing
    reports: tuple[str, ...]
    at: Location
    level: Level = Level.internal
    catch_up: CatchUp = "latest"
    grace: timedelta = timedelta(hours=36)
    skip_when_unchanged: bool = False
    deliver: tuple[Channel, ...] = ()
    alert: tuple[AlertChannel, ...] = ()


@dataclass(frozen=True, slots=True)
class Timetable:
    """All schedules of a project, and the mail servers they use."""

    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    servers: Mapping[str, MailServer] = field(default_factory=dict)

    def get(self, name: str) -> Schedule:
        """Return the schedule `name`; raise `ProjectError` with the nearest name if none."""
        if name not in self.schedules:
            hint = did_you_mean(name, self.schedules) or "`kzreport schedule next` shows them"
            raise ProjectError(f"no schedule named `{name}`", hint=hint)
        return self.schedules[name]
