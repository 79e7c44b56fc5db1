"""Which papers the bench makes. Nothing is imported here, so that a cold start stays cold."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = "unodc-brief"
#: the copy of this repository's project that is built, in the folder of the bench
PROJECT = "project"
FIRST_DAY = date(2026, 11, 23)


def day_of(number: int) -> date:
    """Return the day that brief `number` speaks for: no two briefs are the same."""
    return FIRST_DAY + timedelta(days=number)
