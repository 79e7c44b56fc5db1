"""Run a template over a view: Markdown comes out, and where each of its lines came from."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.runtime import new_context

from kzreport.errors import KzReportError, Location, TemplateError, did_you_mean
from kzreport.facts.view import View
from kzreport.templating.environment import Environment
from kzreport.templating.functions import Functions
from kzreport.templating.limits import effort
from kzreport.templating.templates import SUFFIX, Template, Templates
from kzreport.values.edtf import read_edtf
from kzreport.values.typed import Absent, When

#: Markdown longer than this is a template that ran away
MAX_CHARACTERS = 20_000_000


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown with one character for each fact, and the template line of each of its lines."""

    text: str
    lines: tuple[Location, ...]


def write_words(
    templates: Templates,
    template: Template,
    view: View,
    names: Mapping[str, Any],
    root: Path | None = None,
) -> Words:
    """Return the words of `template` for `view`; `names` are the report's parameters and such,
    `root` the folder its images lie in.

    Raise `TemplateError` with template:line for whatever the template asks that cannot be.
    """
    functions = Functions(view, root)
    context = {
        "facts": view.facts,
        "as_of": _day(view, "as_of"),
        "known_at": _day(view, "known_at"),
        "lang": view.lang,
        "level": str(view.level),
        **functions.names(),
        **names,
    }
    try:
        text = _run(templates.environment, template.name + SUFFIX, context)
    except Exception as exc:
        raise _translated(exc, templates, context) from exc
    if len(text) > MAX_CHARACTERS:
        raise TemplateError(
            f"the template made more than {MAX_CHARACTERS:,} characters", Location(template.file)
        )
    clean, lines = templates.marks.unmark(text)
    return Words(clean, tuple(lines))


def _run(environment: Environment, name: str, context: Mapping[str, Any]) -> str:
    """Return what a template says in `context`.

    The names are handed over as globals, so that imported macros see them, but not to
    `get_template`: it would keep them with the template it caches, and macros imported from
    it would speak the language of an earlier document.
    """
    jinja = environment.get_template(name)
    names = {**environment.globals, **context}
    try:
        running = new_context(environment, name, jinja.blocks, globals=names)
        with effort():
            return "".join(jinja.root_render_func(running))
    except Exception:
        environment.handle_exception()  # rewrites the traceback to the template's lines


def _day(view: View, name: str) -> When | Absent:
    day = getattr(view, name)
    if day is None:
        return Absent(None, (name,), view)
    return When(read_edtf(day.isoformat()), (name,), view)


def _translated(exc: Exception, templates: Templates, names: Mapping[str, Any]) -> KzReportError:
    """Return the error in the words of a template author, with the template's line."""
    if isinstance(exc, KzReportError):
        if exc.at is not None:
            return exc
        return type(exc)(exc.message, _place(exc, templates), exc.hint)
    if isinstance(exc, jinja2.TemplateSyntaxError):
        place = Location(exc.filename or str(exc.name), exc.lineno)
        return TemplateError(_syntax(exc), place, _syntax_hint(exc))
    place_or_none = _place(exc, templates)
    if isinstance(exc, jinja2.TemplateNotFound):
        return TemplateError(f"no template named `{exc.name}`", place_or_none)
    if isinstance(exc, jinja2.UndefinedError):
        return _undefined(exc, place_or_none, names)
    if isinstance(exc, SecurityError):
        return TemplateError(f"not allowed in a template: {exc}", place_or_none)
    if isinstance(exc, RecursionError):
        return TemplateError("a macro or an include calls itself without end", place_or_none)
    if isinstance(exc, MemoryError | OverflowError):
        return TemplateError("the template asks for too much", place_or_none)
    return TemplateError(f"{exc}" or type(exc).__name__, place_or_none)


def _place(exc: Exception, templates: Templates) -> Location | None:
    """Return the innermost line of a template that the error passed through."""
    place = None
    files = templates.files
    for frame, line in traceback.walk_tb(exc.__traceback__):
        name = frame.f_code.co_filename
        if name in files:
            place = Location(name, line)
    return place


def _undefined(
    exc: jinja2.UndefinedError, place: Location | None, names: Mapping[str, Any]
) -> TemplateError:
    message = str(exc)
    missing = message.split("'")[1] if message.endswith("is undefined") else ""
    if not missing:
        return TemplateError(message, place)
    return TemplateError(f"nothing is named `{missing}` here", place, did_you_mean(missing, names))


def _syntax(exc: jinja2.TemplateSyntaxError) -> str:
    return f"this is not Jinja: {(exc.message or 'bad syntax').rstrip('.').lower()}"


def _syntax_hint(exc: jinja2.TemplateSyntaxError) -> str:
    message = exc.message or ""
    if "No filter named" in message:
        wanted = message.split("'")[1]
        from kzreport.templating.filters import FILTERS

        return did_you_mean(wanted, FILTERS)
    if "end of" in message or "Unexpected end" in message:
        return "a `{% for %}`, `{% if %}` or `{% block %}` is not closed"
    return ""
