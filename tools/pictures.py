"""Small pictures of pages: read what pdftoppm writes, put pages side by side, write PNG files."""

from __future__ import annotations

import re
import struct
import subprocess
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_HEAD = re.compile(rb"P6\s+(\d+)\s+(\d+)\s+255\s")
_GAP = 6
_GAP_COLOUR = bytes((203, 208, 211))


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of pixels, three bytes each."""

    width: int
    rows: tuple[bytes, ...]


def first_page(pdf: Path, dots_per_inch: int) -> Picture:
    """Return the first page of a PDF as a picture."""
    command = ["pdftoppm", "-r", str(dots_per_inch), "-f", "1", "-l", "1", str(pdf)]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    head = _HEAD.match(data)
    if head is None:
        raise ValueError(f"pdftoppm wrote no picture of {pdf}")
    width, height = int(head[1]), int(head[2])
    size = 3 * width
    at = head.end()
    return Picture(width, tuple(data[at + n * size : at + (n + 1) * size] for n in range(height)))


def side_by_side(pictures: Sequence[Picture]) -> Picture:
    """Return pictures in a row, a grey line between them, the lower ones filled up."""
    height = max(len(each.rows) for each in pictures)
    gap = _GAP_COLOUR * _GAP
    filled = [
        [*each.rows, *[_GAP_COLOUR * each.width] * (height - len(each.rows))] for each in pictures
    ]
    rows = tuple(gap.join(parts) for parts in zip(*filled, strict=True))
    return Picture(sum(each.width for each in pictures) + _GAP * (len(pictures) - 1), rows)


def png(picture: Picture) -> bytes:
    """Return a picture as PNG with a palette of at most 256 colours."""
    bits = 8
    while len(colours := _colours(picture, bits)) > 256:
        bits -= 1
    palette = [colour for colour, _ in sorted(colours.items(), key=lambda pair: (-pair[1], pair))]
    index = {colour: number for number, colour in enumerate(palette)}
    lines = bytearray()
    for row in picture.rows:
        lines.append(0)
        reduced = _reduced(row, bits)
        lines += bytes(index[reduced[at : at + 3]] for at in range(0, len(reduced), 3))
    head = struct.pack(">IIBBBBB", picture.width, len(picture.rows), 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(bytes(lines), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _colours(picture: Picture, bits: int) -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    for row in set(picture.rows):
        reduced = _reduced(row, bits)
        found.update(reduced[at : at + 3] for at in range(0, len(reduced), 3))
    return found


def _reduced(row: bytes, bits: int) -> bytes:
    """Return a row with fewer shades; white stays white."""
    steps = (1 << bits) - 1
    return row.translate(bytes(round(round(n * steps / 255) * 255 / steps) for n in range(256)))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
