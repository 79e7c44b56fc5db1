"""Pack the parts of a Word file: content types, relations, properties, a reproducible zip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from kzreport.document import Document
from kzreport.errors import WriterError
from kzreport.writers.docx.runs import encoded
from kzreport.writers.docx.store import ITEM
from kzreport.writers.docx.store import NAMESPACE as FACTS
from kzreport.writers.docx.zipped import zipped

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{RELATIONS}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"

_WORD_PARTS = ("styles", "settings", "fontTable", "numbering", "footnotes")


def pack(parts: Mapping[str, str | bytes], shared: Mapping[str, str | bytes]) -> bytes:
    """Return the zip of `parts`, XML as text, pictures as bytes; the same parts, the same bytes.

    `shared` are those parts that other files have, too. Raise `WriterError` for a character
    that XML does not know.
    """
    first = ("[Content_Types].xml", "_rels/.rels")
    names = [*first, *sorted(name for name in parts if name not in first)]
    return zipped((name, _encoded(parts[name]), name in shared) for name in names)


def _encoded(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else encoded(HEAD + part)


def content_types(others: Iterable[tuple[str, str]], facts: bool, media: Mapping[str, str]) -> str:
    """Return `[Content_Types].xml`; `others` are heads, feet and comments as (name, kind).

    `media` gives the type of the pictures by the ending of their names.
    """
    parts = [("/word/document.xml", f"{_WORD_TYPE}.document.main+xml")]
    parts += [(f"/word/{name}.xml", f"{_WORD_TYPE}.{name}+xml") for name in _WORD_PARTS]
    parts += [(f"/word/{name}.xml", f"{_WORD_TYPE}.{kind}+xml") for name, kind in others]
    parts.append(
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
    )
    parts.append(("/word/theme/theme1.xml", f"{_OFFICE_TYPE}.theme+xml"))
    parts.append(("/docProps/app.xml", f"{_OFFICE_TYPE}.extended-properties+xml"))
    if facts:
        parts.append(("/customXml/itemProps1.xml", f"{_OFFICE_TYPE}.customXmlProperties+xml"))
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts
    )
    pictures = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in sorted(media.items())
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{pictures}{overrides}'
        "</Types>"
    )


def root_relations() -> str:
    """Return `_rels/.rels`."""
    return _relations(
        [
            ("rId1", f"{RELATIONS}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{RELATIONS}/extended-properties", "docProps/app.xml"),
        ]
    )


def document_relations(
    others: Iterable[tuple[str, str, str]],
    links: Mapping[str, str],
    facts: bool,
    media: Mapping[str, str],
) -> str:
    """Return the relations of the text.

    `others` are (id, name, kind), `links` ids by URL, `media` ids by the name of a picture.
    """
    found = [(f"r{name.title()}", f"{RELATIONS}/{name}", f"{name}.xml") for name in _WORD_PARTS]
    found += [(key, f"{RELATIONS}/{kind}", f"{name}.xml") for key, name, kind in others]
    found.append(("rTheme", f"{RELATIONS}/theme", "theme/theme1.xml"))
    if facts:
        found.append(("rFacts", f"{RELATIONS}/customXml", "../customXml/item1.xml"))
    found += [(key, f"{RELATIONS}/image", f"media/{name}") for name, key in media.items()]
    return _relations(found, links)


def margin_relations(found: Iterable[tuple[str, str, str, bool]]) -> str:
    """Return the relations of a head or foot; `found` are (id, kind, target, external)."""
    inner = "".join(
        f'<Relationship Id={quoteattr(key)} Type="{RELATIONS}/{kind}" Target={quoteattr(target)}'
        + (' TargetMode="External"/>' if external else "/>")
        for key, kind, target, external in found
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def note_relations(links: Mapping[str, str]) -> str:
    """Return the relations of the footnotes: a link there needs its target there."""
    return _relations([], links)


def store_parts(xml: str) -> dict[str, str]:
    """Return the parts that hold the printed facts."""
    custom = f"{_OFFICE_NAMESPACE}/customXml"
    return {
        "customXml/item1.xml": xml,
        "customXml/itemProps1.xml": (
            f'<ds:datastoreItem xmlns:ds="{custom}" ds:itemID="{ITEM}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{FACTS}"/></ds:schemaRefs></ds:datastoreItem>'
        ),
        "customXml/_rels/item1.xml.rels": _relations(
            [("rId1", f"{RELATIONS}/customXmlProps", "itemProps1.xml")]
        ),
    }


_OFFICE_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006"


def core_properties(document: Document) -> str:
    """Return what the file says of itself, and nothing of who or what made it."""
    about = document.properties
    if about.date and not re.fullmatch(r"\d{4}-\d\d-\d\d", about.date):
        raise WriterError(
            f"the date of the document is `{about.date}`", hint="write it like 2026-11-23"
        )
    texts = (
        ("dc:title", document.title),
        ("dc:subject", about.subject),
        ("dc:creator", about.author),
        ("cp:keywords", ", ".join(about.keywords)),
        ("dc:language", document.lang),
        ("cp:lastModifiedBy", about.author),
    )
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts if text)
    if about.date:
        inner += "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{about.date}T00:00:00Z</dcterms:{name}>'
            for name in ("created", "modified")
        )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inner}</cp:coreProperties>'
    )


def app_properties() -> str:
    """Return the properties of the application: the name that Word's readers expect."""
    return (
        f'<Properties xmlns="{_OFFICE_NAMESPACE}/extended-properties">'
        "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion>"
        "</Properties>"
    )


def settings(lang_element: str) -> str:
    """Return the settings: the present file format, and the notes' separators."""
    vendor = "http://schemas.microsoft.com/office/word"
    values = (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
    )
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{vendor}" w:val="{value}"/>'
        for name, value in values
    )
    theme = lang_element.replace("<w:lang ", "<w:themeFontLang ")
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        f"<w:compat>{compat}</w:compat>{theme}</w:settings>"
    )


def font_table(fonts: Iterable[tuple[str, str]]) -> str:
    """Return the fonts as (name, another of the same widths)."""
    inner = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in fonts
    )
    return f"<w:fonts {NAMESPACES}>{inner}</w:fonts>"


def footnotes(notes: Iterable[str]) -> str:
    """Return the footnotes, and before them the lines that part them from the text."""
    style = '<w:pPr><w:pStyle w:val="FootnoteRule"/></w:pPr>'
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p>{style}<w:r><w:{kind}/></w:r></w:p>'
        "</w:footnote>"
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    return f"<w:footnotes {NAMESPACES}>{lines}{''.join(notes)}</w:footnotes>"


def _relations(
    found: Iterable[tuple[str, str, str]], links: Mapping[str, str] | None = None
) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in found
    )
    inner += "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/hyperlink" Target={quoteattr(url)} '
        'TargetMode="External"/>'
        for url, key in (links or {}).items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
