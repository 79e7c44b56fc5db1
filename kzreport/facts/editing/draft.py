"""A draft: new texts of the base's files, proven by reading, written all together or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from kzreport.errors import FactError, Location, WriterError
from kzreport.facts.base import FORMAT, FactBase, load_facts
from kzreport.facts.editing.filechange import FileChange, put_all
from kzreport.facts.editing.placing import (
    append_records,
    insert_item,
    insert_key,
    insert_record,
    replace_value,
)
from kzreport.files import read_bytes
from kzreport.strictyaml import Scalar, ValuePath, YamlDocument, read_yaml, splice

_NEW_FILE = f"format: {FORMAT}\n"


class Draft:
    """Changes to the files of a base. Nothing is written before `write`."""

    def __init__(self, base: FactBase) -> None:
        self.base = base
        #: the records that are new or may differ; every other one must stay as it was
        self.touched: dict[str, None] = {}
        #: what whoever asked for the change should know
        self.remarks: list[str] = []
        self._files: dict[str, FileChange] = {}
        self._read = {place.file.path: place.file for place in base.places.values()}

    # -- changes ----------------------------------------------------------------------------

    def append(self, kind: str, records: Mapping[str, Mapping[str, Any]], file: str = "") -> None:
        """Put new records, by id, at the end of the file of their kind, or of `file`."""
        name = self._home(kind, file)
        before = self._open(name).now
        self._touch(*records, *_nested_ids(records))
        self._change(name, lambda now: append_records(now, records))
        self._prove_file(name, {**before.data, **records}, before.at(()))

    def insert_after(self, old_id: str, entry_id: str, fields: Mapping[str, Any]) -> None:
        """Put a new record, or nested fact, directly after an old one of its kind."""
        path = self.base.places[old_id].path
        self._touch(entry_id, *self._owner(old_id))
        if len(path) > 1:
            self._insert_item(self._name_of(old_id), path, {"id": entry_id, **fields})
            return
        self._insert(
            self._name_of(old_id),
            (entry_id,),
            fields,
            lambda now: insert_record(now, old_id, entry_id, fields),
        )

    def append_item(self, owner: str, key: str, entry_id: str, fields: Mapping[str, Any]) -> None:
        """Put a new nested fact at the end of the list `key` of a record."""
        item = {"id": entry_id, **fields}
        self._touch(entry_id)
        items = self.written(owner).get(key)
        if items:
            self._touch(owner)
            self._insert_item(self._name_of(owner), (owner, key, len(items) - 1), item)
        else:
            self.insert_key(owner, (key,), [item])

    def insert_key(self, entry_id: str, path: ValuePath, value: Any, after: str = "") -> None:
        """Put a key that was not there into a record, or into a mapping of it."""
        whole = (*self.base.places[entry_id].path, *path)
        self._touch(entry_id, *self._relatives(entry_id))
        self._insert(
            self._name_of(entry_id),
            whole,
            value,
            lambda now: insert_key(now, whole[:-1], str(whole[-1]), value, after),
        )

    def splice(self, entry_id: str, path: ValuePath, value: Scalar, expect: Scalar) -> None:
        """Change one value of a record."""
        whole = (*self.base.places[entry_id].path, *path)
        self._touch(entry_id, *self._relatives(entry_id))
        self._change(self._name_of(entry_id), lambda now: splice(now, whole, value, expect))

    def replace(self, entry_id: str, path: ValuePath, value: Mapping[str, Any]) -> None:
        """Put a mapping in the place of a single value of a record."""
        whole = (*self.base.places[entry_id].path, *path)
        self._touch(entry_id, *self._relatives(entry_id))
        self._insert(
            self._name_of(entry_id), whole, value, lambda now: replace_value(now, whole, value)
        )

    def written(self, entry_id: str) -> dict[str, Any]:
        """Return the keys that stand in a record itself, without defaults, as they are now."""
        value: Any = self._open(self._name_of(entry_id)).now.data
        for step in self.base.places[entry_id].path:
            value = value[step]
        return dict(value)

    def defaults(self, kind: str, file: str = "") -> dict[str, Any]:
        """Return `_defaults` of the file in which a new record of `kind` would stand."""
        defaults = self._open(self._home(kind, file)).now.data.get("_defaults")
        return dict(defaults) if isinstance(defaults, dict) else {}

    def defaults_beside(self, entry_id: str) -> dict[str, Any]:
        """Return `_defaults` of the file in which a record stands; a fact inside one has none."""
        if entry_id in self.base.owners:
            return {}
        return self.defaults(self.base.kind_of(entry_id), self._name_of(entry_id))

    # -- the whole --------------------------------------------------------------------------

    def prove(self) -> FactBase:
        """Return the base as it will be; raise `FactError` when it would not hold together.

        The files are read as they stand now, with the changed ones in their place; in those,
        no record may differ that was not meant to.
        """
        try:
            with tempfile.TemporaryDirectory(prefix="kzreport-") as folder:
                root = Path(folder)
                for path in self.base.folder.rglob("*.yaml"):
                    _put(root / path.relative_to(self.base.folder), read_bytes(path, FactError))
                for name, file in self._files.items():
                    _put(root / name, file.after)
                after = load_facts(root, self._shown_folder())
        except OSError as exc:
            raise WriterError(f"no room to try the change out: {exc.strerror}") from exc
        self._only_touched(after)
        return replace(after, folder=self.base.folder)

    def diff(self) -> str:
        """Return the changes as a unified diff."""
        return "\n".join(change.diff() for change in self._files.values())

    def write(self) -> FactBase:
        """Prove the draft, put all its files in place, and return the base as it is now.

        Raise `FactError` when a file was changed by somebody else meanwhile, `WriterError`
        when one cannot be written. Files written before that one get their old text again.
        """
        after = self.prove()
        put_all(self._files.values())
        return after

    # -- files ------------------------------------------------------------------------------

    def _insert_item(self, name: str, path: ValuePath, item: Mapping[str, Any]) -> None:
        """Put an item after the one that stands at `path`."""
        *way, index = path
        new = (*way, int(index) + 1)
        self._insert(name, new, item, lambda now: insert_item(now, path, item))

    def _insert(
        self, name: str, path: ValuePath, value: Any, new_text: Callable[[YamlDocument], str]
    ) -> None:
        """Change a file so that `value` stands at `path` and all else stays, proven by reading."""
        before = self._open(name).now
        self._change(name, new_text)
        self._prove_file(name, _inserted(before.data, path, value), before.at(path))

    def _prove_file(self, name: str, wanted: Any, at: Location) -> None:
        if self._files[name].now.data != wanted:
            raise FactError(
                "the new lines cannot be written here without a change elsewhere",
                at,
                "write them into the file by hand",
            )

    def _change(self, name: str, new_text: Callable[[YamlDocument], str]) -> None:
        file = self._open(name)
        text = new_text(file.now)
        self._files[name] = FileChange(
            file.path, file.before, read_yaml(text.encode(), file.now.file)
        )

    def _open(self, name: str) -> FileChange:
        """Return the file `name` of the folder, with the changes made so far."""
        if name in self._files:
            return self._files[name]
        path = self.base.folder / name
        if name in self._read:
            return FileChange(path, self._read[name].data, self._read[name].document)
        shown = f"{self._shown_folder()}/{name}"
        if path.exists():
            data = read_bytes(path, FactError)
            return FileChange(path, data, read_yaml(data, shown))
        return FileChange(path, None, read_yaml(_NEW_FILE.encode(), shown))

    def _home(self, kind: str, file: str = "") -> str:
        """Return the file in which new records of a kind stand: `file`, its only one, its last."""
        folder = self.base.folder
        if file:
            way = PurePosixPath(file)
            if way.suffix != ".yaml" or ".." in way.parts or way.with_suffix("").parts[0] != kind:
                hint = f"such as {kind}.yaml or {kind}/2026.yaml"
                raise FactError(f"`{file}` is no file of {kind}", hint=hint)
            return way.as_posix()
        many = sorted(
            path.relative_to(folder).as_posix() for path in folder.glob(f"{kind}/**/*.yaml")
        )
        return many[-1] if many and not (folder / f"{kind}.yaml").exists() else f"{kind}.yaml"

    def _name_of(self, entry_id: str) -> str:
        """Return the name, inside the folder, of the file in which a record stands."""
        return self.base.places[entry_id].file.path

    def _shown_folder(self) -> str:
        """Return how messages call the folder of the base."""
        for file in self._read.values():
            return file.name.removesuffix(f"/{file.path}")
        return self.base.folder.name

    # -- proof ------------------------------------------------------------------------------

    def _touch(self, *ids: str) -> None:
        self.touched.update(dict.fromkeys(ids))

    def _owner(self, entry_id: str) -> tuple[str, ...]:
        owner = self.base.owners.get(entry_id)
        return (owner,) if owner else ()

    def _relatives(self, entry_id: str) -> tuple[str, ...]:
        """Return the record that holds a fact, and the facts a record hands its level down to."""
        nested = (fact.id for fact in self.base.entries[entry_id].nested())
        return (*self._owner(entry_id), *nested)

    def _only_touched(self, after: FactBase) -> None:
        """Hold the records of the changed files against what they were."""
        for base, other in ((self.base, after), (after, self.base)):
            for entry_id, entry in base.entries.items():
                if entry_id in self.touched or base.places[entry_id].file.path not in self._files:
                    continue
                if other.entries.get(entry_id) != entry:
                    hint = "nothing was written; change the file by hand"
                    message = f"`{entry_id}` would change, too"
                    raise FactError(message, base.at(entry_id), hint)


def _nested_ids(records: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for fields in records.values():
        for value in fields.values():
            items = value if isinstance(value, list) else ()
            yield from (item["id"] for item in items if isinstance(item, Mapping))


def _inserted(data: Any, path: ValuePath, value: Any) -> Any:
    """Return `data` with a new value at `path`; in a list, what follows moves on."""
    copy = data.copy()
    step = path[0]
    if len(path) > 1:
        copy[step] = _inserted(copy[step], path[1:], value)
    elif isinstance(copy, list):
        copy.insert(int(step), value)
    else:
        copy[step] = value
    return copy


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
