"""The styles of the head and foot of a page, and of the paragraphs that only keep a distance."""

from __future__ import annotations

from collections.abc import Iterator

from kzreport.styles.catalogue import LAYOUTS, style_id
from kzreport.styles.sheet import Sheet
from kzreport.styles.wordvalues import (
    changes,
    group,
    paragraph_geometry,
    run_properties,
    style_element,
    twips,
)
from kzreport.weasy.cascade import Look


def margin_styles(sheet: Sheet) -> Iterator[str]:
    """Yield the styles of the running head and foot, one pair for each width of the block."""
    for layout in LAYOUTS:
        width = twips(sheet.block_width(layout))
        for place, name in (("top", "header"), ("bottom", "footer")):
            centre = f'<w:tab w:val="center" w:pos="{width // 2}"/>'
            stops = centre if has_centre(sheet, layout, place) else ""
            tabs = f'<w:tabs>{stops}<w:tab w:val="right" w:pos="{width}"/></w:tabs>'
            look = margin_look(sheet, layout, place)
            after = look.margin.bottom if place == "top" else 0
            geometry = paragraph_geometry(0, after, look.line, 0, 0, 0, 0)
            builtin = layout == "portrait"
            full = name if builtin else f"{name.title()} {layout.title()}"
            runs = changes(run_properties(look), run_properties(sheet.looks["p"]))
            body = '<w:basedOn w:val="Normal"/>' + group("pPr", {"tabs": tabs, **geometry})
            yield style_element(
                "paragraph", full, style_id(full), body + group("rPr", runs), builtin=builtin
            )
    strong = sheet.later["portrait"].boxes.get("bottom-center")
    look = strong.look if strong else margin_look(sheet, "portrait", "bottom")
    base = margin_look(sheet, "portrait", "bottom")
    runs = changes(run_properties(look), run_properties(base))
    yield style_element(
        "character",
        "Handling",
        "Handling",
        '<w:basedOn w:val="DefaultParagraphFont"/>' + group("rPr", runs),
    )


def has_centre(sheet: Sheet, layout: str, place: str) -> bool:
    """Whether a page of `layout` prints something in the middle of its head or foot.

    Where none does, there is no stop: a title that reaches over the middle would skip it.
    """
    pages = (sheet.first[layout], sheet.later[layout])
    return any(f"{place}-center" in page.boxes for page in pages)


def margin_look(sheet: Sheet, layout: str, place: str) -> Look:
    """Return the look of the first margin box that a layout prints at `place`, top or bottom.

    A layout that prints none there, or only in bold, has the look of its footnotes' area,
    which is the page's own.
    """
    page = sheet.later[layout]
    for side in ("left", "right", "center"):
        box = page.boxes.get(f"{place}-{side}")
        if box and not box.look.bold:
            return box.look
    return page.footnotes


def spacer_styles(sheet: Sheet) -> Iterator[str]:
    """Yield the styles of the thin empty paragraphs that keep tables and boxes at a distance."""
    table, noted = sheet.looks["table"], sheet.looks["table + p.tablenote"]
    box = sheet.looks["div.box"]
    yield _spacer("Table Gap", 0, table.margin.bottom)
    yield _spacer("Table Note Gap", 0, table.margin.bottom + noted.margin.top, keep=True)
    yield _spacer("Box Start", box.margin.top, 0, keep=True)
    yield _spacer("Box Close", 0, box.margin.bottom)
    yield _spacer("Section Close", 0, 0)
    yield _spacer("First Header", 0, 0)
    notes = sheet.later["portrait"].footnotes
    yield _spacer("Footnote Rule", notes.margin.top, notes.padding.top)


def _spacer(name: str, before: float, after: float, *, keep: bool = False) -> str:
    """Return the style of a paragraph that is nearly nothing but its spaces."""
    spacing = (
        f'<w:spacing w:before="{twips(max(before - 1, 0))}" w:after="{twips(max(after - 1, 0))}" '
        f'w:line="{twips(1)}" w:lineRule="exact"/>'
    )
    kept = "<w:keepNext/>" if keep else ""
    size = '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
    body = f'<w:basedOn w:val="Normal"/><w:pPr>{kept}{spacing}</w:pPr>{size}'
    return style_element("paragraph", name, style_id(name), body)
