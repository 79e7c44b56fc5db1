"""Read the fact base: every record of a folder, or every problem in it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kzreport.errors import FactError, Location, did_you_mean
from kzreport.facts.advice import id_advice
from kzreport.facts.cache import keep, load_kept
from kzreport.facts.consistency import inconsistencies
from kzreport.facts.datafile import DataFile
from kzreport.facts.fields import read_id
from kzreport.facts.problems import explain
from kzreport.facts.records import INHERITED, KINDS, Entry, nested_fields
from kzreport.strictyaml import YamlDocument

FORMAT = 1
RESERVED = ("format", "_defaults")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: its file and the way to it."""

    file: DataFile
    path: tuple[str | int, ...]

    @property
    def document(self) -> YamlDocument:
        """The YAML it stands in; read again if the base came from the cache."""
        return self.file.document


@dataclass(frozen=True, slots=True)
class FactBase:
    """All records of a project, by id; nested facts stand beside the record they belong to."""

    folder: Path
    entries: Mapping[str, Entry]
    kinds: Mapping[str, tuple[str, ...]]
    owners: Mapping[str, str]
    places: Mapping[str, Place] = field(repr=False)

    def at(self, ref: str) -> Location:
        """Return the place of `record` or `record.field` in the data; the record's if unset."""
        entry_id, _, key = ref.partition(".")
        place = self.places[entry_id]
        there = place.document.at((*place.path, *key.split(".")))
        if there == place.document.at(place.path):
            return place.document.key_at(place.path)
        return there

    def kind_of(self, entry_id: str) -> str:
        """Return the kind of a record; of a nested fact, the kind of its record."""
        owner = self.owners.get(entry_id, entry_id)
        return type(self.entries[owner]).kind_of_record


def load_facts(folder: Path, name: str = "", cache: Path | None = None) -> FactBase:
    """Return the fact base in `folder`; raise `FactError` with all problems found.

    `name` is how the folder is called in messages, as a user would type it. With a folder
    `cache`, a large base that has not changed since it was kept there is not read from YAML.
    """
    loading = _Loading(folder, name or folder.name)
    files = loading.find_files()
    if cache is not None and not loading.problems:
        kept = load_kept(cache, files)
        if kept is not None:
            loading.take(files, kept)
            return loading.base()
    loading.read_files(files)
    loading.resolve()
    if loading.problems:
        raise FactError.all_of(loading.problems)
    if cache is not None:
        keep(cache, files, loading.by_file(files))
    return loading.base()


