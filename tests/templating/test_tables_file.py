"""The tables that every paper may print: in four languages, and nothing where nothing is."""

from __future__ import annotations

import pytest

from kzreport.document import Table, walk

BODY = """\
{% import "tables.md.j2" as tables %}
{{ tables.contributions('gifts', 'A', facts.contributions) }}
{{ tables.events('events', 'B', facts.events) }}
{{ tables.memberships('seats', 'C', facts.memberships) }}
{{ tables.treaties('acts', 'D', facts.agreements) }}
"""


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "fr"])
def test_tables_of_facts_are_printed_in_every_language_and_empty_ones_are_not(workspace, lang):
    workspace.template("t", BODY)
    workspace.report("t", f"template: t\nlanguages: [{lang}]")

    tables = [n for n in walk(workspace.render("t").document) if isinstance(n, Table)]

    assert [table.id for table in tables] == ["gifts", "events"]
    gifts = [row.cls for row in tables[0].rows]
    assert gifts == ["group", "", "", "sub", "sub", "total", "total"]
