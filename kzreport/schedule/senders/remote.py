"""Upload a published folder to any place fsspec reaches; its manifest comes last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kzreport.errors import DeliveryError
from kzreport.schedule.manifest import FILE as MANIFEST
from kzreport.schedule.outcomes import Refused
from kzreport.schedule.secrets import fetch_secret, without
from kzreport.timetable.channels import UrlChannel


def send_to_url(published: Path, url: str, channel: UrlChannel) -> None:
    """Upload the papers under temporary names, rename each, then the manifest in the same way.

    Who sees a manifest can rely on every paper it lists. What has the same manifest already is
    left; another one there is `Refused`.
    """
    secrets = {name: fetch_secret(secret) for name, secret in channel.secrets.items()}
    system, base = reach(url, {**channel.options, **secrets})
    try:
        _upload(system, base, published)
    except Refused:
        raise
    except (NotImplementedError, PermissionError, ValueError) as exc:
        raise Refused(without(secrets.values(), f"nothing can be written there: {exc}")) from exc
    except Exception as exc:  # each protocol has errors of its own
        words = f"{type(exc).__name__}: {exc}"
        raise DeliveryError(without(secrets.values(), words)) from exc
    finally:
        close(system)


def reach(url: str, options: dict[str, str]) -> tuple[Any, str]:
    """Return the file system of `url` and the path in it; raise `DeliveryError` if none is."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as exc:
        raise Refused(
            "the library fsspec is not installed", hint="`pip install 'kzreport[remote]'`"
        ) from exc
    secrets = options.values()
    try:
        system, base = url_to_fs(url, use_listings_cache=False, skip_instance_cache=True, **options)
    except (ImportError, ValueError) as exc:
        raise Refused(without(secrets, str(exc)), hint="see the page of fsspec") from exc
    except Exception as exc:
        raise DeliveryError(without(secrets, f"{type(exc).__name__}: {exc}")) from exc
    return system, base.rstrip("/")


def close(system: Any) -> None:
    """Close the connection, where the protocol keeps one open."""
    connection = getattr(system, "ftp", None)
    if connection is not None:
        connection.close()


def _upload(system: Any, base: str, published: Path) -> None:
    manifest = (published / MANIFEST).read_bytes()
    if system.exists(f"{base}/{MANIFEST}"):
        if system.cat_file(f"{base}/{MANIFEST}") != manifest:
            raise Refused("the place holds something else already", hint="nothing is overwritten")
        return
    system.makedirs(base, exist_ok=True)
    papers = sorted(each for each in published.iterdir() if each.name != MANIFEST)
    for paper in (*papers, published / MANIFEST):
        _put(system, f"{base}/{paper.name}", paper)


def _put(system: Any, place: str, file: Path) -> None:
    """Upload under another name first: whoever looks meanwhile sees no half of a paper."""
    folder, _, name = place.rpartition("/")
    part = f"{folder}/.{name}.part"
    system.put_file(str(file), part)
    if system.exists(place):
        system.rm_file(place)
    system.mv(part, place)
