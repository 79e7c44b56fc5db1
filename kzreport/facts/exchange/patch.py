"""Missing texts as a YAML file for a translator, and the filled file as changes to the base."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kzreport.errors import FactError, did_you_mean
from kzreport.facts.base import FactBase
from kzreport.facts.editing.spelling import spell_pair
from kzreport.facts.exchange.incoming import FieldChange, Incoming, Row
from kzreport.facts.exchange.sheets import Cell
from kzreport.facts.fields import LANGUAGES, Translated
from kzreport.facts.lookup import MissingText, kind_of, texts_of
from kzreport.facts.translated import origin_of
from kzreport.files import read_bytes
from kzreport.strictyaml import YamlDocument, read_yaml

_HEAD = """\
# Texts that the language below lacks, or has only unchecked or of older words. Write each
# translation in the place of `null`; what stays null stays as it is. Then:
# kzreport facts import THIS-FILE --write
format: 1
lang: {lang}
texts:
"""
_FOOT = """
# The words each was translated from. Leave this as it stands: it shows when they change.
translated_from:
"""
_NOW = {"draft": "unchecked", "stale": "of older words"}


def patch_text(missing: Iterable[MissingText], lang: str) -> str:
    """Return a file with a place for each missing text, the words to translate above it."""
    texts: list[str] = []
    origins: list[str] = []
    before = ""
    for text in missing:
        if text.entry_id != before:
            texts += [f"  {text.entry_id}:"] if not texts else ["", f"  {text.entry_id}:"]
            origins.append(f"  {text.entry_id}:")
            before = text.entry_id
        texts.append(f"    # {text.source_lang}: {text.source_text}")
        if text.now:
            texts.append(f"    # {lang}, {_NOW[text.state]}: {text.now}")
        texts += spell_pair(text.field, None, 4)
        origins += spell_pair(text.field, origin_of(text.source_lang, text.source_text), 4)
    if not texts:
        return _HEAD.format(lang=lang) + "  {}\n"
    return _HEAD.format(lang=lang) + "\n".join([*texts, _FOOT.rstrip("\n"), *origins]) + "\n"


def read_patch(base: FactBase, path: Path) -> Incoming:
    """Return what a filled file would change; raise `FactError` with all problems in it."""
    document = read_yaml(read_bytes(path, FactError), path.name)
    lang, texts = document.data.get("lang"), document.data.get("texts")
    if lang not in LANGUAGES or not isinstance(texts, dict):
        hint = "`kzreport facts missing --lang kk --patch FILE` makes one"
        raise FactError("this is not a file of translations", document.at(()), hint)
    problems: list[FactError] = []
    rows = [
        row
        for entry_id, fields in texts.items()
        if (row := _row(base, document, entry_id, fields, lang, problems)) is not None
    ]
    if problems:
        raise FactError.all_of(problems)
    return Incoming(base, tuple(rows))


def _row(
    base: FactBase,
    document: YamlDocument,
    entry_id: str,
    fields: Any,
    lang: str,
    problems: list[FactError],
) -> Row | None:
    entry = base.entries.get(entry_id)
    if entry is None:
        at = document.key_at(("texts", entry_id))
        hint = did_you_mean(entry_id, base.entries)
        problems.append(FactError(f"no record named `{entry_id}`", at, hint))
        return None
    known = dict(texts_of(entry))
    changes = []
    cells: dict[str, Cell] = {}
    for field, text in fields.items() if isinstance(fields, dict) else ():
        at = document.at(("texts", entry_id, field))
        if field not in known:
            problems.append(FactError(f"`{entry_id}` has no text `{field}`", at))
        elif text is not None and not (isinstance(text, str) and text.strip()):
            problems.append(FactError(f"`{text}` is not a text", at, "put it in quotes"))
        elif text is not None and not _is_there(known[field], lang, text):
            cells[field] = Cell(text, at)
            path = (*field.split(".", 1), lang)
            origin = _origin(document, entry_id, field, known[field], lang)
            changes.append(FieldChange(path, _now(known[field], lang), text, at, origin=origin))
    owner = base.owners.get(entry_id, "")
    return Row(kind_of(base, entry), entry, owner, {}, tuple(changes), False, cells)


def _origin(document: YamlDocument, entry_id: str, field: str, texts: Translated, lang: str) -> str:
    """Return the wording that the translator had before them; without a record, today's."""
    told = document.data.get("translated_from")
    for step in (entry_id, field):
        told = told.get(step) if isinstance(told, dict) else None
    source = texts.source(lang)
    return str(told) if told else texts.origin_now(source) if source else ""


def _is_there(texts: Translated, lang: str, text: str) -> bool:
    """Whether the record says so already; accepting an unchecked text is a change."""
    return texts.get(lang) == text and texts.state(lang) == "good"


def _now(texts: Translated, lang: str) -> str | None:
    return texts.get(lang)
