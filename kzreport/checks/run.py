"""Run all checks of a project: facts first, then every report as it would be built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kzreport.checks.facts import FACT_CHECKS
from kzreport.checks.finding import Finding
from kzreport.errors import KzReportError
from kzreport.project import Project
from kzreport.report import render


def check_project(project: Project, day: date | None = None) -> list[Finding]:
    """Return all findings, sorted by place; `day` is today where none is given.

    Raise `FactError` when the facts cannot be read at all.
    """
    now = day or project.today()
    findings = [finding for check in FACT_CHECKS for finding in check(project.facts, now)]
    findings += _reports(project, now)
    unique = {(finding.code, str(finding.at), finding.message): finding for finding in findings}
    return sorted(unique.values(), key=_by_place)


def _reports(project: Project, day: date) -> Iterator[Finding]:
    """KZ201: a report that cannot be made; KZ202: what a report would warn of."""
    for report in project.reports.values():
        for lang in report.languages:
            try:
                briefing = render(project, report.name, lang=lang, as_of=day)
            except KzReportError as exc:
                yield from _told("KZ201", report.name, exc)
            else:
                for warning in briefing.warnings:
                    yield from _told("KZ202", report.name, warning)


def _told(code: str, report: str, error: KzReportError) -> Iterator[Finding]:
    severity = "error" if code == "KZ201" else "warning"
    for problem in error.problems:
        message = f"report `{report}`: {problem.message}"
        yield Finding(code, severity, message, problem.at, problem.hint)  # type: ignore[arg-type]


def _by_place(finding: Finding) -> tuple[str, int, int, str]:
    at = finding.at
    return (at.file, at.line, at.column, finding.code) if at else ("", 0, 0, finding.code)
