"""The Word file read back by programs that are not ours: pandoc, and LibreOffice both ways."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pypandoc
import pytest
from pandoc_tree import elements_of, pandoc_text
from said_papers import EVERYTHING, make_paper
from word import W, find, part, text, val

from kzreport.document import Fact, Heading, Link, List, Note, Strong, Table, plain_text, walk

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


# --- LibreOffice ------------------------------------------------------------------------------


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
