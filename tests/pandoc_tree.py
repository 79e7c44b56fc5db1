"""Pandoc's own tree of a paper, as its JSON has it: the elements, and what they say."""

from __future__ import annotations

from collections.abc import Iterator


def elements_of(part: object) -> Iterator[dict]:
    """Yield all elements of pandoc's tree in order."""
    if isinstance(part, list):
        for each in part:
            yield from elements_of(each)
    elif isinstance(part, dict):
        yield part
        yield from elements_of(part.get("c"))


def pandoc_text(part: object) -> str:
    """Return the words of a part of pandoc's tree, in one line."""
    shown = [
        each["c"] if each["t"] == "Str" else " "
        for each in elements_of(part)
        if each["t"] in ("Str", "Space", "SoftBreak", "LineBreak", "Para", "Plain")
    ]
    return " ".join("".join(shown).split())
