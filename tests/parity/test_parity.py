"""Each check of parity finds the fault it is there for; without one it finds nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree
from PIL import Image

from kzreport import document as tree
from kzreport.document import Document, transform
from kzreport.parity import CHECKS, compare, compare_files

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

BODY = """\
# Contributions

{.subtitle}
Of **{{ facts['kz'].name }}**

::: contents
Contents
:::

## The sums

(@) It gave {{ facts['vc-2011'].amount | money }}, says the page.[^page]
It gave *more* later.{{ cite(facts['vc-2012']) }} In Russian «[Вена]{lang=ru}».

(@later) What follows is in parts:

- the first, in two steps
    1. one step
    2. and another
- the second.

### In detail

> Said in another place.

{% call(tab) table('both', 'Both years',
                   columns=[('Year', 26), ('', 0), ('Amount', 36, 'figure')]) %}
{% for c in facts.contributions.sort('when') %}
{{ tab.row(c.when, c.recipient.abbr, c.amount | money('table')) }}
{% endfor %}
{{ tab.note('For each year.') }}
{% endcall %}

::: box
{.boxhead}
Open points

1. Ask the budget officer.
:::

## What to read

See paragraph {{ ref('later') }} and table {{ ref('both') }}; the [page](https://example.org/a)
is the source.{{ cite(facts['vc-2012']) }}

[^page]: The page of 2011, paragraphs 4–5.
"""


def _picture() -> tree.Figure:
    data = io.BytesIO()
    Image.new("RGB", (40, 20), (0, 147, 171)).save(data, "PNG")
    shown = tree.Picture(data.getvalue(), "image/png", 40, 20)
    return tree.Figure(shown, (tree.Str("Two bars."),), "bars", 1, "Figure 1.", (tree.Str("B"),))


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """A draft that has something for every check, and its files."""
    from conftest import Workspace

    workspace = Workspace(tmp_path_factory.mktemp("parity"))
    data = (workspace.root / "data/contributions.yaml").read_text("utf-8")
    workspace.file(
        "data/contributions.yaml",
        data.replace("currency: null}", "currency: null}\n  problem: no-currency"),
    )
    workspace.template("paper", BODY)
    briefing = workspace.render("paper", draft=True)
    wide = tree.Div("wide", (tree.Para((tree.Str("On its side."),)),))
    broken = (tree.PageBreak(), tree.Para((tree.Str("A page of its own begins."),)))
    blocks = (*briefing.document.blocks, _picture(), *broken, wide)
    return replace(briefing, document=replace(briefing.document, blocks=blocks))


@pytest.fixture(scope="module")
def files(paper) -> tuple[bytes, bytes]:
    return paper.pdf(), paper.docx()


def found(paper, files, docx: bytes | None = None, document: Document | None = None):
    """Return the names of the checks that find something, with the file."""
    pdf, own = files
    told = document or paper.document
    results = compare_files(told, told, pdf, docx or own, paper.embed)
    return {(each.check.name, each.file) for each in results if each.differences}


def test_nothing_differs_in_a_paper_that_has_everything(paper):
    results = compare(paper).results

    assert {each.check.name: each.differences for each in results if each.differences} == {}
    assert len(CHECKS) > 30
    assert len({check.name for check in CHECKS}) == len(CHECKS)


# --- Faults in the Word file ------------------------------------------------------------------


def edited(data: bytes, part: str, change: Callable[[etree._Element], None]) -> bytes:
    """Return a Word file in which one part was changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if re.fullmatch(part, name):
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root)
            new.writestr(name, content)
    assert buffer.getvalue() != data
    return buffer.getvalue()


def first(root, path: str, holding: str = ""):
    """Return the first element at a path of names whose words hold `holding`."""
    steps = "/".join(f"{W}{step}" for step in path.split("/"))
    return next(
        each
        for each in root.iterfind(f".//{steps}")
        if holding in "".join(t.text or "" for t in each.iter(f"{W}t"))
    )


def value(path: str, new: str, holding: str = ""):
    """Return a change of the value of an element."""
    return lambda root: first(root, path, holding).set(f"{W}val", new)


def says(old: str, new: str):
    """Return a change of words."""

    def change(root):
        text = next(each for each in root.iter(f"{W}t") if old in (each.text or ""))
        text.text = text.text.replace(old, new)

    return change


def without(path: str, holding: str = ""):
    """Return a change that takes an element out."""

    def change(root):
        element = first(root, path, holding)
        element.getparent().remove(element)

    return change


def style_of(words: str, new: str):
    return lambda root: first(root, "p", words).find(f"{W}pPr/{W}pStyle").set(f"{W}val", new)


