"""Write pictures: a drawing in its line, with words for those who do not see it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from kzreport import document as tree
from kzreport.document import plain_text
from kzreport.writers.docx.captions import caption_line, notes_below

if TYPE_CHECKING:
    from kzreport.writers.docx.blocks import Blocks

_EMU = 36_000  # a millimetre
_EMU_OF_POINT = 12_700
_ENDINGS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpeg"}
_TYPES = {ending: media for media, ending in _ENDINGS.items()}
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_TWIN = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""By this mark Word knows the SVG beside a picture it could draw without."""


@dataclass(slots=True)
class Media:
    """The files of the pictures by name, each once, and the ids by which the text finds them."""

    files: dict[str, bytes] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)
    drawn: int = 0
    _names: dict[str, str] = field(default_factory=dict)

    @property
    def types(self) -> dict[str, str]:
        """The media types in use, by the ending of a name."""
        endings = {name.rpartition(".")[2] for name in self.files}
        return {ending: _TYPES[ending] for ending in sorted(endings)}

    def key(self, data: bytes, media: str) -> str:
        """Return the id of the relation to `data`, which is kept."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._names:
            number = len(self._names) + 1
            self._names[digest] = name = f"image{number}.{_ENDINGS[media]}"
            self.files[name] = data
            self.relations[name] = f"rImage{number}"
        return self.relations[self._names[digest]]


def figure(blocks: Blocks, block: tree.Figure, place: str) -> str:
    """Return a picture between its caption and its notes, no wider than what it stands in."""
    style = "Picture" if block.notes else "PictureEnd"
    caption = caption_line(blocks, block, "Figure")
    own = "" if caption else blocks.marked(block.id, "")
    drawing = _drawing(blocks, block, _room(blocks, place))
    picture = blocks.paragraph(style, own + drawing, keep=bool(block.notes))
    return f"{caption}{picture}{notes_below(blocks, block.notes)}"


def _room(blocks: Blocks, place: str) -> float:
    """Return the width there is, in points."""
    room = blocks.sheet.block_width(blocks.layout)
    if place == "box":
        look = blocks.sheet.looks["div.box"]
        room -= look.padding.start + look.padding.end + look.border[1].width + look.border[3].width
    return room


def _drawing(blocks: Blocks, block: tree.Figure, room: float) -> str:
    picture, media = block.picture, blocks.media
    media.drawn += 1
    share = min(1.0, room * _EMU_OF_POINT / (picture.width * _EMU))
    size = "".join(
        f' c{axis}="{round(length * _EMU * share)}"'
        for axis, length in (("x", picture.width), ("y", picture.height))
    )
    name = f'id="{media.drawn}" name="Picture {media.drawn}"'
    alt = quoteattr(" ".join(plain_text(block.alt).split()))
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" '
        f'distB="0" distL="0" distR="0"><wp:extent{size}/><wp:docPr {name} descr={alt}/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}/main" '
        f'noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic xmlns:a="{_DRAWING}/main">'
        f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture">'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f"{_blip(media, picture)}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
        f'<a:xfrm><a:off x="0" y="0"/><a:ext{size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r>"
    )


def _blip(media: Media, picture: tree.Picture) -> str:
    """Return the reference to the picture's data: an SVG is the twin of what all can draw."""
    if picture.media != "image/svg+xml":
        return f'<a:blip r:embed="{media.key(picture.data, picture.media)}"/>'
    raster = media.key(picture.raster, "image/png")
    return (
        f'<a:blip r:embed="{raster}"><a:extLst><a:ext uri="{_SVG_TWIN}"><asvg:svgBlip '
        f'xmlns:asvg="{_SVG}" r:embed="{media.key(picture.data, picture.media)}"/></a:ext>'
        "</a:extLst></a:blip>"
    )
