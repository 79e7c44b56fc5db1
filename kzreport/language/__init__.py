"""Wording: dates, money, numbers and phrases in the language of a document."""

from kzreport.language.language import Language, available_languages, load_language
from kzreport.language.table import WordingError

__all__ = ["Language", "WordingError", "available_languages", "load_language"]
