"""After a build: do the versions of a paper in several languages print the same facts?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kzreport.build.outcome import Built, Outcome
from kzreport.build.record import read_record
from kzreport.facts.parallel import differences
from kzreport.project import Project


def unlike_versions(project: Project, outcome: Outcome, out: Path) -> list[str]:
    """Return what to warn of: the facts that some versions of a paper print and others do not."""
    papers: dict[str, list[Built]] = {}
    for built in outcome.built:
        if not built.problem:
            name = " ".join(filter(None, (built.planned.report.name, built.planned.item)))
            papers.setdefault(name, []).append(built)
    return [
        f"`{name}`: {difference}"
        for name, versions in papers.items()
        if len(versions) > 1
        for difference in differences(_printed(versions, out), project.facts)
    ]


def _printed(versions: Sequence[Built], out: Path) -> dict[str, tuple[str, ...]]:
    """Return the facts that each language of a paper prints."""
    records = {each.planned.lang: read_record(out, each.planned.stem) for each in versions}
    return {lang: tuple(record.printed) for lang, record in records.items() if record is not None}
