"""Facets: what a paper or a file has of each kind, and how its lines are written alike."""

from __future__ import annotations

from collections.abc import Iterable

Facets = dict[str, list[str]]
"""What a paper or a file has of each kind, in reading order, a line each."""

NAMES = (
    *("headings", "blocks", "list-marks", "list-depths", "list-items"),
    *("numbers", "captions", "cells", "shapes", "frames"),
    *("header-rows", "pictures", "breaks", "links", "references", "note-places"),
    *("bold", "italic", "tags"),
)
"""The facets that a walk through the text fills."""


def squeezed(text: str) -> str:
    """Return `text` on one line; hyphens and spaces that only steer line ends are the usual."""
    return " ".join(text.translate(_PLAIN).split())


_PLAIN = {0x2011: "-", 0x2010: "-", 0xAD: None, 0x2060: None, 0x200B: None, 0xFEFF: None}


def bare(text: str) -> str:
    """Return `text` without blanks: a cell may hold lines of its own."""
    return "".join(squeezed(text).split())


def by_language(spoken: Iterable[tuple[str, str]]) -> list[str]:
    """Return all that is said in another language, a line for each language.

    `spoken` has "" for the language of the paper.
    """
    found: dict[str, str] = {}
    for lang, text in spoken:
        if not lang:
            continue
        name = lang.split("-")[0].lower()
        found[name] = found.get(name, "") + bare(text)
    return [f"{name}: {text}" for name, text in sorted(found.items()) if text]


def first_words(text: str) -> str:
    """Return how a text begins, enough to tell it from others."""
    return " ".join(squeezed(text).split()[:4])


def last_words(text: str) -> str:
    """Return the end of a text."""
    return "".join(squeezed(text).split())[-12:]
