"""`build` makes the documents of a project."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import get_args

import click

from kzreport.build import Options, Planned, build, plan
from kzreport.build.cluster import run_cluster
from kzreport.build.keep import Keeper, with_day
from kzreport.build.manifest import read_unfinished
from kzreport.build.pool import all_cores
from kzreport.build.versions import unlike_versions
from kzreport.cli.build_telling import Telling, show_plan, tell_outcome
from kzreport.cli.terminal import Day, project_option
from kzreport.document import Variant
from kzreport.facts.fields import Level
from kzreport.language import available_languages
from kzreport.project import FORMATS, Format, Project, load_project

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class How:
    """How the documents are made; none of it changes what stands in them."""

    jobs: int
    force: bool
    as_json: bool
    cluster: str


@click.command("build")
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@project_option
@click.option("--out", default="out", show_default=True, metavar="DIR", help="Where files go.")
@click.option("--as-of", type=Day(), metavar="DATE", help="The day the documents speak for.")
@click.option("--known-at", type=Day(), metavar="DATE", help="Use what was recorded by then.")
@click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="LANG",
    help="Only these languages.",
)
@click.option("--format", "formats", multiple=True, metavar="FORMAT", help="Only these formats.")
@click.option(
    "--level", type=click.Choice([str(level) for level in Level]), help="Lower the level."
)
@click.option("--pdf-variant", type=click.Choice(get_args(Variant)), help="What the PDF is.")
@click.option("--draft", is_flag=True, help="Let unconfirmed facts pass; mark every page.")
@click.option("--plan", "only_plan", is_flag=True, help="Tell what would be made, and why.")
@click.option("--force", is_flag=True, help="Make everything, even what did not change.")
@click.option("--resume", is_flag=True, help="Go on with the build that was broken off.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    show_default="all cores",
    metavar="N",
    help="So many processes; 1 means this one.",
)
@click.option("--cluster", default="", metavar="ADDRESS", help="A Dask scheduler: tcp://host:8786.")
@click.option("--json", "as_json", is_flag=True, help="Tell each step as a line of JSON.")
def build_command(
    reports: tuple[str, ...],
    folder: str,
    out: str,
    as_of: date | None,
    known_at: date | None,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    level: str | None,
    pdf_variant: Variant | None,
    draft: bool,
    only_plan: bool,
    force: bool,
    resume: bool,
    jobs: int | None,
    cluster: str,
    as_json: bool,
) -> None:
    """Make the documents of REPORTs, of all reports if none is named.

    Documents that would be what they are already are kept.

    \b
    Example:
      kzreport build unodc-brief --as-of 2014-05-01 --format pdf
    """
    options = Options(
        as_of=as_of,
        known_at=known_at,
        level=Level[level] if level else None,
        languages=_languages(languages),
        formats=_formats(formats),
        draft=draft,
        variant=pdf_variant,
    )
    project = load_project(folder)
    if resume:
        if reports or options != Options():
            raise click.UsageError(
                "`--resume` goes on with what was asked for then; it takes no reports and options"
            )
        documents, options = _unfinished(project, Path(out))
    else:
        documents = plan(project, reports, options)
    how = How(jobs or all_cores(), force, as_json, cluster)
    if only_plan:
        _show(project, documents, Path(out), options, how)
    else:
        _build(project, documents, Path(out), options, how)


def _unfinished(project: Project, out: Path) -> tuple[list[Planned], Options]:
    names, options, files = read_unfinished(out, project)
    documents = plan(project, names, options) if names else []
    return [each for each in documents if not files.isdisjoint(each.names)], options


def _show(
    project: Project, documents: Sequence[Planned], out: Path, options: Options, how: How
) -> None:
    keeper = Keeper(project, with_day(options, project.today()), out)
    show_plan([(each, keeper.verdict(each, how.force)) for each in documents], how.as_json)


def _build(
    project: Project, documents: Sequence[Planned], out: Path, options: Options, how: How
) -> None:
    log.info("planned: %d, as of %s", len(documents), options.as_of or project.today())
    started = time.monotonic()
    engine = partial(run_cluster, address=how.cluster) if how.cluster else None
    with Telling(len(documents), how.as_json) as telling:
        outcome = build(
            project,
            documents,
            out,
            options,
            telling.step,
            jobs=how.jobs,
            force=how.force,
            engine=engine,
        )
    for message in unlike_versions(project, outcome, out):
        log.warning("%s", message)
    tell_outcome(outcome, time.monotonic() - started, how.as_json)


def _languages(wanted: tuple[str, ...]) -> tuple[str, ...]:
    known = available_languages()
    return tuple(dict.fromkeys(_known(name, known, "language") for name in wanted))


def _formats(wanted: tuple[str, ...]) -> tuple[Format, ...]:
    names = [_known(name, FORMATS, "format") for name in wanted]
    return tuple(each for each in FORMATS if each in names)


def _known(name: str, known: tuple[str, ...], what: str) -> str:
    if name not in known:
        raise click.UsageError(f"unknown {what} `{name}`\nhint: use {', '.join(known)}")
    return name
