"""Checks of names: of their time, of their spelling, of their letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kzreport.checks.inspection import Inspection, Words
from kzreport.checks.rule import Rule, Trouble
from kzreport.facts.records import Agreement, DatedName, Organisation, Person
from kzreport.values.edtf import Edtf, read_edtf

#: when a city bore a name, by decrees of the President of Kazakhstan: of 6 May 1998 (Akmola
#: becomes Astana), 23 March 2019 (Nur-Sultan) and 17 September 2022 (Astana again). The days
#: of change count for both names. Older names were not looked up.
_CITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Astana Астана", ("1998-05-06/2019-03-23", "2022-09-17/..")),
    ("Nur-Sultan Нур-Султан Нұр-Сұлтан", ("2019-03-23/2022-09-17",)),
    ("Akmola Акмола Ақмола", ("../1998-05-06",)),
)
_PLACES: Mapping[str, tuple[Edtf, ...]] = {
    name: tuple(map(read_edtf, spans)) for names, spans in _CITIES for name in names.split()
}
_INITIAL = re.compile(r"\w\.\s?\S")
_LATIN, _CYRILLIC = "[A-Za-zÀ-ɏ]", "[\u0400-\u04ff]"
_MIXED = re.compile(rf"\w*(?:{_LATIN}{_CYRILLIC}|{_CYRILLIC}{_LATIN})\w*")

Spans = Mapping[str, Iterable[Edtf]]


def name_before_its_time(seen: Inspection) -> Iterator[Trouble]:
    """An organisation's name in a text about a time when it did not bear it.

    Why: nobody was Executive Director of an office that was founded three years later.
    Looked for are the names that organisations record in `names:`, each for its time.
    Mend: use the name of the time; keep the source's words in `quote:`.
    """
    borne: dict[str, list[Edtf]] = {}
    for dated in seen.of(DatedName):
        for text in (*dated.name.values(), *(dated.abbr.values() if dated.abbr else ())):
            if text:
                borne.setdefault(text, []).append(dated.when)
    about = (w for w in seen.words if not isinstance(w.entry, DatedName))
    for words, name in _out_of_time(about, borne):
        message = f"`{words.entry.id}` is of {_when(words).text}, when «{name}» was not the name"
        yield Trouble(f"{words.entry.id}.{words.key}", message, "use the name of the time")


def place_before_its_time(seen: Inspection) -> Iterator[Trouble]:
    """A city's name in a text about a time when it did not bear it.

    Why: the capital of Kazakhstan has changed its name three times since 1998.
    Mend: use the name of the time.
    """
    for words, name in _out_of_time(seen.words, _PLACES):
        message = f"`{words.entry.id}` is of {_when(words).text}, when {name} was not the name"
        yield Trouble(f"{words.entry.id}.{words.key}", message, "use the name of the time")


def _out_of_time(texts: Iterable[Words], borne: Spans) -> Iterator[tuple[Words, str]]:
    """Yield each text with a name in it that was not borne at the time of its record."""
    pattern = _any_of(borne)
    for words in texts if pattern is not None else ():
        when = words.entry.__dict__.get("when")
        if when is None or pattern is None:
            continue
        for name in dict.fromkeys(pattern.findall(words.text)):
            if not any(span.overlaps(when) for span in borne[name]):
                yield words, name


def _when(words: Words) -> Edtf:
    when: Edtf = words.entry.__dict__["when"]
    return when


def alias_printed(seen: Inspection) -> Iterator[Trouble]:
    """A spelling that is recorded as an alias, in a text that papers print, or a lone initial.

    Why: aliases are spellings met in sources, such as names transliterated twice; papers use
    the name itself. A person whose first name nobody knows cannot be addressed.
    Mend: write the name instead; find out the first name.
    """
    owners: dict[str, str] = {}
    for entry in seen.current:
        if isinstance(entry, Organisation | Person | Agreement):
            owners |= dict.fromkeys(entry.aliases, entry.id)
    for words in seen.words:
        if words.key in ("name", "abbr", "short", "formal"):
            owners.pop(words.text, None)  # it is somebody's proper name too
    pattern = _any_of(owners)
    for words in seen.words if pattern is not None else ():
        for alias in dict.fromkeys(pattern.findall(words.text) if pattern else ()):
            message = f"`{words.entry.id}` prints «{alias}», an alias of `{owners[alias]}`"
            yield Trouble(f"{words.entry.id}.{words.key}", message, "write the name itself")
    for person in seen.of(Person):
        name = person.name.get("en") or ""
        if _INITIAL.match(name):
            message = f"`{person.id}` is known by an initial only: {name}"
            yield Trouble(f"{person.id}.name", message, "find the first name in a source")


def mixed_letters(seen: Inspection) -> Iterator[Trouble]:
    """Latin and Cyrillic letters in one word.

    Why: they look alike, so nobody sees it, but search, sorting and hyphenation fail.
    Mend: type the word anew on one keyboard. Missing translations are told by KZ202, for the
    languages that reports are made in.
    """
    for words in seen.words:
        for word in _MIXED.findall(words.text):
            message = f"`{words.entry.id}` has «{word}», of Latin and Cyrillic letters"
            yield Trouble(f"{words.entry.id}.{words.key}", message, "type the word anew")


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of `names` as whole words, longer ones first; `None` for none."""
    longest = sorted(names, key=len, reverse=True)
    if not longest:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


NAME_RULES: tuple[Rule[Inspection], ...] = (
    Rule("KZ112", "warning", name_before_its_time),
    Rule("KZ113", "warning", place_before_its_time),
    Rule("KZ114", "warning", alias_printed),
    Rule("KZ123", "warning", mixed_letters),
)
