"""Write what stands in the margins, and the sections: pages, heads, feet, the word DRAFT."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kzreport.document import Document, Para, Running
from kzreport.errors import WriterError
from kzreport.styles.sheet import Sheet
from kzreport.styles.wordmargins import has_centre, margin_look
from kzreport.styles.wordvalues import twips
from kzreport.weasy.cascade import MarginBox, Page
from kzreport.writers.docx.blocks import Blocks
from kzreport.writers.docx.runs import field, run

Boxes = Mapping[str, MarginBox]


@dataclass(frozen=True, slots=True)
class Margin:
    """A header or footer part: its name, which pages it is for, and its paragraphs."""

    layout: str
    name: str
    kind: str
    pages: str
    xml: str

    @property
    def key(self) -> str:
        """The id by which the sections refer to it."""
        return f"r{self.name.title()}"


def margins(
    document: Document, sheet: Sheet, layout: str, blocks: Blocks, close: str = ""
) -> list[Margin]:
    """Return the heads and feet of the pages of `layout`, of the first page and of later ones.

    `close` is the style of the line that ends a head in which a letterhead stands.
    """
    strings = running_strings(document.running)
    suffix = "" if layout == "portrait" else layout.title()
    found = []
    for pages, boxes in (("first", sheet.first[layout]), ("default", sheet.later[layout])):
        shown = boxes.boxes
        head = _line(shown, "top", strings, sheet.rtl, has_centre(sheet, layout, "top"))
        style = f"Header{suffix}" if head else close or "FirstHeader"
        mark = watermark(sheet.later[layout], f"{layout}-{pages}") if document.draft else ""
        head = _paragraph(style, mark + head)
        found.append(Margin(layout, f"header-{layout}-{pages}", "header", pages, head))
        line = _line(shown, "bottom", strings, sheet.rtl, has_centre(sheet, layout, "bottom"))
        foot = _paragraph(f"Footer{suffix}", line)
        if pages == "first" and _holds_addressee(shown):
            foot = _addressee(document, blocks) or foot
        found.append(Margin(layout, f"footer-{layout}-{pages}", "footer", pages, foot))
    return found


def running_strings(running: Running) -> dict[str, str]:
    """Return the strings that the stylesheet calls by name in its margin boxes."""
    parts = re.fullmatch(r"([^{}]*)\{page\}([^{}]*)\{pages\}([^{}]*)", running.page)
    if parts is None:
        raise WriterError(
            f"the page formula is `{running.page}`",
            hint="it needs {page}, then {pages}, each once: `Page {page} of {pages}`",
        )
    names = ("page", "of", "end", "head", "handling", "build")
    values = (*parts.groups(), running.head, running.handling, running.build)
    return dict(zip(names, values, strict=True))


def section(
    sheet: Sheet, layout: str, found: list[Margin], *, first: bool, edge: Mapping[str, int]
) -> str:
    """Return the `w:sectPr` of a part of the document; only the first has a first page.

    The upper margin is that of the first page: on later ones the head, with the space after
    it, pushes the text down to where the stylesheet has it. `edge` says, in twips, where the
    head and the foot of a letterhead begin.
    """
    page, opening = sheet.later[layout], sheet.first[layout]
    head, foot = margin_look(sheet, layout, "top"), margin_look(sheet, layout, "bottom")
    used = [margin for margin in found if first or margin.pages == "default"]
    references = "".join(
        f'<w:{m.kind}Reference w:type="{m.pages}" r:id="{m.key}"/>'
        for m in sorted(used, key=lambda m: (m.kind != "header", m.pages))
    )
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    values = {
        "top": min(page.margin.top, opening.margin.top),
        "right": page.margin.end,
        "bottom": page.margin.bottom,
        "left": page.margin.start,
        "header": page.margin.top - head.line - head.margin.bottom,
        "footer": page.margin.bottom - foot.margin.top - foot.line,
        "gutter": 0,
    }
    lengths = {name: max(twips(value), 0) for name, value in values.items()}
    lengths |= {name: min(lengths[name], edge.get(name, lengths[name])) for name in _EDGES}
    sides = "".join(f' w:{name}="{length}"' for name, length in lengths.items())
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"'
        f"{turned}/><w:pgMar{sides}/>{'<w:titlePg/>' if first else ''}"
        f"{'<w:bidi/>' if sheet.rtl else ''}</w:sectPr>"
    )


_EDGES = ("header", "footer")


def watermark(page: Page, name: str) -> str:
    """Return the word DRAFT behind a page, the way Word's own Watermark command writes it.

    The shape's name lets Word's Remove Watermark find it. As in the PDF the word is drawn for
    a sheet of A4 and fitted into the text block.
    """
    margin = page.margin
    block = (page.width - margin.start - margin.end, page.height - margin.top - margin.bottom)
    scale = min(block[0] / _A4[0], block[1] / _A4[1])
    width, height = (round(length * scale) for length in _DRAFT)
    shape = f"PowerPlusWaterMarkObject{name.title().replace('-', '')}"
    return (
        f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{_TEXT_SHAPE}"
        f'<v:shape id="{shape}" type="#_x0000_t136" alt="DRAFT" style="position:absolute;'
        f"margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:308;"
        "z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" '
        'o:allowincell="f" fillcolor="#eaeef0" stroked="f"><v:textpath style="font-family:&quot;'
        'Times New Roman&quot;;font-size:1pt" string="DRAFT"/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>'
    )


_A4 = (595.3, 841.9)
_DRAFT = (508, 102)
_TEXT_SHAPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
)


# --- Lines of the margin --------------------------------------------------------------------


def _line(boxes: Boxes, place: str, strings: Mapping[str, str], rtl: bool, centre: bool) -> str:
    """Return the runs of a margin line: what stands at its start, its `centre` and its end."""
    sides = ["left", *(["center"] if centre else []), "right"]
    if rtl:
        sides.reverse()
    parts = [_box(boxes.get(f"{place}-{side}"), strings) for side in sides]
    if not any(f"{place}-{side}" in boxes for side in sides):
        return ""
    return "<w:r><w:tab/></w:r>".join(parts)


def _box(box: MarginBox | None, strings: Mapping[str, str]) -> str:
    if box is None:
        return ""
    properties = '<w:rPr><w:rStyle w:val="Handling"/></w:rPr>' if box.look.bold else ""
    parts = []
    for kind, name in box.content:
        if kind == "counter":
            code = {"page": "PAGE", "pages": "NUMPAGES"}.get(name, "PAGE")
            parts.append(field(code, "1", properties))
        else:
            text = strings.get(name, "") if kind == "string" else name if kind == "text" else ""
            parts.append(run(text, properties) if text else "")
    return "".join(parts)


def _holds_addressee(boxes: Boxes) -> bool:
    return any(("element", "addressee") in box.content for box in boxes.values())


def _addressee(document: Document, blocks: Blocks) -> str:
    """Return the addressee of a note verbale, who stands at the foot of its first page."""
    return "".join(
        _paragraph("NoteAddressee", blocks.inlines.in_margin(block.kids, "NoteAddressee"))
        for block in document.blocks
        if isinstance(block, Para) and block.cls == "addressee"
    )


def _paragraph(style: str, inner: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{escape(style)}"/></w:pPr>{inner}</w:p>'
