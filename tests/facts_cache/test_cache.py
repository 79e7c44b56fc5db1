"""A kept fact base: the same as the YAML, or not used."""

from __future__ import annotations

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzreport.errors import FactError
from kzreport.facts.base import FactBase, load_facts
from kzreport.facts.cache import NAME, keep, load_kept
from kzreport.facts.datafile import DataFile
from kzreport.facts.records import KINDS
from kzreport.facts.schema import kind_schema
from kzreport.project import load_project
from kzreport.strictyaml import reading

SHIPPED = Path(__file__).parents[2] / "data"


#: comments that make a base large enough to be kept
PADDING = "# nothing but a comment, and one more, and another one to fill the line\n" * 8_000


def pad(data: Path) -> None:
    with (data / "organisations.yaml").open("a", encoding="utf-8") as file:
        file.write(PADDING)


@pytest.fixture
def data(workspace) -> Path:
    """The folder of a few facts, large in bytes."""
    pad(workspace.root / "data")
    return workspace.root / "data"


@pytest.fixture
def shipped(tmp_path) -> Path:
    """The folder of the shipped facts, made large."""
    pad(shutil.copytree(SHIPPED, tmp_path / "shipped"))
    return tmp_path / "shipped"


@pytest.fixture
def cache(tmp_path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def yaml_reads(monkeypatch) -> list[str]:
    """The files whose YAML was read."""
    read: list[str] = []
    original = reading.read_source

    def noting(data, file, error):
        read.append(file)
        return original(data, file, error)

    monkeypatch.setattr(reading, "read_source", noting)
    return read


def assert_same(one: FactBase, other: FactBase) -> None:
    """Whatever can be asked of one base, the other answers alike."""
    assert list(one.entries.items()) == list(other.entries.items())
    assert (one.kinds, one.owners, one.folder) == (other.kinds, other.owners, other.folder)
    assert list(one.places) == list(other.places)
    for entry_id, entry in one.entries.items():
        twin = other.entries[entry_id]
        assert repr(entry) == repr(twin)
        assert type(entry) is type(twin)
        assert entry.model_fields_set == twin.model_fields_set
        assert {k: type(v) for k, v in entry} == {k: type(v) for k, v in twin}


# -- the same ---------------------------------------------------------------------------------


def test_the_shipped_base_is_the_same_from_the_cache(shipped, cache, yaml_reads):
    from_yaml = load_facts(shipped, "data", cache)
    assert yaml_reads
    yaml_reads.clear()

    kept = load_facts(shipped, "data", cache)

    assert yaml_reads == []
    assert_same(from_yaml, kept)


def test_places_are_read_from_the_yaml_when_a_message_needs_one(shipped, cache, yaml_reads):
    from_yaml = load_facts(shipped, "data", cache)
    kept = load_facts(shipped, "data", cache)
    yaml_reads.clear()

    assert kept.at("vc-2011.amount") == from_yaml.at("vc-2011.amount")
    assert yaml_reads == ["data/contributions.yaml"]
    for entry in from_yaml.entries.values():
        assert kept.at(entry.id) == from_yaml.at(entry.id)
        assert kept.at(f"{entry.id}.level") == from_yaml.at(f"{entry.id}.level")


def test_places_are_those_of_the_text_that_was_read(data, cache):
    load_facts(data, cache=cache)
    base = load_facts(data, cache=cache)
    before = load_facts(data).at("vc-2011.amount")

    file = data / "contributions.yaml"
    file.write_text("# a new line\n" + file.read_text("utf-8"), "utf-8")

    assert base.at("vc-2011.amount") == before
    assert load_facts(data, cache=cache).at("vc-2011.amount").line == before.line + 1


def test_the_name_of_the_folder_is_the_one_asked_for(data, cache):
    load_facts(data, "one/data", cache)

    assert load_facts(data, "two/data", cache).at("kz").file == "two/data/organisations.yaml"


def test_the_kept_file_is_the_same_whenever_it_is_made(data, cache, tmp_path):
    load_facts(data, cache=cache)
    load_facts(data, cache=tmp_path / "second")

    assert (cache / NAME).read_bytes() == (tmp_path / "second" / NAME).read_bytes()


#: what a field of each type may hold
SAMPLES: dict[str, Any] = {
    "accept": {"KZ101": "known", "until": "2027-01-31"},
    "citation": "page#p3",
    "day": "2026-11-23",
    "forms": {"ru": {"gen": "Казахстана"}},
    "id": "some-id",
    "level": "restricted",
    "money": {"min": 1, "max": 2, "currency": "USD", "spread": "each"},
    "plain": "words",
    "text": {"en": "words", "kk": None},
    "when": "2014-04/..",
}


def _sample(shape: dict[str, Any], definitions: dict[str, Any]) -> Any:
    """Return what a field of that JSON Schema may hold."""
    match shape:
        case {"$ref": ref}:
            name = ref.removeprefix("#/definitions/")
            return SAMPLES[name] if name in SAMPLES else _sample(definitions[name], definitions)
        case {"anyOf": [first, *_]}:
            return _sample(first, definitions)
        case {"enum": [first, *_]}:
            return first
        case {"type": "array", "items": items}:
            return [_sample(items, definitions)] * 2
        case {"type": "object", "properties": properties}:
            return {name: _sample(each, definitions) for name, each in properties.items()}
        case {"type": "object", "additionalProperties": each}:
            return {"p1": _sample(each, definitions)}
        case {"type": kind}:
            return {"boolean": True, "integer": 7}[kind]
    raise AssertionError(shape)


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_with_every_key_of_its_kind_can_be_kept(kind, tmp_path):
    model, definitions = KINDS[kind], kind_schema(kind)["definitions"]
    everything = {**_sample(definitions[model.__name__], definitions), "id": "all"}
    record = model.model_validate(everything)
    assert record.model_fields_set == set(model.model_fields)
    file = DataFile("data/x.yaml", "x.yaml", kind, PADDING.encode())

    keep(tmp_path, [file], [[record]])
    kept = load_kept(tmp_path, [file])

    assert kept == [[record]]
    assert repr(kept) == repr([[record]])


OTHERS = {
    "organisations": "kz: {level: public, recorded: 2026-11-01, kind: state, name: Kazakhstan}\n",
    "sources": (
        "page: {level: public, recorded: 2026-11-01, kind: article, title: Page, authority: own}\n"
    ),
}
WORDS = st.text("aß Қ\"'#:\\{}[]\t", min_size=1, max_size=12).filter(str.strip)
FIELDS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["voluntary", "assessed"])},
    optional={
        "level": st.sampled_from(["internal", "restricted"]),
        "when": st.sampled_from([2011, "2014-04/..", "../2013", "{2013,2012}", "2011?", None]),
        "what": st.one_of(WORDS, st.dictionaries(st.sampled_from(["en", "kk"]), WORDS, min_size=1)),
        "amount": st.one_of(
            st.builds(lambda v, c: {"value": v, "currency": c}, st.integers(0, 10**20), st.none()),
            st.builds(
                lambda low, more: {"min": low, "max": low + more, "currency": "USD"},
                st.integers(0, 99),
                st.sampled_from([0.5, 1.25, 7]),
            ),
            st.just({"min": 1, "over": True, "spread": "each", "currency": "JPY"}),
        ),
        "source": st.lists(st.sampled_from(["page", "page#p 3", "page#a-b"]), min_size=1),
        "problem": st.lists(st.sampled_from(["scope", "tense"]), max_size=2),
        "quote": st.one_of(WORDS, st.integers(0, 9)),
        "review_by": st.dates().map(str),
        "hold": st.booleans(),
        "donor": st.sampled_from(["kz", None]),
    },
)


