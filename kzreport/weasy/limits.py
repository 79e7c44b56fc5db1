"""Refuse a page that would bring WeasyPrint down or to a halt, before it is laid out."""

from __future__ import annotations

from typing import Any

from kzreport.errors import WriterError

# What was seen to do so lies far above these.
MOST_CHARACTERS = 20_000_000
LONGEST_WORD = 10_000
DEEPEST = 50
WIDEST_SPAN = 100


def check_length(characters: int) -> None:
    """Raise `WriterError` for a document that is too long."""
    if characters > MOST_CHARACTERS:
        raise WriterError(f"the document is longer than {MOST_CHARACTERS:,} characters")


def check_limits(root: Any) -> None:
    """Raise `WriterError` when the page is built in a way that would not come to an end."""
    stack, characters = [(root, 1)], 0
    while stack:
        element, depth = stack.pop()
        if depth > DEEPEST:
            raise WriterError(f"elements are nested more than {DEEPEST} deep")
        for name in ("colspan", "rowspan", "span"):
            value = element.get(name, "1").strip()
            if not value.isdecimal() or int(value[:9]) > WIDEST_SPAN:
                raise WriterError(f"`{name}` of a table is `{value[:20]}`, at most {WIDEST_SPAN}")
        for text in (element.text, element.tail):
            characters += len(text or "")
            if text and len(text) > LONGEST_WORD and _longest(text) > LONGEST_WORD:
                raise WriterError(f"a word is longer than {LONGEST_WORD:,} characters")
        stack.extend((child, depth + 1) for child in element)
    check_length(characters)


def _longest(text: str) -> int:
    return max(map(len, text.split()), default=0)
