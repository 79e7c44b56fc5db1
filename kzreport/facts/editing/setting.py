"""Set one value of a record: bookkeeping freely, what a fact says only as a slip of the pen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kzreport.errors import FactError
from kzreport.facts.base import FactBase
from kzreport.facts.editing.adding import find
from kzreport.facts.editing.draft import Draft
from kzreport.facts.editing.fieldtext import read_field, read_part, shape_of
from kzreport.facts.fields import AMOUNT_PARTS, LANGUAGES, Translated
from kzreport.facts.records import Entry
from kzreport.facts.shapes import Shape
from kzreport.strictyaml import Scalar, ValuePath

#: fields that say nothing about the world, only about our work with the record
BOOKKEEPING = frozenset(
    {"review_by", "hold", "highlight", "note", "problem", "conflicts_with", "outcome", "aliases"}
)


def set_value(base: FactBase, ref: str, text: str, *, typo: bool = False) -> Draft:
    """Return the draft with the value of `record.field` changed to what `text` stands for.

    `what.kk` names a language, `amount.value` a part of an amount, `source.1` an item of a
    list. Filling in a text known to be missing is free; other fields that say something need
    `typo`, because a fact that changed is corrected by a second fact.
    """
    entry_id, _, field = ref.partition(".")
    entry = find(base, entry_id)
    if not field:
        raise FactError(f"`{ref}` names no field", base.at(entry_id), f"write {entry_id}.note")
    key, _, part = field.partition(".")
    shape = shape_of(type(entry), key)
    if key == "id":
        raise FactError("an id never changes", base.at(entry_id), "add a record of another id")
    draft = Draft(base)
    written = draft.written(entry_id)
    path = _path(shape, key, part, written)
    value = _value(type(entry), shape, path, text)
    if not typo and not is_free(entry, path):
        _refuse(base, entry_id, field)
    put_value(draft, entry_id, path, value)
    return draft


def is_free(entry: Entry, path: ValuePath) -> bool:
    """Whether a change says nothing new: bookkeeping, or the first good text in a language."""
    key = str(path[0])
    if key in BOOKKEEPING:
        return True
    texts = getattr(entry, key)
    for step in path[1:-1]:
        texts = texts.get(step) if isinstance(texts, Mapping) else None
    return isinstance(texts, Translated) and len(path) > 1 and texts.state(str(path[-1])) != "good"


def put_value(draft: Draft, entry_id: str, path: ValuePath, value: Scalar) -> None:
    """Put `value` in the place of the one at `path`, or where none stood so far."""
    there: Any = draft.written(entry_id)
    *way, last = path
    for step in way:
        there = there.get(step) if isinstance(there, dict) else there
    if isinstance(there, str) and last in LANGUAGES:
        _put_language(draft, entry_id, tuple(way), there, str(last), value)
    elif isinstance(there, list) or (isinstance(there, dict) and last in there):
        before: Any = there[last]  # type: ignore[index]  # a list by number
        is_only = isinstance(before, list) and len(before) == 1
        whole = (*path, 0) if is_only else path
        draft.splice(entry_id, whole, value, before[0] if is_only else before)
    elif (there is None and last in AMOUNT_PARTS) or not isinstance(there, dict | None):
        name = ".".join(map(str, path))
        at = draft.base.at(f"{entry_id}.{name}")
        raise FactError(f"there is no `{name}` to change", at, "write it in the file by hand")
    elif there is None:
        draft.insert_key(entry_id, path[:1], {str(last): value})
    else:
        draft.insert_key(entry_id, path, value)


def _put_language(
    draft: Draft, entry_id: str, path: ValuePath, english: str, lang: str, value: Scalar
) -> None:
    """Put a text beside one that was written without its language, which is English."""
    if lang == "en":
        draft.splice(entry_id, path, value, english)
    else:
        draft.replace(entry_id, path, {"en": english, lang: value})


def _path(shape: Shape, key: str, part: str, written: dict[str, Any]) -> ValuePath:
    """Return the way to the one value that is meant."""
    there = written.get(key)
    if shape.sort == "table":
        return (key, *part.split(".")) if part else (key,)
    if shape.many and isinstance(there, list):
        if part.isdigit() and int(part) < len(there):
            return (key, int(part))
        if len(there) == 1 and not part:
            return (key, 0)
        raise FactError(
            f"`{key}` holds {len(there)} values", hint=f"name one: `{key}.0` is the first"
        )
    if shape.sort == "text" and not part and not isinstance(there, str):
        raise FactError(f"`{key}` is a text by language", hint=f"name the language: `{key}.en`")
    if shape.sort == "money" and not part:
        return (key, "value")
    return (key, part) if part else (key,)


def _value(model: type[Entry], shape: Shape, path: ValuePath, text: str) -> Scalar:
    key = str(path[0])
    if shape.sort == "table":
        return text
    if len(path) == 2 and isinstance(path[1], str):
        return read_part(shape, key, path[1], text)
    if shape.sort == "text":
        return text
    data = read_field(model, key, text)
    if isinstance(data, list):
        if len(data) != 1:
            raise FactError(f"`{key}`: `{text}` is not one value", hint="give one at a time")
        data = data[0]
    scalar: Scalar = data
    return scalar


def _refuse(base: FactBase, entry_id: str, field: str) -> None:
    raise FactError(
        f"`{field}` is what the fact says; a correction is a second fact",
        base.at(f"{entry_id}.{field}"),
        f"kzreport facts correct {entry_id} --set {field}=...,"
        " or --typo if it was copied wrongly from its source",
    )
