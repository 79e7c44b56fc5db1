"""The command line. Each family of commands has a module; this one opens the door."""

from __future__ import annotations

import io
import logging
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from kzreport.cli.commands import COMMANDS
from kzreport.cli.lazy import LazyGroup
from kzreport.cli.terminal import BuildFailed, exit_code, tell
from kzreport.errors import KzReportError


@click.group(
    cls=LazyGroup,
    homes=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(package_name="kzreport", message="kzreport %(version)s")
@click.option("-v", "--verbose", is_flag=True, help="Tell what is being done.")
@click.option("-q", "--quiet", is_flag=True, help="Tell problems only.")
def cli(verbose: bool, quiet: bool) -> None:
    """Merge a YAML fact base into templates; get briefing documents as PDF and Word.

    \b
    Example:
      kzreport init mission
      kzreport build --project mission --out out
    """
    _set_up_logging(verbose, quiet)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; no traceback reaches a user."""
    _let_any_letter_pass()
    try:
        with _ending_in_order():
            code = cli.main(arguments, prog_name="kzreport", standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except KeyboardInterrupt:
        code = 130
    except Terminated:
        code = 143
    except BuildFailed as exc:
        code = exc.code
    except click.ClickException as exc:
        exc.show()
        code = 2
    except KzReportError as exc:
        tell(exc)
        code = exit_code(exc)
    sys.exit(code if isinstance(code, int) else 0)


class Terminated(BaseException):
    """Somebody asked the program to end: what is half made is taken away on the way out."""


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Turn a wish to end the program into an exception; only the main thread hears of it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminated(*_: object) -> None:
    raise Terminated


def _let_any_letter_pass() -> None:
    """Have a terminal that lacks a letter print its number instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _set_up_logging(verbose: bool, quiet: bool) -> None:
    level = logging.DEBUG if verbose else logging.ERROR if quiet else logging.WARNING
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine("%(levelname)s %(message)s"))
    root = logging.getLogger("kzreport")
    root.handlers[:] = [handler]
    root.setLevel(level)
    root.propagate = False


class _OneLine(logging.Formatter):
    """One line for each message, and nothing in it that a terminal would obey."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record).replace("\n", " · ")
        return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
