"""Hashes of everything beside the facts that a document is made of."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import kzreport
from kzreport.build.plan import Options, Planned
from kzreport.project import Project
from kzreport.shipped import shipped

#: whose versions decide what the files look like
ENGINES = (
    *("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "fonttools"),
    *("pillow", "zopfli", "jinja2", "markupsafe", "markdown-it-py", "mdit-py-plugins"),
    *("pydantic", "python-docx", "lxml", "matplotlib", "numpy", "resvg-py"),
)
_FONT_FOLDERS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts"),
    *("/Library/Fonts", "/System/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts"),
)
_LIBRARIES = ("libpango*", "libharfbuzz*", "libfontconfig*", "libfreetype*")
_TAG = re.compile(r"{%[-+]?\s*(?:extends|include|import|from)\b(.*?)[-+]?%}", re.DOTALL)
_NAME = re.compile(r"""\s*(?P<q>["'])(?P<name>[^"']+)(?P=q)\s*(?:$|as\b|import\b|ignore\b|with)""")


class Inputs:
    """The inputs of one build, each read once; nothing of it outlives the build."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._folders: dict[Path, str] = {}
        self._templates: dict[str, Mapping[str, str]] = {}

    def looks(self, planned: Planned) -> dict[str, str]:
        """Return the hashes of what turns the tree of a document into files."""
        return {
            "program": program(),
            "fonts": self._fonts,
            "style": self._style(planned.report.style),
            "letterhead": self._letterhead(planned),
        }

    def words(self, planned: Planned, options: Options) -> dict[str, str]:
        """Return what decides the words of a document beside its template and its facts."""
        return {
            "as_of": str(options.as_of),
            "known_at": str(options.known_at),
            "level": str(options.level),
            "draft": str(options.draft),
            "variant": str(options.variant),
            "report": _hash(repr((_plain(planned), planned.report.languages[0])).encode()),
            "project": self._shared,
        }

    def templates(self, name: str) -> Mapping[str, str]:
        """Return the hash of each file that the template `name` may load, by its shown name.

        Names that are put together while the template runs cannot be foretold; then all files
        of templates count.
        """
        if name not in self._templates:
            self._templates[name] = _reachable(self._template_files, f"{name}.md.j2")
        return self._templates[name]

    @cached_property
    def _fonts(self) -> str:
        return fonts()

    @cached_property
    def _shared(self) -> str:
        names = (f.name for f in fields(self.project) if f.name not in _APART)
        return _hash(repr([(n, _plain(getattr(self.project, n))) for n in names]).encode())

    @cached_property
    def _template_files(self) -> dict[str, bytes]:
        return {
            f"{shown}/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for folder, shown in self.project.template_folders
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def _letterhead(self, planned: Planned) -> str:
        own = planned.report.letterhead
        name = self.project.letterhead if own is None else own
        try:
            return _hash((self.project.root / name).read_bytes()) if name else "none"
        except OSError:
            return "missing"

    def _style(self, name: str) -> str:
        """Return a hash of a style and all that lies beside it: its url()s reach no further."""
        for folder in (self.project.root / "styles", shipped("styles")):
            if (folder / f"{name}.css").is_file():
                if folder not in self._folders:
                    self._folders[folder] = _folder(folder)
                return self._folders[folder]
        return "missing"


#: fields of a project that no document depends on, or that have a hash of their own
_APART = ("root", "shown", "reports", "timetable", "cluster", "letterhead")
#: fields that say which documents and files are made, not what stands in one of them
_OUTER = ("at", "formats", "languages", "names", "ids", "where")


@cache
def program() -> str:
    """Return a hash of kzreport itself and of the versions of what it uses."""
    here = sha256(sys.version.encode())
    package = Path(kzreport.__file__).parent
    for path in sorted(package.rglob("*")):
        relative = path.relative_to(package)
        if path.suffix in (".py", ".yaml", ".conf") and relative.parts[0] != "share":
            here.update(relative.as_posix().encode() + path.read_bytes())
    for name in ENGINES:
        try:
            here.update(f"{name} {version(name)}".encode())
        except PackageNotFoundError:
            here.update(f"{name} -".encode())
    return here.hexdigest()[:32]


def fonts() -> str:
    """Return a hash of the fonts of this machine and of the libraries that set them.

    Sizes and times of the files stand for their bytes, of which there may be gigabytes.
    """
    lines = [
        f"{name}={os.environ.get(name, '')}" for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH")
    ]
    for folder in _FONT_FOLDERS:
        lines += sorted(_stamps(Path(folder).expanduser()))
    for place in (*Path("/usr/lib").glob("*-linux-*"), Path("/usr/lib64"), Path("/usr/lib")):
        for pattern in _LIBRARIES:
            lines += sorted(path.resolve().name for path in place.glob(f"{pattern}.so*"))
    return _hash("\n".join(lines).encode())


def _stamps(folder: Path) -> Iterator[str]:
    for base, _, names in os.walk(folder):
        for name in names:
            try:
                seen = os.stat(os.path.join(base, name))  # noqa: PTH116, PTH118  # thousands of files
            except OSError:
                continue
            yield f"{base}/{name} {seen.st_size} {seen.st_mtime_ns}"


def _folder(folder: Path) -> str:
    here = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            here.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return here.hexdigest()[:32]


# -- templates ------------------------------------------------------------------------------------


def _reachable(files: Mapping[str, bytes], name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        for shown, data in _called(files, waiting.pop()):
            if shown in found:
                continue
            found[shown] = _hash(data)
            named = _named(data.decode("utf-8", "replace"))
            if named is None:
                return {shown: _hash(data) for shown, data in files.items()}
            waiting += named
    return found


def _called(files: Mapping[str, bytes], name: str) -> list[tuple[str, bytes]]:
    """Return the files a name may mean: in any folder, and its variants for languages."""
    base = name.removeprefix("shipped/").partition(".")[0]
    return [
        (shown, data)
        for shown, data in files.items()
        if shown.partition("/")[2].partition(".")[0] == base or shown.endswith(f"/{name}")
    ]


def _named(text: str) -> list[str] | None:
    """Return the templates that a template names; `None` when a name is not plain text."""
    found = [_NAME.match(tag[1].rstrip()) for tag in _TAG.finditer(text)]
    return None if None in found else [match["name"] for match in found if match]


# -- helpers --------------------------------------------------------------------------------------


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


def _plain(thing: object) -> object:
    """Return a thing for `repr`: places left out, which move without changing anything."""
    if is_dataclass(thing) and not isinstance(thing, type):
        names = (f.name for f in fields(thing) if f.name not in _OUTER)
        return {name: _plain(getattr(thing, name)) for name in names}
    if isinstance(thing, Mapping):
        return {key: _plain(value) for key, value in thing.items()}
    if isinstance(thing, Iterable) and not isinstance(thing, str | bytes):
        return [_plain(each) for each in thing]
    return thing
