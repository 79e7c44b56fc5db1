"""What a document may not see, it cannot sense: neither in its words nor in its errors."""

import logging
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from fact_bases import ALL_IDS, GIFTS, LEVELS, fact_bases, raised, read_base, write_base
from hypothesis import given, settings
from hypothesis import strategies as st

from kzreport.build import Options, build, plan
from kzreport.errors import KzReportError
from kzreport.facts.fields import Level
from kzreport.facts.records import KINDS, NESTED_KINDS, Contribution, Entry, nested_fields
from kzreport.project import Project, load_project
from kzreport.report import render

CHECKOUT = Path(__file__).parents[1]
DAY = date(2014, 6, 30)
SEEN_BY = st.sampled_from(LEVELS[:2])


# -- a template that asks everything ----------------------------------------

OF_KIND = """
## KIND

{{ facts.KIND | length }}: {% for r in facts.KIND %}{{ r.id }} {% endfor %}

{% for r in facts.KIND.disputed() %}{{ r.id }} {% endfor %}

{% for r in facts.KIND.sort('dated').limit(2) %}{{ r.id }} {% endfor %}

{{ facts.KIND.where(source='source-1') | length }}

{% for r in facts.KIND.history() %}
{{ r.id }} {{ r.status | d('-') }} {{ r.source | length }} {{ r.successor.id | d('-') }} FIELDS
{{ sign(r) }} {{ source_numbers(r) }}{{ cite(r) }}

{% endfor %}
"""
OF_REFERENCE = """
{{ facts.KIND.where(KEY=none) | length }}
{{ facts.KIND.where(KEY=['org-1', 'event-1', 'gift-1']) | length }}

{% for r in facts.KIND.sort('KEY', reverse=true) %}{{ r.id }} {% endfor %}

{% for _, found in facts.KIND.group('KEY') %}{{ found | length }} {% endfor %}
"""
OF_GIFTS = """
{% for r in facts.contributions.history() %}{{ 'unsure ' if r.parts_uncertain }}{% endfor %}

{% for r in facts.contributions.parents() %}{{ r.id }} {% endfor %}

{% for t in facts.contributions.total() %}{{ t }}; {% endfor %}

{% for t in facts.contributions.during('2012').total() %}{{ t }}; {% endfor %}

{% for t in facts.contributions.parents().total() %}{{ t }}; {% endfor %}
"""
ONE = "{{ r.KEY.id | d('-') }}"
MANY = "{{ r.KEY | map(attribute='id') | join('+') }}"
NESTED = "{{ r.KEY | length }} {{ r.KEY.where(status='expected') | length }}"


def questions(kind: str, model: type[Entry]) -> str:
    """Return Markdown that puts every question a template has to the records of a kind."""
    keys = sorted(set(model.reference_fields()) - {"supersedes"})
    fields = [
        (MANY if model.model_fields[key].default == () else ONE).replace("KEY", key) for key in keys
    ]
    fields += [NESTED.replace("KEY", key) for key in nested_fields(model)]
    text = OF_KIND.replace("FIELDS", " ".join(fields))
    text += "".join(OF_REFERENCE.replace("KEY", key) for key in keys)
    return text.replace("KIND", kind)


EVERYTHING = "".join(
    [
        "# Everything\n",
        *(questions(kind, model) for kind, model in {**KINDS, **NESTED_KINDS}.items()),
        "\n{{ sources() }}\n",
    ]
)
ON_GIFTS = questions("contributions", Contribution) + OF_GIFTS


# -- what can be seen of a document ----------------------------------------


@dataclass
class Seen:
    """All that a reader, or whoever built it, can get to know of a document."""

    error: str = ""
    tree: object = None
    files: dict[str, bytes | str] = field(default_factory=dict)
    readings: object = None
    warnings: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)


