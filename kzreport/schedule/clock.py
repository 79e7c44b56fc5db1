"""Is this a time to act on? A clock that cannot be right would send next year's briefing today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kzreport.timetable.due import worded

#: this program was not written before; a machine without a clock starts in 1970
EARLIEST = datetime(2026, 11, 1, tzinfo=UTC)
BEHIND = timedelta(minutes=10)
AHEAD = timedelta(days=32)
JUMP = timedelta(minutes=15)


def clock_problem(now: datetime, latest: datetime | None) -> str:
    """Return why `now` cannot be right, "" when it can; `latest` is when the last pass was."""
    if now < EARLIEST:
        return f"the clock says {now:%Y-%m-%d}, before this program was written"
    if latest is None:
        return ""
    if now < latest - BEHIND:
        return f"the clock is {worded(latest - now)} behind the last pass"
    if now > latest + AHEAD:
        return f"the clock is {worded(now - latest)} ahead of the last pass"
    return ""


def jump_problem(wall: timedelta, elapsed: timedelta) -> str:
    """Return what is wrong when the wall clock went by `wall` while `elapsed` really passed."""
    difference = wall - elapsed
    if abs(difference) <= JUMP:
        return ""
    way = "forward" if difference > timedelta() else "back"
    return f"the clock was set {way} by {worded(abs(difference))} while the program ran"
