"""The reader: Markdown in, tree out, with every problem at its line."""

from __future__ import annotations

import pytest

from kzreport.document import (
    Break,
    Definitions,
    Div,
    Emph,
    Heading,
    Link,
    List,
    Masthead,
    Note,
    NoteRef,
    Para,
    Picture,
    Quote,
    Ref,
    Span,
    Str,
    Strong,
    Table,
    plain_text,
    walk,
)
from kzreport.errors import Location, TemplateError
from kzreport.reader import read_document
from kzreport.values.joined import Joined
from kzreport.values.slots import FigureSlot, NoteSlot, RefSlot, TableSlot, slot_character


def read(text: str, slots: tuple[object, ...] = ()):
    lines = [Location("t.md.j2", number) for number in range(1, text.count("\n") + 2)]
    return read_document(text, lines, slots, "t.md.j2").blocks


def problems(text: str, slots: tuple[object, ...] = ()) -> list[str]:
    with pytest.raises(TemplateError) as caught:
        read(text, slots)
    return [f"{problem.at}: {problem.message}" for problem in caught.value.problems]


def test_headings_are_numbered_as_in_papers_of_the_united_nations():
    blocks = read("# Title\n\n## One\n\n### A\n\n### B\n\n## Two\n\n### A\n\n#### Deep\n")

    assert [(b.level, b.number) for b in blocks if isinstance(b, Heading)] == [
        (1, ""),
        (2, "I."),
        (3, "A."),
        (3, "B."),
        (2, "II."),
        (3, "A."),
        (4, "1."),
    ]


def test_a_heading_takes_its_id_and_class_from_its_end():
    (heading,) = read("## Annex. Sources {.bare #sources}\n")

    assert heading == Heading(2, (Str("Annex. Sources"),), "sources", "")


def test_two_headings_of_one_name_get_two_ids():
    assert [h.id for h in read("## Money\n\n## Money\n")] == ["money", "money-2"]


def test_paragraphs_are_numbered_through_the_paper_over_headings():
    blocks = read("(@) First.\n\n## Heading\n\n(@money) Second.\n")

    assert [(p.number, p.cls, p.id) for p in blocks if isinstance(p, Para)] == [
        (1, "num", "para-1"),
        (2, "num", "para-money"),
    ]


def test_two_numbered_paragraphs_without_a_blank_line_are_reported():
    assert problems("(@) First.\n(@) Second.\n") == [
        "t.md.j2:1: two numbered paragraphs run into one"
    ]


def test_emphasis_links_breaks_and_spans_become_nodes():
    (para,) = read("**a** *b* [c](https://un.org) [d]{.overdue}\\\ne\n")

    assert para.kids == (
        Strong((Str("a"),)),
        Str(" "),
        Emph((Str("b"),)),
        Str(" "),
        Link("https://un.org", (Str("c"),)),
        Str(" "),
        Span((Str("d"),), "overdue"),
        Break(),
        Str("e"),
    )


def test_a_link_that_is_no_web_address_is_reported():
    assert problems("[x](javascript:alert)\n") == [
        "t.md.j2:1: `javascript:alert` is no address for a link"
    ]


def test_lists_nest_and_keep_their_start():
    (outer,) = read("3. a\n   - b\n4. c\n")

    assert isinstance(outer, List)
    assert (outer.ordered, outer.start, len(outer.items)) == (True, 3, 2)
    assert isinstance(outer.items[0][1], List)


def test_quotations_and_definitions_become_blocks():
    quote, definitions = read("> said\n\nterm\n:   meaning\n")

    assert isinstance(quote, Quote)
    assert definitions == Definitions((((Str("term"),), (Para((Str("meaning"),)),)),))


def test_a_box_is_a_div_with_its_blocks():
    (box,) = read("::: box\n\n{.boxhead}\nOpen\n\n1. one\n\n:::\n")

    assert isinstance(box, Div)
    assert box.cls == "box"
    assert [type(b).__name__ for b in box.blocks] == ["Para", "List"]


def test_a_masthead_holds_the_name_and_the_data_by_lines():
    (masthead,) = read("::: masthead\nThe Mission\n\n[INTERNAL]{.handling}\\\n1 May 2014\n:::\n")

    assert masthead == Masthead(
        ((Str("The Mission"),),),
        ((Span((Str("INTERNAL"),), "handling"),), (Str("1 May 2014"),)),
    )


def test_a_footnote_written_in_the_template_stands_where_it_is_called():
    (para,) = read("Said so.[^a]\n\n[^a]: In Vienna.\n")

    assert para.kids == (Str("Said so."), Note(1, (Para((Str("In Vienna."),)),)))


def test_a_footnote_that_is_never_called_is_reported():
    assert problems("Text.\n\n[^a]: Lost.\n") == [
        "t.md.j2:3: the footnote `[^a]` is written but never called"
    ]


