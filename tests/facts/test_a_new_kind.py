"""Adding a kind of record is one class in one place: all rooms take it from there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]

CLASS = '''
class Resolution(Entry):
    """A decision of a body, with the votes it got."""

    kind_of_record = "resolutions"
    is_fact = True

    title: Text
    body: OrganisationId = None
    when: When | None = None
    votes: Whole | None = None


for _model in ('''

RECORDS = """
_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}
res-51: {title: {en: Resolution 51}, body: unodc, when: 2008-03, votes: 53}
res-52: {title: {en: Resolution 52}, body: unodc, when: 2009-03, outcome_of: res-51}
"""

USE = """
from datetime import date
from pathlib import Path
import sys
from kzreport import load_project
from kzreport.errors import FactError
from kzreport.facts.editing import add_record, questions
from kzreport.facts.exchange.columns import to_row
from kzreport.facts.schema import kind_schema

root = Path(sys.argv[1])
project = load_project(root)
try:
    project.facts
except FactError as exc:
    print(exc.message)
file = root / "data/resolutions.yaml"
file.write_text(file.read_text().replace(", outcome_of: res-51", ""))
project = load_project(root)
view = project.view(as_of=date(2026, 11, 24))
print([each.votes.plain for each in view.facts.resolutions.where(body="unodc").sort("when")])
print(sorted(to_row(view.facts["res-51"].entry))[:3])
print("votes" in str(kind_schema("resolutions")))
print(questions("resolutions", ()))
fields = {"title": {"en": "Resolution 53"}, "source": ["page"], "status": "confirmed"}
draft = add_record(project.facts, "resolutions", fields, today=date(2026, 11, 24))
print(draft.write().kind_of("resolution-53"))
"""


def test_one_class_makes_a_kind_that_is_read_asked_added_and_exported(workspace, tmp_path):
    package = tmp_path / "code/kzreport"
    shutil.copytree(CHECKOUT / "kzreport", package, ignore=shutil.ignore_patterns("__pycache__"))
    records = package / "facts/records.py"
    head, _, tail = records.read_text().partition("\nfor _model in (")
    records.write_text(head + CLASS + tail)
    workspace.facts("resolutions", RECORDS)
    workspace.project()

    ran = subprocess.run(
        [sys.executable, "-c", USE, str(workspace.root)],
        env={**os.environ, "PYTHONPATH": str(package.parent)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "`outcome_of` is not a key of resolutions",
        "[53, None]",
        "['body', 'id', 'level']",
        "True",
        "('title', 'status', 'source')",
        "resolutions",
    ]
