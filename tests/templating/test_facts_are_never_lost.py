"""What a template may do with a fact: it keeps its source, or the build stops and says why.

The expressions are those of the comparison in docs/architecture.md, "Values fail closed".
"""

from __future__ import annotations

import pytest

from kzreport.document import Fact, plain_text, walk
from kzreport.errors import KzReportError

MACROS = (
    "{% macro m(v) %}{{ v }}{% endmacro %}{% macro w() %}{{ caller() }}{% endmacro %}"
    "{% set v = facts['unodc'].name %}"
)
NAME = "United Nations Office on Drugs and Crime"

KEPT = {
    "{{ v }}": NAME,
    "{{ v ~ '*' }}": NAME + "*",
    "{{ [v, v]|join(', ') }}": f"{NAME}, {NAME}",
    "{{ v|upper }}": NAME.upper(),
    "{{ v|lower }}": NAME.lower(),
    "{{ v|capitalize }}": NAME,
    "{{ v|default('-') }}": NAME,
    "{{ v|short(20) }}": "United Nations…",
    "{{ m(v) }}": NAME,
    "{{ m(v) ~ '&*' }}": NAME + "&*",
    "{% set s %}{{ v }}{% endset %}{{ s }}": NAME,
    "{% call w() %}{{ v }}{% endcall %}": NAME,
}

REFUSED = """
{{ v[:4] }}
{{ v|truncate(6) }}
{{ v|replace('a','b') }}
{{ v|trim }}
{{ '%s'|format(v) }}
{{ 'x' + v }}
{{ v|string }}
{{ v|int }}
{{ v|e }}
{{ v|safe }}
{{ v|title }}
{{ v|first }}
{{ v|list|join }}
{{ v|length }}
{{ m(v)|upper }}
{{ m(v)[:9] }}
{% set s %}{{ v }}{% endset %}{{ s|upper }}
{% filter upper %}{{ v }}{% endfilter %}
{{ v|wordwrap(3) }}
{{ v|center(40) }}
{{ v|striptags }}
{{ v|reverse }}
{{ v|tojson }}
{{ v|pprint }}
{{ {'a': v} }}
{{ [v] }}
{{ v|urlencode }}
{{ v|indent }}
{{ '%s' % v }}
{{ '{}'.format(v) }}
{{ v.__class__ }}
{{ v._plain }}
{{ v|attr('_plain') }}
{{ v.plain }}
{{ v|md }}
{{ (v ~ '')|upper|safe }}
{{ v * 2 }}
{{ v[0] }}
{{ v['plain'] }}
{{ facts['vc-2011'].amount|float }}
{{ facts['vc-2011'].amount + facts['vc-2011'].amount }}
{{ facts.events }}
{{ facts['cnd-56'] }}
{{ facts }}
{{ facts['cnd-56'].when.strftime('%Y') }}
{% for k in v %}{% endfor %}
""".strip().split("\n")


@pytest.mark.parametrize(("expression", "printed"), KEPT.items())
def test_what_keeps_the_fact_prints_it_with_its_source(workspace, expression, printed):
    workspace.template("t", f"{MACROS}\n\n{expression}\n")

    briefing = workspace.render("t")

    assert plain_text(briefing.document.blocks[0].kids) == printed
    facts = [node for node in walk(briefing.document) if isinstance(node, Fact)]
    assert facts
    assert {fact.refs for fact in facts} == {("unodc.name",)}


@pytest.mark.parametrize("expression", REFUSED)
def test_what_would_lose_the_fact_stops_with_the_line_of_the_template(workspace, expression):
    workspace.template("t", f"{MACROS}\n\n{expression}\n")

    with pytest.raises(KzReportError) as caught:
        workspace.render("t")

    assert str(caught.value).startswith("templates/t.md.j2:6: ")


