"""What must hold between records before anything is built: else the base is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from kzreport.errors import FactError, Location, did_you_mean
from kzreport.facts.fields import Level
from kzreport.facts.records import Entry
from kzreport.facts.rules import newest

Entries = Mapping[str, Entry]
Where = Callable[[str], Location]


def inconsistencies(
    entries: Entries, owners: Mapping[str, str], at: Where, broken: Collection[str]
) -> Iterator[FactError]:
    """Yield every problem between `entries`; ids in `broken` have been reported already."""
    for entry in entries.values():
        yield from _references(entry, entries, owners, at, broken)
        yield from _evidence(entry, at)
        yield from _levels(entry, entries, owners, at)
        yield from _parts(entry, entries, at)
        yield from _order(entry, at)
    yield from _successions(entries, at)


def _references(
    entry: Entry, entries: Entries, owners: Mapping[str, str], at: Where, broken: Collection[str]
) -> Iterator[FactError]:
    handed_down = entries[owners[entry.id]].source if entry.id in owners else ()
    inherited = {citation.source for citation in handed_down}
    for name, target in references(entry):
        if target in broken or (name == "source" and target in inherited):
            continue
        found = entries.get(target)
        if found is None:
            hint = did_you_mean(target, entries) or "define it, or take the reference out"
            yield FactError(
                f"`{entry.id}` refers to `{target}`, which does not exist",
                at(f"{entry.id}.{name}"),
                hint,
            )
            continue
        kinds = ("sources",) if name == "source" else type(entry).refs_of(name)
        kind = _kind(target, entries, owners)
        if kinds and (kind not in kinds or target in owners):
            yield FactError(
                f"`{entry.id}` refers to `{target}` in `{name}`, which is one of {kind}",
                at(f"{entry.id}.{name}"),
                f"`{name}` names one of {' or '.join(kinds)}",
            )


def references(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield each field of `entry` that names a record, with the id it names."""
    for citation in entry.source:
        yield "source", citation.source
    for name in type(entry).reference_fields():
        value = getattr(entry, name)
        for target in (value,) if isinstance(value, str) else value or ():
            yield name, target


def _kind(entry_id: str, entries: Entries, owners: Mapping[str, str]) -> str:
    return type(entries[owners.get(entry_id, entry_id)]).kind_of_record


def _evidence(entry: Entry, at: Where) -> Iterator[FactError]:
    """A fact says how sure it is and where it comes from; so does a claim of a thing."""
    if type(entry).is_fact and entry.status is None:
        yield FactError(
            f"`{entry.id}` has no `status`",
            at(entry.id),
            "write `status: confirmed`, unverified, expected or disputed",
        )
    claimed = [name for name in type(entry).claims if getattr(entry, name) is not None]
    if not entry.source and type(entry).is_fact:
        yield FactError(
            f"`{entry.id}` has no `source`", at(entry.id), "write `source: seed#p3`, say"
        )
    elif not entry.source and claimed:
        yield FactError(
            f"`{entry.id}` has no `source` for its `{'`, `'.join(claimed)}`",
            at(f"{entry.id}.{claimed[0]}"),
            "a printed field needs a source: write `source:` on the record",
        )


def _levels(
    entry: Entry, entries: Entries, owners: Mapping[str, str], at: Where
) -> Iterator[FactError]:
    owner = entries.get(owners.get(entry.id, ""))
    if owner is not None and entry.level < owner.level:
        yield FactError(
            f"`{entry.id}` is {entry.level}, but `{owner.id}`, which holds it, is {owner.level}",
            at(f"{entry.id}.level"),
            "a fact inside a record is never lower than the record",
        )
    sources = [entries[c.source] for c in entry.source if c.source in entries]
    if sources and entry.level < min(source.level for source in sources):
        lowest = Level(min(source.level for source in sources))
        yield FactError(
            f"`{entry.id}` is {entry.level}, but rests on {lowest} sources alone",
            at(f"{entry.id}.level" if "level" in entry.model_fields_set else entry.id),
            f"raise it to `level: {lowest}`, or cite a source that may be seen",
        )