class Listening(logging.Handler):
    """Notes everything that kzreport logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.logger = logging.getLogger("kzreport")

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.getMessage()}")

    def __enter__(self) -> list[str]:
        self.before = self.logger.level
        self.logger.addHandler(self)
        self.logger.propagate = False
        self.logger.setLevel(logging.DEBUG)
        return self.lines

    def __exit__(self, *_: object) -> None:
        self.logger.removeHandler(self)
        self.logger.propagate = True
        self.logger.setLevel(self.before)


def seen(project: Project, report: str, *, pdf: bool = False, **options: Any) -> Seen:
    """Return what can be seen of `report`, with the facts as they stand on disk now."""
    found = Seen()
    project.__dict__.pop("facts", None)  # all but the facts stays as it was read
    root = str(project.root)
    with Listening() as found.log:
        try:
            briefing = render(project, report, **{"as_of": DAY, **options})
            found.tree, found.readings = briefing.document, briefing.facts
            found.files = {
                "html": briefing.html(),
                "md": briefing.markdown,
                "docx": briefing.docx(),
            }
            found.files |= {"pdf": briefing.pdf()} if pdf else {}
            found.warnings = [str(each).replace(root, "") for each in briefing.warnings]
        except KzReportError as exc:
            found.error = str(exc).replace(root, "")
    found.log = [line.replace(root, "") for line in found.log]
    return found


@pytest.fixture(scope="module")
def twins(tmp_path_factory) -> tuple[Project, Project]:
    """Two projects, alike but for their facts."""
    roots = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("lower")
    reports = "".join(
        f"  {name}-{level}: {{template: {name}, level: {level}}}\n"
        for name in ("everything", "gifts", "one")
        for level in LEVELS
    )
    for root in roots:
        (root / "templates").mkdir()
        (root / "kzreport.yaml").write_text(f"mission: ''\nreports:\n{reports}")
        for name, body in (("everything", EVERYTHING), ("gifts", ON_GIFTS)):
            (root / f"templates/{name}.md.j2").write_text(f"---\nkind: paper\n---\n{body}")
    return load_project(roots[0]), load_project(roots[1])


# -- fact bases made up ----------------------------------------


@settings(max_examples=60, deadline=None, derandomize=True)
@given(base=fact_bases(), level=SEEN_BY, draft=st.booleans())
def test_a_document_is_the_same_with_and_without_what_is_above_it(twins, base, level, draft):
    whole, lower = twins
    write_base(base, whole.root / "data")
    write_base(base, lower.root / "data", seen_by=level)

    report = f"everything-{level}"

    assert seen(whole, report, draft=draft) == seen(lower, report, draft=draft)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(base=fact_bases(GIFTS), level=SEEN_BY)
def test_totals_are_the_same_with_and_without_what_is_above_them(twins, base, level):
    whole, lower = twins
    write_base(base, whole.root / "data")
    write_base(base, lower.root / "data", seen_by=level)

    assert seen(whole, f"gifts-{level}", draft=True) == seen(lower, f"gifts-{level}", draft=True)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(base=fact_bases(), level=SEEN_BY, asked=st.sampled_from(ALL_IDS))
def test_asking_for_a_record_above_is_asking_for_one_that_does_not_exist(twins, base, level, asked):
    body = f"{{{{ facts['{asked}'].id }}}} {{{{ facts['{asked}'].source.first.title }}}}\n"
    for project, seen_by in zip(twins, ("", level), strict=True):
        (project.root / "templates/one.md.j2").write_text(f"---\nkind: paper\n---\n{body}")
        write_base(base, project.root / "data", seen_by=seen_by)

    assert seen(twins[0], f"one-{level}") == seen(twins[1], f"one-{level}")


# -- the shipped papers ----------------------------------------


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> tuple[Project, Project]:
    """Two copies of the Mission's project without facts."""
    roots = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("lower")
    for root in roots:
        copy(CHECKOUT / "kzreport.yaml", root)
    return load_project(roots[0]), load_project(roots[1])


