"""The same facts, template and style give the same PDF, wherever and however it is made."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date

from said_papers import PROJECT

from kzreport import render

CODE = """
import hashlib, sys
from datetime import date
from kzreport import load_project, render
briefing = render(load_project(sys.argv[1]), "unodc-brief", as_of=date(2026, 11, 23))
print(hashlib.sha256(briefing.pdf()).hexdigest())
"""


def test_other_processes_folders_seeds_zones_and_tongues_make_the_same_bytes(tmp_path):
    here = render(PROJECT, "unodc-brief", as_of=date(2026, 11, 23)).pdf()
    made = {hashlib.sha256(here).hexdigest()}

    for seed, zone, folder in (("1", "UTC", "one"), ("2", "Asia/Almaty", "two")):
        (tmp_path / folder).mkdir()
        run = subprocess.run(
            [sys.executable, "-c", CODE, PROJECT.root.resolve()],
            cwd=tmp_path / folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        )
        made.add(run.stdout.strip())

    assert len(made) == 1
