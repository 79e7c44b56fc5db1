"""Papers in several languages: the same facts in each, and words that somebody confirmed."""

from __future__ import annotations

import pytest

from kzreport.checks.languages import unlike_versions

TWO = "title: {en: Paper, ru: Документ}\nlanguages: [en, ru]"
ENGLISH = "It gave {{ facts['vc-2012'].amount | money }} in {{ facts['vc-2012'].when }}."


@pytest.fixture
def versions(workspace, printed):
    """Return what KZ209 says of a paper with this English template and this Russian variant."""

    def versions(english: str, russian: str) -> list[str]:
        workspace.file("templates/t.ru.md.j2", russian)
        front = "kind: paper\nlanguages: [en]"
        return printed("KZ209", english, front, languages="[en, ru]")

    return versions


def test_a_fact_that_one_language_lacks_is_named_with_the_languages(versions):
    found = versions(ENGLISH, "Он дал {{ facts['vc-2012'].amount | money }}.")

    assert found == ["report `t`: `vc-2012.when` is printed in en, and not in ru"]


def test_order_repetition_and_names_make_no_difference(versions):
    russian = (
        "{{ facts['kz'].name }}, {{ facts['vc-2012'].when | on_date }}:"
        " {{ facts['vc-2012'].amount | money }}, {{ facts['vc-2012'].when }}."
    )

    assert versions(ENGLISH, russian) == []


def test_another_figure_for_the_same_fact_is_told(workspace):
    workspace.template("t", ENGLISH)
    english = workspace.render("t")
    workspace.facts(
        "contributions",
        """
        vc-2012:
          level: public
          recorded: 2026-11-01
          source: page#p3
          status: confirmed
          kind: voluntary
          when: 2012
          amount: {value: 60000, currency: USD}
        """,
    )
    russian = workspace.render("t", lang="ru")

    found = unlike_versions({"en": english, "ru": russian}, workspace.project().facts)

    assert found == [
        ("vc-2012.amount", "`vc-2012.amount` is printed with other figures: en 50000; ru 60000")
    ]


def test_a_public_paper_tells_of_words_that_nobody_confirmed(printed):
    body = "{{ t('sources') }}: {{ facts['vc-2012'].when }}."

    assert printed("KZ208", body, level="public", languages="ru") == [
        "report `t`: words of `ru` that nobody has confirmed: dates, phrases (2)"
    ]
    assert printed("KZ208", body, level="internal", languages="ru") == []
    assert printed("KZ208", body, level="public", languages="en") == []


def test_a_public_paper_tells_of_sentences_that_nobody_read(workspace, printed):
    workspace.file("templates/t.ru.md.j2", "---\ntranslation: draft\n---\nОн дал.")

    found = printed("KZ208", "It gave.", level="public", languages="ru")

    assert found == ["report `t`: words of `ru` that nobody has confirmed: template, phrases"]


def test_an_internal_paper_with_draft_translations_is_told(workspace, printed):
    workspace.facts(
        "events",
        """
        visit:
          level: public
          recorded: 2026-11-01
          source: page
          status: confirmed
          kind: visit
          when: 2014-04
          what: {en: visit, ru: визит, translation: draft}
        """,
    )

    assert printed("KZ207", "{{ facts['visit'].what }}", languages="ru") == [
        "report `t`: 1 text is in `ru` by an unchecked translation, `visit.what` first"
    ]


def test_an_abbreviation_is_written_out_by_a_name_that_never_ends_a_line(workspace, printed):
    workspace.facts(
        "organisations/more",
        """
        osce:
          level: public
          recorded: 2026-11-01
          kind: organisation
          name: {en: Organization, ru: Организация по безопасности и сотрудничеству}
          abbr: {en: OSCE, ru: ОБСЕ}
        """,
    )
    body = "{{ facts['osce'].name }} ({{ facts['osce'].abbr }}). {{ facts['osce'].abbr }}."

    assert printed("KZ115", body, languages="ru") == []
