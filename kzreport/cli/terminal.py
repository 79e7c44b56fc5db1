"""What commands share: messages on the terminal, options, exit codes."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import category

import click

from kzreport.errors import DeliveryError, KzReportError, LockedError, WriterError

if TYPE_CHECKING:
    from rich.console import Console

#: 0 all done; 1 some failed; 2 unusable input; 3 the environment; 4 another run is at work
FAILED, USAGE, ENVIRONMENT, LOCKED = 1, 2, 3, 4

project_option = click.option(
    "--project",
    "folder",
    default=".",
    show_default="this folder",
    metavar="DIR",
    help="The folder with kzreport.yaml.",
)


class BuildFailed(click.ClickException):
    """Some documents failed, or a check found errors; everything has been told already."""

    def __init__(self, code: int = FAILED) -> None:
        super().__init__("")
        self.code = code


class Day(click.ParamType[date]):
    """A day written 2026-11-23."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"`{value}` is not a day; write it as 2026-11-23", param, ctx)


def exit_code(error: KzReportError) -> int:
    """Return the exit code for an error that stopped a command."""
    if isinstance(error, LockedError):
        return LOCKED
    return ENVIRONMENT if isinstance(error, WriterError | DeliveryError) else USAGE


@cache
def console(stderr: bool = False) -> Console:
    """Return the terminal; it does not interpret what it prints.

    Where nobody looks (a pipe, a file) a line is as long as it needs to be.
    """
    from rich.console import Console

    shown = Console(stderr=stderr, markup=False, highlight=False, soft_wrap=True)
    if not shown.is_terminal:
        shown.width = 1000
    return shown


def inform(text: str) -> None:
    """Print what went well, unless `--quiet` asks for problems only."""
    if not click.get_current_context().find_root().params["quiet"]:
        click.echo(printable(text))


def tell(error: KzReportError) -> None:
    """Print all problems of an error on the error stream, one below the other."""
    for problem in error.problems:
        at = f"{problem.at}: " if problem.at else ""
        click.secho(printable(at), fg="cyan", nl=False, err=True)
        click.echo(printable(problem.message), err=True)
        if problem.hint:
            click.secho(f"  hint: {printable(problem.hint)}", dim=True, err=True)
    if len(error.problems) > 1:
        click.secho(f"{len(error.problems)} problems", bold=True, err=True)


def printable(text: str) -> str:
    """Return `text` without anything a terminal would obey; every blank is a plain one."""
    return "".join(
        c if c.isprintable() or c == "\n" else " " if category(c) == "Zs" else f"\\x{ord(c):02x}"
        for c in text
    )
