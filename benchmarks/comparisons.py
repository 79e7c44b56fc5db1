"""What is compared with what: the races of the bench, and what came out of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import printing
from benchmarks.briefs import FIRST_DAY, PROJECT, REPORT, day_of
from benchmarks.material import make_material
from benchmarks.naive import Naive
from benchmarks.sections import QUICK, Effort, Row, sections
from benchmarks.stages import time_stages
from benchmarks.timing import Command, Series, kept_so_many, race, run_cold
from benchmarks.words import docx_words, pdf_words, same_words
from benchmarks.wordwriter import LONG, ROWS
from benchmarks.yamlfacts import write_facts
from kzreport.project import load_project
from kzreport.report import render

PLAIN = "WeasyPrint, plain PDF"
ARCHIVAL = "WeasyPrint, PDF/A-3a"
DOCXTPL = "docxtpl"
FLOOR = "docxtpl, opened and saved only"
PLAIN_API = "python-docx, a row after the other"
C_LOADER = "PyYAML, C loader"
UNCOLLECTED = "PyYAML, C loader, collector off"

_BATCH = "{} briefs in one process, start included"


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured; `words` says how many words both sides' papers hold."""

    effort: Effort
    tables: Mapping[str, tuple[Row, ...]]
    stages: Mapping[str, Series]
    words: Mapping[str, int]
    yaml_size: int

    @property
    def batch(self) -> tuple[Row, ...]:
        """The rows of the many briefs in one process."""
        return self.tables[_BATCH.format(self.effort.briefs)]

    @property
    def losses(self) -> list[tuple[str, Row]]:
        """The comparisons in which kzreport is slower, the worst first, with their table."""
        rows = [(title, row) for title, table in self.tables.items() for row in table]
        return sorted((each for each in rows if each[1].ratio > 1), key=lambda each: -each[1].ratio)


def compare(folder: Path, effort: Effort, tell: Callable[[str], None] = lambda _: None) -> Results:
    """Return the results of the whole bench; `folder` takes what is made on the way.

    `tell` hears what comes next. Raise `OtherWords` when the papers compared do not say the same.
    """
    tell("making what the plain script works from")
    make_material(folder, effort.briefs)
    file = write_facts(folder / "facts", effort.facts)
    words = _prove_words(folder, effort.briefs - 1)
    tell("one brief, in a warm process and in many fresh ones")
    warm, batch = _warm(folder, effort)
    tables = {
        "One brief in a fresh process, files written": _cold(folder, effort),
        "One more brief in a warm process": warm,
        _BATCH.format(effort.briefs): batch,
        "The PDF writer alone, from tree to bytes": _printing(folder, effort),
        "The Word writer alone, from tree to bytes": _word(folder, effort),
        f"Reading {effort.facts:,} facts from YAML": _yaml(folder, effort),
    }
    for title, measure in sections(effort):
        tell(title)
        tables[title] = measure(folder, effort)
    tell("the stages of a brief")
    return Results(
        effort, tables, time_stages(folder / PROJECT, effort.stages), words, file.stat().st_size
    )


def _prove_words(folder: Path, number: int) -> dict[str, int]:
    """Compare the words of the last brief, whose day differs from that of the first."""
    briefing = render(load_project(folder / PROJECT), REPORT, as_of=day_of(number))
    naive, pdf = Naive(folder), briefing.pdf()
    return {
        PLAIN: same_words(PLAIN, pdf_words(pdf), pdf_words(naive.pdf(number))),
        ARCHIVAL: same_words(ARCHIVAL, pdf_words(pdf), pdf_words(naive.pdf(number, "pdf/a-3a"))),
        DOCXTPL: same_words(DOCXTPL, docx_words(briefing.docx()), docx_words(naive.docx(number))),
    }


def _cold(folder: Path, effort: Effort) -> tuple[Row, ...]:
    project = folder / PROJECT
    kept = load_project(project).cache
    build = ("kzreport", "build", REPORT, "--lang", "en", "--as-of", FIRST_DAY.isoformat())
    out = folder / "ours"  # removed each time: what is there already would be kept, not made
    ours = (*build, "--project", str(project), "--out", str(out))
    made = partial(kept_so_many, out, 0)
    naive = ("benchmarks.naive", str(folder), str(folder / "theirs"))
    took = run_cold(
        {
            "first": Command(ours, forget=(out, kept), proof=made),
            "both": Command(ours, forget=(out,), proof=made),
            "pdf": Command((*ours, "--format", "pdf"), forget=(out,), proof=made),
            "docx": Command((*ours, "--format", "docx"), forget=(out,), proof=made),
            "naive both": Command((*naive, "pdf/a-3a", "docx")),
            "naive pdf": Command((*naive, "pdf")),
            "naive archival pdf": Command((*naive, "pdf/a-3a")),
            "naive docx": Command((*naive, "docx")),
        },
        effort.cold,
    )
    both = f"{ARCHIVAL} and {DOCXTPL}"
    return (
        Row("PDF and Word, nothing kept", took["first"], both, took["naive both"]),
        Row("PDF and Word", took["both"], both, took["naive both"]),
        Row("PDF", took["pdf"], PLAIN, took["naive pdf"]),
        Row("PDF", took["pdf"], ARCHIVAL, took["naive archival pdf"]),
        Row("Word alone", took["docx"], DOCXTPL, took["naive docx"]),
    )


