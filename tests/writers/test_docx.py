"""The Word file: real styles, numbers, notes and fields, and exactly the words of the tree."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from papers import PAPERS
from trees import BRIEF, TREATIES, instruments, numbered, para, words
from word import MISSION, codes, find, names, paragraphs, part, style_of, text, val
from word import words as split

from kzreport import document as tree
from kzreport.document import Document, Heading, List, Para, Str
from kzreport.errors import WriterError
from kzreport.writers.docx import write_docx

PAGES = {"office": 1, "elections": 1, "agreements": 1, "contributions": 2, "annex": 4}


def docx(*blocks: tree.Block, **fields) -> bytes:
    return write_docx(Document("A paper", "en", blocks, **fields), MISSION)


@pytest.fixture(scope="module")
def brief() -> bytes:
    return write_docx(BRIEF, MISSION, PAGES)


@pytest.fixture(scope="module")
def body(brief):
    return part(brief)


# --- The whole file -----------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("embed", ["full", "ids", "none"])
def test_a_validator_finds_nothing(name, embed, tmp_path):
    file = tmp_path / "paper.docx"
    file.write_bytes(write_docx(PAPERS[name], MISSION, PAGES, embed))

    assert OpenXmlValidator().validate(file).errors == []


def test_python_docx_opens_it_and_reads_who_wrote_it(brief, tmp_path):
    import docx as python_docx

    file = tmp_path / "brief.docx"
    file.write_bytes(brief)
    opened = python_docx.Document(str(file))

    assert opened.core_properties.title == BRIEF.title
    assert opened.core_properties.author == BRIEF.properties.author
    assert opened.core_properties.last_modified_by == BRIEF.properties.author
    assert opened.core_properties.keywords == "UNODC, drugs"
    assert str(opened.core_properties.created) == "2026-11-23 00:00:00+00:00"
    assert opened.paragraphs[2].style.name == "Title"


def test_another_process_with_another_hash_seed_makes_the_same_bytes(brief, tmp_path):
    here = Path(__file__).parent
    script = (
        "import sys; from trees import BRIEF; from word import MISSION;"
        "from kzreport.writers.docx import write_docx;"
        f"sys.stdout.buffer.write(write_docx(BRIEF, MISSION, {PAGES!r}))"
    )
    made = subprocess.run(
        [sys.executable, "-c", script],
        cwd=here,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": f"{here}:{here.parents[1]}"},
        capture_output=True,
        check=True,
    )

    assert made.stdout == brief


def test_nothing_is_left_of_the_program_that_made_it(brief):
    assert not [name for name in names(brief) if "thumbnail" in name or "Effects" in name]
    everything = b"".join(etree.tostring(part(brief, name)) for name in names(brief))
    assert b"python-docx" not in everything
    assert b"rsid" not in everything


def test_the_file_asks_no_reader_to_renew_its_fields(brief):
    settings = part(brief, "word/settings.xml")

    assert not find(settings, "updateFields")
    assert not [each for each in part(brief).iter() if val(each, "dirty")]
    modes = {val(each, "name"): val(each) for each in find(settings, "compat/compatSetting")}
    assert modes["compatibilityMode"] == "15"


def test_the_words_are_the_tree_s_words_in_their_order(body):
    shown = [line for style, line in paragraphs(body) if not style.startswith("TOC")]

    assert split(" ".join(shown)) == split(" ".join(_texts(BRIEF.blocks)))


def _texts(part: object) -> Iterator[str]:
    """Yield what a reader sees of a tree, line by line, notes and contents left out."""
    match part:
        case tuple():
            if part and isinstance(part[0], tree.Inline):
                yield "".join(_inline(kid) for kid in part)
            else:
                for each in part:
                    yield from _texts(each)
        case tree.Table():
            yield f"{part.label} {''.join(map(_inline, part.caption))}"
            yield from _texts((part.head, part.rows, part.notes))
        case tree.TableNote(sign=sign, kids=kids):
            yield f"{sign} {''.join(map(_inline, kids))}"
        case tree.Contents(title=kids) | tree.Heading(kids=kids) | tree.Para(kids=kids):
            yield from _texts(kids)
        case tree.Cell(kids=kids):
            yield from _texts(kids)
        case tree.Row(cells=inner) | tree.Quote(blocks=inner) | tree.Div(blocks=inner):
            yield from _texts(inner)
        case tree.List(items=inner) | tree.Definitions(items=inner):
            yield from _texts(inner)
        case tree.Masthead(name=name, data=data):
            yield from _texts((name, data))


def _inline(node: tree.Inline) -> str:
    match node:
        case tree.NoteRef(number=number):
            return str(number)
        case tree.Note():
            return ""
        case tree.Strong(kids=kids) | tree.Emph(kids=kids):
            return "".join(map(_inline, kids))
        case tree.Span(kids=kids) | tree.Link(kids=kids):
            return "".join(map(_inline, kids))
        case _:
            return tree.plain_text(node)


def test_no_paragraph_of_the_text_is_formatted_by_hand(body):
    allowed = {"pStyle", "numPr", "pageBreakBefore", "keepNext", "sectPr"}

    found = {each.tag.split("}")[1] for each in body.iterfind(".//{*}p/{*}pPr/*")}
    assert found <= allowed


def test_every_style_that_is_used_is_defined(brief):
    defined = {val(each, "styleId") for each in find(part(brief, "word/styles.xml"), "style")}
    used = set()
    for name in names(brief):
        if name.startswith("word/") and name.endswith(".xml") and "theme" not in name:
            root = part(brief, name)
            for tag in ("pStyle", "rStyle", "tblStyle"):
                used |= {val(each) for each in find(root, tag)}

    assert used - defined == set()


# --- Numbers ------------------------------------------------------------------------------


def test_headings_are_word_s_headings_and_carry_no_number_in_their_text(body):
    found = [(style, line) for style, line in paragraphs(body) if "Heading" in style]

    assert found[:4] == [
        ("Heading1", "Kazakhstan and the Office"),
        ("Heading2", "Elections"),
        ("Heading2", "Agreements"),
        ("Heading3", "What is in force"),
    ]
    assert ("HeadingPlain", "Annex. Sources") in found


def test_a_number_that_word_would_not_give_is_written_out():
    root = part(docx(Heading(2, words("First"), "a", "I."), Heading(2, words("Other"), "b", "V.")))

    assert list(paragraphs(root)) == [("Heading1", "First"), ("Heading1", "V.\tOther")]
    (number,) = find(root, "pPr/numPr/numId")
    assert val(number) == "0"


def test_paragraphs_are_counted_by_word_as_long_as_the_tree_counts_on():
    root = part(docx(*[numbered(n, f"Paragraph {n}.") for n in (1, 2, 3)]))

    assert [style for style, _ in paragraphs(root)] == ["NumberedParagraph"] * 3
    assert find(root, "numPr") == []


def test_a_gap_in_the_paragraph_numbers_starts_a_list_at_that_number():
    data = docx(numbered(1, "One."), numbered(5, "Five."), numbered(6, "Six."))

    used = [val(each) for each in find(part(data), "pPr/numPr/numId")]
    lists = {val(each, "numId"): each for each in find(part(data, "word/numbering.xml"), "num")}
    assert len(used) == 2
    assert used[0] == used[1]
    assert val(find(lists[used[0]], "lvlOverride/startOverride")[0]) == "5"


def test_every_ordered_list_begins_anew_and_where_it_should():
    items = ((para("one"),), (para("two"),))
    data = docx(List(True, 1, items), para("between"), List(True, 4, items))

    used = [val(each) for each in find(part(data), "pPr/numPr/numId")]
    lists = {val(each, "numId"): each for each in find(part(data, "word/numbering.xml"), "num")}
    starts = [val(find(lists[each], "lvlOverride/startOverride")[0]) for each in used]
    assert starts == ["1", "1", "4", "4"]
    assert used[0] == used[1] != used[2]


def test_letters_then_roman_numbers_and_dashes_come_from_the_css(brief):
    designs = {
        val(each, "abstractNumId"): each
        for each in find(part(brief, "word/numbering.xml"), "abstractNum")
    }

    shapes = {
        number: [(val(find(level, "numFmt")[0]), val(find(level, "lvlText")[0]))
                 for level in find(design, "lvl")][:2]
        for number, design in designs.items()
    }  # fmt: skip
    assert shapes["1"] == [("upperRoman", "%1."), ("upperLetter", "%2.")]
    assert shapes["2"] == [("decimal", "%1.")]
    assert shapes["5"] == [("bullet", "–"), ("bullet", "–")]
    assert shapes["6"] == [("lowerLetter", "(%1)"), ("lowerRoman", "(%2)")]
    assert shapes["9"][0] == ("decimal", "%1")


def test_the_twelfth_level_of_a_list_is_written_as_the_ninth():
    inner: tuple[tree.Block, ...] = (para("deepest"),)
    for _ in range(11):
        inner = (para("item"), List(False, 1, (inner,)))

    root = part(docx(List(False, 1, (inner,))))
    levels = [int(val(each) or 0) for each in find(root, "numPr/ilvl")]
    assert levels == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8]


def test_only_the_last_paragraph_of_a_list_has_the_style_that_ends_it():
    root = part(docx(List(False, 1, ((para("a"),), (para("b"), para("more"))))))

    assert [style for style, _ in paragraphs(root)] == [
        "ListBullet",
        "ListBullet",
        "ListContinueEnd",
    ]


# --- Notes and references -----------------------------------------------------------------


def test_notes_stand_in_their_own_part_with_the_separators(brief, body):
    notes = find(part(brief, "word/footnotes.xml"), "footnote")

    assert [val(note, "id") for note in notes] == ["-1", "0", "1", "2"]
    assert [val(note, "type") for note in notes[:2]] == ["separator", "continuationSeparator"]
    assert text(notes[2]).strip() == (
        "Press release ECOSOC/5820. The years of that term are not stated."
    )
    assert [val(each, "id") for each in find(body, "footnoteReference")] == ["1", "2"]


def test_a_note_called_again_repeats_the_number_of_the_first_call(body):
    (call, _) = find(body, "footnoteReference")
    bookmark = call.getparent().getprevious()

    assert f"NOTEREF {val(bookmark, 'name')} \\f \\h" in codes(body)


def test_a_reference_to_a_paragraph_is_a_field_that_shows_its_number(body):
    (paragraph,) = [each for each in find(body, "p") if text(each).startswith("Kazakhstan was el")]
    bookmark = val(find(paragraph, "bookmarkStart")[0], "name")

    assert f"REF {bookmark} \\r \\h" in codes(body)


def test_a_reference_to_a_table_repeats_its_number(body):
    captions = [each for each in find(body, "p") if style_of(each) == "Caption"]

    assert [text(each) for each in captions] == [
        "Table 1. Participation in the main instruments",
        "Table 2. Voluntary contributions (currency not stated)",
    ]
    for caption in captions:
        assert "SEQ Table \\* ARABIC" in codes(caption)
        assert f"REF {val(find(caption, 'bookmarkStart')[0], 'name')} \\h" in codes(body)


def test_bookmarks_and_controls_have_numbers_and_names_of_their_own(body):
    marks = find(body, "bookmarkStart")
    assert len({val(each, "id") for each in marks}) == len(marks)
    assert len({val(each, "name") for each in marks}) == len(marks)
    assert {val(e, "id") for e in marks} == {val(e, "id") for e in find(body, "bookmarkEnd")}
    controls = [val(each) for each in find(body, "sdtPr/id")]
    assert len(set(controls)) == len(controls)


def test_every_field_is_opened_parted_and_closed(brief):
    for name in names(brief):
        if name.startswith("word/") and name.endswith(".xml"):
            depth = 0
            for mark in find(part(brief, name), "fldChar"):
                depth += {"begin": 1, "separate": 0, "end": -1}[val(mark, "fldCharType") or ""]
                assert depth >= 0, name
            assert depth == 0, name


def test_contents_are_finished_entries_with_pages_and_no_controls(body):
    entries = [each for each in find(body, "p") if style_of(each).startswith("TOC")]

    assert [text(each) for each in entries] == [
        "I.\tKazakhstan and the Office\t1",
        "A.\tElections\t1",
        "B.\tAgreements\t1",
        "II.\tContributions\t2",
        "\tAnnex. Sources\t4",
    ]
    assert codes(entries[0])[0] == 'TOC \\o "1-2" \\h \\z \\u'
    assert not find(entries[0], "dataBinding")
    targets = {val(each, "name") for each in find(body, "bookmarkStart")}
    assert {val(find(each, "hyperlink")[0], "anchor") for each in entries} <= targets


@pytest.mark.parametrize(
    "wrong",
    [
        para(tree.Ref("nowhere", "9")),
        para(tree.Link("#nowhere", words("there"))),
        para(tree.NoteRef(3)),
        para(tree.Link("javascript:alert(1)", words("there"))),
        para(tree.Link("file:///etc/passwd", words("there"))),
        para(tree.Link("https://a b", words("there"))),
        para(tree.Note(1, (tree.Contents(),))),
    ],
)
def test_what_leads_nowhere_or_to_harm_is_refused(wrong):
    with pytest.raises(WriterError):
        docx(wrong)


def test_a_link_out_is_a_relation_of_the_text(brief, body):
    relations = part(brief, "word/_rels/document.xml.rels")
    (link,) = [each for each in relations if each.get("TargetMode") == "External"]

    assert link.get("Target") == "https://www.unodc.org/unodc/en/treaties/"
    ids = [value for each in find(body, "hyperlink") for value in each.attrib.values()]
    assert link.get("Id") in ids


# --- Text ---------------------------------------------------------------------------------


def test_signs_of_markup_are_only_text():
    root = part(docx(para("<w:p/> & “quoted” ]]> &amp;")))

    assert [line for _, line in paragraphs(root)] == ["<w:p/> & “quoted” ]]> &amp;"]


@pytest.mark.parametrize(
    ("character", "name"),
    [("\x00", "U+0000"), ("\x07", "U+0007"), ("\ud800", "U+D800"), ("\ufffe", "U+FFFE")],
)
def test_a_character_that_no_file_can_hold_is_named_with_its_place(character, name):
    with pytest.raises(WriterError) as caught:
        docx(para("The seat is in", f" Vienna{character}."))

    assert name in str(caught.value)
    assert "Vienna" in str(caught.value)


def test_hyphens_and_tabs_become_word_s_own():
    root = part(docx(para("41‑st\tses\u00adsion")))

    assert len(find(root, "noBreakHyphen")) == len(find(root, "softHyphen")) == 1
    assert [line for _, line in paragraphs(root)] == ["41‑st\tsession"]


def test_another_language_is_marked_on_the_run(body):
    marked = {val(each) for each in find(body, "rPr/lang")}

    assert marked == {"kk-KZ", "ru-RU"}


def test_bold_in_a_bold_heading_stays_bold():
    root = part(docx(Heading(2, (tree.Strong(words("Bold")), Str(" too")), "a", "I.")))

    assert find(root, "rPr/rStyle") == []


def test_the_unit_in_a_bold_caption_is_not_bold(body):
    (unit,) = [
        each for each in find(body, "rPr") if val(each.find(".//{*}rStyle")) == "CaptionUnit"
    ]

    assert [val(each) for each in find(unit, "b")] == ["0"]


def test_what_is_bold_inside_a_plain_unit_stays_bold():
    unit = tree.Span((Str("in "), tree.Strong(words("USD"))), "unit")
    table = replace(instruments(), caption=(Str("Sums "), unit))
    (caption,) = [p for p in find(part(docx(table)), "p") if style_of(p) == "Caption"]

    bold = {text(each): [val(b) for b in find(each, "b")] for each in find(caption, "r")}
    assert bold["in "] == ["0"]
    assert bold["USD"] == []  # bold as its paragraph


def test_an_unknown_role_is_ordinary_text_and_a_known_one_its_style():
    root = part(docx(para("a", cls="unheard"), para("b", cls="lead"), para("c", cls="num keep")))

    assert [style for style, _ in paragraphs(root)] == ["BodyText", "Summary", "NumberedParagraph"]
    assert len(find(root, "keepNext")) == 1


def test_a_paper_of_one_thousand_rows_is_quick_and_whole():
    table = TREATIES.blocks[-1]
    assert isinstance(table, tree.Table)
    long = replace(TREATIES, blocks=(replace(table, rows=table.rows[:1] * 1000),))

    assert len(find(part(write_docx(long, MISSION)), "tr")) == 1001


def test_an_empty_document_is_a_file_all_the_same():
    assert find(part(docx()), "sectPr") != []
    assert list(paragraphs(part(docx(Para(()))))) == []
