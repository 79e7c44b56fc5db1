"""A project: kzreport.yaml with its reports, and the folders of facts, templates and styles."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from platformdirs import user_cache_path

from kzreport.cluster import Cluster, read_cluster
from kzreport.document import Embed, Variant
from kzreport.errors import Location, ProjectError, did_you_mean
from kzreport.facts.base import FactBase, load_facts
from kzreport.facts.fields import LANGUAGES, Level, read_id
from kzreport.facts.view import View
from kzreport.files import read_bytes
from kzreport.foreach import ForEach, find_items, read_for_each
from kzreport.language import available_languages, load_language
from kzreport.shipped import shipped
from kzreport.strictyaml import YamlDocument, read_yaml
from kzreport.styles import Style, load_style
from kzreport.templating import Given
from kzreport.timetable.schedule import Timetable
from kzreport.timetable.zones import zone
from kzreport.wordfile.letterhead import Letterhead, load_letterhead

if TYPE_CHECKING:
    from kzreport.templating import Templates

FILE = "kzreport.yaml"
FORMAT = 1

Format = Literal["pdf", "docx", "html", "md"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Override:
    """An officer's word that a fact may leave the house as it is."""

    fact: str
    officer: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """A named document of the project, as kzreport.yaml defines it.

    `titles` are those by language where there are several; `title` is the first of them.
    With `for_each` it is a document for each of several records.
    `handling` is the mark printed on every page, chosen by the officer; "" takes the
    wording of the level. `embed` says what the file tells of its printed facts: `full` names and
    values, `ids` names alone, `none` nothing; `None` is `none` for papers that leave the house.
    """

    name: str
    template: str
    at: Location
    title: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Given] = field(default_factory=dict)
    for_each: ForEach | None = None
    level: Level = Level.internal
    languages: tuple[str, ...] = ("en",)
    formats: tuple[Format, ...] = ("pdf", "docx")
    style: str = "mission"
    letterhead: str | None = None
    handling: str = ""
    embed: Embed | None = None
    variant: Variant = "archive"
    overrides: Mapping[str, Override] = field(default_factory=dict)

    def title_in(self, lang: str) -> str:
        """Return the title of the paper in `lang`, "" when the report gives none at all.

        Raise `ProjectError` when it gives one in other languages only.
        """
        if lang in self.titles or not self.title:
            return self.titles.get(lang, "")
        if not self.titles and lang == self.languages[0]:
            return self.title
        raise ProjectError(
            f"the report `{self.name}` has no title in `{lang}`",
            self.at,
            f"write `title: {{{self.languages[0]}: ..., {lang}: ...}}`",
        )


