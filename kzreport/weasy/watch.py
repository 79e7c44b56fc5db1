"""Hear what WeasyPrint would only log, and raise it: a picture that vanished is no detail."""

from __future__ import annotations

import gc
import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from weasyprint.urls import FatalURLFetchingError

from kzreport.errors import KzReportError, Location, WriterError
from kzreport.weasy.fetcher import ProjectFetcher
from kzreport.weasy.fonts import missing_glyphs

log = logging.getLogger(__name__)

# One render at a time: Pango's font map and WeasyPrint's logger are shared by all threads.
_ONE_AT_A_TIME = threading.RLock()

# The page is right all the same: a font was embedded in another way, a file closed twice.
_HARMLESS = ("Using fontTools instead of", "Unable to subset", "Error when closing stream")
_NO_GLYPH = ".notdef glyph rendered"
_PLACE = re.compile(r" at (\d+):(\d+)")


class _Ear(logging.Handler):
    """Keeps what WeasyPrint would only log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.unshown: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if line.startswith(_HARMLESS):
            log.debug("%s", line)
        elif line.startswith(_NO_GLYPH) and isinstance(record.args, tuple):
            self.unshown.append(str(record.args[0]))
        else:
            self.lines.append(line)


@contextmanager
def watched(fetcher: ProjectFetcher, kind: type[KzReportError], file: str = "") -> Iterator[None]:
    """Raise, at the end, everything that was refused, logged or raised inside as one error."""
    ear, stopped = _Ear(), None
    with _ONE_AT_A_TIME, _heard(ear), _without_collector():
        try:
            yield
        except KzReportError:
            raise
        except (Exception, FatalURLFetchingError) as exc:
            stopped = exc
    problems: list[KzReportError] = [*fetcher.refused, *missing_glyphs(ear.unshown)]
    refused = [problem.message for problem in fetcher.refused]
    # A refusal is told once, by its own name, not again as "failed to load".
    lines = [line for line in ear.lines if not any(words in line for words in refused)]
    problems += [_told(kind, line, file) for line in lines]
    fetcher.refused.clear()
    if stopped is not None and not problems:
        reason = str(stopped) or type(stopped).__name__
        problems.append(kind(f"the pages cannot be made: {reason}"))
    if problems:
        whole = WriterError if refused else kind
        raise whole.all_of(problems) from stopped


def _told(kind: type[KzReportError], line: str, file: str) -> KzReportError:
    """Return a line of WeasyPrint's log as a problem, at its place in the stylesheet."""
    found = _PLACE.search(line) if file else None
    if found is None:
        return kind(line)
    words = line[: found.start()] + line[found.end() :]
    return kind(words, Location(file, int(found[1]), int(found[2])))


@contextmanager
def _heard(ear: _Ear) -> Iterator[None]:
    """Let `ear` hear WeasyPrint's log, even where the program around us has silenced it."""
    logger, silenced = logging.getLogger("weasyprint"), logging.root.manager.disable
    before = (logger.level, logger.propagate, logger.disabled)
    logger.addHandler(ear)
    logger.setLevel(logging.WARNING)
    logger.propagate = logger.disabled = False
    logging.disable(logging.NOTSET)
    try:
        yield
    finally:
        logging.disable(silenced)
        logger.removeHandler(ear)
        logger.setLevel(before[0])
        logger.propagate, logger.disabled = before[1:]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from walking the growing page tree over and over."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
