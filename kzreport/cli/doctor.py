"""`doctor`: is this machine fit to issue papers?"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from kzreport.cli.schedule import clock, json_option, state_option
from kzreport.cli.terminal import ENVIRONMENT, BuildFailed, printable, project_option


@click.command("doctor")
@project_option
@state_option
@click.option("--offline", is_flag=True, help="Do not ask the servers that papers go to.")
@json_option
def doctor_command(folder: str, state: str | None, offline: bool, as_json: bool) -> None:
    """Look at fonts, libraries, zone data, clock, disk, locks and channels; change nothing.

    Exits with 3 when something is wrong.

    \b
    Example:
      kzreport doctor --project mission
    """
    from kzreport.project import load_project
    from kzreport.schedule.doctor import examine
    from kzreport.schedule.office import state_of

    project = load_project(folder)
    place = state_of(project.root, Path(state) if state else None)
    found = list(examine(project.timetable, project.root, place, clock(), offline=offline))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    for each in () if as_json else found:
        click.secho(
            "ok     " if each.well else "wrong  ", fg="green" if each.well else "red", nl=False
        )
        click.echo(printable(f"{each.what}: {each.found}"))
        if each.hint:
            click.secho(f"       hint: {printable(each.hint)}", dim=True)
    if not all(each.well for each in found):
        raise BuildFailed(ENVIRONMENT)