SEED = read_base(CHECKOUT / "data")
SEED_IDS = [entry_id for records in SEED.values() for entry_id in records]
#: every report of kzreport.yaml in each of its languages
PAPERS = [
    (name, lang)
    for name, report in load_project(CHECKOUT).reports.items()
    for lang in report.languages
]


@pytest.mark.parametrize("draft", [True, False], ids=["draft", "final"])
@pytest.mark.parametrize(("paper", "lang"), PAPERS)
def test_a_public_paper_of_the_mission_does_not_know_of_its_internal_facts(
    shipped, paper, lang, draft
):
    whole, lower = shipped
    write_base(SEED, whole.root / "data")
    write_base(SEED, lower.root / "data", seen_by="public")

    item = "uncac" if whole.report(paper).for_each else ""
    options = {"level": "public", "lang": lang, "draft": draft, "item": item}
    assert seen(whole, paper, **options) == seen(lower, paper, **options)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(ids=st.sets(st.sampled_from(SEED_IDS), min_size=1, max_size=40), data=st.data())
def test_an_internal_paper_of_the_mission_does_not_know_of_restricted_facts(shipped, ids, data):
    whole, lower = shipped
    paper, lang = data.draw(st.sampled_from(PAPERS))
    base = raised(SEED, ids)
    write_base(base, whole.root / "data")
    write_base(base, lower.root / "data", seen_by="internal")

    assert seen(whole, paper, lang=lang) == seen(lower, paper, lang=lang)


QUICK = (("unodc-brief", "en"), ("unodc-chronology", "en"))


@pytest.mark.parametrize(
    ("paper", "lang"),
    [each if each in QUICK else pytest.param(*each, marks=pytest.mark.slow) for each in PAPERS],
)
def test_not_one_byte_of_the_pdf_tells_of_restricted_facts(shipped, paper, lang):
    whole, lower = shipped
    base = raised(SEED, {"vc-caricc", "pos-paris", "cnd-56", "uncac-kz-in-force-law"})
    write_base(base, whole.root / "data")
    write_base(base, lower.root / "data", seen_by="internal")

    with_them, without = (seen(each, paper, pdf=True, lang=lang) for each in shipped)

    assert with_them == without
    assert with_them.error or with_them.files["pdf"].startswith(b"%PDF")
    assert not with_them.error or (paper, lang) not in QUICK


def _left_in(out, shown):
    """Return all files of a build, what it remembers too; times and the folder are taken out."""
    files = [path for path in out.rglob("*") if path.is_file()]
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
    other = rb'"seconds": ?[0-9.]+|' + re.escape(shown).encode()
    return {name: re.sub(other, b"", data) for name, data in found.items()}


def test_a_build_makes_files_of_the_same_names_and_fails_in_the_same_words(shipped, tmp_path):
    outcomes = []
    for project, seen_by in zip(shipped, ("", "public"), strict=True):
        write_base(SEED, project.root / "data", seen_by=seen_by)
        project.__dict__.pop("facts", None)
        options = Options(as_of=DAY, level=Level.public, formats=("html", "md"))
        out = tmp_path / (seen_by or "whole")
        failed = build(project, plan(project, options=options), out, options).failed
        words = [str(each.problem).replace(str(project.root), "") for each in failed]
        outcomes.append((words, _left_in(out, project.shown)))

    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0][0]) > 12  # papers not for the public, and one with draft names
    papers = {name for name in outcomes[0][1] if not name.startswith(".kzreport")}
    assert {name for name in papers if name.startswith("treaty-status")} == {
        *("treaty-status.en.html", "treaty-status.en.md"),
        *("treaty-status.ru.html", "treaty-status.ru.md"),
        *("treaty-status-internal.public.en.html", "treaty-status-internal.public.en.md"),
    }
    assert len(outcomes[0][1]) > len(papers)
