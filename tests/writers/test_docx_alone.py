"""A Word file alone needs no WeasyPrint once its style is stored."""

import subprocess
import sys

SCRIPT = """
import sys
from datetime import date
from kzreport import load_project, render
briefing = render(load_project(sys.argv[1]), "t", as_of=date(2014, 6, 30))
sys.stdout.buffer.write(briefing.docx())
loaded = sorted(name for name in sys.modules if name.partition(".")[0] in {"weasyprint", "docx"})
assert not loaded, loaded
"""
PLAIN = "# T\n\nIt gave {{ facts['vc-2011'].amount | money }}.\n"


def test_a_paper_without_contents_is_written_without_weasyprint_the_same(workspace):
    workspace.template("t", PLAIN)
    first = workspace.render("t").docx()

    made = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(workspace.root)], capture_output=True, check=False
    )

    assert made.returncode == 0, made.stderr.decode()
    assert made.stdout == first
