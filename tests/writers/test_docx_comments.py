"""Comments in a Word draft: open questions at the facts they are about; none in a final paper."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from openxml_audit import OpenXmlValidator
from trees import BRIEF, fact, para, words
from word import MISSION, W, find, names, part, text, val

from kzreport.document import Document, Link, Note, Properties, Question
from kzreport.writers.docx import write_docx

ABOUT = Properties(author="Permanent Mission of Kazakhstan", date="2026-11-23")
AMOUNT = Question("vc-2011.amount", "The source states no currency.")


def written(*blocks, questions=(AMOUNT,)) -> bytes:
    document = Document("A paper", "en", blocks, draft=True, properties=ABOUT)
    return write_docx(replace(document, questions=questions), MISSION)


def commented(data: bytes) -> list[str]:
    """Return the words that each comment is about."""
    body = part(data)
    found = []
    for start in find(body, "commentRangeStart"):
        shown = []
        for each in start.itersiblings():
            if each.tag == f"{W}commentRangeEnd":
                assert val(each, "id") == val(start, "id")
                break
            shown.append(text(each) or "note" * len(find(each, "footnoteReference")))
        found.append("".join(shown))
    return found


def test_a_question_is_a_comment_on_the_first_place_that_prints_the_fact():
    data = written(
        para("Once ", fact("300,000", "vc-2011.amount"), "."),
        para("Again ", fact("300,000", "vc-2011.amount"), "."),
    )

    (comment,) = find(part(data, "word/comments.xml"), "comment")
    assert commented(data) == ["300,000"]
    assert text(comment) == "vc-2011.amount: The source states no currency."
    assert val(comment, "author") == "Permanent Mission of Kazakhstan"
    assert val(comment, "initials") == "PMK"
    assert val(comment, "date") == "2026-11-23T00:00:00Z"
    (called,) = find(part(data), "commentReference")
    assert val(called, "id") == val(comment, "id")


def test_a_question_about_a_fact_in_a_footnote_stands_at_the_call():
    note = Note(1, (para("See ", fact("300,000", "vc-2011.amount")),))
    data = written(para("Text.", note))

    assert commented(data) == ["note"]
    assert find(part(data, "word/footnotes.xml"), "commentReference") == []


def test_a_question_about_a_fact_in_a_link_is_asked_there():
    data = written(para(Link("https://www.unodc.org/", words(fact("1", "vc-2011.amount")))))

    assert commented(data) == ["1"]


def test_a_paper_without_questions_has_no_comments():
    data = written(para("Once ", fact("300,000", "vc-2011.amount"), "."), questions=())

    assert "word/comments.xml" not in names(data)


def test_a_question_about_what_is_not_printed_makes_no_comment():
    assert "word/comments.xml" not in names(written(para("Nothing.")))


def test_a_validator_finds_nothing_in_a_draft_with_comments(tmp_path):
    draft = replace(BRIEF, draft=True, questions=(Question("unodc.name", "A & B <open>?"),))
    file = tmp_path / "draft.docx"
    file.write_bytes(write_docx(draft, MISSION))

    with zipfile.ZipFile(BytesIO(file.read_bytes())) as archive:
        assert b"A &amp; B &lt;open&gt;?" in archive.read("word/comments.xml")
    assert OpenXmlValidator().validate(file).errors == []


# --- Where the questions come from ----------------------------------------------------------

GIFTS = """
    _defaults: {level: public, recorded: 2026-11-01, source: page#p3, status: unverified}
    vc-2011:
      kind: voluntary
      donor: kz
      recipient: unodc
      when: 2011
      amount: {value: 300000, currency: null}
      problem: [no-currency]
      note: the officer's own words
    vc-2012:
      kind: voluntary
      donor: kz
      recipient: unodc
      when: 2012
      amount: {value: 50000, currency: USD}
      level: internal
      problem: [garbled]
      quote: fifty thousand thousand
    """
BODY = "# T\n\nIt gave {{ facts['vc-2011'].amount | money }}.\n"


@pytest.fixture
def gifts(workspace):
    workspace.facts("contributions", GIFTS)
    workspace.template("gifts", BODY)
    return workspace


def test_a_draft_asks_what_is_open_about_the_facts_it_prints(gifts):
    asked = gifts.render("gifts", draft=True).document.questions

    assert asked == (
        Question(
            "vc-2011.amount",
            "The source states no currency. One source, not confirmed elsewhere.",
        ),
    )


def test_a_final_paper_asks_nothing(gifts):
    assert gifts.render("gifts").document.questions == ()


def test_a_paper_that_leaves_the_house_asks_nothing(gifts):
    assert gifts.render("gifts", draft=True, level="public").document.questions == ()


def test_the_questions_are_in_the_language_of_the_paper(gifts):
    gifts.report("russian", "template: gifts\nlanguages: [ru]")

    (question,) = gifts.render("russian", lang="ru", draft=True).document.questions
    assert question.text.startswith("Источник не указывает валюту.")
