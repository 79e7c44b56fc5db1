"""Kinds of paper: what each must hold, may say and may print, as data; and the check of it."""

from kzreport.kinds.catalogue import KINDS, find_kind
from kzreport.kinds.check import around, check_kind
from kzreport.kinds.kind import Budget, Kind, Never, Part
from kzreport.kinds.length import (
    SECRETARIAT_WORDS,
    UNITED_NATIONS_WORDS,
    WORDS_A_MINUTE,
    count_words,
    reading_minutes,
)
from kzreport.kinds.paper import Item, Paper, items_of
from kzreport.kinds.voice import spoken_words
from kzreport.kinds.where import Written

__all__ = [
    "KINDS",
    "SECRETARIAT_WORDS",
    "UNITED_NATIONS_WORDS",
    "WORDS_A_MINUTE",
    "Budget",
    "Item",
    "Kind",
    "Never",
    "Paper",
    "Part",
    "Written",
    "around",
    "check_kind",
    "count_words",
    "find_kind",
    "items_of",
    "reading_minutes",
    "spoken_words",
]
