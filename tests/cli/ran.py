"""What a run of the program ended with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ran:
    """The exit code, and what was printed on both streams."""

    code: int
    out: str
    err: str = ""
