"""Write the inlines of the tree: runs, facts, notes, links and references."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import assert_never
from urllib.parse import unquote

from kzreport import document as tree
from kzreport.errors import WriterError
from kzreport.writers.docx.comments import Comments, comments_for
from kzreport.writers.docx.places import Places
from kzreport.writers.docx.runs import Face, Toggles, bookmark, run, run_style
from kzreport.writers.docx.runs import field as word_field
from kzreport.writers.docx.store import FactStore
from kzreport.writers.notes import note_lines

_OUTWARD = re.compile(r"(?:https?|mailto):[^\x00-\x20]+", re.IGNORECASE)

# The roles of a span, and the character style of each.
_SPANS = {
    "expected": "StatusExpected",
    "overdue": "StatusOverdue",
    "unverified": "StatusUnverified",
    "disputed": "StatusDisputed",
    "sign": "Sign",
    "ref": "Citation",
    "unit": "CaptionUnit",
    "handling": "MastheadHandling",
}
_NOTE_BOOKMARKS = 50_000  # far above the places, whose bookmarks are counted from 1


@dataclass(slots=True)
class Inlines:
    """Writes inlines, and keeps what stands elsewhere: notes, targets of links, facts."""

    places: Places
    store: FactStore
    toggles: Toggles
    faces: dict[str, tuple[bool, bool]]
    comments: Comments
    links: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)
    _bases: dict[str, Face] = field(default_factory=dict)
    _made: dict[Face, str] = field(default_factory=dict)

    def of_style(self, kids: Iterable[tree.Inline], style: str) -> str:
        """Return `kids` as they stand in a paragraph of `style`."""
        return self.write(kids, self._face(style))

    def _face(self, style: str) -> Face:
        """Return the letters of a paragraph of `style`."""
        face = self._bases.get(style)
        if face is None:
            bold, italic = self.faces.get(style, (False, False))
            face = self._bases[style] = Face(base_bold=bold, base_italic=italic)
        return face

    def _properties(self, face: Face) -> str:
        """Return the `w:rPr` of a face; each is made once."""
        found = self._made.get(face)
        if found is None:
            found = self._made[face] = run_style(face, self.toggles)
        return found

    def in_margin(self, kids: Iterable[tree.Inline], style: str) -> str:
        """Return `kids` as they stand in a head or foot: no control, no comment."""
        asked, self.comments = self.comments, comments_for((), self.comments.author)
        words = self.write(kids, self._face(style), plain=True)
        self.comments = asked
        return words

    def write(self, kids: Iterable[tree.Inline], face: Face, plain: bool = False) -> str:
        """Return `kids` as runs; `plain` keeps content controls out."""
        return "".join([self._inline(kid, face, plain) for kid in kids])

    def _inline(self, node: tree.Inline, face: Face, plain: bool) -> str:
        match node:
            case tree.Str(text=text):
                return run(text, self._properties(face)) if text else ""
            case tree.Fact():
                return self._fact(node, face, plain)
            case tree.Strong(kids=kids):
                return self.write(kids, replace(face, bold=True), plain)
            case tree.Emph(kids=kids):
                return self.write(kids, replace(face, italic=True), plain)
            case tree.Span(kids=kids):
                return self.write(kids, _of_span(face, node, self.toggles), plain)
            case tree.Link():
                return self._link(node, face)
            case tree.Ref():
                return self._reference(node, face)
            case tree.Note():
                return self._note(node)
            case tree.NoteRef(number=number):
                return self._note_again(number)
            case tree.Break():
                return f"<w:r>{self._properties(face)}<w:br/></w:r>"
            case _:
                assert_never(node)

    def _fact(self, fact: tree.Fact, face: Face, plain: bool) -> str:
        if fact.lang:
            face = replace(face, lang=fact.lang)
        properties = self._properties(face)
        words = run(fact.text, properties)
        if not plain:
            words = self.store.control(fact, words, properties)
        return self.comments.at(fact.refs, words) if self.comments.waiting else words

    # --- Links and references ---------------------------------------------------------------

    def _link(self, link: tree.Link, face: Face) -> str:
        words = self.write(link.kids, face.with_style("Hyperlink", self.toggles), plain=True)
        if link.url.startswith("#"):
            name = self.places.get(unquote(link.url[1:])).name
            return f'<w:hyperlink w:anchor="{name}" w:history="1">{words}</w:hyperlink>'
        if not _OUTWARD.fullmatch(link.url):
            raise WriterError(
                f"a link goes to `{link.url}`",
                hint="links go to http:, https:, mailto: or a #place",
            )
        key = self.links.setdefault(link.url, f"rLink{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{key}" w:history="1">{words}</w:hyperlink>'

    def _reference(self, ref: tree.Ref, face: Face) -> str:
        """Return a mention of a numbered place: a field where Word can count, else a link."""
        place = self.places.get(ref.target)
        properties = self._properties(face)
        if place.quoted == "words":
            words = run(ref.text, properties)
            return f'<w:hyperlink w:anchor="{place.name}" w:history="1">{words}</w:hyperlink>'
        switch = "\\r \\h" if place.quoted == "number" else "\\h"
        return word_field(f"REF {place.name} {switch}", ref.text, properties)

    # --- Footnotes ----------------------------------------------------------------------------

    def _note(self, note: tree.Note) -> str:
        number = note.number
        if number in self._seen:
            raise WriterError(f"footnote {number} stands in the document twice")
        self._seen.add(number)
        style = "FootnoteText"
        # Word has no comments in footnotes: one about a fact of the note stands at its call.
        asked, self.comments = self.comments, comments_for((), self.comments.author)
        lines = [self.of_style(line, style) for line in note_lines(note.blocks)]
        self.comments = asked
        body = "<w:r><w:br/></w:r>".join(lines)
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteNumber"/></w:rPr><w:footnoteRef/></w:r>'
        self.notes.append(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            f"{mark}<w:r><w:tab/></w:r>{body}</w:p></w:footnote>"
        )
        call = f'<w:r>{_CALL}<w:footnoteReference w:id="{number}"/></w:r>'
        marked = bookmark(_NOTE_BOOKMARKS + number, _note_name(number), call)
        if not self.comments.waiting:
            return marked
        facts = [node for node in tree.walk(note.blocks) if isinstance(node, tree.Fact)]
        return self.comments.at([ref for fact in facts for ref in fact.refs], marked)

    def _note_again(self, number: int) -> str:
        if number not in self._seen:
            raise WriterError(f"footnote {number} is called again before it is called")
        return word_field(f"NOTEREF {_note_name(number)} \\f \\h", str(number), _CALL)


_CALL = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


def _note_name(number: int) -> str:
    return f"_Note{number:04d}"


def _of_span(face: Face, span: tree.Span, toggles: Toggles) -> Face:
    style = next((_SPANS[cls] for cls in span.cls.split() if cls in _SPANS), "")
    if style:
        face = face.with_style(style, toggles)
    return replace(face, lang=span.lang) if span.lang else face
