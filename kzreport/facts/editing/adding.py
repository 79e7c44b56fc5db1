"""Add a record to the base: which answers it needs, which id it gets, which source is offered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from kzreport.errors import FactError, did_you_mean
from kzreport.facts.advice import id_advice
from kzreport.facts.base import FactBase
from kzreport.facts.editing.draft import Draft
from kzreport.facts.fields import MAX_ID, Level, read_id
from kzreport.facts.lookup import kind_of
from kzreport.facts.records import INHERITED, KINDS, NESTED_KINDS, Entry, nested_fields
from kzreport.facts.shapes import as_written

#: what `add` asks about a record of each kind, before status, source and id; of a kind that
#: is not here, what a record cannot do without
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "organisations": ("kind", "name", "abbr", "part_of"),
    "persons": ("name",),
    "agreements": ("title", "done", "place", "ref"),
    "contributions": ("kind", "recipient", "when", "amount"),
    "memberships": ("member", "body", "when"),
    "events": ("kind", "what", "when", "place"),
    "positions": ("text", "holder", "when"),
    "programmes": ("kind", "name", "run_by"),
    "claims": ("text", "covers", "when"),
    "sources": ("kind", "title", "authority", "publisher", "date", "url"),
    "names": ("name", "when"),
    "roles": ("title", "org", "when"),
    "actions": ("action", "when"),
    "figures": ("what", "value", "amount", "when"),
}

#: short forms of kinds in proposed ids
_STEMS = {"voluntary": "vc", "assessed": "ac"}
_LETTERS = dict(
    zip("абвгдеёзийклмнопрстуфхыәғқңөұүһі", "abvgdeezijklmnoprstufhyagqnouuhi", strict=True)
)
_PAIRS = {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "э": "e", "ю": "yu", "я": "ya"}


def model_of(kind: str) -> type[Entry]:
    """Return the schema of a kind, nested kinds included; raise `FactError` if there is none."""
    known = {**KINDS, **NESTED_KINDS}
    if kind not in known:
        hint = did_you_mean(kind, known) or f"the kinds are {', '.join(known)}"
        raise FactError(f"no kind of record named `{kind}`", hint=hint)
    return known[kind]


def questions(kind: str, given: Iterable[str]) -> tuple[str, ...]:
    """Return the fields to ask for, six at most, without those `given`; the id is asked last."""
    model = model_of(kind)
    evidence = ("status", "source") if model.is_fact else () if kind == "sources" else ("source",)
    known = set(given)
    asked = QUESTIONS.get(kind) or tuple(
        key
        for key, field in model.model_fields.items()
        if field.is_required() and key not in ("id", *INHERITED)
    )
    return tuple(key for key in (*asked[: 6 - len(evidence)], *evidence) if key not in known)


def add_record(
    base: FactBase,
    kind: str,
    fields: Mapping[str, Any],
    *,
    today: date,
    entry_id: str = "",
    owner: str = "",
    file: str = "",
) -> Draft:
    """Return the draft with a new record; a nested fact goes into the record `owner`.

    `recorded` is `today` unless given; without a level of its own or of the file's
    `_defaults`, the record is internal. Fields equal to a default are not written out.
    """
    draft = Draft(base)
    inherited = inherited_by(draft, kind, owner, file)
    new_id = entry_id or propose_id(base, kind, {**inherited, **fields}, owner)
    check_new(base, new_id)
    if "source" not in {**inherited, **fields} and model_of(kind).is_fact:
        raise FactError(f"`{new_id}` has no source", hint="give one: --source seed#p3")
    complete = {"recorded": today.isoformat(), **fields}
    if "level" not in {**inherited, **fields}:
        complete["level"] = str(Level.internal)
    written = own_fields(kind, complete, inherited)
    if owner:
        draft.append_item(owner, nested_key(base, owner, kind), new_id, written)
    else:
        draft.append(kind, {new_id: written}, file)
    return draft


def own_fields(
    kind: str, fields: Mapping[str, Any], inherited: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the fields a record must write itself: not what it has from elsewhere anyway."""
    model = model_of(kind)
    known = as_written(model, inherited)
    return {
        key: value
        for key, value in as_written(model, fields).items()
        if (value is not None if key not in known else known[key] != value)
    }


