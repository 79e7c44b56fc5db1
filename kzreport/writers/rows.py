"""Which rows of a table stay on the page of the next one; the same in every format."""

from __future__ import annotations

from collections.abc import Sequence

from kzreport.document import Row


def kept_rows(rows: Sequence[Row]) -> frozenset[int]:
    """Return the places of rows that no page ends with.

    The first row would stand alone under its head, the last one alone on the next page, and
    the head of a group without its group.
    """
    ends = {0, len(rows) - 2} if len(rows) > 1 else set()
    return frozenset(ends | {place for place, row in enumerate(rows) if row.cls == "group"})
