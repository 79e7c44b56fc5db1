"""Tables that fit the terminal: columns that matter less go before words are cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kzreport.cli.terminal import console, printable

#: the narrowest that a column of words may become, and what lies between two columns
_NARROWEST, _GAP = 30, 2


def show_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    words: Sequence[str] = (),
    spare: Sequence[str] = (),
) -> None:
    """Print rows below bold heads.

    Columns named in `words` run over several lines where need be; those in `spare` are left
    out, the first first, until the others fit the terminal. A pipe or a file gets all of them.
    """
    from rich.table import Table

    cells = [[printable(cell) for cell in row] for row in rows]
    shown = _that_fit(heads, cells, words, spare)
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for index in shown:
        table.add_column(heads[index], no_wrap=heads[index] not in words)
    for row in cells:
        table.add_row(*(row[index] for index in shown))
    console().print(table)


def _that_fit(
    heads: Sequence[str], cells: Sequence[Sequence[str]], words: Sequence[str], spare: Sequence[str]
) -> list[int]:
    """Return the columns to show, in their order."""
    from rich.cells import cell_len

    def width(index: int) -> int:
        widest = max((cell_len(row[index]) for row in cells), default=0)
        least = min(widest, _NARROWEST) if heads[index] in words else widest
        return max(least, cell_len(heads[index])) + _GAP

    shown = list(range(len(heads)))
    for name in spare:
        if sum(map(width, shown)) - _GAP <= console().width:
            break
        shown.remove(heads.index(name))
    return shown
