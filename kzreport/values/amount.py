"""Amounts of money as a source states them: exact, perhaps a range, perhaps without a currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from typing import Literal

Spread = Literal["each", "total", "unknown"]


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` to `high` in `currency`, both in whole units: dollars, not cents.

    `high` equals `low` for one figure, and is `None` when the amount is open above
    (`over`). `currency` is a code of ISO 4217, `None` when the source states none.
    `spread` says how an amount for several years is meant: `each` year as much, all years
    together (`total`), or `unknown`.

        >>> Amount(Decimal(250), Decimal(250), "USD") + Amount(Decimal(50), Decimal(90), "USD")
        Amount(low=Decimal('300'), high=Decimal('340'), currency='USD', over=False, spread=None)
    """

    low: Decimal
    high: Decimal | None
    currency: str | None
    over: bool = False
    spread: Spread | None = None

    def __post_init__(self) -> None:
        for figure in (self.low, self.high):
            if figure is not None and not isinstance(figure, Decimal):
                raise TypeError(f"an amount is exact: Decimal, not {type(figure).__name__}")
            if figure is not None and not figure.is_finite():
                raise ValueError(f"`{figure}` is not a figure")
        if self.over != (self.high is None):
            raise ValueError("an amount has an upper end, or it is `over`, never both")
        if self.high is not None and self.high < self.low:
            raise ValueError(f"an amount from {self.low} to {self.high} ends before it begins")

    def __add__(self, other: Amount) -> Amount:
        """Return the sum of two amounts of one stated currency; raise `ValueError` for others."""
        if self.currency is None or other.currency is None:
            raise ValueError("amounts without a stated currency are not added; use `total`")
        return _sum(self, other)


def total(amounts: Iterable[Amount]) -> dict[str | None, Amount]:
    """Return one total for each currency, by code, and last one for «currency not stated».

    That last one, under `None`, adds figures that may be of different currencies: print it
    with those words, and only for amounts that come from one source. A total is a range
    when any part of it is one, and open above when any part is.
    """
    sums: dict[str | None, Amount] = {}
    for amount in amounts:
        before = sums.get(amount.currency)
        sums[amount.currency] = _sum(before, amount) if before else _settled(amount)
    return dict(sorted(sums.items(), key=lambda item: (item[0] is None, item[0] or "")))


def share_of_year(amount: Amount, years: int) -> Amount:
    """Return what falls into one of the `years` the amount is for.

    It is the amount itself when it is meant for each year, and anything from nothing up to
    it when it is meant for all of them or its spread is unknown.
    """
    _check(years)
    low = amount.low if years == 1 or amount.spread == "each" else Decimal(0)
    return Amount(low, amount.high, amount.currency, over=amount.over)


def over_all_years(amount: Amount, years: int) -> Amount:
    """Return what falls into all of the `years` the amount is for.

    An unknown spread gives a range: once the amount, up to once for each year. Where
    nothing is said about the spread, it is unknown.
    """
    _check(years)
    low_times = years if amount.spread == "each" else 1
    high_times = 1 if amount.spread == "total" else years
    low = _EXACT.multiply(amount.low, Decimal(low_times))
    high = None if amount.high is None else _EXACT.multiply(amount.high, Decimal(high_times))
    return Amount(low, high, amount.currency, over=amount.over)


def known_currency(code: str) -> bool:
    """Whether `code` is a currency of ISO 4217, in use or replaced since 1992.

    Funds, metals and the code for «no currency» are none.
    """
    return code in _DIGITS


def minor_digits(code: str) -> int:
    """Return the digits after the decimal sign in prices of that currency: 2 for USD, 0 for JPY."""
    return _DIGITS[code]


#: rounds nothing: a sum that would lose a digit raises instead
_EXACT = Context(prec=200, traps=[Inexact])


def _sum(one: Amount, other: Amount) -> Amount:
    if one.currency != other.currency:
        raise ValueError(f"{one.currency} and {other.currency} are not added")
    one, other = _settled(one), _settled(other)
    low = _EXACT.add(one.low, other.low)
    if one.high is None or other.high is None:
        return Amount(low, None, one.currency, over=True)
    return Amount(low, _EXACT.add(one.high, other.high), one.currency)


def _settled(amount: Amount) -> Amount:
    """Return an amount that can be added; raise `ValueError` while its years are open."""
    if amount.spread in ("each", "unknown"):
        raise ValueError(
            f"an amount with spread `{amount.spread}` is not added as it stands;"
            " take `share_of_year` or `over_all_years` of it first"
        )
    return Amount(amount.low, amount.high, amount.currency, over=amount.over)


def _check(years: int) -> None:
    if years < 1:
        raise ValueError(f"an amount is for one year at least, not for {years}")


#: ISO 4217, list one (active codes), by the digits after the decimal sign
_ACTIVE = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD"
        " CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS"
        " GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP"
        " LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK"
        " NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS"
        " SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST"
        " XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
}
#: list three, as far as facts since 1992 may name them: mostly what the euro replaced
_REPLACED = {
    0: "BEF ESP GRD ITL LUF PTE",
    2: "ANG ATS BGN CYP DEM EEK FIM FRF HRK IEP LTL LVL MTL NLG SIT SKK",
}
_DIGITS = {
    code: digits
    for table in (_ACTIVE, _REPLACED)
    for digits, codes in table.items()
    for code in codes.split()
}
