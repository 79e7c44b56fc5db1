"""What a question asks of a record's field, and whether the field grants it."""

from __future__ import annotations

from kzreport.facts.fields import Translated
from kzreport.facts.proxies import Record
from kzreport.values.edtf import Edtf, read_edtf
from kzreport.values.value import FactLost, plain_of


def wish_of(value: object) -> object:
    """Return what a record's plain field is compared with."""
    if isinstance(value, list | tuple):
        return tuple(wish_of(each) for each in value)
    return value.entry.id if isinstance(value, Record) else plain_of(value)


def grants(found: object, wish: object) -> bool:
    """Whether a plain field is, or holds, what was asked for."""
    if isinstance(found, tuple):
        return wish in found or (wish is None and not found)
    if isinstance(found, Edtf) and isinstance(wish, str | int):
        return found == span_of(wish)
    if isinstance(found, Translated):
        return wish in found.values()
    return bool(found == wish)


def worded(value: object) -> str:
    """Return a condition as a question tells it."""
    text = getattr(value, "text", None)
    return repr(text if isinstance(text, str) else value)


def span_of(when: object) -> Edtf:
    """Return a date or a span of them; raise `FactLost` for what is none."""
    plain = plain_of(when)
    if isinstance(plain, Edtf):
        return plain
    try:
        return read_edtf(str(plain))
    except ValueError as exc:
        raise FactLost(
            f"`{plain}` is not a date: {exc}", hint="write '2013' or '2011/2013'"
        ) from exc
