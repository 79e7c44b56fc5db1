"""When currencies were money: the days between which an amount can be in one.

Only those that began or ended since 1990 stand here; the others are taken as always there.
Sources: the amendments to ISO 4217, and the laws by which each was introduced.
"""

from __future__ import annotations

from datetime import date

#: first day, last day of legal tender; `None` where there is no limit
_LIVES: dict[str, tuple[str | None, str | None]] = {
    "EUR": ("1999-01-01", None),
    # what the euro replaced
    "ATS": (None, "2002-02-28"),
    "BEF": (None, "2002-02-28"),
    "DEM": (None, "2001-12-31"),
    "ESP": (None, "2002-02-28"),
    "FIM": (None, "2002-02-28"),
    "FRF": (None, "2002-02-17"),
    "GRD": (None, "2002-02-28"),
    "IEP": (None, "2002-02-09"),
    "ITL": (None, "2002-02-28"),
    "LUF": (None, "2002-02-28"),
    "NLG": (None, "2002-01-28"),
    "PTE": (None, "2002-02-28"),
    "SIT": (None, "2007-01-14"),
    "CYP": (None, "2008-01-31"),
    "MTL": (None, "2008-01-31"),
    "SKK": (None, "2009-01-16"),
    "EEK": (None, "2011-01-14"),
    "LVL": (None, "2014-01-14"),
    "LTL": (None, "2015-01-15"),
    "HRK": (None, "2023-01-14"),
    # what came after the Soviet rouble
    "KZT": ("1993-11-15", None),
    "KGS": ("1993-05-10", None),
    "AMD": ("1993-11-22", None),
    "MDL": ("1993-11-29", None),
    "UZS": ("1994-07-01", None),
    "GEL": ("1995-10-02", None),
    "UAH": ("1996-09-02", None),
    "RUB": ("1998-01-01", None),
    "TJS": ("2000-10-30", None),
    "AZN": ("2006-01-01", None),
    "TMT": ("2009-01-01", None),
    "BYN": ("2016-07-01", None),
}


def life_of(currency: str) -> tuple[date | None, date | None]:
    """Return the first and the last day on which a currency was money, `None` for no limit."""
    first, last = _LIVES.get(currency, (None, None))
    return (
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
    )
