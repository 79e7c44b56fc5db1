"""A text by language, and how far its translations may be trusted.

what:
  en: official visit
  ru: официальный визит
  kk: null                          # known to be missing
  translation: draft                # made here, checked by nobody; or {ru: draft, kk: checked}
  translated_from: en-3f2a91c0      # the wording it was made from; or by language, too
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Literal

LANGUAGES = ("en", "ru", "kk", "fr", "ar", "zh", "es")

#: what is told beside the languages
MARKS = ("translation", "translated_from")

#: the languages a text is read in, where the one wanted is missing
FALLBACK = ("en", "ru", "fr", "kk")

TextState = Literal["good", "draft", "stale", "missing"]

_BLANKS = re.compile(r"[ \t\r\n]+")
_ORIGIN = re.compile(r"(?P<lang>[a-z]{2})-[0-9a-f]{8}\Z")


class Translated(dict[str, str | None]):
    """A text by language; `None` is known to be missing, an absent key was never looked for.

    `drafts` are the languages whose text nobody has checked, `origins` the wordings that
    translations were made from, by language.
    """

    __slots__ = ("drafts", "origins")

    def __init__(
        self,
        texts: Mapping[str, str | None],
        drafts: frozenset[str] = frozenset(),
        origins: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(texts)
        self.drafts = drafts
        self.origins: Mapping[str, str] = origins or {}

    def __hash__(self) -> int:  # type: ignore[override]  # a record never changes
        return hash(tuple(self.items()))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Translated):
            return (dict(self), self.drafts, self.origins) == (
                dict(other),
                other.drafts,
                other.origins,
            )
        return super().__eq__(other)

    def state(self, lang: str) -> TextState:
        """Return what the text in `lang` is good for.

        A `draft` is unchecked; a `stale` one translates words that have changed since.
        """
        if self.get(lang) is None:
            return "missing"
        origin = self.origins.get(lang, "")
        if origin and origin != self.origin_now(origin.partition("-")[0]):
            return "stale"
        return "draft" if lang in self.drafts else "good"

    def source(self, lang: str) -> str:
        """Return the language in which what `lang` lacks is read, "" when there is none."""
        others: list[str] = [*FALLBACK, *self]
        for other in others:
            if other != lang and self.state(other) in ("good", "draft"):
                return other
        return ""

    def origin_now(self, lang: str) -> str:
        """Return what `translated_from` says of a translation made today from `lang`."""
        return origin_of(lang, self.get(lang) or "")

    def written(self) -> dict[str, Any]:
        """Return the text as YAML writes it."""
        marks: dict[str, Any] = {}
        if self.drafts:
            marks["translation"] = {lang: "draft" for lang in self if lang in self.drafts}
        if self.origins:
            marks["translated_from"] = dict(self.origins)
        return {**self, **marks}


class PartError(ValueError):
    """One `part` of a value cannot be read, or (`is_name`) there is no part of that name."""

    def __init__(self, message: str, part: str, *, is_name: bool = False) -> None:
        self.part = part
        self.is_name = is_name
        super().__init__(message)


def origin_of(lang: str, text: str) -> str:
    """Return the name of a wording: its language and a hash of its words."""
    return f"{lang}-{sha256(text.encode()).hexdigest()[:8]}"


def read_translated(value: object) -> Translated:
    """Return the text that YAML holds; raise `ValueError` with what is wrong with it."""
    if isinstance(value, str):
        value = {"en": value}
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"`{value}` is not a text, nor a text by language (`en: ...`)")
    texts = {lang: text for lang, text in value.items() if lang not in MARKS}
    for lang, text in texts.items():
        if lang not in LANGUAGES:
            raise PartError(
                f"`{lang}` is not a language: {', '.join(LANGUAGES)}", str(lang), is_name=True
            )
        if text is not None and (not isinstance(text, str) or not text.strip()):
            raise PartError(
                f"the text in `{lang}` is `{text}`; write words, or null for missing", lang
            )
    tidied = {lang: _tidy(text) for lang, text in texts.items()}
    if len(texts) == len(value):
        return Translated(tidied)
    return Translated(
        tidied,
        _drafts(tidied, value.get("translation")),
        _origins(tidied, value.get("translated_from")),
    )


def _tidy(text: str | None) -> str | None:
    # the spaces that never end a line stay: split() would take them for blanks
    return text if text is None else " ".join(_BLANKS.split(text.strip()))


def _drafts(texts: Mapping[str, str | None], mark: object) -> frozenset[str]:
    marks = _by_language(texts, mark, "translation")
    for each in marks.values():
        if each not in ("draft", "checked"):
            raise ValueError(f"`translation` cannot be `{each}`; it is draft or checked")
    return frozenset(lang for lang, each in marks.items() if each == "draft")


def _origins(texts: Mapping[str, str | None], mark: object) -> dict[str, str]:
    marks = _by_language(texts, mark, "translated_from")
    for each in marks.values():
        if not isinstance(each, str) or not _ORIGIN.match(each):
            way_out = "leave it out, `kzreport facts missing` and `import` write it"
            raise ValueError(f"`translated_from` cannot be `{each}`; {way_out}")
    return {lang: str(each) for lang, each in marks.items()}


def _by_language(texts: Mapping[str, str | None], mark: object, name: str) -> dict[str, object]:
    """Return what a mark says of each language; a single word is said of every translation."""
    if mark is None:
        return {}
    if isinstance(mark, Mapping):
        for lang in mark:
            if texts.get(lang) is None:
                raise ValueError(f"`{name}` speaks of `{lang}`, which has no text here")
        return dict(mark)
    return {lang: mark for lang in list(texts)[1:] if texts[lang] is not None}
