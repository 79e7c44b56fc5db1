"""What the writer of a value that cannot be read may have meant: the hint of its message.

A guess is offered, never taken: dates and figures are written differently in Vienna, Astana
and New York.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from kzreport.errors import did_you_mean
from kzreport.facts.fields import AMOUNT_PARTS, ID, LANGUAGES
from kzreport.facts.shapes import Sort
from kzreport.language import load_language
from kzreport.values.amount import known_currency

_LEVELS = "`public` may leave the house, `internal` stays in it, `restricted` is for few"
_DATES = "a range is written 2014/2017, an open one 2009/.., an uncertain date 2011?"
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_DAY_LAST = re.compile(r"([0-9]{4})(?:[./-]([0-9]{1,2})[./-]([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
_SPAN = re.compile(r"([0-9-]*[0-9])\s*[-–—]\s*([0-9]{4}[0-9-]*)")
_IN_WORDS = re.compile(r"(?:([0-9]{1,2})\s+)?([^\W\d_]+)\.?\s+([0-9]{4})(?:\s+\w+\.?)?")
_TIMES = {
    "thousand": 1000, "thous": 1000, "тыс": 1000, "k": 1000, "мың": 1000, "mille": 1000,
    "million": 10**6, "mln": 10**6, "m": 10**6, "млн": 10**6, "billion": 10**9, "млрд": 10**9,
}  # fmt: skip
_SIGNS = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "₸": "KZT", "тенге": "KZT"}
#: the blank or comma inside 300 000
BETWEEN_THOUSANDS = re.compile(r"(?<=[0-9])[,\s](?=[0-9]{3}(?![0-9]))")
_MONEY = re.compile(r"(?P<before>[^\d\s-]*)\s*(?P<figure>[0-9][0-9\s.,]*?)\s*(?P<after>\D*)")
_MISTAKEN = {"kz": "kk", "kaz": "kk", "qaz": "kk", "eng": "en", "rus": "ru", "fra": "fr"}


def advice(sort: Sort, value: object) -> str:
    """Return how `value` is to be written in a field of that sort, "" where nobody can tell."""
    match sort:
        case "when" | "day":
            return date_advice(str(value))
        case "money":
            return amount_advice(value)
        case "level":
            return _LEVELS
        case "flag":
            return "write true or false"
        case "text" if isinstance(value, Mapping):
            return next(filter(None, map(language_advice, map(str, value))), "")
        case "citation" if str(value).count("#") > 1:
            return "after a hyphen and a blank: `- seed#p3`"
        case "plain" | "citation" if isinstance(value, str):
            return id_advice(value.partition("#")[0])
        case _:
            return ""


def date_advice(text: str) -> str:
    """Return the date that `text` may have meant, as it is written here."""
    text = " ".join(text.split())
    if found := _DAY_LAST.fullmatch(text):
        return _calendar_advice(*(int(part) for part in found.groups() if part))
    if found := _DAY_FIRST.fullmatch(text):
        readings = sorted(_readings(*map(int, found.groups())))
        if readings:
            asked = ": which is the day?" if len(readings) > 1 else ""
            return f"write {' or '.join(readings)}{asked}"
        return "the year comes first, then month and day: 2014-04-07"
    if found := _SPAN.fullmatch(text):
        return f"a range is written {found[1]}/{found[2]}"
    if (found := _IN_WORDS.fullmatch(text)) and (month := _month(found[2])):
        day = f"-{int(found[1]):02}" if found[1] else ""
        return f"write {found[3]}-{month:02}{day}"
    return _DATES if re.search(r"[^\W\d_]", text) else ""


def _readings(first: int, second: int, year: int) -> Iterator[str]:
    """Yield the days that figures before a year may stand for: the day first, or the month."""
    for day, month in {(first, second), (second, first)}:
        try:
            yield date(year, month, day).isoformat()
        except ValueError:
            continue


def _calendar_advice(year: int, month: int, day: int) -> str:
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return "the year comes first, then the month, 01 to 12, then the day"
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        return f"{load_language('en').table.months['full'][month - 1]} {year} has {days} days"
    return f"write {year:04}-{month:02}-{day:02}"


def _month(word: str) -> int:
    """Return the number of the month that `word` names in one of our languages, 0 if it does not.

    Its beginning is enough, if only one month begins so.
    """
    named = {
        number
        for lang in ("en", "ru", "fr", "kk")
        for names in load_language(lang).table.months.values()
        for number, name in enumerate(names, 1)
        if len(word) > 2 and name.casefold().startswith(word.casefold())
    }
    return named.pop() if len(named) == 1 else 0


def amount_advice(value: object) -> str:
    """Return the amount that `value` may have meant."""
    if not isinstance(value, Mapping):
        return _written_amount(str(value))
    for part in map(str, value):
        if part.isdigit():  # {value: 50,5}: the comma parted it
            return "a comma parts the entries here: no comma in a figure, and a point for decimals"
        if part not in AMOUNT_PARTS:
            return did_you_mean(part, ("value", "currency", "spread", "over"))
    for part in ("value", "min", "max"):
        if isinstance(value.get(part), str):
            return figure_advice(value[part])
    return currency_advice(value.get("currency"))


def figure_advice(text: str) -> str:
    """Return a figure as it is written here; of what two readers take differently, the rule."""
    before, figure, after = _taken_apart(text)
    if figure is None or before:
        return "write figures alone: 300000, or 1250.50 with a point"
    times = _TIMES.get(after.strip(" .").casefold(), 1)
    if after and times == 1:
        return "write figures alone, and the currency in `currency`"
    return f"write {figure * times:f}".removesuffix(".00")


def currency_advice(code: object) -> str:
    """Return the code of a currency that is written as a sign, in words or in small letters."""
    text = str(code).strip()
    if code is None or known_currency(text):
        return ""
    if known_currency(text.upper()):
        return f"write {text.upper()}"
    sign = _SIGNS.get(text.casefold())
    if sign == "USD":
        return "write USD if the source means United States dollars, null if it does not say"
    return f"write {sign}" if sign else "write its three letters, or null if the source states none"


def _written_amount(text: str) -> str:
    before, figure, after = _taken_apart(text)
    if figure is None:
        return "write `{value: 300000, currency: USD}`"
    words = [word for word in (before, *after.split()) if word]
    codes = [word.upper() for word in words if known_currency(word.upper())]
    codes += [_SIGNS[word.casefold()] for word in words if word.casefold() in _SIGNS]
    for word in words:
        figure *= _TIMES.get(word.strip(".").casefold(), 1)
    return f"write `{{value: {figure:f}, currency: {codes[0] if codes else 'null'}}}`"


def _taken_apart(text: str) -> tuple[str, Decimal | None, str]:
    """Return what stands before a figure, the figure, what stands after; `None` if it is none."""
    found = _MONEY.fullmatch(" ".join(text.split()))
    return (found["before"], _figure(found["figure"]), found["after"]) if found else ("", None, "")


def _figure(text: str) -> Decimal | None:
    """Return a figure with signs between its thousands, `None` where they may be decimals."""
    plain = BETWEEN_THOUSANDS.sub("", text.strip())
    plain = re.sub(r",(?=\d{1,2}\Z)", ".", plain)
    return Decimal(plain) if re.fullmatch(r"\d+(\.\d{1,2})?", plain) else None


def language_advice(lang: str) -> str:
    """Return the language that `lang` may have meant, "" if it is one."""
    if lang in LANGUAGES:
        return ""
    meant = _MISTAKEN.get(lang.casefold(), lang.casefold())
    return f"write `{meant}`" if meant in LANGUAGES else did_you_mean(lang, LANGUAGES)


def id_advice(text: str) -> str:
    """Return what is wrong with the letters of an id, or the id it may have meant."""
    strange = [c for c in text if not c.isascii()]
    letters = [c for c in strange if c.isalpha()]
    if letters and ID.match("".join(c for c in text if c.isascii())):
        script = unicodedata.name(letters[0]).split()[0].capitalize()
        return f"`{letters[0]}` is a {script} letter; type the id anew in Latin letters"
    if strange and not letters:
        name = unicodedata.name(strange[0], "a sign nobody sees").lower()
        return f"it holds U+{ord(strange[0]):04X} ({name}); type it anew"
    plain = re.sub(r"[\s_]+", "-", text.strip().lower())
    return f"write `{plain}`" if ID.match(plain) and plain != text else "such as `vc-2011`"
