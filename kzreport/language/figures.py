"""Numbers and money in words and figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from kzreport.language.table import Patterns, Table, choose
from kzreport.values.amount import Amount, minor_digits

_SCALES = ((10**9, "billion"), (10**6, "million"))


def figures(table: Table, number: Decimal | int) -> str:
    """Return a number in figures, every digit of it, thousands apart: `1,234.5`."""
    sign = "−" if number < 0 else ""
    # abs() of a Decimal would round to 28 digits
    whole, _, fraction = f"{Decimal(number).copy_abs():f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", table.numbers["thousands"])
    return sign + grouped + (table.numbers["decimal"] + fraction if fraction else "")


def number_in_text(table: Table, number: Decimal | int) -> str:
    """Return a number by the rule of the United Nations: in words under ten, then in figures.

    Millions and billions are worded. Where a word would depend on the noun that follows,
    as in Russian, the table has none and figures stand.
    """
    words: tuple[str, ...] = table.numbers["words"]
    if number == int(number) and 0 <= number < len(words) and words[int(number)]:
        return words[int(number)]
    return _scaled(table, Decimal(number))[0]


def per_cent(table: Table, number: Decimal | int, form: str = "text") -> str:
    """Return a percentage: `24 per cent` in text, `24%` in a table."""
    choose(table.per_cent, form, "form of percentage")
    if form == "table":
        pattern = table.per_cent["table"]
    else:
        pattern = by_count(table, table.per_cent["text"], Decimal(number))
    return str(pattern).format(n=figures(table, number))


def ordinal(table: Table, number: int) -> str:
    """Return `fifty-sixth` up to 199, figures with their ending beyond.

    Raise `ValueError` for a number below one.
    """
    if number < 1:
        raise ValueError(f"there is no ordinal of {number}")
    alone: Patterns = table.ordinals["alone"]
    if str(number) in alone:
        return alone[str(number)]
    if number < 200 and table.ordinals["units"]:
        return _compound(table, number)
    return _ordinal_figures(table.ordinals["figures"], number)


def money(table: Table, amount: Amount, form: str = "text") -> str:
    """Return an amount: `over $100 million`, `from 450,000 to 900,000 (currency not stated)`.

    The form `table` gives the bare figures, `450,000–900,000`; a column tells the currency.
    """
    if choose({"text": False, "table": True}, form, "form of money"):
        return _tabled(table, amount)
    low = _Sum(table, amount.low, amount.currency)
    if amount.high is None:
        text = table.money["over"].format(low=low)
    elif amount.high == amount.low:
        text = format(low)
    else:
        high = _Sum(table, amount.high, amount.currency)
        text = table.money["range"].format(low=low, high=high)
    if amount.currency is None:
        return table.money["unstated"].format(amount=text)
    return text


def currency(table: Table, code: str | None) -> str:
    """Return what the head of a column calls a currency: `US$`, `currency not stated`."""
    return _forms(table, code).get("name", code or "")


def by_count(table: Table, forms: Patterns, number: Decimal) -> str:
    """Return the form of a noun that goes with `number`."""
    return forms.get(_PLURALS[table.numbers["plural"]](number), forms["other"])


# --- Numbers -----------------------------------------------------------------------------


def _scaled(table: Table, number: Decimal) -> tuple[str, bool]:
    """Return a number with millions worded, and whether they were.

    They are when two decimals tell it exactly: `$1.25 million`, but `$1,234,567`.
    """
    for scale, name in _SCALES:
        if number < scale:
            continue
        whole, rest = divmod(int(number), scale)
        hundredths, lost = divmod(rest, scale // 100)
        if lost or number != number.to_integral_value():
            break
        count = Decimal(f"{whole}.{hundredths:02}".rstrip("0").rstrip("."))
        word = by_count(table, table.numbers[name], count)
        return word.format(n=figures(table, count)), True
    return figures(table, number), False


def _one(number: Decimal) -> str:
    return "one" if number == 1 else "other"


def _below_two(number: Decimal) -> str:
    return "one" if -2 < number < 2 else "other"


def _slavic(number: Decimal) -> str:
    if number != number.to_integral_value():
        return "other"
    last, last_two = abs(int(number)) % 10, abs(int(number)) % 100
    if last == 1 and last_two != 11:
        return "one"
    return "few" if 2 <= last <= 4 and not 12 <= last_two <= 14 else "many"


#: which form of a noun follows a number, by the name the tables use (CLDR, cardinal plurals)
_PLURALS: dict[str, Callable[[Decimal], str]] = {
    "one": _one,
    "below-two": _below_two,
    "slavic": _slavic,
}


def _compound(table: Table, number: int) -> str:
    """Return an ordinal in words, made of a prefix and a smaller one: twenty- + first."""
    units, whole = table.ordinals["units"], table.ordinals["whole"]
    if str(number) in whole:
        return str(whole[str(number)])
    if number < len(units):
        return str(units[number])
    prefixes = table.ordinals["prefixes"]
    base = max(int(start) for start in prefixes if int(start) < number)
    return f"{prefixes[str(base)]}{_compound(table, number - base)}"


def _ordinal_figures(endings: Patterns, number: int) -> str:
    last = "other" if 11 <= number % 100 <= 13 else str(number % 10)
    return endings.get(last, endings["other"]).format(n=number)


# --- Money -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum inside a pattern: `{low}` with its currency, `{low:number}` without."""

    table: Table
    value: Decimal
    code: str | None

    def __format__(self, form: str) -> str:
        value = _in_minor_units(self.value, self.code)
        text, scaled = _scaled(self.table, value)
        if form == "number":
            return text
        forms = _forms(self.table, self.code)
        pattern = forms.get(form)
        if pattern is None and scaled:
            pattern = forms.get("scaled")
        if pattern is None:
            pattern = by_count(self.table, {**forms, "other": forms["plain"]}, value)
        return pattern.format(n=text, code=self.code)


def _tabled(table: Table, amount: Amount) -> str:
    low = figures(table, _in_minor_units(amount.low, amount.currency))
    if amount.high is None:
        return table.money["table-over"].format(low=low)
    if amount.high == amount.low:
        return low
    high = figures(table, _in_minor_units(amount.high, amount.currency))
    return table.money["table-range"].format(low=low, high=high)


def _in_minor_units(value: Decimal, code: str | None) -> Decimal:
    """Return `value` without an empty fraction, and cents with both digits: 0.5 is 0.50."""
    if value == value.to_integral_value():
        return value.to_integral_value()
    digits = 0 if code is None else minor_digits(code)
    written = -int(value.as_tuple().exponent)
    return value if written >= digits else Decimal(f"{value:.{digits}f}")


def _forms(table: Table, code: str | None) -> Patterns:
    key = "unstated" if code is None else code
    return table.currencies.get(key, table.currencies["other"])
