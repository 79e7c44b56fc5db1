"""The number or mark before each paragraph of a Word file, as Word counts (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from kzreport.parity.numerals import letters, roman
from kzreport.parity.wordxml import W, style_of, value_of


def numbers_of(body: Any, styles: Any, numbering: Any) -> dict[Any, str]:
    """Return the number or mark that Word prints before each paragraph that has one."""
    by_style = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
    lists = {each.get(f"{W}numId"): each for each in numbering.iter(f"{W}num")}
    designs = {each.get(f"{W}abstractNumId"): each for each in numbering.iter(f"{W}abstractNum")}
    counts: dict[str, dict[int, int]] = {}
    begun: set[str] = set()
    found = {}
    for paragraph in body.iter(f"{W}p"):
        number, level = list_of(paragraph, by_style)
        if number in (None, "0"):
            continue
        design = lists[number].find(f"{W}abstractNumId").get(f"{W}val")
        levels = {int(each.get(f"{W}ilvl")): each for each in designs[design].iter(f"{W}lvl")}
        if level not in levels:
            continue  # a list that Word does not know prints no number
        reached = counts.setdefault(design, {})
        if number not in begun:
            begun.add(number)
            for override in lists[number].iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                reached[int(override.get(f"{W}ilvl"))] = int(start.get(f"{W}val")) - 1
        reached[level] = reached.get(level, int(value_of(levels[level], "start") or 1) - 1) + 1
        for deeper in [each for each in reached if each > level]:
            del reached[deeper]
        found[paragraph] = _worded(levels, level, reached)
    return found


def list_of(paragraph: Any, styles: dict[str, Any]) -> tuple[str | None, int]:
    """Return the list and the level of a paragraph: its own, or else its style's."""
    own = paragraph.find(f"{W}pPr/{W}numPr")
    style = styles.get(style_of(paragraph))
    while own is None and style is not None:
        own = style.find(f"{W}pPr/{W}numPr")
        based = style.find(f"{W}basedOn")
        style = None if based is None else styles.get(based.get(f"{W}val"))
    if own is None:
        return None, 0
    return value_of(own, "numId"), int(value_of(own, "ilvl") or 0)


def _worded(levels: dict[int, Any], level: int, reached: dict[int, int]) -> str:
    def one(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        form = _FORMS[value_of(levels[index], "numFmt") or "decimal"]
        return form(reached.get(index, 1))

    return re.sub(r"%(\d)", one, value_of(levels[level], "lvlText") or "")


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
}
