"""The bench runs, compares like with like, and tells what it finds, losses too."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import docx
import pytest

from benchmarks.comparisons import DOCXTPL, PLAIN, Effort, Results, Row
from benchmarks.page import duration, write_page
from benchmarks.stages import FACTS
from benchmarks.timing import JobFailed, Lap, Series, race
from benchmarks.words import OtherWords, docx_words, same_words

CHECKOUT = Path(__file__).parents[2]


def series(*seconds: float) -> Series:
    return Series(tuple(Lap(wall=2 * each, cpu=each, memory=100) for each in seconds))


def results(*rows: Row) -> Results:
    effort = Effort(briefs=3)
    return Results(
        effort,
        {"3 briefs in one process, start included": rows},
        {FACTS: series(0.5), "HTML": series(0.25), "layout": series(0.75)},
        {PLAIN: 2365, DOCXTPL: 1779},
        5_000_000,
    )


def test_a_ratio_is_our_median_as_a_multiple_of_theirs():
    row = Row("PDF", series(0.3, 0.1, 9.0), PLAIN, series(0.6, 0.6, 0.5))

    assert row.ratio == 0.5
    assert row.wall_ratio == 0.5


def test_the_first_lap_counts_in_the_batch_and_not_as_warm():
    laps = series(1.0, 0.2, 0.4)

    assert laps.total().cpu == pytest.approx(1.6)
    assert laps.warm().cpu == pytest.approx(0.3)


def test_the_page_lists_every_loss_the_worst_first():
    page = write_page(
        results(
            Row("PDF", series(1.0), PLAIN, series(2.0)),
            Row("PDF", series(1.1), "a rival", series(1.0)),
            Row("Word", series(3.0), DOCXTPL, series(1.0)),
        ),
        date(2026, 11, 24),
    )

    losses = page.partition("## Where kzreport is slower")[2].partition("##")[0]
    assert re.findall(r"([.\d]+) times the time of ([^.\n]+)", losses) == [
        ("3.00", DOCXTPL),
        ("1.10", "a rival"),
    ]
    assert "24 November 2026" in page


def test_a_page_without_losses_says_so():
    page = write_page(results(Row("PDF", series(1.0), PLAIN, series(2.0))), date(2026, 11, 24))

    assert "None in this run." in page


def test_stages_are_shares_of_a_warm_brief_without_the_loading_of_facts():
    page = write_page(results(Row("PDF", series(1.0), PLAIN, series(2.0))), date(2026, 11, 24))

    assert f"| {FACTS} | 500 ms | once |" in page
    assert "| layout | 750 ms | 75% |" in page


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.0084, "8.4 ms"), (0.312, "312 ms"), (2.5, "2.50 s"), (24.1, "24.1 s")]
)
def test_durations_are_told_as_a_person_reads_them(seconds, told):
    assert duration(seconds) == told


def test_papers_that_say_something_else_stop_the_bench():
    with pytest.raises(OtherWords, match=r"only ours.*'not': 1"):
        same_words("brief", ["do", "not", "print"], ["do", "print"])


def test_the_words_of_a_word_file_are_counted_across_its_runs():
    file, data = docx.Document(), io.BytesIO()
    paragraph = file.add_paragraph("Kaz")
    paragraph.add_run("akhstan gave")
    file.add_table(1, 1).cell(0, 0).text = "Kazakhstan"
    file.save(data)

    assert docx_words(data.getvalue()) == {"Kazakhstan": 2, "gave": 1}


def test_a_job_that_breaks_off_stops_the_bench(tmp_path):
    with pytest.raises(JobFailed, match="naive_docx stopped in lap 0"):
        race(("naive_docx",), tmp_path, 1)


@pytest.mark.slow
def test_a_quick_run_prints_the_ratios_and_writes_the_page(tmp_path):
    page = tmp_path / "benchmarks.md"

    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--page", page, "--date", "2026-11-24"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert "Ratio" in run.stdout
    assert len(re.findall(r"\*\*\d+\.\d\d\*\*", page.read_text("utf-8"))) == 34