class _Loading:
    """One run of reading: what was found so far, and what was wrong with it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self.problems: list[FactError] = []
        self.entries: dict[str, Entry] = {}
        self.kinds: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self.owners: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        #: ids that were met but could not be read; references to them are no further problem
        self.broken: set[str] = set()

    # -- files --------------------------------------------------------------------------

    def find_files(self) -> list[DataFile]:
        """Return the files of the folder that can be read, in the order of their names."""
        if not self.folder.is_dir():
            self._report("there is no such folder", Location(self.name), "run `kzreport init`")
            return []
        found = []
        for path, kind in self._files():
            relative = path.relative_to(self.folder).as_posix()
            name = f"{self.name}/{relative}"
            try:
                found.append(DataFile(name, relative, kind, path.read_bytes()))
            except OSError as exc:
                self._report(f"cannot be read: {exc.strerror}", Location(name))
        return found

    def read_files(self, files: Sequence[DataFile]) -> None:
        """Read the records of `files` from their YAML."""
        for file in files:
            try:
                self._read_file(file)
            except FactError as exc:
                self.problems += exc.problems  # type: ignore[arg-type]

    def take(self, files: Sequence[DataFile], records: Sequence[Sequence[Entry]]) -> None:
        """Take the records of `files` as they are; they were found sound before."""
        for file, entries in zip(files, records, strict=True):
            for entry in entries:
                self.places[entry.id] = Place(file, (entry.id,))
                self._keep(entry)

    def by_file(self, files: Sequence[DataFile]) -> list[list[Entry]]:
        """Return the records of each of `files`, without the facts that stand inside them."""
        found: dict[str, list[Entry]] = {file.path: [] for file in files}
        for entry in self.entries.values():
            if entry.id not in self.owners:
                found[self.places[entry.id].file.path].append(entry)
        return list(found.values())

    def _files(self) -> Iterator[tuple[Path, str]]:
        """Yield each YAML file with its kind: `data/events.yaml`, `data/events/2014.yaml`."""
        for path in sorted(self.folder.rglob("*")):
            relative = path.relative_to(self.folder)
            if any(part.startswith((".", "~$")) for part in relative.parts):
                continue  # what editors and Word put beside a file that is open
            if path.suffix == ".yml":
                self._report(
                    "facts are kept in files ending in `.yaml`", self._named(relative), "rename it"
                )
            if path.suffix != ".yaml":
                continue
            kind = relative.with_suffix("").parts[0]
            if kind in KINDS:
                yield path, kind
            else:
                self._report(
                    f"`{kind}` is not a kind of record",
                    self._named(relative),
                    _file_advice(kind),
                )

    def _named(self, relative: Path) -> Location:
        return Location(f"{self.name}/{relative.as_posix()}")

    def _read_file(self, file: DataFile) -> None:
        document, kind = file.document, file.kind
        data = document.data
        written = data.get("format", FORMAT)
        if written != FORMAT or isinstance(written, bool):
            self._report(
                f"the file says `format: {written}`; this kzreport reads format {FORMAT}",
                document.at(("format",)),
                "a newer kzreport is needed",
            )
            return
        defaults = self._defaults(document, KINDS[kind])
        for key, value in data.items():
            if key not in RESERVED:
                self._read_record(file, KINDS[kind], key, value, defaults)

    def _defaults(self, document: YamlDocument, model: type[Entry]) -> dict[str, Any]:
        defaults = document.data.get("_defaults", {})
        if not isinstance(defaults, dict):
            self._report("`_defaults` holds keys and values", document.at(("_defaults",)))
            return {}
        known = [key for key in model.model_fields if key != "id"]
        for key in defaults:
            if key not in known:
                self._report(
                    f"`{key}` is not a key of {model.kind_of_record}",
                    document.key_at(("_defaults", key)),
                    did_you_mean(key, known),
                )
        return {key: value for key, value in defaults.items() if key in known}

    # -- records ------------------------------------------------------------------------

    def _read_record(
        self,
        file: DataFile,
        model: type[Entry],
        key: str,
        value: object,
        defaults: Mapping[str, Any],
    ) -> None:
        at = file.document.key_at((key,))
        try:
            read_id(key)
        except ValueError as exc:
            self._report(str(exc), at, id_advice(key))
            return
        if not isinstance(value, dict):
            self._report(f"`{key}` holds no keys", at, "indent its keys below it")
            self.broken.add(key)
            return
        if not self._first(key, Place(file, (key,))):
            return
        merged = {**defaults, **value, "id": key}
        self._hand_down(model, merged)
        try:
            entry = model.model_validate(merged)
        except ValidationError as exc:
            self.broken |= {key, *_nested_ids(model, merged)}
            self.problems += explain(exc, file.document, key, model, merged)
            return
        self._keep(entry)

    def _hand_down(self, model: type[Entry], record: dict[str, Any]) -> None:
        """Give nested facts the level, day and source of their record where they lack them."""
        inherited = {key: record[key] for key in INHERITED if key in record}
        for name in nested_fields(model):
            facts = record.get(name)
            if isinstance(facts, list):
                record[name] = [
                    {**inherited, **fact} if isinstance(fact, dict) else fact for fact in facts
                ]

    def _keep(self, entry: Entry) -> None:
        place = self.places[entry.id]
        self.entries[entry.id] = entry
        self.kinds[type(entry).kind_of_record].append(entry.id)
        for name in nested_fields(type(entry)):
            for index, fact in enumerate(getattr(entry, name)):
                if self._first(fact.id, Place(place.file, (entry.id, name, index))):
                    self.entries[fact.id] = fact
                    self.owners[fact.id] = entry.id

    def _first(self, entry_id: str, place: Place) -> bool:
        """Note where an id stands; report it when it stood elsewhere before."""
        known = self.places.setdefault(entry_id, place)
        if known is place:
            return True
        there = known.document.key_at(known.path)
        self._report(
            f"`{entry_id}` is defined twice (first at {there})",
            place.document.key_at(place.path),
            f"rename one, or use `supersedes: {entry_id}` for a corrected fact",
        )
        return False

    # -- the whole ----------------------------------------------------------------------

    def resolve(self) -> None:
        """Check what one record cannot know of itself: references, and what must agree."""
        base = self.base()
        self.problems += inconsistencies(base.entries, base.owners, base.at, self.broken)

    def base(self) -> FactBase:
        kinds = {kind: tuple(ids) for kind, ids in self.kinds.items()}
        return FactBase(self.folder, self.entries, kinds, self.owners, self.places)

    def _report(self, message: str, at: Location, hint: str = "") -> None:
        self.problems.append(FactError(message, at, hint))


def _nested_ids(model: type[Entry], record: Mapping[str, Any]) -> Iterator[str]:
    for name in nested_fields(model):
        facts = record.get(name)
        for fact in facts if isinstance(facts, list) else ():
            if isinstance(fact, dict) and isinstance(fact.get("id"), str):
                yield fact["id"]


def _file_advice(stem: str) -> str:
    """Return what a file may be called whose name, without its ending, is no kind."""
    copied = next((kind for kind in KINDS if kind in stem), "")
    if copied:
        return f"delete it if it is a copy; several files of a kind lie in a folder `{copied}`"
    return did_you_mean(stem, KINDS) or f"the kinds are {', '.join(KINDS)}"
