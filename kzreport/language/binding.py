"""Words that never end a line: a preposition of one letter stays with the word that follows,
and the mark of a source with the word before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

from kzreport.document import Fact, Heading, Span, Str, plain_text, transform
from kzreport.language.language import Language

Part = TypeVar("Part")

#: a title of this length fills more than one line, and must not leave its last word alone
LONG_TITLE = 40
#: more marks than these may part at a line end: together they would leave a gap
MANY_MARKS = 3
_NBSP = "\u00a0"
#: a dash stays with the word before it, a number sign with its number
_DASH, _NUMBER = re.compile(" (?=— )"), re.compile("(?<=№) (?=[0-9])")


def bind(part: Part, language: Language) -> Part:
    """Return a part of a document with the spaces fixed that may not end a line."""
    words = tuple(language.table.bind)

    def bound(node: Any) -> Any:
        if isinstance(node, Heading) and node.level == 1:
            return replace(node, kids=_without_orphan(node.kids))
        if any(isinstance(kid, Span) for kid in getattr(node, "kids", ())):
            return replace(node, kids=_with_marks(node.kids))
        if not isinstance(node, Str | Fact):
            return node
        text = bound_text(node.text, words)
        return node if text == node.text else replace(node, text=text)

    return transform(part, bound)


def bound_text(text: str, words: tuple[str, ...] = ()) -> str:
    """Return `text` with U+00A0 after `words`, before a dash and after a number sign."""
    text = _NUMBER.sub(_NBSP, _DASH.sub(_NBSP, text))
    return _short(words).sub(rf"\1{_NBSP}", text) if words else text


def _with_marks(kids: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return `kids`, a source's mark `[1]` no longer free to begin a line alone."""
    found = list(kids)
    for place, (before, mark) in enumerate(pairwise(kids)):
        is_mark = isinstance(mark, Span) and mark.cls == "ref"
        if is_mark and isinstance(before, Str) and before.text.endswith(" "):
            # The blank goes into the mark: before another element WeasyPrint 70 breaks a text
            # that ends in U+00A0 at its first blank instead of its last.
            found[place] = replace(before, text=before.text[:-1])
            if plain_text(mark).count("[") <= MANY_MARKS:
                mark = transform(mark, _without_blanks)
            found[place + 1] = replace(mark, kids=(Str(_NBSP), *mark.kids))
    return tuple(found)


def _without_blanks(node: Any) -> Any:
    return replace(node, text=node.text.replace(" ", _NBSP)) if isinstance(node, Str) else node


def _without_orphan(kids: tuple[Any, ...]) -> tuple[Any, ...]:
    *rest, last = kids or ("",)
    if not isinstance(last, Str | Fact) or len(last.text) < LONG_TITLE:
        return kids
    head, _, tail = last.text.rpartition(" ")
    return (*rest, replace(last, text=f"{head}{_NBSP}{tail}")) if head else kids


@cache
def _short(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])({'|'.join(words)}) (?=\S|\Z)", re.IGNORECASE)
