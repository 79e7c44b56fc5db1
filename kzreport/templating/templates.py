"""Find templates and read what stands above them: kind, layout, parameters, allowed levels.

`brief.ru.md.j2` beside `brief.md.j2` is its variant: the same paper with its prose in Russian.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

import jinja2

from kzreport.errors import Location, TemplateError, did_you_mean
from kzreport.facts.fields import LANGUAGES, Level
from kzreport.strictyaml import read_yaml
from kzreport.templating.environment import Environment
from kzreport.templating.parameters import Parameter, read_parameters
from kzreport.templating.source import LineMarks, prepare, split_front_matter

Layout = Literal["portrait", "wide", "sheet", "plain"]
SUFFIX = ".md.j2"
KEYS = {
    *("kind", "title", "description", "layout", "languages", "levels", "outward", "parameters"),
    "translation",
}
_VARIANT = re.compile(rf"\.(?:{'|'.join(LANGUAGES)}){re.escape(SUFFIX)}\Z")
_EXTENDS = re.compile(r"{%-?\s*extends\s+['\"]([^'\"]+)['\"]")


@dataclass(frozen=True, slots=True)
class Template:
    """What stands above a template.

    `outward` papers leave the house; `languages` are those its own words are written in,
    variants included, none when all its words come from phrases and facts. The sentences of
    an `unchecked` one were translated here, and nobody has read them.
    """

    name: str
    file: str
    kind: str
    title: str = ""
    description: str = ""
    layout: Layout = "portrait"
    languages: tuple[str, ...] = ()
    levels: tuple[Level, ...] = tuple(Level)
    outward: bool = False
    unchecked: bool = False
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of templates and how messages call it."""

    path: Path
    shown: str


class Templates:
    """The templates of a project: its own first, then the shipped ones.

    `shipped/brief.md.j2` names a shipped one even where the project has one of that name.
    """

    def __init__(self, folders: Sequence[Folder]) -> None:
        self._folders = tuple(folders)
        self.marks = LineMarks()
        self.environment = Environment(jinja2.FunctionLoader(self._load))
        self._read: dict[str, Template] = {}
        #: the files Jinja loaded, as messages call them
        self.files: set[str] = set()

    def get(self, name: str, asked_at: Location | None = None) -> Template:
        """Return the template `name` ("brief"); raise `TemplateError` where there is none."""
        if name not in self._read:
            path, shown = self._find(name + SUFFIX, asked_at)
            base = _template(name, shown, self._front(path, shown))
            variants = [lang for lang in self._variants(name) if lang not in base.languages]
            languages = (*base.languages, *variants) if base.languages else ()
            self._read[name] = replace(base, languages=languages)
        return self._read[name]

    def in_language(self, template: Template, lang: str) -> Template:
        """Return the variant of `template` for `lang`; itself where it has none.

        Keys that a variant leaves out are those of the template.
        """
        if lang not in self._variants(template.name):
            return template
        name = f"{template.name}.{lang}"
        if name not in self._read:
            path, shown = self._find(template.name + SUFFIX)
            keys = self._front(path, shown)
            path, shown = self._find(name + SUFFIX)
            keys |= self._front(path, shown, variant=True)
            self._read[name] = replace(_template(name, shown, keys), languages=template.languages)
        return self._read[name]

    def digest(self, template: Template) -> str:
        """Return a hash of the text of `template` and of those it extends."""
        whole, name = sha256(), template.name + SUFFIX
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            data = self._find(name)[0].read_bytes()
            whole.update(data)
            above = _EXTENDS.search(data.decode("utf-8", "replace"))
            name = above[1] if above else ""
        return whole.hexdigest()

    def names(self) -> tuple[str, ...]:
        """Return the names of all templates that make a paper; variants are none of their own."""
        found = {
            path.name.removesuffix(SUFFIX)
            for folder in self._folders
            for path in folder.path.glob(f"*{SUFFIX}")
            if not _VARIANT.search(path.name) and split_front_matter(path.read_text("utf-8"))[0]
        }
        return tuple(sorted(found))

    # -- files ----------------------------------------------------------------------------

    def _variants(self, name: str) -> tuple[str, ...]:
        """Return the languages that a template has a file of its own for, in a fixed order."""
        folders, name = self._searched(name)
        return tuple(
            lang
            for lang in LANGUAGES
            if any((each.path / f"{name}.{lang}{SUFFIX}").is_file() for each in folders)
        )

    def _searched(self, file: str) -> tuple[tuple[Folder, ...], str]:
        """Return the folders in which a file is looked for, and its name there."""
        if file.startswith("shipped/"):
            return self._folders[-1:], file.removeprefix("shipped/")
        return self._folders, file

    def _find(self, file: str, asked_at: Location | None = None) -> tuple[Path, str]:
        folders, name = self._searched(file)
        for folder in folders:
            path = folder.path / name
            if path.is_file() and path.resolve().is_relative_to(folder.path.resolve()):
                return path, f"{folder.shown}/{name}"
        known = [path.name for folder in folders for path in folder.path.glob(f"*{SUFFIX}")]
        raise TemplateError(f"no template named `{file}`", asked_at, did_you_mean(name, known))

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]]:
        """Return prepared text, file, and a test whether it is still the same: Jinja's wish."""
        path, shown = self._find(name)
        data = path.read_bytes()
        self.files.add(shown)
        _, body = split_front_matter(_decoded(data, shown))
        return prepare(body, shown, self.marks), shown, lambda: path.read_bytes() == data

    # -- front matter -----------------------------------------------------------------------

    def _front(self, path: Path, shown: str, variant: bool = False) -> dict[str, Any]:
        """Return the front matter; what it leaves out comes from the template it extends."""
        keys = self._inherited(path, shown, variant, ())
        if "kind" not in keys and not variant:
            bare = not split_front_matter(_decoded(path.read_bytes(), shown))[0]
            raise TemplateError(
                "the template does not say what `kind` of paper it makes",
                Location(shown, 1),
                "begin it with `---`, `kind: brief`, `---`" if bare else "",
            )
        return keys

    def _inherited(
        self, path: Path, shown: str, variant: bool, below: tuple[str, ...]
    ) -> dict[str, Any]:
        """Return the keys of a template and of those above it; `below` extend it."""
        text = _decoded(path.read_bytes(), shown)
        keys: dict[str, Any] = {}
        parent = _EXTENDS.search(split_front_matter(text)[1])
        if parent is not None and shown not in below:  # of a circle Jinja tells the line
            above, above_shown = self._find(parent[1])
            keys = self._inherited(above, above_shown, False, (*below, shown))
        own = _front_keys(text, shown, variant)
        parameters = keys.get("parameters", {}) | own.get("parameters", {})
        return keys | own | ({"parameters": parameters} if parameters else {})