@dataclass(frozen=True)
class Project:
    """A folder with kzreport.yaml. Facts, templates and styles are read when first asked for."""

    root: Path
    mission: str
    timezone: str
    author: str
    letterhead: str
    reports: Mapping[str, Report]
    timetable: Timetable = field(default_factory=Timetable)
    cluster: Cluster = field(default_factory=Cluster)
    shown: str = ""

    @property
    def cache(self) -> Path:
        """The folder of what is kept to be quick, outside the project; it may be deleted."""
        place = sha256(os.fsencode(self.root.resolve())).hexdigest()[:16]
        return user_cache_path("kzreport", appauthor=False) / place

    @cached_property
    def facts(self) -> FactBase:
        """The fact base; facts have no fallback, sample facts never slip in."""
        return load_facts(self.root / "data", self._shown("data"), self.cache)

    @cached_property
    def templates(self) -> Templates:
        """The project's own templates, then the shipped ones."""
        from kzreport.templating import Folder, Templates  # takes long, and not every command asks

        return Templates([Folder(path, shown) for path, shown in self.template_folders])

    @property
    def template_folders(self) -> tuple[tuple[Path, str], ...]:
        """The folders that templates are looked for in, in order, and how messages call them."""
        own = (self.root / "templates", self._shown("templates"))
        return own, (shipped("templates"), "shipped templates")

    def style(self, name: str, asked_at: Location | None = None) -> Style:
        """Return the style `name`, the project's own or else the shipped one."""
        folders = [self.root / "styles", shipped("styles")]
        for folder in folders:
            if (folder / f"{name}.css").is_file():
                return load_style(folder / f"{name}.css")
        known = [path.stem for folder in folders for path in folder.glob("*.css")]
        raise ProjectError(f"no style named `{name}`", asked_at, did_you_mean(name, known))

    def items_of(
        self,
        report: Report,
        *,
        as_of: date | None = None,
        known_at: date | None = None,
        level: Level | None = None,
    ) -> tuple[str, ...]:
        """Return what `report` makes a document for each of; one "" where it makes just one.

        What is above the level of the report is absent. Raise `ProjectError` if nothing is left.
        """
        if report.for_each is None:
            return ("",)
        seen = report.level if level is None else min(level, report.level)
        return find_items(report.for_each, self.view(as_of=as_of, known_at=known_at, level=seen))

    def letterhead_of(self, report: Report) -> Letterhead | None:
        """Return the letterhead of a report: its own, else the project's; "" is none.

        Raise `ProjectError` with everything that is wrong with the file.
        """
        name = self.letterhead if report.letterhead is None else report.letterhead
        return load_letterhead(self.root / name, self._shown(name)) if name else None

    def view(
        self,
        *,
        as_of: date | None = None,
        known_at: date | None = None,
        lang: str = "en",
        level: Level = Level.internal,
    ) -> View:
        """Return the facts as a document for `as_of` (today if none is given) may see them."""
        return View(
            self.facts,
            as_of=as_of or self.today(),
            known_at=known_at,
            language=load_language(lang),
            level=level,
        )

    def today(self) -> date:
        """Return the day it is at the Mission."""
        return datetime.now(zone(self.timezone)).date()

    def report(self, name: str) -> Report:
        """Return the report `name`; raise `ProjectError` with the nearest name if there is none."""
        if name not in self.reports:
            hint = did_you_mean(name, self.reports) or "`kzreport list` shows the reports"
            raise ProjectError(f"no report named `{name}`", hint=hint)
        return self.reports[name]

    def _shown(self, folder: str) -> str:
        """Return how messages call a folder: as the user would type it."""
        return f"{self.shown}/{folder}" if self.shown else folder


def load_project(folder: Path | str = ".") -> Project:
    """Return the project in `folder`; raise `ProjectError` with all problems of kzreport.yaml."""
    root = Path(folder)
    shown = "" if str(folder) in ("", ".") else str(folder).rstrip("/")
    path = root / FILE
    name = f"{shown}/{FILE}" if shown else FILE
    if not path.is_file():
        raise ProjectError(
            "there is no such file", Location(name), "`kzreport init DIR` makes a project"
        )
    document = read_yaml(read_bytes(path, ProjectError), name, error=ProjectError)
    reader = _Reader(document)
    found = reader.project(root, shown)
    if reader.problems:
        raise ProjectError.all_of(reader.problems)
    return found


