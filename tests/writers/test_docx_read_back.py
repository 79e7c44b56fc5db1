"""The Word file read back by programs that are not ours: pandoc, and LibreOffice both ways."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pypandoc
import pytest
from lxml import html
from pandoc_tree import elements_of, pandoc_text
from said_papers import EVERYTHING, make_paper
from trees import BRIEF
from word import MISSION, W, find, part, text, val

from kzreport.document import (
    Emph,
    Fact,
    Heading,
    Link,
    List,
    Note,
    Span,
    Strong,
    Table,
    plain_text,
    walk,
)
from kzreport.writers.docx import write_docx

K = "{urn:kzreport:facts:1}"


@pytest.fixture
def paper(workspace):
    """A small paper with every kind of block."""
    workspace.template("everything", EVERYTHING)
    return make_paper(workspace.render("everything"))


# --- pandoc -----------------------------------------------------------------------------------


@pytest.fixture
def pandoc(paper, tmp_path) -> list[dict]:
    """Every element of what pandoc makes of the file."""
    file = tmp_path / "paper.docx"
    file.write_bytes(paper.docx)
    whole = json.loads(pypandoc.convert_file(str(file), "json"))
    # title and subtitle are for pandoc the document's own, not its text
    return [*elements_of(whole["blocks"]), *elements_of(list(whole["meta"].values()))]


def nodes(paper, kind):
    return [node for node in walk(paper.document.blocks) if isinstance(node, kind)]


def test_pandoc_finds_headings_with_their_levels(paper, pandoc):
    found = [
        (each["c"][0] + 1, pandoc_text(each["c"][2])) for each in pandoc if each["t"] == "Header"
    ]
    headings = [(n.level, plain_text(n.kids)) for n in nodes(paper, Heading)]

    assert found == headings[1:]  # the first has the style Title: for pandoc no heading


def test_pandoc_finds_ordered_and_other_lists_nested_as_in_the_tree(paper, pandoc):
    kinds = [each["t"] for each in pandoc if each["t"] in ("OrderedList", "BulletList")]
    lists = ["OrderedList" if n.ordered else "BulletList" for n in nodes(paper, List)]

    for kind in lists:  # numbered paragraphs and sources are lists for pandoc, too
        assert kind in kinds
    bullets = next(each for each in pandoc if each["t"] == "BulletList")
    inner = [each["t"] for each in elements_of(bullets["c"]) if each["t"].endswith("List")]
    assert inner == ["OrderedList", "OrderedList"]


def test_pandoc_finds_the_notes_where_they_are_called(paper, pandoc):
    paragraph = next(
        each for each in pandoc if each["t"] == "Para" and "says the page" in pandoc_text(each)
    )
    kinds = [(each["t"], each["c"] if each["t"] == "Str" else "") for each in paragraph["c"]]
    place = next(n for n, (kind, _) in enumerate(kinds) if kind == "Note")

    assert kinds[place - 1] == ("Str", "page.")
    assert sum(each["t"] == "Note" for each in pandoc) == len(nodes(paper, Note))


def test_pandoc_finds_links_and_what_is_bold(paper, pandoc):
    links = [
        (each["c"][2][0], pandoc_text(each["c"][1]))
        for each in pandoc
        if each["t"] == "Link" and not each["c"][2][0].startswith("#")
    ]
    strong = [pandoc_text(each["c"]) for each in pandoc if each["t"] == "Strong"]

    assert links == [(n.url, plain_text(n.kids)) for n in nodes(paper, Link)]
    for node in nodes(paper, Strong):
        assert plain_text(node.kids) in " ".join(strong)


def test_pandoc_finds_the_cells_of_tables(paper, pandoc):
    tables = [each for each in pandoc if each["t"] == "Table" and len(each["c"][2]) == 3]
    (table,) = nodes(paper, Table)
    cells = [plain_text(cell.kids) for row in (*table.head, *table.rows) for cell in row.cells]

    assert [pandoc_text(each["c"][3:5]) for each in tables] == [" ".join(filter(None, cells))]


#: the roles of spans, and what each is called in Word
ROLES = {
    "expected": "Status Expected",
    "overdue": "Status Overdue",
    "unverified": "Status Unverified",
    "disputed": "Status Disputed",
    "sign": "Sign",
    "ref": "Citation",
    "unit": "Caption Unit",
    "handling": "Masthead Handling",
}
#: the roles whose style is italic
ITALIC = ("expected", "overdue")


@pytest.fixture(scope="module")
def brief(tmp_path_factory):
    """A file of a paper that has every role, emphasis and several languages."""
    file = tmp_path_factory.mktemp("brief") / "brief.docx"
    file.write_bytes(write_docx(BRIEF, MISSION))
    return file


def read_by_pandoc(file, form: str) -> list[dict]:
    return list(elements_of(json.loads(pypandoc.convert_file(str(file), "json", form))["blocks"]))


def test_pandoc_finds_the_roles_of_spans_and_their_words(brief):
    found = [
        (dict(each["c"][0][2])["custom-style"], pandoc_text(each["c"][1]))
        for each in read_by_pandoc(brief, "docx+styles")
        if each["t"] == "Span" and dict(each["c"][0][2]).get("custom-style") in ROLES.values()
    ]
    spans = [n for n in walk(BRIEF.blocks) if isinstance(n, Span) and n.cls in ROLES]
    assert sorted(found) == sorted((ROLES[n.cls], plain_text(n.kids)) for n in spans)


def test_pandoc_finds_all_that_is_italic_and_bold_and_nothing_else(brief):
    found = read_by_pandoc(brief, "docx")
    nodes = list(walk(BRIEF.blocks))
    slanted = [
        plain_text(n.kids)
        for n in nodes
        if isinstance(n, Emph) or (isinstance(n, Span) and n.cls in ITALIC)
    ]
    heavy = [
        plain_text(n.kids)
        for n in nodes
        if isinstance(n, Strong) or (isinstance(n, Span) and n.cls == "handling")
    ]
    assert [pandoc_text(e["c"]) for e in found if e["t"] == "Emph"] == slanted
    assert sorted(pandoc_text(e["c"]) for e in found if e["t"] == "Strong") == sorted(heavy)


# --- LibreOffice ------------------------------------------------------------------------------


def test_libreoffice_finds_what_is_said_in_another_language(tmp_path):
    # pandoc reads no languages, and LibreOffice 7.4 none of what stands in a bound control
    (tmp_path / "brief.docx").write_bytes(write_docx(BRIEF, MISSION, embed="none"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "html", "brief.docx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    page = html.parse(tmp_path / "brief.html").getroot()

    spoken: dict[str, str] = {}
    for each in page.find("body").iter("span"):
        lang = (each.get("lang") or "").partition("-")[0]
        spoken[lang] = spoken.get(lang, "") + " ".join(each.text_content().split())
    said = {n.lang: n for n in walk(BRIEF.blocks) if getattr(n, "lang", "")}
    assert {lang: spoken.get(lang) for lang in said} == {
        lang: plain_text(node) for lang, node in said.items()
    }


@pytest.fixture
def saved(paper, tmp_path) -> bytes:
    """The file as LibreOffice writes it after opening it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "paper.docx").write_bytes(paper.docx)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", "out"]
    subprocess.run(
        [*command, "paper.docx"], cwd=tmp_path, capture_output=True, check=True, timeout=120
    )
    return (tmp_path / "out" / "paper.docx").read_bytes()


