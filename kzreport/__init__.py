"""kzreport: merge a YAML fact base into Jinja templates; get briefing documents as PDF and Word.

    from kzreport import load_project, render

    briefing = render(load_project("mission"), "unodc-brief")
    briefing.write("out/unodc-brief.pdf")

Facts, templates, styles and documents: docs/. How the parts fit: docs/architecture.md.
"""

from kzreport.build import Built, Options, Outcome, build, plan
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
from kzreport.report import Briefing, FactsUsed, render

__all__ = [
    "Briefing",
    "Built",
    "Document",
    "Fact",
    "FactBase",
    "FactError",
    "FactsUsed",
    "KzReportError",
    "Level",
    "LevelError",
    "Location",
    "Options",
    "Outcome",
    "Project",
    "ProjectError",
    "Report",
    "StyleError",
    "TemplateError",
    "View",
    "WriterError",
    "build",
    "load_facts",
    "load_language",
    "load_project",
    "plan",
    "render",
]
