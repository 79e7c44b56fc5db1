"""What wakes us: systemd units, or a line for cron. Neither is told the times of schedules.

The system only calls `kzreport schedule once` every few minutes; what is due then is decided
here. So the hour that a change of the clock leaves out, or repeats, is nobody else's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

EVERY_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Installation:
    """Where things are on the server. `command` is the program with its path."""

    command: tuple[str, ...]
    project: Path
    state: Path
    user: str = ""
    credentials: tuple[str, ...] = ()


def systemd_units(place: Installation) -> dict[str, str]:
    """Return the units by the names of their files."""
    return {
        "kzreport.service": _service(place),
        "kzreport.timer": _timer(),
        "kzreport-alert@.service": _alert(place),
    }


def cron_line(place: Installation) -> str:
    """Return the line for a crontab; what goes wrong is mailed by cron itself."""
    return f"*/{EVERY_MINUTES} * * * * {_shell(_once(place))}\n"


def _once(place: Installation) -> tuple[str, ...]:
    return (*place.command, "-q", "schedule", "once", *_where(place))


def _where(place: Installation) -> tuple[str, ...]:
    return ("--project", str(place.project), "--state", str(place.state))


def _service(place: Installation) -> str:
    user = f"User={place.user}\n" if place.user else ""
    secrets = "".join(f"LoadCredential={name}:/etc/kzreport/{name}\n" for name in place.credentials)
    return f"""\
[Unit]
Description=kzreport: issue the briefings that are due
Documentation=man:systemd.timer(5)
Wants=network-online.target
After=network-online.target time-sync.target
OnFailure=kzreport-alert@%n.service

[Service]
Type=oneshot
{user}ExecStart={_unit(_once(place))}
TimeoutStartSec=2h
Nice=5
MemoryMax=4G
NoNewPrivileges=yes
ProtectSystem=full
PrivateTmp=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
UMask=0027
{secrets}"""


def _timer() -> str:
    return f"""\
[Unit]
Description=kzreport: look every {EVERY_MINUTES} minutes whether a briefing is due

[Timer]
OnCalendar=*:0/{EVERY_MINUTES}
OnBootSec=1min
AccuracySec=15s

[Install]
WantedBy=timers.target
"""


def _alert(place: Installation) -> str:
    user = f"User={place.user}\n" if place.user else ""
    words = (*place.command, "schedule", "alert", *_where(place), "%i failed; see journalctl")
    return f"""\
[Unit]
Description=kzreport: tell that %i failed

[Service]
Type=oneshot
{user}ExecStart={_unit(words)}
"""


def _unit(words: tuple[str, ...]) -> str:
    """Return a command as systemd reads it: quoted, `%` doubled but for the unit's own name."""
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    if not word.startswith("%i "):
        escaped = escaped.replace("%", "%%")
    return f'"{escaped}"' if any(sign in word for sign in " \t\"'\\;") else escaped


def _shell(words: tuple[str, ...]) -> str:
    import shlex

    # to cron a % is the end of the line
    return shlex.join(words).replace("%", "\\%")
