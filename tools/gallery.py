"""Make the gallery: the first page of every kind in every language, as PDF and as Word prints it.

`make gallery` writes docs/gallery/*.png and docs/gallery.md. The papers are those of the
fictitious base in tests/kinds/ruritania, and of the Mission's own project for the kinds that its
facts carry. LibreOffice turns the Word files into pages.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pictures import first_page, png, side_by_side

from kzreport import Briefing, KzReportError, Project, load_project, render
from kzreport.kinds import KINDS
from kzreport.language import load_language

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 23)
DOTS_PER_INCH = 50
LANGUAGES = {"en": "English", "ru": "Russian", "kk": "Kazakh", "fr": "French"}
HEAD = """\
# Gallery

The first page of every kind of paper, in every language: on the left the PDF, on the right the
Word file as LibreOffice prints it. Made by `make gallery`; what each kind needs and refuses stands
in [kinds.md](kinds.md). Most are papers of a fictitious mission of a fictitious State; the brief,
the treaty table, contributions and chronology are made from the first fact base. A draft stands
where nobody has yet supplied or confirmed the words: the Kazakh formulas of a note verbale are the
Mission's to give.
"""


def main() -> int:
    """Write all pictures and the page that shows them; return the exit code."""
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftoppm") is None:
        print("soffice and pdftoppm are needed", file=sys.stderr)
        return 3
    folder = ROOT / "docs/gallery"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with tempfile.TemporaryDirectory() as made:
        names = list(dict.fromkeys(make_papers(Path(made))))
        print_word_files(office, Path(made))
        for name in names:
            pages = [Path(made) / f"{name}.pdf", Path(made) / f"printed/{name}.pdf"]
            picture = side_by_side([first_page(page, DOTS_PER_INCH) for page in pages])
            (folder / f"{name}.png").write_bytes(png(picture))
    (ROOT / "docs/gallery.md").write_text(page_of(names), "utf-8")
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"{len(names)} pictures, {size / 1e6:.1f} MB, in docs/gallery")
    return 0


def make_papers(folder: Path) -> Iterable[str]:
    """Write every kind in every language as PDF and Word; yield the names."""
    for project in (load_project(ROOT), load_project(ROOT / "tests/kinds/ruritania")):
        for report, kind in shown(project):
            for lang in LANGUAGES:
                name = f"{kind}.{lang}"
                briefing = draft_if_needed(project, report, lang)
                if briefing is None:
                    print(f"{name} is not written yet", file=sys.stderr)
                    continue
                briefing.write(folder / f"{name}.pdf")
                briefing.write(folder / f"{name}.docx")
                yield name


def shown(project: Project) -> Iterable[tuple[str, str]]:
    """Yield the report that shows a kind: the Mission's own where Ruritania has none."""
    own = {"brief", "treaty-status", "contributions", "chronology"}
    first = project.root == ROOT
    for name, report in project.reports.items():
        kind = project.templates.get(report.template).kind
        if kind in KINDS and (kind in own) == first:
            yield name, kind


def draft_if_needed(project: Project, report: str, lang: str) -> Briefing | None:
    """Return the paper, as a draft where it cannot leave yet; `None` if it is not written."""
    for draft in (False, True):
        try:
            return render(project, report, lang=lang, as_of=DAY, draft=draft)
        except KzReportError:
            continue
    return None


def print_word_files(office: str, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = sorted(str(file) for file in folder.glob("*.docx"))
    where = ["--convert-to", "pdf", "--outdir", str(folder / "printed")]
    subprocess.run([office, profile, "--headless", *where, *files], check=True, capture_output=True)


def page_of(names: list[str]) -> str:
    """Return docs/gallery.md."""
    english = load_language("en")
    parts = [HEAD]
    for kind, rules in KINDS.items():
        made = [name for name in names if name.startswith(f"{kind}.")]
        if not made:
            continue
        parts.append(f"## {english.pattern(f'kind-{kind}')}\n")
        parts += [f"{str(rules.budget).capitalize()}.\n"] if str(rules.budget) else []
        for name in made:
            lang = LANGUAGES[name.rpartition(".")[2]]
            parts.append(
                f"{lang}\n\n![{english.pattern(f'kind-{kind}')}, {lang}](gallery/{name}.png)\n"
            )
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
