"""Questions to a fact base that can be kept and asked again of another state of it.

A question is a way of steps: where the records come from, then what `Selection` was asked,
in order. Only plain data stands in it, so that it can be written to a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from kzreport.facts.records import Entry
from kzreport.values.edtf import Edtf, read_edtf

if TYPE_CHECKING:
    from kzreport.facts.selection import Selection
    from kzreport.facts.view import View

#: `("kinds", ["events"])`, `("field", ["unodc", "names"])`, `("where", {"kind": "visit"})` ...
Step: TypeAlias = tuple[str, Any]
Steps: TypeAlias = tuple[Step, ...]

#: a step nobody can repeat: any change may have changed the answer
OPAQUE: Step = ("opaque", None)

#: steps that put records in another order and leave none out
_ORDERING = ("sort", "reverse")


def plain_step(name: str, argument: object) -> Step:
    """Return a step in plain data; `OPAQUE` where the argument cannot be written to a file."""
    try:
        return (name, _packed(argument))
    except TypeError:
        return OPAQUE


def ask(view: View, steps: Sequence[Step]) -> tuple[str, ...] | None:
    """Return the answer that `view` gives to a question; `None` if it cannot be asked again."""
    if any(name == "opaque" for name, _ in steps):
        return None
    name, argument = steps[-1]
    if name == "total":
        return total_answer(_selection(view, steps[:-1]).totals_of(argument))
    return _selection(view, steps).answer()


def may_have_changed(view: View, steps: Sequence[Step], changed: Iterable[str]) -> bool:
    """Whether records in `changed`, which are not part of the old answer, may be in a new one.

    The answer can be the same all the same; `False` is sure, as long as no record changed that
    the document looked into. `view` sees the new state.
    """
    if any(name == "opaque" for name, _ in steps):
        return True
    if steps[0][0] == "field":
        return _stands_in(view, steps[0][1], changed)
    chosen = [step for step in steps[1:] if step[0] != "total"]
    names = [name for name, _ in chosen if name not in _ORDERING]
    if "limit" in names[:-1]:
        return True  # who leaves the first three lets another in
    candidates = _candidates(view, steps[0][1], changed)
    return bool(candidates) and bool(_followed(view, candidates, chosen).members())


def total_answer(found: Iterable[Any]) -> tuple[str, ...]:
    """Return totals as an answer that can be compared: each amount with what made it."""
    return tuple(f"{total.amount!r} {','.join(total.inputs)}" for total in found)


def _stands_in(view: View, field: Sequence[str], changed: Iterable[str]) -> bool:
    """Whether a field names one of `changed`; its own record has not changed."""
    entry = view.visible.get(field[0])
    named = view.plain(entry, field[1]) if entry is not None else None
    return not isinstance(named, tuple) or not set(named).isdisjoint(changed)


def _candidates(view: View, kinds: Iterable[str], changed: Iterable[str]) -> tuple[Entry, ...]:
    models = {view.kind_model(kind) for kind in kinds}
    seen = (view.visible.get(entry_id) for entry_id in changed)
    return tuple(entry for entry in seen if entry is not None and type(entry) in models)


def _selection(view: View, steps: Sequence[Step]) -> Selection:
    (name, argument), *rest = steps
    if name == "kinds":
        found = tuple(entry for kind in argument for entry in view.of_kind(kind))
        return _followed(view, found, rest, kinds=argument)
    entry_id, key = argument
    entry = view.visible.get(entry_id)
    if entry is None:
        return _followed(view, (), rest)
    return _steps_after(view.value(entry, key), rest)


def _followed(
    view: View, entries: tuple[Entry, ...], steps: Sequence[Step], kinds: Sequence[str] = ()
) -> Selection:
    from kzreport.facts.selection import Selection

    kind = kinds[0] if len(kinds) == 1 else ""
    return _steps_after(Selection(view, entries, "", kind, ordinary=True), steps)


def _steps_after(selection: Selection, steps: Sequence[Step]) -> Selection:
    for name, argument in steps:
        match name:
            case "where":
                wishes = {key: _unpacked(wish) for key, wish in argument.items()}
                selection = selection.where(**wishes)
            case "during":
                selection = selection.during(argument)
            case "sort":
                selection = selection.sort(argument[0], reverse=argument[1])
            case "limit":
                selection = selection.limit(argument)
            case "group":
                selection = selection.in_group(*argument)
            case _:
                selection = getattr(selection, name)()
    return selection


# -- plain data -------------------------------------------------------------------------------


def _packed(value: object) -> Any:
    match value:
        case None | bool():
            return value
        case str():
            return str(value)
        case int():
            return int(value)
        case Edtf():
            return {"when": value.text}
        case date():
            return {"day": value.isoformat()}
        case list() | tuple():
            return [_packed(each) for each in value]
    if type(value) is dict:  # the wishes of `where`; a text by language is none
        return {str(key): _packed(each) for key, each in value.items()}
    raise TypeError(f"{type(value).__name__} is not kept in a question")


def _unpacked(value: Any) -> object:
    if isinstance(value, list):
        return tuple(_unpacked(each) for each in value)
    if isinstance(value, dict):
        (kind, text), *_ = value.items()
        return read_edtf(text) if kind == "when" else date.fromisoformat(text)
    return value
