"""Time zones from the `tzdata` package alone: a system's copy may be older, without a word.

Python's own `ZoneInfo(name)` prefers the copy of the system. On a server that was not updated
for a year some zones then have another offset, and a paper comes an hour early.
"""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from kzreport.errors import ProjectError, did_you_mean

#: names people try for places that have none of their own
_SAID_FOR = {
    "Asia/Astana": "Asia/Almaty",
    "Asia/Nur-Sultan": "Asia/Almaty",
    "Europe/Geneva": "Europe/Zurich",
}


@cache
def zone(name: str) -> ZoneInfo:
    """Return the time zone `name`; raise `ProjectError` with the right name if there is none."""
    if name in _SAID_FOR:
        right = _SAID_FOR[name]
        raise ProjectError(
            f"`{name}` is not a time zone",
            hint=f"{name.partition('/')[2]} keeps the time of `{right}`",
        )
    if name not in zone_names():
        hint = did_you_mean(name, zone_names()) or "a zone is named by its city: `Europe/Vienna`"
        raise ProjectError(f"`{name}` is not a time zone", hint=hint)
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all zones."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


def zone_data_version() -> str:
    """Return the version of the zone data in use, such as `2026.6`."""
    return version("tzdata")


def zones_unlike_the_system(now: datetime, years: int = 2) -> list[str]:
    """Return the zones that the system's own copy has other offsets for, from `now` on."""
    ours = {name: zone(name) for name in zone_names()}
    moments = [now + (now.replace(year=now.year + years) - now) * i / 48 for i in range(49)]
    return sorted(name for name, here in ours.items() if _differs(name, here, moments))


def _differs(name: str, here: ZoneInfo, moments: list[datetime]) -> bool:
    places = (Path(folder, name) for folder in zoneinfo.TZPATH)
    place = next((each for each in places if each.is_file()), None)
    if place is None:
        return False
    with place.open("rb") as file:
        there = ZoneInfo.from_file(file)
    return any(
        moment.astimezone(here).utcoffset() != moment.astimezone(there).utcoffset()
        for moment in (each.astimezone(UTC) for each in moments)
    )
