"""Tell the results: tables on the terminal, and docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.metadata import version
from textwrap import fill

from rich.console import Console
from rich.table import Table

from benchmarks.comparisons import DOCXTPL, PLAIN, Results, Row
from benchmarks.stages import FACTS
from benchmarks.timing import Series

PACKAGES = (
    *("kzreport", "weasyprint", "jinja2", "python-docx", "docxtpl", "pyyaml", "pydantic"),
    *("typst", "pypandoc-binary"),
)
HEADS = ("What", "kzreport", "Beside", "Time", "Ratio", "By the clock")


def show(results: Results, console: Console) -> None:
    """Print the results as tables."""
    for title, rows in results.tables.items():
        table = Table(*HEADS, title=title, title_justify="left", title_style="bold")
        for row in rows:
            colour = "green" if row.ratio <= 1 else "red"
            what, ours, beside, theirs, ratio, wall = cells(row)
            table.add_row(what, ours, beside, theirs, f"[{colour}]{ratio}[/]", wall)
        console.print(table)
    table = Table("Stage", "Time", "Share", title="A warm brief, by stages", title_justify="left")
    for name, time, share in stages(results):
        table.add_row(name, time, share)
    console.print(table)
    console.print(
        "Ratio: kzreport's processor time as a multiple of the other's; below 1 is faster."
    )


def cells(row: Row) -> tuple[str, ...]:
    """Return a comparison as the texts of a table's row."""
    return (
        row.what,
        duration(row.ours.cpu),
        row.beside,
        duration(row.theirs.cpu),
        f"{row.ratio:.2f}",
        f"{row.wall_ratio:.2f}",
    )


def stages(results: Results) -> Iterator[tuple[str, str, str]]:
    """Yield each stage with its time and its share of all of them."""
    whole = sum(series.cpu for name, series in results.stages.items() if name != FACTS)
    for name, series in results.stages.items():
        share = "once" if name == FACTS else f"{series.cpu / whole:.0%}"
        yield name, duration(series.cpu), share


def duration(seconds: float) -> str:
    """Return seconds as a person reads them: `8.4 ms`, `312 ms`, `24.1 s`."""
    if seconds >= 1:
        return f"{seconds:,.2f} s" if seconds < 10 else f"{seconds:,.1f} s"
    milliseconds = seconds * 1000
    return f"{milliseconds:.1f} ms" if milliseconds < 10 else f"{milliseconds:.0f} ms"


# --- The page in docs ---------------------------------------------------------------------


def write_page(results: Results, day: date) -> str:
    """Return docs/benchmarks.md."""
    tables = "\n\n".join(
        f"## {title}\n\n{_comparison(rows)}" for title, rows in results.tables.items()
    )
    effort = results.effort
    return _PAGE.format(
        made=fill(_made(day), 100),
        tables=tables,
        stages=_markdown(("Stage", "Time", "Share"), stages(results)),
        losses="\n".join(_losses(results)),
        pdf_words=results.words[PLAIN],
        docx_words=results.words[DOCXTPL],
        memory=fill(_memory(results.batch), 100),
        megabytes=f"{results.yaml_size / 1e6:.1f}",
        effort=effort,
        warm=effort.briefs - 1,
    )


def _made(day: date) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"Written by `make bench` on {day.day} {day:%B %Y}; do not edit. {platform.system()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}; {packages}."
    )


def _comparison(rows: Iterable[Row]) -> str:
    heads = ("What", "kzreport", "middle half", "Beside", "Time", "middle half", "**Ratio**")
    lines = []
    for row in rows:
        what, ours, beside, theirs, ratio, wall = cells(row)
        spread = (_middle(row.ours), _middle(row.theirs))
        lines.append((what, ours, spread[0], beside, theirs, spread[1], f"**{ratio}**", wall))
    return _markdown((*heads, "by the clock"), lines)


def _middle(series: Series) -> str:
    if len(series.laps) < 2:
        return ""
    return " to ".join(map(duration, series.middle_half))


