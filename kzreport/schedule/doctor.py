"""Is this machine fit to issue papers? Fonts, libraries, zones, clock, disk, locks, channels."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from kzreport.errors import DeliveryError, KzReportError
from kzreport.schedule.alerts import address, host_of
from kzreport.schedule.clock import clock_problem
from kzreport.schedule.delivery import targets_of
from kzreport.schedule.locks import held
from kzreport.schedule.opening import FILE, open_ledger, was_used
from kzreport.schedule.secrets import fetch_secret
from kzreport.schedule.senders.mail import try_server
from kzreport.schedule.senders.remote import close, reach
from kzreport.timetable import Timetable
from kzreport.timetable.channels import FolderChannel, PingAlert, UrlChannel
from kzreport.timetable.zones import zone_data_version, zones_unlike_the_system

FONTS = ("Liberation Serif", "Liberation Sans")
LEAST_ZONE_DATA = (2026, 6)
LEAST_FREE = 200 * 2**20
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, whether it is well, what was found, and what to do."""

    what: str
    well: bool
    found: str
    hint: str = ""


def examine(
    timetable: Timetable, root: Path, state: Path, now: datetime, *, offline: bool = False
) -> Iterator[Verdict]:
    """Yield a verdict for each thing that papers depend on; nothing is changed.

    `offline` leaves out the servers that papers and alerts go to.
    """
    yield from _fonts()
    yield _libraries()
    yield _zone_data(now)
    yield from _ledger(state, now)
    yield _disk("disk", state)
    yield _locks(state)
    yield from _folders(timetable, root, now)
    if not offline:
        yield from _servers(timetable)
        yield from _urls(timetable, now)
        yield from _pings(timetable)


def _fonts() -> Iterator[Verdict]:
    program = shutil.which("fc-match")
    if program is None:
        yield Verdict("fonts", False, "fontconfig is not installed", "run .ci/system-packages.sh")
        return
    for name in FONTS:
        asked = [program, "--format=%{family}", name]
        found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
        well = name in found.split(",")
        words = name if well else f"{name} is not installed; {found} would stand in for it"
        yield Verdict("fonts", well, words, "" if well else "install fonts-liberation, version 2")


def _libraries() -> Verdict:
    try:
        from kzreport.weasy.fonts import font_configuration

        font_configuration()
    except (OSError, ImportError) as exc:
        words = str(exc).partition("\n")[0]
        return Verdict("libraries", False, words, "install Pango and HarfBuzz")
    return Verdict("libraries", True, "Pango and HarfBuzz answer")


def _zone_data(now: datetime) -> Verdict:
    version = zone_data_version()
    well = tuple(int(part) for part in version.split(".")[:2]) >= LEAST_ZONE_DATA
    other = zones_unlike_the_system(now)
    words = f"tzdata {version}"
    if other:
        count = f"{len(other)} zones" if len(other) > 1 else "1 zone"
        words += f"; the system's own copy differs in {count} and is not used"
    return Verdict("zone data", well, words, "" if well else "`pip install -U tzdata`")


def _ledger(state: Path, now: datetime) -> Iterator[Verdict]:
    if not (state / FILE).exists() and not was_used(state):
        yield Verdict("ledger", True, f"none yet in `{state}`")
        yield _clock(now, None)
        return
    try:
        with closing(open_ledger(state)) as ledger:
            yield Verdict("ledger", True, f"`{state / FILE}` is whole")
            yield _clock(now, ledger.latest())
    except DeliveryError as exc:
        yield Verdict("ledger", False, exc.message, exc.hint)


def _clock(now: datetime, latest: datetime | None) -> Verdict:
    problem = clock_problem(now, latest)
    return Verdict(
        "clock", not problem, problem or f"{now:%Y-%m-%d %H:%M} UTC", problem and "set it"
    )


def _disk(what: str, folder: Path) -> Verdict:
    place = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            free = shutil.disk_usage(place).free
    except OSError as exc:
        return Verdict(what, False, f"`{place}` cannot be written: {exc.strerror}", "see its owner")
    well = free >= LEAST_FREE
    words = f"`{place}` can be written, {free // _MEGABYTE:,} MB free"
    return Verdict(what, well, words, "" if well else "make room")


def _locks(state: Path) -> Verdict:
    try:
        with tempfile.TemporaryDirectory(dir=_existing(state)) as folder:
            lock = Path(folder, "lock")
            with held(lock) as first, held(lock) as second:
                well = first and not second
    except OSError as exc:
        return Verdict("locks", False, f"no lock can be made: {exc.strerror}", "use a local disk")
    if well:
        return Verdict("locks", True, "a second holder is kept out")
    return Verdict("locks", False, "two may hold one lock", "keep the ledger on a local disk")


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.is_dir())


# -- channels ---------------------------------------------------------------------------------


def _folders(timetable: Timetable, root: Path, now: datetime) -> Iterator[Verdict]:
    places = {
        (root / Path(target.place).expanduser()).parent
        for plan in timetable.schedules.values()
        for target in targets_of(plan, now)
        if isinstance(target.channel, FolderChannel)
    }
    for place in sorted(places):
        yield _disk("folder", place)


def _servers(timetable: Timetable) -> Iterator[Verdict]:
    for server in timetable.servers.values():
        name = f"mail server {server.name}"
        yield _tried(name, partial(try_server, server), f"{server.host} lets us in")


def _urls(timetable: Timetable, now: datetime) -> Iterator[Verdict]:
    for plan in timetable.schedules.values():
        for target in targets_of(plan, now):
            if isinstance(target.channel, UrlChannel):
                look = partial(_look, target.channel, target.place)
                yield _tried("url", look, f"{host_of(target.place)} answers")


def _look(channel: UrlChannel, place: str) -> None:
    secrets = {name: fetch_secret(secret) for name, secret in channel.secrets.items()}
    system, base = reach(place, {**channel.options, **secrets})
    try:
        system.exists(base)
    finally:
        close(system)


def _pings(timetable: Timetable) -> Iterator[Verdict]:
    for plan in timetable.schedules.values():
        for channel in plan.alert:
            if isinstance(channel, PingAlert):
                yield _tried("ping", partial(_look_up, channel), "its name is known")


def _look_up(channel: PingAlert) -> None:
    """Look the name up and no more: a call would say that all is well."""
    import socket

    socket.getaddrinfo(host_of(address(channel)), 443)


def _tried(what: str, attempt: Callable[[], object], well: str) -> Verdict:
    try:
        attempt()
    except KzReportError as exc:
        return Verdict(what, False, exc.message, exc.hint or "is it reachable from here?")
    except Exception as exc:  # each protocol has errors of its own
        return Verdict(what, False, f"{type(exc).__name__}: {exc}", "is it reachable from here?")
    return Verdict(what, True, well)
