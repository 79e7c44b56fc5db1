"""Checks of papers in several languages: the same facts in each, and words somebody confirmed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kzreport.briefing import Briefing
from kzreport.checks.paper import Paper
from kzreport.checks.printed import Shelf
from kzreport.checks.rule import Rule, Trouble
from kzreport.document import Fact
from kzreport.facts.base import FactBase
from kzreport.facts.parallel import differences

#: fields whose printed figures have the same digits in every language
_COUNTED = ("amount", "members", "value")
_FIGURES = re.compile(r"\d+(?:[.,\u00a0\u202f]\d{3})*")


def unlike_versions(briefings: Mapping[str, Briefing], base: FactBase) -> list[tuple[str, str]]:
    """Return in what the versions of a paper differ, as the fact and what to say of it.

    First the facts that a version lacks, then those it prints with other figures.
    """
    printed = {lang: each.facts.printed for lang, each in briefings.items()}
    refs = {lang: [ref for fact in facts for ref in fact.refs] for lang, facts in printed.items()}
    found = [(each.ref, str(each)) for each in differences(refs, base)]
    figures = {lang: _figures(facts) for lang, facts in printed.items()}
    for ref in dict.fromkeys(ref for facts in figures.values() for ref in facts):
        said = {lang: facts[ref] for lang, facts in figures.items() if facts.get(ref)}
        if len(set(map(frozenset, said.values()))) > 1:
            told = "; ".join(f"{lang} {', '.join(sorted(each))}" for lang, each in said.items())
            found.append((ref, f"`{ref}` is printed with other figures: {told}"))
    return found


def _figures(printed: Sequence[Fact]) -> dict[str, set[str]]:
    """Return the figures printed of each dated or counted fact, in digits alone."""
    found: dict[str, set[str]] = {}
    for fact in printed:
        counted = len(fact.refs) == 1 and fact.refs[0].rpartition(".")[2] in _COUNTED
        if counted:
            said = {re.sub(r"\D", "", figure) for figure in _FIGURES.findall(fact.text)}
            found.setdefault(fact.refs[0], set()).update(said)
    return found


def versions_differ(seen: Shelf) -> Iterator[Trouble]:
    """A fact that a paper prints in one language and not in another, or with another figure.

    Why: two readers of one paper are told two things, and nobody sees it who reads one of them.
    Mend: print it in every variant of the template, or in none.
    """
    for name in dict.fromkeys(paper.report.name for paper in seen.papers):
        versions = {p.lang: p.briefing for p in seen.papers if p.report.name == name}
        for ref, message in unlike_versions(versions, seen.seen.base) if len(versions) > 1 else ():
            yield Trouble(ref, f"report `{name}`: {message}", "print it in every language")


def draft_translations(seen: Paper) -> Iterator[Trouble]:
    """An internal paper that prints translations nobody has checked.

    Why: it says so at its end, and yet a draft is soon copied into a paper that leaves.
    Mend: `kzreport facts missing --lang ru --patch FILE`, a translator, `kzreport facts import`.
    """
    for draft in seen.briefing.drafts:
        yield Trouble("", draft.message, draft.hint, draft.at)


def unconfirmed_words(seen: Paper) -> Iterator[Trouble]:
    """A paper that leaves the house with words of the program that nobody has confirmed.

    Why: months, formulas and labels of a language are our own translation until a native
    speaker or an official text bears them out, and so are the sentences of a template; they
    must not pass for official ones.
    Mend: have them read, and take them out of `unconfirmed` in the table of the language; in
    a template, write `translation: checked`.
    """
    words = seen.briefing.unconfirmed if seen.outward else ()
    if not words:
        return
    parts = Counter(word.partition(".")[0] for word in words)
    told = ", ".join(f"{part} ({n})" if n > 1 else part for part, n in parts.items())
    message = f"words of `{seen.lang}` that nobody has confirmed: {told}"
    yield Trouble("", message, f"have them read: {', '.join(words[:3])} …", seen.file)


LANGUAGE_RULES: tuple[Rule[Paper], ...] = (
    Rule("KZ207", "info", draft_translations),
    Rule("KZ208", "warning", unconfirmed_words),
)
VERSION_RULES: tuple[Rule[Shelf], ...] = (Rule("KZ209", "warning", versions_differ),)
