"""After a build: do the versions of a paper in several languages print the same facts?"""

from __future__ import annotations

from pathlib import Path

from kzreport.build.outcome import Outcome
from kzreport.build.record import read_record
from kzreport.facts.parallel import differences
from kzreport.project import Project


def unlike_versions(project: Project, outcome: Outcome, out: Path) -> list[str]:
    """Return what to warn of: the facts that some versions of a paper print and others do not."""
    papers: dict[str, dict[str, tuple[str, ...]]] = {}
    for built in outcome.built:
        record = None if built.problem else read_record(out, built.planned.stem)
        if record is not None:
            name = " ".join(filter(None, (built.planned.report.name, built.planned.item)))
            papers.setdefault(name, {})[built.planned.lang] = tuple(record.printed)
    return [
        f"`{name}`: {difference}"
        for name, versions in papers.items()
        if len(versions) > 1
        for difference in differences(versions, project.facts)
    ]