def _memory(rows: Sequence[Row]) -> str:
    """Return how much memory the processes of the batch held at most."""
    if not any(row.ours.memory for row in rows):
        return "How much memory the processes held, this system does not tell."
    held = {row.what: f"kzreport {row.ours.memory:.0f} MB" for row in rows}
    for row in rows:
        held[row.what] += f", {row.beside} {row.theirs.memory:.0f} MB"
    told = "; ".join(f"{what}: {parts}" for what, parts in held.items())
    return f"Memory at most, in the same processes. {told}."


def _losses(results: Results) -> Iterator[str]:
    for title, row in results.losses:
        yield f"- {title}: {row.what}, {row.ratio:.2f} times the time of {row.beside}."
    if not results.losses:
        yield "None in this run."


def _markdown(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (heads, ("---",) * len(heads), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_PAGE = """\
# Benchmarks

{made}

The paper is the brief of this repository, `unodc-brief`. Beside kzreport stands a plain script,
[`benchmarks/naive.py`](../benchmarks/naive.py), that makes the same paper as one would without
it: facts in a dictionary, an HTML template rendered by Jinja with autoescape, the same
stylesheet given to WeasyPrint; for Word, a template filled in by docxtpl. Its templates are made
from the finished brief: prose becomes template text, facts become variables, tables loops. It is
spared all that kzreport does before: reading and checking facts, wording dates and amounts,
numbering, citing, sorting.

Before anything is timed, the words of both are compared, and must be the same, as often:
{pdf_words:,} words in the PDF (plain and archival), {docx_words:,} in the text and notes of the
Word file.

**How to read the tables.** Times are medians of processor time, "middle half" is where half of
the runs lay. **Ratio** is kzreport's time as a multiple of the other's: below 1 kzreport is
faster. The last column is the same ratio by the clock. The machine is shared, so times tell
little and ratios, of runs that took turns in an order drawn by lot, tell more; a difference of
less than 5 % is none.

{tables}

{memory}

The brief speaks for another day each time ({effort.briefs} days), so that no paper is that of
before. The warm times are those of the {warm} papers after the first. "A fresh process" is
{effort.cold} runs of `kzreport build` and of the script, start of Python included; "nothing kept"
is a build with an empty cache folder: nothing a project need not work out twice. The YAML
file has {megabytes} MB; the strict reader keeps the place of every value, refuses what is
ambiguous and reads YAML 1.2, which the C loader does not, and "typed records" are the whole fact
base, ready for a document.

The large build is `kzreport build` of {effort.batch} briefs, one for each of as many agencies,
from facts to files: reading the facts, planning, {effort.batch} papers of six pages, the record
of each. The plain script makes the first {effort.plain} of them, word for word the same, in one
process, and its time is taken {effort.batch}/{effort.plain} times. "Built again" is the same
command in the folder where everything is already; the changed fact is the short name of one
agency, which one document prints: what it took, the start of WeasyPrint with it, is taken off in
the last row. Typst and pandoc start from finished markup, and lay it out in their own way: notes in
brackets, contents without pages.

## A warm brief, by stages

{stages}

PDF and Word of one brief, {effort.stages} times. The facts are loaded once in a process and are
not part of a warm brief.

## Where kzreport is slower

{losses}

"Word alone" pays for a list of contents with the right page numbers: the pages have to be laid
out to know them. A paper without contents is not laid out, and where the PDF is made as well the
pages are there already ("Word beside the PDF"). "Opened and saved only" is the least that
docxtpl takes with a template of this size, whatever is in it.

## What the plain script does not do

- Word: footnotes are in the text, in brackets; the contents have no page numbers; table 2 has no
  joined cells in its total; figures do not know their sources, and nothing can be brought back.
- PDF: nothing says which fact stands behind a figure.
- Both: a value that is missing, secret, disputed or out of date is printed like any other; the
  dates and amounts have to be worded, sorted and added up by somebody; the Word and the PDF
  template are two, and nothing keeps them alike.

## Where kzreport saves time

Both lay out their pages with the same WeasyPrint. kzreport parses the stylesheet once in a
process, writes out its variables beforehand, binds the selectors of WeasyPrint's own stylesheet
to the elements that can match, and keeps the garbage collector from walking the growing page
tree. It spends part of that on tags, archival colours and the marks of facts. Its Word files are
written as text, from styles that are worked out once in a process.
"""
