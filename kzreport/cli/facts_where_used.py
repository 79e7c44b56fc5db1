"""`facts where-used` tells which documents read a fact, and where they print it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kzreport.build.record import Record, read_records
from kzreport.cli.terminal import console, inform, printable, project_option
from kzreport.facts.editing import find
from kzreport.project import load_project


@click.command("where-used")
@click.argument("name", metavar="ID[.FIELD]")
@project_option
@click.option("--out", default="out", show_default=True, metavar="DIR", help="Where files are.")
@click.option("--json", "as_json", is_flag=True, help="Tell each document as a line of JSON.")
def where_used_command(name: str, folder: str, out: str, as_json: bool) -> None:
    """Tell which of the documents made in a folder read a fact, and where they print it.

    \b
    Example:
      kzreport facts where-used vc-2011.amount
    """
    entry_id, _, field = name.partition(".")
    find(load_project(folder).facts, entry_id)
    found = [
        (record, use)
        for record in read_records(Path(out))
        if (use := _use(record, entry_id, field)) is not None
    ]
    if as_json:
        for record, (how, pages) in found:
            told = {"document": record.document, "files": list(record.files), "how": how}
            click.echo(json.dumps({**told, "pages": pages, "as_of": record.as_of}))
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("document", "level", "as of", "how", "pages"):
        table.add_column(head, overflow="fold")
    for record, (how, pages) in found:
        places = ", ".join(map(str, pages))
        table.add_row(record.document, record.level, record.as_of, printable(how), places)
    console().print(table)
    inform(f"{len(found)} documents in {printable(out)} depend on `{name}`")


def _use(record: Record, entry_id: str, field: str) -> tuple[str, list[int]] | None:
    """Return how a document uses a fact, and on which pages of the PDF; `None` if not at all."""
    wanted = f"{entry_id}.{field}" if field else entry_id

    def concerns(ref: str) -> bool:
        return ref == wanted or (not field and ref.startswith(f"{entry_id}."))

    pages = sorted({page for ref, on in record.printed.items() if concerns(ref) for page in on})
    if any(map(concerns, record.printed)):
        return "printed", pages
    if any(map(concerns, record.read)) or (not field and entry_id in record.records):
        return "read", []
    asked = [each.asked for each in record.questions if entry_id in each.answer]
    return (f"found by {asked[0]}", []) if asked and not field else None
