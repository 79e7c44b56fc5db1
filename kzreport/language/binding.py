"""Words that never end a line: a preposition of one letter stays with the word that follows."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from kzreport.document import Fact, Heading, Str, transform
from kzreport.language.language import Language

Part = TypeVar("Part")

#: a title of this length fills more than one line, and must not leave its last word alone
LONG_TITLE = 40
_NBSP = "\u00a0"
#: a dash stays with the word before it, a number sign with its number
_DASH, _NUMBER = re.compile(" (?=— )"), re.compile("(?<=№) (?=[0-9])")


def bind(part: Part, language: Language) -> Part:
    """Return a part of a document with the spaces fixed that may not end a line."""
    words = tuple(language.table.bind)

    def bound(node: Any) -> Any:
        if isinstance(node, Heading) and node.level == 1:
            return replace(node, kids=_without_orphan(node.kids))
        if not isinstance(node, Str | Fact):
            return node
        text = bound_text(node.text, words)
        return node if text == node.text else replace(node, text=text)

    return transform(part, bound)


def bound_text(text: str, words: tuple[str, ...] = ()) -> str:
    """Return `text` with U+00A0 after `words`, before a dash and after a number sign."""
    text = _NUMBER.sub(_NBSP, _DASH.sub(_NBSP, text))
    return _short(words).sub(rf"\1{_NBSP}", text) if words else text


def _without_orphan(kids: tuple[Any, ...]) -> tuple[Any, ...]:
    *rest, last = kids or ("",)
    if not isinstance(last, Str | Fact) or len(last.text) < LONG_TITLE:
        return kids
    head, _, tail = last.text.rpartition(" ")
    return (*rest, replace(last, text=f"{head}{_NBSP}{tail}")) if head else kids


@cache
def _short(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])({'|'.join(words)}) (?=\S|\Z)", re.IGNORECASE)
