"""The head of a paper names the language of its original in the other versions alone."""

from datetime import date
from pathlib import Path

import pytest

from kzreport import load_project, render

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("lang", "named"),
    [
        ("en", None),
        ("ru", "Язык оригинала: английский"),
        ("kk", "Түпнұсқа тілі: ағылшын"),
        ("fr", "Original\u202f: anglais"),
    ],
)
def test_only_a_version_in_another_language_names_the_original(lang, named):
    briefing = render(
        load_project(ROOT), "unodc-contributions", lang=lang, as_of=date(2026, 11, 23)
    )

    head = briefing.markdown.partition("\n# ")[0]
    assert named in head if named else "Original" not in head


def test_the_original_is_in_the_first_language_of_the_report(workspace):
    workspace.template(
        "t",
        "{{ report.original }} {% if lang != report.original %}{{ t('original-ru') }}{% endif %}",
    )
    workspace.report("t", "template: t\ntitle: {ru: Документ, en: Paper}\nlanguages: [ru, en]")

    assert "Original: Russian" in workspace.render("t", lang="en").markdown
    assert "Язык оригинала" not in workspace.render("t", lang="ru").markdown
