"""Whether the words of printed facts are in the language of their paper, and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kzreport.document import Block, Fact, Para, Str
from kzreport.errors import FactError
from kzreport.facts.records import Source
from kzreport.facts.translated import TextState, Translated
from kzreport.facts.view import View


@dataclass(frozen=True, slots=True)
class WordState:
    """A text that a paper printed, and why it may not leave the house."""

    ref: str
    state: TextState
    problem: FactError


def doubtful_words(printed: Iterable[Fact], view: View) -> list[WordState]:
    """Return the texts printed in another language, out of date, or unchecked; each once."""
    found: dict[str, WordState] = {}
    for fact in printed:
        ref = fact.refs[0] if fact.refs else ""
        if ref in found:
            continue
        state = _state(fact, ref, view)
        if state != "good":
            found[ref] = WordState(ref, state, _problem(fact, ref, state, view))
    return list(found.values())


def drafts_told(words: Iterable[WordState], view: View) -> tuple[FactError, ...]:
    """Return the one remark on the unchecked translations of a paper, none where it has none.

    The paper tells of them itself; they are many, and known.
    """
    drafts = [each for each in words if each.state == "draft"]
    if not drafts:
        return ()
    texts = "1 text is" if len(drafts) == 1 else f"{len(drafts)} texts are"
    told = FactError(
        f"{texts} in `{view.lang}` by an unchecked translation, `{drafts[0].ref}` first",
        drafts[0].problem.at,
        f"`kzreport facts missing --lang {view.lang} --patch FILE` writes them for a translator",
    )
    return (told,)


def note_on_drafts(words: Iterable[WordState], view: View) -> Iterator[Block]:
    """Yield the line at the end of a paper that tells its readers of unchecked translations."""
    if any(each.state == "draft" for each in words):
        yield Para((Str(view.language.pattern("unchecked-translations")),), cls="signs")


def lacking_forms(view: View) -> Iterator[FactError]:
    """Yield the inflected names that the template asked for and nobody has recorded."""
    for ref in view.lacking_forms:
        entry_id, _, lang, case = ref.split(".")
        message = f"`{entry_id}` has no form `{case}` in `{lang}`; the paper words it another way"
        yield FactError(
            message, view.base.at(entry_id), f"add `forms: {{{lang}: {{{case}: ...}}}}`"
        )


def _state(fact: Fact, ref: str, view: View) -> TextState:
    texts = _texts(ref, view)
    if fact.lang:
        if _is_cited(ref, view):
            return "good"
        return "stale" if texts is not None and texts.state(view.lang) == "stale" else "missing"
    if texts is not None and texts.state(view.lang) == "draft":
        return "draft"
    return "good"


def _problem(fact: Fact, ref: str, state: TextState, view: View) -> FactError:
    lang = view.lang
    at = view.base.at(ref)
    match state:
        case "draft":
            at = view.base.at(f"{ref}.{lang}")
            message = f"`{ref}` has an unchecked translation in `{lang}`"
            hint = f"have it checked and write `translation: {{{lang}: checked}}`, or `--draft`"
        case "stale":
            message = (
                f"`{ref}` was translated into `{lang}` before its words changed,"
                f" and prints the text in `{fact.lang}`"
            )
            hint = f"translate it anew: `kzreport facts missing --lang {lang}`, or `--draft`"
        case _:
            message = f"`{ref}` has no text in `{lang}` and prints the one in `{fact.lang}`"
            hint = f"add `{lang}:`, or build with `--draft`"
    return FactError(message, at, hint)


def _texts(ref: str, view: View) -> Translated | None:
    """Return the text that `record.field` names, `None` for anything else."""
    entry_id, _, field = ref.partition(".")
    thing: object = view.visible.get(entry_id)
    for step in field.split(".", 1) if field else ():
        thing = thing.get(step) if isinstance(thing, dict) else getattr(thing, step, None)
    return thing if isinstance(thing, Translated) else None


def _is_cited(ref: str, view: View) -> bool:
    """Whether it is the title of a publication, which is cited as it was published."""
    entry_id, _, field = ref.partition(".")
    return field == "title" and isinstance(view.visible.get(entry_id), Source)
