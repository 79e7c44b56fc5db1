"""Pages of the Word file: sizes, heads and feet, drafts, and how LibreOffice shows them."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest
from papers import ARABIC, NOTE, PAPERS, TURNED
from trees import BRIEF, TREATIES, para
from word import MISSION, W, codes, find, names, part, style_of, text, val

from kzreport.document import Document, PageBreak, Running
from kzreport.errors import WriterError
from kzreport.writers.docx import write_docx

TWIPS_A_MM = 1440 / 25.4


def margin(data: bytes, name: str):
    return part(data, f"word/{name}.xml")


def sections(document: Document):
    return find(part(write_docx(document, MISSION)), "sectPr")


def millimetres(section, name: str) -> float:
    return round(int(val(find(section, "pgMar")[0], name) or 0) / TWIPS_A_MM, 1)


def test_the_first_page_begins_higher_and_the_head_pushes_the_later_ones_down():
    (section,) = sections(BRIEF)

    assert millimetres(section, "top") == 20
    assert millimetres(section, "header") == 15
    assert millimetres(section, "footer") == 13.3
    assert (millimetres(section, "left"), millimetres(section, "bottom")) == (28, 26)
    assert find(section, "titlePg")


def test_a_wide_paper_lies_on_its_side():
    (section,) = sections(TREATIES)

    size = find(section, "pgSz")[0]
    assert (val(size, "w"), val(size, "h"), val(size, "orient")) == ("16838", "11906", "landscape")


def test_a_wide_part_has_pages_of_its_own_and_the_paper_goes_on_upright():
    before, wide, after = sections(TURNED)

    assert [val(find(each, "pgSz")[0], "orient") for each in (before, wide, after)] == [
        None,
        "landscape",
        None,
    ]
    assert [len(find(each, "titlePg")) for each in (before, wide, after)] == [1, 0, 0]


def test_the_head_is_empty_on_the_first_page_and_names_paper_and_handling_later():
    data = write_docx(replace(BRIEF, draft=False), MISSION)

    assert text(margin(data, "header-portrait-first")) == ""
    assert text(margin(data, "header-portrait-default")) == (
        "United Nations Office on Drugs and Crime\tFOR INTERNAL USE"
    )


def test_a_title_that_reaches_over_the_middle_leaves_the_handling_in_its_line():
    data = write_docx(BRIEF, MISSION)
    styles = part(data, "word/styles.xml").iter(f"{W}style")
    (header,) = (each for each in styles if val(each, "styleId") == "Header")

    stops = [val(stop) for stop in header.iter(f"{W}tab")]

    assert stops == ["right"]
    assert len(list(margin(data, "header-portrait-default").iter(f"{W}tab"))) == 1


@pytest.mark.parametrize("pages", ["first", "default"])
def test_the_foot_has_the_build_the_handling_and_the_page(pages):
    foot = margin(write_docx(BRIEF, MISSION), f"footer-portrait-{pages}")

    assert text(foot) == "kzreport · specimen\tFOR INTERNAL USE\tPage 1 of 1"
    assert codes(foot) == ["PAGE", "NUMPAGES"]


def test_a_page_formula_without_both_places_is_refused():
    with pytest.raises(WriterError, match="page formula"):
        write_docx(Document("t", "en", (), running=Running(page="Page {page}")), MISSION)


def test_an_arabic_paper_is_mirrored():
    data = write_docx(ARABIC, MISSION)

    assert text(margin(data, "header-portrait-default")) == "رأس\tللاستعمال الداخلي"
    assert all(find(table, "tblPr/bidiVisual") for table in find(part(data), "tbl"))
    defaults = find(part(data, "word/styles.xml"), "pPrDefault/pPr/bidi")
    assert len(defaults) == 1
    turned = {text(run): bool(find(run, "rPr/rtl")) for run in find(part(data), "r")}
    assert turned["المنظمة"]
    assert not turned["23 November 2026"]


def test_the_addressee_of_a_note_stands_at_the_foot_of_its_first_page():
    data = write_docx(NOTE, MISSION)

    foot = margin(data, "footer-plain-first")
    assert [text(each) for each in find(foot, "p")] == [
        "United Nations Office on Drugs and Crime",
        "Vienna",
    ]
    assert "NoteAddressee" not in {style_of(each) for each in find(part(data), "p")}
    assert text(margin(data, "header-plain-default")) == ""


def test_a_draft_says_so_behind_every_page_under_the_name_that_word_removes():
    draft, fair = (write_docx(replace(TURNED, draft=draft), MISSION) for draft in (True, False))

    heads = [name for name in names(draft) if "header-" in name]
    assert len(heads) == 4
    shapes = [
        part(draft, name).findall(".//{urn:schemas-microsoft-com:vml}shape") for name in heads
    ]
    ids = [each[0].get("id") for each in shapes]
    assert all(each.startswith("PowerPlusWaterMarkObject") for each in ids)
    assert len(set(ids)) == 4
    assert not [
        n for n in heads if part(fair, n).findall(".//{urn:schemas-microsoft-com:vml}shape")
    ]


def test_a_page_break_belongs_to_the_paragraph_that_follows():
    document = Document("t", "en", (para("One."), PageBreak(), para("Two.")))
    body = part(write_docx(document, MISSION))

    broken = [text(each) for each in find(body, "p") if find(each, "pageBreakBefore")]
    assert broken == ["Two."]


def test_a_page_break_before_a_table_is_not_lost():
    blocks = (para("One."), PageBreak(), *TREATIES.blocks[-1:])
    body = part(write_docx(replace(TREATIES, blocks=blocks), MISSION))

    (broken,) = find(body, "pageBreakBefore")
    assert broken.getparent().getparent().getnext().tag == f"{W}tbl"


def test_a_page_break_at_the_very_end_breaks_nothing():
    blocks = (BRIEF.blocks[0], para("One."), PageBreak())

    assert find(part(write_docx(replace(BRIEF, blocks=blocks), MISSION)), "pageBreakBefore") == []


# --- LibreOffice --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, list[str]]:
    """The words of each page, by paper, as LibreOffice prints them; one run for all papers."""
    office = shutil.which("soffice")
    assert office, "`make test` installs LibreOffice"
    folder = tmp_path_factory.mktemp("office")
    for name, document in PAPERS.items():
        (folder / f"{name}.docx").write_bytes(write_docx(document, MISSION, {"office": 1}))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [f"{name}.docx" for name in PAPERS]
    command = [office, profile, "--headless", "--convert-to", "pdf", *files]
    subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=240)
    return {name: _pages(folder / f"{name}.pdf") for name in PAPERS}


def _pages(file) -> list[str]:
    shown = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True
    ).stdout
    return [" ".join(page.split()) for page in shown.split("\f")[:-1]]


@pytest.mark.slow
def test_libreoffice_prints_numbers_notes_heads_and_feet(printed):
    first, second, *_ = printed["brief"]

    assert len(printed["brief"]) == 4
    assert re.search(r"I\. Kazakhstan and the Office ?\.+ ?1", first)
    assert "A. Elections 1. The United Nations Office" in first
    assert "B. Agreements 1. What is in force 3. Kazakhstan is a party" in first
    assert first.endswith("kzreport · specimen FOR INTERNAL USE Page 1 of 4")
    assert second.startswith("United Nations Office on Drugs and Crime FOR INTERNAL USE Table 1.")
    assert "(a) the review of chapter III, on criminalization;" in second
    assert "(ii) mutual legal assistance." in second
    assert "(c) a list that begins with its third item." in second
    assert printed["treaties"][0].endswith("kzreport · specimen Page 1 of 1")
    assert len(printed["turned"]) == 3