def _warm(folder: Path, effort: Effort) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows of one more brief and those of the whole batch, from the same laps."""
    pdf = race(("ours_pdf", "naive_pdf", "naive_archival_pdf"), folder, effort.briefs)
    words = ("ours_docx", "ours_docx_beside_pdf", "naive_docx", "naive_docx_floor")
    took = pdf | race(words, folder, effort.briefs)
    pairs = (
        ("PDF", "ours_pdf", PLAIN, "naive_pdf"),
        ("PDF", "ours_pdf", ARCHIVAL, "naive_archival_pdf"),
        ("Word beside the PDF", "ours_docx_beside_pdf", DOCXTPL, "naive_docx"),
        ("Word beside the PDF", "ours_docx_beside_pdf", FLOOR, "naive_docx_floor"),
        ("Word alone", "ours_docx", DOCXTPL, "naive_docx"),
    )
    warm = [Row(what, took[a].warm(), beside, took[b].warm()) for what, a, beside, b in pairs]
    batch = [Row(what, took[a].total(), beside, took[b].total()) for what, a, beside, b in pairs]
    # Where the PDF is made as well, its start and its first pages are counted there.
    return tuple(warm), tuple(row for row in batch if row.what != "Word beside the PDF")


def _printing(folder: Path, effort: Effort) -> tuple[Row, ...]:
    """Return the rows of the PDF writer alone; the long reports are left out of a quick look."""
    names = [job.__name__ for job in printing.SHORT]
    took = {name: series.warm() for name, series in race(names, folder, effort.short).items()}
    made = ["short"]
    if effort.long:
        long = race([job.__name__ for job in printing.LONG], folder, effort.long)
        took |= {name: series.warm() for name, series in long.items()}
        made.append("long")
    words = {"short": "a brief of 3 pages", "long": "a report of some 80 pages, 1,000 rows"}
    return tuple(
        Row(f"{words[name]}, {kind}", took[f"{name}_ours{end}"], beside, took[f"{name}_naive{end}"])
        for name in made
        for kind, end, beside in (("plain", "_plain", PLAIN), ("as shipped", "", ARCHIVAL))
    )


def _word(folder: Path, effort: Effort) -> tuple[Row, ...]:
    """Return the rows of the Word writer alone: what comes before it is done already."""
    jobs = ("ours_docx_tree", "naive_docx", "ours_docx_rows", "naive_docx_rows", "plain_docx_rows")
    laps = race(jobs, folder, effort.rows) | race(("ours_docx_long",), folder, effort.rows)
    brief, filled, rows, filled_rows, plain = (laps[job].warm() for job in jobs)
    times = LONG // ROWS
    return (
        Row("a brief with controls, notes and contents", brief, DOCXTPL, filled),
        Row(f"{ROWS:,} rows of five facts", rows, DOCXTPL, filled_rows),
        Row(f"{ROWS:,} rows of five facts", rows, PLAIN_API, plain),
        Row(
            f"{LONG:,} rows",
            laps["ours_docx_long"].warm(),
            f"{times} times our {ROWS:,}",
            rows.times(times),
        ),
    )


def _yaml(folder: Path, effort: Effort) -> tuple[Row, ...]:
    jobs = ("strict_yaml", "whole_facts", "quick_yaml", "quick_yaml_without_collector")
    laps = race(jobs, folder, effort.yaml)
    strict, whole, quick, quicker = (laps[job].warm() for job in jobs)
    return (
        Row("strict reader", strict, C_LOADER, quick),
        Row("strict reader", strict, UNCOLLECTED, quicker),
        Row("typed records, checked", whole, C_LOADER, quick),
        Row("typed records, checked", whole, UNCOLLECTED, quicker),
    )


__all__ = ["DOCXTPL", "PLAIN", "QUICK", "Effort", "Results", "Row", "compare"]
