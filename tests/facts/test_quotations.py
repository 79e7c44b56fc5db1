"""A quotation holds the words of its source, every one of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzreport.facts.quotations import Difference, first_difference

TEXT = "The Office has its seat\nin Vienna (since 1997). It\n\nwas named anew in 2002.\n"
SEED = (Path(__file__).parents[2] / "data/sources/seed-unodc.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "quotation",
    [
        "The Office has its seat in Vienna",
        "seat  in\nVienna",
        "since 1997",
        "It was named anew in 2002",
        "The Office […] was named anew",
        "The Office [...] in 2002.",
        "(since 1997).",
        "",
    ],
)
def test_words_that_stand_in_the_source_are_a_quotation(quotation):
    assert first_difference(quotation, TEXT) is None


@pytest.mark.parametrize(
    ("quotation", "found"),
    [
        ("The Office has a seat in Vienna", Difference("a", "its", 1)),
        ("An Office has its seat in Vienna", Difference("An", "The", 1)),
        ("seat in Vienna (since 1998). It", Difference("1998).", "1997).", 2)),
        ("was named again in 2002", Difference("again", "anew", 4)),
        ("was named in 2002", Difference("in", "anew", 4)),
        ("anew in 2002. Since then", Difference("Since", "", 4)),
        ("was named […] The Office", Difference("The", "", 0)),
        ("Nothing alike", Difference("Nothing", "", 0)),
        ("the Office has its", Difference("the", "The", 1)),
        ("ffice has its", Difference("ffice", "Office", 1)),
    ],
)
def test_the_first_word_that_differs_is_told_with_its_line(quotation, found):
    assert first_difference(quotation, TEXT) == found


@given(st.data())
def test_any_run_of_words_stands_and_any_change_in_it_is_found(data):
    words = SEED.split()
    start = data.draw(st.integers(0, len(words) - 6))
    run = words[start : start + data.draw(st.integers(5, 30))]
    assert first_difference(" ".join(run), SEED) is None

    place = data.draw(st.integers(0, len(run) - 1))
    changed = [*run[:place], run[place] + "x", *run[place + 1 :]]
    found = first_difference(" ".join(changed), SEED)
    assert found is not None
    assert found.line


@given(st.text(max_size=40), st.text(max_size=80))
def test_any_two_texts_can_be_compared(quotation, text):
    found = first_difference(quotation, text)
    assert found is None or found.word in quotation.split()
