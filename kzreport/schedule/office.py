"""Open everything a pass needs: the project as it stands now, its ledger, its maker."""

from __future__ import annotations

from pathlib import Path

from kzreport.project import Project
from kzreport.schedule.making import ProjectMaker
from kzreport.schedule.opening import look_into, open_ledger
from kzreport.schedule.passing import Desk

#: where the ledger and the published papers are, unless another place is named
STATE = "schedule"


def open_desk(project: Project, state: Path | None = None) -> Desk:
    """Return the desk of a project; raise `DeliveryError` when its ledger is lost or broken."""
    place = state_of(project.root, state)
    return Desk(project.timetable, open_ledger(place), ProjectMaker(project), project.root)


def look_desk(project: Project, state: Path | None = None) -> Desk:
    """Return a desk to look from: where there is no ledger, none is made."""
    ledger = look_into(state_of(project.root, state))
    return Desk(project.timetable, ledger, ProjectMaker(project), project.root)


def state_of(root: Path, state: Path | None = None) -> Path:
    """Return the folder of the ledger of the project in `root`."""
    return state if state is not None else root / STATE
