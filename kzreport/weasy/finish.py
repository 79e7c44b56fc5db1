"""The last touches of a PDF, and its bytes: what WeasyPrint leaves out, and writes slowly."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import pydyf
import weasyprint.pdf

from kzreport.weasy.structure import add_tags

_PRINTED = 4  # the flag of an annotation that is there on paper, too
_LEVEL = 6  # of zlib; its highest takes twice as long and saves one part in a hundred

# PDF/A knows no PDF/UA: the schema of the identifier travels along (ISO 19005-3, 6.6.2.3).
_UA_SCHEMA = """\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>part of ISO 14289 that is followed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>"""
_UA_PART = """\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>"""


@contextmanager
def own_structure() -> Iterator[None]:
    """Let WeasyPrint make the structure of a PDF by `structure.add_tags`."""
    theirs = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = add_tags
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = theirs


def finish(document: Any, pdf: Any) -> None:
    """Complete `pdf` and let it write itself our way; a `finisher` of WeasyPrint."""
    del document
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = _PRINTED
    if "AF" in pdf.catalog:  # each file is named twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    if "Metadata" in pdf.catalog:
        _declare(_object(pdf, pdf.catalog["Metadata"]))
    pdf.write = lambda output, version, identifier, _: output.write(
        _bytes(pdf, version, bool(identifier))
    )


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _declare(metadata: Any) -> None:
    """Add the identifier of PDF/UA to the one block of metadata, if it is not there."""
    text = b"".join(metadata.stream).decode()
    if "pdfuaid:part" not in text:
        text = text.replace("</rdf:RDF>", f"{_UA_SCHEMA}{_UA_PART}</rdf:RDF>", 1)
    metadata.stream = [text.encode()]


# --- Bytes --------------------------------------------------------------------------------


def _bytes(pdf: Any, version: Any, identified: bool) -> bytes:
    """Return the file: streams, then all other objects in one packed stream, then the table.

    pydyf's own way packs every stream twice when the file has an identifier.
    """
    if pdf.info:
        pdf.add_object(pdf.info)
    out = bytearray(b"%PDF-" + pydyf._to_bytes(version or b"1.7") + b"\n%\xf0\x9f\x96\xa4\n")
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    small: list[tuple[int, bytes]] = []
    for item in pdf.objects[1:]:
        if isinstance(item, pydyf.Stream):
            places[item.number] = (1, len(out), 0)
            out += _indirect(item.number, _stream(item))
        else:
            small.append((item.number, item.data))
    digest = sha256(out + b"".join(data for _, data in small)).hexdigest()[:32]
    _add_packed(out, places, small, len(pdf.objects))
    size = len(pdf.objects) + 2
    start = len(out)
    places[size - 1] = (1, start, 0)
    widths = (1, (start.bit_length() + 7) // 8, 2)
    rows = (places[number] for number in range(size))
    table = b"".join(
        value.to_bytes(width, "big")
        for row in rows
        for width, value in zip(widths, row, strict=True)
    )
    extra = {"Type": "/XRef", "W": pydyf.Array(widths), "Size": size, "Root": pdf.catalog.reference}
    if pdf.info:
        extra["Info"] = pdf.info.reference
    if identified:
        extra["ID"] = f"[<{digest}><{digest}>]"
    out += _indirect(size - 1, _stream(pydyf.Stream([table], extra, compress=True)))
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def _add_packed(
    out: bytearray,
    places: dict[int, tuple[int, int, int]],
    small: list[tuple[int, bytes]],
    own: int,
) -> None:
    """Add `small` objects as one stream, which is object number `own`."""
    head, position = [], 0
    for index, (number, data) in enumerate(small):
        head.append(f"{number} {position}")
        position += len(data) + 1
        places[number] = (2, own, index)
    first = " ".join(head).encode()
    extra = {"Type": "/ObjStm", "N": len(small), "First": len(first) + 1}
    packed = pydyf.Stream([first, *(data for _, data in small)], extra, compress=True)
    places[own] = (1, len(out), 0)
    out += _indirect(own, _stream(packed))


def _indirect(number: int, data: bytes) -> bytes:
    return f"{number} 0 obj\n".encode() + data + b"\nendobj\n"


def _stream(item: Any) -> bytes:
    content = b"\n".join(
        [part if type(part) is bytes else pydyf._to_bytes(part) for part in item.stream]
    )
    extra = pydyf.Dictionary(item.extra)
    if item.compress:
        extra["Filter"] = "/FlateDecode"
        content = zlib.compress(content, _LEVEL)
    extra["Length"] = len(content)
    return b"".join((extra.data, b"\nstream\n", content, b"\nendstream"))
