"""Prepare the text of a template for Jinja: front matter off, lone tags closed up, lines marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kzreport.errors import Location, TemplateError
from kzreport.values.slots import PRIVATE_USE

#: Jinja's comments are `{## ... ##}`, because `{#id}` is an attribute of Markdown
COMMENT = ("{##", "##}")

_FRONT = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_STRING = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
_TAG = re.compile(
    rf"\{{\#\#.*?\#\#\}}|\{{%(?:{_STRING}|.)*?%\}}|\{{\{{(?:{_STRING}|.)*?\}}\}}", re.DOTALL
)
_LONE = re.compile(
    r"^[ \t]*((?:\{%(?:(?!%\}).)*%\}[ \t]*)*\{%(?:(?!%\}).)*?)(-?%\})[ \t]*\n", re.MULTILINE
)
_LONE_COMMENT = re.compile(r"^[ \t]*\{##((?:(?!##\}).)*)##\}[ \t]*\n", re.MULTILINE | re.DOTALL)
_OLD_COMMENT = re.compile(r"\{#(?![#\w-])")

_BEGIN, _END, _ZERO = "\ue000", "\ue001", 0xE010
_MARK = re.compile(f"{_BEGIN}([\ue010-\ue019]+){_END}")


@dataclass(slots=True)
class LineMarks:
    """The lines of all templates of one environment; a mark in the output is a number here."""

    lines: list[Location] = field(default_factory=list)

    def mark(self, file: str, line: int) -> str:
        """Return the characters that stand for a line until the Markdown is complete."""
        self.lines.append(Location(file, line))
        return _spell(len(self.lines) - 1)

    def unmark(self, text: str) -> tuple[str, list[Location]]:
        """Return `text` without its marks, and where each of its lines came from."""
        places: list[Location] = []
        clean: list[str] = []
        last = Location("")
        for line in text.split("\n"):
            found = _MARK.findall(line)
            if found:
                last = self.lines[_value(found[-1])]
                line = _MARK.sub("", line)
            places.append(last)
            clean.append(line)
        return "\n".join(clean), places


def _spell(number: int) -> str:
    digits = "".join(chr(_ZERO + int(digit)) for digit in str(number))
    return f"{_BEGIN}{digits}{_END}"


def _value(digits: str) -> int:
    return int("".join(str(ord(digit) - _ZERO) for digit in digits))


def without_marks(text: str) -> str:
    """Return `text` without line marks."""
    return _MARK.sub("", text) if _BEGIN in text else text


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the YAML above a template and the template, its line numbers unchanged."""
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    found = _FRONT.match(text)
    if found is None:
        return "", text
    return found["yaml"] or "", "\n" * found[0].count("\n") + text[found.end() :]


def prepare(text: str, file: str, marks: LineMarks) -> str:
    """Return the body of a template, ready for Jinja.

    A line that holds only tags leaves no trace: its line end moves into the tag, so that
    line numbers stay. Every other line end outside tags is marked with its line. Raise
    `TemplateError` for characters that stand for facts, and for Jinja's old comments.
    """
    _refuse(text, file)
    text = _LONE.sub(r"\1\n\2", text)
    text = _LONE_COMMENT.sub(r"{##\1\n##}", text)
    pieces: list[str] = []
    at = 0
    for tag in _TAG.finditer(text):
        pieces += (_marked(text, at, tag.start(), file, marks), tag[0])
        at = tag.end()
    pieces.append(_marked(text, at, len(text), file, marks))
    return "".join(pieces)


def _marked(text: str, start: int, end: int, file: str, marks: LineMarks) -> str:
    """Return the stretch of template text with a mark before each line end."""
    line = text.count("\n", 0, start) + 1
    out: list[str] = []
    for number, part in enumerate(text[start:end].split("\n")):
        if number:
            out.append(marks.mark(file, line + number - 1) + "\n")
        out.append(part)
    return "".join(out)


def _refuse(text: str, file: str) -> None:
    problems = [
        TemplateError(
            f"the private-use character U+{ord(found[0]):04X} may not stand in a template",
            _location(text, found.start(), file),
            "it is invisible: delete it",
        )
        for found in PRIVATE_USE.finditer(text)
    ]
    problems += [
        TemplateError(
            "`{#` begins no comment here",
            _location(text, found.start(), file),
            "comments are written `{## ... ##}`; `{#name}` gives a heading its id",
        )
        for found in _OLD_COMMENT.finditer(text)
    ]
    if problems:
        raise TemplateError.all_of(problems)


def _location(text: str, index: int, file: str) -> Location:
    head = text[:index]
    return Location(file, head.count("\n") + 1, index - head.rfind("\n"))
