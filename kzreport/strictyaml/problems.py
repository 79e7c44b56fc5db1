"""What is wrong in one file: collected with its place, raised together."""

from __future__ import annotations

from kzreport.errors import KzReportError
from kzreport.strictyaml.source import Source

MAX_PROBLEMS = 100

_SHOWN = 40


class Problems:
    """The problems found so far in `source`; after a hundred, reading stops."""

    __slots__ = ("_error", "_found", "_source")

    def __init__(self, source: Source, error: type[KzReportError]) -> None:
        self._source = source
        self._error = error
        self._found: list[KzReportError] = []

    def add(self, offset: int, message: str, hint: str = "") -> None:
        """Keep a problem that does not keep the rest of the file from being read."""
        if len(self._found) == MAX_PROBLEMS:
            raise self.and_last(offset, f"more than {MAX_PROBLEMS} problems; the rest was not read")
        self._found.append(self._error(message, self._source.location(offset), hint))

    def and_last(self, offset: int, message: str, hint: str = "") -> KzReportError:
        """Return the error to raise when nothing can be read after this problem."""
        last = self._error(message, self._source.location(offset), hint)
        return self._error.all_of([*self._found, last])

    def raise_any(self) -> None:
        """Raise all problems together, if there are any."""
        if self._found:
            raise self._error.all_of(self._found)


def shown(text: str) -> str:
    """Return `text` between backticks, cut to forty characters, with nothing invisible in it."""
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    mark = '"' if "`" in cut else "`"
    return mark + "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in cut) + mark
