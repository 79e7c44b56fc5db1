"""A morning's build: many briefs from facts to files, all made, none changed, one changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.briefs import FIRST_DAY, PROJECT
from benchmarks.material import write_material
from benchmarks.naive import Naive
from benchmarks.sections import Effort, Row, section
from benchmarks.timing import Command, Lap, Series, documents_in, kept_so_many, run_cold
from benchmarks.words import docx_words, pdf_words, same_words
from kzreport.build.pool import all_cores
from kzreport.project import Project, load_project
from kzreport.report import render

#: all of them, and as many as the plain script makes
REPORT, SOME = "agency-brief", "some-agency-brief"
PLAIN_SCRIPT = "WeasyPrint, plain PDF"
BOTH = "WeasyPrint, PDF/A-3a and docxtpl"

_ORGANISATIONS = """\
format: 1
_defaults: {level: internal, recorded: 2026-11-23, source: seed#p1, status: confirmed}
"""
_AGENCY = """\
agency-{n:03}:
  kind: organisation
  name: {{en: "Agency {n:03} for the Control of Drugs"}}
  abbr: {{en: "A{n:03}"}}
  names:
    - id: agency-{n:03}-n1
      status: confirmed
      when: 1991/1997
      name: {{en: "Programme {n:03} for Drugs"}}
    - id: agency-{n:03}-n2
      status: confirmed
      when: 1997/2002
      name: {{en: "Office {n:03} for Drugs"}}
    - id: agency-{n:03}-n3
      status: confirmed
      when: 2002/..
      name: {{en: "Agency {n:03} for the Control of Drugs"}}
"""
_EVENTS = """\
format: 1
_defaults: {level: internal, recorded: 2026-11-23, source: seed#p1, status: confirmed, kind: visit}
"""
_VISIT = """\
start-{n:03}:
  when: 1994
  what: {{en: "visit of the head of Agency {n:03}"}}
  marks_start_of: agency-{n:03}
"""
_REPORT = """
  {report}:
    template: brief
    for_each: {{ids: [{ids}], as: org}}
    parameters: {{body: cnd}}
    level: internal
"""


@section("{effort.batch} briefs, from facts to files")
def made(folder: Path, effort: Effort) -> tuple[Row, ...]:
    """All briefs made anew, on one core and on all; then nothing has changed, then one fact."""
    project = agencies(folder, effort)
    both = _build(project, REPORT, folder / "both")
    scripts = {form: _script(folder, form) for form in ("pdf", "pdf/a-3a", "docx")}
    took = run_cold(
        {
            "pdf": _build(project, REPORT, folder / "pdf", "--format", "pdf"),
            "some": _build(project, SOME, folder / "some", "--format", "pdf", "--jobs", "1"),
            "docx": _build(project, REPORT, folder / "docx", "--format", "docx"),
            "both": both,
            **{f"plain {form}": script for form, script in scripts.items()},
        },
        1,
    )
    share = effort.batch / effort.plain
    plain = {form: _times(took[f"plain {form}"], share) for form in scripts}
    everything = _sum(plain["pdf/a-3a"], plain["docx"])
    kept = replace(both, forget=(), proof=_kept(both, effort.batch))
    nothing = run_cold({"again": kept}, effort.again)["again"]
    again = replace(kept, proof=_kept(both, effort.batch - 1))
    changed = [_after_a_change(project, again, n) for n in range(effort.again)]
    one = Series(tuple(lap for lap, _ in changed))
    rest = Series(tuple(_less(lap, seconds) for lap, seconds in changed))
    cores = f"{all_cores()} cores"
    return (
        Row("PDF, one process", _times(took["some"], share), PLAIN_SCRIPT, plain["pdf"]),
        Row(f"PDF, {cores}", took["pdf"], PLAIN_SCRIPT, plain["pdf"]),
        Row(f"PDF, {cores}", took["pdf"], "WeasyPrint, PDF/A-3a", plain["pdf/a-3a"]),
        Row(f"Word, {cores}", took["docx"], "docxtpl", plain["docx"]),
        Row(f"PDF and Word, {cores}", took["both"], BOTH, everything),
        Row("built again, nothing changed", nothing, f"{BOTH}, all again", everything),
        Row("built again, one fact changed", one, f"{BOTH}, all again", everything),
        Row("the same without the one document made", rest, f"{BOTH}, all again", everything),
    )


def agencies(folder: Path, effort: Effort) -> Path:
    """Return a project with a brief for each of many agencies, and write the script's material."""
    root = folder / "agencies"
    if root.exists():
        return root
    shutil.copytree(folder / PROJECT, root)
    numbers = range(1, effort.batch + 1)
    _write(root / "data/organisations/agencies.yaml", _ORGANISATIONS, _AGENCY, numbers)
    _write(root / "data/events/starts.yaml", _EVENTS, _VISIT, numbers)
    ids = ", ".join(f"agency-{n:03}" for n in numbers)
    with (root / "kzreport.yaml").open("a", encoding="utf-8") as file:
        file.write(_REPORT.format(report=REPORT, ids=ids))
        some = ", ".join(ids.split(", ")[: effort.plain])
        file.write(_REPORT.format(report=SOME, ids=some))
    _write_material(folder, load_project(root), effort)
    return root


def _write(path: Path, head: str, each: str, numbers: range) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + "".join(each.format(n=number) for number in numbers), "utf-8")


def _write_material(folder: Path, project: Project, effort: Effort) -> None:
    items = project.items_of(project.report(REPORT), as_of=FIRST_DAY)[: effort.plain]
    briefings = [render(project, REPORT, item=item, as_of=FIRST_DAY) for item in items]
    write_material(folder / "script", [each.document for each in briefings])
    last, naive = len(items) - 1, Naive(folder / "script")
    same_words("PDF", pdf_words(briefings[last].pdf()), pdf_words(naive.pdf(last)))
    same_words("Word", docx_words(briefings[last].docx()), docx_words(naive.docx(last)))


def _build(project: Path, report: str, out: Path, *more: str) -> Command:
    words = ("kzreport", "-q", "build", report, "--as-of", FIRST_DAY.isoformat())
    place = ("--project", str(project), "--out", str(out))
    # the pages that another build found must not spare this one its layout
    forget = (out, load_project(project).cache)
    return Command((*words, *place, *more), forget, partial(kept_so_many, out, 0))


def _kept(build: Command, number: int) -> Callable[[], None]:
    """Return the proof that a build in the same folder kept `number` documents."""
    return partial(kept_so_many, _out(build), number)


def _script(folder: Path, form: str) -> Command:
    out = folder / f"plain-{form.replace('/', '-')}"
    words = ("benchmarks.naive", str(folder / "script"), str(out), "--all", form)
    return Command(words, forget=(out,))


def _after_a_change(project: Path, build: Command, number: int) -> tuple[Lap, float]:
    """Change the name of the first agency and return what the build takes then.

    With it come the seconds that the one document took, the start of WeasyPrint included.
    """
    file = project / "data/organisations/agencies.yaml"
    text = file.read_text("utf-8")
    old, new = ('abbr: {en: "A001', f'abbr: {{en: "A001{"abc"[number % 3]}')
    file.write_text(text.replace(old, new, 1), "utf-8")
    took = run_cold({"one": build}, 1)["one"].laps[0]
    return took, sum(each["seconds"] for each in documents_in(_out(build)))


def _out(build: Command) -> Path:
    return Path(build.words[build.words.index("--out") + 1])


def _less(lap: Lap, seconds: float) -> Lap:
    return Lap(lap.wall - seconds, lap.cpu - seconds, lap.memory)


def _times(series: Series, factor: float) -> Series:
    return Series(
        tuple(Lap(lap.wall * factor, lap.cpu * factor, lap.memory) for lap in series.laps)
    )


def _sum(one: Series, other: Series) -> Series:
    return Series((Lap(one.wall + other.wall, one.cpu + other.cpu),))
