"""Turn plain values into the properties of Word: twips, half-points, borders, fonts."""

from __future__ import annotations

from kzreport.weasy.cascade import Border, Look

Properties = dict[str, str]
"""XML by the name of a property, in the order of Word's schema; "" is the default."""

# Word's readers have these; they are as wide as the fonts the PDF is drawn with.
WINDOWS_FONTS = {
    "Liberation Serif": "Times New Roman",
    "Liberation Sans": "Arial",
    "Liberation Mono": "Courier New",
    "serif": "Times New Roman",
    "sans-serif": "Arial",
    "monospace": "Courier New",
}

_LINES = {"solid": "single", "dashed": "dashed", "dotted": "dotted", "double": "double"}

# How a property is switched off in a style whose base has it.
_OFF = {
    "keepNext": '<w:keepNext w:val="0"/>',
    "keepLines": '<w:keepLines w:val="0"/>',
    "numPr": '<w:numPr><w:numId w:val="0"/></w:numPr>',
    "pBdr": '<w:pBdr><w:top w:val="nil"/></w:pBdr>',
    "contextualSpacing": '<w:contextualSpacing w:val="0"/>',
    "jc": '<w:jc w:val="left"/>',
    "outlineLvl": '<w:outlineLvl w:val="9"/>',
}


def twips(points: float) -> int:
    """Return twentieths of a point."""
    return round(points * 20)


def windows_font(family: str) -> str:
    """Return the font that Word's readers have for a family of the stylesheet."""
    return WINDOWS_FONTS.get(family, family)


def changes(own: Properties, inherited: Properties) -> Properties:
    """Return the properties in which `own` differs from what it inherits."""
    found = {}
    for name, xml in own.items():
        if xml != inherited.get(name, ""):
            found[name] = xml or _OFF.get(name, "")
    return found


def run_properties(look: Look) -> Properties:
    """Return every property of the letters, each stated, in the order of Word's schema."""
    font = windows_font(look.family[0])
    scripts = " ".join(f'w:{kind}="{font}"' for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
    size = round(look.size * 2)
    underline = {"": "none", "solid": "single"}.get(look.underline, look.underline)
    return {
        "rFonts": f"<w:rFonts {scripts}/>",
        "b": _switch("b", look.bold) + _switch("bCs", look.bold),
        "i": _switch("i", look.italic) + _switch("iCs", look.italic),
        "caps": _switch("caps", look.caps),
        "color": f'<w:color w:val="{look.color or "auto"}"/>',
        "sz": f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
        "u": f'<w:u w:val="{underline}"/>',
        "vertAlign": f'<w:vertAlign w:val="{_raised(look)}"/>',
    }


def _raised(look: Look) -> str:
    return "superscript" if look.raised > 0 else "subscript" if look.raised < 0 else "baseline"


def paragraph_geometry(
    before: float,
    after: float,
    line: float,
    start: float,
    end: float,
    hang: float,
    first: float,
) -> Properties:
    """Return the spaces and indents of a paragraph; `hang` and `first` exclude one another."""
    opening = f'w:hanging="{twips(hang)}"' if hang > 0 else f'w:firstLine="{twips(max(first, 0))}"'
    return {
        "spacing": (
            f'<w:spacing w:before="{max(twips(before), 0)}" w:after="{max(twips(after), 0)}" '
            f'w:line="{twips(line)}" w:lineRule="atLeast"/>'
        ),
        "ind": f'<w:ind w:left="{twips(start)}" w:right="{twips(end)}" {opening}/>',
    }


def border(side: str, drawn: Border, space: float = 0) -> str:
    """Return one line; Word counts its width in eighths of a point, its distance in points."""
    if not drawn.width:
        return f'<w:{side} w:val="nil"/>'
    kind = _LINES.get(drawn.style, "single")
    return (
        f'<w:{side} w:val="{kind}" w:sz="{round(drawn.width * 8)}" w:space="{round(space)}" '
        f'w:color="{drawn.color}"/>'
    )


def cell_margins(top: float, end: float, bottom: float, start: float, tag: str = "tcMar") -> str:
    """Return the inner distances of a cell, or of every cell of a table."""
    sides = (("top", top), ("left", start), ("bottom", bottom), ("right", end))
    inner = "".join(f'<w:{name} w:w="{twips(value)}" w:type="dxa"/>' for name, value in sides)
    return f"<w:{tag}>{inner}</w:{tag}>"


def style_element(kind: str, name: str, ident: str, body: str, builtin: bool = False) -> str:
    """Return a style; ours are marked custom, so that Word keeps its own names apart."""
    default = name in ("Normal", "Default Paragraph Font")
    flags = ' w:default="1"' if default else "" if builtin else ' w:customStyle="1"'
    return (
        f'<w:style w:type="{kind}"{flags} w:styleId="{ident}"><w:name w:val="{name}"/>{body}'
        "</w:style>"
    )


def group(tag: str, properties: Properties) -> str:
    """Return the element that holds `properties`, "" when there are none."""
    inner = "".join(properties.values())
    return f"<w:{tag}>{inner}</w:{tag}>" if inner else ""


def _switch(name: str, on: bool) -> str:
    return f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>'
