"""Records and files that do not hold together are refused, all of them in one run."""

import pytest

from kzreport.errors import FactError
from kzreport.facts.base import load_facts

# -- one record ----------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Visit: {kind: visit}\n",
            (
                "2:1: `Visit` is not an id: small letters a to z, figures and hyphens\n"
                "hint: write `visit`"
            ),
        ),
        (
            f"{'v' * 41}: {{kind: visit}}\n",
            f"2:1: the id `{'v' * 41}` has 41 characters; 40 are allowed\nhint: such as `vc-2011`",
        ),
        ("visit: 1994\n", "2:1: `visit` holds no keys\nhint: indent its keys below it"),
        ("visit:\n", "2:1: `visit` holds no keys\nhint: indent its keys below it"),
    ],
)
def test_what_is_no_record_is_refused(refusal, text, message):
    assert refusal("events", text) == message


def test_a_fact_says_how_sure_it_is_and_where_it_comes_from(refusal):
    assert refusal("events", "visit: {level: public, recorded: 2026-11-01, kind: visit}\n", "") == (
        "1:1: `visit` has no `source`\nhint: write `source: seed#p3`, say\n"
        "1:1: `visit` has no `status`\n"
        "hint: write `status: confirmed`, unverified, expected or disputed"
    )


def test_a_nested_fact_says_how_sure_it_is(refusal):
    head = "_defaults: {level: public, recorded: 2026-11-01, source: page}\n"

    assert refusal(
        "agreements", "t: {title: {en: T}, actions: [{id: a, action: accession}]}\n", head
    ) == (
        "2:31: `a` has no `status`\n"
        "hint: write `status: confirmed`, unverified, expected or disputed"
    )


def test_a_thing_may_do_without_a_source_but_what_it_claims_may_not(refusal):
    head = "_defaults: {level: public, recorded: 2026-11-01}\n"

    assert refusal("agreements", "t: {title: {en: T}, done: 1961, place: {en: N}}\n", head) == (
        "2:27: `t` has no `source` for its `done`, `place`\n"
        "hint: a printed field needs a source: write `source:` on the record"
    )


def test_only_an_expectation_has_an_outcome(refusal):
    assert refusal("events", "visit: {kind: visit, outcome: cnd-56}\n") == (
        "2:31: `visit` has an `outcome`, but is confirmed\n"
        "hint: only an expected fact has an outcome"
    )


def test_unsure_parts_are_parts(refusal):
    assert refusal("contributions", "gift: {kind: voluntary, parts_uncertain: true}\n") == (
        "2:42: `gift` has `parts_uncertain` but no `parts`"
    )


# -- between records ----------------------------------------


def test_an_id_stands_for_one_record_wherever_it_is(refusal):
    assert refusal("events", "visit: {kind: visit}\nvc-2011: {kind: visit}\n") == (
        "3:1: `vc-2011` is defined twice (first at data/contributions.yaml:2:1)\n"
        "hint: rename one, or use `supersedes: vc-2011` for a corrected fact"
    )


def test_a_nested_fact_has_an_id_of_its_own_too(refusal):
    told = refusal("persons", "p: {name: {en: P}, roles: [{id: kz, title: {en: R}}]}\n")

    assert told == (
        "2:28: `kz` is defined twice (first at data/organisations.yaml:3:1)\n"
        "hint: rename one, or use `supersedes: kz` for a corrected fact"
    )


def test_a_reference_to_nothing_offers_the_nearest_id(refusal):
    assert refusal("events", "visit: {kind: visit, at: cnd-65, by: nobody}\n") == (
        "2:26: `visit` refers to `cnd-65`, which does not exist\nhint: did you mean `cnd-56`?\n"
        "2:38: `visit` refers to `nobody`, which does not exist\n"
        "hint: define it, or take the reference out"
    )


def test_a_source_that_does_not_exist_is_told_once_for_a_record_and_its_facts(refusal):
    text = "t: {title: {en: T}, source: pge, actions: [{id: a, action: accession}]}\n"

    assert refusal("agreements", text).startswith(
        "2:29: `t` refers to `pge`, which does not exist\nhint: did you mean `page`?"
    )


def test_a_bad_source_is_told_once_for_a_record_and_its_facts(refusal):
    text = "t: {title: {en: T}, source: P1, actions: [{id: a, action: accession}]}\n"

    assert refusal("agreements", text) == (
        "2:29: `source`: `P1` is not an id: small letters a to z, figures and hyphens\n"
        "hint: write `p1`"
    )


def test_a_reference_names_a_record_of_the_right_kind(refusal):
    assert refusal("events", "visit: {kind: visit, by: cnd-56, source: kz}\n") == (
        "2:26: `visit` refers to `cnd-56` in `by`, which is one of events\n"
        "hint: `by` names one of organisations\n"
        "2:42: `visit` refers to `kz` in `source`, which is one of organisations\n"
        "hint: `source` names one of sources"
    )


def test_a_record_that_could_not_be_read_is_no_reference_to_nothing(refusal):
    assert refusal("events", "a: {kind: visit, at: b}\nb: {kind: visti}\n").startswith(
        "3:11: `kind` cannot be `visti`\nhint: it is one of `visit`,"
    )


def test_a_fact_is_not_lower_than_all_of_its_sources(refusal, workspace):
    workspace.facts(
        "sources/inside",
        """
        cable:
          {level: internal, recorded: 2026-11-01, title: {en: C}, kind: report, authority: own}
        """,
    )

    assert refusal(
        "events", "a: {kind: visit, source: cable}\nb: {level: public, kind: visit}\n"
    ) == (
        "2:1: `a` is public, but rests on internal sources alone\n"
        "hint: raise it to `level: internal`, or cite a source that may be seen"
    )


