"""The part of a fact base that one view sees, to be sent to another machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kzreport.errors import Location
from kzreport.facts.base import FactBase
from kzreport.facts.records import Entry, nested_fields
from kzreport.facts.view import View


@dataclass(frozen=True, slots=True)
class SentBase(FactBase):
    """A fact base without its files: of a place it knows the line of the record."""

    locations: Mapping[str, Location] = field(default_factory=dict, repr=False)

    def at(self, ref: str) -> Location:
        return self.locations[ref.partition(".")[0]]


def as_seen(view: View) -> SentBase:
    """Return a base that holds what `view` sees and nothing else: references to absent records
    are gone, and so is the text of the files."""
    entries = {entry.id: _cut(view, entry) for entry in view.visible.values()}
    return SentBase(
        folder=view.base.folder,
        entries=entries,
        kinds={k: tuple(i for i in ids if i in entries) for k, ids in view.base.kinds.items()},
        owners={i: owner for i, owner in view.base.owners.items() if i in entries},
        places={},
        locations={entry_id: view.base.at(entry_id) for entry_id in entries},
    )


def _cut(view: View, entry: Entry) -> Entry:
    model = type(entry)
    seen: dict[str, Any] = {
        key: view.plain(entry, key) for key in model.reference_fields() if key != "source"
    }
    for key in nested_fields(model):
        seen[key] = tuple(
            _cut(view, fact) for fact in getattr(entry, key) if fact.id in view.visible
        )
    if "parts_uncertain" in model.model_fields:
        seen["parts_uncertain"] = view.plain(entry, "parts_uncertain")
    seen |= {"source": view.citations(entry), "note": None, "accept": None, "formerly": ()}
    return entry.model_copy(update=seen)
