"""The examples of the page «Writing templates», and what each of them prints."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path

from PIL import Image

from kzreport.project import load_project
from kzreport.report import render

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "templates.md"
_EXAMPLE = re.compile(
    r"^```jinja\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE
)
_FACT = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\{\.fact [^}]*\}")


def examples() -> list[tuple[str, str]]:
    """Return each example with what the page says it prints."""
    return [(found[1], found[2] or "") for found in _EXAMPLE.finditer(PAGE.read_text("utf-8"))]


def printed(example: str, folder: Path) -> str:
    """Return what an example prints over the facts of this repository."""
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "templates").mkdir()
    front = "---\nkind: paper\n---\n"
    (folder / "templates" / "example.md.j2").write_text(front + example, "utf-8")
    (folder / "images").mkdir()
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40)).save(buffer, "PNG")
    (folder / "images" / "seat.png").write_bytes(buffer.getvalue())
    (folder / "kzreport.yaml").write_text("reports: {example: {template: example}}\n")
    briefing = render(load_project(folder), "example", as_of=date(2026, 11, 23))
    return _FACT.sub(r"\1", briefing.markdown)
