"""Correct, confirm and close a fact: the new fact beside the old one, which stays as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from kzreport.errors import FactError
from kzreport.facts.base import FactBase
from kzreport.facts.editing.adding import check_new, find, free_id
from kzreport.facts.editing.draft import Draft
from kzreport.facts.fields import AMOUNT_PARTS
from kzreport.facts.lookup import corrections
from kzreport.facts.records import Entry, nested_fields
from kzreport.facts.rules import newest, parts_of, superseded_by
from kzreport.facts.shapes import as_written
from kzreport.facts.translated import MARKS

#: what belongs to the old evidence and is not carried over
_OF_THE_OLD = frozenset(
    {"id", "recorded", "source", "quote", "problem", "note", "review_by", "supersedes"}
    | {"outcome", "formerly"}
)
#: what only a correction takes over: another fact stands by itself
_OF_THE_LINE = ("conflicts_with", "part_of", "parts", "parts_uncertain")


def correct(
    base: FactBase, old_id: str, fields: Mapping[str, Any], *, today: date, new_id: str = ""
) -> Draft:
    """Return the draft with a fact that supersedes `old_id` and differs from it in `fields`.

    `fields` name the source and what is different; `None` leaves a field out. What is not
    named is taken over, except what belongs to the old source: quotation, problems, note.
    """
    old = _open_fact(base, old_id)
    _need_source(old_id, fields)
    if not set(fields) - {"source", "quote", "note"}:
        raise FactError(
            f"nothing would differ from `{old_id}`",
            base.at(old_id),
            "say what is different: --set amount=250000 USD;"
            f" a better source is given with `kzreport facts confirm {old_id}`",
        )
    return _succeed(base, old, {**fields, "supersedes": old_id}, today, new_id)


def confirm(
    base: FactBase, old_id: str, fields: Mapping[str, Any], *, today: date, new_id: str = ""
) -> Draft:
    """Return the draft with a confirmed fact that supersedes the doubtful one `old_id`.

    `fields` name the new source, and what it says more exactly.
    """
    old = _open_fact(base, old_id)
    _need_source(old_id, fields)
    if old.status == "expected":
        hint = f"say what came of it: kzreport facts close {old_id}"
        raise FactError(f"`{old_id}` is expected", base.at(f"{old_id}.status"), hint)
    if old.status not in ("unverified", "disputed"):
        what = f"`{old_id}` is {old.status or 'no fact'}"
        hint = "only what is unverified or disputed is confirmed"
        raise FactError(what, base.at(f"{old_id}.status"), hint)
    confirmed = {**fields, "status": "confirmed", "supersedes": old_id}
    return _succeed(base, old, confirmed, today, new_id)


def close(
    base: FactBase,
    old_id: str,
    fields: Mapping[str, Any],
    *,
    today: date,
    new_id: str = "",
    outcome: str = "",
) -> Draft:
    """Return the draft that gives the expected fact `old_id` its outcome.

    The outcome is a fact that is there already (`outcome`), or a new one, confirmed, beside
    the expectation: like it, but for `fields`, which name the source and what happened.
    """
    old = find(base, old_id)
    if old.status != "expected":
        what = f"`{old_id}` is {old.status or 'no fact'}; only an expected fact is closed"
        raise FactError(what, base.at(f"{old_id}.status"), "`correct` or `confirm` it")
    if old.outcome:
        hint = f"`kzreport facts show {old.outcome}` shows it"
        raise FactError(f"`{old_id}` is closed by `{old.outcome}`", base.at(old_id), hint)
    draft = Draft(base)
    if outcome:
        find(base, outcome)
        draft.insert_key(old_id, ("outcome",), outcome, "status")
        return draft
    _need_source(old_id, fields)
    closing_id = new_id or free_id(base, old_id, "-done")
    draft.insert_key(old_id, ("outcome",), closing_id, "status")
    _insert(draft, old, closing_id, {"status": "confirmed", **fields}, today)
    return draft


def _open_fact(base: FactBase, entry_id: str) -> Entry:
    """Return a fact that may have a successor; raise `FactError` when it cannot."""
    entry = find(base, entry_id)
    last = newest(entry_id, superseded_by(base.entries.values()))
    if last != entry_id:
        hint = f"the newest is `{last}`: use that"
        raise FactError(f"`{entry_id}` has been superseded already", base.at(entry_id), hint)
    nested = [name for name in nested_fields(type(entry)) if getattr(entry, name)]
    if nested:
        hint = f"its {', '.join(nested)} have ids of their own: correct one of those"
        raise FactError(f"`{entry_id}` holds other facts", base.at(entry_id), hint)
    return entry


def _need_source(old_id: str, fields: Mapping[str, Any]) -> None:
    if not fields.get("source"):
        raise FactError(
            f"a source is needed beside the one of `{old_id}`", hint="give it: --source seed#p3"
        )


def _succeed(
    base: FactBase, old: Entry, fields: Mapping[str, Any], today: date, new_id: str
) -> Draft:
    draft = Draft(base)
    new_id = new_id or free_id(base, _stem(base, old.id))
    _insert(draft, old, new_id, fields, today)
    parts = parts_of(old, base.entries, superseded_by(base.entries.values()))
    if parts and "amount" in fields:
        told = ", ".join(f"`{part}`" for part in parts)
        draft.remarks.append(
            f"`{new_id}` keeps its parts {told}: correct them, too, if they change"
        )
    return draft


def _stem(base: FactBase, old_id: str) -> str:
    """Return what ids of a line begin with: `vc-2011` is followed by -2, and that by -3."""
    first = corrections(base, old_id)[0]
    return first if re.fullmatch(re.escape(first) + r"-\d+", old_id) else old_id


def _insert(draft: Draft, old: Entry, new_id: str, fields: Mapping[str, Any], today: date) -> None:
    """Put the new fact after the old one, with what it takes over from it."""
    check_new(draft.base, new_id)
    kept = {k: v for k, v in draft.written(old.id).items() if k not in _OF_THE_OLD}
    if "supersedes" not in fields:
        kept = {key: value for key, value in kept.items() if key not in _OF_THE_LINE}
    merged = {key: _merged(kept.get(key), value) for key, value in fields.items()}
    whole = {**kept, "recorded": today.isoformat(), **merged}
    # what the file's defaults would bring back is kept out by `null`
    defaults = draft.defaults_beside(old.id)
    kept_out = {key for key, value in whole.items() if value is None and key not in defaults}
    written = as_written(type(old), whole)
    fields = {key: value for key, value in written.items() if key not in kept_out}
    draft.insert_after(old.id, new_id, fields)


def _merged(old: Any, new: Any) -> Any:
    """Return a text or an amount with the new parts in the old one.

    A translation of the old words is none of the new ones: it is known to be missing.
    """
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    if set(old) & set(AMOUNT_PARTS):
        replaced = {"value", "min", "max", "over"} if {"value", "min"} & set(new) else set()
        whole = {**{key: value for key, value in old.items() if key not in replaced}, **new}
        return {part: whole[part] for part in AMOUNT_PARTS if part in whole}
    return {**dict.fromkeys(key for key in old if key not in MARKS), **new}
