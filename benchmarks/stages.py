"""Time the stages of a brief where render() and the writers hand over to each other."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

import kzreport.report
import kzreport.weasy.engine
import kzreport.writers.docx
import kzreport.writers.pdf
from benchmarks.briefs import REPORT, day_of
from benchmarks.timing import Lap, Series
from kzreport.facts.base import load_facts
from kzreport.project import Project, load_project

#: where each stage is called, by the name it has in the table
SEAMS: dict[str, tuple[Any, str]] = {
    "template (Jinja, values)": (kzreport.report, "write_words"),
    "reader (Markdown to tree)": (kzreport.report, "read_document"),
    "HTML": (kzreport.writers.pdf, "write_html_for_pages"),
    "layout (WeasyPrint)": (kzreport.weasy.engine, "lay_out"),
    "drawing the PDF (WeasyPrint)": (kzreport.weasy.engine.Pages, "pdf"),
    "Word writer": (kzreport.writers.docx, "write_docx"),
}
FACTS = "loading the facts from YAML"
REST = "the rest of render()"


def time_stages(folder: Path, rounds: int) -> dict[str, Series]:
    """Return the laps of each stage of a warm brief as PDF and Word, and of loading the facts."""
    project = load_project(folder)
    _make(project, 0)  # what is done once in a process is no stage
    clocks = [_measure(project, number) for number in range(rounds)]
    return {
        name: Series(tuple(clock.laps[name] for clock in clocks)) for name in (FACTS, *SEAMS, REST)
    }


def _measure(project: Project, number: int) -> _Clock:
    clock = _Clock()
    clock.timed(FACTS, load_facts)(project.root / "data")
    with ExitStack() as stack:
        for name, (home, function) in SEAMS.items():
            timed = clock.timed(name, getattr(home, function))
            stack.enter_context(patch.object(home, function, timed))
        clock.timed(REST, _make)(project, number)
    whole, parts = clock.laps[REST], [clock.laps[name] for name in SEAMS]
    clock.laps[REST] = Lap(
        whole.wall - sum(part.wall for part in parts), whole.cpu - sum(part.cpu for part in parts)
    )
    return clock


def _make(project: Project, number: int) -> None:
    briefing = kzreport.report.render(project, REPORT, as_of=day_of(number))
    briefing.pdf()
    briefing.docx()


class _Clock:
    """Notes how long functions take, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, Lap] = {}

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function` so that what its call takes is noted under `name`."""

        @wraps(function)
        def timed(*args: Any, **options: Any) -> Any:
            wall, cpu = time.perf_counter(), time.process_time()
            result = function(*args, **options)
            self.laps[name] = Lap(time.perf_counter() - wall, time.process_time() - cpu)
            return result

        return timed
