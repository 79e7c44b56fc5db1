"""`for_each` of a report: one document for every record that a question finds, or a list names."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kzreport.errors import Location, ProjectError, did_you_mean
from kzreport.facts.records import KINDS
from kzreport.facts.view import View
from kzreport.strictyaml import YamlDocument
from kzreport.values.value import FactLost

log = logging.getLogger(__name__)

KEYS = ("kind", "where", "ids", "as")


@dataclass(frozen=True, slots=True)
class ForEach:
    """The records a report is made for: those of `kind` that are as `where` says, or `ids`.

    `parameter` is the name by which the template gets the one it is made for.
    """

    at: Location
    kind: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    parameter: str = "item"


def read_for_each(
    document: YamlDocument, path: tuple[str, ...], problems: list[ProjectError]
) -> ForEach:
    """Return the `for_each` at `path` of kzreport.yaml; what is wrong with it joins `problems`."""
    spec: Any = document.data
    for step in path:
        spec = spec[step]
    at = document.key_at(path)
    if isinstance(spec, list):
        spec = {"ids": spec}
    if not isinstance(spec, dict):
        hint = "`for_each: {kind: agreements}`, or a list of ids"
        problems.append(ProjectError(f"`for_each` cannot be `{spec}`", at, hint))
        return ForEach(at)
    faults = [(key, *fault) for key in spec if (fault := _fault(key, spec[key]))]
    problems += [
        ProjectError(message, document.key_at((*path, key)), hint) for key, message, hint in faults
    ]
    if ("kind" in spec) == ("ids" in spec):
        hint = "`for_each: {kind: agreements}`, or a list of ids"
        problems.append(ProjectError("`for_each` needs a `kind` or a list of ids", at, hint))
    if faults:
        return ForEach(at)
    return ForEach(
        at=at,
        kind=spec.get("kind", ""),
        where=spec.get("where", {}),
        ids=tuple(spec.get("ids", ())),
        parameter=spec.get("as", "item"),
    )


def _fault(key: str, value: object) -> tuple[str, str] | None:
    """Return what is wrong with a key of `for_each`, and a hint."""
    match key:
        case "kind" if value not in KINDS:
            return f"`{value}` is no kind of record", did_you_mean(str(value), KINDS)
        case "where" if not isinstance(value, dict):
            return f"`where` cannot be `{value}`", "such as `where: {kind: organisation}`"
        case "ids" if not isinstance(value, list) or any(not isinstance(i, str) for i in value):
            return f"`ids` cannot be `{value}`", "such as `ids: [unodc, unido]`"
        case "as" if not isinstance(value, str) or not value.isidentifier():
            return f"`{value}` is no name for a parameter", "such as `as: org`"
        case "kind" | "where" | "ids" | "as":
            return None
    return f"`{key}` is not a key of `for_each`", did_you_mean(key, KEYS)


def find_items(for_each: ForEach, view: View) -> tuple[str, ...]:
    """Return the ids of the records in `view` that documents are made for, in a fixed order.

    What the view may not see is absent. Raise `ProjectError` when nothing is left.
    """
    if for_each.ids:
        found = tuple(i for i in dict.fromkeys(for_each.ids) if i in view.visible)
        if missing := [i for i in for_each.ids if i not in view.visible]:
            names = "`, `".join(missing)
            log.warning("%s: no record named `%s` for this report", for_each.at, names)
    else:
        try:
            selection = getattr(view.facts, for_each.kind).where(**for_each.where)
        except FactLost as exc:
            raise ProjectError(exc.message, for_each.at, exc.hint) from exc
        found = tuple(record.entry.id for record in selection)
    if not found:
        raise ProjectError(
            f"`for_each` finds no record that {view.level} papers may see",
            for_each.at,
            "`kzreport facts list` shows the records",
        )
    return found
