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
from kzreport.files import read_bytes
from kzreport.strictyaml import YamlDocument, read_yaml

_HEAD = """\
# Texts that are missing in the language below. Write each translation in the place of `null`;
# what stays null stays missing. Then: kzreport facts import THIS-FILE --write
format: 1
lang: {lang}
texts:
"""


def patch_text(missing: Iterable[MissingText], lang: str) -> str:
    """Return a file with a place for each missing text, the words to translate above it."""
    lines: list[str] = []
    before = ""
    for text in missing:
        if text.entry_id != before:
            lines += [f"  {text.entry_id}:"] if not lines else ["", f"  {text.entry_id}:"]
            before = text.entry_id
        lines.append(f"    # {text.source_lang}: {text.source_text}")
        lines += spell_pair(text.field, None, 4)
    return _HEAD.format(lang=lang) + "\n".join(lines or ["  {}"]) + "\n"


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
        elif text is not None and text != _now(known[field], lang):
            cells[field] = Cell(text, at)
            path = (*field.split(".", 1), lang)
            changes.append(FieldChange(path, _now(known[field], lang), text, at))
    owner = base.owners.get(entry_id, "")
    return Row(kind_of(base, entry), entry, owner, {}, tuple(changes), False, cells)


def _now(texts: Translated, lang: str) -> str | None:
    return texts.get(lang)