def _parts(entry: Entry, entries: Entries, at: Where) -> Iterator[FactError]:
    """Parts and their parent name each other; a correction stands in the place of the old one."""
    line = partial(_first_of_line, entries=entries)
    for part_id in getattr(entry, "parts", ()):
        part = entries.get(part_id)
        if part is not None and line(getattr(part, "part_of", None) or "") != line(entry.id):
            yield FactError(
                f"`{entry.id}` names `{part_id}` as a part, which does not say so",
                at(f"{entry.id}.parts"),
                f"write `part_of: {entry.id}` in `{part_id}`",
            )
    parent = entries.get(getattr(entry, "part_of", None) or "")
    named = getattr(parent, "parts", (entry.id,))
    if parent is not None and entry.id not in named and line(entry.id) not in map(line, named):
        yield FactError(
            f"`{entry.id}` is part of `{parent.id}`, which does not name it",
            at(f"{entry.id}.part_of"),
            f"add it to `parts` of `{parent.id}`",
        )
    if getattr(entry, "parts_uncertain", False) and not getattr(entry, "parts", ()):
        yield FactError(
            f"`{entry.id}` has `parts_uncertain` but no `parts`", at(f"{entry.id}.parts_uncertain")
        )


def _first_of_line(entry_id: str, entries: Entries) -> str:
    """Return the oldest of the facts that correct each other; any of them bites its tail."""
    seen: set[str] = set()
    while entry_id in entries and entry_id not in seen:
        seen.add(entry_id)
        entry_id = entries[entry_id].supersedes or entry_id
    return entry_id


def _order(entry: Entry, at: Where) -> Iterator[FactError]:
    """`outcome` belongs to an expectation."""
    if entry.outcome and entry.status != "expected":
        yield FactError(
            f"`{entry.id}` has an `outcome`, but is {entry.status or 'no expectation'}",
            at(f"{entry.id}.outcome"),
            "only an expected fact has an outcome",
        )


def _successions(entries: Entries, at: Where) -> Iterator[FactError]:
    """A fact has one heir of its own kind, and no line of heirs bites its tail."""
    heirs: dict[str, str] = {}
    for entry in entries.values():
        old = entry.supersedes
        if not old or old not in entries:
            continue
        if old in heirs:
            yield FactError(
                f"`{entry.id}` supersedes `{old}`, which `{heirs[old]}` supersedes already",
                at(f"{entry.id}.supersedes"),
                f"let it supersede `{heirs[old]}`",
            )
        heirs.setdefault(old, entry.id)
        if type(entries[old]) is not type(entry):
            yield FactError(
                f"`{entry.id}` supersedes `{old}`, which is of another kind",
                at(f"{entry.id}.supersedes"),
                "a correction is of the same kind as what it corrects",
            )
    for old, heir in heirs.items():
        yield from _forgotten_parts(entries[heir], entries[old], entries, heirs, at)
    for start in heirs:
        if _bites_its_tail(start, heirs):
            yield FactError(
                f"`{start}` supersedes itself in the end",
                at(f"{start}.supersedes"),
                "take one `supersedes` out of the circle",
            )


def _forgotten_parts(
    heir: Entry, old: Entry, entries: Entries, heirs: Mapping[str, str], at: Where
) -> Iterator[FactError]:
    """A corrected amount keeps its parts: else it would be counted beside them."""
    named = {_first_of_line(part, entries) for part in getattr(heir, "parts", ())}
    for part in getattr(old, "parts", ()):
        now = entries.get(newest(part, heirs))
        if now is None or not getattr(now, "part_of", None):
            continue
        if _first_of_line(part, entries) not in named:
            yield FactError(
                f"`{heir.id}` supersedes `{old.id}`, but does not name its part `{now.id}`",
                at(f"{heir.id}.supersedes"),
                f"add `{now.id}` to `parts` of `{heir.id}`",
            )


def _bites_its_tail(start: str, heirs: Mapping[str, str]) -> bool:
    current, seen = heirs.get(start), {start}
    while current is not None and current not in seen:
        seen.add(current)
        current = heirs.get(current)
    return current == start
