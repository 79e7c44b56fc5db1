"""A letterhead is checked before anything of it is used; what is refused is named."""

import io
import warnings
import zipfile

import pytest
from letterheads import PARTS, letterhead, packed, relations

from kzreport.errors import KzReportError, ProjectError
from kzreport.wordfile.letterhead import load_letterhead
from kzreport.wordfile.package import open_package


def refused(data: bytes) -> str:
    with pytest.raises(ProjectError) as caught:
        open_package(data, "letterhead.docx")
    return str(caught.value)


def test_an_ordinary_letterhead_is_opened_whole():
    package = open_package(letterhead(), "letterhead.docx")

    assert set(package.parts) == set(PARTS)
    assert package.relations("word/header1.xml")["rId1"].target == "word/media/image1.png"


HEADER = str(PARTS["word/header1.xml"])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"word/vbaProject.bin": b"x"}, "holds a macro, `word/vbaProject.bin`"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "an embedded object, `word/embeddings/ole"),
        ({"word/activeX/activeX1.xml": "<x/>"}, "an embedded object, `word/activeX/activeX1.xml`"),
        ({"word/charts/chart1.xml": "<x/>"}, "`word/charts/chart1.xml`, which is no part of"),
        ({"word/media/run.exe": b"MZ"}, "`word/media/run.exe`, which is no part of"),
        ({"../../etc/passwd": b"x"}, "the part `../../etc/passwd` leads out of the file"),
        ({"/word/x.xml": b"<x/>"}, "the part `/word/x.xml` leads out of the file"),
        ({"C:/x.xml": b"<x/>"}, "the part `C:/x.xml` leads out of the file"),
        ({"word/document.xml": None}, "it has no `word/document.xml`"),
        ({"word/styles.xml": "<w:styles"}, "the part `word/styles.xml` cannot be read"),
        (
            {"word/styles.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'},
            "the part `word/styles.xml` has a document type",
        ),
        (
            {"word/styles.xml": '<!DOCTYPE x [<!ENTITY e "boom">]><x>&e;</x>'.encode("utf-16")},
            "the part `word/styles.xml` has a document type",
        ),
        (
            {
                "word/_rels/settings.xml.rels": relations(
                    ("rId1", "attachedTemplate", "file:///C:/Office/Mission.dotm"),
                    external=("rId1",),
                )
            },
            "a template is attached, `file:///C:/Office/Mission.dotm` in `word/_rels/settings.xml",
        ),
        (
            {
                "word/_rels/header1.xml.rels": relations(
                    ("rId1", "image", "https://example.org/emblem.png"), external=("rId1",)
                )
            },
            "the image `https://example.org/emblem.png` in `word/_rels/header1.xml.rels` lies out",
        ),
        (
            {
                "word/_rels/footer1.xml.rels": relations(
                    ("rId1", "hyperlink", "file:///etc/passwd"), external=("rId1",)
                )
            },
            "a link in `word/_rels/footer1.xml.rels` goes to `file:///etc/passwd`",
        ),
        (
            {"word/_rels/header1.xml.rels": relations(("rId1", "image", "../../../etc/x.png"))},
            "a relation in `word/_rels/header1.xml.rels` leads out of the file",
        ),
        (
            {"word/header1.xml": HEADER.replace("<w:tab/>", "", 1).replace(
                "</w:p>", '<w:fldSimple w:instr=" DDEAUTO cmd /k calc "/></w:p>')},
            "holds the field DDEAUTO in `word/header1.xml`",
        ),
        (
            {"[Content_Types].xml": str(PARTS["[Content_Types].xml"]).replace(
                "application/xml", "application/vnd.ms-word.document.macroEnabled.main+xml")},
            "this is a file with macros",
        ),
    ],
)  # fmt: skip
def test_what_is_refused_is_named(changed, told):
    message = refused(letterhead(changed))

    assert message.startswith("letterhead.docx: ")
    assert told in message
    assert "hint:" in message


def test_all_that_is_wrong_is_told_at_once():
    message = refused(letterhead({"word/vbaProject.bin": b"x", "word/charts/chart1.xml": "<x/>"}))

    assert "vbaProject" in message
    assert "chart1" in message


def test_a_field_split_over_runs_is_found_and_a_link_that_reads_like_one_is_not():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    def header(*codes: str) -> bytes:
        text = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
        return letterhead(
            {"word/header1.xml": HEADER.replace("</w:p>", f"{begin}{text}{end}</w:p>")}
        )

    assert "INCLUDETEXT" in refused(header(" INCLUDE", 'TEXT "x" '))
    assert open_package(header(' HYPERLINK "https://example.org/LINK print" '), "l.docx")


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken", packed({"a.txt": b"x"})])
def test_what_is_no_word_file_is_refused(data):
    assert "no Word file" in refused(data)


def test_a_part_that_unpacks_without_end_is_refused():
    assert "unpacks without end" in refused(letterhead({"word/styles.xml": b" " * 30_000_000}))


def test_too_many_parts_are_refused():
    many = {f"word/header{n}.xml": "<x/>" for n in range(2_100)}

    assert "parts, more than 2,000" in refused(letterhead(many))


def test_a_part_that_is_there_twice_is_refused():
    buffer = io.BytesIO(letterhead())
    with zipfile.ZipFile(buffer, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("word/styles.xml", "<other/>")

    assert "`word/styles.xml` twice" in refused(buffer.getvalue())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/'
             'wordprocessingml/2006/main"><w:body/></w:document>'},
            "has nothing in its header and footer",
        ),
        (
            {"word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/'
             'wordprocessingml/main"/>'},
            "Strict form",
        ),
        (
            {"word/header1.xml": HEADER.replace("<w:r><w:tab/>", "<w:ins/><w:r><w:tab/>")},
            "the header has tracked changes",
        ),
        (
            {"word/_rels/header1.xml.rels": relations(("rId1", "chart", "styles.xml"))},
            "the header holds a chart, `word/styles.xml`",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_over_is_told_with_a_way_out(tmp_path, changed, told):
    (tmp_path / "l.docx").write_bytes(letterhead(changed))

    with pytest.raises(KzReportError, match="hint") as caught:
        load_letterhead(tmp_path / "l.docx", "letterhead.docx")
    assert told in str(caught.value)
