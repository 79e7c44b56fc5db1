"""Run the bench: `python -m benchmarks`, or `make bench`."""

from __future__ import annotations

import argparse
import tempfile
from datetime import date, datetime
from pathlib import Path

from rich.console import Console

from benchmarks.briefs import ROOT


def main() -> None:
    """Measure, print the tables and write docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look: few rounds, no page written")
    parser.add_argument("--page", type=Path, help="where to write the page (docs/benchmarks.md)")
    parser.add_argument(
        "--date", type=date.fromisoformat, default=date.today(), help="the date on the page (today)"
    )
    asked = parser.parse_args()
    page = asked.page or (None if asked.quick else ROOT / "docs" / "benchmarks.md")
    run(asked.quick, page, asked.date)


def run(quick: bool, page: Path | None, day: date) -> None:
    """Measure with few rounds or many, print the tables, and write `page` unless it is `None`."""
    from benchmarks.comparisons import QUICK, Effort, compare
    from benchmarks.page import show, write_page

    console = Console()
    console.print(
        "Measuring; a full run takes about ten minutes where nothing else runs.", style="dim"
    )
    with tempfile.TemporaryDirectory() as folder:
        results = compare(
            Path(folder),
            QUICK if quick else Effort(),
            lambda step: console.print(f"  {datetime.now():%H:%M:%S} {step}", style="dim"),
        )
    show(results, console)
    if page is not None:
        page.write_text(write_page(results, day), "utf-8")
        console.print(f"The page is {page}", style="dim")


if __name__ == "__main__":
    main()
