"""Working days at the Mission's places: what a deadline is reckoned in."""

from kzreport.calendars.reckoning import (
    CALENDARS,
    add_working_days,
    holidays,
    is_working_day,
    next_working_day,
    working_days_between,
)

__all__ = [
    "CALENDARS",
    "add_working_days",
    "holidays",
    "is_working_day",
    "next_working_day",
    "working_days_between",
]
