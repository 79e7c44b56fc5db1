"""Small fact bases made by hypothesis, and any base without what a level may not see.

A base is `{kind: {id: {key: value}}}`, as YAML reads it. It is written one key to a line, and
what is left out becomes an empty comment: so both bases have every record on the same line.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from kzreport.facts.records import INHERITED, KINDS, Entry, nested_fields
from kzreport.strictyaml import read_yaml

Base = dict[str, dict[str, dict[str, Any]]]
LEVELS = ("public", "internal", "restricted")

IDS = {
    "sources": ("source-1", "source-2", "source-3"),
    "organisations": ("org-1", "org-2", "org-3"),
    "persons": ("person-1",),
    "agreements": ("treaty-1", "treaty-2"),
    "events": ("event-1", "event-2", "event-3"),
    "contributions": ("gift-1", "gift-2", "gift-3", "gift-4"),
    "memberships": ("seat-1", "seat-2"),
    "positions": ("position-1", "position-2"),
    "programmes": ("programme-1", "programme-2"),
    "claims": ("claim-1", "claim-2"),
}
NESTED_IDS = {
    "org-1": ("name-1", "name-2"),
    "person-1": ("role-1", "role-2"),
    "treaty-1": ("act-1", "act-2"),
    "treaty-2": ("act-3",),
    "programme-1": ("figure-1", "figure-2"),
}
ALL_IDS = tuple(i for ids in (*IDS.values(), *NESTED_IDS.values()) for i in ids)
GIFTS = {kind: IDS[kind] for kind in ("sources", "organisations", "contributions")}

#: what a record of each kind cannot do without
NEEDED = {
    "sources": {"title": {"en": "T"}, "kind": "report", "authority": "official"},
    "organisations": {"name": {"en": "N", "ru": "И"}, "kind": "body"},
    "persons": {"name": {"en": "N"}},
    "agreements": {"title": {"en": "T"}},
    "events": {"kind": "meeting", "what": {"en": "meeting"}},
    "contributions": {"kind": "voluntary"},
    "positions": {"text": {"en": "words"}},
    "programmes": {"kind": "project", "name": {"en": "P"}},
    "names": {"when": "2011", "name": {"en": "N"}},
    "roles": {"title": {"en": "T"}},
    "actions": {"action": "accession"},
    "figures": {"what": {"en": "plans"}},
}
OWN_REFERENCES = {"supersedes", "conflicts_with", "outcome", "parts"}
DATES = st.sampled_from(["2010", "2011-06", "{2011,2012}", "2011/2013", "2009/..", "../2012"])
AMOUNTS = st.fixed_dictionaries(
    {"value": st.sampled_from([100, 250]), "currency": st.sampled_from([None, "USD", "EUR"])},
    optional={"spread": st.sampled_from(["each", "total", "unknown"])},
)


# -- making one ----------------------------------------


@st.composite
def fact_bases(draw: st.DrawFn, ids: Mapping[str, tuple[str, ...]] = IDS) -> Base:
    """Return a base that loads, with levels, references and corrections where they may stand."""
    base: Base = {kind: {} for kind in ids}
    for kind, own_ids in ids.items():
        for entry_id in own_ids:
            record = {**NEEDED.get(kind, {}), **draw(_evidence(base, ids, "public"))}
            record |= draw(_claims(KINDS[kind], ids))
            if kind != "sources" and draw(st.integers(0, 9)) == 9:
                record["hold"] = True
            for name, model in nested_fields(KINDS[kind]).items():
                facts = [
                    {"id": i, **NEEDED[name], **draw(_evidence(base, ids, record["level"]))}
                    | draw(_claims(model, ids))
                    for i in NESTED_IDS.get(entry_id, ())
                ]
                record |= {name: facts} if facts else {}
            base[kind][entry_id] = record
    _divide(base["contributions"], draw(st.sets(st.sampled_from(IDS["contributions"][1:]))), draw)
    _correct(base, draw)
    return base


@st.composite
def _evidence(
    draw: st.DrawFn, base: Base, ids: Mapping[str, tuple[str, ...]], floor: str
) -> dict[str, Any]:
    """Return level, status and sources; a fact is as high as the lowest of its sources."""
    known = base["sources"]
    some = st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=2, unique=True)
    sources = draw(some) if known else []
    lowest = min((LEVELS.index(known[each]["level"]) for each in sources), default=0)
    level = max(LEVELS.index(draw(st.sampled_from(LEVELS))), LEVELS.index(floor), lowest)
    status = draw(st.sampled_from(["confirmed", "unverified", "expected", "disputed"]))
    record = {"level": LEVELS[level], "recorded": "2026-11-01", "status": status}
    if sources:
        record["source"] = [f"{each}#p1" for each in sources]
    if status == "expected" and draw(st.booleans()):
        record["outcome"] = draw(st.sampled_from(_all(ids)))
    if draw(st.booleans()):
        record["conflicts_with"] = [draw(st.sampled_from(_all(ids)))]
    return record


@st.composite
def _claims(
    draw: st.DrawFn, model: type[Entry], ids: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """Return a date, an amount and references to records, as far as the kind has them."""
    record: dict[str, Any] = {}
    if "when" in model.model_fields and draw(st.booleans()):
        record["when"] = draw(DATES)
    if "amount" in model.model_fields:
        record["amount"] = draw(AMOUNTS)
    for key in set(model.reference_fields()) - OWN_REFERENCES:
        kinds = model.refs_of(key)
        targets = [i for kind in kinds or () for i in ids.get(kind, ())] if kinds else _all(ids)
        if kinds == ("contributions",) or not targets or not draw(st.booleans()):
            continue
        chosen = draw(st.sampled_from(targets))
        record[key] = [chosen] if model.model_fields[key].default == () else chosen
    return record


def _all(ids: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return all ids, those of nested facts too."""
    records = [i for own_ids in ids.values() for i in own_ids]
    return records + [i for record in records for i in NESTED_IDS.get(record, ())]


