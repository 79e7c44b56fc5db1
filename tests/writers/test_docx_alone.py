"""A Word file alone needs no WeasyPrint once its style is stored."""

import subprocess
import sys

from word import find, part, text

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


LISTED = """\
# T

::: contents
Contents
:::

## The sums

It gave {{ facts['vc-2011'].amount | money }}.
"""


def test_with_its_pages_kept_a_paper_with_contents_is_written_without_weasyprint(workspace):
    workspace.template("t", LISTED)
    first = workspace.render("t").docx()

    made = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(workspace.root)], capture_output=True, check=False
    )

    assert made.returncode == 0, made.stderr.decode()
    assert made.stdout == first


def test_kept_pages_are_not_those_of_another_paper_or_style(workspace):
    workspace.template("t", LISTED)
    workspace.render("t").docx()
    later = LISTED.replace("## The sums", "Words.\n\n" * 120 + "## The sums")
    workspace.template("t", later)

    found = [text(each) for each in find(part(workspace.render("t").docx()), "p")]
    (entry,) = [each for each in found if each.startswith("I.\tThe sums\t")]
    assert int(entry.rpartition("\t")[2]) > 1


def test_a_paper_without_contents_is_written_without_weasyprint_the_same(workspace):
    workspace.template("t", PLAIN)
    first = workspace.render("t").docx()

    made = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(workspace.root)], capture_output=True, check=False
    )

    assert made.returncode == 0, made.stderr.decode()
    assert made.stdout == first
