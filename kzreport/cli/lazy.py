"""A group whose commands are imported when they are asked for, so that help comes at once."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click


class Home(NamedTuple):
    """Where a command is found (`module:name`), and the line that the list of commands shows."""

    place: str
    line: str


class LazyGroup(click.Group):
    """Commands by name: those in `homes` are imported by `get_command`, not before."""

    def __init__(self, *args: Any, homes: Mapping[str, Home], **options: Any) -> None:
        super().__init__(*args, **options)
        self.homes = homes

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.homes})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.homes or cmd_name in self.commands:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.homes[cmd_name].place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        self.add_command(command, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one of them."""
        rows = [
            (name, self.homes[name].line if name in self.homes else self._line(name))
            for name in self.list_commands(ctx)
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _line(self, name: str) -> str:
        return self.commands[name].get_short_help_str(80)
