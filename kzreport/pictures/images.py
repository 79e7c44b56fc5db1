"""Read an image of the project's folder: inside it, whole, of a bounded size, bare of metadata."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from kzreport.document import Picture
from kzreport.errors import TemplateError
from kzreport.pictures.vectors import read_svg

MOST_PIXELS = 50_000_000
MOST_BYTES = 20_000_000
MOST_WRITTEN = 3_500_000  # more would not fit into a page
BLOCK = 154.0  # millimetres: the text of an upright page
HIGHEST = 215.0

_PRINT = 300  # dots an inch that paper shows
_NATURAL = 150  # dots an inch of an image whose width nobody gave
_KEPT_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF")


def load_image(root: Path, name: str, width: float | None = None) -> Picture:
    """Return the image `name` of the folder `root`, `width` millimetres wide.

    PNG, JPEG and SVG stay what they are, WebP, BMP and TIFF become PNG. What the eye does
    not see goes: metadata, and dots beyond those of print. Raise `TemplateError` for a file
    outside the folder, one that is broken or too large, and for an SVG that reaches out.
    """
    path = _inside(root, name)
    data = _read(path, name)
    if path.suffix.lower() == ".svg":
        return _fitted(read_svg(data, name), width)
    return _raster(data, name, width)


def _inside(root: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    odd = not parts or "\\" in name or ":" in name or "\0" in name
    if odd or name.startswith("/") or any(part.startswith(".") for part in parts):
        raise TemplateError(
            f"`{name}` is no image of the project", hint="name it from the project's folder"
        )
    try:
        path = (root / name).resolve(strict=True)
    except OSError as exc:
        raise TemplateError(
            f"there is no image `{name}`", hint="put it into the project's folder"
        ) from exc
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        raise TemplateError(
            f"`{name}` is no image of the project", hint="put a copy into the project's folder"
        )
    return path


def _read(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TemplateError(
                f"the image `{name}` has more than {MOST_BYTES:,} bytes", hint="make it smaller"
            )
        return path.read_bytes()
    except OSError as exc:
        raise TemplateError(f"the image `{name}` cannot be read: {exc.strerror}") from exc


def _raster(data: bytes, name: str, width: float | None) -> Picture:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings(), _whole_images():
            warnings.simplefilter("ignore")  # of odd metadata, and of sizes we judge ourselves
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                _check_size(opened.size, name)
                kind = "JPEG" if opened.format == "JPEG" else "PNG"
                image: Any = ImageOps.exif_transpose(opened)
                image.load()
    except UnidentifiedImageError as exc:
        raise TemplateError(
            f"`{name}` is no image that can be read", hint="use PNG, JPEG, SVG, WebP, BMP or TIFF"
        ) from exc
    except TemplateError:
        raise
    except Exception as exc:  # decoders raise whatever a broken file makes them stumble over
        raise TemplateError(f"the image `{name}` is broken", hint="save it anew") from exc
    wide, high = image.size
    size = _fitted(Picture(b"", "image/png", wide / _NATURAL * 25.4, high / _NATURAL * 25.4), width)
    most = round(size.width / 25.4 * _PRINT)
    if image.mode not in _KEPT_MODES or (kind == "JPEG" and image.mode not in ("L", "RGB")):
        image = image.convert("RGB")
    if wide > most:
        if image.mode in ("1", "P"):
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        image = image.resize((most, max(round(high * most / wide), 1)), Image.Resampling.LANCZOS)
    written = _written(image, kind)
    if len(written) > MOST_WRITTEN:
        raise TemplateError(
            f"the image `{name}` needs {len(written):,} bytes in print",
            hint="save a photograph as JPEG, or give a smaller `width`",
        )
    media: Any = "image/jpeg" if kind == "JPEG" else "image/png"
    return Picture(written, media, size.width, size.height)


@contextmanager
def _whole_images() -> Iterator[None]:
    """Have Pillow refuse an image that is cut off; WeasyPrint, once imported, tells it not to."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check_size(size: tuple[int, int], name: str) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise TemplateError(
            f"the image `{name}` is {size[0]} by {size[1]} dots; {MOST_PIXELS:,} are allowed",
            hint="make it smaller",
        )


def _written(image: Any, kind: str) -> bytes:
    """Return the image without anything but its dots, and without a colour profile."""
    from PIL import Image

    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    if image.mode == "P":
        bare.putpalette(image.getpalette())
    more: dict[str, Any] = {"quality": 90} if kind == "JPEG" else {"optimize": False}
    if kind == "PNG" and "transparency" in image.info:
        more["transparency"] = image.info["transparency"]
    buffer = io.BytesIO()
    bare.save(buffer, kind, **more)
    return buffer.getvalue()


def _fitted(picture: Picture, width: float | None) -> Picture:
    """Return the picture as wide as wanted, or as it is, but no larger than a page."""
    wide = width if width is not None else min(picture.width, BLOCK)
    if not 5 <= wide <= 260:
        raise TemplateError(f"an image is `{wide:g}` wide", hint="give 5 to 260 millimetres")
    high = picture.height * wide / picture.width
    if high > HIGHEST:
        wide, high = wide * HIGHEST / high, HIGHEST
    size = (max(round(wide, 2), 0.1), max(round(high, 2), 0.1))
    return Picture(picture.data, picture.media, *size, picture.raster)
