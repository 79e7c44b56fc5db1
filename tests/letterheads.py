"""A letterhead as a Russian Word writes it: ids of its own, names in English; and its faults."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from struct import pack

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
MISSION = "Постоянное представительство Республики Казахстан"
ADDRESS = "Wipplingerstraße 35, 1010 Вена"


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\x00\x93\xab")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(kind, data) for kind, data in ((b"IHDR", head), (b"IDAT", pixel), (b"IEND", b""))
    )


EMBLEM = _png()


def relations(*found: tuple[str, str, str], external: tuple[str, ...] = ()) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if key in external else ''}/>"
        for key, kind, target in found
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


_DRAWING = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="720000" cy="720000"/><wp:docPr id="1" name="Герб" descr="Emblem"/>'
    "<a:graphic><a:graphicData "
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="Герб"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="720000" cy="720000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)
_PAGE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)

PARTS: dict[str, str | bytes] = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/></Types>'
    ),
    "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
    "word/document.xml": (
        f"<w:document {_NAMES}><w:body><w:p/><w:sectPr>"
        '<w:headerReference w:type="first" r:id="rId2"/>'
        '<w:headerReference w:type="default" r:id="rId3"/>'
        '<w:footerReference w:type="first" r:id="rId4"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" '
        'w:left="1701" w:header="567" w:footer="425" w:gutter="0"/><w:titlePg/></w:sectPr>'
        "</w:body></w:document>"
    ),
    "word/_rels/document.xml.rels": relations(
        ("rId1", "styles", "styles.xml"),
        ("rId2", "header", "header1.xml"),
        ("rId3", "header", "header2.xml"),
        ("rId4", "footer", "footer1.xml"),
        ("rId5", "theme", "theme/theme1.xml"),
    ),
    "word/header1.xml": (
        f'<w:hdr {_NAMES}><w:p w:rsidR="00AA11BB" w14:paraId="1A2B3C4D">'
        '<w:pPr><w:pStyle w:val="a4"/></w:pPr>'
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
        f"{_DRAWING}<w:r><w:tab/><w:t>{MISSION}</w:t></w:r></w:p></w:hdr>"
    ),
    "word/_rels/header1.xml.rels": relations(("rId1", "image", "media/image1.png")),
    "word/header2.xml": (
        f'<w:hdr {_NAMES}><w:p><w:pPr><w:pStyle w:val="a4"/></w:pPr>{_PAGE}</w:p></w:hdr>'
    ),
    "word/footer1.xml": (
        f"<w:ftr {_NAMES}><w:p><w:r><w:t>{ADDRESS}</w:t></w:r></w:p>"
        f'<w:p><w:hyperlink r:id="rId1"><w:r><w:rPr><w:rStyle w:val="a6"/></w:rPr>'
        "<w:t>gov.kz</w:t></w:r></w:hyperlink></w:p></w:ftr>"
    ),
    "word/_rels/footer1.xml.rels": relations(
        ("rId1", "hyperlink", "https://www.gov.kz/"), external=("rId1",)
    ),
    "word/media/image1.png": EMBLEM,
    "word/styles.xml": (
        f"<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/><w:sz w:val="22"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
        '<w:rPr><w:rFonts w:ascii="PT Serif" w:hAnsi="PT Serif"/><w:sz w:val="24"/></w:rPr>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
        '<w:basedOn w:val="a"/><w:pPr><w:keepNext/><w:numPr><w:numId w:val="4"/></w:numPr>'
        '<w:spacing w:before="480"/><w:outlineLvl w:val="5"/></w:pPr>'
        '<w:rPr><w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/><w:b w:val="0"/>'
        '<w:color w:val="00AFCA" w:themeColor="accent1"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="header"/>'
        '<w:basedOn w:val="a"/><w:link w:val="a5"/><w:pPr><w:tabs>'
        '<w:tab w:val="center" w:pos="4677"/></w:tabs></w:pPr></w:style>'
        '<w:style w:type="character" w:styleId="a6"><w:name w:val="Hyperlink"/>'
        '<w:rPr><w:color w:val="0563C1"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="unused"><w:name w:val="Подпись"/></w:style>'
        "</w:styles>"
    ),
    "word/theme/theme1.xml": (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="T">'
        "<a:themeElements><a:fontScheme name='F'><a:majorFont><a:latin typeface='Cambria'/>"
        "</a:majorFont><a:minorFont><a:latin typeface='Calibri'/></a:minorFont></a:fontScheme>"
        "</a:themeElements></a:theme>"
    ),
}


def letterhead(changed: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """Return a letterhead with some parts replaced, added or, for `None`, left out."""
    return packed({**PARTS, **(changed or {})})


def packed(parts: Mapping[str, str | bytes | None]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if data is not None:
                archive.writestr(name, data)
    return buffer.getvalue()