def _divide(gifts: dict[str, dict[str, Any]], parts: Collection[str], draw: st.DrawFn) -> None:
    if parts:
        gifts["gift-1"] |= {"parts": sorted(parts), "parts_uncertain": draw(st.booleans())}
    for part in parts:
        gifts[part]["part_of"] = "gift-1"


def _correct(base: Base, draw: st.DrawFn) -> None:
    """Let some records correct the one before them, of whatever level."""
    for records in base.values():
        for old, new in pairwise(records):
            if "parts" not in records[old] and draw(st.integers(0, 2)) == 0:
                records[new]["supersedes"] = old
                if "part_of" in records[old] and draw(st.booleans()):
                    records[new]["part_of"] = records[old]["part_of"]
    for record in (*base["organisations"].values(), *base.get("agreements", {}).values()):
        facts = record.get("names", record.get("actions", ()))
        if len(facts) > 1 and draw(st.booleans()):
            facts[1]["supersedes"] = facts[0]["id"]


# -- taking one from disk ----------------------------------------


def read_base(folder: Path) -> Base:
    """Return the base in a folder of YAML files, `_defaults` written out."""
    base: Base = {}
    for kind in KINDS:
        data = read_yaml((folder / f"{kind}.yaml").read_bytes(), kind).data
        defaults = data.pop("_defaults", {})
        data.pop("format", None)
        base[kind] = {entry_id: {**defaults, **record} for entry_id, record in data.items()}
    return base


def raised(base: Base, ids: Collection[str]) -> Base:
    """Return `base` with the records `ids` restricted, and whatever cannot stay below them."""
    base = deepcopy(base)
    rising = True
    while rising:
        high = _hidden(base, "internal")
        rising = False
        for entry_id, record in _with_nested(base):
            rests_on = {citation.partition("#")[0] for citation in _listed(record.get("source"))}
            must = entry_id in ids or (rests_on and rests_on <= high)
            if must and record["level"] != "restricted":
                record["level"] = "restricted"
                rising = True
    return base


