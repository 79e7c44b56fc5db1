"""Runs, fields and bookmarks: the strings that a paragraph of Word is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from kzreport.errors import WriterError
from kzreport.styles.word import word_language

Toggles = tuple[tuple[str, bool | None, bool | None], ...]
"""Whether a character style says bold and italic: on, off, or nothing."""

_PLAIN = re.compile("[ -%'-;=?-~]*")  # no sign of markup, no letter to be looked at
_SPECIAL = re.compile("([\n\t\u00ad\u2011])")
_ELEMENTS = {
    "\t": "<w:tab/>",
    "\u00ad": "<w:softHyphen/>",
    "\u2011": "<w:noBreakHyphen/>",
}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LOOKED_AT = re.compile(f"{_SPECIAL.pattern}|{_RIGHT_TO_LEFT.pattern}")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Face:
    """How the letters of a run look beside their paragraph's style.

    `base_bold` and `base_italic` tell what the paragraph is: in Word a bold character style
    in a bold paragraph is not bold.
    """

    style: str = ""
    bold: bool = False
    italic: bool = False
    lang: str = ""
    base_bold: bool = False
    base_italic: bool = False

    def with_style(self, style: str) -> Face:
        return replace(self, style=style)


@lru_cache(maxsize=4096)
def run(text: str, properties: str = "") -> str:
    """Return a run of `text`; `properties` is a whole `w:rPr` or ""."""
    if _PLAIN.fullmatch(text):
        return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'
    if not _LOOKED_AT.search(text):
        return f'<w:r>{properties}<w:t xml:space="preserve">{_escaped(text)}</w:t></w:r>'
    if _RIGHT_TO_LEFT.search(text):
        properties = _turned(properties)
    return f"<w:r>{properties}{text_elements(text)}</w:r>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _turned(properties: str) -> str:
    """Return the properties of a run whose letters run from right to left: Word must be told."""
    inner = properties.removeprefix("<w:rPr>").removesuffix("</w:rPr>")
    before, lang, after = inner.partition("<w:lang ")
    return f"<w:rPr>{before}<w:rtl/>{lang}{after}</w:rPr>"


def text_elements(text: str) -> str:
    """Return the elements of a text: letters, tabs, hyphens that are no ordinary ones."""
    if not _SPECIAL.search(text):
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    parts = []
    for part in _SPECIAL.split(text.replace("\n", " ")):
        if part:
            letters = f'<w:t xml:space="preserve">{escape(part)}</w:t>'
            parts.append(_ELEMENTS.get(part, letters))
    return "".join(parts)


def field(instruction: str, result: str, properties: str = "") -> str:
    """Return a field that shows `result` until the reader of the file asks for a fresh one."""

    def mark(kind: str) -> str:
        return f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>'
    return (
        f"{mark('begin')}<w:r>{properties}{code}</w:r>{mark('separate')}"
        f"{run(result, properties)}{mark('end')}"
    )


def bookmark(number: int, name: str, inner: str) -> str:
    """Return `inner` in a bookmark."""
    return (
        f"<w:bookmarkStart w:id={quoteattr(str(number))} w:name={quoteattr(name)}/>"
        f'{inner}<w:bookmarkEnd w:id="{number}"/>'
    )


@lru_cache(maxsize=512)
def run_style(face: Face, toggles: Toggles) -> str:
    """Return the `w:rPr` of a face, "" for one that is its paragraph's.

    Strong and Emphasis carry bold and italic; where another style has taken the only place
    for one, or the paragraph would turn it round, they are stated beside it.
    """
    style = face.style
    bold: bool | None = True if face.bold and not face.base_bold else None
    italic: bool | None = True if face.italic and not face.base_italic else None
    if not style and bold:
        style, bold = "Strong", None
    elif not style and italic:
        style, italic = "Emphasis", None
    for name, says_bold, says_italic in toggles:
        if name == style:
            bold = says_bold if face.base_bold and says_bold is not None else bold
            italic = says_italic if face.base_italic and says_italic is not None else italic
    inner = f'<w:rStyle w:val="{style}"/>' if style else ""
    inner += _switch("b", bold) + _switch("i", italic)
    if face.lang:
        inner += word_language(face.lang)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def encoded(xml: str) -> bytes:
    """Return `xml` in UTF-8. Raise `WriterError` for a character that no Word file can hold."""
    try:
        data = xml.encode()
    except UnicodeEncodeError:
        raise _unwritable(xml) from None
    # Taking the signs out and counting is far quicker than a search for them.
    if len(data.translate(None, _CONTROLS)) != len(data) or any(n in data for n in _NO_LETTERS):
        raise _unwritable(xml)
    return data


_CONTROLS = bytes([*range(9), *range(11, 32), 127])
_NO_LETTERS = ("\ufffe".encode(), "\uffff".encode())


def _unwritable(xml: str) -> WriterError:
    """Return the error that names the first such character and what stands before it."""
    found = _UNWRITABLE.search(xml)
    if found is not None:
        around = re.sub(r"<[^>]*>", "", xml[max(found.start() - 60, 0) : found.start()])
        where = f" after `{around[-20:]}`" if around else ""
        return WriterError(
            f"the text holds U+{ord(found[0]):04X}{where}, which no Word file can hold",
            hint="remove the character from the facts or the template",
        )
    return WriterError("the text holds a character that no Word file can hold")


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """Return `text` as the value of an attribute, in its quotation marks."""
    return f'"{text}"' if _PLAIN.fullmatch(text) and '"' not in text else quoteattr(text)


def _switch(name: str, on: bool | None) -> str:
    if on is None:
        return ""
    value = "" if on else ' w:val="0"'
    return f"<w:{name}{value}/><w:{name}Cs{value}/>"
