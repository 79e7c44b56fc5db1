"""A language: plain data comes in, its words go out. No fact and no document is known here.

The words are in YAML files beside this module, one for each language. What no native
speaker or official text has confirmed stands there under `unconfirmed`.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files

from kzreport.errors import ProjectError, did_you_mean
from kzreport.language import dates, figures, lists
from kzreport.language.table import Table, WordingError, read_table
from kzreport.values.amount import Amount
from kzreport.values.edtf import Edtf


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language, and what is written with them.

    >>> load_language("en").date(read_edtf("2014-04-07/2014-04-11"), "on")
    'from 7 to 11 April 2014'
    """

    tag: str
    table: Table
    #: the entries that were used, where a document wants to know
    used: dict[str, None] | None = field(default=None, compare=False, repr=False)

    def _note(self, part: str) -> None:
        if self.used is not None:
            self.used[part] = None

    # -- phrases ------------------------------------------------------------------------

    def pattern(self, key: str) -> str:
        """Return the phrase `key` with its places unfilled: `according to {source}, `.

        Raise `WordingError` when there is none, or when the table leaves it to be supplied.
        """
        phrases = self.table.phrases
        if key not in phrases:
            hint = did_you_mean(key, phrases) or f"the phrases are in {self.tag}.yaml"
            raise WordingError(f"there is no phrase `{key}` in `{self.tag}`", hint=hint)
        self._note(f"phrases.{key}")
        pattern = phrases[key]
        if pattern is None:
            raise WordingError(
                f"the phrase `{key}` is not yet supplied in `{self.tag}`",
                hint="take the wording of the Mission, and write it in the template",
            )
        return pattern

    def phrase(self, key: str, **parts: object) -> str:
        """Return the phrase `key` with its places filled; raise `WordingError` if one stays."""
        pattern = self.pattern(key)
        missing = placeholders(pattern) - parts.keys()
        if missing:
            names = "`, `".join(sorted(missing))
            raise WordingError(f"the phrase `{key}` needs `{names}`", hint=f"`{pattern}`")
        # a case such as {source:gen} is met by whoever chooses the name
        pieces = string.Formatter().parse(pattern)
        return "".join(
            text + (str(parts[name]) if name is not None else "") for text, name, _, _ in pieces
        )

    def is_confirmed(self, part: str) -> bool:
        """Whether an entry such as `phrases.as-of` may be used unchecked outside the house."""
        return not any(part == each or part.startswith(f"{each}.") for each in self.unconfirmed)

    def unconfirmed_used(self) -> tuple[str, ...]:
        """Return the entries used so far that nobody has confirmed, sorted."""
        return tuple(sorted(part for part in self.used or () if not self.is_confirmed(part)))

    @property
    def unconfirmed(self) -> Sequence[str]:
        """The entries nobody has confirmed yet: `phrases.as-of`, or `phrases` for all of them."""
        return self.table.unconfirmed

    # -- dates, money, numbers ----------------------------------------------------------

    def date(self, when: Edtf, form: str = "plain") -> str:
        """Return a date as precise as it is.

        Forms: `plain` (7 April 2014), `on` (on 7 April 2014, in May 1994, from 2014 to
        2017), `of` (of 7 April 2014), `short` (7 Apr 2014, as depositaries write it),
        `range` (2014–2017, for a column of dates).

        An open end is «since 2009». An open beginning is «2013 or earlier», not «until
        2013»: nobody said that the last year was reached.
        """
        self._note("dates")
        return dates.word_date(self.table, when, form)

    def money(self, amount: Amount, form: str = "text") -> str:
        """Return an amount: `over $100 million`, `300,000 (currency not stated)`.

        The form `table` gives bare figures, `450,000–900,000`; a column tells the currency.
        """
        self._note("money")
        return figures.money(self.table, amount, form)

    def currency(self, code: str | None) -> str:
        """Return what the head of a column calls a currency: `US$`, `currency not stated`."""
        self._note(f"currencies.{code}")
        return figures.currency(self.table, code)

    def number(self, number: int | Decimal, form: str = "text") -> str:
        """Return a number: in words under ten in `text`, in `figures` always in figures."""
        if form == "figures":
            return figures.figures(self.table, number)
        if form == "text":
            return figures.number_in_text(self.table, number)
        raise WordingError(f"there is no form of number `{form}`", hint="use text or figures")

    def per_cent(self, number: int | Decimal, form: str = "text") -> str:
        """Return `24 per cent`, in a `table` `24%`."""
        self._note("per-cent")
        return figures.per_cent(self.table, number, form)

    def ordinal(self, number: int) -> str:
        """Return `fifty-sixth`, in the gender of a session; figures beyond 199."""
        self._note("ordinals")
        return figures.ordinal(self.table, number)

    # -- lists, places, quotations ------------------------------------------------------

    def list(self, parts: Sequence[str]) -> str:
        """Return `a, b and c`."""
        return lists.join_list(self.table, parts)

    def list_pattern(self, count: int) -> tuple[str, ...]:
        """Return what stands between the parts of a list of `count`: `, ` and ` and `."""
        self._note("lists")
        return lists.separators(self.table, count)

    def places(
        self, paragraphs: Sequence[int], tables: Sequence[int], figures: Sequence[int] = ()
    ) -> str:
        """Return where a source is cited: `Paras. 3–5 and 7; table 1.`, "" for nowhere."""
        parts: list[str] = []
        kinds = (("paragraph", paragraphs), ("table", tables), ("figure", figures))
        for kind, numbers in kinds:
            found = lists.runs(numbers)
            if found:
                plural = "s" if len(set(numbers)) > 1 else ""
                parts.append(self.phrase(f"places-{kind}{plural}", of=self.list(found)))
        text = self.pattern("places-between").join(parts)
        return f"{self.capitalize(text)}." if text else ""

    def quote(self, text: str) -> str:
        """Return `text` in quotation marks; those already in it become the inner ones."""
        self._note("quotes")
        opening, closing = self.table.quotes["outer"]
        inner_opening, inner_closing = self.table.quotes["inner"]
        inside = text.replace(opening, inner_opening).replace(closing, inner_closing)
        return f"{opening}{inside}{closing}"

    def sort_key(self, text: str) -> lists.SortKey:
        """Return what orders names by the alphabet of the language."""
        return lists.alphabet_key(self.table, text)

    def capitalize(self, text: str) -> str:
        """Return `text` with its first letter large, behind an opening quotation mark too."""
        for at, char in enumerate(text):
            if char.isalnum():
                return text[:at] + char.upper() + text[at + 1 :]
        return text


@cache
def load_language(tag: str) -> Language:
    """Return the language `tag`; raise `ProjectError` where kzreport has no table of it."""
    if tag not in available_languages():
        known = ", ".join(available_languages())
        raise ProjectError(f"kzreport does not write `{tag}`", hint=f"it writes {known}")
    name = f"{tag}.yaml"
    return Language(tag, read_table(files(__package__).joinpath(name).read_bytes(), name))


@cache
def available_languages() -> tuple[str, ...]:
    """Return the languages kzreport writes, by tag."""
    names = (file.name for file in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def placeholders(pattern: str) -> frozenset[str]:
    """Return the places of a phrase that are to be filled."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(pattern) if name)
