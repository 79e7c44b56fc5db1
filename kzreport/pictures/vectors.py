"""Read an SVG that draws and does nothing else: no script, nothing from another place."""

from __future__ import annotations

import io
import re
from typing import Any

from kzreport.document import Picture
from kzreport.errors import TemplateError

_SVG = "http://www.w3.org/2000/svg"
_REFUSED = frozenset({"script", "foreignObject", "iframe", "object", "embed", "audio", "video"})
_REFUSED_TOO = frozenset({"animate", "set", "animateTransform", "animateMotion", "handler"})
_EMBEDDED = re.compile(r"data:image/(?:png|jpeg);base64,", re.IGNORECASE)
_REACHING = re.compile(r"@import|url\(\s*['\"]?\s*(?!['\"]?#)|expression\(|\\", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px|pt|mm|cm|in|)\s*\Z")
_MM = {"": 25.4 / 96, "px": 25.4 / 96, "pt": 25.4 / 72, "mm": 1.0, "cm": 10.0, "in": 25.4}
_TWIN = 1600  # dots of the twin, on its longer side


def read_svg(data: bytes, name: str) -> Picture:
    """Return an SVG with its PNG twin; raise `TemplateError` if it is broken or reaches out."""
    root = _parsed(data, name)
    for element in root.iter():
        _check(element, name)
    wide, high = _size(root, name)
    return Picture(_bare(root), "image/svg+xml", wide, high, _twin(root, wide, high, name))


def _parsed(data: bytes, name: str) -> Any:
    from lxml import etree

    safe = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, safe)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise TemplateError(f"the image `{name}` is broken", hint="save it anew as SVG") from exc
    if root.tag != f"{{{_SVG}}}svg" or root.getroottree().docinfo.doctype:
        raise TemplateError(
            f"`{name}` is no plain SVG", hint="save it as plain SVG, without DOCTYPE"
        )
    return root


def _check(element: Any, name: str) -> None:
    tag = str(element.tag).rpartition("}")[2]
    if tag in _REFUSED or tag in _REFUSED_TOO:
        raise TemplateError(f"the SVG `{name}` holds `<{tag}>`", hint="a picture only draws")
    if tag == "style" and _REACHING.search("".join(element.itertext())):
        raise TemplateError(f"a style in the SVG `{name}` reaches out of it", hint="embed it")
    for key, value in element.attrib.items():
        attribute = str(key).rpartition("}")[2].lower()
        if attribute.startswith("on"):
            raise TemplateError(
                f"the SVG `{name}` holds `{attribute}`", hint="a picture only draws"
            )
        if attribute in ("href", "src") and not (value.startswith("#") or _EMBEDDED.match(value)):
            raise TemplateError(f"the SVG `{name}` names `{value[:60]}`", hint="embed it")
        if attribute not in ("href", "src") and _REACHING.search(value):
            raise TemplateError(
                f"`{attribute}` in the SVG `{name}` reaches out of it", hint="embed it"
            )


def _size(root: Any, name: str) -> tuple[float, float]:
    """Return width and height in millimetres; without lengths a dot is a 96th of an inch."""
    lengths = [_LENGTH.match(root.get(side, "")) for side in ("width", "height")]
    if all(lengths):
        wide, high = (float(found[1]) * _MM[found[2]] for found in lengths if found)
    else:
        box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
        try:
            wide, high = (float(part) * _MM[""] for part in box[2:4])
        except ValueError:
            wide = high = 0.0
    if not (0 < wide < 1e6 and 0 < high < 1e6) or not 0.01 < wide / high < 100:
        raise TemplateError(
            f"the SVG `{name}` does not say how large it is", hint="give it a `viewBox`"
        )
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {wide / _MM['']:g} {high / _MM['']:g}")
    return wide, high


def _bare(root: Any) -> bytes:
    from lxml import etree

    buffer = io.BytesIO()
    etree.ElementTree(root).write(buffer, encoding="utf-8")
    return buffer.getvalue()


def _twin(root: Any, wide: float, high: float, name: str) -> bytes:
    import resvg_py

    longer = max(wide, high)
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=_bare(root).decode(),
                dpi=96,
                width=max(round(_TWIN * wide / longer), 1),
                height=max(round(_TWIN * high / longer), 1),
                sans_serif_family="Liberation Sans",
                serif_family="Liberation Serif",
            )
        )
    except ValueError as exc:
        raise TemplateError(f"the SVG `{name}` cannot be drawn", hint="save it anew") from exc
