"""The adapter over WeasyPrint's cascade: what CSS says, in points and plain words."""

from pathlib import Path

import pytest

from kzreport.errors import StyleError
from kzreport.weasy.cascade import Border, Sides, read_cascade

CSS = """
@page { size: A4; margin: 27mm 28mm 26mm; font: 8pt/12pt sans-serif; color: #4a575e;
  @top-left { content: string(head); margin-bottom: 22pt }
  @bottom-right { content: "Page " counter(page); text-align: right; font-weight: bold }
  @footnote { border-top: 0.5pt solid #8b979d; padding-top: 6pt } }
@page :first { margin-top: 20mm; @top-left { content: none } }
@page wide { size: A4 landscape; margin: 25mm 22mm }
.wide { page: wide }
:root { --axis: 16mm }
p { margin: 0 0 8pt; margin-inline-start: var(--axis); font: 11.5pt/16pt "Liberation Serif", serif }
p.num { margin-inline-start: 0; padding-inline-start: 16mm; text-indent: -16mm }
p.num::before { content: "1"; color: #4a575e; width: 16mm; display: inline-block }
h2 { border-top: 0.5pt solid #8b979d; padding-top: 6pt; break-after: avoid; font-weight: 700 }
td { padding: 2pt 0; padding-inline-end: 2mm } td:last-child { padding-inline-end: 0 }
table + p { margin-top: -8pt }
ol { list-style-type: letters }
@counter-style letters { system: alphabetic; symbols: a b; prefix: "("; suffix: ")" }
.draft .unverified { text-decoration: underline dotted }
sup { vertical-align: 3.5pt; font-size: 7.5pt }
.upper { text-transform: uppercase; font-style: italic; background: #eef3f5; text-align: end }
"""


def looks(*probes: str, rtl: bool = False):
    found = read_cascade(CSS, Path(), probes, rtl=rtl).looks
    return [found[probe] for probe in probes]


def test_lengths_are_points_and_families_keep_their_order():
    (look,) = looks("p")

    assert (look.size, look.line) == (11.5, 16)
    assert look.family == ("Liberation Serif", "serif")
    assert look.margin == Sides(top=0, end=0, bottom=8, start=45.354)


def test_a_number_before_a_paragraph_hangs_in_its_indent():
    paragraph, number = looks("p.num", "p.num::before")

    assert (paragraph.padding.start, paragraph.indent) == (45.354, -45.354)
    assert (number.color, number.width) == ("4A575E", 45.354)


def test_a_pseudo_element_without_rules_looks_like_its_element():
    bare, before = looks("h2", "h2::before")

    assert before.bold is bare.bold is True


def test_a_rule_above_a_heading_has_a_width_a_style_and_a_colour():
    look, text = looks("h2", "p")

    assert look.border == (Border(0.5, "solid", "8B979D"), Border(), Border(), Border())
    assert (look.keep_next, text.keep_next) == (True, False)


def test_the_middle_cell_is_no_last_child_unless_asked_for():
    middle, last = looks("tr > td", "tr > td:last-child")

    assert (middle.padding.end, last.padding.end) == (5.669, 0)


def test_a_neighbour_before_an_element_is_seen_by_its_selector():
    alone, after = looks("p", "table + p")

    assert (alone.margin.top, after.margin.top) == (0, -8)


def test_the_first_mark_of_a_list_is_rendered_by_its_counter_style():
    (item,) = looks("ol > li")

    assert item.marker == "(a)"


def test_a_draft_and_a_fair_copy_are_asked_in_one_go():
    fair, draft = looks("p > span.unverified", "html > html.draft > body > p > span.unverified")

    assert (fair.underline, draft.underline) == ("", "dotted")


def test_faces_shades_and_raised_letters_are_plain_values():
    upper, raised, plain = looks("p.upper", "p > sup", "p")

    assert (upper.caps, upper.italic, upper.fill, upper.align) == (True, True, "EEF3F5", "end")
    assert (raised.raised, raised.size) == (3.5, 7.5)
    assert (plain.fill, plain.align, plain.raised) == ("", "start", 0)


def test_start_is_the_right_side_in_a_script_from_right_to_left():
    (look,) = looks("p", rtl=True)

    assert look.margin == Sides(top=0, end=0, bottom=8, start=45.354)


def test_pages_are_read_by_layout_the_first_and_the_later_ones():
    found = read_cascade(CSS, Path(), (), ("portrait", "wide"))

    first, later, wide = found.first["portrait"], found.later["portrait"], found.later["wide"]
    assert (first.margin.top, later.margin.top) == (56.693, 76.535)
    assert (wide.width, wide.height) == (841.89, 595.276)
    assert wide.margin == Sides(top=70.866, end=62.362, bottom=70.866, start=62.362)
    assert later.footnotes.border[0] == Border(0.5, "solid", "8B979D")


def test_a_margin_box_tells_what_it_prints_and_an_empty_one_is_absent():
    found = read_cascade(CSS, Path(), ())

    boxes = found.later["portrait"].boxes
    assert set(boxes) == {"top-left", "bottom-right"}
    assert boxes["top-left"].content == (("string", "head"),)
    assert boxes["top-left"].look.margin.bottom == 22
    assert boxes["bottom-right"].content == (("text", "Page "), ("counter", "page"))
    assert boxes["bottom-right"].look.bold
    assert set(found.first["portrait"].boxes) == {"bottom-right"}


def test_a_wrong_rule_is_an_error_with_its_place():
    with pytest.raises(StyleError) as caught:
        read_cascade("p {\n  colour: red\n}", Path(), ("p",), file="mine.css")

    assert str(caught.value).startswith("mine.css:2:3: ")
