"""The printed facts of a Word file: content controls in the text, bound to a store beside it.

The store holds what the document prints and nothing else, since it travels with the file.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from kzreport.document import Embed, Fact
from kzreport.writers.docx.runs import quoted

NAMESPACE = "urn:kzreport:facts:1"
ITEM = "{8D1C6E0B-52A4-4E7C-9B6E-0F4B5A52F001}"
MOST_CONTROLS = 500
"""LibreOffice becomes slow beyond."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class FactStore:
    """Gives every fact and printed form one key, and every mention a control of its own."""

    embed: Embed
    _keys: dict[Fact, str] = field(default_factory=dict)
    _parts: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    _mentions: int = 0
    _plain: int = 0

    def control(self, fact: Fact, run: str, properties: str) -> str:
        """Return `run`, the printed fact, in a control; bare when there is no room for one."""
        if self.embed == "none" or not fact.text:
            return run
        if self._mentions >= MOST_CONTROLS:
            self._plain += 1
            return run
        self._mentions += 1
        key = self._keys.setdefault(fact, f"f{len(self._keys) + 1}")
        before, after = self._parts.get((key, properties)) or self._around(key, fact, properties)
        return (
            f'{before}<w:id w:val="{100_000 + self._mentions}"/>{after}{run}</w:sdtContent></w:sdt>'
        )

    def _around(self, key: str, fact: Fact, properties: str) -> tuple[str, str]:
        """Return what stands before and after the id of the controls of one fact."""
        name = quoted((fact.refs[0] if fact.refs else key)[:64])
        found = (
            f'<w:sdt><w:sdtPr>{properties}<w:alias w:val={name}/><w:tag w:val="{key}"/>',
            f"{self._binding(key)}<w:text/></w:sdtPr><w:sdtContent>",
        )
        self._parts[key, properties] = found
        return found

    def _binding(self, key: str) -> str:
        """Return what binds a control to its element, "" when the store holds no values."""
        if self.embed == "ids":
            return ""
        return (
            f"<w:dataBinding w:prefixMappings=\"xmlns:k='{NAMESPACE}'\" "
            f"w:xpath=\"/k:facts[1]/k:fact[@id='{key}'][1]/k:v[1]\" "
            f'w:storeItemID="{ITEM}"/>'
        )

    def xml(self) -> str:
        """Return the store's XML, "" when no fact is in it."""
        if not self._keys:
            return ""
        facts = "".join(_element(key, fact, self.embed) for fact, key in self._keys.items())
        return f'<facts xmlns="{NAMESPACE}">{facts}</facts>'

    def report(self, title: str) -> None:
        """Warn when facts were left without a control."""
        if self._plain:
            log.warning(
                "%s: %d facts are plain text in Word; a file holds %d controls",
                title,
                self._plain,
                MOST_CONTROLS,
            )


def _element(key: str, fact: Fact, embed: Embed) -> str:
    """Return the element of a fact; `base` is what was printed, for who compares later.

    The bound `v` has no attributes: LibreOffice loses them when it writes a changed text.
    With ids alone there is neither: the value stands in the text and nowhere else.
    """
    text = fact.text.replace("\n", " ")
    attributes = (
        ("id", key),
        ("ref", " ".join(fact.refs)),
        ("as", fact.form),
        ("lang", fact.lang),
        ("base", text if embed == "full" else ""),
    )
    named = "".join(f" {name}={quoted(value)}" for name, value in attributes if value)
    return f"<fact{named}><v>{escape(text)}</v></fact>" if embed == "full" else f"<fact{named}/>"