class _Reader:
    """Reads kzreport.yaml and collects what is wrong with it."""

    KEYS = (
        *("format", "mission", "timezone", "author", "letterhead", "reports"),
        *("schedules", "mail_servers", "cluster"),
    )
    REPORT_KEYS = (
        *("template", "title", "parameters", "for_each", "level", "languages", "formats"),
        *("style", "letterhead", "handling", "embed", "variant", "override"),
    )

    def __init__(self, document: YamlDocument) -> None:
        self.document = document
        self.problems: list[ProjectError] = []

    def project(self, root: Path, shown: str) -> Project:
        data = self.document.data
        if data.get("format", FORMAT) != FORMAT:
            self._report(
                f"the file says `format: {data['format']}`; this kzreport reads format {FORMAT}",
                ("format",),
                "a newer kzreport is needed",
            )
        self._known_keys((), data, self.KEYS)
        reports = data.get("reports", {})
        if not isinstance(reports, dict):
            self._report("`reports` holds a report by name", ("reports",))
            reports = {}
        place = self._zone(data.get("timezone", "Europe/Vienna"))
        found = {name: self._one(name, spec) for name, spec in reports.items()}
        return Project(
            root=root,
            mission=self._text(("mission",), data.get("mission"), "pm-vienna"),
            timezone=place,
            author=self._text(("author",), data.get("author"), ""),
            letterhead=self._letterhead(("letterhead",), data.get("letterhead")) or "",
            reports=found,
            timetable=self._timetable(root, place, found),
            cluster=read_cluster(self.document, root, self.problems),
            shown=shown,
        )

    def _zone(self, name: object) -> str:
        try:
            zone(str(name))
        except ProjectError as exc:
            self._report(exc.message, ("timezone",), exc.hint)
        return str(name)

    def _timetable(self, root: Path, place: str, reports: Mapping[str, Report]) -> Timetable:
        if not {"schedules", "mail_servers"} & self.document.data.keys():
            return Timetable()
        from kzreport.timetable.reading import read_timetable  # few projects need it

        levels = {name: report.level for name, report in reports.items()}
        timetable, problems = read_timetable(self.document, root, place, levels)
        self.problems += problems
        return timetable

    # -- one report -------------------------------------------------------------------------

    def _one(self, name: str, spec: object) -> Report:
        path = ("reports", name)
        at = self.document.key_at(path)
        try:
            read_id(name)
        except ValueError as exc:
            self._report(str(exc), path, "file names are made of it", key=True)
        if not isinstance(spec, dict):
            self._report(f"the report `{name}` holds no keys", path, "write `template: brief`")
            return Report(name, "", at)
        self._known_keys(path, spec, self.REPORT_KEYS)
        if not isinstance(spec.get("template"), str):
            self._report(
                f"the report `{name}` names no `template`", path, "`template: brief`", True
            )
        titles = self._titles((*path, "title"), spec.get("title"))
        return Report(
            name=name,
            template=str(spec.get("template", "")),
            at=at,
            title=next(iter(titles.values()), ""),
            titles=titles if isinstance(spec.get("title"), dict) else {},
            parameters=self._parameters((*path, "parameters"), spec.get("parameters", {})),
            for_each=(
                read_for_each(self.document, (*path, "for_each"), self.problems)
                if "for_each" in spec
                else None
            ),
            level=self._level((*path, "level"), spec.get("level", "internal")),
            languages=self._languages((*path, "languages"), spec.get("languages", ["en"])),
            formats=self._formats((*path, "formats"), spec.get("formats", ["pdf", "docx"])),
            style=self._text((*path, "style"), spec.get("style"), "mission"),
            letterhead=self._letterhead((*path, "letterhead"), spec.get("letterhead")),
            handling=self._text((*path, "handling"), spec.get("handling"), ""),
            embed=self._embed((*path, "embed"), spec.get("embed")),
            variant=self._variant((*path, "variant"), spec.get("variant", "archive")),
            overrides=self._overrides((*path, "override"), spec.get("override", {})),
        )

    def _titles(self, path: tuple[str, ...], value: object) -> Mapping[str, str]:
        """Return the titles by language; one that is written alone stands under ""."""
        if not isinstance(value, dict):
            return {"": self._text(path, value, "")}
        for lang in value:
            if lang not in LANGUAGES:
                hint = f"it is one of {', '.join(LANGUAGES)}"
                self._report(f"`{lang}` is not a language", (*path, lang), hint, key=True)
        return {str(lang): self._text((*path, lang), text, "") for lang, text in value.items()}

    def _parameters(self, path: tuple[str, ...], value: object) -> Mapping[str, Given]:
        if isinstance(value, dict):
            return {name: Given(value[name], self.document.at((*path, name))) for name in value}
        self._report("`parameters` holds names and values", path, "such as `org: unodc`")
        return {}

    def _level(self, path: tuple[str, ...], value: object) -> Level:
        if isinstance(value, str) and value in Level.__members__:
            return Level[value]
        self._report(f"`{value}` is not a level", path, "public, internal or restricted")
        return Level.internal

    def _languages(self, path: tuple[str, ...], value: object) -> tuple[str, ...]:
        wanted = value if isinstance(value, list) else [value]
        for index, lang in enumerate(wanted):
            if lang not in available_languages():
                known = ", ".join(available_languages())
                at: tuple[str | int, ...] = (*path, index) if isinstance(value, list) else path
                hint = (
                    f"it knows {known}" if lang in LANGUAGES else did_you_mean(str(lang), LANGUAGES)
                )
                self._report(
                    f"`{lang}` is not a language kzreport writes", at, hint or f"use {known}"
                )
        return tuple(str(lang) for lang in wanted)

    def _formats(self, path: tuple[str, ...], value: object) -> tuple[Format, ...]:
        wanted = value if isinstance(value, list) else [value]
        for index, each in enumerate(wanted):
            if each not in FORMATS:
                at: tuple[str | int, ...] = (*path, index) if isinstance(value, list) else path
                self._report(f"unknown format `{each}`", at, f"use {', '.join(FORMATS)}")
        return tuple(each for each in FORMATS if each in wanted)

    def _letterhead(self, path: tuple[str, ...], value: object) -> str | None:
        """Return the name of a Word file in the project; `None` where none is named."""
        name = None if value is None else self._text(path, value, "")
        if not name:
            return name
        parts = Path(name).parts
        if Path(name).is_absolute() or ".." in parts or not name.endswith(".docx"):
            self._report(
                f"`{name}` is no Word file of the project", path, "such as `letterhead.docx`"
            )
            return ""
        return name

    def _variant(self, path: tuple[str, ...], value: object) -> Variant:
        if value in get_args(Variant):
            return value  # type: ignore[return-value]  # one of them, just asked
        self._report(f"`{value}` is no kind of PDF", path, "archive, plain or ua")
        return "archive"

    def _embed(self, path: tuple[str, ...], value: object) -> Embed | None:
        if value is None or value in get_args(Embed):
            return value  # type: ignore[return-value]  # one of them, just asked
        self._report(f"`{value}` is no way to embed facts", path, "full, ids or none")
        return None

    def _overrides(self, path: tuple[str, ...], value: object) -> Mapping[str, Override]:
        if not isinstance(value, dict):
            self._report("`override` holds an officer's word by fact", path)
            return {}
        found: dict[str, Override] = {}
        for fact, spec in value.items():
            spec = spec if isinstance(spec, dict) else {}
            lacking = [key for key in ("officer", "date", "reason") if not spec.get(key)]
            if lacking:
                self._report(
                    f"the override of `{fact}` lacks `{'`, `'.join(lacking)}`",
                    (*path, fact),
                    "say who allowed it, when and why",
                )
            if spec.get("date"):
                self._day((*path, fact, "date"), spec["date"])
            texts = {key: str(spec.get(key, "")) for key in ("officer", "date", "reason")}
            found[fact] = Override(fact, **texts)
        return found

    # -- helpers ------------------------------------------------------------------------------

    def _day(self, path: tuple[str, ...], value: object) -> None:
        try:
            date.fromisoformat(str(value))
        except ValueError:
            self._report(f"`{value}` is not a day", path, "write it as 2026-11-23")

    def _text(self, path: tuple[str, ...], value: object, default: str) -> str:
        if value is None:
            return default
        if not isinstance(value, str):
            self._report(f"`{path[-1]}` is not a text", path, "put it in quotes")
        return str(value)

    def _known_keys(self, path: tuple[str, ...], spec: Iterable[str], known: Iterable[str]) -> None:
        allowed = list(known)
        for key in spec:
            if key not in allowed:
                hint = did_you_mean(key, allowed) or f"the keys are {', '.join(allowed)}"
                place = f"the report `{path[-1]}`" if path else FILE
                self._report(f"`{key}` is not a key of {place}", (*path, key), hint, key=True)

    def _report(
        self, message: str, path: tuple[str | int, ...], hint: str = "", key: bool = False
    ) -> None:
        at = self.document.key_at(path) if key else self.document.at(path)
        self.problems.append(ProjectError(message, at, hint))
