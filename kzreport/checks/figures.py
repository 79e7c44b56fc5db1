"""The lint for figures in prose: what looks like a fact and is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kzreport.checks.finding import Severity
from kzreport.checks.paper import Paper, Run
from kzreport.checks.rule import Rule, Trouble
from kzreport.language import load_language
from kzreport.language.language import placeholders

_SIGNS = "$€£¥₸₽%‰"
#: words and stems of currencies beside those in the tables of the languages
_CURRENCIES = {
    "en": r"dollars?|euros?|tenge|rou?bles?|cents|USD|EUR|KZT|GBP|CHF|RUB",
    "fr": r"dollars?|euros?|tenges?|roubles?|centimes|USD|EUR|KZT|GBP|CHF|RUB",
    "ru": r"доллар\w*|долл\b|евро|тенге|рубл\w*|цент(?:а|ов|ы)|USD|EUR|KZT|GBP|CHF|RUB",
    "kk": r"доллар\w*|еуро\w*|теңге\w*|рубл\w*|USD|EUR|KZT|GBP|CHF|RUB",
}


def figure_in_prose(seen: Paper) -> Iterator[Trouble]:
    """A figure, month, currency or percentage in the words of a template.

    Why: a number that is typed has no source, is never refreshed and never recalled. The
    program's own numerals are exempt: numbers of paragraphs, tables, pages, rows and sources,
    the as-of line, the masthead. In a paper that leaves the house it is an error.
    Mend: print the fact; where it is none («24 hours»), write `{{ literal('24 hours') }}`.
    """
    pattern = _figures(seen.lang)
    for run in seen.runs:
        found = list(pattern.finditer(run.own_words))
        if found:
            yield _told(
                seen,
                run,
                found,
                "stands in the words of the template",
                "print the fact, or `literal('…')` where it is none",
                outward_is_error=True,
            )


def number_word(seen: Paper) -> Iterator[Trouble]:
    """A number above one in words, in the words of a template.

    Why: «seven plans» is a figure too. Looked for are the words that the language's table
    has; Russian has none there.
    Mend: print the count with `| number`, or write `{{ literal('two') }}`.
    """
    pattern = _number_words(seen.lang)
    for run in seen.runs if pattern is not None else ():
        found = list(pattern.finditer(run.own_words)) if pattern is not None else []
        if found:
            hint = "print it with `| number`, or `literal('…')` where it is no fact"
            yield _told(seen, run, found, "is a number in the words of the template", hint)


def _told(
    seen: Paper,
    run: Run,
    found: Iterable[re.Match[str]],
    what: str,
    hint: str,
    outward_is_error: bool = False,
) -> Trouble:
    places = list(found)
    signs = ", ".join(dict.fromkeys(f"«{run.text[m.start() : m.end()]}»" for m in places))
    first, last = places[0].start(), places[-1].end()
    at = seen.place(run, first, places[0].end())
    severity: Severity | None = "error" if outward_is_error and seen.outward else None
    return Trouble("", f"{signs} {what}: «{run.around(first, last)}»", hint, at, severity)


@cache
def _figures(lang: str) -> re.Pattern[str]:
    per_cent = {_bare(words) for words in load_language(lang).table.per_cent["text"].values()}
    words = "|".join(sorted(map(re.escape, per_cent), key=len, reverse=True))
    currencies = _CURRENCIES.get(lang, _CURRENCIES["en"])
    return re.compile(
        rf"\d+(?:[.,\u00a0\u202f]\d+)*|[{re.escape(_SIGNS)}]"
        rf"|(?<!\w)(?:{_months(lang)}|(?i:{words}|{currencies}))(?!\w)"
    )


def _months(lang: str) -> str:
    """Return what finds a month; where months are written small, large letters count too."""
    forms = load_language(lang).table.months
    names = {name for form, months in forms.items() if form != "short" for name in months}
    # «May we …» is no month
    found = [f"{name}(?! [a-z])" if name == "May" else re.escape(name) for name in names]
    pattern = "|".join(sorted(found, key=len, reverse=True))
    return pattern if all(name[0].isupper() for name in names) else f"(?i:{pattern})"


def _bare(pattern: str) -> str:
    """Return the words of a pattern without its places: `per cent`."""
    for place in placeholders(pattern):
        pattern = pattern.replace(f"{{{place}}}", "")
    return pattern.strip(" \u00a0\u202f")


@cache
def _number_words(lang: str) -> re.Pattern[str] | None:
    words = [word for word in load_language(lang).table.numbers["words"][2:] if word]
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


FIGURE_RULES: tuple[Rule[Paper], ...] = (
    Rule("KZ203", "warning", figure_in_prose),
    Rule("KZ204", "warning", number_word),
)
