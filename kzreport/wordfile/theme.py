"""A theme of Word: fonts and colours that a file names by their place in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kzreport.wordfile.package import W, WordPackage

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPTS = ("ascii", "hAnsi")
_THEMED = (
    *(f"{W}{script}Theme" for script in ("ascii", "hAnsi", "eastAsia")),
    f"{W}cstheme",
    *(f"{W}theme{name}" for name in ("Color", "Tint", "Shade", "Fill", "FillTint", "FillShade")),
)
# The places of a document's colours, and of the theme's.
_MAPPED = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}


@dataclass(frozen=True, slots=True)
class Theme:
    """The fonts by `major` and `minor`, the colours by their names in the theme."""

    fonts: Mapping[str, str] = field(default_factory=dict)
    colors: Mapping[str, str] = field(default_factory=dict)


def read_theme(package: WordPackage) -> Theme:
    """Return the theme of a file, an empty one when it has none."""
    relations = package.relations("word/document.xml").values()
    name = next((each.target for each in relations if each.kind == "theme"), "")
    root = package.xml(name)
    if root is None:
        return Theme()
    fonts = {
        kind: latin.get("typeface", "")
        for kind in ("major", "minor")
        for latin in root.findall(f".//{_A}{kind}Font/{_A}latin")
    }
    scheme = next(root.iter(f"{_A}clrScheme"), None)
    colors = {}
    for each in scheme if scheme is not None else ():
        if isinstance(each.tag, str) and len(each):
            colors[each.tag.removeprefix(_A)] = each[0].get("lastClr") or each[0].get("val", "")
    return Theme(fonts, colors)


def without_theme(root: Any, theme: Theme) -> None:
    """Spell out in `root` what it takes from its theme: our papers have another one."""
    for fonts in root.iter(f"{W}rFonts"):
        for script in _SCRIPTS:
            named = fonts.get(f"{W}{script}Theme") or ""
            if typeface := theme.fonts.get(named[:5]):
                fonts.set(f"{W}{script}", typeface)
    for element in root.iter():
        if isinstance(element.tag, str):
            for name in _THEMED:
                element.attrib.pop(name, None)
    for color in list(root.iter(f"{_A}schemeClr")):
        named = color.get("val", "")
        value = theme.colors.get(_MAPPED.get(named, named), "")
        if len(value) == 6:
            color.tag = f"{_A}srgbClr"
            color.set("val", value)
