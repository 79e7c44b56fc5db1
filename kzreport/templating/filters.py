"""Filters: those that keep the fact, and guards on those of Jinja that would lose it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import pass_environment
from jinja2.filters import make_attrgetter
from jinja2.runtime import Undefined
from markupsafe import Markup

from kzreport.facts.selection import Selection
from kzreport.values.joined import Joined
from kzreport.values.typed import Absent, Money, Number, When
from kzreport.values.value import FactLost, Value

#: text filters of Jinja: right for plain text, wrong for a fact
GUARDED = (
    *("abs", "center", "e", "escape", "float", "forceescape", "format", "indent", "int"),
    *("replace", "reverse", "round", "safe", "string", "striptags", "title", "trim"),
    *("truncate", "wordcount", "wordwrap"),
)

#: filters nobody needs here: they print structures, make HTML, or are not the same each time
REMOVED = ("filesizeformat", "pprint", "random", "tojson", "urlencode", "urlize", "xmlattr")


def guarded(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter of Jinja that refuses facts and text in which facts are set."""

    def guard(*args: Any, **kwargs: Any) -> Any:
        for thing in args:
            if isinstance(thing, Value):
                thing.lost(f"`| {name}`")
            if isinstance(thing, Joined) or (isinstance(thing, Markup) and name != "safe"):
                raise FactLost(
                    f"`| {name}` on text that is already set would cut through its facts",
                    hint="use it inside the macro or block, on plain text",
                )
        return original(*args, **kwargs)

    for key, value in getattr(original, "__dict__", {}).items():  # Jinja's pass_* marks
        setattr(guard, key, value)
    return guard


def _each(form: str, change: Callable[[str], str]) -> Callable[[Any], Any]:
    """Return a filter that changes the words and keeps the fact."""

    def keeping(thing: Any) -> Any:
        if isinstance(thing, Joined):
            return thing.map(keeping)
        if isinstance(thing, Value):
            return thing.printed_as(form, change(thing.shown())) if thing.shown() else thing
        if isinstance(thing, Markup):
            raise FactLost(
                f"`| {form}` on text that is already set",
                hint="use it inside the macro, on the value",
            )
        return change(_plain_text(thing))

    return keeping


def _capitalize(thing: Any) -> Any:
    """The first letter of the first part; the rest of a title stays as it is."""
    if isinstance(thing, Joined):
        head, *rest = thing.parts
        return Joined((_first_letter(head), *rest))
    return _first_letter(thing)


def _lower_first(thing: Any) -> Any:
    """The first letter small: a phrase in the middle of a sentence."""
    if isinstance(thing, Joined):
        head, *rest = thing.parts
        return Joined((_small_letter(head), *rest))
    return _small_letter(thing)


_first_letter = _each("capitalize", lambda text: text[:1].upper() + text[1:])
_small_letter = _each("lower_first", lambda text: text[:1].lower() + text[1:])


def _plain_text(thing: object) -> str:
    if isinstance(thing, str):
        return thing
    raise FactLost(f"`{thing!r}` is no text")


def _short(thing: Any, length: int) -> Any:
    """The words of a value, cut at a blank before `length` characters."""

    def cut(text: str) -> str:
        return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"

    return _each("short", cut)(thing)


def _or_else(thing: Any, words: Any = "", _boolean: bool = False) -> Any:
    """`words` when nothing is recorded."""
    missing = isinstance(thing, Absent | Undefined)
    return words if missing or (isinstance(thing, Selection) and not thing) else thing


def _money(thing: Any, form: str = "text") -> Any:
    """An amount in words of the text, or `| money('table')` for a column that says the currency."""
    if isinstance(thing, Absent):
        return thing
    if not isinstance(thing, Money):
        raise FactLost(f"`| money` needs an amount, not {thing!r}")
    name = "money" if form == "text" else f"money-{form}"
    return thing.printed_as(name, _language(thing).money(thing.plain, form))


