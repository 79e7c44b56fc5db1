"""What a screen reader follows: the structure of a PDF, as poppler and pikepdf read it."""

import re
import subprocess
from itertools import pairwise

import pikepdf
import pytest

from kzreport.weasy.engine import lay_out

PAGE = """
@page { size: 90mm 60mm; margin: 12mm; @top-left { content: "RUNNING" }
  @bottom-left { content: "foot " counter(page) } @bottom-right { content: element(seal) } }
.fn { float: footnote } .seal { position: running(seal) }
.toc a::after { content: leader(".") target-counter(attr(href), page) }
ul { list-style-type: "–" } ol { list-style-type: decimal }
"""


@pytest.fixture
def drawn(tmp_path):
    """Return the file of a page drawn from the inside of its body."""

    def drawn(body):
        html = f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{body}</body>'
        file = tmp_path / "a.pdf"
        file.write_bytes(lay_out(html, PAGE, tmp_path).pdf())
        return file

    return drawn


@pytest.fixture
def read(drawn):
    """Return the structure of a body with its words, one element or piece on a line."""

    def read(body):
        command = ["pdfinfo", "-struct-text", drawn(body)]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return re.sub(r" \((?:block|inline)\)", "", shown).rstrip()

    return read


def test_paragraphs_hold_their_words_without_further_levels(read):
    assert read("<h1>One</h1><p>Two <b>three</b>.</p>") == (
        'Document\n  H1\n    "One"\n  P\n    "Two "\n    "three"\n    "."'
    )


def test_running_words_are_not_read_and_what_belongs_to_the_text_is(read):
    said = read('<p class="seal">Sealed</p><p>x</p><p style="break-before: page">y</p>')

    assert "RUNNING" not in said
    assert "foot" not in said
    assert said.count("Sealed") == 1


def test_a_note_follows_its_call_and_has_a_name(read):
    assert read('<p>It is<span class="fn" id="fn-1">so said</span> so.</p>') == (
        'Document\n  P\n    "It is"\n    Reference\n      "1"\n    Note <fn-1>\n      Lbl\n'
        '        "1. "\n      "so said"\n    " so."'
    )


def test_a_table_over_several_pages_is_one_and_its_head_is_read_once(read):
    rows = "".join(f"<tr><td>row {n}</td><td></td></tr>" for n in range(12))
    said = read(
        f'<table><thead><tr><th scope="col">A</th><th>B</th></tr></thead><tbody>{rows}</tbody>'
    )

    assert said.count("Table") == said.count("THead") == said.count("TBody") == 1
    assert said.count("/Scope /Column") == said.count("TH:") == 2
    assert said.count('"A"') == 1
    assert [f"row {n}" for n in range(12)] == re.findall(r"row \d+", said)
    assert said.count("TD") == 24


def test_cells_say_what_they_span_and_a_head_may_stand_beside_its_row(read):
    said = read(
        '<table><tr><th scope="row">A</th><td colspan="2">b</td></tr>'
        "<tr><td>c</td><td rowspan=2>d</td></tr><tr><td>e</td></tr></table>"
    )

    assert "/Scope /Row" in said
    assert "/ColSpan 2" in said
    assert "/RowSpan 2" in said


def test_a_table_without_heads_is_no_table(read):
    assert read("<table><tr><td>left<td>right</table>") == (
        'Document\n  Div\n    P\n      "left"\n    P\n      "right"'
    )


def test_lists_have_labels_and_bodies_and_stand_in_each_other(read):
    said = read("<ul><li>one<ol><li>inner</ol><li>two</ul><dl><dt>term<dd>meaning</dl>")

    assert [line.strip(' "') for line in said.splitlines()] == [
        *("Document", "L:", "/ListNumbering /None", "LI", "Lbl", "–", "LBody", "one"),
        *("L:", "/ListNumbering /Decimal", "LI", "Lbl", "1.", "LBody", "inner"),
        *("LI", "Lbl", "–", "LBody", "two"),
        *("L", "LI", "Lbl", "term", "LBody", "meaning"),
    ]


