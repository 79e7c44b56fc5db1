"""What stands beside values in a template's output: parts side by side, and things kept aside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kzreport.values.value import Desk, FactLost, Printable, Refs, Value, unique


class Kept(Printable):
    """Something that is no value and waits for the reader like one."""

    __slots__ = ("_desk", "slot")

    def __init__(self, slot: object, desk: Desk) -> None:
        self.slot = slot
        self._desk = desk

    def __html__(self) -> str:
        return self._desk.keep(self.slot)


class Joined(Printable):
    """Parts side by side, every fact still itself: what `~` and `join` give."""

    __slots__ = ("parts",)

    def __init__(self, parts: Iterable[object]) -> None:
        self.parts = tuple(parts)

    def __html__(self) -> str:
        return "".join(markdown_of(part) for part in self.parts)

    def __str__(self) -> str:
        raise FactLost("turning joined facts into plain text would lose their sources")

    def __bool__(self) -> bool:
        return any(bool(part) for part in self.parts)

    def map(self, change: Callable[[object], object]) -> Joined:
        """Return the same parts, each changed."""
        return Joined(change(part) for part in self.parts)


def markdown_of(part: object) -> str:
    """Return `part` as Markdown: what is printable by itself, anything else escaped."""
    html = getattr(part, "__html__", None)
    return str(html()) if html else escape_markdown(str(part))


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown prints it as it stands; line ends become blanks."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split("\n")))


_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def refs_of(thing: object) -> Refs:
    """Return the facts behind a value or joined values, each once, in order."""
    if isinstance(thing, Value):
        return thing.refs
    if isinstance(thing, Joined):
        return unique(ref for part in thing.parts for ref in refs_of(part))
    return ()
