"""Prove that the plain script says what kzreport says, word for word."""

from __future__ import annotations

import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree
from zipfile import ZipFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CODE = "instrText"
_WORD = re.compile(r"\w+")


class OtherWords(Exception):
    """Two papers that ought to say the same do not."""


def pdf_words(data: bytes) -> list[str]:
    """Return the words of a PDF in reading order, its margins too.

    The page numbers of the contents, which follow a line of dots, are no words of the text.
    """
    text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    words = text.stdout.decode().split()
    before = ["", *words]
    return [
        word for last, word in zip(before, words, strict=False) if last != "." or not word.isdigit()
    ]


def docx_words(data: bytes) -> Counter[str]:
    """Return how often each word stands in the text and the notes of a Word file.

    Page numbers, which are results of fields, are no words of the text.
    """
    with ZipFile(io.BytesIO(data)) as file:
        names = [f"word/{part}.xml" for part in ("document", "footnotes")]
        roots = [
            ElementTree.fromstring(file.read(name)) for name in names if name in file.namelist()
        ]
    paragraphs = [each for root in roots for each in root.iter(f"{_W}p")]
    return Counter(word for each in paragraphs for word in _WORD.findall(_text(each)))


def same_words(what: str, ours: Iterable[str], theirs: Iterable[str]) -> int:
    """Return how many words both say; raise `OtherWords` unless they are the same as often."""
    mine, other = Counter(ours), Counter(theirs)
    if mine != other:
        raise OtherWords(f"{what}: only ours {mine - other}, only theirs {other - mine}")
    return mine.total()


def _text(paragraph: ElementTree.Element) -> str:
    """Return the text of a paragraph without the page numbers that its fields show."""
    words: list[str] = []
    fields: list[str] = []
    for node in paragraph.iter():
        match node.tag.removeprefix(_W), node.get(f"{_W}fldCharType"):
            case "fldChar", "begin":
                fields.append("")
            case "fldChar", "end" if fields:  # a list of contents ends paragraphs later
                fields.pop()
            case name, _ if name == _CODE and fields:
                fields[-1] += node.text or ""
            case "t", _ if not any("PAGEREF" in field for field in fields):
                words.append(node.text or "")
            case "tab" | "br", _:
                words.append(" ")
    return "".join(words)
