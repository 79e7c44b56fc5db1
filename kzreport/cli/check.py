"""`check` reads everything, renders every report and says what is wrong; it changes nothing."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from kzreport.calendars import CALENDARS
from kzreport.cli.findings import COLOURS, print_findings
from kzreport.cli.terminal import BuildFailed, Day, project_option

if TYPE_CHECKING:
    from kzreport.checks import Finding


@click.command("check")
@project_option
@click.option("--as-of", type=Day(), metavar="DATE", help="Check as on this day, not today.")
@click.option(
    "--calendar",
    "calendars",
    multiple=True,
    type=click.Choice(CALENDARS),
    help="Whose working days count; austria if none is named.",
)
@click.option("--all", "with_infos", is_flag=True, help="Tell what is only worth knowing, too.")
@click.option("--json", "as_json", is_flag=True, help="Print all findings as JSON.")
@click.option("--list", "listed", is_flag=True, help="List all checks.")
@click.option("--explain", "code", metavar="CODE", help="Say what a check finds, and why.")
def check_command(
    folder: str,
    as_of: date | None,
    calendars: tuple[str, ...],
    with_infos: bool,
    as_json: bool,
    listed: bool,
    code: str | None,
) -> None:
    """Check facts, templates and reports; exit with 1 when there are errors.

    \b
    Example:
      kzreport check --project mission
      kzreport check --explain KZ101
    """
    if code:
        _explain(code)
    elif listed:
        _list()
    else:
        findings = _findings(folder, as_of, calendars)
        if as_json:
            click.echo(json.dumps([finding.as_dict() for finding in findings], indent=2))
        else:
            print_findings(findings, with_infos)
        if any(finding.severity == "error" for finding in findings):
            raise BuildFailed


def _findings(folder: str, as_of: date | None, calendars: Sequence[str]) -> list[Finding]:
    from kzreport.checks import check_project
    from kzreport.project import load_project

    # what a report would log is told as KZ202
    for room in ("report", "release"):
        logging.getLogger(f"kzreport.{room}").setLevel(logging.ERROR)
    project = load_project(folder)
    return check_project(project, as_of, calendars or ("austria",))


def _explain(code: str) -> None:
    from kzreport.checks import find_rule

    rule = find_rule(code)
    click.secho(f"{rule.code} {rule.severity}: {rule.title}", bold=True)
    for name, words in (("why", rule.why), ("mend", rule.mend)):
        click.echo(
            click.wrap_text(
                f"{name}: {words}", width=96, initial_indent="  ", subsequent_indent="    "
            )
        )


def _list() -> None:
    from kzreport.checks import RULES

    for rule in RULES:
        click.secho(f"{rule.code} {rule.severity:7} ", fg=COLOURS[rule.severity], nl=False)
        click.echo(rule.title)
