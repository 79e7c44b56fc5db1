"""`parity` proves that the Word file and the PDF of a paper show the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kzreport.cli.terminal import BuildFailed, Day, console, inform, printable, project_option

if TYPE_CHECKING:
    from kzreport.build import Options
    from kzreport.parity import Parity, Result

_SHOWN = 3  # differences of one check on the terminal; JSON and HTML have them all


@click.command("parity")
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@project_option
@click.option("--as-of", type=Day(), metavar="DATE", help="The day the documents speak for.")
@click.option("--lang", "languages", multiple=True, metavar="LANG", help="Only these languages.")
@click.option("--draft", is_flag=True, help="Compare the drafts.")
@click.option("--json", "json_file", metavar="FILE", help="Write all results as JSON.")
@click.option("--html", "html_file", metavar="FILE", help="Write all results as an HTML page.")
def parity_command(
    reports: tuple[str, ...],
    folder: str,
    as_of: date | None,
    languages: tuple[str, ...],
    draft: bool,
    json_file: str | None,
    html_file: str | None,
) -> None:
    """Make PDF and Word of REPORTs, read both back and compare them with the document.

    Both are compared with the tree they were written from: words, headings, cells, lists,
    notes, links, page numbers and more. Exit with 1 when anything differs. Needs poppler.

    \b
    Example:
      kzreport parity unodc-brief --html parity.html
    """
    from kzreport.build import Options
    from kzreport.files import put_file
    from kzreport.parity.output import to_html, to_json

    options = Options(as_of=as_of, languages=languages, draft=draft)
    papers = _compared(folder, reports, options)
    if json_file:
        put_file(Path(json_file), to_json(papers).encode())
    if html_file:
        put_file(Path(html_file), to_html(papers).encode())
    for paper in papers:
        _print(paper)
    differences = sum(paper.differences for paper in papers)
    checks = sum(len(paper.results) for paper in papers)
    inform(f"{checks} checks of {len(papers)} papers, {differences or 'no'} differences")
    if differences:
        raise BuildFailed


def _compared(folder: str, reports: tuple[str, ...], options: Options) -> list[Parity]:
    from kzreport.build import plan
    from kzreport.parity import compare
    from kzreport.project import load_project
    from kzreport.report import render

    project = load_project(folder)
    return [
        compare(
            render(
                project,
                planned.report.name,
                lang=planned.lang,
                as_of=options.as_of,
                draft=options.draft,
            ),
            planned.report.name,
        )
        for planned in plan(project, reports, options)
    ]


def _print(paper: Parity) -> None:
    """Print a table of the checks; of a check that fails, its first differences."""
    from rich.table import Table

    from kzreport.parity.output import by_check

    table = Table(title=f"{paper.name} ({paper.lang})", title_justify="left", box=None)
    for name in ("check", "word", "pdf"):
        table.add_column(name, overflow="fold")
    for word, pdf in by_check(paper):
        check = next(each.check for each in (word, pdf) if each is not None)
        table.add_row(check.title, _verdict(word), _verdict(pdf))
    console().print(table)


def _verdict(result: Result | None) -> str:
    if result is None:
        return ""
    if not result.differences:
        return "same"
    told = [printable(each) for each in result.differences[:_SHOWN]]
    more = len(result.differences) - len(told)
    return "\n".join([*told, *([f"and {more} more"] if more else [])])