def test_a_footnote_called_twice_is_reported():
    assert problems("A.[^a] B.[^a]\n\n[^a]: Once.\n") == [
        "t.md.j2:1: the footnote `[^a]` is called twice"
    ]


def test_a_footnote_that_is_not_written_is_reported():
    assert problems("Said so.[^lost]\n") == [
        "t.md.j2:1: the footnote `[^lost]` is called but not written"
    ]


def test_a_footnote_mark_behind_a_figure_is_reported():
    assert problems("It has 7[^a] plans.\n\n[^a]: Note.\n") == [
        "t.md.j2:1: a footnote mark follows a figure: «It has 7»"
    ]


def test_a_source_cited_twice_repeats_its_number():
    slot = NoteSlot("seed#p3", ("seed",), Joined(["The Ministry."]))
    again = NoteSlot("seed#p3", ("seed",), Joined(["The Ministry."]))
    text = f"One.{slot_character(0)} Two.{slot_character(1)}\n"

    (para,) = read(text, (slot, again))

    assert para.kids == (
        Str("One."),
        Note(1, (Para((Str("The Ministry."),)),)),
        Str(" Two."),
        NoteRef(1),
    )


def test_a_reference_prints_the_number_of_a_table_that_comes_later():
    table = TableSlot("gifts", "Table {number}.", "Gifts", (("Year", 0.0, "text"),), (), ())
    text = f"See table {slot_character(0)}.\n\n{slot_character(1)}\n"

    para, found = read(text, (RefSlot("gifts"), table))

    assert para.kids[1] == Ref("gifts", "1")
    assert isinstance(found, Table)
    assert (found.label, found.number) == ("Table 1.", 1)


def test_a_reference_leads_to_the_table_where_a_heading_has_its_name():
    table = TableSlot("gifts", "Table {number}.", "Gifts", (("Year", 0.0, "text"),), (), ())
    text = f"## Gifts\n\nSee table {slot_character(0)}.\n\n{slot_character(1)}\n"

    heading, para, found = read(text, (RefSlot("gifts"), table))

    assert (heading.id, found.id) == ("gifts", "gifts-2")
    assert para.kids[1] == Ref("gifts-2", "1")


def test_a_reference_to_nothing_offers_the_nearest_name():
    table = TableSlot("gifts", "Table {number}.", "Gifts", (("Year", 0.0, "text"),), (), ())
    text = f"See {slot_character(0)}.\n\n{slot_character(1)}\n"

    with pytest.raises(TemplateError, match="did you mean `gifts`") as caught:
        read(text, (RefSlot("gift"), table))

    assert "names no numbered table, figure or paragraph" in caught.value.message


def test_a_character_without_a_fact_fails_the_document():
    assert problems(f"Lost {slot_character(7)}.\n") == [
        "t.md.j2:1: a character stands for a fact that is not there"
    ]


def test_indented_text_dashes_and_html_are_words():
    blocks = read("    indented\n\nText\n---\n\n<b>&amp; bold</b>\n")

    assert plain_text(blocks[0].kids) == "indented"
    assert "<b>& bold</b>" in [plain_text(b.kids) for b in blocks if isinstance(b, Para)]


def test_problems_of_one_document_are_told_together():
    assert len(problems("`code`\n\n![x](y.png)\n\n##### Deep\n")) == 3


def test_a_table_of_markdown_keeps_the_alignment_of_its_columns():
    (table,) = read("| a | b |\n|:--|--:|\n| x | 1 |\n")

    assert [column.kind for column in table.columns] == ["text", "figure"]
    assert [plain_text(c.kids) for row in table.rows for c in row.cells] == ["x", "1"]


def test_deep_nesting_ends_in_bounded_time():
    read("> " * 5_000 + "deep\n")
    assert list(walk(read("*" * 4_000 + "a\n")))


def test_figures_are_numbered_apart_from_tables_and_referred_to():
    picture = Picture(b"x", "image/png", 10, 5)
    table = TableSlot("gifts", "Table {number}.", "Gifts", (("Year", 0.0, "text"),), (), ())
    drawn = FigureSlot("bars", "Figure {number}.", picture, "two bars", "Gifts drawn")
    text = "\n\n".join([slot_character(0), slot_character(1), f"See figure {slot_character(2)}.\n"])

    _, figure, para = read(text, (table, drawn, RefSlot("bars")))

    assert (figure.number, figure.label, figure.picture) == (1, "Figure 1.", picture)
    assert plain_text(figure.alt) == "two bars"
    assert para.kids[1] == Ref("bars", "1")


def test_a_figure_inside_a_line_is_refused():
    drawn = FigureSlot("bars", "Figure {number}.", Picture(b"x", "image/png", 10, 5), "two bars")

    with pytest.raises(TemplateError, match="stands inside a line"):
        read(f"See {slot_character(0)} here.\n", (drawn,))
