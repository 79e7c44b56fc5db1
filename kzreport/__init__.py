"""kzreport: merge a YAML fact base into Jinja templates; get briefing documents as PDF and Word.

    from kzreport import load_project, render

    briefing = render(load_project("mission"), "unodc-brief")
    briefing.write("out/unodc-brief.pdf")

Many documents at once: `kzreport.build`. Guides: docs/. How the parts fit:
docs/architecture.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kzreport.briefing import Briefing, FactsUsed
    from kzreport.document import Document, Fact
    from kzreport.errors import (
        FactError,
        KzReportError,
        LevelError,
        Location,
        ProjectError,
        StyleError,
        TemplateError,
        WriterError,
    )
    from kzreport.facts.base import FactBase, load_facts
    from kzreport.facts.fields import Level
    from kzreport.facts.view import View
    from kzreport.language import load_language
    from kzreport.project import Project, Report, load_project
    from kzreport.report import render

__all__ = [
    "Briefing",
    "Document",
    "Fact",
    "FactBase",
    "FactError",
    "FactsUsed",
    "KzReportError",
    "Level",
    "LevelError",
    "Location",
    "Project",
    "ProjectError",
    "Report",
    "StyleError",
    "TemplateError",
    "View",
    "WriterError",
    "load_facts",
    "load_language",
    "load_project",
    "render",
]

#: a name is imported when it is first asked for, so that `kzreport --help` is quick
_HOMES = {
    "kzreport.briefing": ("Briefing", "FactsUsed"),
    "kzreport.document": (
        "Document",
        "Fact",
    ),
    "kzreport.errors": (
        "FactError",
        "KzReportError",
        "LevelError",
        "Location",
        "ProjectError",
        "StyleError",
        "TemplateError",
        "WriterError",
    ),
    "kzreport.facts.base": (
        "FactBase",
        "load_facts",
    ),
    "kzreport.facts.fields": ("Level",),
    "kzreport.facts.view": ("View",),
    "kzreport.language": ("load_language",),
    "kzreport.project": (
        "Project",
        "Report",
        "load_project",
    ),
    "kzreport.report": ("render",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module `kzreport` has no attribute `{name}`")
    return getattr(import_module(_HOME_OF[name]), name)
