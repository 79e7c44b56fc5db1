"""The work that is timed. Each job runs in a process of its own and does one lap when told.

    python -m benchmarks.jobs JOB FOLDER        a number on each line of stdin is one lap

The first lap holds what a process does once: imports, reading the project, compiling.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import wordwriter
from benchmarks.briefs import PROJECT, REPORT, day_of
from benchmarks.naive import Naive
from benchmarks.printing import PRINTING

Lap = Callable[[int], object]


def ours_pdf(folder: Path) -> Lap:
    """Briefs as PDF."""
    from kzreport import load_project, render

    project = load_project(folder / PROJECT)
    return lambda number: render(project, REPORT, as_of=day_of(number)).pdf()


def ours_docx(folder: Path) -> Lap:
    """Briefs as Word; the contents ask for page numbers, so the pages are laid out, too."""
    from kzreport import load_project, render

    project = load_project(folder / PROJECT)
    return lambda number: render(project, REPORT, as_of=day_of(number)).docx()


def ours_docx_beside_pdf(folder: Path) -> Lap:
    """Briefs as Word where the PDF is made as well, so that the page numbers are there."""
    from kzreport import load_project, render

    project = load_project(folder / PROJECT)
    pages = render(project, REPORT, as_of=day_of(0)).page_map
    return lambda number: render(project, REPORT, as_of=day_of(number)).docx(pages)


def ours_docx_tree(folder: Path) -> Lap:
    """The Word writer alone: a brief with controls, notes and contents, from tree to bytes."""
    parts = wordwriter.brief(folder)
    return lambda _: wordwriter.write(*parts)


def ours_docx_rows(folder: Path) -> Lap:
    """A long table of facts."""
    _, style, _ = wordwriter.brief(folder)
    annex = wordwriter.annex(wordwriter.ROWS)
    return lambda _: wordwriter.write(annex, style, {})


def ours_docx_long(folder: Path) -> Lap:
    """Twenty times as long a table."""
    _, style, _ = wordwriter.brief(folder)
    annex = wordwriter.annex(wordwriter.LONG)
    return lambda _: wordwriter.write(annex, style, {})


def naive_docx_rows(folder: Path) -> Lap:
    """The long table by docxtpl."""
    fill = wordwriter.fill_rows(folder, wordwriter.ROWS)
    return lambda _: fill()


def plain_docx_rows(_: Path) -> Lap:
    """The long table by python-docx's plain API."""
    add = wordwriter.add_rows(wordwriter.ROWS)
    return lambda _: add()


def naive_pdf(folder: Path) -> Lap:
    """Briefs as plain PDF, not tagged."""
    naive = Naive(folder)
    return lambda number: naive.pdf(number)


def naive_archival_pdf(folder: Path) -> Lap:
    """Briefs as PDF/A-3a, tagged, as kzreport makes them."""
    naive = Naive(folder)
    return lambda number: naive.pdf(number, "pdf/a-3a")


def naive_docx(folder: Path) -> Lap:
    """Briefs as Word by docxtpl."""
    return Naive(folder).docx


def naive_docx_floor(folder: Path) -> Lap:
    """The docxtpl template opened and saved: no template of that size takes less."""
    naive = Naive(folder)
    return lambda _: naive.docx_floor()


def naive_typst(folder: Path) -> Lap:
    """Briefs as PDF by Typst."""
    return Naive(folder).typst


def naive_pandoc(folder: Path) -> Lap:
    """Briefs as Word by pandoc, a program of its own."""
    return Naive(folder).pandoc_docx


def strict_yaml(folder: Path) -> Lap:
    """The large file through the strict reader: every value with its place."""
    from kzreport.strictyaml import read_yaml

    file = folder / "facts" / "contributions.yaml"
    return lambda _: len(read_yaml(file.read_bytes(), file.name).data)


def quick_yaml(folder: Path) -> Lap:
    """The large file through PyYAML's C loader: plain dictionaries."""
    import yaml

    file = folder / "facts" / "contributions.yaml"
    return lambda _: len(yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader))


def quick_yaml_without_collector(folder: Path) -> Lap:
    """The same while Python's garbage collector is off, which takes half of its time."""
    gc.disable()
    return quick_yaml(folder)


def whole_facts(folder: Path) -> Lap:
    """The large file as typed records that hold together."""
    from kzreport import load_facts

    return lambda _: len(load_facts(folder / "facts").entries)


JOBS: dict[str, Callable[[Path], Lap]] = {
    job.__name__: job
    for job in (
        *(ours_pdf, ours_docx, ours_docx_beside_pdf),
        *(ours_docx_tree, ours_docx_rows, ours_docx_long, naive_docx_rows, plain_docx_rows),
        *(naive_pdf, naive_archival_pdf, naive_docx, naive_docx_floor),
        *(naive_typst, naive_pandoc),
        *(strict_yaml, whole_facts, quick_yaml, quick_yaml_without_collector),
        *PRINTING,
    )
}


def main(job: str, folder: Path) -> None:
    """Do a lap for each line of stdin and answer with its seconds and the memory so far."""
    lap: Lap | None = None
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), _processor()
        if lap is None:
            lap = JOBS[job](folder)
        lap(int(line))
        took = {"wall": time.perf_counter() - wall, "cpu": _processor() - cpu}
        print(json.dumps({**took, "memory": _memory()}), flush=True)


def _processor() -> float:
    """Return the processor time of this process, and of programs that it ran."""
    if os.name == "nt":
        return time.process_time()
    import resource

    mine, theirs = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def _memory() -> float:
    """Return the most memory this process held, in MB; 0 where the system does not tell.

    `getrusage` would count the process that started this one.
    """
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
