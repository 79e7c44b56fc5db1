"""The four papers of the first fact base, in four languages."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kzreport import Briefing, load_project, render
from kzreport.checks.languages import unlike_versions

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests/golden"
PROJECT = load_project(ROOT)
LANGUAGES = ("en", "ru", "kk", "fr")

#: the table of treaties is public where every name is official, else for the house
PAPERS = {
    **{("brief", lang): "unodc-brief" for lang in LANGUAGES},
    **{("treaty-status", lang): "treaty-status" for lang in ("en", "ru")},
    **{("treaty-status", lang): "treaty-status-internal" for lang in ("kk", "fr")},
    **{("contributions", lang): "unodc-contributions" for lang in LANGUAGES},
    **{("chronology", lang): "unodc-chronology" for lang in LANGUAGES},
}


@cache
def made(kind: str, lang: str) -> Briefing:
    return render(PROJECT, PAPERS[kind, lang], lang=lang, as_of=date(2026, 11, 23))


@pytest.mark.parametrize(("kind", "lang"), PAPERS)
def test_a_paper_says_what_it_said(kind, lang):
    """`make golden` writes these files anew; look at what changed."""
    golden = GOLDEN / f"{kind}.{lang}.md"

    assert made(kind, lang).markdown == golden.read_text("utf-8")


@pytest.mark.parametrize(("kind", "lang"), PAPERS)
def test_nothing_but_titles_of_sources_is_told_in_another_language(kind, lang):
    foreign = [fact.refs[0] for fact in made(kind, lang).facts.printed if fact.lang]

    assert [ref for ref in foreign if not ref.endswith(".title")] == []
    assert made(kind, lang).warnings == ()


@pytest.mark.parametrize("kind", dict.fromkeys(kind for kind, _ in PAPERS))
def test_every_language_prints_the_same_facts(kind):
    versions = {lang: made(kind, lang) for lang in LANGUAGES}

    assert unlike_versions(versions, PROJECT.facts) == []


@pytest.mark.parametrize("lang", ["kk", "fr"])
def test_a_public_table_stops_at_the_names_that_are_drafts(lang):
    with pytest.raises(Exception, match="unchecked translation") as caught:
        render(PROJECT, "treaty-status", lang=lang, as_of=date(2026, 11, 23))

    assert "data/organisations.yaml:" in str(caught.value)
    assert "`pm-vienna.name`" in str(caught.value)
