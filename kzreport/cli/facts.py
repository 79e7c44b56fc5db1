"""`facts`: look into the fact base. Writing and exchange have modules of their own."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from kzreport.cli.facts_exchange import export_command, import_command
from kzreport.cli.facts_where_used import where_used_command
from kzreport.cli.facts_writing import (
    add_command,
    close_command,
    confirm_command,
    correct_command,
    set_command,
)
from kzreport.cli.tables import show_table
from kzreport.cli.terminal import Day, console, inform, printable, project_option
from kzreport.facts.base import FactBase
from kzreport.facts.consistency import references
from kzreport.facts.editing import find
from kzreport.facts.exchange import patch_text
from kzreport.facts.exchange.columns import to_row
from kzreport.facts.fields import LANGUAGES, Level
from kzreport.facts.lookup import (
    corrections,
    find_words,
    kind_of,
    label,
    mentioned_by,
    missing_texts,
    select,
    statistics,
    status_of,
)
from kzreport.facts.records import Entry
from kzreport.files import put_file
from kzreport.project import load_project

_STATUSES = ("confirmed", "unverified", "expected", "overdue", "disputed", "superseded")
_as_of_option = click.option("--as-of", type=Day(), metavar="DATE", help="Statuses on that day.")


@click.group("facts")
def facts_group() -> None:
    """Look into the facts, add to them, correct them.

    \b
    Example:
      kzreport facts find giacomelli
    """


@facts_group.command("list", short_help="List the records of a kind.")
@click.argument("kind", required=False, default="")
@project_option
@click.option("--status", type=click.Choice(_STATUSES), help="Only these facts.")
@click.option("--level", type=click.Choice([str(level) for level in Level]), help="Only these.")
@_as_of_option
def list_command(
    kind: str, folder: str, status: str | None, level: str | None, as_of: date | None
) -> None:
    """List the records of KIND, of all kinds if none is named.

    Facts inside other records have kinds, too: actions, roles, figures, names.

    \b
    Example:
      kzreport facts list events --status overdue
    """
    project = load_project(folder)
    base, day = project.facts, as_of or project.today()
    chosen = Level[level] if level else None
    found = select(base, day, kind=kind, status=status or "", level=chosen)
    show_table(
        ("id", "kind", "status", "level", "when", "what", "where"),
        (
            (
                entry.id,
                kind_of(base, entry),
                now,
                str(entry.level),
                _date(entry),
                _cut(label(entry)),
                str(base.at(entry.id)),
            )
            for entry, now in found
        ),
        words=("what",),
        spare=(*(("kind",) if kind else ()), "where", "level", "when"),
    )
    inform(_counted(len(found), "record"))


@facts_group.command("show", short_help="Show all that is recorded about one.")
@click.argument("entry_id", metavar="ID")
@project_option
@_as_of_option
def show_command(entry_id: str, folder: str, as_of: date | None) -> None:
    """Show all that is recorded about ID, and where.

    \b
    Example:
      kzreport facts show vc-2011
    """
    project = load_project(folder)
    base = project.facts
    entry = find(base, entry_id)
    status = status_of(base, entry, as_of or project.today())
    click.secho(entry.id, bold=True, nl=False)
    told = (kind_of(base, entry), status, str(entry.level))
    click.echo(f"  {', '.join(word for word in told if word)}")
    click.secho(f"{base.at(entry_id)}", fg="cyan")
    lines = [(key, "(missing)" if v is None else str(v)) for key, v in to_row(entry).items()]
    lines = [line for line in lines if line[0] not in ("id", "level", "source")]
    lines += [("source", text) for text in _sources(base, entry)]
    lines += _relations(base, entry)
    width = max((len(key) for key, _ in lines), default=0)
    for key, text in lines:
        for row in _rows(printable(text), width + 4):
            click.echo(f"  {key:<{width}}  {row}")
            key = ""


@facts_group.command("find", short_help="Find records by words, in any language.")
@click.argument("words", nargs=-1, required=True)
@project_option
def find_command(words: tuple[str, ...], folder: str) -> None:
    """Find the records that hold all WORDS: in ids, names, texts, quotes, in any language.

    \b
    Example:
      kzreport facts find есірткі
    """
    base = load_project(folder).facts
    hits = find_words(base, words)
    show_table(
        ("id", "kind", "found in", "text", "where"),
        (
            (
                hit.entry.id,
                kind_of(base, hit.entry),
                hit.field,
                _cut(hit.text),
                str(base.at(hit.entry.id)),
            )
            for hit in hits
        ),
        words=("text",),
        spare=("where", "kind"),
    )
    inform(_counted(len(hits), "record"))


@facts_group.command("missing", short_help="List the texts that a language lacks.")
@project_option
@click.option("--lang", required=True, type=click.Choice(LANGUAGES), help="The language.")
@click.option("--patch", metavar="FILE", help="Write a YAML file for a translator to fill in.")
def missing_command(folder: str, lang: str, patch: str | None) -> None:
    """List the texts that a language lacks, or has only unchecked or of older words.

    Titles of sources are not listed: they are cited as they were published.

    \b
    Example:
      kzreport facts missing --lang kk --patch kk.yaml
    """
    missing = missing_texts(load_project(folder).facts, lang)
    if patch is not None:
        target = Path(patch)
        if target.exists():
            hint = "choose another name; a filled file is not to be lost"
            raise click.UsageError(f"`{patch}` is there already\nhint: {hint}")
        put_file(target, patch_text(missing, lang).encode())
        inform(f"{_counted(len(missing), 'text')} to translate, in {patch}")
        return
    show_table(
        ("kind", "id", "field", "state", "language", "text"),
        (
            (text.kind, text.entry_id, text.field, text.state, text.source_lang, text.source_text)
            for text in missing
        ),
        words=("text",),
        spare=("kind", "language"),
    )
    inform(f"{_counted(len(missing), 'text')} to translate into {lang}")


@facts_group.command("stats", short_help="Count records, missing texts, late reviews.")
@project_option
@_as_of_option
def stats_command(folder: str, as_of: date | None) -> None:
    """Count the records by kind, status and level, the missing texts, the oldest reviews.

    \b
    Example:
      kzreport facts stats
    """
    project = load_project(folder)
    base = project.facts
    counted = statistics(base, as_of or project.today(), ("en", "ru", "kk", "fr"))
    groups: list[tuple[str, Iterable[tuple[str, object]]]] = [
        ("kinds", counted.kinds.items()),
        ("statuses", counted.statuses.items()),
        ("levels", counted.levels.items()),
        (f"missing, of {counted.texts} texts", counted.missing.items()),
        ("oldest reviews", ((entry.id, entry.review_by) for entry in counted.oldest_reviews)),
    ]
    for head, rows in groups:
        click.secho(head, bold=True)
        for name, value in rows:
            click.echo(f"  {name:<28} {value!s:>10}")


for _command in (
    add_command,
    correct_command,
    confirm_command,
    close_command,
    set_command,
    import_command,
    export_command,
    where_used_command,
):
    facts_group.add_command(_command)


# -- printing -----------------------------------------------------------------------------------


def _rows(text: str, indent: int) -> list[str]:
    """Return the lines of a text; on a terminal they are broken to what is left of its width."""
    lines = text.split("\n")
    if not console().is_terminal:
        return lines
    room = max(console().width - indent, 30)
    return [row for line in lines for row in textwrap.wrap(line, room) or [""]]


def _date(entry: Entry) -> str:
    when = getattr(entry, entry.date_key(), None)
    return when.text if when is not None else ""


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _sources(base: FactBase, entry: Entry) -> list[str]:
    found = []
    for citation in entry.source:
        source = base.entries[citation.source]
        authority = getattr(source, "authority", "")
        found.append(f"{citation}: {label(source)} ({authority}, {source.level})")
    return found


def _relations(base: FactBase, entry: Entry) -> list[tuple[str, str]]:
    """Return what stands around a record: its corrections, what it holds, who names it."""
    lines = []
    line = corrections(base, entry.id)
    if len(line) > 1:
        lines.append(("corrections", " → ".join(line)))
    owner = base.owners.get(entry.id)
    if owner:
        lines.append(("stands in", owner))
    lines += [("holds", fact.id) for fact in entry.nested()]
    named = sorted({target for field, target in references(entry) if field != "source"})
    lines += [("refers to", f"{target}: {label(base.entries[target])}") for target in named]
    lines += [
        ("named by", f"{other.id} ({field})") for other, field in mentioned_by(base, entry.id)
    ]
    return lines