@settings(max_examples=25, deadline=None)
@given(st.lists(FIELDS, max_size=5))
def test_any_base_is_the_same_from_the_cache(tmp_path_factory, records):
    root = tmp_path_factory.mktemp("base")
    (root / "data").mkdir()
    for kind, text in OTHERS.items():
        (root / "data" / f"{kind}.yaml").write_text(text, "utf-8")
    pad(root / "data")
    head = "_defaults: {level: restricted, recorded: 2026-11-01, status: disputed, source: page}\n"
    lines = [f"r-{n}: {json.dumps(record)}\n" for n, record in enumerate(records)]
    (root / "data" / "contributions.yaml").write_text(head + "".join(lines), "utf-8")

    from_yaml = load_facts(root / "data", cache=root / "cache")

    assert_same(from_yaml, load_facts(root / "data", cache=root / "cache"))
    shutil.rmtree(root)


# -- never stale ------------------------------------------------------------------------------


def _change_one_byte(data: Path) -> None:
    file = data / "contributions.yaml"
    file.write_text(file.read_text("utf-8").replace("50000", "60000"), "utf-8")


def _change_one_byte_and_set_the_clock_back(data: Path) -> None:
    before = (data / "contributions.yaml").stat()
    _change_one_byte(data)
    os.utime(data / "contributions.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))


def _remove_a_file(data: Path) -> None:
    (data / "events.yaml").unlink()


def _rename_a_file(data: Path) -> None:
    (data / "events").mkdir()
    (data / "events.yaml").rename(data / "events" / "2013.yaml")


def _add_a_file(data: Path) -> None:
    (data / "persons.yaml").write_text(
        "a: {level: public, recorded: 2026-11-01, name: A}\n", "utf-8"
    )


@pytest.mark.parametrize(
    "change",
    [
        _change_one_byte,
        _change_one_byte_and_set_the_clock_back,
        _remove_a_file,
        _rename_a_file,
        _add_a_file,
    ],
)
def test_after_a_change_the_yaml_is_read(change, data, cache, yaml_reads):
    load_facts(data, cache=cache)
    change(data)
    yaml_reads.clear()

    base = load_facts(data, cache=cache)

    assert yaml_reads
    assert_same(base, load_facts(data))


def test_a_change_back_is_seen_as_well(data, cache):
    original = (data / "contributions.yaml").read_bytes()
    first = load_facts(data, cache=cache)
    _change_one_byte(data)
    load_facts(data, cache=cache)
    (data / "contributions.yaml").write_bytes(original)

    assert_same(load_facts(data, cache=cache), first)


def test_a_base_with_problems_is_not_kept(data, cache):
    (data / "events.yaml").write_text("a: {}\n", "utf-8")

    for _ in range(2):
        with pytest.raises(FactError):
            load_facts(data, cache=cache)
    assert not cache.exists()


def test_a_file_no_record_comes_from_is_refused_all_the_same(data, cache):
    load_facts(data, cache=cache)
    (data / "events.yml").write_text("", "utf-8")

    with pytest.raises(FactError, match=r"facts are kept in files ending in `\.yaml`"):
        load_facts(data, cache=cache)


def test_a_kept_base_of_other_code_is_not_used(data, cache, yaml_reads, monkeypatch):
    load_facts(data, cache=cache)
    yaml_reads.clear()
    monkeypatch.setattr("kzreport.facts.cache._code", lambda: b"another version")

    load_facts(data, cache=cache)

    assert yaml_reads


# -- damaged, or not to be written ------------------------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda kept: kept[:-1],
        lambda kept: kept[: len(kept) // 2],
        lambda kept: kept.replace(b"300000", b"900000"),
        lambda kept: b"\x00" * len(kept),
        lambda kept: kept + b" ",
        lambda kept: kept.partition(b"\n")[0] + b"\n" + b"[" * 100_000,
    ],
    ids=["empty", "cut by one", "cut in half", "changed", "zeros", "longer", "deep"],
)
def test_a_damaged_cache_is_passed_over_and_written_anew(damage, data, cache, yaml_reads):
    base = load_facts(data, cache=cache)
    sound = (cache / NAME).read_bytes()
    (cache / NAME).write_bytes(damage(sound))
    yaml_reads.clear()

    assert_same(load_facts(data, cache=cache), base)

    assert yaml_reads
    assert (cache / NAME).read_bytes() == sound


