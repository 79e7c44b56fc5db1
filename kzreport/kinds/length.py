"""How long a paper is: words, and minutes to read it aloud."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

from kzreport.kinds.paper import Item

#: a speaker at a rostrum, so that interpreters can follow
WORDS_A_MINUTE = 130
_WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")
#: the limits of the United Nations for reports of the Secretariat, and for those of others
SECRETARIAT_WORDS, UNITED_NATIONS_WORDS = 8_500, 10_700
#: what is not read aloud
_APART = frozenset({"masthead", ".kicker", ".end", ".signs", "contents", ".addressee", "alt"})


def count_words(items: Iterable[Item]) -> int:
    """Return the words of a paper's body; the head, the foot and labels do not count."""
    return sum(len(_WORD.findall(item.text)) for item in items if not _APART & item.roles)


def reading_minutes(words: int) -> float:
    """Return the minutes that `words` take, to the next half."""
    return ceil(words * 2 / WORDS_A_MINUTE) / 2
