"""facts.json in the PDF: what the document prints, as far as it may see it and embed allows."""

from __future__ import annotations

import json
import subprocess
from datetime import date

import pikepdf
import pytest
from jsonschema import Draft202012Validator
from said_papers import SHIPPED, shipped

from kzreport.carried import facts_schema

BODY = """\
# Gifts

{{ facts['kz'].name }} gave {{ facts['vc-2011'].amount | money }} in {{ facts['vc-2011'].when }},
{{ facts.contributions.where(donor='kz') | count }} gifts in all.
"""


@pytest.fixture
def carried(workspace):
    """Return what the PDF of a report carries, read by qpdf; `None` for nothing."""

    def carried(briefing):
        (workspace.root / "a.pdf").write_bytes(briefing.pdf())
        with pikepdf.open(workspace.root / "a.pdf") as pdf:
            if "facts.json" not in pdf.attachments:
                return None
            return json.loads(pdf.attachments["facts.json"].get_file().read_bytes())

    return carried


@pytest.fixture
def gifts(workspace):
    workspace.template("gifts", BODY)
    return workspace


def test_each_printed_fact_has_its_words_value_source_and_page(gifts, carried):
    found = carried(gifts.render("gifts"))

    assert found["facts"][:3] == [
        {
            "refs": ["kz.name"],
            "text": "Kazakhstan",
            "values": ["Kazakhstan"],
            "sources": [],
            "page": 1,
        },
        {
            "refs": ["vc-2011.amount"],
            "as": "money",
            "text": "300,000 (currency not stated)",
            "values": [{"low": "300000", "high": "300000", "currency": None}],
            "sources": ["page#p3"],
            "page": 1,
        },
        {
            "refs": ["vc-2011.when"],
            "text": "2011",
            "values": ["2011"],
            "sources": ["page#p3"],
            "page": 1,
        },
    ]


def test_a_derived_figure_names_its_inputs_and_no_value_that_is_not_printed(workspace, carried):
    workspace.template("n", "{{ facts.contributions.where(donor='kz') | count }} gifts.\n")
    [fact] = carried(workspace.render("n"))["facts"]

    assert fact["derived"] == "=1"
    assert {ref.partition(".")[0] for ref in fact["refs"]} == {"vc-2011", "vc-2012"}
    assert "values" not in fact
    assert "50000" not in json.dumps(fact)


def test_the_file_says_what_it_was_made_of(gifts, carried):
    found = carried(gifts.render("gifts", known_at=date(2026, 12, 1)))

    assert {
        key: found[key] for key in ("schema", "embed", "as_of", "known_at", "level", "lang")
    } == {
        "schema": "urn:kzreport:facts:1",
        "embed": "full",
        "as_of": "2014-06-30",
        "known_at": "2026-12-01",
        "level": "internal",
        "lang": "en",
    }


@pytest.mark.parametrize(("name", "lang"), SHIPPED)
def test_the_facts_of_every_paper_follow_the_schema(name, lang):
    briefing = shipped(name, lang)
    if briefing.carried is None:
        assert briefing.embed == "none"
        return
    found = json.loads(briefing.carried.to_json(briefing.page_map.facts))

    Draft202012Validator.check_schema(facts_schema())
    Draft202012Validator(facts_schema()).validate(found)
    assert [fact["text"] for fact in found["facts"]] == [f.text for f in briefing.facts.printed]


def test_with_ids_there_are_names_and_pages_and_no_words(gifts, carried):
    gifts.report("gifts", "template: gifts\nembed: ids")
    found = carried(gifts.render("gifts"))

    Draft202012Validator(facts_schema()).validate(found)
    assert found["facts"][1] == {"refs": ["vc-2011.amount"], "as": "money", "page": 1}
    assert "300" not in json.dumps(found["facts"])


