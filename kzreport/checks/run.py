"""Run all checks of a project: facts first, then every report as it would be built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kzreport.checks.acceptance import ACCEPTANCE_RULES, Accepting, settle
from kzreport.checks.finding import Finding
from kzreport.checks.inspection import VIENNA, Inspection
from kzreport.checks.languages import VERSION_RULES
from kzreport.checks.paper import Paper, Unmade
from kzreport.checks.printed import SHELF_RULES, UNMADE_RULES, Shelf
from kzreport.checks.rule import Rule, Trouble
from kzreport.checks.rules import FACT_RULES, PAPER_RULES, RULES
from kzreport.checks.schedules import SCHEDULE_RULES, Planned
from kzreport.errors import KzReportError
from kzreport.facts.base import FactBase
from kzreport.project import Project, Report
from kzreport.report import render


def check_project(
    project: Project, day: date | None = None, calendars: Sequence[str] = VIENNA
) -> list[Finding]:
    """Return all findings, sorted by place; `day` is today where none is given.

    `calendars` tell the working days (see `kzreport.calendars`). Raise `FactError` when the
    facts cannot be read at all.
    """
    seen = Inspection(project.facts, day or project.today(), calendars)
    papers, failures = _papers(project, seen.day)
    findings = list(_of_facts(seen))
    findings += _in_languages(UNMADE_RULES, failures, seen.base)
    findings += _in_languages(PAPER_RULES, papers, seen.base)
    if not failures:  # else nobody knows what the others would print
        findings += _findings((*SHELF_RULES, *VERSION_RULES), Shelf(seen, papers), seen.base)
    for schedule in project.timetable.schedules.values():
        findings += _findings(SCHEDULE_RULES, Planned(schedule, seen.day), seen.base)
    return _settled(findings, seen)


def check_facts(base: FactBase, day: date, calendars: Sequence[str] = VIENNA) -> list[Finding]:
    """Return the findings of the fact base alone; no report is made."""
    seen = Inspection(base, day, calendars)
    return _settled(list(_of_facts(seen)), seen)


def _of_facts(seen: Inspection) -> Iterator[Finding]:
    return _findings(FACT_RULES, seen, seen.base)


def _papers(project: Project, day: date) -> tuple[list[Paper], list[Unmade]]:
    """Return every report in every language it is made in, and those that cannot be made."""
    papers: list[Paper] = []
    failures: list[Unmade] = []
    for report, lang in [(r, lang) for r in project.reports.values() for lang in r.languages]:
        try:
            items = project.items_of(report, as_of=day)
        except KzReportError as exc:
            failures.append(Unmade(report, lang, exc))
            continue
        for item in items:
            try:
                papers.append(_paper(project, report, item, lang, day))
            except KzReportError as exc:
                failures.append(Unmade(report, lang, exc))
    return papers, failures


def _paper(project: Project, report: Report, item: str, lang: str, day: date) -> Paper:
    briefing = render(project, report.name, item=item, lang=lang, as_of=day)
    template = project.templates.in_language(project.templates.get(report.template), lang)
    return Paper(report, template, lang, day, project.facts, briefing)


def _findings(rules: Iterable[Rule[Any]], seen: object, base: FactBase) -> Iterator[Finding]:
    for rule in rules:
        for trouble in rule.find(seen):
            yield _finding(rule, trouble, base)


def _in_languages(
    rules: Sequence[Rule[Any]], seen: Sequence[Paper] | Sequence[Unmade], base: FactBase
) -> Iterator[Finding]:
    """Yield what is found in papers, once for all the languages of a report in which it is."""
    found: dict[tuple[str, str, Trouble], tuple[Rule[Any], Report, list[str]]] = {}
    for each in seen:
        for rule in rules:
            for trouble in rule.find(each):
                key = (rule.code, each.report.name, trouble)
                langs = found.setdefault(key, (rule, each.report, []))[2]
                langs += [each.lang] if each.lang not in langs else []
    for (*_, trouble), (rule, report, langs) in found.items():
        tongues = f" ({', '.join(langs)})" if len(report.languages) > 1 else ""
        told = f"report `{report.name}`{tongues}: {trouble.message}"
        yield _finding(rule, replace(trouble, message=told), base, report.name)


def _finding(rule: Rule[Any], trouble: Trouble, base: FactBase, report: str = "") -> Finding:
    return Finding(
        code=rule.code,
        severity=trouble.severity or rule.severity,
        message=trouble.message,
        at=base.at(trouble.ref) if trouble.ref else trouble.at,
        hint=trouble.hint,
        record=trouble.ref.partition(".")[0],
        report=report,
    )


def _settled(findings: list[Finding], seen: Inspection) -> list[Finding]:
    """Return the findings with what is accepted, sorted by place, each told once."""
    codes = [rule.code for rule in RULES]
    findings += _findings(ACCEPTANCE_RULES, Accepting(seen, findings, codes), seen.base)
    unique = {(f.code, str(f.at), f.message): f for f in settle(findings, seen)}
    return sorted(unique.values(), key=_by_place)


def _by_place(finding: Finding) -> tuple[str, int, int, str, str]:
    at = finding.at
    place = (at.file, at.line, at.column) if at else ("", 0, 0)
    return (*place, finding.code, finding.message)
