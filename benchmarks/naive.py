"""The plain script that kzreport is measured against: Jinja to HTML to PDF, docxtpl to Word.

It is written as one would write it in an afternoon, and knows nothing of kzreport. Its folder
holds `brief.html.j2`, `brief.docx`, `mission.css` and `briefs.json`, the values of each brief.

    python -m benchmarks.naive FOLDER OUT docx pdf pdf/a-3a
"""

from __future__ import annotations

import io
import json
import sys
from functools import cached_property
from pathlib import Path
from typing import Any


class Naive:
    """The briefs of a folder; template and values are read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def briefs(self) -> list[dict[str, Any]]:
        """The values of each brief."""
        found: list[dict[str, Any]] = json.loads((self.folder / "briefs.json").read_text("utf-8"))
        return found

    @cached_property
    def page(self) -> Any:
        """The template of the HTML page."""
        from jinja2 import Environment, FileSystemLoader

        return Environment(autoescape=True, loader=FileSystemLoader(self.folder)).get_template(
            "brief.html.j2"
        )

    def html(self, number: int) -> str:
        """Return brief `number` as a page of HTML."""
        page: str = self.page.render(self.briefs[number])
        return page

    def typst(self, number: int) -> bytes:
        """Return brief `number` as PDF by Typst, from markup that is there already."""
        import typst

        data: bytes = typst.compile(str(self.folder / f"brief-{number}.typ"))
        return data

    def pandoc_docx(self, number: int) -> bytes:
        """Return brief `number` as a Word file by pandoc, from the page of HTML."""
        import pypandoc  # type: ignore[import-untyped]

        file = self.folder / f"pandoc-{number}.docx"
        pypandoc.convert_text(self.html(number), "docx", format="html", outputfile=str(file))
        return file.read_bytes()

    def pdf(self, number: int, variant: str | None = None) -> bytes:
        """Return brief `number` as PDF, plain or in an archival `variant`."""
        from weasyprint import HTML

        html = self.html(number)
        style = str(self.folder / "mission.css")
        data: bytes = HTML(string=html).write_pdf(stylesheets=[style], pdf_variant=variant)
        return data

    def docx(self, number: int) -> bytes:
        """Return brief `number` as a Word file. docxtpl spends its template: it is opened anew."""
        from docxtpl import DocxTemplate  # type: ignore[import-untyped]

        template = DocxTemplate(self.folder / "brief.docx")
        template.render(self.briefs[number], autoescape=True)
        file = io.BytesIO()
        template.save(file)
        return file.getvalue()

    def docx_floor(self) -> bytes:
        """Return the template as a Word file, opened and saved and not filled in."""
        from docxtpl import DocxTemplate

        template = DocxTemplate(self.folder / "brief.docx")
        template.init_docx()
        file = io.BytesIO()
        template.save(file)
        return file.getvalue()


def main(folder: Path, out: Path, wanted: list[str]) -> None:
    """Write the first brief of `folder` to `out`, or `--all`, in each form that is wanted."""
    naive = Naive(folder)
    out.mkdir(parents=True, exist_ok=True)
    numbers = range(len(naive.briefs)) if "--all" in wanted else range(1)
    for number in numbers:
        for form in (each for each in wanted if each != "--all"):
            if form == "docx":
                (out / f"brief-{number}.docx").write_bytes(naive.docx(number))
            else:
                variant = None if form == "pdf" else form
                (out / f"brief-{number}.pdf").write_bytes(naive.pdf(number, variant))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