def inherited_by(draft: Draft, kind: str, owner: str = "", file: str = "") -> Mapping[str, Any]:
    """Return what a new record has without writing it: the file's defaults, or its record's."""
    if kind in KINDS:
        if owner:
            hint = f"leave `{owner}` out; {', '.join(NESTED_KINDS)} stand in other records"
            raise FactError(f"{kind} stand in no other record", hint=hint)
        return draft.defaults(kind, file)
    if not owner:
        hint = "name the record: --in uncac"
        raise FactError(f"{kind} stand in another record, and none is named", hint=hint)
    entry = find(draft.base, owner)
    sources = [str(citation) for citation in entry.source]
    handed = {
        "level": str(entry.level),
        "recorded": entry.recorded.isoformat(),
        **({"source": sources} if sources else {}),
    }
    return {key: handed[key] for key in INHERITED if key in handed}


def propose_id(base: FactBase, kind: str, fields: Mapping[str, Any], owner: str = "") -> str:
    """Return an id nobody has: of the kind and the year, or of the first words of its text."""
    stem = "-".join(_stem(kind, fields, owner)) or kind.rstrip("s")
    return free_id(base, stem if stem[0].isalpha() else f"{kind[0]}-{stem}")


def free_id(base: FactBase, stem: str, tail: str = "") -> str:
    """Return `stem` + `tail`, shortened to what is allowed, with a number if a record has it."""
    taken = {*base.entries, *(old for each in base.entries.values() for old in each.formerly)}
    number, candidate = 1, _joined(stem, tail)
    while candidate in taken:
        number += 1
        candidate = _joined(stem, f"{tail}-{number}")
    return candidate


def _joined(stem: str, tail: str) -> str:
    return stem[: MAX_ID - len(tail)].rstrip("-") + tail


def last_source(base: FactBase, kind: str = "") -> str:
    """Return the citation used last, preferably in `kind`; of one day, the last in the data."""
    facts = [entry for entry in base.entries.values() if entry.source]
    of_kind = [entry for entry in facts if kind_of(base, entry) == kind]
    ranked = sorted(of_kind or facts, key=lambda entry: entry.recorded)
    return str(ranked[-1].source[0]) if ranked else ""


def nested_key(base: FactBase, owner: str, kind: str) -> str:
    """Return the key of the record `owner` that holds facts of `kind`; raise if it has none."""
    entry = find(base, owner)
    keys = nested_fields(type(entry))
    if kind not in keys:
        holds = f"it holds {', '.join(keys)}" if keys else "it holds no facts"
        raise FactError(f"`{owner}` has no `{kind}`", base.at(owner), holds)
    return kind


def find(base: FactBase, entry_id: str) -> Entry:
    """Return a record or nested fact; raise `FactError` with the nearest id if there is none."""
    found = base.entries.get(entry_id)
    if found is None:
        hint = did_you_mean(entry_id, base.entries) or "`kzreport facts find WORD` looks for it"
        raise FactError(f"no record named `{entry_id}`", hint=hint)
    return found


def check_new(base: FactBase, entry_id: str) -> None:
    """Raise `FactError` when `entry_id` is no id, or a record has it."""
    try:
        read_id(entry_id)
    except ValueError as exc:
        raise FactError(str(exc), hint=id_advice(entry_id)) from exc
    if entry_id in base.entries:
        raise FactError(
            f"`{entry_id}` is there already",
            base.at(entry_id),
            f"choose another id, or correct it: kzreport facts correct {entry_id}",
        )


def _stem(kind: str, fields: Mapping[str, Any], owner: str) -> Iterator[str]:
    """Yield the parts of a proposed id."""
    if owner:
        yield owner
    word = str(fields.get("kind") or fields.get("action") or "")
    text = next((fields[key] for key in ("name", "title", "what", "text") if fields.get(key)), None)
    year = re.search(r"[0-9]{4}", str(fields.get("when") or fields.get("date") or ""))
    if kind in ("contributions", "actions"):
        yield _STEMS.get(word, word)
    elif kind == "memberships":
        yield str(fields.get("body") or "")
    elif kind == "events" and word and word != "other":
        yield word
    elif text is not None:
        yield _first_words(text)
    if year and kind != "sources":
        yield year[0]


def _first_words(text: Any) -> str:
    """Return the first three words of a text in small Latin letters."""
    first = (
        next((each for each in text.values() if each), "") if isinstance(text, Mapping) else text
    )
    latin = "".join(_PAIRS.get(c, _LETTERS.get(c, c)) for c in str(first).lower())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:3])
