"""Checks of wording: abbreviations, the rules for numbers, first persons, lists of States."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from kzreport.checks.paper import Paper, Piece, Run
from kzreport.checks.rule import Rule, Trouble
from kzreport.facts.records import Contribution, Figure, Membership, Organisation
from kzreport.kinds import Written, around, find_kind, items_of, spoken_words
from kzreport.language.language import placeholders

#: what ends with a full stop and ends no sentence
_SHORTENED = frozenset(
    {*("no", "nos", "art", "arts", "para", "paras", "chap", "vol", "p", "pp", "sect"), "fig", "mr"}
)
_AFTER_STOP = re.compile(r"(\w+)[.!?]\s+(?=\d)")
_BLANK_THOUSANDS = re.compile(r"(?<![\d\w])\d{1,3}[ \u00a0\u202f]\d{3}(?!\d)")
_COMMA_THOUSANDS = re.compile(r"(?<![\d\w])\d{1,3},\d{3}(?!\d)")
#: fields whose value is a plain count
_COUNTS = ("value", "members")


def abbreviations(seen: Paper) -> Iterator[Trouble]:
    """An abbreviation that is never written out, or written out for a single use.

    Why: the reader of a brief is not at home in it (United Nations Correspondence Manual: full
    name first, then the abbreviation in parentheses, none for a name that occurs once).
    «United Nations» itself is not abbreviated in English.
    Mend: print the name first: `{{ o.name }} ({{ o.abbr }})`.
    """
    text = "\n".join(run.text for run in seen.body).replace("\u00a0", " ")
    for abbr, names in _abbreviations(seen).items():
        uses = len(re.findall(rf"(?<!\w){re.escape(abbr)}(?!\w)", text))
        if uses and not any(name in text for name in names):
            message = f"«{abbr}» is used and never written out"
            yield Trouble("", message, f"print «{min(names)}» first", seen.file)
        elif uses == 1 and f"({abbr})" in text:
            message = f"«{abbr}» is introduced and not used again"
            yield Trouble("", message, "leave the abbreviation out", seen.file)
    if seen.lang == "en":
        for run in seen.body:
            short = re.search(r"(?<![\w.])(?:UN|U\.N\.)(?!\w)", run.own_words)
            if short is not None:
                message = (
                    f"«{short[0]}» stands for the United Nations: «{run.around(*short.span())}»"
                )
                yield Trouble("", message, "write it out", seen.place(run, *short.span()))


def _abbreviations(seen: Paper) -> dict[str, set[str]]:
    """Return the abbreviations of the fact base in the paper's language, with their names."""
    known: dict[str, set[str]] = {}
    for entry in seen.base.entries.values():
        if isinstance(entry, Organisation):
            pairs = [(entry.abbr, entry.name), *((each.abbr, each.name) for each in entry.names)]
            for abbrs, names in pairs:
                abbr, name = abbrs and abbrs.get(seen.lang), names.get(seen.lang)
                if abbr and name:
                    known.setdefault(abbr, set()).add(name)
    return known


def numbers(seen: Paper) -> Iterator[Trouble]:
    """A number that is not written as United Nations papers write it.

    Why: no figure begins a sentence, below ten it is a word, «per cent» is written out in
    text, thousands are parted as the language parts them, and «$» is explained once (United
    Nations Editorial Manual, numbers).
    Mend: print counts with `| number`, amounts with `| money`; add `{{ t('dollar-note') }}`.
    """
    for run in seen.body:
        for message, (start, end) in _number_faults(seen, run):
            words = f"{message}: «{run.around(start, end)}»"
            yield Trouble("", words, "`| number`, `| money`, or other words", seen.file)
    note = seen.language.table.phrases.get("dollar-note") or ""
    text = "\n".join(run.text for run in seen.runs)
    if note and "$" in note and "$" in text and note[:10] not in text:
        message = "«$» is printed and never explained"
        yield Trouble("", message, "print `{{ t('dollar-note') }}` once", seen.file)


def _number_faults(seen: Paper, run: Run) -> Iterator[tuple[str, tuple[int, int]]]:
    table = seen.language.table
    prose = run.where == "para"
    for stop in _AFTER_STOP.finditer(run.text) if prose else ():
        if stop[1].lower() not in _SHORTENED and len(stop[1]) > 1 and not stop[1].isdigit():
            yield "a figure begins a sentence", (stop.end(), stop.end() + 1)
    at = 0
    for piece in run.pieces:
        if prose and _is_small_count(seen, piece):
            yield f"{piece.text} stands in figures", (at, at + len(piece.text))
        at += len(piece.text)
    percentage = run.text.find("%")
    if (
        prose
        and percentage >= 0
        and not any("%" in form for form in table.per_cent["text"].values())
    ):
        yield "«%» stands in running text", (percentage, percentage + 1)
    other = _BLANK_THOUSANDS if table.numbers["thousands"] == "," else _COMMA_THOUSANDS
    for found in other.finditer(run.text):
        yield "thousands are parted as in another language", found.span()


