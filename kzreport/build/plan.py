"""Plan a build: reports and languages become documents, each with the names of its files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kzreport.document import Variant
from kzreport.errors import ProjectError, did_you_mean
from kzreport.facts.fields import Level
from kzreport.project import Format, Project, Report


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on top of what the reports say; `None` and () change nothing."""

    as_of: date | None = None
    known_at: date | None = None
    level: Level | None = None
    languages: tuple[str, ...] = ()
    formats: tuple[Format, ...] = ()
    draft: bool = False
    variant: Variant | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One document to be made: a report in a language, with the files it becomes.

    `item` is the record it is made for, "" for a report that is one document.
    """

    report: Report
    lang: str
    formats: tuple[Format, ...]
    names: tuple[str, ...]
    item: str = ""

    @property
    def name(self) -> str:
        """The name its files begin with, and messages call it by."""
        return f"{self.report.name}-{self.item}" if self.item else self.report.name

    @property
    def stem(self) -> str:
        """The name without the ending; no other document of the plan has it."""
        return self.names[0].removesuffix(f".{self.formats[0]}")

    @property
    def files(self) -> tuple[tuple[str, Format], ...]:
        """The name of each file with its format."""
        return tuple(zip(self.names, self.formats, strict=True))


def plan(
    project: Project, names: Iterable[str] = (), options: Options | None = None
) -> list[Planned]:
    """Return the documents to make, in the order they are asked for, else of kzreport.yaml.

    `treaties-untoc` asks for one document of the report `treaties`, which has one for each record.
    Raise `ProjectError` for an unknown report, and when two documents would have one name.
    """
    wanted = options or Options()
    asked = [_asked(project, name) for name in names]
    asked = asked or [(report, "") for report in project.reports.values()]
    documents = [
        _planned(report, item, lang, wanted)
        for report, item in _with_items(project, asked, wanted)
        for lang in wanted.languages or report.languages
    ]
    _refuse_clashes(documents)
    return documents


def _asked(project: Project, name: str) -> tuple[Report, str]:
    """Return the report that a name asks for, and the one record it is for, "" for all."""
    for report in project.reports.values():
        item = name.removeprefix(f"{report.name}-")
        if name not in project.reports and report.for_each is not None and item != name:
            return report, item
    return project.report(name), ""


def _with_items(
    project: Project, asked: Iterable[tuple[Report, str]], wanted: Options
) -> list[tuple[Report, str]]:
    """Return each report with each record it is made for, none of them twice."""
    found: dict[tuple[str, str], tuple[Report, str]] = {}
    for report, only in asked:
        items = project.items_of(
            report, as_of=wanted.as_of, known_at=wanted.known_at, level=wanted.level
        )
        if only and only not in items:
            raise ProjectError(
                f"the report `{report.name}` is not made for `{only}`",
                report.at,
                did_you_mean(only, items) or f"such as `{report.name}-{items[0]}`",
            )
        for item in (only,) if only else items:
            found.setdefault((report.name, item), (report, item))
    return list(found.values())


def _planned(report: Report, item: str, lang: str, options: Options) -> Planned:
    formats = options.formats or report.formats
    lowered = options.level is not None and options.level < report.level
    parts = [
        f"{report.name}-{item}" if item else report.name,
        *([str(options.level)] if lowered else []),
        *(["draft"] if options.draft else []),
        lang,
    ]
    stem = ".".join(parts)
    return Planned(report, lang, formats, tuple(f"{stem}.{each}" for each in formats), item)


def _refuse_clashes(documents: Sequence[Planned]) -> None:
    """Names that differ only in letter case, or in how letters are composed, are one name on
    Windows and macOS."""
    first: dict[str, Planned] = {}
    problems: list[ProjectError] = []
    for document in documents:
        for name in document.names:
            other = first.setdefault(_folded(name), document)
            if other is not document:
                problems.append(
                    ProjectError(
                        f"two documents would be called `{name}`",
                        document.report.at,
                        f"rename one of `{other.report.name}` and `{document.report.name}`",
                    )
                )
    if problems:
        raise ProjectError.all_of(problems)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
