"""Word's named styles: their names, their values, and that the values are the CSS's."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from kzreport.styles import load_style
from kzreport.styles.sheet import read_sheet
from kzreport.styles.word import styles_xml, word_language

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MISSION = load_style(Path(__file__).parents[2] / "styles" / "mission.css")


def styles(css: str = MISSION.css, lang: str = "en", draft: bool = False):
    sheet = read_sheet(replace(MISSION, css=css), lang)
    root = etree.fromstring(styles_xml(sheet, lang, draft).encode())
    return {style.find(f"{W}name").get(f"{W}val"): style for style in root.findall(f"{W}style")}


def value(style, path: str, name: str = "val"):
    found = style.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{name}")


def test_every_style_of_the_specification_is_there():
    wanted = """Title, Subtitle, Kicker, Label, Summary, heading 1, heading 2, heading 3,
        Heading Plain, Body Text, Numbered Paragraph, List Bullet, List Number, List Number 2,
        Quote, Quote Source, footnote text, footnote reference, caption, Caption Unit, Table Text,
        Table Heading, Table Figure, Table Note, Box Heading, Box Item, toc 1, toc 2, Source Entry,
        Legend, header, footer, Masthead Name, Masthead Data, Speech, Speech Event, Point,
        Point Text, Note Text, Note Addressee, Figure Large, Figure What, Figure Note,
        Status Unverified, Status Disputed, Status Expected, Status Overdue, Sign, Citation,
        Strong, Emphasis, Hyperlink, Mission Table, Mission Box, Mission Masthead, Normal"""
    names = {" ".join(name.split()) for name in wanted.split(",")}

    assert names - set(styles()) == set()


def test_word_s_own_styles_keep_word_s_ids_and_ours_are_marked_custom():
    found = styles()

    ids = {name: found[name].get(f"{W}styleId") for name in ("heading 1", "toc 1", "caption")}
    assert ids == {"heading 1": "Heading1", "toc 1": "TOC1", "caption": "Caption"}
    assert found["heading 1"].get(f"{W}customStyle") is None
    assert found["footnote text"].get(f"{W}styleId") == "FootnoteText"
    assert found["Numbered Paragraph"].get(f"{W}customStyle") == "1"


def test_every_style_is_based_on_and_followed_by_one_that_exists():
    found = styles().values()
    ids = [style.get(f"{W}styleId") for style in found]

    named = {value(style, tag) for style in found for tag in ("basedOn", "next")} - {None}
    assert len(ids) == len(set(ids))
    assert named <= set(ids)


def test_normal_carries_no_space_that_could_leak_into_tables():
    assert styles()["Normal"].find(f"{W}pPr/{W}spacing") is None


def test_a_heading_has_its_rule_its_number_and_its_place_in_the_outline():
    heading = styles()["heading 1"]

    assert value(heading, "pPr/pBdr/top", "sz") == "4"
    assert value(heading, "pPr/pBdr/top", "space") == "6"
    assert value(heading, "pPr/spacing", "before") == "360"
    assert value(heading, "pPr/ind", "hanging") == "907"
    assert value(heading, "pPr/tabs/tab", "pos") == "907"
    assert value(heading, "pPr/numPr/numId") == "1"
    assert value(heading, "pPr/outlineLvl") == "0"
    assert heading.find(f"{W}pPr/{W}keepNext") is not None
    assert value(heading, "rPr/color") == "123F52"
    assert value(heading, "rPr/sz") == "27"
    assert heading.find(f"{W}rPr/{W}bCs") is not None


def test_the_fonts_are_those_of_word_s_readers_in_every_script():
    label = styles()["Label"].find(f"{W}rPr/{W}rFonts")

    assert {label.get(f"{W}{kind}") for kind in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Arial"}


@pytest.mark.parametrize(
    ("old", "new", "style", "path", "name", "before", "after"),
    [
        ("22pt/28pt", "24pt/30pt", "Title", "rPr/sz", "val", "44", "48"),
        ("22pt/28pt", "24pt/30pt", "Title", "pPr/spacing", "line", "560", "600"),
        ("--axis: 16mm", "--axis: 20mm", "Body Text", "pPr/ind", "left", "907", "1134"),
        ("--deep: #123f52", "--deep: #ff0000", "heading 1", "rPr/color", "val", "123F52", "FF0000"),
        ("0 0 8pt", "0 0 9pt", "Body Text", "pPr/spacing", "after", "160", "180"),
        ("9pt/12pt var(--serif)", "10pt/12pt var(--serif)", "footnote text", "rPr/sz", "val",
         "18", "20"),
    ],
)  # fmt: skip
def test_a_change_in_the_css_is_a_change_in_word(old, new, style, path, name, before, after):
    assert value(styles()[style], path, name) == before
    assert value(styles(MISSION.css.replace(old, new))[style], path, name) == after


def test_the_last_paragraph_of_a_list_brings_the_space_after_the_list():
    found = styles()

    assert value(found["List Bullet"], "pPr/spacing", "after") == "40"
    assert value(found["List Bullet End"], "pPr/spacing", "after") == "160"
    assert value(found["Quote Source"], "pPr/spacing", "after") == "240"


def test_doubt_is_underlined_in_drafts_only():
    assert value(styles()["Status Unverified"], "rPr/u") is None
    assert value(styles(draft=True)["Status Unverified"], "rPr/u") == "dotted"


def test_a_plain_heading_is_a_heading_without_number_at_the_edge():
    plain = styles()["Heading Plain"]

    assert value(plain, "basedOn") == "Heading1"
    assert value(plain, "pPr/numPr/numId") == "0"
    assert value(plain, "pPr/ind", "left") == "0"


def test_the_language_stands_where_word_looks_for_its_script():
    assert word_language("kk") == '<w:lang w:val="kk-KZ"/>'
    assert word_language("ar") == '<w:lang w:bidi="ar-SA"/>'
    assert word_language("zh") == '<w:lang w:eastAsia="zh-CN"/>'
    assert word_language("en-US") == '<w:lang w:val="en-US"/>'
