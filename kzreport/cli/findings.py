"""How the findings of `check` look: by file on a terminal, one to a line where nobody looks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from kzreport.cli.terminal import console, printable
from kzreport.errors import Location

if TYPE_CHECKING:
    from kzreport.checks import Finding

#: what a broken line goes on behind
_INDENT = " " * 6

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def print_findings(findings: Sequence[Finding], with_infos: bool) -> None:
    """Print the findings and what they come to; infos only if asked for."""
    told = [each for each in findings if each.severity != "info" or each.accepted or with_infos]
    if console().is_terminal:
        for name, of_file in groupby(told, key=lambda each: each.at.file if each.at else ""):
            _print_file(name, list(of_file))
    else:
        for each in told:
            _print_line(each)
    click.echo(_summary(findings, with_infos))
    if told and console().is_terminal:
        hint = f"kzreport check --explain {told[0].code} says why it matters, and how to mend it"
        click.secho(hint, dim=True)


def _print_line(finding: Finding) -> None:
    """Print a finding as compilers do: place, code, message; advice below."""
    at = f"{finding.at}: " if finding.at else ""
    click.secho(printable(at), fg="cyan", nl=False)
    click.secho(f"{finding.code} {_weight(finding)}", fg=COLOURS[finding.severity], nl=False)
    click.echo(f" {printable(finding.message)}")
    advice = _advice(finding)
    if advice:
        click.secho(f"  {printable(advice)}", dim=True)


def _print_file(name: str, findings: Sequence[Finding]) -> None:
    """Print the findings of a file; advice that several in a row share is given once."""
    if name:
        click.secho(printable(name), fg="cyan", bold=True)
    for (_, advice), alike in groupby(findings, key=lambda each: (each.code, _advice(each))):
        for each in alike:
            _print_below(each)
        if advice:
            _print_wrapped((f"    {printable(advice)}", "dim"))
    click.echo()


def _print_below(finding: Finding) -> None:
    head = f"{_weight(finding)} {finding.code}"
    weight = "bold " if finding.severity == "error" else ""
    _print_wrapped(
        (f"  {_place(finding.at)}", "cyan"),
        (head, weight + COLOURS[finding.severity]),
        (f" {printable(finding.message)}", ""),
    )


def _place(at: Location | None) -> str:
    """Return `20:5 `, less of it where less is known."""
    if at is None or not at.line:
        return ""
    return f"{at.line}:{at.column} " if at.column else f"{at.line} "


def _print_wrapped(*parts: tuple[str, str]) -> None:
    """Print parts of a line, each in its style, broken between words to the terminal's width."""
    from rich.text import Text

    first, *rest = Text.assemble(*parts).wrap(console(), max(console().width - len(_INDENT), 30))
    for number, line in enumerate([first, *rest]):
        line.rstrip()
        console().print(Text(_INDENT).append_text(line) if number else line)


def _weight(finding: Finding) -> str:
    return "accepted" if finding.accepted else finding.severity


def _advice(finding: Finding) -> str:
    if finding.accepted:
        return f"until {finding.accepted.until}: {finding.accepted.reason}"
    return f"hint: {finding.hint}" if finding.hint else ""


def _summary(findings: Sequence[Finding], with_infos: bool) -> str:
    """Return `1 error, 2 warnings, 3 infos (--all shows them), 1 accepted`."""
    counted = [finding.severity for finding in findings if not finding.accepted]
    told = [
        f"{count} {name}{'s' if count != 1 else ''}"
        for name in COLOURS
        if (count := counted.count(name))  # type: ignore[arg-type]  # the names are severities
    ]
    if "info" in counted and not with_infos:
        told[-1] += " (--all shows them)"
    accepted = len(findings) - len(counted)
    told += [f"{accepted} accepted"] if accepted else []
    return ", ".join(told) if told else "nothing to report"
