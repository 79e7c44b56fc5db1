"""Other engines on the same brief: Typst for the PDF, pandoc for Word.

Both start from the finished HTML of the plain script, so the work before that is spared them.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.sections import Effort, Row, section
from benchmarks.timing import race

TYPST = "Typst, its own layout, from finished markup"
PANDOC = "pandoc, its own styles, from finished HTML"


@section("One more brief in a warm process, beside other engines")
def others(folder: Path, effort: Effort) -> tuple[Row, ...]:
    """The same words, in the looks of each engine."""
    jobs = ("ours_pdf", "naive_typst", "ours_docx", "ours_docx_beside_pdf", "naive_pandoc")
    took = {job: laps.warm() for job, laps in race(jobs, folder, effort.others).items()}
    return (
        Row("PDF", took["ours_pdf"], TYPST, took["naive_typst"]),
        Row("Word beside the PDF", took["ours_docx_beside_pdf"], PANDOC, took["naive_pandoc"]),
        Row("Word alone", took["ours_docx"], PANDOC, took["naive_pandoc"]),
    )
