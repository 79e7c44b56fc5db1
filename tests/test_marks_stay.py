"""No line begins with the mark of a source or the number of a note, wherever its word ends."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kzreport.document import Document, Note, NoteRef, Para, Span, Str
from kzreport.language import load_language
from kzreport.language.binding import bind
from kzreport.styles import load_style
from kzreport.writers.docx import write_docx
from kzreport.writers.pdf import write_pdf

MISSION = load_style(Path(__file__).parents[1] / "styles" / "mission.css")
#: marks behind words that end at every place of a line, in letters of two scripts
LENGTHS = range(50, 100)
WORDS = {"en": "to be or not to be " * 9, "kk": "бала мен дала, ай мен күн " * 9}


def paper(lang: str) -> Document:
    """Return paragraphs of every length, each with a mark where its first line may end."""
    blocks = []
    for number, length in enumerate(LENGTHS, 1):
        said = WORDS[lang][:length].strip()
        note = Note(number, (Para((Str("Press release."),)),))
        marked = Span((Str("[1] [2]"),), "ref")
        blocks += [
            Para((Str(f"{said} end."), note, Str(" Something follows here."))),
            Para((Str(f"{said} (end)"), NoteRef(number), Str(" Something follows here."))),
            Para((Str(f"{said} end "), marked, Str(". Something follows here."))),
        ]
    return bind(Document("Marks", lang, tuple(blocks)), load_language(lang))


def begun_by_a_mark(file: Path) -> list[str]:
    """Return the lines of a PDF that begin with a mark, the notes below the text left out."""
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    lines = [line.strip() for line in done.stdout.decode().splitlines()]
    assert sum("Something" in line or "follows" in line for line in lines) >= 3 * len(LENGTHS)
    assert {"to", "бала"}.isdisjoint(lines)  # no line ends after its first word instead
    return [line for line in lines if re.match(r"\[\d\]|\d+ (Something|follows)", line)]


@pytest.mark.parametrize("lang", WORDS)
def test_no_line_of_the_pdf_begins_with_a_mark(lang, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(write_pdf(paper(lang), MISSION))

    assert begun_by_a_mark(file) == []


@pytest.mark.slow
def test_no_line_of_the_word_file_begins_with_a_mark_in_libreoffice(tmp_path):
    for lang in WORDS:
        (tmp_path / f"{lang}.docx").write_bytes(write_docx(paper(lang), MISSION))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf"]
    files = [f"{lang}.docx" for lang in WORDS]
    subprocess.run([*command, *files], cwd=tmp_path, capture_output=True, check=True, timeout=180)

    assert [begun_by_a_mark(tmp_path / f"{lang}.pdf") for lang in WORDS] == [[], []]