def swapped(root):
    body = root.find(f"{W}body")
    one = next(each for each in body if "Said in another" in "".join(each.itertext()))
    body.insert(body.index(one) - 1, one)


def out_of_the_box(root):
    (box,) = [
        e for e in root.iter(f"{W}tbl") if first(e, "tblStyle").get(f"{W}val") == "MissionBox"
    ]
    for paragraph in box.findall(f"{W}tr/{W}tc/{W}p"):
        box.addprevious(paragraph)
    etree.SubElement(first(box, "tc"), f"{W}p")


def cells_swapped(root):
    row = first(root, "tr", "2012")
    row.append(row.findall(f"{W}tc")[0])


def note_moved(root):
    call = next(root.iter(f"{W}footnoteReference")).getparent()
    paragraph = next(call.iterancestors(f"{W}p"))
    paragraph.insert(1, call)


def instruction(old: str, new: str):
    def change(root):
        code = next(each for each in root.iter(f"{W}instrText") if old in each.text)
        code.text = code.text.replace(old, new)

    return change


def page_of_entry(root):
    entry = next(p for p in root.iter(f"{W}p") if "PAGEREF" in "".join(p.itertext()))
    list(entry.iter(f"{W}t"))[-1].text = "7"


def alt(root):
    next(root.iter(f"{WP}docPr")).set("descr", "Three bars.")


def no_alt(root):
    next(root.iter(f"{WP}docPr")).set("descr", "")


def another_target(root):
    (link,) = [each for each in root if each.get("TargetMode") == "External"]
    link.set("Target", "https://example.org/b")


def store_changed(root):
    root[0][0].text = "310,000"


def no_shape(root):
    for shape in list(root.iter("{urn:schemas-microsoft-com:vml}shape")):
        shape.getparent().remove(shape)


def by_hand(root):
    etree.SubElement(first(root, "p", "It gave").find(f"{W}pPr"), f"{W}jc")


def second_control(root):
    one, other = list(root.iter(f"{W}sdtPr"))[-2:]
    other.find(f"{W}id").set(f"{W}val", one.find(f"{W}id").get(f"{W}val"))


def wider(root):
    first(root, "pgSz").set(f"{W}w", "12240")


def upright(root):
    (turned,) = [each for each in root.iter(f"{W}pgSz") if each.get(f"{W}orient")]
    del turned.attrib[f"{W}orient"]


def another_language(root):
    first(root, "rPrDefault/rPr/lang").set(f"{W}val", "fr-FR")


def title(root):
    root.find("{http://purl.org/dc/elements/1.1/}title").text = "Another"


def caption_alone(root):
    (caption,) = [e for e in root.iter(f"{W}style") if e.get(f"{W}styleId") == "Caption"]
    caption.find(f"{W}pPr").remove(caption.find(f"{W}pPr/{W}keepNext"))


def letters_as_figures(root):
    for form in root.iter(f"{W}numFmt"):
        if form.get(f"{W}val") == "lowerLetter":
            form.set(f"{W}val", "decimal")


def another_start(root):
    number = first(root, "p", "What follows").find(f"{W}pPr")
    added = etree.SubElement(number, f"{W}numPr")
    etree.SubElement(added, f"{W}ilvl").set(f"{W}val", "0")
    etree.SubElement(added, f"{W}numId").set(f"{W}val", "3")


def not_slanted(root):
    next(e for e in root.iter(f"{W}rStyle") if e.get(f"{W}val") == "Emphasis").set(
        f"{W}val", "Strong"
    )


TEXT, STYLES = "word/document.xml", "word/styles.xml"
FAULTS = [
    ("words", TEXT, says("says the page", "says no page")),
    ("notes", "word/footnotes.xml", says("2011", "2012")),
    ("note-places", TEXT, note_moved),
    ("headings", TEXT, style_of("In detail", "Heading1")),
    ("blocks", TEXT, swapped),
    ("frames", TEXT, style_of("Said in another", "BodyText")),
    ("frames", TEXT, out_of_the_box),
    ("numbers", TEXT, another_start),
    ("list-marks", "word/numbering.xml", letters_as_figures),
    ("list-depths", TEXT, value("pPr/numPr/ilvl", "3")),
    ("captions", TEXT, instruction("SEQ Table", "SEQ Table \\r 9")),
    ("cells", TEXT, cells_swapped),
    ("shapes", TEXT, without("tr/tc", "UNODC")),
    ("header-rows", TEXT, without("trPr/tblHeader")),
    ("pictures", TEXT, alt),
    ("breaks", TEXT, without("pPr/pageBreakBefore")),
    ("sections", TEXT, upright),
    ("page-size", TEXT, wider),
    ("margins", "word/footer-portrait-first.xml", says("kzreport", "someone")),
    ("links", "word/_rels/document.xml.rels", another_target),
    ("references", TEXT, instruction("\\r \\h", "\\h")),
    ("contents", TEXT, says("The sums", "The sum")),
    ("contents-pages", TEXT, page_of_entry),
    ("bold", TEXT, without("r/rPr/rStyle", "")),
    ("italic", TEXT, not_slanted),
    ("properties", "docProps/core.xml", title),
    ("language", STYLES, another_language),
    ("languages", TEXT, without("rPr/lang")),
    ("facts", "customXml/item1.xml", store_changed),
    ("watermark", "word/header-portrait-default.xml", no_shape),
    ("questions", "word/comments.xml", says("currency", "unit")),
    ("named-styles", TEXT, by_hand),
    ("fields", TEXT, without("r/fldChar")),
    ("ids", TEXT, second_control),
    ("tables", TEXT, without("trPr/cantSplit")),
    ("lists", TEXT, value("pPr/numPr/ilvl", "9")),
    ("keeps", STYLES, caption_alone),
    ("second-reader", TEXT, style_of("In detail", "Heading1")),
    ("accessible", TEXT, no_alt),
]  # fmt: skip