def test_a_fact_is_not_lower_than_the_record_around_it(refusal):
    role = "{id: r, level: public, status: confirmed, title: {en: R}}"
    text = f"p: {{name: {{en: P}}, level: internal, roles: [{role}]}}\n"

    assert refusal("persons", text) == (
        "2:60: `r` is public, but `p`, which holds it, is internal\n"
        "hint: a fact inside a record is never lower than the record"
    )


def test_parts_and_their_parent_name_each_other(refusal):
    text = "all: {kind: voluntary, parts: [vc-2011]}\none: {kind: voluntary, part_of: vc-2012}\n"

    assert refusal("contributions", text) == (
        "2:31: `all` names `vc-2011` as a part, which does not say so\n"
        "hint: write `part_of: all` in `vc-2011`\n"
        "3:33: `one` is part of `vc-2012`, which does not name it\n"
        "hint: add it to `parts` of `vc-2012`"
    )


def test_a_fact_has_one_heir_of_its_own_kind(refusal):
    text = (
        "a: {kind: visit, supersedes: cnd-56}\n"
        "b: {kind: visit, supersedes: cnd-56}\n"
        "c: {kind: visit, supersedes: vc-2011}\n"
    )

    assert refusal("events", text) == (
        "3:30: `b` supersedes `cnd-56`, which `a` supersedes already\n"
        "hint: let it supersede `a`\n"
        "4:30: `c` supersedes `vc-2011`, which is of another kind\n"
        "hint: a correction is of the same kind as what it corrects"
    )


def test_corrections_do_not_go_in_a_circle(refusal):
    text = "a: {kind: visit, supersedes: b}\nb: {kind: visit, supersedes: a}\n"

    assert refusal("events", text) == (
        "2:30: `a` supersedes itself in the end\nhint: take one `supersedes` out of the circle\n"
        "3:30: `b` supersedes itself in the end\nhint: take one `supersedes` out of the circle"
    )


# -- files and what holds for a whole file ----------------------------------------


def test_a_newer_format_is_told_as_such(refusal):
    assert refusal("events", "visit: {}\n", head="format: 2\n") == (
        "1:9: the file says `format: 2`; this kzreport reads format 1\n"
        "hint: a newer kzreport is needed"
    )


def test_a_format_is_a_figure(refusal):
    assert refusal("events", "", head="format: true\n").startswith("1:9: the file says `format: T")


def test_defaults_are_keys_of_the_kind(refusal):
    head = "_defaults:\n  levl: public\n  recorded: soon\n  id: x\n"

    assert refusal("persons", "p: {name: {en: P}, level: public}\n", head) == (
        "2:3: `levl` is not a key of persons\nhint: did you mean `level`?\n"
        "3:13: `recorded`: `soon` is not a date; write 2014-04-07, 2014-04 or 2014\n"
        "hint: a range is written 2014/2017, an open one 2009/.., an uncertain date 2011?\n"
        "4:3: `id` is not a key of persons"
    )


def test_defaults_are_a_table(refusal):
    assert refusal("events", "visit: {kind: visit}\n", "_defaults: public\n").startswith(
        "1:12: `_defaults` holds keys and values\n"
    )


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            "meetings.yaml",
            "`meetings` is not a kind of record\nhint: the kinds are organisations, p",
        ),
        (
            "events - Copy.yaml",
            "`events - Copy` is not a kind of record\nhint: delete it if it is a copy; several",
        ),
        ("evnts/2014.yaml", "`evnts` is not a kind of record\nhint: did you mean `events`?"),
        ("events.yml", "facts are kept in files ending in `.yaml`\nhint: rename it"),
    ],
)
def test_a_file_that_would_be_overlooked_is_told(workspace, file, message):
    workspace.file(f"data/{file}", "a: {}\n")

    with pytest.raises(FactError) as caught:
        load_facts(workspace.root / "data")

    assert str(caught.value).startswith(f"data/{file}: {message}")


def test_a_file_that_cannot_be_read_is_told(workspace):
    (workspace.root / "data/events/2014.yaml").mkdir(parents=True)

    with pytest.raises(FactError, match=r"^data/events/2014.yaml: cannot be read: Is a directory$"):
        load_facts(workspace.root / "data")


def test_a_project_without_facts_is_told_how_to_begin(tmp_path):
    with pytest.raises(FactError) as caught:
        load_facts(tmp_path / "data", "mission/data")

    assert str(caught.value) == "mission/data: there is no such folder\nhint: run `kzreport init`"


def test_all_problems_of_all_files_are_told_in_one_run_sorted_by_place(workspace):
    workspace.facts("positions", "b: {}\n")
    workspace.facts("events/b", "z: {kind: visit\n")
    workspace.facts("events/a", "b: 1\na: {level: public, recorded: 2026-11-01, kind: visit}\n")

    with pytest.raises(FactError) as caught:
        load_facts(workspace.root / "data")

    assert [str(problem.at) for problem in caught.value.problems] == [
        "data/events/a.yaml:1:1",
        "data/events/a.yaml:2:1",
        "data/events/a.yaml:2:1",
        "data/events/b.yaml:1:4",
        "data/positions.yaml:1:1",
        "data/positions.yaml:1:1",
        "data/positions.yaml:1:1",
    ]
