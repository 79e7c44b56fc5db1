"""The text of a YAML file: bytes to characters, offsets to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right

from kzreport.errors import KzReportError, Location

MAX_BYTES = 20_000_000

_BYTE_ORDER_MARK = "\ufeff"
_LINE_END = re.compile(r"\r\n|\n|\r")


class Source:
    """A text and its lines. Offsets count characters from the start of `body`."""

    __slots__ = ("_lines", "body", "file", "shift", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.body = text.removeprefix(_BYTE_ORDER_MARK)
        self.shift = len(text) - len(self.body)
        self._lines: list[int] = []

    def __repr__(self) -> str:
        return f"Source({self.file!r}, {len(self.text)} characters)"

    def location(self, offset: int) -> Location:
        """Return line and column of `offset`, both from 1."""
        line = self.line(offset)
        return Location(self.file, line, offset - self._lines[line - 1] + 1)

    def line(self, offset: int) -> int:
        """Return the number of the line in which `offset` stands, from 1."""
        if not self._lines:
            self._lines = [0, *(match.end() for match in _LINE_END.finditer(self.body))]
        return bisect_right(self._lines, offset)

    def line_text(self, offset: int) -> str:
        """Return the line in which `offset` stands, without its end."""
        line = self.line(offset)
        start = self._lines[line - 1]
        end = _LINE_END.search(self.body, start)
        return self.body[start : end.start() if end else None]


def read_source(data: bytes, file: str, error: type[KzReportError]) -> Source:
    """Return the text of `data`; raise `error` when it is too large or not UTF-8."""
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise error(
            f"the file has {len(data) / 1_000_000:.1f} MB; at most {limit} MB are read",
            Location(file),
            "split it into several files",
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:2]:
        raise error("the file is saved as UTF-16", Location(file), "save it as UTF-8")
    try:
        return Source(file, data.decode())
    except UnicodeDecodeError as exc:
        raise _not_utf8(data, file, exc.start, error) from exc


def _not_utf8(data: bytes, file: str, at: int, error: type[KzReportError]) -> KzReportError:
    before = Source(file, data[:at].decode())
    byte = data[at : at + 1]
    letter = byte.decode("cp1252", "ignore")
    meant = f" (in Windows-1252 the byte is `{letter}`)" if letter.strip() else ""
    return error(
        f"byte 0x{byte.hex().upper()} is not UTF-8{meant}",
        before.location(len(before.body)),
        "save the file as UTF-8",
    )
