"""Read a spreadsheet against the base: every problem in it at its cell, every row a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kzreport.errors import FactError, Location, did_you_mean
from kzreport.facts.base import FactBase
from kzreport.facts.consistency import inconsistencies
from kzreport.facts.editing.adding import inherited_by, model_of
from kzreport.facts.editing.draft import Draft
from kzreport.facts.exchange.columns import OWNER, from_row, known_columns
from kzreport.facts.exchange.files import read_sheets
from kzreport.facts.exchange.incoming import Incoming, Row, changes_of
from kzreport.facts.exchange.sheets import Cell, Sheet
from kzreport.facts.fields import read_id
from kzreport.facts.lookup import kind_of
from kzreport.facts.records import KINDS, NESTED_KINDS, Entry, nested_fields


def read_incoming(base: FactBase, path: Path, today: date, kind: str = "") -> Incoming:
    """Return what the spreadsheet at `path` says, record by record.

    Raise `FactError` with all problems in it, each at its cell. New records without a day of
    entry are recorded `today`.
    """
    reading = _Reading(base, today)
    for sheet in read_sheets(path, kind):
        reading.read(sheet)
    reading.check()
    if reading.problems:
        raise FactError.all_of(reading.problems)
    return Incoming(base, tuple(reading.rows.values()))


class _Reading:
    """One run over the sheets: the rows so far, and what was wrong with them."""

    def __init__(self, base: FactBase, today: date) -> None:
        self.base = base
        self.today = today
        self.rows: dict[str, Row] = {}
        self.problems: list[FactError] = []
        self._draft = Draft(base)
        self._broken: set[str] = set()

    def read(self, sheet: Sheet) -> None:
        known = (*KINDS, *NESTED_KINDS)
        if sheet.kind not in known:
            hint = did_you_mean(sheet.kind, known) or f"the kinds are {', '.join(known)}"
            self._report(f"`{sheet.kind}` is not a kind of record", sheet.at, hint)
            return
        model = model_of(sheet.kind)
        if self._check_head(sheet, model):
            for cells in sheet.records():
                self._read_row(sheet.kind, model, cells)

    def check(self) -> None:
        """Check what holds between records: references, levels, evidence."""
        entries = {**self.base.entries, **{row.entry.id: row.entry for row in self.rows.values()}}
        owners = {**self.base.owners, **{i: row.owner for i, row in self.rows.items() if row.owner}}
        for row in self.rows.values():
            if row.owner and row.owner not in entries and row.owner not in self._broken:
                hint = did_you_mean(row.owner, entries) or "import that record, too"
                self._report(f"no record named `{row.owner}`", row.at(OWNER), hint)
                del owners[row.entry.id]
        self.problems += inconsistencies(entries, owners, self._at, self._broken)

    def _at(self, ref: str) -> Location:
        entry_id, _, field = ref.partition(".")
        row = self.rows.get(entry_id)
        return row.at(field) if row else self.base.at(ref)

    # -- the head -----------------------------------------------------------------------------

    def _check_head(self, sheet: Sheet, model: type[Entry]) -> bool:
        """Report what is wrong with the names of the columns; return whether rows can be read."""
        allowed, seen = known_columns(model), set()
        for index, cell in enumerate(sheet.head):
            name = "" if cell.value is None else str(cell.value).strip()
            if not name and any(len(row) > index and row[index].value for row in sheet.rows):
                self._report("the column has no name", cell.at, "name it, or empty it")
            elif name in seen:
                self._report(f"a second column `{name}`", cell.at, "keep one of the two")
            elif name and name not in allowed:
                hint = did_you_mean(name, allowed) or "export the kind to see its columns"
                self._report(f"`{name}` is not a column of {sheet.kind}", cell.at, hint)
            seen.add(name)
        needed = ("id", OWNER) if sheet.kind in NESTED_KINDS else ("id",)
        lacking = [name for name in needed if name not in seen]
        for name in lacking:
            self._report(
                f"there is no column `{name}`", sheet.at, "the first row names the columns"
            )
        return not lacking

    # -- rows ---------------------------------------------------------------------------------

    def _read_row(self, kind: str, model: type[Entry], cells: dict[str, Cell]) -> None:
        entry_id = self._id(cells["id"])
        owner = str(cells[OWNER].value or "") if OWNER in cells else ""
        old = self.base.entries.get(entry_id)
        if not entry_id or not self._fits(kind, cells, entry_id, owner, old):
            return
        count = len(self.problems)
        inherited = self._inherited(kind, owner, old)
        known = {**inherited, **(self._draft.written(entry_id) if old is not None else {})}
        cells = {column: cell for column, cell in cells.items() if cell.stands or old}
        fields = from_row(model, cells, known, self.problems)
        if old is None and "recorded" not in cells:
            # the day in the file's defaults is that of its old records
            fields["recorded"] = self.today.isoformat()
        entry = self._entry(model, {**fields, "id": entry_id}, cells)
        if entry is None or len(self.problems) > count:
            self._broken.add(entry_id)
            return
        changes = tuple(changes_of(old, entry, known, fields, cells)) if old is not None else ()
        self.rows[entry_id] = Row(kind, entry, owner, fields, changes, old is None, cells)

    def _id(self, cell: Cell) -> str:
        try:
            entry_id = read_id(cell.value)
        except ValueError as exc:
            message = str(exc) if cell.stands else "the row has no id"
            self._report(message, cell.at, "such as `vc-2011`")
            return ""
        if entry_id in self.rows or entry_id in self._broken:
            self._report(f"`{entry_id}` stands twice in the file", cell.at, "keep one of the two")
            return ""
        return entry_id

    def _fits(
        self, kind: str, cells: Mapping[str, Cell], entry_id: str, owner: str, old: Entry | None
    ) -> bool:
        """Report when an id is known as something else, or elsewhere."""
        if old is None:
            if kind in NESTED_KINDS and not owner:
                self._report(f"`{entry_id}` names no record to stand in", cells[OWNER].at)
            return kind in KINDS or bool(owner)
        there = kind_of(self.base, old)
        if there != kind:
            hint = f"it stands at {self.base.at(entry_id)}"
            self._report(f"`{entry_id}` is one of {there}", cells["id"].at, hint)
        elif self.base.owners.get(entry_id, "") != owner:
            hint = f"it stands in `{self.base.owners[entry_id]}`"
            self._report(f"`{entry_id}` does not stand in `{owner}`", cells[OWNER].at, hint)
        else:
            return True
        return False

    def _inherited(self, kind: str, owner: str, old: Entry | None) -> Mapping[str, Any]:
        """Return what the record has without writing it."""
        if old is not None and not owner:
            return self._draft.defaults(kind, self.base.places[old.id].file.path)
        if owner and owner not in self.base.entries:
            return {}
        return inherited_by(self._draft, kind, owner)

    def _entry(
        self, model: type[Entry], data: dict[str, Any], cells: Mapping[str, Cell]
    ) -> Entry | None:
        """Return the record, or report each cell that keeps it from being one."""
        nested = dict.fromkeys(nested_fields(model), ())
        try:
            return model.model_validate({**data, **nested})
        except ValidationError as exc:
            for detail in exc.errors(include_url=False):
                key = str(detail["loc"][0]) if detail["loc"] else "id"
                parts = [column for column in cells if column.partition(".")[0] == key]
                cell = cells[parts[0]] if parts else cells["id"]
                message, hint = _words(dict(detail), data["id"], key)
                self._report(message, cell.at, hint)
        return None

    def _report(self, message: str, at: Location, hint: str = "") -> None:
        self.problems.append(FactError(message, at, hint))


def _words(detail: Mapping[str, Any], entry_id: str, key: str) -> tuple[str, str]:
    """Return message and hint for what pydantic found."""
    match detail["type"]:
        case "missing":
            return f"`{entry_id}` has no `{key}`", f"fill in the column `{key}`"
        case "value_error":
            return f"`{key}`: {detail['ctx']['error']}", ""
        case "literal_error":
            allowed = str(detail["ctx"]["expected"]).replace("'", "`")
            return f"`{key}` cannot be `{detail['input']}`", f"it is one of {allowed}"
        case _:
            return f"`{key}`: {str(detail['msg']).lower()}", ""
