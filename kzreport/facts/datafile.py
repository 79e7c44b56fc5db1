"""A file of facts: its kind, its bytes, and the YAML in it, read when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from kzreport.strictyaml import YamlDocument, read_yaml


@dataclass(frozen=True, eq=False)
class DataFile:
    """One YAML file of a fact base.

    `name` is how messages call it (`mission/data/events.yaml`), `path` the way to it inside
    the folder. The bytes are kept: places are those of the text that was read, even when
    the file has changed since.
    """

    name: str
    path: str
    kind: str
    data: bytes = field(repr=False)

    def __getstate__(self) -> dict[str, object]:
        """Leave out the YAML, which is read again where somebody asks: it is large."""
        return {name: value for name, value in self.__dict__.items() if name != "document"}

    @cached_property
    def document(self) -> YamlDocument:
        """The YAML of the file; raise `FactError` with all problems in it."""
        return read_yaml(self.data, self.name)
