"""Write the theme of a Word file: the house colours and fonts, as Word's menus offer them."""

from __future__ import annotations

from kzreport.styles.sheet import Sheet
from kzreport.styles.wordvalues import windows_font

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def theme_xml(sheet: Sheet) -> str:
    """Return `word/theme/theme1.xml`; its colours are those of text, titles, rules and boxes."""
    looks = sheet.looks
    ink, deep = looks["p"].color, looks["h1"].color
    quiet = looks["p.subtitle"].color
    line = looks["h2"].border[0].color or quiet
    tint = looks["div.box"].fill or "FFFFFF"
    mark = looks["table.masthead > tbody > tr > td.bar"].border[0].color or deep
    row = looks["table > tbody > tr > td"].border[2].color or line
    colors = (
        ("dk1", ink),
        ("lt1", "FFFFFF"),
        ("dk2", deep),
        ("lt2", tint),
        ("accent1", deep),
        ("accent2", mark),
        ("accent3", quiet),
        ("accent4", line),
        ("accent5", row),
        ("accent6", ink),
        ("hlink", looks["p > a"].color or deep),
        ("folHlink", looks["p > a"].color or deep),
    )
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colors)
    major, minor = (windows_font(looks[probe].family[0]) for probe in ("h1", "p"))
    return (
        f'<a:theme xmlns:a="{_DRAWING}" name="kzreport"><a:themeElements>'
        f'<a:clrScheme name="kzreport">{scheme}</a:clrScheme><a:fontScheme name="kzreport">'
        f"{_font('majorFont', major)}{_font('minorFont', minor)}</a:fontScheme>"
        f'<a:fmtScheme name="kzreport">{_FORMATS}</a:fmtScheme></a:themeElements></a:theme>'
    )


def _font(kind: str, name: str) -> str:
    return (
        f'<a:{kind}><a:latin typeface="{name}"/><a:ea typeface=""/><a:cs typeface="{name}"/>'
        f"</a:{kind}>"
    )


# The schema wants three of each; no drawing of ours refers to them.
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}</a:ln>'
_FORMATS = (
    f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>"
    f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
)