def _with_nested(base: Base) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield records and nested facts; a nested fact gets the level it has in effect."""
    for kind, records in base.items():
        for entry_id, record in records.items():
            yield entry_id, record
            for name in nested_fields(KINDS[kind]):
                for fact in record.get(name, ()):
                    own = LEVELS.index(fact.get("level", record["level"]))
                    fact["level"] = LEVELS[max(own, LEVELS.index(record["level"]))]
                    yield fact["id"], fact


# -- writing one ----------------------------------------


def write_base(base: Base, folder: Path, seen_by: str = "") -> None:
    """Make `folder` hold `base` alone; with `seen_by`, without what that level may not see."""
    for left_over in folder.glob("*.yaml"):
        left_over.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    hidden = _hidden(base, seen_by) if seen_by else set()
    for kind, records in base.items():
        lines = ["format: 1"]
        for entry_id, record in records.items():
            if kind == "contributions" and not _is_part(entry_id, records, hidden):
                record = {**record, "part_of": []}
            block = [f"{entry_id}:", *_keys(record, KINDS[kind], hidden)]
            lines += ["#"] * len(block) if entry_id in hidden else block
        (folder / f"{kind}.yaml").write_text("\n".join(lines) + "\n", "utf-8")


def _is_part(entry_id: str, records: Mapping[str, Mapping[str, Any]], hidden: set[str]) -> bool:
    """Whether a whole names a record, or a visible one that it corrects."""
    record = records[entry_id]
    if any(entry_id in other.get("parts", ()) for other in records.values()):
        return True
    old = record.get("supersedes")
    return bool(old) and old not in hidden and _is_part(old, records, hidden)


def _hidden(base: Base, level: str) -> set[str]:
    """Return the ids of what is above `level` or on hold, and of what falls with it."""
    hidden: set[str] = set()
    while True:
        found = {i for i, facts in _chains(base) if any(_falls(f, level, hidden) for f in facts)}
        if found == hidden:
            return hidden
        hidden = found


def _chains(base: Base) -> Iterator[tuple[str, tuple[Mapping[str, Any], ...]]]:
    """Yield each id with its record; that of a nested fact with the record around it, too."""
    for kind, records in base.items():
        for entry_id, record in records.items():
            yield entry_id, (record,)
            for name in nested_fields(KINDS[kind]):
                for fact in record.get(name, ()):
                    taken = {key: record[key] for key in INHERITED if key in record}
                    yield fact["id"], (record, {**taken, **fact})


def _falls(record: Mapping[str, Any], level: str, hidden: set[str]) -> bool:
    """Whether a record may not be seen by itself, or rests on hidden sources alone."""
    if record.get("hold") or LEVELS.index(record["level"]) > LEVELS.index(level):
        return True
    sources = {citation.partition("#")[0] for citation in _listed(record.get("source"))}
    return bool(sources) and sources <= hidden


def _keys(record: Mapping[str, Any], model: type[Entry], hidden: set[str]) -> Iterator[str]:
    nested = nested_fields(model)
    for key, value in record.items():
        if key not in nested:
            yield "  " + _line(key, value, record, model, hidden)
            continue
        yield f"  {key}:" if any(fact["id"] not in hidden for fact in value) else "#"
        for fact in value:
            pairs = [_line(k, v, fact, nested[key], hidden) for k, v in fact.items()]
            flow = ", ".join(pair for pair in pairs if pair != "#")
            yield "#" if fact["id"] in hidden else f"    - {{{flow}}}"


def _line(
    key: str, value: Any, record: Mapping[str, Any], model: type[Entry], hidden: set[str]
) -> str:
    """Return `key: value` without references to what is hidden; `#` when none is left."""
    if key == "parts_uncertain" and not set(record["parts"]) - hidden:
        return "#"
    if key == "source" or model.refs_of(key) is not None:
        left = [each for each in _listed(value) if each.partition("#")[0] not in hidden]
        if not left and (value or key == "part_of"):
            return "#"
        value = left if isinstance(value, list) else value
    return f"{key}: {json.dumps(value, ensure_ascii=False, default=str)}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
