"""The names a template sees beside its facts: phrases, citations, signs, tables, references."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kzreport.errors import TemplateError
from kzreport.facts.fields import Citation
from kzreport.facts.proxies import Record
from kzreport.facts.records import Entry, Source
from kzreport.facts.view import View
from kzreport.language import Language, available_languages, load_language
from kzreport.pictures import load_image
from kzreport.templating.charts import ChartDraft
from kzreport.templating.quotations import Quotations
from kzreport.templating.tables import TableDraft
from kzreport.values.amount import Amount
from kzreport.values.joined import Joined, Kept, escape_markdown, refs_of
from kzreport.values.slots import FigureSlot, NoteSlot, RefSlot, SourceRefSlot, SourcesSlot
from kzreport.values.typed import Absent, Text, When
from kzreport.values.value import FactLost, Value, plain_of

#: signs in the order they are printed and explained; the last two stand in cells
SIGNS: dict[str, str] = {
    "†": "unverified",
    "‡": "disputed",
    "◊": "overdue",
    "¤": "currency",
    "—": "none",
    "…": "not-recorded",
}
_BY_STATUS = {"unverified": "†", "disputed": "‡", "overdue": "◊"}


class Functions:
    """The functions of one document: they know its view and remember what they printed."""

    def __init__(self, view: View, root: Path | None = None) -> None:
        self._view = view
        self._root = root
        self._quotations = Quotations(view, self._named_place)
        self._used: dict[str, None] = {}

    sign_order = tuple(SIGNS)

    def names(self) -> dict[str, Callable[..., Any]]:
        """Return the functions by the names templates call them."""
        return {
            "attribution": self.attribution,
            "chart": self.chart,
            "cite": self.cite,
            "image": self.image,
            "in_case": self.in_case,
            "legend": self.legend,
            "literal": self.literal,
            "quote": self._quotations.block,
            "quoted": self._quotations.inline,
            "ref": self.ref,
            "sign": self.sign,
            "source_numbers": self.source_numbers,
            "sources": self.sources,
            "t": self.phrase,
            "table": self.table,
        }

    @property
    def _language(self) -> Language:
        return self._view.language

    # -- words --------------------------------------------------------------------------

    def phrase(self, key: object, **parts: object) -> Joined:
        """`t('as-of', date=as_of)`: a phrase of the document's language with values in it.

        The key may hold a code of a record: `t('act-' ~ a.action)`.
        A phrase may want a date in a form (`{date:of}`), and a name in a case (`{state:gen}`);
        where nobody has recorded that case, the phrase `...-uninflected` does without.
        """
        code = self._code(key)
        pattern = self._language.pattern(code)
        filled = self._filled(pattern, code, parts)
        if filled is None:
            filled = self._filled(self._language.pattern(f"{code}-uninflected"), code, parts)
        return Joined(filled or ())

    def _filled(self, pattern: str, key: str, parts: Mapping[str, object]) -> list[object] | None:
        """Return a pattern with its places filled, `None` where a case is not recorded."""
        out: list[object] = []
        for text, name, case, _ in string.Formatter().parse(pattern):
            if text:
                out.append(text)
            if name is None:
                continue
            if name not in parts:
                raise TemplateError(f"the phrase `{key}` needs `{name}`", hint=f"`{pattern}`")
            part = parts[name]
            if isinstance(part, When) and case and not part.is_worded:
                part = part.printed_as(case, self._language.date(part.plain, case))
            elif isinstance(part, Record):
                part = self.in_case(part, case) if case else self._called(part)
                if case and not part:
                    return None
            out.append(part)
        return out

    def _called(self, record: Record) -> Value:
        """Return what a record is called in running text."""
        entry = record.entry
        if isinstance(entry, Source):
            return self._short(record)
        key = next((k for k in ("name", "title", "what") if record.has_key(k)), "id")
        value: Value = getattr(record, key)
        return value

    def in_case(self, record: Any, case: str) -> Value:
        """The name of a record in a case of the language: `in_case(facts['unodc'], 'gen')`.

        Where nobody has recorded the form it is falsy, and the template goes another way:
        `{% set of = in_case(o, 'gen') %}{% if of %}...{% else %}...{% endif %}`.
        """
        return self._view.form_of(_entry(record), case)

    def _code(self, key: object) -> str:
        parts = key.parts if isinstance(key, Joined) else (key,)
        self._view.note_read(refs_of(key))
        return "".join(str(plain_of(part)) for part in parts)

    def literal(self, text: object) -> Markup:
        """`literal('24 hours')`: plain words with a figure in them that is no fact.

        `kzreport check` (KZ203, KZ204) passes over them.
        """
        if not isinstance(text, str) or isinstance(text, Markup):
            raise TemplateError(
                "`literal()` takes plain words", hint="a fact is printed as it stands: `{{ ... }}`"
            )
        return Markup(f"[{escape_markdown(text)}]{{.literal}}")

    def attribution(self, record: Any) -> Joined | str:
        """«according to the Ministry, » for what is not confirmed, "" for what is."""
        entry = _entry(record)
        self._view.note_read((f"{entry.id}.status",))
        if self._view.status(entry) != "unverified":
            return ""
        citations = self._view.citations(entry)
        if not citations:
            return ""
        source = Record(self._view, self._view.get(citations[0].source))
        return self.phrase("according-to", source=source)

    def _short(self, source: Record) -> Value:
        short = source.short
        return source.title if isinstance(short, Absent) else short  # type: ignore[no-any-return]

    # -- sources ------------------------------------------------------------------------

    def cite(self, *records: Any) -> Markup:
        """A footnote that names the sources of the records, each source and place once."""
        citations = self._citations(records)
        if not citations:
            return Markup("")
        entries = self._note_entries(citations)
        words = Joined([*_between(entries, "; "), self._language.pattern("note-end")])
        slot = NoteSlot(
            key=" ".join(map(str, citations)),
            sources=tuple(citation.source for citation in citations),
            words=words,
        )
        return Markup(self._view.keep(slot))

    def source_numbers(self, *records: Any) -> Kept:
        """The numbers of the sources in the annex: `[1] [2]`."""
        citations = self._citations(records)
        slot = SourceRefSlot(tuple(dict.fromkeys(citation.source for citation in citations)))
        return Kept(slot, self._view)

    def sources(self) -> Markup:
        """The annex: every source cited, numbered in the order of first citation."""
        slot = SourcesSlot(words=self._annex_entry, places=self._places)
        return Markup("\n\n" + self._view.keep(slot) + "\n\n")

    def _citations(self, records: Iterable[Any]) -> tuple[Citation, ...]:
        found: dict[Citation, None] = {}
        for record in records:
            if isinstance(record, Absent):
                continue
            entry = _entry(record)
            self._view.note_read((f"{entry.id}.source",))
            found |= dict.fromkeys(self._view.citations(entry))
        return tuple(found)

    def _note_entries(self, citations: Iterable[Citation]) -> list[Joined]:
        """Sources as a footnote names them, the first with a capital."""
        entries = [self._note_entry(citation) for citation in citations]
        first, *rest = entries[0].parts
        head = self._capital(first) if isinstance(first, Value) else first
        return [Joined((head, *rest)), *entries[1:]]

    def _named_place(self, citation: Citation) -> Joined:
        """A place in a source as the first words of a line."""
        return self._note_entries([citation])[0]

    def _note_entry(self, citation: Citation) -> Joined:
        """«the Ministry, paragraph 3», «press release SOC/NAR/741», else title and date."""
        source = Record(self._view, self._view.get(citation.source))
        place = self._locator(source, citation)
        if place:
            return Joined((self._short(source), ", ", place))
        if source.symbol:
            return Joined((self._short(source),))
        return Joined(_between([source.title, *self._untold_date(source)], ", "))

    def _untold_date(self, source: Record) -> list[Value]:
        """The date of a source, unless its title tells it already."""
        day, title = source.date, source.title
        if isinstance(day, Absent):
            return []
        forms = [day.shown()]
        if title.lang in available_languages():
            forms.append(load_language(title.lang).date(day.plain))
        told = any(_spaced(form) in _spaced(title.shown()) for form in forms)
        return [] if told else [day]

    def _locator(self, source: Record, citation: Citation) -> object:
        """The printed form of a place in a source, as the source words it."""
        if not citation.locator:
            return ""
        locators: Mapping[str, Any] = source.entry.locators or {}  # type: ignore[attr-defined]
        texts = locators.get(citation.locator)
        ref = (f"{source.entry.id}.locators.{citation.locator}",)
        if texts is None:
            return Text(citation.locator, ref, self._view)
        return self._view.text_of(texts, ref)

    def _annex_entry(self, source_id: str) -> Joined:
        """`publisher, title, symbol, as of date. Read date.`"""
        source = Record(self._view, self._view.get(source_id))
        parts: list[object] = []
        if isinstance(source.publisher, Record):
            parts.append(source.publisher.name)
        parts.append(source.title)
        if not isinstance(source.symbol, Absent):
            parts.append(source.symbol)
        parts += self._untold_date(source)
        if not isinstance(source.as_of, Absent):
            parts.append(self.phrase("source-as-of", date=source.as_of))
        read = self.phrase("source-read", date=source.recorded)
        return Joined([*_between(parts, ", "), self._language.pattern("sentence-end"), read])

    def _places(
        self, paragraphs: tuple[int, ...], tables: tuple[int, ...], figures: tuple[int, ...]
    ) -> str:
        """`Paras. 3–5 and 7; table 1; figure 1.`"""
        return self._language.places(paragraphs, tables, figures)

    def _capital(self, value: Value) -> Value:
        text = value.shown()
        return value.printed_as("capitalize", text[:1].upper() + text[1:])

    # -- signs --------------------------------------------------------------------------

    def sign(self, *records: Any) -> Markup:
        """The raised signs of records in running text; the legend explains them."""
        found = self.signs_of(*records)
        for each in found:
            self._used[each] = None
        return Markup(f"[{found}]{{.sign}}") if found else Markup("")

    def signs_of(self, *records: Any) -> str:
        """Return the signs of records, in their fixed order."""
        found: set[str] = set()
        for record in records:
            if isinstance(record, Absent):
                continue
            entry = _entry(record)
            self._view.note_read((f"{entry.id}.status",))
            found.add(_BY_STATUS.get(self._view.status(entry), ""))
            found.add("¤" if self._without_currency(entry) else "")
        return "".join(sign for sign in SIGNS if sign in found)

    def _without_currency(self, entry: Entry) -> bool:
        amount: Amount | None = getattr(entry, "amount", None)
        return amount is not None and amount.currency is None

    def sign_meaning(self, sign: str) -> str:
        """Return what a sign means, for the lines under a table."""
        return self._language.pattern(f"sign-{SIGNS[sign]}")

    def legend(self) -> Joined:
        """The signs the text used, explained in one line; "" when it used none."""
        return self.signs_in_line([sign for sign in SIGNS if sign in self._used])

    def signs_in_line(self, signs: Iterable[str]) -> Joined:
        """`† one source, not confirmed elsewhere   ¤ currency not stated`."""
        words = [f"{sign} {self._language.pattern(f'legend-{SIGNS[sign]}')}" for sign in signs]
        return Joined(_between(words, "\u2003"))

    # -- tables and references ------------------------------------------------------------

    def table(
        self,
        table_id: str,
        caption: object = "",
        columns: Iterable[Any] = (),
        caller: Callable[[TableDraft], object] | None = None,
    ) -> Markup:
        """A table whose rows are added in the block: `{% call(t) table(...) %}`."""
        if caller is None:
            raise TemplateError(
                "`table()` needs a block of rows",
                hint="`{% call(t) table('id', 'Caption', columns=[...]) %}...{% endcall %}`",
            )
        draft = TableDraft(self, tuple(columns))
        caller(draft)
        slot = draft.finished(table_id, caption, self._language.pattern("table-label"))
        return Markup("\n\n" + self._view.keep(slot) + "\n\n")

    def chart(
        self,
        chart_id: str,
        caption: object = "",
        records: object = None,
        key: str = "amount",
        kind: str = "bars",
        unit: str = "",
        caller: Callable[[ChartDraft], object] | None = None,
    ) -> Markup:
        """A chart of the years of `records`, or of the points that its block adds."""
        draft = ChartDraft(self, self._view)
        if records is not None:
            draft.years(records, key)
        if caller is not None:
            caller(draft)
        return self._kept(draft.finished(chart_id, caption, kind, unit))

    def image(
        self,
        name: str,
        alt: object = "",
        caption: object = "",
        image_id: str = "",
        width: float | None = None,
        note: object = "",
    ) -> Markup:
        """An image of the project's folder; `alt` says in words what it shows."""
        if not isinstance(name, str) or not (plain := _words(alt)).strip():
            raise TemplateError(
                "`image()` needs a file and words for who does not see it",
                hint="`image('images/seat.jpg', alt='The seat of the Office')`",
            )
        if self._root is None:
            raise TemplateError("there is no project to take images from")
        picture = load_image(self._root, name, width)
        self._view.note_file(name, (self._root / name).read_bytes())
        place = image_id or re.sub(r"[^a-z0-9]+", "-", name.rpartition("/")[2].lower()).strip("-")
        label = self._language.pattern("figure-label")
        notes = (("", note),) if note else ()
        alt = alt if isinstance(alt, Value | Joined) else plain
        return self._kept(FigureSlot(place, label, picture, alt, caption, notes))

    def _kept(self, slot: object) -> Markup:
        return Markup("\n\n" + self._view.keep(slot) + "\n\n")

    def source_ids(self, records: Iterable[Any]) -> tuple[str, ...]:
        """The ids of the sources of `records`, each once."""
        return tuple(dict.fromkeys(citation.source for citation in self._citations(records)))

    def named_sources(self, records: Iterable[Any]) -> Joined | None:
        """«the Ministry, paragraph 3; …», the sources of `records`, each place once."""
        citations = self._citations(records)
        if not citations:
            return None
        return Joined(_between([self._note_entry(citation) for citation in citations], "; "))

    def ref(self, target: str) -> Markup:
        """The number of a table, a figure, or of a paragraph labelled `(@label)`."""
        return Markup(self._view.keep(RefSlot(target)))


def _words(alt: object) -> str:
    """Return the words of a picture as far as they are plain text; a fact counts as one."""
    if isinstance(alt, Markup):
        raise TemplateError("the words of a picture are plain", hint="a text, or facts with `~`")
    return alt if isinstance(alt, str) else "…" if isinstance(alt, Value | Joined) else ""


def _entry(record: Any) -> Entry:
    if isinstance(record, Record):
        return record.entry
    raise FactLost(
        f"a record is needed, not {record!r}", hint="give the record, not one of its keys"
    )


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def _between(parts: Iterable[object], text: str) -> list[object]:
    out: list[object] = []
    for part in parts:
        out += [text, part] if out else [part]
    return out
