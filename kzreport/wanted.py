"""What a document is made of and for: a report, settled for one item, language, level and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kzreport.errors import LevelError, Location, ProjectError, TemplateError, did_you_mean
from kzreport.facts.fields import Level
from kzreport.facts.proxies import Record
from kzreport.facts.view import View
from kzreport.foreach import find_items
from kzreport.kinds import find_kind
from kzreport.language import Language
from kzreport.project import Project, Report
from kzreport.templating import Given, Template, parameter_values


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document that is wanted, nothing of it rendered yet."""

    project: Project
    report: Report
    template: Template
    view: View
    item: str = ""
    draft: bool = False

    @property
    def outward(self) -> bool:
        """Whether the paper leaves the house."""
        return leaves_the_house(self.template, self.view.level)


def settle(
    project: Project,
    name: str,
    *,
    item: str,
    lang: str | None,
    as_of: date | None,
    known_at: date | None,
    level: Level | str | None,
    draft: bool,
) -> Wanted:
    """Return the document of the report `name` that the arguments ask for.

    Raise `LevelError`, `TemplateError` or `ProjectError` for one that does not exist.
    """
    report = project.report(name)
    template = project.templates.get(report.template, report.at)
    allowed = allowed_level(report, template, level)
    tongue = spoken_language(report, template, lang)
    template = project.templates.in_language(template, tongue)
    view = project.view(as_of=as_of, known_at=known_at, lang=tongue, level=allowed)
    _check_item(report, view, item)
    return Wanted(project, report, template, view, item, draft)


# -- what may be wanted -------------------------------------------------------------------------


def allowed_level(report: Report, template: Template, wanted: Level | str | None) -> Level:
    """Return the level of a document; raise `LevelError` when it would be raised or is refused."""
    level = Level[wanted] if isinstance(wanted, str) else report.level if wanted is None else wanted
    if level > report.level:
        raise LevelError(
            f"the report `{report.name}` is {report.level}; it cannot be made {level}",
            report.at,
            "a level given on the command line may only lower it",
        )
    kind = find_kind(template.kind)
    levels = [each for each in template.levels if kind is None or each in kind.levels]
    if level not in levels:
        known = ", ".join(map(str, levels))
        raise LevelError(
            f"the template `{template.name}` is not for {level} papers",
            report.at,
            f"it is for {known}",
        )
    return level


def leaves_the_house(template: Template, level: Level) -> bool:
    """Whether a paper is outward: by its kind, by its template, or because it is public."""
    kind = find_kind(template.kind)
    return template.outward or level is Level.public or (kind is not None and kind.outward)


def spoken_language(report: Report, template: Template, wanted: str | None) -> str:
    """Return the language of a document; raise `TemplateError` if the template lacks it."""
    lang = wanted or report.languages[0]
    if template.languages and lang not in template.languages:
        known = ", ".join(template.languages)
        raise TemplateError(
            f"the template `{template.name}` is not written in `{lang}`",
            report.at,
            f"it is written in {known}",
        )
    return lang


def _check_item(report: Report, view: View, item: str) -> None:
    """Refuse an item the report is not made for, in words that betray no other record."""
    if report.for_each is None:
        if item:
            raise ProjectError(f"the report `{report.name}` is one document", report.at)
        return
    known = find_items(report.for_each, view)
    if item not in known:
        raise ProjectError(
            f"the report `{report.name}` is not made for `{item}`"
            if item
            else f"the report `{report.name}` is made for one record at a time",
            report.for_each.at,
            did_you_mean(item, known) or f"such as `{known[0]}`",
        )


# -- what a template is given -------------------------------------------------------------------


def names_for(wanted: Wanted) -> dict[str, Any]:
    """Return what a template sees beside facts and functions."""
    report, template, view = wanted.report, wanted.template, wanted.view
    given = dict(report.parameters)
    if report.for_each is not None:
        given[report.for_each.parameter] = Given(wanted.item, report.for_each.at)
    return {
        **parameter_values(template.parameters, given, report.at, view),
        "draft": wanted.draft,
        "report": {
            "name": report.name,
            "kind": template.kind,
            "label": label_of(template, view.language),
            "title": report.title_in(view.lang) or template.title,
            "handling": handling_mark(report, view),
            "original": report.languages[0],
        },
        "mission": _mission(wanted.project, report, view),
    }


def _mission(project: Project, report: Report, view: View) -> Record | None:
    if not project.mission:
        return None
    if project.mission not in view.visible:
        raise ProjectError(
            f"`mission` names `{project.mission}`; {view.level} papers have no such record",
            Location(report.at.file),
            'name the Mission\'s own record, or write `mission: ""`',
        )
    return Record(view, view.visible[project.mission])


def handling_mark(report: Report, view: View) -> str:
    """Return the handling mark: the officer's wording, else that of the level; none if public."""
    if view.level is Level.public:
        return ""
    lowered = view.level < report.level
    if report.handling and not lowered:
        return report.handling
    return view.language.pattern(f"handling-{view.level}")


def label_of(template: Template, language: Language) -> str:
    """Return what the paper calls itself: «Brief», or the title of a kind of the user's own."""
    known = language.table.phrases.get(f"kind-{template.kind}")
    return known or template.title or template.kind.replace("-", " ").capitalize()
