"""Put a translation into a record, with what must be known of it: checked, and made from what."""

from __future__ import annotations

from typing import Any

from kzreport.facts.editing.draft import Draft
from kzreport.facts.editing.setting import put_value
from kzreport.facts.translated import LANGUAGES, read_translated
from kzreport.strictyaml import ValuePath


def put_translation(
    draft: Draft, entry_id: str, path: ValuePath, lang: str, text: str, origin: str
) -> None:
    """Put a checked `text` into the text at `path`; `origin` is the wording it was made from."""
    put_value(draft, entry_id, (*path, lang), text)
    written = _written(draft, entry_id, path)
    if lang in read_translated(written).drafts:
        _put_mark(draft, entry_id, (*path, "translation"), lang, "checked")
    _put_mark(draft, entry_id, (*path, "translated_from"), lang, origin)


def _put_mark(draft: Draft, entry_id: str, path: ValuePath, lang: str, mark: str) -> None:
    """Say `mark` of one language; what one word said of all is said of each first."""
    written = _written(draft, entry_id, path[:-1])
    now = written.get(path[-1])
    if now == mark:
        return
    if now is None:
        draft.insert_key(entry_id, path, {lang: mark})
    elif isinstance(now, dict) and lang in now:
        draft.splice(entry_id, (*path, lang), mark, now[lang])
    elif isinstance(now, dict):
        draft.insert_key(entry_id, (*path, lang), mark)
    else:
        _, *others = (each for each in written if each in LANGUAGES)
        told = {each: now for each in others if written[each] is not None}
        draft.replace(entry_id, path, {**told, lang: mark})


def _written(draft: Draft, entry_id: str, path: ValuePath) -> Any:
    value: Any = draft.written(entry_id)
    for step in path:
        value = value[step]
    return value
