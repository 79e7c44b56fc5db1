"""What tests share: a small project in a temporary folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import settings

from kzreport.briefing import Briefing
from kzreport.project import Project, load_project
from kzreport.report import render

# How long an example takes depends on the machine, and what else it does.
settings.register_profile("kzreport", deadline=None)
settings.load_profile("kzreport")


@pytest.fixture(autouse=True, scope="session")
def cache_of_the_user(tmp_path_factory) -> Iterator[Path]:
    """A cache folder for the tests, in place of that of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


#: a fact base that fits on a page; every test adds what it needs
FACTS = {
    "sources": """
        page:
          level: public
          recorded: 2026-11-01
          title: {en: "Page of the Ministry"}
          short: {en: the Ministry}
          kind: web-page
          authority: own
          locators: {p3: {en: paragraph 3}}
        """,
    "organisations": """
        pm:
          {level: public, recorded: 2026-11-01, kind: mission, name: {en: The Mission}}
        kz:
          {level: public, recorded: 2026-11-01, kind: state, name: {en: Kazakhstan, ru: Казахстан}}
        unodc:
          level: public
          recorded: 2026-11-01
          kind: organisation
          name: {en: United Nations Office on Drugs and Crime}
          abbr: {en: UNODC}
        """,
    "contributions": """
        _defaults: {level: public, recorded: 2026-11-01, source: page#p3, status: confirmed}
        vc-2011:
          kind: voluntary
          donor: kz
          recipient: unodc
          when: 2011
          amount: {value: 300000, currency: null}
        vc-2012:
          kind: voluntary
          donor: kz
          recipient: unodc
          when: 2012
          amount: {value: 50000, currency: USD}
        """,
    "events": """
        _defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}
        cnd-56:
          {kind: session, number: 56, what: {en: fifty-sixth session}, when: 2013-03-11/2013-03-15}
        """,
}


class Workspace:
    """A project on disk that a test fills."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reports: dict[str, str] = {}
        for kind, text in FACTS.items():
            self.facts(kind, text)

    def facts(self, kind: str, text: str) -> None:
        """Write (or replace) the records of one kind."""
        self.file(f"data/{kind}.yaml", dedent(text).lstrip("\n"))

    def template(self, name: str, body: str, front: str = "kind: paper") -> None:
        """Write a template and a report of the same name."""
        self.file(f"templates/{name}.md.j2", f"---\n{front}\n---\n{body}")
        self.report(name, f"template: {name}")

    def report(self, name: str, definition: str) -> None:
        self.reports[name] = dedent(definition)

    def file(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def project(self) -> Project:
        """Write kzreport.yaml and load the project, named as a user in it would."""
        lines = ["format: 1", "mission: pm", "reports:"]
        for name, definition in self.reports.items():
            lines.append(f"  {name}:")
            lines += [f"    {line}" for line in definition.strip().split("\n")]
        self.file("kzreport.yaml", "\n".join(lines) + "\n" if self.reports else "mission: pm\n")
        project = load_project(self.root)
        return Project(**{**project.__dict__, "shown": ""})

    def render(self, name: str, **options: object) -> Briefing:
        options.setdefault("as_of", date(2014, 6, 30))
        return render(self.project(), name, **options)  # type: ignore[arg-type]

    def markdown(self, body: str, **options: object) -> str:
        """Return the words of a template body, with every fact marked."""
        self.template("t", body)
        return self.render("t", **options).markdown


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    """Give each test the logging it would have alone: the command line sets up its own."""
    names = ("kzreport", *(n for n in logging.root.manager.loggerDict if n.startswith("kzreport.")))
    loggers = [logging.getLogger(name) for name in names]
    before = [(each, each.handlers[:], each.level, each.propagate) for each in loggers]
    yield
    for logger, handlers, level, propagates in before:
        logger.handlers[:], logger.propagate = handlers, propagates
        logger.setLevel(level)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)