def test_through_libreoffice_controls_bindings_and_facts_are_still_found(paper, saved):
    own, kept = part(paper.docx), part(saved)
    names = [name for name in _names(saved) if re.fullmatch(r"customXml/item\d+\.xml", name)]
    stores = [root for root in (part(saved, name) for name in names) if root.tag == f"{K}facts"]

    (store,) = stores
    assert [each.findtext(f"{K}v") for each in store] == [
        each.findtext(f"{K}v") for each in part(paper.docx, "customXml/item1.xml")
    ]
    paths = [val(each, "xpath") for each in find(kept, "dataBinding")]
    assert paths == [val(each, "xpath") for each in find(own, "dataBinding")]
    shown = [text(each) for each in find(kept, "sdt") if find(each, "sdtPr/dataBinding")]
    printed = [node.text for node in walk(paper.document.blocks) if isinstance(node, Fact)]
    assert [each for each in shown if each] == [each for each in printed if each in shown]
    aliases = {val(each) for each in find(kept, "sdtPr/alias")}
    assert aliases == {val(each) for each in find(own, "sdtPr/alias")}


def test_through_libreoffice_words_headings_heads_of_tables_and_notes_stay(paper, saved):
    own, kept = part(paper.docx), part(saved)

    assert len(find(kept, "footnoteReference")) == len(find(own, "footnoteReference"))
    assert len(find(kept, "trPr/tblHeader")) == len(find(own, "trPr/tblHeader"))
    assert [code.split()[0] for code in _codes(kept) if code.split()[0] in ("REF", "SEQ")] == [
        code.split()[0] for code in _codes(own) if code.split()[0] in ("REF", "SEQ")
    ]
    assert "".join(text(kept).split()) == "".join(text(own).split())


def _codes(root) -> list[str]:
    """Return the field codes, those split over runs joined."""
    found: list[str] = []
    for each in root.iter(f"{W}fldChar", f"{W}instrText"):
        if val(each, "fldCharType") == "begin":
            found.append("")
        elif each.tag == f"{W}instrText":
            found[-1] += each.text or ""
    return [code.strip() for code in found if code.strip()]


def _names(data: bytes) -> list[str]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()
