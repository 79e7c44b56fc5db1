"""A paper on the Mission's own letterhead: its head, foot, emblem and styles, our marks."""

import io
import re
import zipfile

import pytest
from letterheads import ADDRESS, EMBLEM, MISSION, PARTS, letterhead
from lxml import etree
from openxml_audit import OpenXmlValidator

from kzreport import load_project
from kzreport.errors import KzReportError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = """\
# Contributions

## The sums

It gave {{ facts['vc-2011'].amount | money }}.
"""


@pytest.fixture
def desk(workspace):
    """A project with a letterhead, and a paper without one."""
    workspace.file("letterhead.docx", letterhead())
    workspace.template("paper", BODY)
    workspace.report("paper", "template: paper\nletterhead: letterhead.docx")
    workspace.report("bare", "template: paper")
    return workspace


@pytest.fixture
def paper(desk) -> bytes:
    return desk.render("paper").docx()


def part(data: bytes, name: str):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text(element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def style(data: bytes, name: str):
    (found,) = [
        each
        for each in part(data, "word/styles.xml").iter(f"{W}style")
        if each.find(f"{W}name").get(f"{W}val") == name
    ]
    return found


def values(element, path: str) -> list[str]:
    steps = "/".join(f"{W}{step}" for step in path.split("/"))
    return [each.get(f"{W}val") for each in element.iterfind(f".//{steps}")]


def test_the_first_page_has_its_head_with_the_emblem(paper):
    head = part(paper, "word/header-portrait-first.xml")

    assert text(head) == MISSION
    relations = part(paper, "word/_rels/header-portrait-first.xml.rels")
    assert [each.get("Target") for each in relations] == ["media/letterhead-image1.png"]
    assert parts(paper)["word/media/letterhead-image1.png"] == EMBLEM
    assert b'Extension="png" ContentType="image/png"' in parts(paper)["[Content_Types].xml"]


def test_our_handling_mark_and_page_number_still_stand(paper):
    foot = part(paper, "word/footer-portrait-first.xml")
    later = part(paper, "word/header-portrait-default.xml")

    lines = [text(each) for each in foot.iter(f"{W}p")]
    assert re.fullmatch(r"kzreport · \w+FOR INTERNAL USEPage 1 of 1", lines[0])
    assert lines[1:] == [ADDRESS, "gov.kz"]
    assert "FOR INTERNAL USE" in text(later)


def test_a_line_of_the_letterhead_that_only_counts_pages_is_left_out(paper):
    codes = [
        (each.text or "").strip()
        for name in parts(paper)
        if re.match(r"word/header-", name)
        for each in part(paper, name).iter(f"{W}instrText")
    ]

    assert codes == []


def test_a_link_of_the_foot_is_kept(paper):
    (relation,) = part(paper, "word/_rels/footer-portrait-first.xml.rels")

    assert relation.get("Target") == "https://www.gov.kz/"
    assert relation.get("TargetMode") == "External"


def test_nothing_of_the_file_s_own_history_is_carried_over(paper):
    head = parts(paper)["word/header-portrait-first.xml"]

    for trace in (b"rsid", b"paraId", b"_GoBack"):
        assert trace not in head


def test_styles_are_found_by_their_english_names_whatever_their_ids(paper):
    heading = style(paper, "heading 1")

    assert heading.get(f"{W}styleId") == "Heading1"
    fonts = heading.find(f"{W}rPr/{W}rFonts")
    assert fonts.get(f"{W}ascii") == "Cambria"
    assert values(heading, "rPr/color") == ["00AFCA"]
    assert values(heading, "rPr/b") == ["0"]
    assert heading.find(f"{W}pPr/{W}spacing").get(f"{W}before") == "480"


def test_what_makes_a_heading_a_heading_stays_ours(paper):
    heading = style(paper, "heading 1")

    assert values(heading, "pPr/numPr/numId") == ["1"]
    assert values(heading, "pPr/outlineLvl") == ["0"]


def test_the_letters_of_its_normal_are_those_of_the_text(paper):
    defaults = part(paper, "word/styles.xml").find(f".//{W}rPrDefault/{W}rPr")

    assert defaults.find(f"{W}rFonts").get(f"{W}ascii") == "PT Serif"
    assert defaults.find(f"{W}sz").get(f"{W}val") == "24"


def test_the_styles_of_its_head_come_along_under_names_of_their_own(paper):
    styles = part(paper, "word/styles.xml")
    names = values(styles, "style/name") + [
        each.find(f"{W}name").get(f"{W}val") for each in styles.iter(f"{W}style")
    ]

    assert {"Letterhead header", "Letterhead Hyperlink", "Letterhead Normal"} <= set(names)
    assert "Letterhead Подпись" not in names
    used = {
        value
        for name in parts(paper)
        if re.fullmatch(r"word/(header|footer|document).*\.xml", name)
        for tag in ("pStyle", "rStyle", "tblStyle")
        for value in values(part(paper, name), tag)
    }
    assert used <= {each.get(f"{W}styleId") for each in styles.iter(f"{W}style")}


def test_its_lines_stand_where_they_stood_though_our_margins_are_others(paper):
    head = part(paper, "word/header-portrait-first.xml")
    indent, tab = head.find(f".//{W}ind"), head.find(f".//{W}tab[@{W}pos]")

    ours = int(part(paper, "word/document.xml").find(f".//{W}pgMar").get(f"{W}left"))
    assert int(indent.get(f"{W}left")) == 1701 - ours
    assert int(tab.get(f"{W}pos")) == 4677 + 1701 - ours


def test_a_validator_finds_nothing(desk, tmp_path):
    for name, options in (("paper", {}), ("paper", {"draft": True})):
        file = desk.render(name, **options).write(tmp_path / "paper.docx")

        assert OpenXmlValidator().validate(file).errors == []


def test_a_draft_has_its_watermark_beside_the_letterhead(desk):
    head = parts(desk.render("paper", draft=True).docx())["word/header-portrait-first.xml"]

    assert b"PowerPlusWaterMarkObject" in head
    assert MISSION.encode() in head


def test_the_same_letterhead_gives_the_same_bytes(desk, paper):
    assert desk.render("paper").docx() == paper


def test_the_name_above_the_title_is_left_out_when_the_letterhead_says_it(desk):
    head = str(PARTS["word/header1.xml"]).replace(MISSION, "PERMANENT MISSION, KAZAKHSTAN")
    desk.file("letterhead.docx", letterhead({"word/header1.xml": head}))
    named = "::: masthead\nPermanent Mission\\\nKazakhstan\n\n1 May\n:::\n\n# T\n\nText.\n"
    desk.template("named", named)
    desk.report("named", "template: named\nletterhead: letterhead.docx")

    assert text(part(desk.render("named").docx(), "word/document.xml")) == "1 MayTText."


def test_the_project_s_letterhead_holds_for_all_and_a_report_may_do_without(desk):
    desk.report("paper", "template: paper")
    desk.report("bare", 'template: paper\nletterhead: ""')
    desk.project()
    with_one = (
        (desk.root / "kzreport.yaml")
        .read_text()
        .replace("format: 1", "format: 1\nletterhead: letterhead.docx")
    )
    desk.file("kzreport.yaml", with_one)
    project = load_project(desk.root)
    assert project.letterhead_of(project.report("paper")) is not None
    assert project.letterhead_of(project.report("bare")) is None


@pytest.mark.parametrize("name", ["../letterhead.docx", "/etc/letterhead.docx", "letterhead.doc"])
def test_a_letterhead_outside_the_project_is_refused_with_its_line(desk, name):
    desk.report("paper", f"template: paper\nletterhead: {name}")

    with pytest.raises(KzReportError, match=r"kzreport.yaml:\d+:\d+: `.*` is no Word file of the"):
        desk.project()


def test_a_letterhead_that_is_not_there_is_told(desk):
    desk.report("paper", "template: paper\nletterhead: other.docx")

    with pytest.raises(KzReportError, match=r"other\.docx"):
        desk.render("paper")
