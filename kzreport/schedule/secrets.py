"""Fetch secrets from where they are kept, and keep them out of everything that is written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kzreport.errors import DeliveryError
from kzreport.timetable.channels import Secret

#: where systemd puts what `LoadCredential=` names
_CREDENTIALS = "CREDENTIALS_DIRECTORY"


def fetch_secret(secret: Secret) -> str:
    """Return the secret; raise `DeliveryError` with its place when it is not there."""
    match secret.kind:
        case "env":
            value = os.environ.get(secret.name, "")
        case "credential":
            folder = os.environ.get(_CREDENTIALS, "")
            value = _read(Path(folder, secret.name), secret) if folder else ""
        case "file":
            value = _read(Path(secret.name), secret)
    if not value:
        raise DeliveryError(f"the secret of {secret} is not there", hint="see docs/schedule.md")
    return value


def _read(path: Path, secret: Secret) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as exc:
        reason = getattr(exc, "strerror", None) or type(exc).__name__
        raise DeliveryError(f"the secret of {secret} cannot be read: {reason}") from exc


def without(secrets: Iterable[str], text: str) -> str:
    """Return `text` with every secret in it blotted out, in one line."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    return " ".join(text.split())
