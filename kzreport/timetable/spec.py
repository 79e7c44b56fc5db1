"""One mapping of kzreport.yaml, read key by key; what is wrong is collected with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kzreport.errors import Location, ProjectError, did_you_mean
from kzreport.strictyaml import YamlDocument

Choice = TypeVar("Choice", bound=str)
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A file being read, and the problems found in it so far."""

    document: YamlDocument
    problems: list[ProjectError] = field(default_factory=list)

    def report(self, message: str, path: Path, hint: str = "", *, key: bool = False) -> None:
        """Keep a problem of the value, or of the `key`, at `path`."""
        at = self.document.key_at(path) if key else self.document.at(path)
        self.problems.append(ProjectError(message, at, hint))


@dataclass(frozen=True, slots=True)
class Spec:
    """A mapping at `path`; `what` is how messages call it: `the schedule `monday``."""

    page: Page
    path: Path
    what: str
    data: dict[str, Any]

    @classmethod
    def read(cls, page: Page, path: Path, what: str, data: object, hint: str = "") -> Spec:
        """Return `data` as a mapping; an empty one, with a problem kept, when it is none."""
        if isinstance(data, dict):
            return cls(page, path, what, data)
        page.report(f"{what} holds no keys", path, hint, key=isinstance(path[-1], str))
        return cls(page, path, what, {})

    @property
    def at(self) -> Location:
        """Where the mapping stands."""
        return self.page.document.key_at(self.path)

    def report(self, key: str, message: str, hint: str = "") -> None:
        """Keep a problem of the value of `key`, of the mapping itself where there is none."""
        self.page.report(message, (*self.path, key), hint, key=key not in self.data)

    def known_keys(self, known: Sequence[str]) -> None:
        """Keep a problem for every key that is not among `known`."""
        for key in self.data:
            if key not in known:
                hint = did_you_mean(key, known) or f"its keys are {', '.join(known)}"
                message = f"`{key}` is not a key of {self.what}"
                self.page.report(message, (*self.path, key), hint, key=True)

    def text(self, key: str, default: str = "", hint: str = "") -> str:
        """Return the text of `key`; what is needed has the `default` "" and a `hint`."""
        value = self.data.get(key, default)
        if isinstance(value, str) and (value.strip() or not hint):
            return value
        if key not in self.data:
            self.report(key, f"{self.what} has no `{key}`", hint)
        else:
            self.report(key, f"`{key}` is not a text", hint or "put it in quotes")
        return default

    def texts(self, key: str) -> Iterator[tuple[Path, str]]:
        """Yield the texts of `key`, a single one or a list, each with its path."""
        value = self.data.get(key, [])
        for index, each in enumerate(value if isinstance(value, list) else [value]):
            path: Path = (*self.path, key, index) if isinstance(value, list) else (*self.path, key)
            if isinstance(each, str):
                yield path, each
            else:
                self.page.report(f"`{each}` in `{key}` is not a text", path, "put it in quotes")

    def choice(self, key: str, options: Iterable[Choice], default: Choice) -> Choice:
        """Return which of `options` the value of `key` is."""
        known = {str(option): option for option in options}
        value = self.data.get(key, default)
        if isinstance(value, str) and value in known:
            return known[value]
        self.report(key, f"`{key}` cannot be `{value}`", f"it is one of {', '.join(known)}")
        return default

    def flag(self, key: str) -> bool:
        """Return whether `key` says true."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self.report(key, f"`{key}` is neither true nor false", f"write `{key}: true`")
        return value is True

    def number(self, key: str, default: int, lowest: int, highest: int) -> int:
        """Return the whole number of `key`."""
        value = self.data.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return value
        self.report(key, f"`{key}` cannot be `{value}`", f"a number from {lowest} to {highest}")
        return default

    def items(self, key: str) -> Iterator[tuple[Path, Any]]:
        """Yield the items of the list `key`, each with its path."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.report(key, f"`{key}` is a list", "write each item on a line after `- `")
            return
        for index, each in enumerate(value):
            yield (*self.path, key, index), each
