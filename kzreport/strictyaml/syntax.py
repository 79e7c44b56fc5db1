"""Say in plain words what libyaml could not read, where, and what to try."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from kzreport.strictyaml.document import Marks
from kzreport.strictyaml.problems import shown
from kzreport.strictyaml.source import Source


class Complaint(NamedTuple):
    """What to tell the author: where, what, and a way out."""

    offset: int
    message: str
    hint: str


_QUOTE = "put the whole value in quotes"
_ALIGN = "check the indentation: keys of one group begin in the same column"
_TABS = Complaint(0, "a tab in the indentation", "indent with blanks, never with tabs")
_ESCAPE = "in double quotes, write `\\\\` for a backslash, or use single quotes"

# What libyaml says -> where it stands ("context" is where the thing began), message, hint.
_SAYINGS: dict[str, tuple[str, str, str]] = {
    "found unexpected end of stream": (
        "context",
        "the quote that begins here is never closed",
        "put the same quote at the end; inside '...' an apostrophe is written twice",
    ),
    "found unexpected document indicator": (
        "context",
        "the quote that begins here is not closed before the document ends",
        "put the same quote at the end; inside '...' an apostrophe is written twice",
    ),
    "found unknown escape character": ("problem", "the backslash here begins no escape", _ESCAPE),
    "did not find expected hexdecimal number": ("problem", "an incomplete escape", _ESCAPE),
    "found invalid Unicode character escape code": (
        "problem",
        "the escape stands for no character",
        _ESCAPE,
    ),
    "block sequence entries are not allowed in this context": (
        "problem",
        "`- ` begins a list in the middle of a line",
        "begin the list on the next line, or put the whole value in quotes",
    ),
    "mapping keys are not allowed in this context": (
        "problem",
        "`? ` cannot begin a text",
        _QUOTE,
    ),
    "found an indentation indicator equal to 0": (
        "context",
        "{} announces a text block, whose indentation cannot be 0",
        "begin the text on the next line, with nothing after the sign",
    ),
    "did not find expected comment or line break": (
        "context",
        "{} announces a text block, but words follow on the same line",
        "begin the text on the next line, or put the whole value in quotes",
    ),
    "did not find expected alphabetic or numeric character": (
        "context",
        "{} cannot begin a text",
        _QUOTE,
    ),
    "did not find expected node content": (
        "problem",
        "{} stands where a value is expected",
        _QUOTE,
    ),
    "did not find expected '-' indicator": (
        "problem",
        "{line} does not fit the list above",
        "begin it with `- ` in the column of the other items, or indent it differently",
    ),
    "found incompatible YAML document": (
        "problem",
        "{line} asks for a YAML version that is not known",
        "delete the line",
    ),
}
_INSIDE = {
    "'": "write '' for an apostrophe inside '...'",
    '"': 'write \\" for a quote inside "..."',
}
_FLOW = {"did not find expected ',' or ']'": "]", "did not find expected ',' or '}'": "}"}
_MISFITS = ("did not find expected key", "did not find expected <document start>")
_MAY_BE_A_TAB = (
    *_MISFITS,
    "did not find expected '-' indicator",
    "found a tab character",
    "found character that cannot start any token",
    "mapping values",
)
_SECOND_COLON = re.compile(r"[^#]*?:\s.*\S")


def explain(exc: yaml.YAMLError, source: Source, marks: Marks) -> Complaint:
    """Return what to tell the author; `marks` are those of the values read before."""
    if not isinstance(exc, yaml.MarkedYAMLError) or exc.problem_mark is None:
        return Complaint(0, f"this is not YAML: {exc}", "")
    problem = exc.problem or ""
    at = _inside(exc.problem_mark, source)
    began = _inside(exc.context_mark, source) if exc.context_mark else at
    return (
        _tab(problem, at, source)
        or _after_the_end(problem, at, source, marks)
        or _colon(problem, at, source)
        or _no_colon(problem, began, source)
        or _open_bracket(problem, at, began, source)
        or _misfit(problem, at, source)
        or _sign(exc, began, source)
        or _saying(problem, at, began, source)
    )


def _inside(mark: object, source: Source) -> int:
    """Return the offset of `mark`, kept inside the text: an early end has a line of its own."""
    return min(int(getattr(mark, "index", 0)), len(source.body))


def _tab(problem: str, at: int, source: Source) -> Complaint | None:
    start = at - source.location(at).column + 1
    indent = re.compile(r"[ \t]*").match(source.body, start)
    if not problem.startswith(_MAY_BE_A_TAB) or not indent:
        return None
    tab = indent[0].find("\t")
    return _TABS._replace(offset=start + tab) if tab >= 0 else None


def _after_the_end(problem: str, at: int, source: Source, marks: Marks) -> Complaint | None:
    """Return what to say when words follow a closing quote or bracket."""
    if problem not in (*_MISFITS, *_FLOW, "did not find expected '-' indicator"):
        return None
    first = at - source.location(at).column + 1
    before = source.body[first:at].rstrip(" \t")
    closing = before[-1:]
    if closing in ("]", "}"):
        hint = "put a text that begins with a bracket in quotes"
        return Complaint(at, f"text goes on after the closing `{closing}`", hint)
    start, end = (marks.starts[-1], marks.ends[-1]) if marks.starts else (0, 0)
    is_quoted = source.body[start : start + 1] == closing and closing in ("'", '"')
    if not is_quoted or end != first + len(before):
        return None
    if source.line(start) < source.line(end):
        message = f"the quote that begins here is closed only at line {source.line(end)}"
        return Complaint(start, message, "look for a quote that is missing at the end of this line")
    return Complaint(at, f"text goes on after the closing {closing}", _INSIDE[closing])


def _colon(problem: str, at: int, source: Source) -> Complaint | None:
    if not problem.startswith("mapping values"):
        return None
    line = source.line_text(at)[: source.location(at).column - 1]
    if _SECOND_COLON.match(line):
        return Complaint(at, f"a second colon in {shown(line.strip() + ':')}", _QUOTE)
    message = f"{shown(line.strip() + ':')} is a key, but the line above already has its value"
    return Complaint(at - len(line.lstrip()), message, _ALIGN)


def _no_colon(problem: str, began: int, source: Source) -> Complaint | None:
    if problem != "could not find expected ':'":
        return None
    line = source.line_text(began).strip()
    hint = "write `key: value`; a text over several lines is indented below its key"
    if re.search(r":[^ \t/]", line):
        hint = "put a blank after the colon (an ordinary one, not a no-break space)"
    elif line.startswith("-"):
        hint = "put a blank after the hyphen of a list item"
    elif " #" in line:
        hint = "put quotes around a key that holds ` #`; a comment begins there"
    return Complaint(began, f"{shown(line)} is neither a key with a value nor a list item", hint)


def _open_bracket(problem: str, at: int, began: int, source: Source) -> Complaint | None:
    closing = _FLOW.get(problem)
    if closing is None:
        return None
    place = source.location(at)
    where = f"line {place.line}, column {place.column}"
    message = f"the bracket that begins here has neither `,` nor `{closing}` before {where}"
    hint = f"close it with `{closing}`; a text that begins with a bracket needs quotes"
    return Complaint(began, message, hint)


def _misfit(problem: str, at: int, source: Source) -> Complaint | None:
    if problem not in _MISFITS:
        return None
    line = source.line_text(at).strip()
    if line.startswith(":"):
        return Complaint(at, f"an empty key in {shown(line)}", "write a word before the colon")
    return Complaint(at, f"{shown(line)} does not fit the lines above", _ALIGN)


def _sign(exc: yaml.MarkedYAMLError, began: int, source: Source) -> Complaint | None:
    """Return what to say when a sign with a meaning of its own begins a text."""
    about = exc.context or ""
    if "directive" in about:
        line = shown(source.line_text(began).strip())
        return Complaint(began, f"{line} is read as an instruction to YAML", "delete the line")
    is_tag = "tag" in about or exc.problem == "found undefined tag handle"
    if is_tag or exc.problem == "found character that cannot start any token":
        sign = shown(source.body[began : began + 1])
        return Complaint(began, f"{sign} cannot begin a text", _QUOTE)
    return None


def _saying(problem: str, at: int, began: int, source: Source) -> Complaint:
    unknown = ("problem", f"this is not YAML: {problem}", "look at this line and the one above it")
    where, message, hint = _SAYINGS.get(problem, unknown)
    offset = began if where == "context" else at
    sign = shown(source.body[offset : offset + 1])
    line = shown(source.line_text(offset).strip())
    return Complaint(offset, message.replace("{line}", line).replace("{}", sign), hint)
