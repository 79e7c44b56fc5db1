"""`brief.ru.md.j2` beside `brief.md.j2` holds the prose of the same paper in Russian."""

from __future__ import annotations

import pytest

from kzreport.errors import TemplateError

TEMPLATE = "templates/t.md.j2"
VARIANT = "templates/t.ru.md.j2"


def test_a_paper_takes_the_variant_of_its_language(workspace):
    workspace.template("t", "It gave.", "kind: paper\nlanguages: [en]")
    workspace.file(VARIANT, "Он дал.")

    assert "It gave." in workspace.render("t", lang="en").markdown
    assert "Он дал." in workspace.render("t", lang="ru").markdown


def test_the_languages_of_a_template_are_its_own_and_those_of_its_variants(workspace):
    workspace.template("t", "It gave.", "kind: paper\nlanguages: [en]")
    workspace.file(VARIANT, "Он дал.")
    templates = workspace.project().templates

    assert templates.get("t").languages == ("en", "ru")
    with pytest.raises(TemplateError, match="not written in `fr`") as caught:
        workspace.render("t", lang="fr")
    assert caught.value.hint == "it is written in en, ru"


def test_a_template_of_phrases_is_for_all_languages_with_a_variant_too(workspace):
    workspace.template("t", "{{ t('sources') }}")
    workspace.file(VARIANT, "Он дал.")

    assert workspace.project().templates.get("t").languages == ()
    assert "Sources" in workspace.render("t", lang="fr").markdown
    assert "Он дал." in workspace.render("t", lang="ru").markdown


def test_a_variant_inherits_what_stands_above_its_template(workspace):
    front = "kind: programme\nlanguages: [en]\nlayout: wide\ntitle: Dates"
    workspace.template("t", "It gave.", front)
    workspace.file(VARIANT, "---\ntitle: Даты\n---\n# {{ report.title }}")

    briefing = workspace.render("t", lang="ru")

    assert briefing.document.title == "Даты"
    assert briefing.document.layout == "wide"
    assert briefing.document.properties.subject == "Программа визита"


def test_a_variant_may_not_be_another_paper_than_its_template(workspace):
    workspace.template("t", "It gave.", "kind: paper\nlanguages: [en]")
    workspace.file(VARIANT, "---\noutward: true\n---\nОн дал.")

    with pytest.raises(TemplateError) as caught:
        workspace.render("t", lang="ru")

    assert str(caught.value) == (
        f"{VARIANT}:2:1: `outward` is told by the template, not by its variants\n"
        "hint: delete the line"
    )


def test_variants_are_no_templates_of_their_own(workspace):
    workspace.template("t", "It gave.")
    workspace.file(VARIANT, "---\ntitle: Даты\n---\nОн дал.")

    names = workspace.project().templates.names()

    assert "t" in names
    assert "t.ru" not in names


def test_an_error_in_a_variant_names_its_line(workspace):
    workspace.template("t", "It gave.", "kind: paper\nlanguages: [en]")
    workspace.file(VARIANT, "Он дал.\n\n{{ nowhere }}")

    with pytest.raises(TemplateError) as caught:
        workspace.render("t", lang="ru")

    assert str(caught.value.at) == f"{VARIANT}:3"


def test_macros_imported_from_a_rendered_template_speak_the_language_of_each_paper(workspace):
    workspace.template("head", "{% macro head() %}{{ t('sources') }}{% endmacro %}{{ head() }}")
    workspace.template("t", '{% from "head.md.j2" import head %}\n{{ head() }}')
    project = workspace.project()

    def said(report: str, lang: str) -> str:
        from kzreport.report import render

        return render(project, report, lang=lang).markdown.strip()

    assert [said(*each) for each in (("head", "en"), ("t", "ru"), ("head", "fr"), ("t", "kk"))] == [
        "Sources",
        "Источники",
        "Sources",
        "Дереккөздер",
    ]