@pytest.mark.parametrize(("name", "part", "fault"), FAULTS, ids=[each[0] for each in FAULTS])
def test_a_fault_in_the_word_file_is_found_by_its_check(paper, files, name, part, fault):
    broken = edited(files[1], part, fault)

    assert (name, "docx") in found(paper, files, docx=broken)


def test_every_check_of_the_word_file_has_a_fault_here():
    assert {name for name, *_ in FAULTS} == {check.name for check in CHECKS if check.word}


# --- Faults in the PDF: the tree is changed instead, which is the same to the check ------------


def other_words(node):
    return (
        replace(node, text="nine") if isinstance(node, tree.Str) and "gave" in node.text else node
    )


def other_note(node):
    if isinstance(node, tree.Note):
        return replace(node, blocks=(tree.Para((tree.Str("Nothing."),)),))
    return node


def other_level(node):
    if isinstance(node, tree.Heading) and node.level == 3:
        return replace(node, level=4)
    return node


def flat_list(node):
    if isinstance(node, tree.List) and any(isinstance(p, tree.List) for p in node.items[0]):
        (words, inner), *rest = node.items
        return replace(node, items=((words,), *inner.items, *rest))
    return node


def spanned(node):
    if isinstance(node, tree.Table) and node.head:
        first_row, *rest = node.rows
        one, _, *more = first_row.cells
        return replace(node, rows=(replace(first_row, cells=(replace(one, span=2), *more)), *rest))
    return node


def no_head(node):
    if isinstance(node, tree.Table) and node.head:
        return replace(node, head=(*node.head, node.rows[0]), rows=node.rows[1:])
    return node


def other_alt(node):
    return replace(node, alt=(tree.Str("A pie."),)) if isinstance(node, tree.Figure) else node


def other_break(node):
    if isinstance(node, Document):
        place = node.blocks.index(tree.PageBreak())
        blocks = [each for each in node.blocks if each != tree.PageBreak()]
        blocks.insert(place - 8, tree.PageBreak())
        return replace(node, blocks=tuple(blocks))
    return node


def no_wide(node):
    return replace(node, cls="") if isinstance(node, tree.Div) and node.cls == "wide" else node


def other_link(node):
    return replace(node, url="https://example.org/c") if isinstance(node, tree.Link) else node


def other_title(node):
    return replace(node, title="Another") if isinstance(node, Document) else node


def in_french(node):
    return replace(node, lang="fr") if isinstance(node, Document) else node


def no_picture(node):
    if isinstance(node, Document):
        return replace(node, blocks=tuple(b for b in node.blocks if not isinstance(b, tree.Figure)))
    return node


PDF_FAULTS = [
    ("words", other_words),
    ("notes", other_note),
    ("headings", other_level),
    ("tags", no_picture),
    ("list-items", flat_list),
    ("shapes", spanned),
    ("header-rows", no_head),
    ("pictures", other_alt),
    ("breaks", other_break),
    ("sections", no_wide),
    ("link-targets", other_link),
    ("properties", other_title),
    ("language", in_french),
]


@pytest.mark.parametrize(("name", "change"), PDF_FAULTS, ids=[each[0] for each in PDF_FAULTS])
def test_a_pdf_that_shows_something_else_is_found_by_its_check(paper, files, name, change):
    changed = transform(paper.document, change)

    assert changed != paper.document
    assert (name, "pdf") in found(paper, files, document=changed)


def test_every_check_of_the_pdf_has_a_fault_here():
    assert {name for name, _ in PDF_FAULTS} == {check.name for check in CHECKS if check.pdf}
