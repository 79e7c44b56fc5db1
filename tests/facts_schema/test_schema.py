"""What an editor is told about facts: as much as the loader knows, and nothing it denies."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from kzreport.cli.schema import all_schemas
from kzreport.errors import FactError
from kzreport.facts.base import load_facts
from kzreport.facts.descriptions import COMMON, SPECIAL
from kzreport.facts.records import KINDS, NESTED_KINDS
from kzreport.facts.schema import kind_schema
from kzreport.facts.schematypes import types
from kzreport.strictyaml import read_yaml
from kzreport.values.edtf import read_edtf

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "data" / "schemas"
DATA_FILES = sorted((ROOT / "data").glob("**/*.yaml"))


DEFAULTS = """
_defaults: {level: public, recorded: 2026-11-01, source: page#p3, status: confirmed}
"""
OTHERS = {
    "sources": """
        page: {level: public, recorded: 2026-11-01, title: Page, kind: web-page, authority: own}
        """,
    "organisations": """
        kz: {level: public, recorded: 2026-11-01, kind: state, name: {en: Kazakhstan}}
        """,
}


def complaints(kind: str, text: str) -> list[str]:
    """Return what an editor would underline in a file of `kind`."""
    data = read_yaml(text.encode(), f"{kind}.yaml").data
    return [error.message for error in Draft7Validator(kind_schema(kind)).iter_errors(data)]


def refusal(folder: Path, kind: str, text: str) -> str:
    """Return what the loader says of a file of `kind` beside a few other records."""
    for name, words in {**OTHERS, f"{kind}/case": text}.items():
        path = folder / f"{name}.yaml" if "/" in name else folder / name / "others.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(words), "utf-8")
    try:
        load_facts(folder)
    except FactError as exc:
        return str(exc)
    return ""


# -- the shipped files ------------------------------------------------------------------------


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: path.stem)
def test_every_shipped_file_of_facts_fits_its_schema(path):
    kind = path.relative_to(ROOT / "data").with_suffix("").parts[0]

    assert complaints(kind, path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: path.stem)
def test_every_shipped_file_of_facts_names_its_schema_in_its_first_line(path):
    first = path.read_text("utf-8").split("\n")[0]

    assert first.startswith("# yaml-language-server: $schema=")
    named = path.parent / first.partition("=")[2]
    kind = path.relative_to(ROOT / "data").with_suffix("").parts[0]
    assert named.resolve() == SCHEMAS / f"{kind}.json"


def test_the_committed_schemas_are_those_the_code_makes():
    committed = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.iterdir()}

    assert committed == all_schemas(), "run `kzreport schema`"


@pytest.mark.parametrize("name", sorted(all_schemas()))
def test_every_schema_is_one_of_draft_7_without_loose_references(name):
    schema = all_schemas()[name]

    Draft7Validator.check_schema(schema)
    written = json.dumps(schema)
    for target in {part.split('"')[0] for part in written.split('"#/definitions/')[1:]}:
        definition = schema["definitions"]
        for step in target.split("/"):
            definition = definition[step]


def test_every_key_is_described_and_every_description_has_a_key():
    models = [*KINDS.values(), *NESTED_KINDS.values()]

    assert {key for model in models for key in model.model_fields} == set(COMMON)
    assert all(
        any(model.__name__ == name and key in model.model_fields for model in models)
        for name, key in SPECIAL
    )


# -- right and wrong examples -----------------------------------------------------------------

RIGHT = [
    ("events", "cnd-56: {kind: session, number: 56, when: 2013-03-11/2013-03-15}"),
    ("events", "a: {kind: meeting, when: 2014, involves: kz, problem: [tense, scope]}"),
    ("events", "a: {kind: meeting, when: '{2012,2013}', source: [page, 'page#p3']}"),
    ("events", "a: {kind: meeting, when: null, what: words, quote: 2014, note: n, hold: true}"),
    ("events", "a: {kind: meeting, what: {en: words, ru: null}, recorded: 2026-11-23}"),
    ("events", "a: {kind: session, accept: {KZ101: known, until: 2027-01-31}}"),
    ("contributions", "a: {kind: voluntary, amount: {value: 300000, currency: null}}"),
    ("contributions", "a: {kind: assessed, amount: {min: 1.5, max: 2, currency: USD}}"),
    ("contributions", "a: {kind: assessed, amount: {min: 1, over: true, currency: EUR}}"),
    (
        "persons",
        "a: {name: A, roles: [{id: b, status: confirmed, title: B, when: 1994/..}]}",
    ),
    ("persons", "a: {name: {en: A, kk: null}, aliases: [B], formerly: c}"),
    ("organisations", "a: {kind: body, name: A, seat: {en: Vienna}, forms: {ru: {gen: А}}}"),
    ("sources", "a: {title: A, kind: report, authority: press, locators: {p1: {en: first}}}"),
]
WRONG = [
    ("events", "a: {kind: sesion}", "a word that is none of the list"),
    ("events", "a: {when: 2014}", "no kind"),
    ("events", "a: {kind: session, whn: 2014}", "a misspelt key"),
    ("events", "a: {kind: session, status: certain}", "an unknown status"),
    ("events", "a: {kind: session, status: null}", "a fact without a status"),
    ("events", "a: {kind: session, source: []}", "a fact without a source"),
    ("events", "a: {kind: session, source: 'Page#p3'}", "a source that is no id"),
    ("events", "a: {kind: session, level: secret}", "an unknown level"),
    ("events", "a: {kind: session, when: 7 April 2014}", "a date in words"),
    ("events", "a: {kind: session, when: 2014-13}", "a month that is none"),
    ("events", "a: {kind: session, when: 2014/}", "half a range"),
    ("events", "a: {kind: session, when: ../..}", "a range open at both ends"),
    ("events", "a: {kind: session, when: '{2014}'}", "a set of one"),
    ("events", "a: {kind: session, recorded: 2026-11}", "a month for a day"),
    ("events", "a: {kind: session, what: {de: Sitzung}}", "a language that is none"),
    ("events", "a: {kind: session, what: {}}", "a text in no language"),
    ("events", "a: {kind: session, what: ''}", "an empty text"),
    ("events", "a: {kind: session, number: many}", "no number"),
    ("events", "a: {kind: session, hold: maybe}", "neither true nor false"),
    ("events", "a: {kind: session, problem: unclear}", "an unknown problem"),
    ("events", "a: {kind: session, accept: {KZ101: known}}", "accepted without end"),
    ("events", "a: {kind: session, accept: {until: 2027-01-31}}", "nothing accepted"),
    ("events", "A_1: {kind: session}", "an id with a capital"),
    ("events", f"{'a' * 41}: {{kind: session}}", "an id that is too long"),
    ("events", "a: session", "a record that is a word"),
    ("contributions", "a: {kind: voluntary, amount: 300000}", "an amount without a currency"),
    ("contributions", "a: {kind: voluntary, amount: {value: 3}}", "no `currency` key"),
    ("contributions", "a: {kind: voluntary, amount: {value: 3, currency: UDS}}", "no currency"),
    ("contributions", "a: {kind: voluntary, amount: {min: 3, currency: USD}}", "half a range"),
    ("contributions", "a: {kind: voluntary, amount: {value: -3, currency: USD}}", "below nothing"),
    (
        "contributions",
        "a: {kind: voluntary, amount: {min: 3, max: 4, over: true, currency: USD}}",
        "an end on an open amount",
    ),
    (
        "persons",
        "a: {name: A, roles: [{title: Director, status: confirmed}]}",
        "a role without an id",
    ),
    ("persons", "a: {name: A, roles: [{id: b, title: Director}]}", "and without a status"),
    ("persons", "a: {name: A, roles: {id: b, title: B, status: confirmed}}", "no list of facts"),
    ("organisations", "a: {kind: body, name: A, forms: {ru: gen}}", "forms without cases"),
    ("sources", "a: {title: A, kind: report, authority: high}", "an unknown authority"),
]

ONLY_THE_LOADER_SEES = [
    "a: {kind: session, when: 2014-02-30}",  # no such day
    "a: {kind: session, when: 2017/2014}",  # ends before it begins
    "a: {kind: session, when: '{2014,2014-05}'}",  # the same time twice
    "a: {kind: session, body: unodoc}",  # no such record
    "a: {kind: session, body: page}",  # a record of another kind
    "a: {kind: session, outcome: kz}",  # only an expected fact has an outcome
    "a: {kind: session, supersedes: a}",  # a circle
]


@pytest.mark.parametrize(("kind", "record"), RIGHT)
def test_what_the_loader_takes_is_not_underlined(kind, record, tmp_path):
    file = DEFAULTS + record + "\n"

    assert refusal(tmp_path, kind, file) == ""
    assert complaints(kind, file) == []


@pytest.mark.parametrize(("kind", "record", "why"), WRONG, ids=[why for _, _, why in WRONG])
def test_what_is_underlined_the_loader_refuses_too(kind, record, why, tmp_path):
    file = DEFAULTS + record + "\n"

    assert refusal(tmp_path, kind, file) != ""
    assert complaints(kind, file) != []


@pytest.mark.parametrize("record", ONLY_THE_LOADER_SEES)
def test_what_only_the_loader_can_see_is_what_the_guide_says(record, tmp_path):
    file = DEFAULTS + record + "\n"

    assert refusal(tmp_path, "events", file) != ""
    assert complaints("events", file) == []


# -- what `_defaults` may stand for -----------------------------------------------------------

FACT = {"level": "public", "recorded": "2026-11-01", "status": "confirmed", "source": "page"}


@pytest.mark.parametrize("key", [*FACT, "kind"])
def test_a_key_is_missed_where_neither_record_nor_defaults_have_it(key, tmp_path):
    given = {**FACT, "kind": "session"}
    del given[key]
    words = "\n".join(f"  {name}: {value}" for name, value in given.items())
    value = {**FACT, "kind": "session"}[key]

    assert complaints("events", f"a:\n{words}\n") == [f"'{key}' is a required property"]
    assert refusal(tmp_path, "events", f"a:\n{words}\n") != ""
    assert complaints("events", f"_defaults: {{{key}: {value}}}\na:\n{words}\n") == []
    assert refusal(tmp_path, "events", f"_defaults: {{{key}: {value}}}\na:\n{words}\n") == ""


def test_defaults_know_the_keys_of_their_kind_and_no_others():
    assert complaints("events", "_defaults: {kind: session, level: public}\n") == []
    assert complaints("events", "_defaults: {amount: 3}\n") != []
    assert complaints("events", "_defaults: {id: a}\n") != []
    assert complaints("events", "_defaults: {level: secret}\n") != []


def test_a_thing_needs_a_source_only_for_what_it_claims(tmp_path):
    thing = "a: {level: public, recorded: 2026-11-01, kind: body, name: A, seat: SEAT}\n"
    silent, claims = thing.replace("SEAT", "null"), thing.replace("SEAT", "Vienna")

    assert complaints("organisations", silent) == []
    assert complaints("organisations", claims) != []
    assert refusal(tmp_path, "organisations", claims) != ""
    assert complaints("organisations", "_defaults: {source: page}\n" + claims) == []


def test_a_nested_fact_may_take_its_source_from_its_record(tmp_path):
    role = "roles: [{id: b, title: Director, status: confirmed}]"
    person = f"a: {{level: public, recorded: 2026-11-01, name: A, SOURCE{role}}}\n"
    with_source, without = person.replace("SOURCE", "source: page, "), person.replace("SOURCE", "")

    assert complaints("persons", with_source) == []
    assert refusal(tmp_path, "persons", with_source) == ""
    assert complaints("persons", without) != []
    assert refusal(tmp_path, "persons", without) != ""


def test_a_newer_format_is_underlined():
    assert complaints("events", "format: 1\n") == []
    assert complaints("events", "format: 2\n") != []


# -- dates ------------------------------------------------------------------------------------

POINTS = st.one_of(
    st.dates(date(1000, 1, 1)).flatmap(
        lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
    ),
    st.just(".."),
    st.text("0123456789-", max_size=10),
)
WRITTEN_DATES = st.one_of(
    st.builds("".join, st.tuples(POINTS, st.sampled_from(["", "?", "~", "%", "!"]))),
    st.builds("{}{}{}".format, POINTS, st.sampled_from(["/", " / ", "//"]), POINTS),
    st.builds("{{{}{}{}}}".format, POINTS, st.sampled_from([",", " , "]), POINTS),
    st.text("0123456789-/.{},?~% ", max_size=12),
)


@given(WRITTEN_DATES)
def test_a_date_the_loader_reads_is_never_underlined(text):
    try:
        read_edtf(text)
    except ValueError:
        return
    assert Draft7Validator(types()["when"]).is_valid(text)


@given(st.dates(date(1000, 1, 1)), st.integers(0, 400))
def test_every_day_and_every_span_of_days_fits(first, length):
    last = min(first + timedelta(length), date.max) if first.year < 9998 else first

    assert Draft7Validator(types()["day"]).is_valid(first.isoformat())
    assert Draft7Validator(types()["when"]).is_valid(f"{first}/{last}")
