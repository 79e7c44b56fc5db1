"""Make the papers of a slot from a project, and say in a few signs what they say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from kzreport.briefing import Briefing
from kzreport.build import Built, Options, build, plan
from kzreport.errors import DeliveryError, KzReportError, LockedError, PlaceError, ProjectError
from kzreport.language import load_language
from kzreport.project import Project
from kzreport.report import render
from kzreport.schedule.manifest import Paper
from kzreport.timetable import Schedule
from kzreport.timetable.zones import zone


class Maker(Protocol):
    """Makes the papers of a slot. What it raises says whether trying again may help."""

    def fingerprint(self, schedule: Schedule, slot: datetime) -> str:
        """Return a hash of what the papers of `slot` would say."""

    def make(self, schedule: Schedule, slot: datetime, folder: Path) -> tuple[Paper, ...]:
        """Write the papers of `slot` into `folder`, which is empty, and return them."""


@dataclass(frozen=True)
class ProjectMaker:
    """Makes the papers of a project. They speak for the day of the slot, at its place."""

    project: Project

    def fingerprint(self, schedule: Schedule, slot: datetime) -> str:
        """Return a hash over what the papers read, asked and print; the as-of line apart."""
        day = day_of(schedule, slot)
        total = hashlib.sha256()
        for document in plan(self.project, schedule.reports, Options(as_of=day)):
            name, item, lang = document.report.name, document.item, document.lang
            briefing = render(self.project, name, item=item, lang=lang, as_of=day)
            total.update("\n".join((*document.names, _sayings(briefing, day))).encode())
        return total.hexdigest()

    def make(self, schedule: Schedule, slot: datetime, folder: Path) -> tuple[Paper, ...]:
        """Build every report of the schedule; one that fails fails the slot."""
        options = Options(as_of=day_of(schedule, slot))
        documents = plan(self.project, schedule.reports, options)
        if not documents:
            raise ProjectError("the reports make no document", schedule.at)
        outcome = build(self.project, documents, folder, options)
        if outcome.failed:
            raise _refusal(outcome.failed)
        return tuple(
            Paper(file.name, each.planned.report.name, each.planned.lang, level=level_of(each))
            for each in outcome.built
            for file in each.files
        )


def day_of(schedule: Schedule, slot: datetime) -> date:
    """Return the day of a slot by the calendar of its place."""
    return slot.astimezone(zone(schedule.timing.zone)).date()


def level_of(built: Built) -> str:
    """Return the level a paper was made for."""
    return str(built.planned.report.level)


def _sayings(briefing: Briefing, day: date) -> str:
    """Return everything a paper depends on and says, with the as-of day blotted out.

    The words of the template count as well: who rewords a paper wants it to be sent.
    """
    facts = briefing.facts
    said = [*sorted(facts.read), *sorted(f"{query} {ids}" for query, ids in facts.queries.items())]
    said += [f"{fact.refs} {fact.text}" for fact in facts.printed]
    text = "\n".join([*said, repr(briefing.document.blocks)])
    for wording in _wordings(day, briefing.document.lang):
        text = text.replace(wording, "")
    return text


def _wordings(day: date, lang: str) -> tuple[str, ...]:
    """Return how the day may be written in a paper."""
    from kzreport.values.edtf import read_edtf

    written = load_language(lang).date(read_edtf(day.isoformat()))
    return (repr(written)[1:-1], written, day.isoformat())


def _refusal(failed: tuple[Built, ...]) -> KzReportError:
    """Return one error for all that failed: passing when the machine is to blame for each."""
    problems = [built.problem for built in failed if built.problem is not None]
    if all(_is_passing(problem) for problem in problems):
        return DeliveryError.all_of(problems)
    return KzReportError.all_of(problems)


def _is_passing(problem: KzReportError) -> bool:
    return isinstance(problem, PlaceError | LockedError)
