"""`init` makes a project, `list` shows its reports."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from kzreport.cli.tables import show_table
from kzreport.cli.terminal import console, inform, project_option
from kzreport.errors import WriterError
from kzreport.kinds import find_kind
from kzreport.project import Project, load_project
from kzreport.shipped import shipped

PARTS = ("kzreport.yaml", "data", "templates", "styles")


@click.command("init")
@click.argument("folder", metavar="DIR")
def init_command(folder: str) -> None:
    """Make a project in DIR: reports, facts, templates and styles to start from.

    Files that are there already are left alone: DIR must be new or empty.

    \b
    Example:
      kzreport init mission
    """
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise click.UsageError(f"`{folder}` is there already, and not empty")
    try:
        target.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            _copy(shipped(part), target / part)
    except OSError as exc:
        raise WriterError(f"cannot write `{folder}`: {exc.strerror}") from exc
    inform(f"made a project in {folder}")
    inform(f"next: kzreport build --project {folder} --out out")


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        ignore = shutil.ignore_patterns("__pycache__", ".*")
        shutil.copytree(source, target, ignore=ignore)
    else:
        shutil.copyfile(source, target)


@click.command("list")
@project_option
@click.option("--long", is_flag=True, help="Tell what each template asks for, too.")
def list_command(folder: str, long: bool) -> None:
    """Show the reports of a project.

    \b
    Example:
      kzreport list --project mission
      kzreport list --long
    """
    project = load_project(folder)
    show_table(
        ("report", "kind", "level", "languages", "formats", "what it is"),
        (
            (
                report.name,
                (template := project.templates.get(report.template, report.at)).kind,
                str(report.level),
                " ".join(report.languages),
                " ".join(report.formats),
                report.title or template.description,
            )
            for report in project.reports.values()
        ),
        words=("what it is",),
        spare=("formats", "kind"),
    )
    if long:
        _tell_templates(project)


def _tell_templates(project: Project) -> None:
    """Print what each template makes, and the parameters it asks for."""
    from rich.table import Table
    from rich.text import Text

    for name in project.templates.names():
        template = project.templates.get(name)
        console().print()
        kind = find_kind(template.kind)
        length = f"; {kind.budget}" if kind is not None and str(kind.budget) else ""
        console().print(Text.assemble((name, "bold"), "  ", template.description, length))
        table = Table(box=None, pad_edge=True, show_header=False)
        for parameter in template.parameters.values():
            given = "required" if parameter.required else f"default {parameter.default}"
            type_ = " | ".join(parameter.choices) or parameter.type or "any"
            table.add_row(parameter.name, type_, given, parameter.description)
        if table.row_count:
            console().print(table)
