"""Footnotes: each is printed once, on the page of its call or the next."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from kzreport.document import Contents, Document, Heading, Note, Para, Str
from kzreport.errors import WriterError
from kzreport.styles import load_style
from kzreport.writers.pdf import lay_out

STYLE = load_style(Path(__file__).parents[2] / "styles/mission.css")


def paper(seed: int, *, contents: bool = False) -> Document:
    """Return thirty numbered paragraphs with fifteen notes among them, of any length."""
    chance = Random(seed)  # noqa: S311  # the same paper each time
    notes, blocks = 0, []
    if contents:
        blocks.append(Contents((Str("Contents"),)))
    for number in range(1, 31):
        if contents and number % 6 == 1:
            blocks.append(Heading(2, (Str(f"Part {number}"),), f"part-{number}", "I."))
        kids = []
        for _ in range(chance.randint(1, 4)):
            kids.append(Str("word " * chance.randint(5, 40)))
            if notes < 15 and chance.random() < 0.5:
                notes += 1
                words = (Str("note " * chance.randint(3, 60)),)
                kids.append(Note(notes, (Para(words),)))
        blocks.append(Para(tuple(kids), "num", number, f"p{number}"))
    return Document("Notes", "en", tuple(blocks))


# With 2 and 3 WeasyPrint 70 loses a note; the others are for company.
@pytest.mark.parametrize("contents", [False, True], ids=["plain", "contents"])
@pytest.mark.parametrize("seed", [2, 3, 11, 12, 13, 14])
def test_no_note_is_lost_where_pages_end(seed, contents):
    places = lay_out(paper(seed, contents=contents), STYLE).page_map.places

    pages = [places[f"fn-{number}"] for number in range(1, 16)]
    assert pages == sorted(pages)


def test_a_note_that_the_style_hides_stops_the_paper():
    hiding = replace(STYLE, css=STYLE.css + "\n.fn { display: none }")

    with pytest.raises(WriterError) as caught:
        lay_out(paper(2), hiding)

    first = caught.value.problems[0]
    assert str(first).startswith("footnote 1 found no place on the pages, `note note")
    assert len(caught.value.problems) == 15
