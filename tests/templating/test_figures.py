"""`chart()` and `image()` in templates: facts stay facts, and what is wrong has its line."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kzreport.document import Fact, Figure, plain_text, walk
from kzreport.errors import KzReportError

GIFTS = """
    _defaults: {level: public, recorded: 2026-11-01, source: page#p3, kind: voluntary, donor: kz}
    a: {status: confirmed, recipient: unodc, when: 2011, amount: {value: 300000, currency: USD}}
    b: {status: unverified, recipient: unodc, when: 2013,
        amount: {min: 100000, max: 200000, currency: USD}}
    """
CHART = "{{ chart('by-year', 'Gifts by year', facts.contributions) }}\n"


def figure(workspace, body: str, **options: object) -> Figure:
    workspace.template("t", body)
    nodes = walk(workspace.render("t", **options).document)
    return next(node for node in nodes if isinstance(node, Figure))


def refused(workspace, body: str) -> str:
    workspace.template("t", body)
    with pytest.raises(KzReportError) as caught:
        workspace.render("t")
    return f"{caught.value}"


def notes(drawn: Figure) -> list[str]:
    return [f"{note.sign} {plain_text(note.kids)}".strip() for note in drawn.notes]


@pytest.fixture
def gifts(workspace):
    workspace.facts("contributions", GIFTS)
    return workspace


def test_a_chart_over_years_says_every_fact_it_draws(gifts):
    drawn = figure(gifts, CHART)

    assert plain_text(drawn.alt) == (
        "Bar chart. US$: 2011: 300,000; 2012: not recorded; 2013: 100,000–200,000."
    )
    facts = {node.text: node.refs for node in walk(drawn.alt) if isinstance(node, Fact)}
    assert facts["300,000"] == ("=1", "a.amount")
    assert facts["100,000–200,000"] == ("=2", "b.amount")
    assert facts["2013"] == ("b.when",)
    assert plain_text(drawn.caption) == "Gifts by year"


def test_the_unit_the_doubt_and_the_source_stand_under_it(gifts):
    assert notes(figure(gifts, CHART)) == [
        "† One source, not confirmed elsewhere.",
        "… not recorded",
        (
            "Unit: US$. Hatched: depends on the reading of the source. "
            "Source: the Ministry, paragraph 3."
        ),
    ]


def test_facts_of_a_chart_are_printed_facts_of_the_document(gifts):
    gifts.template("t", CHART)

    assert "a.amount" in {ref for fact in gifts.render("t").facts.printed for ref in fact.refs}


def test_currencies_never_share_an_axis_and_an_unknown_one_is_said(workspace):
    drawn = figure(workspace, CHART)

    assert plain_text(drawn.alt) == (
        "Bar chart. US$: 2012: 50,000; currency not stated: 2011: 300,000."
    )


def test_sums_of_two_sources_without_a_currency_are_kept_apart(workspace):
    workspace.facts(
        "sources",
        """
        one: {level: public, recorded: 2026-11-01, title: {en: One}, kind: web-page, authority: own}
        two: {level: public, recorded: 2026-11-01, title: {en: Two}, kind: web-page, authority: own}
        """,
    )
    workspace.facts("events", "{}")
    workspace.facts(
        "contributions",
        """
        _defaults: {level: public, recorded: 2026-11-01, kind: voluntary, donor: kz,
                    status: confirmed, recipient: unodc, when: 2011}
        a: {source: one, amount: {value: 10, currency: null}}
        b: {source: two, amount: {value: 20, currency: null}}
        """,
    )

    assert plain_text(figure(workspace, CHART).alt) == (
        "Bar chart. currency not stated: 2011: 10; currency not stated: 2011: 20."
    )


def test_points_of_ones_own_are_drawn_with_their_records(gifts):
    body = """
{% call(c) chart('one', 'Gifts', kind='line', unit='gifts') %}
{% for g in facts.contributions %}{{ c.point(g.when, g.amount, g) }}{% endfor %}
{{ c.note('A remark.') }}
{% endcall %}
"""
    drawn = figure(gifts, body)

    assert plain_text(drawn.alt) == "Line chart. US$: 2011: 300,000; 2013: 100,000–200,000."
    assert "A remark." in notes(drawn)
    assert drawn.alt[2].refs == ("a.when",)


def test_counts_are_drawn_as_figures(gifts):
    body = """
{% call(c) chart('n', 'Gifts', unit='gifts') %}
{{ c.point('2011', facts.contributions.during('2011') | length) }}
{% endcall %}
"""
    drawn = figure(gifts, body)

    assert plain_text(drawn.alt) == "Bar chart. gifts: 2011: 1."
    assert notes(drawn) == ["Unit: gifts."]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("\n{{ chart('c', 'C', facts.contributions.where(donor='un')) }}", "`c` has no data"),
        ("\n{{ chart('c', 'C') }}", "the chart `c` has no data"),
        ("\n{{ chart('c', 'C', facts.contributions, kind='pie') }}", "not a kind of chart"),
        ("\n{{ chart('c', 'C', facts.contributions, key='sum') }}", "have no key `sum`"),
        ("\n{{ chart('c', 'C', facts['a']) }}", "a chart over years needs records"),
        (
            "\n{% call(c) chart('c', 'C') %}{{ c.point('2011', 'many') }}{% endcall %}",
            "a chart draws amounts and figures, not 'many'",
        ),
        ("\n{{ image('none.png', 'Nothing') }}", "there is no image `none.png`"),
        ("\n{{ image('../t.png', 'Nothing') }}", "is no image of the project"),
        ("\n{{ image('a.png') }}", "needs a file and words"),
        ("\n{{ image('a.png', '  ') }}", "needs a file and words"),
        ("\n{{ image('a.png', 'x', width=1000) }}", "is `1000` wide"),
        ("\n{{ image('broken.png', 'x') }}", "is no image that can be read"),
        ("\n{{ image(facts['a'].kind, 'x') }}", "needs a file and words"),
    ],
)
def test_what_is_wrong_has_the_line_of_the_template(gifts, body, told):
    gifts.file("a.png", png())
    gifts.file("broken.png", b"no image")

    message = refused(gifts, body)

    assert told in message
    assert "templates/t.md.j2:5" in message


def test_too_many_years_are_refused(workspace):
    workspace.facts(
        "contributions",
        """
        _defaults: {level: public, recorded: 2026-11-01, kind: voluntary, donor: kz, source: page,
                    status: confirmed, recipient: unodc, amount: {value: 1, currency: USD}}
        a: {when: 1900}
        b: {when: 2011}
        """,
    )

    assert "a chart of 112 years is too long" in refused(workspace, CHART)


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 150)).save(buffer, "PNG")
    return buffer.getvalue()


def test_an_image_is_a_figure_with_its_words_and_is_referred_to(workspace):
    workspace.file("images/seat.png", png())
    body = (
        "See figure {{ ref('seat-png') }}.\n\n"
        "{{ image('images/seat.png', 'The seat of ' ~ facts['unodc'].abbr, 'Seat', width=60) }}\n"
    )
    workspace.template("t", body)
    briefing = workspace.render("t")
    drawn = next(node for node in walk(briefing.document) if isinstance(node, Figure))

    assert plain_text(briefing.document.blocks[0]) == "See figure 1."
    assert plain_text(drawn.alt) == "The seat of UNODC"
    assert (drawn.picture.width, drawn.picture.height) == (60, 30)
    assert {fact.refs for fact in briefing.facts.printed} == {("unodc.abbr",)}


def test_a_source_of_a_chart_stands_in_the_annex_with_the_figure(gifts):
    gifts.template("t", CHART + "\n{{ sources() }}\n")

    assert "figure 1" in gifts.render("t").markdown.casefold().split("source:")[-1]


def test_a_chart_is_the_same_document_each_time(gifts):
    gifts.template("t", CHART)

    assert gifts.render("t").document == gifts.render("t").document


def test_a_chart_of_a_public_paper_cannot_sense_what_is_above_it(workspace):
    hidden = """
    c: {level: internal, status: confirmed, recipient: unodc, when: 2015,
        amount: {value: 900000, currency: EUR}}
    """
    made = []
    for more in ("", hidden):
        known = GIFTS.replace("unverified", "confirmed")
        workspace.facts("contributions", known + more)
        workspace.template("t", CHART)
        made.append(repr(workspace.render("t", level="public").document))

    assert made[0] == made[1]
    assert "900,000" in workspace.render("t").markdown


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "fr"])
def test_a_chart_is_worded_in_every_language(gifts, lang):
    gifts.template("t", CHART)
    gifts.report("t", f"template: t\nlanguages: [{lang}]")
    nodes = walk(gifts.render("t").document)
    drawn = next(node for node in nodes if isinstance(node, Figure))

    assert drawn.label
    assert "2012" in plain_text(drawn.alt)
