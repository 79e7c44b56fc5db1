"""What every writer does with a footnote: one paragraph, several lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kzreport import document as tree
from kzreport.errors import WriterError


def note_lines(blocks: Iterable[tree.Block]) -> Iterator[tuple[tree.Inline, ...]]:
    """Yield the lines of a footnote.

    HTML wants a note in a single inline element, and Word shows the same lines. Raise
    `WriterError` for what neither can hold.
    """
    for block in blocks:
        match block:
            case tree.Para(kids=kids):
                yield kids
            case tree.Quote(blocks=inner) | tree.Div(blocks=inner):
                yield from note_lines(inner)
            case tree.List(items=items):
                for item in items:
                    yield from note_lines(item)
            case _:
                kind = type(block).__name__.lower()
                raise WriterError(f"a footnote cannot hold a {kind}", hint="move it into the text")