def _currency(thing: Any) -> Any:
    """What the head of a column calls the currency of an amount: `US$`, `currency not stated`."""
    if not isinstance(thing, Money):
        raise FactLost(f"`| currency` needs an amount, not {thing!r}")
    return thing.printed_as("currency", _language(thing).currency(thing.plain.currency))


def _dated(form: str) -> Callable[[Any], Any]:
    def filter_(thing: Any) -> Any:
        if isinstance(thing, Absent):
            return thing
        if not isinstance(thing, When):
            raise FactLost(f"`| {form}` needs a date, not {thing!r}")
        return thing.printed_as(form, _language(thing).date(thing.plain, form))

    return filter_


def _number(thing: Any, form: str = "text") -> Any:
    """A figure by the rule of the United Nations: words under ten, figures above."""
    if isinstance(thing, Absent):
        return thing
    if not isinstance(thing, Number):
        raise FactLost(f"`| number` needs a figure, not {thing!r}")
    return thing.printed_as("number", _language(thing).number(thing.plain, form))


def _ordinal(thing: Any) -> Any:
    """`fifty-sixth`."""
    if not isinstance(thing, Number):
        raise FactLost(f"`| ordinal` needs a figure, not {thing!r}")
    return thing.printed_as("ordinal", _language(thing).ordinal(thing.plain))


def _language(value: Value) -> Any:
    return value._desk.language  # type: ignore[attr-defined]  # every desk that prints is a view


def _length(thing: Any) -> Any:
    """How many records, as a figure that names them."""
    if isinstance(thing, Selection):
        return thing.count()
    if isinstance(thing, Value | Markup | Joined):
        raise FactLost("counting letters would lose the fact", hint="count records")
    return len(thing)


@pass_environment
def _join(
    env: Any, parts: Iterable[Any], between: str = "", attribute: str | None = None
) -> Joined:
    """The parts side by side, every fact still itself."""
    if isinstance(parts, Value) and not isinstance(parts, Absent):
        parts.lost("`| join`")
    get = make_attrgetter(env, attribute) if attribute else (lambda part: part)
    out: list[object] = []
    for index, part in enumerate(parts):
        if index:
            out.append(between)
        out.append(get(part))
    return Joined(out)


def _and(parts: Iterable[Any]) -> Any:
    """A list in words: «Pakistan and Qatar», in the document's language."""
    found = list(parts)
    if not found:
        return Joined(())
    pattern = _language(found[0]).list_pattern(len(found)) if isinstance(found[0], Value) else None
    if pattern is None:
        raise FactLost("`| and_list` needs values", hint="`records | map(attribute='name')`")
    out: list[object] = []
    for part, between in zip(found, (*pattern, ""), strict=True):
        out += [part, between] if between else [part]
    return Joined(out)


def is_none(thing: object) -> bool:
    """Whether nothing is recorded: `x is none`."""
    return thing is None or isinstance(thing, Absent)


def _markdown(text: Any) -> Markup:
    """Plain text of a template that is Markdown: `"*so*" | md`."""
    if isinstance(text, Value | Joined) or not isinstance(text, str):
        raise FactLost("`| md` is for plain text of a template", hint="print the fact itself")
    return Markup(text)  # a literal of a template is as trusted as the template


FILTERS: dict[str, Callable[..., Any]] = {
    "and_list": _and,
    "capitalize": _capitalize,
    "count": _length,
    "currency": _currency,
    "d": _or_else,
    "date": _dated("plain"),
    "default": _or_else,
    "join": _join,
    "length": _length,
    "lower": _each("lower", str.lower),
    "lower_first": _lower_first,
    "md": _markdown,
    "money": _money,
    "number": _number,
    "of_date": _dated("of"),
    "on_date": _dated("on"),
    "or_else": _or_else,
    "ordinal": _ordinal,
    "short": _short,
    "short_date": _dated("short"),
    "upper": _each("upper", str.upper),
}