def _template(name: str, shown: str, keys: Mapping[str, Any]) -> Template:
    return Template(
        name=name,
        file=shown,
        kind=str(keys["kind"]),
        title=str(keys.get("title", "")),
        description=str(keys.get("description", "")),
        layout=keys.get("layout", "portrait"),
        languages=tuple(keys.get("languages", ())),
        levels=tuple(Level[level] for level in keys.get("levels", Level.__members__)),
        outward=bool(keys.get("outward", False)),
        unchecked=keys.get("translation") == "draft",
        parameters=keys.get("parameters", {}),
    )


def _decoded(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        raise TemplateError(
            f"byte 0x{data[exc.start]:02X} is not UTF-8", Location(shown, line), "save it as UTF-8"
        ) from exc


def _front_keys(text: str, shown: str, variant: bool = False) -> dict[str, Any]:
    front, _ = split_front_matter(text)
    if not front:
        return {}
    # the blank line stands for `---`, so that lines are those of the file
    document = read_yaml(b"\n" + front.encode(), shown, error=TemplateError)
    problems: list[TemplateError] = []
    for key, value in document.data.items():
        fault = _fault_of_variant(key) if variant else None
        fault = fault or _fault(key, value)
        if fault:
            problems.append(TemplateError(fault[0], document.key_at((key,)), fault[1]))
    keys = dict(document.data)
    if isinstance(keys.get("parameters"), dict):
        keys["parameters"] = read_parameters(document, problems)
    if problems:
        raise TemplateError.all_of(problems)
    return keys


def _fault_of_variant(key: str) -> tuple[str, str] | None:
    """A variant has other words, and is the same paper: its file name tells its language."""
    if key in KEYS - {"title", "description", "translation"}:
        return f"`{key}` is told by the template, not by its variants", "delete the line"
    return None


def _fault(key: str, value: Any) -> tuple[str, str] | None:
    """Return what is wrong with a line of front matter, and a hint."""
    if key not in KEYS:
        return f"`{key}` is not a key of a template", did_you_mean(key, KEYS)
    if key == "translation" and value not in ("draft", "checked"):
        return f"`translation` cannot be `{value}`", "it is draft or checked"
    if key == "layout" and value not in get_args(Layout):
        return f"`{value}` is not a layout", f"it is one of {', '.join(get_args(Layout))}"
    if key == "levels" and (
        not isinstance(value, list) or any(each not in Level.__members__ for each in value)
    ):
        return f"`levels` cannot be `{value}`", "such as `levels: [public, internal]`"
    if key == "languages" and (
        not isinstance(value, list) or any(each not in LANGUAGES for each in value)
    ):
        return f"`languages` cannot be `{value}`", "such as `languages: [en]`"
    if key == "parameters" and not isinstance(value, dict):
        return "`parameters` is a table of names", "such as `org: {description: ...}`"
    return None
