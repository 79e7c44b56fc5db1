"""`facts export` and `import`: facts as spreadsheets, and translations from a patch."""

from __future__ import annotations

from pathlib import Path

import click

from kzreport.cli.terminal import inform, printable, project_option
from kzreport.facts.exchange import Incoming, export_facts, read_incoming, read_patch
from kzreport.facts.fields import Level
from kzreport.project import load_project


@click.command("export", short_help="Write the facts to .xlsx or .csv.")
@click.argument("file", type=click.Path(path_type=Path))
@project_option
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only records of this kind.")
@click.option(
    "--level", type=click.Choice([str(level) for level in Level]), help="Leave out what is above."
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def export_command(
    file: Path, folder: str, kinds: tuple[str, ...], level: str | None, force: bool
) -> None:
    """Write the facts to FILE, an .xlsx with a sheet for each kind or a .csv of one kind.

    \b
    Example:
      kzreport facts export facts.xlsx
      kzreport facts export contributions.csv --kind contributions
    """
    if file.exists() and not force:
        hint = "`--force` replaces it, with all that was typed into it"
        raise click.UsageError(f"`{file}` is there already\nhint: {hint}")
    if file.suffix.lower() == ".csv" and not kinds:
        kinds = (file.stem,)
    chosen = Level[level] if level else Level.restricted
    counts = export_facts(load_project(folder).facts, file, kinds, chosen)
    inform(f"{file}: {sum(counts.values())} records")


@click.command("import", short_help="Bring in .xlsx, .csv or translations.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@project_option
@click.option("--kind", default="", metavar="KIND", help="What a .csv holds; else its name says.")
@click.option("--write", is_flag=True, help="Write the changes; without it they are shown.")
@click.option("--typo", is_flag=True, help="Changed values were copied wrongly: change them.")
def import_command(file: Path, folder: str, kind: str, write: bool, typo: bool) -> None:
    """Show what FILE (.xlsx, .csv, or a translator's .yaml) would change; --write does it.

    New records are appended. A changed value is refused, since a correction is a second
    fact, unless it mends a copying mistake (--typo) or fills in a missing text. What is not
    in the file stays as it is.

    \b
    Example:
      kzreport facts import facts.xlsx --write
    """
    project = load_project(folder)
    if file.suffix.lower() in (".yaml", ".yml"):
        incoming = read_patch(project.facts, file)
    else:
        incoming = read_incoming(project.facts, file, project.today(), kind)
    if write:
        incoming.draft(typo=typo).write()
    _show(incoming, typo)
    told = ", ".join(
        f"{len(incoming.of(state))} {state}" for state in ("new", "changed", "unchanged")
    )
    inform(f"{told}; {'written' if write else 'nothing was written, `--write` does it'}")


def _show(incoming: Incoming, typo: bool) -> None:
    refused = {str(problem.at) for problem in incoming.refused(typo)}
    for row in incoming.of("new"):
        inform(f"{row.at()}: new {row.kind} `{row.entry.id}`")
    for row in incoming.of("changed"):
        for change in row.changes:
            before = "nothing" if change.before is None else f"`{change.before}`"
            after = "nothing" if change.gone else f"`{change.after}`"
            will = " (would be refused)" if str(change.at) in refused else ""
            name = f"{row.entry.id}.{change.name}"
            inform(printable(f"{change.at}: `{name}` {before} becomes {after}{will}"))