def _is_small_count(seen: Paper, piece: Piece) -> bool:
    """Whether a piece is a count below ten, in figures where the language has a word."""
    if piece.fact is None or not re.fullmatch(r"[2-9]", piece.text):
        return False
    words = seen.language.table.numbers["words"]
    has_word = int(piece.text) < len(words) and bool(words[int(piece.text)])
    field = piece.fact.refs[0].rpartition(".")[2] if piece.fact.refs else ""
    return has_word and (field in _COUNTS or field.startswith("="))


def first_person(seen: Paper) -> Iterator[Trouble]:
    """«I», «we» or «you» in a paper that speaks in the third person.

    Why: a brief or a background note tells what is so, whoever reads it. (A note verbale, an
    aide-memoire or a non-paper that says «we» is not made at all.) Quotations are passed over.
    Mend: «the Permanent Mission», «Kazakhstan», «the Secretariat».
    """
    kind = find_kind(seen.template.kind)
    if kind is None or kind.voice != "neutral":
        return
    words = seen.briefing.words
    written = Written(words.text, words.lines, seen.template.file)
    for item in items_of(seen.briefing.document.blocks):
        if "source" in item.roles:
            continue
        for found in islice(spoken_words(item, seen.language), 1):
            message = f"«{found[0]}» in {kind.article}: «{around(item.text, *found.span())}»"
            place = written.place(item.own, *found.span())
            yield Trouble("", message, "speak in the third person", place)


def unsorted_states(seen: Paper) -> Iterator[Trouble]:
    """A list of States that is not in the alphabetical order of its language.

    Why: any other order is read as a preference.
    Mend: sort by name: `.sort('name')`.
    """
    for run in seen.runs:
        for one, other in _neighbours(seen, run):
            key = seen.language.sort_key
            if key(other.text) < key(one.text):
                message = f"{other.text} stands behind {one.text}"
                yield Trouble("", message, "sort the States by name", seen.file)


def _neighbours(seen: Paper, run: Run) -> Iterator[tuple[Piece, Piece]]:
    """Yield the States that stand beside each other in a list."""
    separators = {each.strip() for count in (2, 3) for each in seen.language.list_pattern(count)}
    for one, between, other in zip(run.pieces, run.pieces[1:], run.pieces[2:], strict=False):
        if _is_state(seen, one) and _is_state(seen, other) and between.text.strip() in separators:
            yield one, other


def _is_state(seen: Paper, piece: Piece) -> bool:
    ref = piece.fact.refs[0] if piece.fact is not None and piece.fact.refs else ""
    entry = seen.entry(ref)
    named = ref.rpartition(".")[2] in ("name", "formal", "short")
    return named and isinstance(entry, Organisation) and entry.kind == "state"


def exact_over(seen: Paper) -> Iterator[Trouble]:
    """An amount recorded as «over» that is printed as if it were exact.

    Why: «over $100 million» and «$100 million» are two statements.
    Mend: print it with `| money`, which keeps the word.
    """
    table = seen.language.table
    marks = {
        word
        for form in ("over", "table-over")
        for word in re.findall(r"[^\W\d_]+", _without_places(table.money[form]))
    }
    for run in seen.runs:
        for piece in run.pieces:
            ref = _over(seen, piece)
            if ref and not any(mark in piece.text.lower() for mark in marks):
                message = f"`{ref}` is recorded as «over», but printed as {piece.text}"
                yield Trouble(ref, message, "print it with `| money`")


def _without_places(pattern: str) -> str:
    for place in placeholders(pattern):
        pattern = pattern.replace(f"{{{place}}}", " ")
    return pattern


def _over(seen: Paper, piece: Piece) -> str:
    """Return the amount behind a printed sum that is open above, "" for anything else."""
    fact = piece.fact
    if fact is None or not re.search(r"\d", fact.text) or fact.form == "number":
        return ""
    for ref in fact.refs:
        entry = seen.entry(ref)
        amount = entry.amount if isinstance(entry, Contribution | Figure) else None
        if ref.endswith(".amount") and amount is not None and amount.over:
            return ref
    return ""


def present_membership(seen: Paper) -> Iterator[Trouble]:
    """«Is a member» before a term that is over on the day of the paper.

    Why: the tense is part of the fact, and the day of the paper decides it.
    Mend: `{{ t('member-' ~ s.tense) }}` words it by the day.
    """
    phrase = seen.language.table.phrases.get("member-present")
    for run in seen.body if phrase else ():
        for one, other in pairwise(run.pieces):
            ref = other.fact.refs[0] if other.fact is not None and other.fact.refs else ""
            seat = seen.entry(ref)
            if not isinstance(seat, Membership) or seat.when is None:
                continue
            if one.text.rstrip().endswith(str(phrase)) and seat.when.is_past(seen.day):
                message = f"«{phrase}» is said of `{seat.id}`, which ended: {seat.when.text}"
                yield Trouble(seat.id, message, "`t('member-' ~ s.tense)` words it by the day")


WORDING_RULES: tuple[Rule[Paper], ...] = (
    Rule("KZ115", "warning", abbreviations),
    Rule("KZ125", "warning", numbers),
    Rule("KZ132", "warning", first_person),
    Rule("KZ134", "warning", unsorted_states),
    Rule("KZ135", "error", exact_over),
    Rule("KZ206", "warning", present_membership),
)
