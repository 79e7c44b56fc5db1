"""Find what is shipped with the program: templates, styles, sample data and their project file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from kzreport.errors import ProjectError


def shipped(name: str) -> Path:
    """Return the path of `templates`, `styles`, `data` or `kzreport.yaml` as shipped.

    An installed wheel carries them in `kzreport/share`, a checkout has them beside the
    package. Raise `ProjectError` when they are in neither place.
    """
    package = Path(str(files("kzreport")))
    for place in (package / "share", _checkout(package)):
        if place is not None and (place / name).exists():
            return place / name
    raise ProjectError(
        f"kzreport was installed without its `{name}`",
        hint="install it again from the wheel, or from a complete checkout",
    )


def _checkout(package: Path) -> Path | None:
    """Return the folder around `package`, if that is our source and not just any folder."""
    folder = package.parent
    return folder if (folder / "pyproject.toml").is_file() else None
