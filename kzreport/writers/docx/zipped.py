"""Write a zip by hand: parts that many files share are compressed once.

The form is that of PKWARE's APPNOTE, 4.3.7 and 4.3.12; the standard library has no way to
write what is compressed already.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_DEFLATED = 8
_NO_TIME, _LONG_AGO = 0, 0x21  # 1 January 1980, the oldest day a zip can name: no clock is in it


@dataclass(frozen=True, slots=True)
class _Entry:
    checksum: int
    size: int
    data: bytes


def zipped(parts: Iterable[tuple[str, bytes, bool]]) -> bytes:
    """Return the zip of `parts` as (name, data, whether other files have the same part)."""
    body, directory, count, at = [], [], 0, 0
    for name, data, shared in parts:
        entry = _kept(data) if shared else _entry(data)
        encoded = name.encode()
        common = (_DEFLATED, _NO_TIME, _LONG_AGO, entry.checksum, len(entry.data), entry.size)
        head = _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, *common, len(encoded), 0)
        body += [head, encoded, entry.data]
        directory += [
            _CENTRAL.pack(
                *(b"PK\x01\x02", _VERSION, _VERSION, 0, *common, len(encoded)), 0, 0, 0, 0, 0, at
            ),
            encoded,
        ]
        at += len(head) + len(encoded) + len(entry.data)
        count += 1
    index = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(index), at, 0)
    return b"".join([*body, index, end])


def _entry(data: bytes) -> _Entry:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return _Entry(zlib.crc32(data), len(data), packer.compress(data) + packer.flush())


_kept = lru_cache(maxsize=256)(_entry)
