"""Keep WeasyPrint 70 from losing footnotes.

It lays a footnote out when it meets the call. Two ways lead past that: a last line that is let
on a full page after other notes were sent to the next one is put there without its own notes;
and a page that is made again does not learn which notes an unchanged page before it sent on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import page as engine


@contextmanager
def whole_notes() -> Iterator[None]:
    """Have every note of the one document laid out inside the block set where it is called.

    A note without room stands on the next page, as WeasyPrint's own do.
    """
    make_page = engine.make_page
    sent_on: dict[int, list[Any]] = {}

    def made(context: Any, root: Any, kind: Any, resume_at: Any, number: int, state: Any) -> Any:
        context.reported_footnotes = list(sent_on.get(number - 1, ()))
        found = make_page(context, root, kind, resume_at, number, state)
        for note in _forgotten(found[0], context.footnotes):
            context.footnotes.remove(note)
            context.reported_footnotes.append(note)
        sent_on[number] = list(context.reported_footnotes)
        return found

    engine.make_page = made
    try:
        yield
    finally:
        engine.make_page = make_page


def _forgotten(page: Any, waiting: list[Any]) -> list[Any]:
    """Return the notes called on `page` that still wait to be laid out."""
    if not waiting:
        return []
    called = (box.footnote for box in page.descendants() if box.footnote)
    return [note for note in called if note in waiting]
