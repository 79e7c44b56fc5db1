"""Texts in cells: what a spreadsheet would take for a formula is kept from becoming one.

A text that begins with `=`, `+`, `-`, `@`, a tab, or their full-width forms gets an
apostrophe before it in a CSV file; in XLSX the cell is of type text, which is enough. The
word `null` means «known to be missing»; the text «null» gets the apostrophe everywhere.
Whoever reads takes exactly those apostrophes off again.
"""

from __future__ import annotations

MISSING = "null"
_SIGN = "'"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_cell(text: str | None, *, guarded: bool) -> str:
    """Return what stands in the cell for `text`; `guarded` keeps it from being a formula."""
    if text is None:
        return MISSING
    needs_it = _needs_sign(text) and (guarded or text == MISSING or text.startswith(_SIGN))
    return _SIGN + text if needs_it else text


def from_cell(cell: str) -> str | None:
    """Return the text for which `cell` stands, `None` for one known to be missing."""
    if cell == MISSING:
        return None
    return cell[1:] if cell.startswith(_SIGN) and _needs_sign(cell[1:]) else cell


def _needs_sign(text: str) -> bool:
    """Whether `text`, or what follows its apostrophes, would be read as something else."""
    bare = text.lstrip(_SIGN)
    return bare == MISSING or bare.startswith(_STARTS_A_FORMULA)
