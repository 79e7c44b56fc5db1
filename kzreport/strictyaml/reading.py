"""Read YAML into plain data from libyaml's events, refusing what would be misread.

PyYAML's own loaders are not used: they take `NO` for false, keep the last of two equal
keys without a word, and their composer brings the process down on deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from kzreport.errors import FactError, KzReportError
from kzreport.strictyaml.characters import replace_unfit, unfit_escapes, why_invisible
from kzreport.strictyaml.document import Marks, Scalar, YamlDocument
from kzreport.strictyaml.problems import Problems, shown
from kzreport.strictyaml.scalars import UnusableNumber, read_plain
from kzreport.strictyaml.source import Source, read_source
from kzreport.strictyaml.syntax import explain

MAX_DEPTH = 40
MAX_VALUES = 2_000_000

# `Agenda item #4`: to YAML a comment begins at #4. A real comment has a blank after the #.
_CUT = re.compile(r"[ \t]+(#[^\s#][^\r\n]*)")
_TAG = re.compile(r"!\S*")
_Event: TypeAlias = Any  # the stubs know events without marks; libyaml sends none


def read_yaml(data: bytes, file: str, error: type[KzReportError] = FactError) -> YamlDocument:
    """Return what `data` says; `file` is the name its places are given under.

    Raise `error` with every problem that was found. The top is a mapping, keys are text,
    and values are dicts, lists, text, `int`, `Decimal`, `bool` or `None`.
    """
    source = read_source(data, file, error)
    problems = Problems(source, error)
    text = replace_unfit(source, problems)
    marks = Marks()
    try:
        top = _Reader(text, source, marks, problems).read()
    except yaml.YAMLError as exc:
        raise problems.and_last(*explain(exc, source, marks)) from exc
    problems.raise_any()
    return YamlDocument(top, source, marks)


class _Reader:
    """Turns the events of one text into data, and notes where each value stood."""

    def __init__(self, text: str, source: Source, marks: Marks, problems: Problems) -> None:
        self._next: Callable[[], _Event] = yaml.CSafeLoader(text).get_event
        self._text = text
        self._source = source
        self._marks = marks
        self._problems = problems
        self._may_be_cut = " #" in text or "\t#" in text
        self._has_escapes = "\\" in text

    def read(self) -> dict[str, Any]:
        """Return the one document of the text."""
        self._next()
        if type(self._next()) is not DocumentStartEvent:
            raise self._problems.and_last(
                0, "the file is empty", "write `key: value` lines, or delete it"
            )
        top = self._next()
        if type(top) is not MappingStartEvent:
            raise self._wrong_top(top)
        data = self._mapping(top, 1)
        self._next()
        if type(event := self._next()) is not StreamEndEvent:
            raise self._problems.and_last(
                event.start_mark.index,
                "a second document (`---`) in the same file",
                "delete the line, or make a file of its own",
            )
        return data

    def _wrong_top(self, top: _Event) -> KzReportError:
        at, end = top.start_mark.index, top.end_mark.index
        if at == end and isinstance(top, ScalarEvent):
            return self._problems.and_last(at, "the file is empty", "write `key: value` lines")
        if isinstance(top, SequenceStartEvent):
            found, hint = "a list", "give the list a name: `name:`, and the items below it"
        else:
            found = shown(self._source.line_text(at).strip())
            hint = "put a blank after the colon of each key"
        if cut := _CUT.match(self._text, end):
            self._refuse_cut(cut)
        return self._problems.and_last(at, f"the file begins with {found}, not with a key", hint)

    def _value(self, event: _Event, depth: int) -> Any:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is MappingStartEvent:
            return self._mapping(event, depth)
        if kind is SequenceStartEvent:
            return self._sequence(event, depth)
        self._mark(event)
        self._refuse_properties(event)
        return None

    def _mapping(self, start: _Event, depth: int) -> dict[str, Any]:
        node = self._enter(start, depth)
        data: dict[str, Any] = {}
        places: dict[str, int] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = self._key(event, depth)
            value = self._value(self._next(), depth + 1)
            if key in places:
                self._refuse_twice(key, places[key], event.start_mark.index)
            elif key is not None:
                places[key] = event.start_mark.index
                data[key] = value
        self._leave(node, event)
        return data

    def _sequence(self, start: _Event, depth: int) -> list[Any]:
        node = self._enter(start, depth)
        items = []
        while type(event := self._next()) is not SequenceEndEvent:
            items.append(self._value(event, depth + 1))
        self._leave(node, event)
        return items

    def _enter(self, start: _Event, depth: int) -> int:
        node = len(self._marks.starts)
        at = self._mark(start)
        if depth > MAX_DEPTH:
            raise self._problems.and_last(
                at, f"nested more than {MAX_DEPTH} levels deep", "write it flatter"
            )
        if start.anchor or start.tag:
            self._refuse_properties(start)
        return node

    def _leave(self, node: int, end: _Event) -> None:
        self._marks.ends[node] = end.end_mark.index
        self._marks.after[node] = len(self._marks.starts)

    def _mark(self, event: _Event) -> int:
        """Note where the value stands; return where it begins."""
        starts = self._marks.starts
        at: int = event.start_mark.index
        if len(starts) >= MAX_VALUES:
            raise self._problems.and_last(
                at, f"more than {MAX_VALUES:,} keys and values", "split the file"
            )
        starts.append(at)
        self._marks.ends.append(event.end_mark.index)
        return at

    def _key(self, event: _Event, depth: int) -> str | None:
        """Return the text of a key, or nothing when it is none."""
        if type(event) is not ScalarEvent:
            at = event.start_mark.index
            hint = "put a text that begins with `{`, `[` or `*` in quotes"
            self._problems.add(at, "a key must be a word, not a list or a mapping", hint)
            self._value(event, depth + 1)
            return None
        at = self._mark(event)
        key: str = event.value
        if event.anchor or event.tag:
            self._refuse_properties(event)
        if self._has_escapes and event.style == '"':
            self._refuse_escapes(at, key)
        if key == "<<" and not event.style:
            hint = "write the lines out in full"
            self._problems.add(at, "the merge key `<<` is not used here", hint)
        elif unseen := why_invisible(key):
            self._problems.add(at, unseen, "type the key anew; indent with blanks only")
        return key

    def _scalar(self, event: _Event) -> Scalar:
        at = self._mark(event)
        if event.anchor or event.tag:
            self._refuse_properties(event)
        text: str = event.value
        if event.style:
            if self._has_escapes and event.style == '"':
                self._refuse_escapes(at, text)
            return text
        if self._may_be_cut and (cut := _CUT.match(self._text, event.end_mark.index)):
            self._refuse_cut(cut)
        try:
            return read_plain(text)
        except UnusableNumber as exc:
            self._problems.add(at, f"{shown(text)} {exc}", "put it in quotes if it is a text")
            return None

    def _refuse_twice(self, key: str, first: int, at: int) -> None:
        message = f"{shown(key)} is defined twice (first at line {self._source.line(first)})"
        self._problems.add(at, message, "keep one of the two, or rename one")

    def _refuse_properties(self, event: _Event) -> None:
        at = event.start_mark.index
        if event.anchor:
            kind, sign = ("alias", "*") if isinstance(event, AliasEvent) else ("anchor", "&")
            name = shown(sign + event.anchor)
            hint = f"put the text in quotes if the `{sign}` is meant; else write it out in full"
            self._problems.add(at, f"the {kind} {name} is not allowed", hint)
        if not isinstance(event, AliasEvent) and event.tag:
            tag = _TAG.search(self._text, at)
            name = shown(tag[0] if tag else event.tag)
            hint = "put the text in quotes if the `!` is meant; else delete it"
            self._problems.add(at, f"the tag {name} is not allowed", hint)

    def _refuse_cut(self, cut: re.Match[str]) -> None:
        message = f"everything from {shown(cut[1])} on is read as a comment"
        hint = "put the whole value in quotes, or write `# ` with a blank for a real comment"
        self._problems.add(cut.start(1), message, hint)

    def _refuse_escapes(self, at: int, value: str) -> None:
        for message, hint in unfit_escapes(value):
            self._problems.add(at, message, hint)
