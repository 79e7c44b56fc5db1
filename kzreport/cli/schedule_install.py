"""`schedule install`: what wakes us on a server."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzreport.cli.schedule import schedule_group, state_option
from kzreport.cli.terminal import inform, project_option

if TYPE_CHECKING:
    from kzreport.timetable import Timetable


@schedule_group.command("install")
@project_option
@state_option
@click.option("--cron", is_flag=True, help="A line for cron instead of systemd units.")
@click.option("--user", default="", metavar="NAME", help="The user that systemd runs it as.")
@click.option("--out", metavar="DIR", help="Write the units there; else they are printed.")
def install_command(folder: str, state: str | None, cron: bool, user: str, out: str | None) -> None:
    """Print systemd units, or a cron line, that call `schedule once` every five minutes.

    Nothing on the machine is changed: copy the units to /etc/systemd/system yourself.

    \b
    Example:
      kzreport schedule install --user kzreport --state /var/lib/kzreport --out units
      kzreport schedule install --cron | crontab -
    """
    from kzreport.files import put_file
    from kzreport.project import load_project
    from kzreport.schedule.office import state_of
    from kzreport.schedule.units import Installation, cron_line, systemd_units

    project = load_project(folder)
    place = Installation(
        command=_program(),
        project=project.root.absolute(),
        state=state_of(project.root.absolute(), Path(state).absolute() if state else None),
        user=user,
        credentials=_credentials(project.timetable),
    )
    if cron:
        click.echo(cron_line(place), nl=False)
        return
    for name, text in systemd_units(place).items():
        if out is None:
            click.echo(f"# {name}\n{text}")
        else:
            put_file(Path(out) / name, text.encode())
            inform(f"  {Path(out) / name}")


def _program() -> tuple[str, ...]:
    found = Path(sys.executable).with_name("kzreport")
    if found.is_file():
        return (str(found),)
    path = shutil.which("kzreport")
    return (path,) if path else (sys.executable, "-m", "kzreport")


def _credentials(timetable: Timetable) -> tuple[str, ...]:
    """Return the systemd credentials that the timetable asks for."""
    from kzreport.timetable.channels import secrets_of

    plans = timetable.schedules.values()
    channels = [each for plan in plans for each in (*plan.deliver, *plan.alert)]
    secrets = secrets_of(timetable.servers.values(), channels)
    return tuple(sorted({each.name for each in secrets if each.kind == "credential"}))
