"""`facts add`, `correct`, `confirm`, `close`, `set`: what an officer writes into the base."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import click

from kzreport.cli.terminal import Day, inform, printable, project_option
from kzreport.errors import FactError
from kzreport.facts.base import FactBase
from kzreport.facts.editing import (
    Draft,
    add_record,
    close,
    confirm,
    correct,
    find,
    last_source,
    model_of,
    propose_id,
    questions,
    read_settings,
    set_value,
)
from kzreport.facts.editing.adding import check_new, inherited_by
from kzreport.facts.editing.answers import how_to_answer, read_answer
from kzreport.facts.records import Entry
from kzreport.project import load_project

_Command = TypeVar("_Command", bound=Callable[..., None])

#: what the papers print of every record that has it: an empty answer is asked again
_NEEDED = ("what", "text")

_source_option = click.option(
    "--source", "sources", multiple=True, metavar="ID#PLACE", help="Where it comes from."
)
_set_option = click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="A field of the new record."
)
_id_option = click.option("--id", "new_id", default="", metavar="ID", help="The id of the new one.")
_recorded_option = click.option(
    "--recorded", type=Day(), metavar="DATE", help="The day of entry; today if left out."
)
_dry_run_option = click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")


def _of_a_new_fact(command: _Command) -> _Command:
    """Give a command the options of all that append a fact beside an old one."""
    for option in (
        *(_dry_run_option, _recorded_option, _id_option, _set_option, _source_option),
        project_option,
    ):
        command = option(command)
    return click.argument("old_id", metavar="ID")(command)


@click.command("correct", short_help="Correct a fact by a second one; the old one stays.")
@_of_a_new_fact
def correct_command(old_id: str, folder: str, **options: Any) -> None:
    """Correct the fact ID by a second one that supersedes it; the old one stays.

    \b
    Example:
      kzreport facts correct vc-2012 --set "amount=55000 USD" --source seed#p3
    """
    _append_beside(correct, old_id, folder, options, "supersedes")


@click.command("confirm", short_help="Confirm a doubtful fact by a new source.")
@_of_a_new_fact
def confirm_command(old_id: str, folder: str, **options: Any) -> None:
    """Confirm the doubtful fact ID by a new source: a confirmed fact supersedes it.

    \b
    Example:
      kzreport facts confirm cnd-53 --source costa-2010-03-08
    """
    _append_beside(confirm, old_id, folder, options, "confirms")


@click.command("close", short_help="Record what came of an expected fact.")
@_of_a_new_fact
@click.option("--outcome", default="", metavar="ID", help="The fact that tells what came of it.")
def close_command(old_id: str, folder: str, outcome: str, **options: Any) -> None:
    """Close the expected fact ID: record what came of it.

    The outcome is a fact that is there already (--outcome), or a new one, made of the
    expectation, the source and what is set.

    \b
    Example:
      kzreport facts close uncac-summary --set when=2014-12 --source anticor-world
    """
    if outcome and (options["sources"] or options["settings"] or options["new_id"]):
        raise click.UsageError("`--outcome` names a fact that is there: nothing else is given")

    def closing(base: FactBase, entry_id: str, fields: Any, **rest: Any) -> Draft:
        return close(base, entry_id, fields, outcome=outcome, **rest)

    _append_beside(closing, old_id, folder, options, "closes")


@click.command("set", short_help="Set one value, and nothing else in its file.")
@click.argument("ref", metavar="ID.FIELD")
@click.argument("value")
@project_option
@click.option("--typo", is_flag=True, help="It was copied wrongly: what the fact says may change.")
@_dry_run_option
def set_command(ref: str, value: str, folder: str, typo: bool, dry_run: bool) -> None:
    """Set one value of a record and nothing else in its file.

    What a fact says (its date, amount, texts, status, source, level) is changed by a
    correction, not here, unless it was copied wrongly from its source: --typo.

    \b
    Example:
      kzreport facts set vc-2011.review_by 2027-06-01
    """
    draft = set_value(load_project(folder).facts, ref, value, typo=typo)
    if _written(draft, dry_run):
        inform(f"{draft.base.at(ref)}: `{ref}` is set")


@click.command("add", short_help="Add a record: seven questions at most.")
@click.argument("kind")
@project_option
@click.option("--in", "owner", default="", metavar="ID", help="The record that holds the fact.")
@_source_option
@_set_option
@_id_option
@_recorded_option
@click.option("--file", default="", metavar="FILE", help="A file of data/, if the kind has many.")
@click.option("--no-input", is_flag=True, help="Ask nothing; all is given by options.")
@_dry_run_option
def add_command(
    kind: str,
    folder: str,
    owner: str,
    sources: tuple[str, ...],
    settings: tuple[str, ...],
    new_id: str,
    recorded: date | None,
    file: str,
    no_input: bool,
    dry_run: bool,
) -> None:
    """Add a record of KIND; what no option gives is asked, in seven questions at most.

    \b
    Example:
      kzreport facts add events
      kzreport facts add actions --in uncac --set action=declaration --source untc-2015
    """
    project = load_project(folder)
    base, today = project.facts, recorded or project.today()
    fields = _fields(model_of(kind), sources, settings)
    known = inherited_by(Draft(base), kind, owner, file)
    if not no_input:
        fields = {**fields, **_ask(base, kind, fields, known, today)}
        proposed = propose_id(base, kind, {**known, **fields}, owner)
        new_id = new_id or _ask_id(base, proposed)
    draft = add_record(base, kind, fields, today=today, entry_id=new_id, owner=owner, file=file)
    _report(draft, dry_run, "is added")


# -- asking -------------------------------------------------------------------------------------


def _ask(
    base: FactBase, kind: str, fields: dict[str, Any], known: Any, today: date
) -> dict[str, Any]:
    """Return the answers to what is not given; an empty answer means «not known»."""
    model = model_of(kind)
    offered = {
        "status": str(known.get("status", "unverified")),
        "source": last_source(base, kind),
    }
    given = {*fields, *(set(known) - set(offered))}
    answers = {
        key: _answer(base, model, key, offered.get(key), today) for key in questions(kind, given)
    }
    return {key: value for key, value in answers.items() if value is not None}


def _ask_id(base: FactBase, proposed: str) -> str:
    def read(text: str) -> str:
        with _asking_again():
            check_new(base, text)
        return text

    found: str = click.prompt("id", default=proposed, value_proc=read, err=True)
    return found


def _answer(base: FactBase, model: type[Entry], key: str, offer: str | None, today: date) -> Any:
    def read(text: str) -> Any:
        with _asking_again():
            return read_answer(base, model, key, text, today)

    how = how_to_answer(model, key, today)
    question = f"{key} ({how})" if how else key
    if offer:
        return click.prompt(question, default=offer, value_proc=read, err=True)
    if model.model_fields[key].is_required() or key in _NEEDED:
        return click.prompt(question, value_proc=read, err=True)
    return click.prompt(question, default="", show_default=False, value_proc=read, err=True)


@contextmanager
def _asking_again() -> Iterator[None]:
    """Turn a refusal into the error at which a question is asked once more."""
    try:
        yield
    except FactError as exc:
        raise click.UsageError(printable(str(exc))) from exc


# -- doing --------------------------------------------------------------------------------------


def _append_beside(
    make: Callable[..., Draft], old_id: str, folder: str, options: dict[str, Any], done: str
) -> None:
    project = load_project(folder)
    base = project.facts
    model = type(find(base, old_id))
    draft = make(
        base,
        old_id,
        _fields(model, options["sources"], options["settings"]),
        today=options["recorded"] or project.today(),
        new_id=options["new_id"],
    )
    _report(draft, options["dry_run"], f"{done} `{old_id}`")


def _fields(
    model: type[Entry], sources: tuple[str, ...], settings: tuple[str, ...]
) -> dict[str, Any]:
    fields = read_settings(model, settings)
    return {**fields, "source": list(sources)} if sources else fields


def _report(draft: Draft, dry_run: bool, what: str) -> None:
    """Write a draft and tell which records are new, and where they stand."""
    after = _written(draft, dry_run)
    if after is None:
        return
    new = [entry_id for entry_id in draft.touched if entry_id not in draft.base.entries]
    for entry_id in new or list(draft.touched)[:1]:
        inform(f"{after.at(entry_id)}: `{entry_id}` {what if new else 'is closed'}")
    for remark in draft.remarks:
        click.secho(f"note: {printable(remark)}", fg="yellow", err=True)


def _written(draft: Draft, dry_run: bool) -> FactBase | None:
    """Write a draft and return the base; with `dry_run` show it instead."""
    if not dry_run:
        return draft.write()
    draft.prove()
    click.echo(printable(draft.diff()))
    return None
