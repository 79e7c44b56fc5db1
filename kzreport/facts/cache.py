"""Keep a fact base that was read and found sound, so that reading it again is quick.

One file of two lines: a key with a checksum, and the records as JSON. The key is a hash of
every data file (name and bytes) and of the code that reads them, so a base that changed by
one byte, or was read by another version, is not found. What is damaged is not found either.
Places are not kept: they are read from the YAML again when a message needs one.
The file holds restricted facts as well, so it lies in a folder of the user's own.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

import pydantic

from kzreport.errors import PlaceError
from kzreport.facts.datafile import DataFile
from kzreport.facts.fields import Citation, Level, Translated
from kzreport.facts.records import KINDS, Entry
from kzreport.facts.translated import MARKS, read_translated
from kzreport.files import put_private, read_private
from kzreport.values.edtf import Edtf, read_edtf

NAME = "facts.json"
#: bytes of YAML; fewer are read in a tenth of a second, and a small project stays untouched
WORTHWHILE = 500_000

#: what comes of a body with the right checksum that something other than kzreport wrote
_MADE_UP = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

_log = logging.getLogger(__name__)
_Decode: TypeAlias = Callable[[Any], Any]


def load_kept(folder: Path, files: Sequence[DataFile]) -> list[list[Entry]] | None:
    """Return the records of each of `files`, `None` when no sound copy of them is kept."""
    if not _are_worthwhile(files):
        return None
    kept = read_private(folder / NAME)
    if kept is None:
        return None
    key, _, body = kept.partition(b"\n")
    if key != _key(files, body):
        return None
    try:
        return [_records(file, rows) for file, rows in zip(files, json.loads(body), strict=True)]
    except _MADE_UP as exc:
        _log.warning("the cache in %s is not used: %s", folder, exc)
        return None


def keep(folder: Path, files: Sequence[DataFile], records: Iterable[Sequence[Entry]]) -> None:
    """Write the records of each of `files` to `folder`, if that gains time and can be done."""
    if not _are_worthwhile(files):
        return
    rows = [[_row(record) for record in of_file] for of_file in records]
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        put_private(folder / NAME, _key(files, body) + b"\n" + body)
    except PlaceError as exc:
        _log.debug("the facts are not kept: %s", exc)


def _are_worthwhile(files: Iterable[DataFile]) -> bool:
    return sum(len(file.data) for file in files) >= WORTHWHILE


# -- the key ----------------------------------------------------------------------------------


def _key(files: Iterable[DataFile], body: bytes) -> bytes:
    """Return what the first line must say: the hash of all that went in, and of the body."""
    inputs = sha256(_code())
    for file in files:
        for part in (file.path.encode(), file.data):
            inputs.update(b"%d:" % len(part))
            inputs.update(part)
    return f"{inputs.hexdigest()} {sha256(body).hexdigest()}".encode()


@cache
def _code() -> bytes:
    """Return a hash of the code that turns bytes into records.

    The version would not do: while kzreport is worked on, its rules change and it does not.
    """
    here = sha256(pydantic.VERSION.encode())
    package = Path(__file__).parent.parent
    for room in ("facts", "strictyaml", "values"):
        for source in sorted((package / room).glob("*.py")):
            here.update(source.read_bytes())
    return here.digest()


# -- records to rows --------------------------------------------------------------------------


def _row(entry: Entry) -> dict[str, Any]:
    """Return the fields that were given, not those that took their default."""
    given = entry.model_fields_set
    return {name: _plain(value) for name, value in entry.__dict__.items() if name in given}


def _plain(value: object) -> Any:
    match value:
        case Level() | bool() | int() | str() | None:
            return value
        case tuple():
            return [_plain(item) for item in value]
        case Translated():
            return value.written()
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case Entry():
            return _row(value)
        case Edtf():
            return value.text
        case date() | Decimal() | Citation():
            return str(value)
    if is_dataclass(value):
        return [_plain(getattr(value, part.name)) for part in fields(value)]
    raise TypeError(f"a field holds {type(value).__name__}, which is not kept")


# -- rows to records --------------------------------------------------------------------------


def _records(file: DataFile, rows: Iterable[dict[str, Any]]) -> list[Entry]:
    read = _reader(KINDS[file.kind])
    return [read(row) for row in rows]


@cache
def _reader(model: type[Entry]) -> _Decode:
    """Return what makes a record of a row, without asking again whether the row is right."""
    decoders = [
        (name, decode)
        for name, field in model.model_fields.items()
        if (decode := _decoder(field.annotation)) is not None
    ]
    required = [name for name, field in model.model_fields.items() if field.is_required()]
    blank = model.model_construct(_fields_set=set(), **dict.fromkeys(required))

    def read(row: dict[str, Any]) -> Entry:
        for name, decode in decoders:
            if row.get(name) is not None:
                row[name] = decode(row[name])
        return blank.model_copy(update=row)

    return read


def _decoder(annotation: Any) -> _Decode | None:
    """Return what turns the JSON of a field into its value, `None` when they are the same."""
    kind = _core(annotation)
    if kind in _DECODERS:
        return _DECODERS[kind]
    if isinstance(kind, type) and issubclass(kind, Entry):
        return _reader(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_reader(kind)
    arguments = get_args(kind)
    if get_origin(kind) is tuple:
        return _tuple_reader(_decoder(arguments[0]))
    if get_origin(kind) is dict and (decode := _decoder(arguments[1])) is not None:
        return lambda table: {key: decode(value) for key, value in table.items()}
    return None


def _tuple_reader(decode: _Decode | None) -> _Decode:
    if decode is None:
        return tuple
    return lambda items: tuple([decode(item) for item in items])


def _dataclass_reader(kind: Any) -> _Decode:
    """Return what makes an amount, say, of the list of its parts."""
    hints = get_type_hints(kind)
    decoders = [_decoder(hints[part.name]) for part in fields(kind)]

    def read(row: list[Any]) -> Any:
        pairs = zip(decoders, row, strict=True)
        return kind(*[d(part) if d and part is not None else part for d, part in pairs])

    return read


def _core(annotation: Any) -> Any:
    """Return the type behind `Annotated[...]` and `... | None`."""
    if get_origin(annotation) is Annotated:
        return _core(get_args(annotation)[0])
    others = [each for each in get_args(annotation) if each is not type(None)]
    return _core(others[0]) if type(None) in get_args(annotation) else annotation


@cache
def _citation(text: str) -> Citation:
    source, _, locator = text.partition("#")
    return Citation(source, locator)


def _translated(written: dict[str, Any]) -> Translated:
    return (
        read_translated(written)
        if MARKS[0] in written or MARKS[1] in written
        else Translated(written)
    )


_DECODERS: dict[Any, _Decode] = {
    Citation: _citation,
    Decimal: Decimal,
    Edtf: read_edtf,
    Level: Level,
    Translated: _translated,
    date: cache(date.fromisoformat),
}