def test_the_message_names_the_fact_and_the_filter_to_use(workspace):
    workspace.template("t", "{{ facts['vc-2011'].amount | int }}\n")

    with pytest.raises(KzReportError) as caught:
        workspace.render("t")

    assert str(caught.value) == (
        "templates/t.md.j2:4: `| int` would lose the source of `vc-2011.amount`\n"
        "hint: write `a ~ b`, or use a filter such as `| upper`, `| short(n)`, `| money`"
    )


def test_a_value_printed_through_a_macro_and_thrown_away_is_not_printed(workspace):
    workspace.template("t", "{% set s %}{{ facts['unodc'].name }}{% endset %}Nothing.\n")

    briefing = workspace.render("t")

    assert briefing.facts.printed == ()
    assert len(briefing.document.blocks) == 1


def test_a_constant_is_escaped_and_not_fixed_while_compiling(workspace):
    assert workspace.markdown('{{ "*a*" }} {{ "<b>" ~ "_c_" }}\n') == ("\\*a\\* \\<b\\>\\_c\\_\n")


def test_a_misspelt_id_is_reported_with_the_template_line(workspace):
    workspace.template("brief", "# Brief\n\n{{ facts['vc-2101'].amount }}\n")

    with pytest.raises(KzReportError) as caught:
        workspace.render("brief")

    assert str(caught.value) == (
        "templates/brief.md.j2:6: no record named `vc-2101`\nhint: did you mean `vc-2011`?"
    )


def test_a_misspelt_key_offers_the_nearest_of_the_schema(workspace):
    workspace.template("t", "{{ facts['vc-2011'].amout }}\n")

    with pytest.raises(KzReportError) as caught:
        workspace.render("t")

    assert str(caught.value) == (
        "templates/t.md.j2:4: contributions have no key `amout`\nhint: did you mean `amount`?"
    )


def test_a_missing_value_is_never_a_blank(workspace):
    workspace.template("t", "Place: {{ facts['cnd-56'].place }}.\n")

    with pytest.raises(KzReportError) as caught:
        workspace.render("t")

    assert "`cnd-56.place` is not recorded and would print as a blank" in str(caught.value)


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("{{ facts['cnd-56'].place | or_else('not stated') }}", "not stated"),
        ("{% if facts['cnd-56'].place %}x{% else %}unknown{% endif %}", "unknown"),
        ("{{ 'none' if facts['cnd-56'].place is none }}", "none"),
        ("{{ 'lone' if facts.positions else 'no position' }}", "no position"),
        ("{{ facts.contributions | map(attribute='when') | join(' and ') }}", "2011 and 2012"),
        ("{{ facts.contributions | length }}", "2"),
        ("{{ (facts['vc-2012'].recipient).abbr }}", "UNODC"),
        ("{{ facts['vc-2011'].recipient.name }}", NAME),
        ("{{ 'yes' if facts['vc-2012'].amount > 40000 }}", "yes"),
        ("{{ 'yes' if facts['cnd-56'].when < '2014' }}", "yes"),
        ("{{ facts.contributions.sort('when', reverse=true).first.when }}", "2012"),
        (
            "{{ facts.contributions.where(when='2011').first.amount }}",
            "300,000 (currency not stated)",
        ),
    ],
)
def test_answers_and_lists_read_as_an_author_expects(workspace, expression, printed):
    workspace.template("t", f"{expression}\n")

    briefing = workspace.render("t")

    assert plain_text(briefing.document.blocks[0].kids).replace("\u00a0", " ") == printed


def test_a_count_names_the_records_it_counted(workspace):
    workspace.template("t", "{{ facts.contributions | length }}\n")

    (fact,) = workspace.render("t").facts.printed

    assert fact.refs == ("=1", "vc-2011", "vc-2012")


def test_an_empty_answer_is_remembered_too(workspace):
    workspace.template("t", "{% if facts.events.where(kind='visit') %}x{% endif %}No visit.\n")

    assert workspace.render("t").facts.queries == {"events.where(kind='visit')": ()}
