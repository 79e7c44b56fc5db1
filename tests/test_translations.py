"""A translation nobody has checked, and one of words that have changed, are no official texts."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from kzreport.errors import FactError
from kzreport.facts.base import load_facts
from kzreport.facts.lookup import missing_texts
from kzreport.facts.translated import origin_of, read_translated

EVENTS = """
    _defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}
    visit:
      kind: visit
      when: 2014-04
      what:
        en: visit of experts
        ru: визит экспертов
        fr: visite d’experts
        translation: {ru: draft}
        translated_from: {ru: en-%s}
    """
BODY = "{{ facts['visit'].what }}"
UNCHECKED = "`visit.what` has an unchecked translation in `ru`"


@pytest.fixture
def paper(workspace):
    def paper(level: str = "internal", origin: str = "", **options: object):
        origin = origin or origin_of("en", "visit of experts")[3:]
        workspace.facts("events", EVENTS % origin)
        workspace.template("t", BODY)
        workspace.report("t", f"template: t\nlevel: {level}")
        return workspace.render("t", lang="ru", **options)

    return paper


def test_an_internal_paper_prints_a_draft_and_says_so_at_its_end(paper):
    with_draft = paper()

    assert "визит экспертов" in with_draft.markdown
    assert "не сверен с\xa0официальными текстами." in with_draft.markdown.splitlines()[-2]
    assert with_draft.warnings == ()
    assert [each.message for each in with_draft.drafts] == [
        "1 text is in `ru` by an unchecked translation, `visit.what` first"
    ]


def test_a_paper_that_leaves_the_house_stops_at_a_draft_and_names_its_line(paper):
    with pytest.raises(FactError) as caught:
        paper("public")

    assert caught.value.problems[0].message == UNCHECKED
    assert str(caught.value.problems[0].at).startswith("data/events.yaml:7:")
    assert "{ru: checked}" in caught.value.problems[0].hint


def test_a_draft_paper_may_print_draft_translations(paper):
    assert "визит экспертов" in paper("public", draft=True).markdown


def test_a_checked_translation_leaves_the_house_and_needs_no_note(workspace, paper):
    paper()
    workspace.facts(
        "events",
        (EVENTS % "00000000")
        .replace("{ru: draft}", "{ru: checked}")
        .replace("        translated_from: {ru: en-00000000}\n", ""),
    )
    workspace.report("t", "template: t\nlevel: public")

    public = workspace.render("t", lang="ru")

    assert public.markdown.rstrip().endswith("}")
    assert public.warnings == ()


def test_words_that_changed_since_are_not_printed_in_the_old_translation(paper, caplog):
    with caplog.at_level(logging.WARNING):
        stale = paper(origin="0badc0de")

    assert stale.facts.printed[0].text == "visit of experts [en]"
    assert "визит" not in stale.markdown
    assert "was translated into `ru` before its words changed" in caplog.text
    with pytest.raises(FactError, match="before its words changed"):
        paper("public", origin="0badc0de")


def test_what_is_missing_unchecked_or_out_of_date_is_told_apart(workspace):
    workspace.facts("events", EVENTS % "0badc0de")
    base = load_facts(workspace.root / "data")

    def told(lang: str) -> list[tuple[str, str]]:
        return [(t.state, t.now) for t in missing_texts(base, lang) if t.entry_id == "visit"]

    assert told("ru") == [("stale", "визит экспертов")]
    assert told("fr") == []
    assert told("kk") == [("missing", "")]
    assert [t.field for t in missing_texts(base, "kk") if t.entry_id == "page"] == [
        "short",
        "locators.p3",
    ]


def test_one_word_is_said_of_every_translation():
    texts = read_translated({"en": "a", "ru": "б", "kk": None, "fr": "c", "translation": "draft"})

    assert [texts.state(lang) for lang in ("en", "ru", "kk", "fr")] == [
        *("good", "draft", "missing", "draft"),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ({"en": "a", "translation": "rough"}, ""),
        ({"en": "a", "ru": "b", "translation": "rough"}, "`translation` cannot be `rough`"),
        ({"en": "a", "translation": {"ru": "draft"}}, "speaks of `ru`, which has no text here"),
        ({"en": "a", "ru": "b", "translated_from": "yesterday"}, "cannot be `yesterday`"),
    ],
)
def test_a_mark_that_says_nothing_is_refused(text, problem):
    if not problem:  # there is no translation it could speak of
        assert read_translated(text).drafts == frozenset()
        return
    with pytest.raises(ValueError, match=problem):
        read_translated(text)


def test_a_source_is_cited_by_the_title_it_was_published_under(workspace):
    workspace.template("t", "It gave.{{ cite(facts['vc-2011']) }}\n\n{{ sources() }}")
    workspace.report("t", "template: t\nlevel: internal")

    cited = workspace.render("t", lang="ru", as_of=date(2026, 11, 2))

    assert "Page of the Ministry" in cited.markdown
    assert "Page of the Ministry [en]" not in cited.markdown
    assert not any("page.title" in each.message for each in cited.warnings)


def test_a_name_is_printed_in_the_case_that_is_recorded(workspace):
    workspace.facts(
        "organisations/more",
        """
        cnd:
          level: public
          recorded: 2026-11-01
          kind: body
          name: {en: Commission, ru: Комиссия}
          forms: {ru: {gen: Комиссии}}
        """,
    )
    body = (
        "{% for o in [facts['cnd'], facts['kz']] %}{% set of = in_case(o, 'gen') %}"
        "{% if of %}Члены {{ of }}.{% else %}Орган: {{ o.name }}.{% endif %}{% endfor %}"
    )
    workspace.template("t", body)

    paper = workspace.render("t", lang="ru")

    assert "Члены [Комиссии]" in paper.markdown
    assert "Орган: [Казахстан]" in paper.markdown
    assert [each.message for each in paper.warnings] == [
        "`kz` has no form `gen` in `ru`; the paper words it another way"
    ]


def test_a_source_without_a_genitive_is_told_in_the_nominative(workspace):
    page = "page: {level: public, recorded: 2026-11-01, title: {en: Page}, kind: web-page,"
    short = "short: {en: the Ministry, ru: Министерство}"
    workspace.facts("sources", f"{page} {short}, authority: own}}")
    workspace.facts("events", (EVENTS % "00000000").replace("confirmed", "unverified"))
    workspace.template("t", "{{ attribution(facts['visit']) }}он был.")

    def said() -> str:
        return workspace.render("t", lang="ru").markdown

    assert "как указывает [Министерство]" in said()
    workspace.facts(
        "sources",
        f"{page} {short}, forms: {{ru: {{gen: Министерства}}}}, authority: own}}",
    )
    assert "по данным [Министерства]" in said()
