"""Pictures in a paper of a kind: the facts they show are bound by its rules, too."""

from __future__ import annotations

from kzreport.document import Fact, Figure, Picture, Str, TableNote
from kzreport.kinds import count_words, items_of

DRAWN = Figure(
    Picture(b"", "image/png", 10, 5),
    alt=(Str("Bars: "), Fact("300,000", ("vc-2011.amount",))),
    caption=(Str("Gifts by year"),),
    notes=(TableNote("", (Str("Source: the Ministry."),)),),
)


def test_the_facts_of_a_picture_are_printed_facts_of_the_paper():
    facts = [fact.refs for item in items_of((DRAWN,)) for fact in item.facts]

    assert facts == [("vc-2011.amount",)]


def test_the_words_for_who_does_not_see_it_take_no_room():
    assert count_words(items_of((DRAWN,))) == 6
