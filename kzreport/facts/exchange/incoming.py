"""What a spreadsheet would change in the base: new, changed and unchanged records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kzreport.errors import FactError, Location
from kzreport.facts.base import FactBase
from kzreport.facts.editing.adding import inherited_by, own_fields
from kzreport.facts.editing.draft import Draft
from kzreport.facts.editing.setting import is_free, put_value
from kzreport.facts.editing.translating import put_translation
from kzreport.facts.exchange.sheets import Cell
from kzreport.facts.records import Entry
from kzreport.facts.shapes import as_written, shapes
from kzreport.strictyaml import Scalar, ValuePath


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that would change; `gone` when it would be taken out.

    A translation tells its `origin`: the wording it was made from.
    """

    path: ValuePath
    before: Any
    after: Any
    at: Location
    gone: bool = False
    origin: str = ""

    @property
    def name(self) -> str:
        return ".".join(map(str, self.path))


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the spreadsheet has it; nested ones stand in the record `owner`."""

    kind: str
    entry: Entry
    owner: str
    fields: Mapping[str, Any]
    changes: tuple[FieldChange, ...]
    is_new: bool
    cells: Mapping[str, Cell]

    @property
    def state(self) -> Literal["new", "changed", "unchanged"]:
        return "new" if self.is_new else "changed" if self.changes else "unchanged"

    def at(self, field: str = "") -> Location:
        """Return the cell of a field, of its first part, or of the id."""
        key = field.partition(".")[0]
        parts = (column for column in self.cells if column.partition(".")[0] == key)
        for column in (field, *parts, "id"):
            if column in self.cells:
                return self.cells[column].at
        return Location("")


@dataclass(frozen=True, slots=True)
class Incoming:
    """All rows of a spreadsheet, checked against the base; nothing is written yet."""

    base: FactBase
    rows: tuple[Row, ...]

    def of(self, state: str) -> list[Row]:
        """Return the rows that are `new`, `changed` or `unchanged`."""
        return [row for row in self.rows if row.state == state]

    def refused(self, typo: bool) -> list[FactError]:
        """Return why changed rows are not written; with `typo` fewer are refused."""
        return [
            problem
            for row in self.of("changed")
            for change in row.changes
            if (problem := _refusal(self.base, row, change, typo)) is not None
        ]

    def draft(self, *, typo: bool = False) -> Draft:
        """Return the draft with the new records appended and the changes made.

        A change of what a fact says is a correction, which is a second fact; so it is refused
        unless it mends a slip of the pen (`typo`). Filling a missing text is no such change.
        """
        refused = self.refused(typo)
        if refused:
            raise FactError.all_of(refused)
        draft = Draft(self.base)
        for row in self.of("changed"):
            for change in row.changes:
                if change.origin:
                    *way, lang = change.path
                    put_translation(
                        draft, row.entry.id, tuple(way), str(lang), change.after, change.origin
                    )
                else:
                    put_value(draft, row.entry.id, change.path, change.after)
        _append(draft, self.of("new"))
        return draft


def changes_of(
    old: Entry,
    new: Entry,
    known: Mapping[str, Any],
    fields: Mapping[str, Any],
    cells: Mapping[str, Cell],
) -> Iterator[FieldChange]:
    """Yield each value in which a row differs from the record it is of."""
    for key, shape in shapes(type(old)).items():
        if shape.sort == "facts" or key == "id" or getattr(old, key) == getattr(new, key):
            continue
        before, after = (
            dict(_leaves(known.get(key), (key,))),
            dict(_leaves(fields.get(key), (key,))),
        )
        for path in dict.fromkeys((*before, *after)):
            if before.get(path) != after.get(path) or (path in before) != (path in after):
                column = ".".join(map(str, path))
                cell = cells.get(column) or cells.get(key) or cells["id"]
                yield FieldChange(
                    path, before.get(path), after.get(path), cell.at, gone=path not in after
                )


def _leaves(value: Any, path: ValuePath) -> Iterator[tuple[ValuePath, Scalar]]:
    """Yield each single value inside `value` with the way to it; a list of one is its item."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and len(value) == 1:
        yield from _leaves(value[0], path)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    elif value is not None or len(path) > 1:
        yield path, value


def _refusal(base: FactBase, row: Row, change: FieldChange, typo: bool) -> FactError | None:
    entry_id, name = row.entry.id, change.name
    if change.gone or (change.before is None and isinstance(change.path[-1], int)):
        message = f"`{entry_id}.{name}` would be taken out, or a list would change its length"
        return FactError(message, change.at, f"do that in the file: {base.at(entry_id)}")
    if typo or is_free(base.entries[entry_id], change.path):
        return None
    return FactError(
        f"`{entry_id}.{name}` is `{change.before}` and would be `{change.after}`;"
        " a correction is a second fact",
        change.at,
        f"kzreport facts correct {entry_id}, or --typo if it was copied wrongly from its source",
    )


def _append(draft: Draft, rows: Sequence[Row]) -> None:
    """Append new records; nested facts of a new record go in with it."""
    new = {row.entry.id: row for row in rows}
    records: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        if not row.owner:
            inherited = inherited_by(draft, row.kind)
            records.setdefault(row.kind, {})[row.entry.id] = own_fields(
                row.kind, row.fields, inherited
            )
        elif row.owner not in new:
            inherited = inherited_by(draft, row.kind, row.owner)
            written = own_fields(row.kind, row.fields, inherited)
            draft.append_item(row.owner, row.kind, row.entry.id, written)
    for row in rows:
        if row.owner in new:
            holder = records[new[row.owner].kind][row.owner]
            item = {"id": row.entry.id, **as_written(type(row.entry), row.fields)}
            holder.setdefault(row.kind, []).append(item)
    for kind, by_id in records.items():
        draft.append(kind, by_id)
