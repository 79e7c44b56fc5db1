"""Read `schedules:` and `mail_servers:` strictly: all problems at once, each with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path as FilePath
from typing import get_args

from kzreport.calendars import CALENDARS
from kzreport.errors import Location, ProjectError, did_you_mean
from kzreport.facts.fields import Level, read_id
from kzreport.files import read_bytes
from kzreport.strictyaml import YamlDocument, read_yaml
from kzreport.timetable.channels import FolderChannel, MailServer
from kzreport.timetable.reading_channels import read_alerts, read_channels, read_servers
from kzreport.timetable.schedule import CatchUp, Schedule, Timetable
from kzreport.timetable.spec import Page, Path, Spec
from kzreport.timetable.timing import EVERY_DAY, OnHoliday, Timing
from kzreport.timetable.zones import zone

#: the keys of kzreport.yaml, or of the file it names, that are read here
KEYS = ("schedules", "mail_servers")

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SCHEDULE_KEYS = (
    *("days", "at", "cron", "timezone", "reports", "catch_up", "grace", "skip_when_unchanged"),
    *("calendar", "on_holiday", "deliver", "alert"),
)

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
_SPAN = re.compile(r"([1-9][0-9]{0,3})([mhd])\Z")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def read_timetable(
    document: YamlDocument, root: FilePath, place: str, levels: Mapping[str, Level]
) -> tuple[Timetable, list[ProjectError]]:
    """Return what `document` says about schedules, and what is wrong with it.

    `schedules: file.yaml` names a file that holds both keys; it is found beside kzreport.yaml.
    `place` is the time zone of schedules that name none, `levels` those of the reports there
    are.
    """
    named = document.data.get("schedules")
    if isinstance(named, str):
        if "mail_servers" in document.data:
            problem = ProjectError(
                f"`mail_servers` stands here, but `schedules` are in `{named}`",
                document.key_at(("mail_servers",)),
                f"move it to `{named}`",
            )
            return Timetable(), [problem]
        try:
            document = _other_file(document, root, named)
        except ProjectError as exc:
            return Timetable(), [exc]
    page = Page(document)
    _only_our_keys(page, isinstance(named, str))
    servers = read_servers(page)
    schedules = _schedules(page, place, levels, servers)
    return Timetable(schedules, servers), page.problems


def _other_file(document: YamlDocument, root: FilePath, named: str) -> YamlDocument:
    at = document.at(("schedules",))
    path = root / named
    if not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
        raise ProjectError(
            f"there is no file `{named}` in the project", at, "write schedules here, or make it"
        )
    shown = document.file.removesuffix("kzreport.yaml") + named
    return read_yaml(read_bytes(path, ProjectError), shown, error=ProjectError)


def _only_our_keys(page: Page, own_file: bool) -> None:
    if own_file:
        Spec(page, (), "this file", page.document.data).known_keys((*KEYS, "format"))


def _schedules(
    page: Page, place: str, levels: Mapping[str, Level], servers: Mapping[str, MailServer]
) -> dict[str, Schedule]:
    data = page.document.data.get("schedules")
    if data is None:
        return {}
    if not isinstance(data, dict):
        page.report("`schedules` holds a schedule by name, or names a file", ("schedules",))
        return {}
    return {
        name: _Reader(page, name, spec, place).schedule(levels, servers)
        for name, spec in data.items()
    }


class _Reader:
    """Reads one schedule."""

    def __init__(self, page: Page, name: str, data: object, place: str) -> None:
        self.page = page
        self.name = name
        path: Path = ("schedules", name)
        hint = 'write `days`, `at: "07:00"` and `reports` below it'
        self.spec = Spec.read(page, path, f"the schedule `{name}`", data, hint)
        self.spec.known_keys(SCHEDULE_KEYS)
        self.place = place
        try:
            read_id(name)
        except ValueError as exc:
            page.report(str(exc), path, "folders are named after it", key=True)

    def schedule(self, levels: Mapping[str, Level], servers: Mapping[str, MailServer]) -> Schedule:
        spec, reports = self.spec, self._reports(levels)
        level = max((levels[each] for each in reports), default=Level.public)
        schedule = Schedule(
            name=self.name,
            timing=self._timing(),
            reports=reports,
            at=spec.at,
            level=level,
            catch_up=spec.choice("catch_up", get_args(CatchUp), "latest"),
            grace=self._grace(),
            skip_when_unchanged=spec.flag("skip_when_unchanged"),
            deliver=read_channels(spec, servers),
            alert=read_alerts(spec, servers),
        )
        self._refuse_levels(schedule, levels)
        self._refuse_one_folder(schedule)
        return schedule

    # -- when ---------------------------------------------------------------------------------

    def _timing(self) -> Timing:
        spec = self.spec
        cron, times = self._cron(), self._times()
        if cron and ("at" in spec.data or "days" in spec.data):
            spec.report("cron", "`cron` stands beside `days` or `at`", "keep one of the two")
        if not cron and not times and "cron" not in spec.data and "at" not in spec.data:
            spec.report("at", f"{spec.what} does not say when", 'write `at: "07:00"`, or `cron:`')
        return Timing(
            zone=self._zone(),
            days=self._days(),
            times=times,
            cron=cron,
            calendars=self._calendars(),
            on_holiday=spec.choice("on_holiday", get_args(OnHoliday), "shift"),
        )

    def _zone(self) -> str:
        name = self.spec.text("timezone", self.place)
        try:
            zone(name)
        except ProjectError as exc:
            if "timezone" in self.spec.data:  # else told where the project names it
                self.spec.report("timezone", exc.message, exc.hint)
            return "UTC"
        return name

    def _days(self) -> tuple[int, ...]:
        found = set()
        for path, word in self.spec.texts("days"):
            if word.lower() in DAYS:
                found.add(DAYS.index(word.lower()))
            else:
                hint = did_you_mean(word.lower()[:3], DAYS) or f"use {', '.join(DAYS)}"
                self.page.report(f"`{word}` is not a day of the week", path, hint)
        return tuple(sorted(found)) or EVERY_DAY

    def _times(self) -> tuple[time, ...]:
        found = set()
        for path, word in self.spec.texts("at"):
            if _CLOCK.match(word):
                found.add(time.fromisoformat(word))
            else:
                self.page.report(f"`{word}` is not a time of day", path, 'write it as `"07:00"`')
        return tuple(sorted(found))

    def _cron(self) -> str:
        if "cron" not in self.spec.data:
            return ""
        from datetime import datetime

        from cronsim import CronSim, CronSimError

        line = self.spec.text("cron", hint='five fields in quotes: `cron: "0 7 * * 1"`')
        try:
            if line and len(line.split()) != 5:
                raise CronSimError("it has five fields: minute, hour, day, month, weekday")
            if line:
                next(CronSim(line, datetime(2026, 1, 1)))
        except (CronSimError, StopIteration) as exc:
            reason = str(exc) or "no day is ever like that"
            self.spec.report("cron", f"`{line}` is not a cron line: {reason}", "try `0 7 * * 1`")
            return ""
        return line

    def _calendars(self) -> tuple[str, ...]:
        found = []
        for path, name in self.spec.texts("calendar"):
            if name in CALENDARS:
                found.append(name)
            else:
                hint = did_you_mean(name, CALENDARS) or f"there are {', '.join(CALENDARS)}"
                self.page.report(f"no calendar named `{name}`", path, hint)
        if "on_holiday" in self.spec.data and "calendar" not in self.spec.data:
            hint = "write `calendar: austria`, say"
            self.spec.report("on_holiday", "`on_holiday` needs a `calendar`", hint)
        return tuple(found)

    def _grace(self) -> timedelta:
        text = self.spec.text("grace", "36h")
        match = _SPAN.match(text)
        if match:
            return timedelta(**{_UNITS[match[2]]: int(match[1])})
        self.spec.report("grace", f"`{text}` is not a span of time", "90m, 36h or 3d, say")
        return timedelta(hours=36)

    # -- what ---------------------------------------------------------------------------------

    def _reports(self, levels: Mapping[str, Level]) -> tuple[str, ...]:
        found = []
        for path, name in self.spec.texts("reports"):
            if name in levels:
                found.append(name)
            else:
                hint = did_you_mean(name, levels) or "`kzreport list` shows the reports"
                self.page.report(f"no report named `{name}`", path, hint)
        if not self.spec.data.get("reports"):
            hint = "write `reports: [...]`; `kzreport list` shows them"
            self.spec.report("reports", f"{self.spec.what} makes no reports", hint)
        return tuple(dict.fromkeys(found))

    def _refuse_levels(self, schedule: Schedule, levels: Mapping[str, Level]) -> None:
        """What a channel may not carry is told before the first slot, not after it."""
        for channel in schedule.deliver:
            for name in schedule.reports:
                if levels[name] > channel.level:
                    self.page.problems.append(
                        ProjectError(
                            f"the report `{name}` is {levels[name]}; this channel carries"
                            f" {channel.level} papers at most",
                            channel.at,
                            f"if its readers may see them, write `level: {levels[name]}` here",
                        )
                    )

    def _refuse_one_folder(self, schedule: Schedule) -> None:
        """Two slots in one folder would be refused at the second; so they are refused now."""
        timing = schedule.timing
        often = bool(timing.cron) or len(timing.times) > 1
        for channel in schedule.deliver:
            place = getattr(channel, "folder", "") or getattr(channel, "url", "")
            distinct = "{slot}" in place or (
                "{local_date}" in place and (not often or "{local_time}" in place)
            )
            if place and not distinct:
                kind = "folder" if isinstance(channel, FolderChannel) else "url"
                self._one_place(channel.at, kind)

    def _one_place(self, at: Location, kind: str) -> None:
        self.page.problems.append(
            ProjectError(
                f"two slots of `{self.name}` would share this `{kind}`",
                at,
                "end it with `{slot}`, or with `{local_date}` where there is one slot a day",
            )
        )
