"""Macros see the document, however deep they are imported, and never another document."""

from __future__ import annotations

from kzreport.report import render

INNER = "{% macro total() %}{{ t('total') }} {{ facts['vc-2012'].amount | money }}{% endmacro %}\n"
OUTER = """\
{% import "inner.md.j2" as i %}
{% from "inner.md.j2" import total %}
{% macro both() %}{{ i.total() }}, {{ total() }}{% endmacro %}
"""


def test_what_an_imported_template_imports_sees_the_document(workspace):
    workspace.file("templates/inner.md.j2", INNER)
    workspace.file("templates/outer.md.j2", OUTER)
    workspace.template("t", '{% import "outer.md.j2" as o %}\n{{ o.both() }}\n')
    workspace.report("t", "template: t\nlanguages: [en, ru]")
    project = workspace.project()

    said = [render(project, "t", lang=lang).markdown for lang in ("en", "ru", "en")]

    assert said[0].startswith(r"Total [\$50,000]")
    assert said[1].startswith("Итого")
    assert said[2] == said[0]
