"""`cluster` of kzreport.yaml: which papers may be made on other machines, and how they are reached.

It is read here; the work is given out in `kzreport.build.cluster`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzreport.errors import ProjectError, did_you_mean
from kzreport.facts.fields import Level
from kzreport.strictyaml import YamlDocument

TLS = ("ca", "cert", "key")
_KEYS = ("levels", "tls")


@dataclass(frozen=True, slots=True)
class Cluster:
    """The levels of papers that may leave this machine, and the files of the secured way."""

    levels: tuple[Level, ...] = (Level.public,)
    ca: str = ""
    cert: str = ""
    key: str = ""


def read_cluster(document: YamlDocument, root: Path, problems: list[ProjectError]) -> Cluster:
    """Return what stands under `cluster`; what is wrong with it joins `problems`."""
    if "cluster" not in document.data:
        return Cluster()
    spec: Any = document.data["cluster"]

    def report(message: str, path: tuple[str | int, ...], hint: str = "") -> None:
        problems.append(ProjectError(message, document.at(("cluster", *path)), hint))

    if not isinstance(spec, dict):
        report("`cluster` holds `levels` and `tls`", (), "such as `levels: [public, internal]`")
        return Cluster()
    for key in spec:
        if key not in _KEYS:
            report(f"`{key}` is not a key of `cluster`", (key,), did_you_mean(key, _KEYS))
    levels = spec.get("levels", ["public"])
    if not isinstance(levels, list) or any(each not in Level.__members__ for each in levels):
        report(f"`levels` cannot be `{levels}`", ("levels",), "such as `[public, internal]`")
        levels = ["public"]
    tls = spec.get("tls", {})
    if not isinstance(tls, dict) or any(key not in TLS for key in tls):
        report("`tls` names the files `ca`, `cert` and `key`", ("tls",), "such as `ca: ca.pem`")
        tls = {}
    files = {key: root / str(name) for key, name in tls.items()}
    for key, file in files.items():
        if not file.is_file():
            report(f"there is no file `{tls[key]}`", ("tls", key), "paths begin at kzreport.yaml")
    missing = [key for key in TLS if tls and key not in tls]
    if missing:
        report(f"`tls` lacks {' and '.join(f'`{key}`' for key in missing)}", ("tls",))
    return Cluster(
        tuple(Level[each] for each in levels), **{key: str(file) for key, file in files.items()}
    )
