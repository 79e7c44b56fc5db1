"""How much a template may do: what would go on for ever, or fill the memory, ends with its line.

Steps are counted, not seconds: the same template ends at the same place on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from kzreport.errors import TemplateError

#: turns of loops, calls (two steps each), and hundreds of characters printed, of one document
MAX_STEPS = 500_000
#: characters of one text, items of one list
MAX_LENGTH = 1_000_000
#: binary digits of a number, and the largest number a filter of text may be given
MAX_BITS, MAX_ARGUMENT = 4_096, 10_000

#: filters of Jinja that make text or lists as long as they are told
LENGTHENING = ("batch", "center", "format", "indent", "replace", "round", "slice", "wordwrap")

_left: ContextVar[int | None] = ContextVar("steps left to the document", default=None)


@contextmanager
def effort() -> Iterator[None]:
    """Give what is done inside the steps of one document."""
    token = _left.set(MAX_STEPS)
    try:
        yield
    finally:
        _left.reset(token)


def spend(steps: int = 1) -> None:
    """Take steps from the document that is being made; raise `TemplateError` when it has none."""
    left = _left.get()
    if left is None:
        return
    if left < steps:
        raise TemplateError(
            f"the template takes more than {MAX_STEPS:,} steps",
            hint="does a loop stand in a loop, or a macro call itself? `where` asks in one step",
        )
    _left.set(left - steps)


def turns(things: Iterable[Any]) -> Iterator[Any]:
    """Yield `things`; every turn of the loop is a step."""
    for thing in things:
        spend()
        yield thing


def bounded_length(length: int) -> int:
    """Return `length`; raise `TemplateError` when a text or a list may not be so long."""
    if length > MAX_LENGTH:
        raise TemplateError(f"the template makes a text of more than {MAX_LENGTH:,} characters")
    spend(length // 100)
    return length


def check_product(left: object, right: object) -> None:
    """Raise `TemplateError` when the product of two numbers would have too many digits."""
    if not isinstance(left, int) or not isinstance(right, int):
        return
    if left.bit_length() + right.bit_length() > MAX_BITS:
        raise TemplateError("the template makes a number of more than a thousand digits")


def bounded(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter of Jinja that makes nothing longer than a template may have."""

    @wraps(original)
    def bound(*args: Any, **kwargs: Any) -> Any:
        for each in (*args, *kwargs.values()):
            if isinstance(each, int) and abs(each) > MAX_ARGUMENT:
                raise TemplateError(f"`| {name}` takes numbers up to {MAX_ARGUMENT:,}, not {each}")
        if name == "format" and _is_wide(args[0]):
            raise TemplateError("`| format` takes widths up to three figures")
        if name == "replace":
            _check_replaced(*args[1:4])
        made = original(*args, **kwargs)
        if isinstance(made, str):
            bounded_length(len(made))
        return made

    return bound


def _is_wide(pattern: object) -> bool:
    """Whether a pattern of `format` asks for a width of four figures, or takes it from a value."""
    digits = 0
    for letter in str(pattern):
        digits = digits + 1 if letter.isdigit() else 0
        if digits > 3:
            return True
    return "*" in str(pattern)


def _check_replaced(text: object, old: object, new: object) -> None:
    found = str(text).count(str(old))
    bounded_length(len(str(text)) + found * len(str(new)))
