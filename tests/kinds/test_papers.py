"""Every kind of paper: what it says, the same in PDF and Word, in all languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from said_papers import make_paper

from kzreport import load_project, render
from kzreport.document import Document, Para, plain_text, walk
from kzreport.kinds import KINDS
from kzreport.language import available_languages
from kzreport.parity.tree import said_in_tree
from kzreport.parity.word import said_in_word
from kzreport.parity.words import Said, differences, words

DAY = date(2026, 11, 23)
PROJECT = load_project(Path(__file__).parent / "ruritania")
GOLDEN = Path(__file__).parents[1] / "golden"

#: every paper of the fictitious base; the Kazakh note, whose formulas are missing, as a draft
PAPERS = [
    (name, lang)
    for name, report in PROJECT.reports.items()
    for lang in (*report.languages, *({"kk"} - {*report.languages}))
]


def made(name: str, lang: str):
    draft = lang not in PROJECT.reports[name].languages
    return render(PROJECT, name, lang=lang, as_of=DAY, draft=draft)


def of_kind(name: str) -> str:
    return PROJECT.templates.get(PROJECT.reports[name].template).kind


@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_a_paper_says_what_it_said(name, lang):
    """`make golden` writes these files anew; look at what changed."""
    golden = GOLDEN / f"{of_kind(name)}.{lang}.md"

    assert made(name, lang).markdown == golden.read_text("utf-8")


def test_every_kind_is_made_in_every_language():
    first_base = {"brief", "treaty-status", "contributions", "chronology"}

    assert {of_kind(name) for name in PROJECT.reports} == KINDS.keys() - first_base
    for name in PROJECT.reports:
        assert {lang for paper, lang in PAPERS if paper == name} == {*available_languages()}


@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_no_paper_falls_back_to_another_language(name, lang):
    printed = made(name, lang).facts.printed

    assert [fact for fact in printed if fact.lang] == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_pdf_and_word_file_say_what_the_tree_says(name, lang):
    paper = make_paper(made(name, lang))
    without = said_of(paper.document, "addressee")
    # the addressee of a note stands at the foot of the page, the place being its last line;
    # the seal of a draft floats beside the text, and is drawn before it
    first, last = words_of(paper.document, "seal"), words_of(paper.document, "addressee")[:-1]
    body = said_of(paper.document, "addressee", "seal").body

    assert differences(without, said_in_word(paper.docx)) == []
    assert differences(Said((*first, *body, *last), without.notes), paper.printed.said) == []


def said_of(document: Document, *left_out: str) -> Said:
    """Return what a document says without its paragraphs of some classes."""
    blocks = [b for b in document.blocks if not (isinstance(b, Para) and b.cls in left_out)]
    return said_in_tree(replace(document, blocks=tuple(blocks)), {})


def words_of(document: Document, cls: str) -> tuple[str, ...]:
    """Return the words of the paragraphs of a class."""
    found = [b for b in document.blocks if isinstance(b, Para) and b.cls == cls]
    return words(" ".join(plain_text(each.kids) for each in found))


def test_the_addressee_of_a_note_stands_at_the_foot_of_its_page():
    printed = make_paper(made("note-verbale", "en")).printed

    assert printed.pages[0][-5:] == ("Office", "for", "Lakes", "and", "Fords")
    assert printed.margins[0][1] == "Streslau"


@pytest.mark.parametrize("kind", ["statement", "note-verbale", "fact-sheet", "non-paper"])
def test_papers_for_others_print_public_confirmed_facts_only(kind):
    briefing = made(kind, "en")
    base = PROJECT.facts.entries

    printed = {ref.partition(".")[0] for fact in briefing.facts.printed for ref in fact.refs}
    facts = [base[each] for each in printed if each in base]
    assert facts
    assert {str(each.level) for each in facts} == {"public"}
    assert {each.status for each in facts} <= {"confirmed", None}


def test_points_of_a_card_are_numbered_from_one():
    points = [
        node.number
        for node in walk(made("talking-points", "en").document)
        if isinstance(node, Para) and node.cls == "point"
    ]

    assert points == [1, 2, 3, 4]


def test_the_length_of_a_statement_is_told_in_words_and_minutes():
    assert made("statement", "en").length == "123 words, 1 minutes to read aloud"
