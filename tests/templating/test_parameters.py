"""Parameters of templates: typed, described, and refused with their line when they do not fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzreport.errors import Location, TemplateError
from kzreport.templating.parameters import Parameter, _refusal

TYPED = """\
kind: paper
parameters:
  org: {type: organisation, description: whom it is about}
  since: {type: date, default: 2011/2012}
  most: {type: number, default: 3}
  size: {type: choice, choices: [short, full], default: short}
  word: {type: text, default: hello}
  any: {default: [a, b]}"""


def report(workspace, body: str, *parameters: str, front: str = TYPED) -> None:
    workspace.template("t", body, front)
    lines = "\n".join(f"  {each}" for each in parameters)
    workspace.report("t", "template: t" + (f"\nparameters:\n{lines}" if parameters else ""))


def refused(workspace, *parameters: str, front: str = TYPED, body: str = "Text") -> list[str]:
    report(workspace, body, *parameters, front=front)
    with pytest.raises(TemplateError) as caught:
        workspace.render("t")
    root = f"{workspace.root}/"
    return [
        f"{each.at}: {each.message} | {each.hint}".removeprefix(root)
        for each in caught.value.problems
    ]


def test_a_template_gets_records_dates_and_figures_as_such(workspace):
    body = (
        "{{ org.name }} {{ facts[org].abbr }} {{ since | on_date }} {{ most | number }} {{ size }} "
        "{{ word }} {{ any | first }} "
        "{{ facts.contributions.where(recipient=org).during(since) | length | number }}\n"
    )
    report(workspace, body, "org: unodc", "most: 12")

    text = workspace.render("t").markdown

    assert '[United Nations Office on Drugs and Crime]{.fact ref="unodc.name"}' in text
    assert "from 2011 to 2012 12 short hello a" in text
    assert '[two]{.fact ref="=1 vc-2011 vc-2012" as=number}' in text


def test_what_a_report_gives_is_no_fact_of_the_base(workspace):
    report(workspace, "{{ since | date }} {{ most | number }}\n", "org: unodc")

    assert workspace.render("t").facts.printed == ()


def test_everything_that_does_not_fit_is_told_with_its_line(workspace):
    found = refused(
        workspace, "org: vc-2011", "since: spring", "most: many", "size: long", "word: 7", "orgs: x"
    )

    assert found == [
        (
            "kzreport.yaml:7:12: `vc-2011` is one of the contributions; `org` needs a record of "
            "type organisation | `kzreport facts list` shows the records"
        ),
        (
            "kzreport.yaml:8:14: `since` is of type date; it cannot be `spring` "
            "| such as 2013, 2013-05 or 2013-05-17/2013-05-20"
        ),
        "kzreport.yaml:9:13: `most` is of type number; it cannot be `many` | a whole number",
        "kzreport.yaml:10:13: `size` is of type choice; it cannot be `long` | one of short, full",
        "kzreport.yaml:11:13: `word` is of type text; it cannot be `7` | put it in quotes",
        (
            "kzreport.yaml:12:13: the report gives `orgs`, which the template does not know "
            "| did you mean `org`?"
        ),
    ]


def test_a_record_that_is_not_there_is_told_with_the_nearest(workspace):
    (found,) = refused(workspace, "org: unod")

    assert found == "kzreport.yaml:7:12: no record named `unod` | did you mean `unodc`?"


def test_a_record_above_the_level_is_not_there(workspace):
    workspace.facts(
        "organisations",
        """
        pm: {level: public, recorded: 2026-11-01, kind: mission, name: {en: The Mission}}
        unodc: {level: internal, recorded: 2026-11-01, kind: organisation, name: {en: UNODC}}
        """,
    )
    workspace.facts("contributions", "{}")
    report(workspace, "Text", "org: unodc")

    with pytest.raises(TemplateError, match="no record named `unodc`") as caught:
        workspace.render("t", level="public")
    assert caught.value.hint == ""


def test_a_missing_parameter_is_told_with_its_description(workspace):
    (found,) = refused(workspace)

    assert found == (
        "kzreport.yaml:4:3: the report does not give `org`, which the template needs"
        " | write it under `parameters:`; whom it is about"
    )


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("org: {type: organization}", "did you mean `organisation`?"),
        ("size: {type: choice}", "the choices of `size` are missing"),
        ("size: {type: text, choices: [a]}", "the choices of `size` are missing"),
        ("n: {type: number, default: x}", "the default `n` is of type number"),
        ("n: {kind: number}", "`kind` is not a key of a parameter"),
        ("n: 3", "the parameter `n` cannot be `3`"),
        ("a-b: {type: text}", "`a-b` cannot be the name of a parameter"),
    ],
)
def test_a_wrong_description_of_a_parameter_is_told_with_its_line(workspace, spec, told):
    (found,) = refused(workspace, front=f"kind: paper\nparameters:\n  {spec}")

    assert found.startswith("templates/t.md.j2:4:")
    assert told in found


def test_parameters_of_the_extended_templates_are_inherited_and_may_be_added_to(workspace):
    first = "kind: paper\nparameters: {a: {default: one}, b: {default: two}}"
    workspace.template("first", "{{ a }} {{ b }}{% block more %}{% endblock %}\n", first)
    second = '{% extends "first.md.j2" %}\n{% block more %} {{ c }}{% endblock %}\n'
    workspace.template("second", second, "parameters: {b: {default: other}, c: {default: three}}")
    workspace.template("third", '{% extends "second.md.j2" %}\n', "title: Third")

    assert workspace.render("third").markdown == "one other three\n"


def test_templates_that_extend_each_other_end_in_an_error(workspace):
    workspace.template("a", '{% extends "b.md.j2" %}\n')
    workspace.template("b", '{% extends "a.md.j2" %}\n')

    with pytest.raises(TemplateError, match="without end"):
        workspace.render("a")


@given(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()))
)
def test_any_value_either_fits_its_type_or_is_refused_with_a_hint(value):
    for kind in ("text", "number", "date", "choice", "record"):
        parameter = Parameter("p", Location("f"), kind, choices=("a", "b"))
        wrong = _refusal(parameter, value)
        assert wrong is None or (f"of type {kind}" in wrong[0] and wrong[1])