def test_the_contents_are_told_from_the_text_and_their_dots_are_silent(read):
    said = read('<nav><p>Contents<p class="toc"><a href="#a">Words</a></nav><h1 id="a">Words</h1>')

    assert [line.strip() for line in said.splitlines() if "Object" not in line] == [
        *("Document", "TOC", "Caption", '"Contents"'),
        *("TOCI", "Link", '"Words"', '"1"', "H1", '"Words"'),
    ]


def test_a_link_is_described_by_its_words_and_printed(drawn):
    with pikepdf.open(drawn('<p>See <a href="https://example.org/a">the page</a>.')) as pdf:
        [link] = pdf.pages[0].Annots
        assert (str(link.Contents), int(link.F)) == ("the page", 4)


def test_words_in_another_language_say_so(drawn):
    with pikepdf.open(drawn('<p>In <span lang="kk">Қазақстан</span>.')) as pdf:
        paragraph = pdf.Root.StructTreeRoot.K.K[0]
        spans = [each for each in paragraph.K if isinstance(each, pikepdf.Dictionary)]
        assert [str(each.get("/Lang")) for each in spans] == ["kk"]


def test_a_picture_has_words_and_a_place_on_the_page(drawn):
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>"
    body = f'<p><img alt="A bar" src="data:image/svg+xml,{picture}" style="width:20mm">'
    with pikepdf.open(drawn(body)) as pdf:
        figure = pdf.Root.StructTreeRoot.K.K[0].K[0]
        left, bottom, right, top = map(float, figure.A.BBox)
        assert str(figure.Alt) == "A bar"
        assert right - left == pytest.approx(56.7, abs=0.1)
        assert 0 < bottom < top < float(pdf.pages[0].mediabox[3])


EVERYTHING = (
    '<h1 id="a">H</h1><p class="seal">S</p><p>a<span class="fn">n</span> <a href="#a">l</a></p>'
    "<ul><li>one<li>two</ul><table><thead><tr><th>A</th></tr></thead><tbody>"
    + "<tr><td>r</td></tr>" * 12
    + "</tbody></table><p>"
    + "word " * 120
)


def test_every_piece_of_every_page_leads_to_the_element_that_holds_it(drawn):
    with pikepdf.open(drawn(EVERYTHING)) as pdf:
        tree = pdf.Root.StructTreeRoot
        numbers = list(tree.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        held = dict(_held(tree.K, {page.objgen: n for n, page in enumerate(pdf.pages)}))
        for number, page in enumerate(pdf.pages):
            drawn_pieces = _pieces(page)
            assert drawn_pieces == {piece for place, piece in held if place == number}
            for piece in drawn_pieces:
                assert parents[int(page.StructParents)][piece].objgen == held[number, piece]
        assert len(pdf.pages) > 2
        assert int(tree.ParentTreeNextKey) == max(parents) + 1


def _pieces(page):
    shown = pikepdf.parse_content_stream(page, "BDC")
    return {int(each.operands[1].MCID) for each in shown if "/MCID" in each.operands[1]}


def _held(element, pages):
    """Yield the pieces that an element and those in it hold, with the element."""
    for part in element.K if isinstance(element.K, pikepdf.Array) else [element.K]:
        if isinstance(part, int):
            yield (pages[element.Pg.objgen], part), element.objgen
        elif part.get("/Type") == "/MCR":
            yield (pages[part.Pg.objgen], int(part.MCID)), element.objgen
        elif part.get("/S") is not None:
            assert part.P.objgen == element.objgen
            yield from _held(part, pages)


def test_what_is_drawn_is_a_piece_of_the_text_or_an_artifact(drawn):
    with pikepdf.open(drawn(EVERYTHING)) as pdf:
        for page in pdf.pages:
            depth = 0
            for each in pikepdf.parse_content_stream(page):
                name = str(each.operator)
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
                assert depth > 0 or name not in ("TJ", "Tj", "S", "f", "B")


def test_names_of_notes_are_sorted_for_the_search(drawn):
    notes = "".join(f'<p>x<span class="fn" id="fn-{n}">n</span>' for n in range(12))
    with pikepdf.open(drawn(notes)) as pdf:
        names = [str(each) for each in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]]
        assert len(names) == 12
        assert all(one < other for one, other in pairwise(names))