@pytest.mark.parametrize("definition", ["embed: none", "level: public"])
def test_nothing_travels_where_embed_is_none_or_the_paper_leaves_the_house(
    workspace, carried, definition
):
    workspace.template("t", "{{ facts['vc-2011'].when }} was a year.\n")
    workspace.report("t", f"template: t\n{definition}")

    assert carried(workspace.render("t")) is None


def test_a_text_is_carried_in_the_language_it_is_printed_in(workspace, carried):
    workspace.template("t", "{{ facts['kz'].name }}\n")
    found = carried(workspace.render("t", lang="ru"))

    assert found["facts"][0]["values"] == ["Казахстан"]
    assert "Kazakhstan" not in json.dumps(found)


def test_the_attachment_is_data_with_the_date_of_the_report(gifts):
    (gifts.root / "a.pdf").write_bytes(gifts.render("gifts").pdf())
    with pikepdf.open(gifts.root / "a.pdf") as pdf:
        [file] = pdf.Root.AF
        assert (str(file.AFRelationship), str(file.UF)) == ("/Data", "facts.json")
        assert str(file.EF.F.Subtype) == "/application/json"
        assert str(file.EF.F.Params.CreationDate) == str(file.EF.F.Params.ModDate)
        assert str(file.EF.F.Params.ModDate) == "D:20140630000000Z"
    check = ["qpdf", "--check", "a.pdf"]
    subprocess.run(check, cwd=gifts.root, capture_output=True, check=True)


def test_the_hash_of_readings_tells_what_the_document_read_and_nothing_else(gifts, carried):
    before = carried(gifts.render("gifts"))["readings"]

    gifts.facts(
        "events",
        "x: {level: public, recorded: 2026-11-01, kind: session, what: {en: a}, when: 2013,\n"
        "  source: page, status: confirmed}\n",
    )
    beside = carried(gifts.render("gifts"))["readings"]
    contributions = (gifts.root / "data/contributions.yaml").read_text("utf-8")
    gifts.file("data/contributions.yaml", contributions.replace("300000", "300001"))
    after = carried(gifts.render("gifts"))["readings"]

    assert before == beside != after


def test_a_higher_record_leaves_no_trace_in_what_travels(gifts):
    def made():
        gifts.report("gifts", "template: gifts\nembed: full")
        return gifts.render("gifts").pdf()

    alone = made()
    contributions = (gifts.root / "data/contributions.yaml").read_text("utf-8")
    higher = (
        "vc-2013: {kind: voluntary, donor: kz, recipient: unodc, when: 2013, level: restricted, "
    )
    higher += "amount: {value: 777, currency: USD}}\n"
    gifts.file("data/contributions.yaml", contributions + higher)

    assert made() == alone


def test_the_hashes_of_template_and_style_follow_their_texts(gifts, carried):
    first = carried(gifts.render("gifts"))
    gifts.template("base", "{% block body %}{% endblock %}\n")
    gifts.template("gifts", "{% extends 'base.md.j2' %}{% block body %}" + BODY + "{% endblock %}")
    second = carried(gifts.render("gifts"))
    gifts.template("base", "{% block body %}{% endblock %}\n\n")
    third = carried(gifts.render("gifts"))

    assert len({each["template"] for each in (first, second, third)}) == 3
    assert len({each["style"] for each in (first, second, third)}) == 1


def test_the_kind_of_pdf_is_a_matter_of_the_report_and_of_who_asks(gifts):
    gifts.report("gifts", "template: gifts\nvariant: plain")
    plain = gifts.render("gifts")
    archive = gifts.render("gifts", variant="archive")

    assert (plain.variant, archive.variant) == ("plain", "archive")
    assert len(plain.pdf()) < len(archive.pdf())


def test_another_kind_of_pdf_is_refused(gifts):
    gifts.report("gifts", "template: gifts\nvariant: x-4")

    with pytest.raises(Exception, match="`x-4` is no kind of PDF\nhint: archive, plain or ua"):
        gifts.render("gifts")
