"""A YAML file that was read: its data, its text and the place of every value and key."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from kzreport.errors import Location
from kzreport.strictyaml.source import Source

ValuePath: TypeAlias = tuple[str | int, ...]
Scalar: TypeAlias = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class YamlDocument:
    """The data of a YAML file and where each part of it stands.

    A path leads from the top to a value: `document.at(("vc-2011", "source", 0))`.
    """

    data: dict[str, Any] = field(repr=False)
    source: Source
    marks: Marks = field(repr=False)

    @property
    def file(self) -> str:
        """Return the name the file was read under."""
        return self.source.file

    @property
    def text(self) -> str:
        """Return the whole text as it stands in the file, a byte order mark included."""
        return self.source.text

    def at(self, path: ValuePath) -> Location:
        """Return the place of the value at `path`, or of its nearest parent that exists."""
        node, _ = self._nearest(path)
        return self.source.location(self.marks.starts[node])

    def key_at(self, path: ValuePath) -> Location:
        """Return the place of the key at the end of `path`, or of its nearest parent's key.

        An item of a list has no key: its own place is returned.
        """
        node, found = self._nearest(path)
        if found and isinstance(path[found - 1], str):
            node -= 1  # the key stands before its value
        return self.source.location(self.marks.starts[node])

    def span(self, path: ValuePath) -> tuple[int, int]:
        """Return where in `text` the value at `path` begins and ends.

        Exact for scalars, quotes included; a block scalar ends after its last line
        break, an indented collection where the next thing begins. Raise `KeyError`
        when nothing stands at `path`.
        """
        node, found = self._nearest(path)
        if found < len(path):
            raise KeyError(path)
        shift = self.source.shift
        return self.marks.starts[node] + shift, self.marks.ends[node] + shift

    def _nearest(self, path: ValuePath) -> tuple[int, int]:
        """Return the node reached from the top along `path`, and how many steps led there."""
        node, here = 0, self.data
        for count, step in enumerate(path):
            child = self.marks.children(node, here).get(step)
            if child is None:
                return node, count
            node, here = child, here[step]  # type: ignore[index]  # a child was found under it
        return node, len(path)


class Marks:
    """The offsets of all keys and values, in the order of the text.

    Nodes are numbered; 0 is the top, and a key stands directly before its value. Arrays
    of numbers cost next to nothing while reading; which child has which number is worked
    out for a collection when somebody first asks for it.
    """

    __slots__ = ("_children", "after", "ends", "starts")

    def __init__(self) -> None:
        self.starts = array("l")
        self.ends = array("l")
        self.after: dict[int, int] = {}  # of a collection: the first node behind it
        self._children: dict[int, dict[str | int, int]] = {}

    def children(self, node: int, value: object) -> dict[str | int, int]:
        """Return the node of each child of `value`, which stands at `node`."""
        known = self._children.get(node)
        if known is None:
            known = self._children[node] = self._count(node, value)
        return known

    def _count(self, node: int, value: object) -> dict[str | int, int]:
        if isinstance(value, dict):
            steps, keyed = list(value), 1
        elif isinstance(value, list):
            steps, keyed = list(range(len(value))), 0
        else:
            return {}
        found, child = {}, node + 1
        for step in steps:
            child += keyed
            found[step] = child
            child = self.after.get(child, child + 1)
        return found
