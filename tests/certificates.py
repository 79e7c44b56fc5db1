"""Certificates for tests, made by openssl: an authority of one's own, and what it signs."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its key, as PEM files."""

    cert: Path
    key: Path


def make_authority(folder: Path, name: str = "authority") -> Certificate:
    """Return an authority that signs for a day, its files in `folder`."""
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    basic = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")
    _openssl(
        *("req", "-x509", *_new_key(made.key), "-subj", f"/CN={name}", *basic),
        *("-days", "1", "-out", str(made.cert)),
    )
    return made


def sign(
    authority: Certificate, host: str = "localhost", address: str = "127.0.0.1", days: int = 1
) -> Certificate:
    """Return a certificate of `host` at `address`; with `days` below zero it has expired."""
    folder = authority.cert.parent
    made = Certificate(folder / f"{host}.pem", folder / f"{host}.key")
    request, names = folder / f"{host}.csr", folder / f"{host}.names"
    names.write_text(f"subjectAltName=DNS:{host},IP:{address}\n", "ascii")
    _openssl("req", *_new_key(made.key), "-subj", f"/CN={host}", "-out", str(request))
    _openssl(
        *("x509", "-req", "-in", str(request), "-extfile", str(names), "-days", str(days)),
        *("-CA", str(authority.cert), "-CAkey", str(authority.key), "-CAcreateserial"),
        *("-out", str(made.cert)),
    )
    return made


def _new_key(file: Path) -> tuple[str, ...]:
    return ("-newkey", "rsa:2048", "-nodes", "-keyout", str(file))


def _openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)
