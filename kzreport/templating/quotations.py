"""`quote()` and `quoted()`: words of a source, which are compared with its stored copy.

A quotation in which a word moved stops the build: quotation marks promise every one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from kzreport.errors import TemplateError
from kzreport.facts.fields import Citation
from kzreport.facts.proxies import Record
from kzreport.facts.quotations import first_difference, stored_copy
from kzreport.facts.records import Source
from kzreport.facts.view import View
from kzreport.values.joined import Joined, markdown_of
from kzreport.values.typed import Absent, Text
from kzreport.values.value import FactLost, Value


class Quotations:
    """Makes the quotations of one document; `named` words a place in a source."""

    def __init__(self, view: View, named: Callable[[Citation], Joined]) -> None:
        self._view = view
        self._named = named

    def block(self, quoted: object, source: object = "") -> Markup:
        """Return a quotation set apart, and under it where it stands."""
        words, citation = self._locked(quoted, source)
        said = words.__html__()
        return Markup(f"\n\n> {said}\n>\n> {{.by}}\n> {markdown_of(self._named(citation))}\n\n")

    def inline(self, quoted: object, source: object = "") -> Joined:
        """Return a quotation within a sentence, in the marks of the document's language."""
        words, _ = self._locked(quoted, source)
        text = words.shown()
        inside = self._view.language.quote(text)
        # the marks stand apart from the fact, which is the words themselves
        opening, closing = self._view.language.quote("|").split("|")
        body = inside[len(opening) : len(inside) - len(closing)]
        return Joined((opening, words.printed_as("quoted", body), closing))

    def _locked(self, quoted: object, source: object) -> tuple[Value, Citation]:
        """Return the words as a value and where they stand; raise where they do not."""
        if isinstance(quoted, Record):
            words = self._view.value(quoted.entry, "quote")
            if isinstance(words, Absent):
                raise TemplateError(
                    f"`{quoted.entry.id}` keeps no words of its source", hint="add `quote:` to it"
                )
            citations = self._view.citations(quoted.entry)
            return words, self._standing(f"of `{quoted.entry.id}`", words.shown(), citations)
        if isinstance(quoted, Markup) or not isinstance(quoted, str) or not quoted.strip():
            raise FactLost(
                f"`{quoted!r}` is no quotation", hint="give a record, or words and their source"
            )
        citation = self._cited(source)
        plain = " ".join(quoted.split())
        self._standing(f"«{plain[:40]}»", plain, (citation,))
        return Text(plain, (f"{citation.source}.file",), self._view), citation

    def _cited(self, source: object) -> Citation:
        """Return the citation that `'seed#p3'`, or a source, stands for."""
        if isinstance(source, Record) and isinstance(source.entry, Source):
            return Citation(source.entry.id)
        if not isinstance(source, str) or not source:
            raise TemplateError(
                "words alone have no source", hint="`quote('words', 'seed#p3')`, or give a record"
            )
        name, _, place = source.partition("#")
        entry = self._view.get(name)
        if not isinstance(entry, Source):
            raise TemplateError(f"`{name}` is no source", hint="`quote('words', 'seed#p3')`")
        if place and place not in (entry.locators or {}):
            known = ", ".join(entry.locators or {}) or "none"
            raise TemplateError(f"`{name}` lists no place `{place}`", hint=f"it lists {known}")
        return Citation(name, place)

    def _standing(self, what: str, words: str, citations: tuple[Citation, ...]) -> Citation:
        """Return the first of `citations` in which `words` stand; raise where they do not."""
        problem: TemplateError | None = None
        for citation in citations:
            entry: Any = self._view.get(citation.source)
            self._view.note_read((f"{entry.id}.file",))
            text = stored_copy(self._view.base.folder, entry)
            if text is None:
                continue
            file = PurePosixPath(self._view.base.folder.name, entry.file).as_posix()
            self._view.note_file(file, text.encode())
            found = first_difference(words, text)
            if found is None:
                return citation
            told = f"the quotation {what} does not stand in {file}"
            if found.line:
                told += f":{found.line}: «{found.word}» is not «{found.instead or '…'}»"
            problem = problem or TemplateError(told, hint="copy the words of the source exactly")
        raise problem or TemplateError(
            f"the quotation {what} has no stored copy to be compared with",
            hint="keep the text in data/sources and name it in the source's `file:`",
        )
