"""The base as a spreadsheet: a workbook of all kinds, or one kind as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kzreport.errors import FactError, Location
from kzreport.facts.base import FactBase
from kzreport.facts.editing.adding import model_of
from kzreport.facts.exchange.columns import columns, to_row
from kzreport.facts.exchange.files import Table, csv_bytes, xlsx_bytes
from kzreport.facts.fields import Level
from kzreport.facts.lookup import kind_of
from kzreport.facts.records import KINDS, NESTED_KINDS
from kzreport.files import put_file


def export_facts(
    base: FactBase,
    path: Path,
    kinds: Sequence[str] = (),
    level: Level = Level.restricted,
) -> dict[str, int]:
    """Write the records of `kinds` (all if none is named) to `path`; return how many of each.

    `level` leaves out what is above it. An .xlsx has a sheet for each kind, a .csv holds one
    kind. Raise `FactError` when the wish cannot be met, `WriterError` when the place cannot be
    written.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        hint = "name it .xlsx or .csv"
        raise FactError(f"`{suffix or path.name}` is no spreadsheet kzreport writes", hint=hint)
    if suffix == ".csv" and len(kinds) != 1:
        hint = f"kzreport facts export {path.name} --kind contributions"
        raise FactError("a .csv holds one kind", Location(path.name), hint)
    tables = {kind: _table(base, kind, level) for kind in kinds or (*KINDS, *NESTED_KINDS)}
    data = xlsx_bytes(tables) if suffix == ".xlsx" else csv_bytes(tables[kinds[0]])
    put_file(path, data)
    return {kind: len(rows) for kind, (_, rows) in tables.items()}


def _table(base: FactBase, kind: str, level: Level) -> Table:
    model = model_of(kind)
    entries = [
        entry
        for entry in base.entries.values()
        if kind_of(base, entry) == kind
        and entry.level <= level
        and base.entries[base.owners.get(entry.id, entry.id)].level <= level
    ]
    rows = [to_row(entry, base.owners.get(entry.id, "")) for entry in entries]
    return columns(model, entries), rows
