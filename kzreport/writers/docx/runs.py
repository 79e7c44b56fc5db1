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

    `bold` and `italic` are what the text says inside `style`, `None` when it leaves them to
    the style and the paragraph. `base_bold` and `base_italic` tell what the paragraph is: in
    Word a bold character style in a bold paragraph is not bold.
    """

    style: str = ""
    bold: bool | None = None
    italic: bool | None = None
    lang: str = ""
    base_bold: bool = False
    base_italic: bool = False

    def with_style(self, style: str, toggles: Toggles) -> Face:
        """Return the face of text in `style` within this one, whose look it keeps or changes.

        A run of Word has one style: what the one around it says, the run says itself.
        """
        bold, italic = _said(style, toggles)
        outer_bold, outer_italic = _said(self.style, toggles)
        return replace(
            self,
            style=style,
            bold=None if bold is not None else _first(self.bold, outer_bold),
            italic=None if italic is not None else _first(self.italic, outer_italic),
        )


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
    if not style and face.bold and not face.base_bold:
        style = "Strong"
    elif not style and face.italic and not face.base_italic:
        style = "Emphasis"
    bold, italic = _said(style, toggles)
    inner = f'<w:rStyle w:val="{style}"/>' if style else ""
    inner += _switch("b", face.bold, bold, face.base_bold)
    inner += _switch("i", face.italic, italic, face.base_italic)
    if face.lang:
        inner += word_language(face.lang)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _said(style: str, toggles: Toggles) -> tuple[bool | None, bool | None]:
    """Return what a character style says of bold and italic."""
    return next(((bold, italic) for name, bold, italic in toggles if name == style), (None, None))


def _first(*said: bool | None) -> bool | None:
    return next((each for each in said if each is not None), None)


def _switch(name: str, own: bool | None, of_style: bool | None, base: bool) -> str:
    """Return the switch a run needs to look as its text and its style say.

    Word turns a paragraph's bold over where a character style is bold, too, and takes no
    notice of a style that is not (ECMA-376, 17.7.3).
    """
    wanted = _first(own, of_style, base)
    if wanted == (base != bool(of_style)):
        return ""
    value = "" if wanted else ' w:val="0"'
    return f"<w:{name}{value}/><w:{name}Cs{value}/>"


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
