"""The lint for figures in prose: what is a figure of the template, and what is none."""

import pytest

from kzreport.checks import check_project


def test_kz203_a_typed_figure_is_told_with_the_words_around(printed):
    assert printed("KZ203", "# Title\n\nThe office has 24 desks.\n") == [
        "report `t`: «24» stands in the words of the template: «The office has 24 desks.»"
    ]


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("It came in 1994.", "1994"),
        ("It came in May.", "May"),
        ("It gave $ for it.", "$"),
        ("It gave dollars for it.", "dollars"),
        ("It gave a few per cent of it.", "per cent"),
        ("It gave 300,000 of it.", "300,000"),
    ],
)
def test_kz203_figures_months_currencies_and_percentages_are_no_words(printed, words, sign):
    (message,) = printed("KZ203", f"# Title\n\n{words}\n")

    assert f"«{sign}»" in message


@pytest.mark.parametrize(
    ("lang", "words", "sign"),
    [
        ("ru", "Визит состоялся в мае.", "мае"),
        ("ru", "Сумма в долларах.", "долларах"),
        ("kk", "Сапар мамырда өтті.", "мамырда"),
        ("fr", "La visite eut lieu en août.", "août"),
        ("fr", "Une somme en euros.", "euros"),
    ],
)
def test_kz203_they_are_found_in_every_language(printed, lang, words, sign):
    (message,) = printed("KZ203", f"# T\n\n{words}\n", "kind: paper", languages=lang)

    assert f"«{sign}»" in message


def test_kz203_facts_are_no_words_of_the_template(printed):
    body = "# Title\n\nIt gave {{ facts['vc-2012'].amount | money }} {{ facts['vc-2012'].when }}.\n"

    assert printed("KZ203", body) == []


def test_kz203_the_programs_own_numerals_are_exempt(printed):
    body = """
        # Title

        {{ t('as-of', date=as_of) }}

        ## Gifts

        (@gifts) See table {{ ref('gifts') }} and paragraph {{ ref('gifts-para') }}.

        (@gifts-para) It gave.{{ cite(facts['vc-2012']) }} {{ source_numbers(facts['vc-2012']) }}

        {% call(tab) table('gifts', 'Gifts', columns=[('No.', 9), ('Year', 20)]) %}
        {{ tab.row('1', facts['vc-2012'].when) }}
        {{ tab.row('1 a', facts['vc-2011'].when) }}
        {% endcall %}

        {{ sources() }}
        """
    body = body.replace("\n        ", "\n").replace("(@gifts)", "(@)")

    assert printed("KZ203", body) == []


def test_kz203_a_year_typed_into_a_first_cell_is_no_row_number(printed):
    body = (
        "# T\n\n{% call(tab) table('g', 'Gifts', columns=[('Year', 20)]) %}"
        "{{ tab.row('2011') }}{% endcall %}\n"
    )

    assert len(printed("KZ203", body)) == 1


def test_kz203_an_author_can_say_that_a_figure_is_no_fact(printed):
    written = "# T\n\nAnswer within {{ literal('24 hours') }}, or [48 hours]{.literal}.\n"
    glued = (
        "# T\n\n{% call(tab) table('g', 'Gifts', columns=[('Year', 20)]) %}"
        "{{ tab.note('Within ' ~ literal('24 hours') ~ '.') }}{% endcall %}\n"
    )

    assert printed("KZ203", written) == []
    assert printed("KZ203", glued) == []


def test_kz203_is_an_error_where_the_paper_leaves_the_house(workspace):
    workspace.template("inside", "# T\n\nAfter 24 hours.\n")
    workspace.template("outside", "# T\n\nAfter 24 hours.\n", "kind: paper\noutward: true")
    workspace.template("public", "# T\n\nAfter 24 hours.\n")
    workspace.report("public", "template: public\nlevel: public")

    findings = check_project(workspace.project())

    assert {f.report: f.severity for f in findings if f.code == "KZ203"} == {
        "inside": "warning",
        "outside": "error",
        "public": "error",
    }


def test_kz203_names_the_line_of_the_template(workspace):
    workspace.template("t", "# Title\n\nIt gave {{ facts['vc-2012'].amount }} in 24 hours.\n")

    (finding,) = [f for f in check_project(workspace.project()) if f.code == "KZ203"]

    assert str(finding.at) == "templates/t.md.j2:6"


def test_kz204_a_number_word_is_told(printed):
    assert printed("KZ204", "# T\n\nIt has seven plans.\n") == [
        "report `t`: «seven» is a number in the words of the template: «It has seven plans.»"
    ]
    assert printed("KZ204", "# T\n\nIt consists of {{ literal('seven') }} plans.\n") == []


def test_kz204_one_is_a_word_like_any_other(printed):
    assert printed("KZ204", "# T\n\nNo one knows.\n") == []


def test_literal_takes_plain_words_only(printed):
    (message,) = printed("KZ201", "# T\n\n{{ literal(facts['vc-2012'].when) }}\n")

    assert message == "report `t`: `literal()` takes plain words"
