"""`check` reads everything, renders every report and says what is wrong; it changes nothing."""

from __future__ import annotations

import json

import click

from kzreport.checks import Finding, check_project
from kzreport.cli.terminal import BuildFailed, console, printable, project_option
from kzreport.project import load_project

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


@click.command("check")
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check_command(folder: str, as_json: bool) -> None:
    """Check facts, templates and reports; exit with 1 when there are errors.

    \b
    Example:
      kzreport check --project mission
    """
    findings = check_project(load_project(folder))
    if as_json:
        click.echo(json.dumps([finding.as_dict() for finding in findings], indent=2))
    else:
        _print(findings)
    if any(finding.severity == "error" for finding in findings):
        raise BuildFailed("")


def _print(findings: list[Finding]) -> None:
    for finding in findings:
        at = f"{finding.at}: " if finding.at else ""
        click.secho(printable(at), fg="cyan", nl=False)
        click.secho(f"{finding.code} {finding.severity}", fg=_COLOURS[finding.severity], nl=False)
        click.echo(f" {printable(finding.message)}")
        if finding.hint:
            click.secho(f"  hint: {printable(finding.hint)}", dim=True)
    counts = {s: sum(f.severity == s for f in findings) for s in _COLOURS}
    told = [f"{count} {name}{'s' if count != 1 else ''}" for name, count in counts.items() if count]
    console().print(", ".join(told) if told else "nothing to report")