@pytest.mark.parametrize(
    "body", [b"[]", b"3", b'[[{"id":"a","level":9}],[],[],[]]', b"[" * 100_000]
)
def test_a_cache_somebody_made_up_raises_nothing(body, data, cache):
    base = load_facts(data, cache=cache)
    key = (cache / NAME).read_bytes().split(b" ")[0]
    (cache / NAME).write_bytes(key + b" " + sha256(body).hexdigest().encode() + b"\n" + body)

    assert_same(load_facts(data, cache=cache), base)


def test_a_project_loads_where_no_cache_can_be_written(data, tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")

    base = load_facts(data, cache=tmp_path / "file" / "cache")

    assert_same(base, load_facts(data))


def _files_of(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_reading_a_project_changes_none_of_its_files(workspace, data):
    project = workspace.project()
    before = _files_of(workspace.root)

    assert project.facts.entries

    assert _files_of(workspace.root) == before
    assert _files_of(project.cache).keys() == {project.cache / NAME}


def test_what_is_kept_is_for_the_eyes_of_the_user_alone(workspace, data):
    project = workspace.project()

    assert project.facts.entries

    assert project.cache.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o755, 0o777])
def test_a_folder_that_is_open_to_others_is_not_used(mode, data, cache, yaml_reads):
    base = load_facts(data, cache=cache)
    before = _files_of(cache)
    cache.chmod(mode)
    yaml_reads.clear()

    assert_same(load_facts(data, cache=cache), base)

    assert yaml_reads
    assert _files_of(cache) == before


def test_a_link_to_another_folder_is_not_used(data, cache, tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    cache.symlink_to(tmp_path / "elsewhere")

    load_facts(data, cache=cache)

    assert _files_of(tmp_path / "elsewhere") == {}


def test_projects_in_two_places_keep_their_facts_apart(workspace, tmp_path):
    project = workspace.project()
    shutil.copytree(workspace.root, tmp_path / "copy")

    assert load_project(tmp_path / "copy").cache != project.cache
    assert load_project(workspace.root / "." / "data" / "..").cache == project.cache


def test_a_small_base_is_not_kept_at_all(workspace):
    project = workspace.project()
    before = set(workspace.root.rglob("*"))

    assert project.facts.entries

    assert set(workspace.root.rglob("*")) == before
    assert not project.cache.exists()
