"""What one view sees of a fact base, as a list of hashes: two lists tell what has changed.

Only what the view may see goes in, as it sees it: references to absent records are absent.
So a snapshot for public papers is the same whether or not there is anything above public.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from typing import Any

from kzreport.facts.records import Entry, nested_fields
from kzreport.facts.view import View

#: bookkeeping that no document can read
_UNREAD = frozenset({"accept", "note"})


@dataclass(frozen=True)
class Snapshot:
    """A hash for each visible record and nested fact, in the order of the data."""

    imprints: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """The hash of all of it, order included."""
        text = "\n".join(f"{name} {imprint}" for name, imprint in self.imprints.items())
        return blake2b(text.encode(), digest_size=16).hexdigest()

    def changed_since(self, old: Snapshot) -> frozenset[str]:
        """Return the ids that came, went, or are not what they were."""
        ids = self.imprints.keys() | old.imprints.keys()
        return frozenset(i for i in ids if self.imprints.get(i) != old.imprints.get(i))

    def is_reordered(self, old: Snapshot) -> bool:
        """Whether records that stand in both stand in another order."""
        mine = [i for i in self.imprints if i in old.imprints]
        return mine != [i for i in old.imprints if i in self.imprints]


def take_snapshot(view: View) -> Snapshot:
    """Return the hashes of everything that `view` sees."""
    return Snapshot({entry.id: _imprint(view, entry) for entry in view.visible.values()})


def _imprint(view: View, entry: Entry) -> str:
    """Return a hash of all that a document can learn of `entry` from this view."""
    kept = dict(entry.__dict__)
    for key in _UNREAD:
        del kept[key]
    for key in _seen_otherwise(type(entry)):
        kept[key] = view.plain(entry, key)
    kept["source"] = view.citations(entry)
    around = (
        type(entry).__name__,
        view.status(entry),
        view.superseded.get(entry.id),
        view.base.owners.get(entry.id),
        view.printable(entry),
    )
    return blake2b(repr((around, kept)).encode(), digest_size=10).hexdigest()


@cache
def _seen_otherwise(model: type[Entry]) -> tuple[str, ...]:
    """Return the fields in which a view leaves out what may not be seen."""
    found: dict[str, Any] = {**nested_fields(model), **dict.fromkeys(model.reference_fields())}
    if "parts_uncertain" in model.model_fields:
        found["parts_uncertain"] = None
    return tuple(name for name in found if name != "source")
