"""Parameters of a template: described, typed, and checked before the template runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kzreport.errors import Location, TemplateError, did_you_mean
from kzreport.facts.proxies import Record
from kzreport.facts.records import KINDS
from kzreport.facts.view import View
from kzreport.strictyaml import YamlDocument
from kzreport.values.edtf import read_edtf
from kzreport.values.typed import Number, When
from kzreport.values.value import GIVEN

#: a parameter of these types is one record: of any kind, or of the one named
RECORDS = {"record": None, **{model.__name__.lower(): model for model in KINDS.values()}}
TYPES = ("text", "number", "date", "choice", *RECORDS)
KEYS = ("type", "description", "default", "choices")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a report gives to a template; `type` "" takes anything as it stands."""

    name: str
    at: Location
    type: str = ""
    description: str = ""
    default: Any = None
    required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A value a report gives, and where it is written."""

    value: Any
    at: Location


def read_parameters(document: YamlDocument, problems: list[TemplateError]) -> dict[str, Parameter]:
    """Return the parameters of a front matter; what is wrong with them joins `problems`."""
    found: dict[str, Parameter] = {}
    for name, spec in document.data.get("parameters", {}).items():
        place = document.key_at(("parameters", name))
        spec = {} if spec is None else spec
        fault = _fault(name, spec)
        if fault:
            problems.append(TemplateError(fault[0], place, fault[1]))
            continue
        parameter = Parameter(
            name,
            document.at(("parameters", name, "default")) if "default" in spec else place,
            spec.get("type", ""),
            str(spec.get("description", "")),
            spec.get("default"),
            required="default" not in spec,
            choices=tuple(spec.get("choices", ())),
        )
        if parameter.default is not None and (wrong := _refusal(parameter, parameter.default)):
            problems.append(TemplateError(f"the default {wrong[0]}", parameter.at, wrong[1]))
        found[name] = parameter
    return found


def _fault(name: str, spec: Any) -> tuple[str, str] | None:
    """Return what is wrong with the description of a parameter, and a hint."""
    if not name.isidentifier():
        return f"`{name}` cannot be the name of a parameter", "letters, figures and `_`"
    if not isinstance(spec, dict):
        return f"the parameter `{name}` cannot be `{spec}`", f"`{name}: {{type: text}}`"
    for key in spec:
        if key not in KEYS:
            return f"`{key}` is not a key of a parameter", did_you_mean(key, KEYS)
    kind, choices = spec.get("type", ""), spec.get("choices", [])
    if kind and kind not in TYPES:
        hint = did_you_mean(str(kind), TYPES) or f"it is one of {', '.join(TYPES)}"
        return f"`{kind}` is not a type of parameter", hint
    if (kind == "choice") != bool(choices) or not isinstance(choices, list):
        return f"the choices of `{name}` are missing", "`{type: choice, choices: [short, full]}`"
    return None


def parameter_values(
    parameters: Mapping[str, Parameter], given: Mapping[str, Given], at: Location, view: View
) -> dict[str, Any]:
    """Return what the template gets, by name: records, dates and figures as such.

    `at` is the report. Raise `TemplateError` with everything that is unknown, missing or of
    another type, each with its place.
    """
    problems = [
        TemplateError(
            f"the report gives `{name}`, which the template does not know",
            each.at,
            did_you_mean(name, parameters),
        )
        for name, each in given.items()
        if name not in parameters
    ]
    values: dict[str, Any] = {}
    for name, parameter in parameters.items():
        if name not in given and parameter.required:
            told = f"write it under `parameters:`; {parameter.description}".removesuffix("; ")
            problems.append(
                TemplateError(
                    f"the report does not give `{name}`, which the template needs", at, told
                )
            )
            continue
        each = given.get(name, Given(parameter.default, parameter.at))
        wrong = (
            None if each.value is None and name not in given else _refusal(parameter, each.value)
        )
        if wrong is None:
            values[name], wrong = _value(parameter, each.value, view)
        if wrong:
            problems.append(TemplateError(wrong[0], each.at, wrong[1]))
    if problems:
        raise TemplateError.all_of(problems)
    return values


Fault = tuple[str, str] | None


def _refusal(parameter: Parameter, value: Any) -> Fault:
    """Return why `value` is not of the type of `parameter`, and a hint; no fact is asked."""
    match parameter.type:
        case "":
            return None
        case "number":
            fits, hint = isinstance(value, int) and not isinstance(value, bool), "a whole number"
        case "date":
            fits, hint = _is_date(value), "such as 2013, 2013-05 or 2013-05-17/2013-05-20"
        case "choice":
            fits, hint = value in parameter.choices, f"one of {', '.join(parameter.choices)}"
        case "text":
            fits, hint = isinstance(value, str), "put it in quotes"
        case _:
            fits, hint = isinstance(value, str), "the id of a record"
    if fits:
        return None
    return f"`{parameter.name}` is of type {parameter.type}; it cannot be `{value}`", hint


def _is_date(value: Any) -> bool:
    try:
        read_edtf(str(value))
    except ValueError:
        return False
    return isinstance(value, str | int) and not isinstance(value, bool)


def _value(parameter: Parameter, value: Any, view: View) -> tuple[Any, Fault]:
    """Return `value` as the template gets it, or why no record answers to it."""
    if value is None or parameter.type in ("", "text", "choice"):
        return value, None
    if parameter.type in RECORDS:
        return _record(parameter, value, view)
    ref = (f"{GIVEN}.{parameter.name}",)
    if parameter.type == "number":
        return Number(value, ref, view), None
    return When(read_edtf(str(value)), ref, view), None


def _record(parameter: Parameter, wanted: str, view: View) -> tuple[Any, Fault]:
    model = RECORDS[parameter.type]
    known = [i for i, entry in view.visible.items() if model is None or type(entry) is model]
    entry = view.visible.get(wanted)
    if entry is None:
        return None, (f"no record named `{wanted}`", did_you_mean(wanted, known))
    if model is not None and type(entry) is not model:
        needs = f"`{parameter.name}` needs a record of type {parameter.type}"
        told = f"`{wanted}` is one of the {entry.kind_name()}; {needs}"
        return None, (told, "`kzreport facts list` shows the records")
    view.note_read((wanted,))
    return Record(view, entry), None
