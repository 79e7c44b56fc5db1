"""The view: what one document may see of the fact base, and in which words."""

from datetime import date

import pytest

from kzreport.errors import TemplateError
from kzreport.facts.fields import Level
from kzreport.facts.proxies import Record
from kzreport.values.typed import Absent, Text

HEAD = "_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}\n"


@pytest.fixture
def view(workspace):
    """Return the view of a base with some more events."""

    def view(text: str = "", kind: str = "events", **options: object):
        workspace.facts(f"{kind}/more", HEAD + text if text else "format: 1\n")
        return workspace.project().view(**{"as_of": date(2014, 6, 30), **options})

    return view


# -- what may be seen ----------------------------------------


@pytest.mark.parametrize(
    ("level", "seen"), [("public", "a"), ("internal", "ab"), ("restricted", "abc")]
)
def test_each_level_sees_the_ones_before_it(view, level, seen):
    text = (
        "a: {kind: visit}\nb: {kind: visit, level: internal}\nc: {kind: visit, level: restricted}\n"
    )

    found = view(text, level=Level[level])

    assert "".join(i for i in found.ids("events") if len(i) == 1) == seen


def test_what_may_not_be_seen_is_asked_for_in_vain(view):
    found = view("visit-2013: {kind: visit, level: internal}\n", level=Level.public)

    with pytest.raises(TemplateError) as caught:
        found.get("visit-2013")

    assert str(caught.value) == "no record named `visit-2013`"


def test_the_hint_names_what_may_be_seen_alone(view):
    text = "visit-2013: {kind: visit}\nvisit-2014: {kind: visit, level: internal}\n"

    with pytest.raises(TemplateError) as caught:
        view(text, level=Level.public).get("visit-2014x")

    assert str(caught.value) == ("no record named `visit-2014x`\nhint: did you mean `visit-2013`?")


def test_what_is_on_hold_is_seen_by_nobody(view):
    found = view("a: {kind: visit, hold: true, note: to be checked}\n", level=Level.restricted)

    assert "a" not in found.visible


def test_a_nested_fact_goes_with_the_record_around_it(view):
    text = (
        "p: {name: {en: P}, hold: true, roles: [{id: r1, title: {en: R}, status: confirmed}]}\n"
        "q: {name: {en: Q},"
        " roles: [{id: r2, title: {en: R}, level: internal, status: confirmed}]}\n"
    )

    found = view(text, "persons", level=Level.public)

    assert found.ids("roles") == ()
    assert found.ids("persons") == ("q",)
    assert len(found.value(found.get("q"), "roles")) == 0


def test_a_fact_goes_with_the_last_of_its_sources(view, workspace):
    workspace.facts(
        "sources/more",
        """
        _defaults: {level: public, recorded: 2026-11-01, kind: report, authority: own}
        held: {title: {en: H}, hold: true}
        copy: {title: {en: C}, source: held}
        """,
    )
    text = (
        "a: {kind: visit, source: held}\nb: {kind: visit, source: copy}\n"
        "c: {kind: visit, source: [held, page#p3]}\n"
    )

    found = view(text)

    assert found.ids("events") == ("c", "cnd-56")
    assert [str(citation) for citation in found.citations(found.get("c"))] == ["page#p3"]


def test_a_reference_to_what_is_absent_is_no_reference(view):
    text = (
        "a: {kind: visit, at: b, conflicts_with: [b, cnd-56], reviewers: [kz]}\n"
        "b: {kind: visit, level: internal}\n"
    )
    found = view(text, level=Level.public)
    event = found.get("a")

    assert isinstance(found.value(event, "at"), Absent)
    assert [record.entry.id for record in found.value(event, "conflicts_with")] == ["cnd-56"]
    assert [record.entry.id for record in found.value(event, "reviewers")] == ["kz"]
    assert [entry.id for entry in found.mentions(found.get("cnd-56"))] == ["a"]


# -- as it was ----------------------------------------

OLD_AND_NEW = (
    "old: {kind: visit, recorded: 2026-11-05, when: 2014-03, status: unverified}\n"
    "new: {kind: visit, recorded: 2026-11-20, when: 2014-04, supersedes: old}\n"
)


def test_a_corrected_fact_gives_way_to_its_heir(view):
    found = view(OLD_AND_NEW)

    assert found.superseded == {"old": "new"}
    assert not found.printable(found.get("old"))
    assert found.printable(found.get("new"))


def test_a_correction_that_may_not_be_seen_corrects_nothing(view):
    found = view(
        OLD_AND_NEW.replace("supersedes", "level: internal, supersedes"), level=Level.public
    )

    assert found.printable(found.get("old"))


def test_what_was_not_known_yet_is_absent_and_corrects_nothing(view):
    then = view(OLD_AND_NEW, known_at=date(2026, 11, 19))
    later = view(OLD_AND_NEW, known_at=date(2026, 11, 20))

    assert then.ids("events") == ("old", "cnd-56")
    assert then.printable(then.get("old"))
    assert then.status(then.get("old")) == "unverified"
    assert later.ids("events") == ("old", "new", "cnd-56")
    assert not later.printable(later.get("old"))


def test_the_paper_of_an_earlier_day_is_built_again_from_what_was_known_then(workspace):
    old, new = OLD_AND_NEW.splitlines(keepends=True)
    workspace.template("t", "{% for e in facts.events %}{{ e.id }}: {{ e.when }}; {% endfor %}\n")
    then = {"as_of": date(2026, 11, 10), "known_at": date(2026, 11, 10)}
    workspace.facts("events", HEAD + old)
    before = workspace.render("t", **then)

    workspace.facts("events", HEAD + old + new)
    again, now = workspace.render("t", **then), workspace.render("t")

    assert "March 2014" in before.markdown
    assert again.document == before.document
    assert again.docx() == before.docx()
    assert "April 2014" in now.markdown
    assert "March 2014" not in now.markdown


# -- statuses ----------------------------------------


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2014-06-30", "expected"), ("2014-07-01", "overdue"), ("2014-05-01", "expected")],
)
def test_an_expectation_is_overdue_once_its_last_day_has_passed(view, as_of, status):
    found = view("a: {kind: meeting, status: expected, when: 2014-06}\n")
    found.as_of = date.fromisoformat(as_of)

    assert found.status(found.get("a")) == status


def test_an_expectation_without_a_date_or_an_end_is_never_overdue(view):
    text = (
        "a: {kind: meeting, status: expected}\n"
        "b: {kind: meeting, status: expected, when: 2009/..}\n"
    )
    found = view(text, as_of=date(2030, 1, 1))

    assert [found.status(found.get(i)) for i in ("a", "b")] == ["expected", "expected"]


def test_an_outcome_closes_an_expectation(view):
    text = (
        "a: {kind: meeting, status: expected, when: 2014-05, outcome: b}\n"
        "b: {kind: meeting, when: 2014-05-12, level: internal}\n"
    )

    assert view(text).status(view(text).get("a")) == "expected"
    below = view(text, level=Level.public)
    assert below.status(below.get("a")) == "overdue"


def test_a_thing_has_no_status(view):
    found = view()

    assert found.status(found.get("kz")) == ""
    assert isinstance(found.value(found.get("kz"), "status"), Absent)


# -- disputes and parts ----------------------------------------


def test_a_disputed_statement_without_a_rival_is_not_listed(view):
    text = (
        "alone: {kind: visit, status: disputed}\n"
        "one: {kind: visit, status: disputed, conflicts_with: other}\n"
        "other: {kind: visit, status: disputed}\n"
        "lost: {kind: visit, status: disputed, conflicts_with: secret}\n"
        "secret: {kind: visit, status: disputed, level: internal}\n"
    )
    found = view(text, level=Level.public)

    listed = [i for i in found.ids("events") if found.printable(found.get(i))]

    assert listed == ["one", "other", "cnd-56"]


def test_a_parent_is_not_listed_beside_its_parts(view):
    text = (
        "all: {kind: voluntary, parts: [one, two]}\n"
        "one: {kind: voluntary, part_of: all, level: internal}\n"
        "two: {kind: voluntary, part_of: all, level: restricted}\n"
    )

    def listed(level: Level) -> list[str]:
        found = view(text, "contributions", level=level)
        return [i for i in found.ids("contributions")[:3] if found.printable(found.get(i))]

    assert listed(Level.public) == ["all", "vc-2011", "vc-2012"]
    assert listed(Level.internal) == ["one", "vc-2011"]
    assert listed(Level.restricted) == ["one", "two"]


def test_nobody_is_unsure_of_parts_that_may_not_be_seen(view):
    text = (
        "all: {kind: voluntary, parts: [one], parts_uncertain: true}\n"
        "one: {kind: voluntary, part_of: all, level: internal}\n"
    )
    below, above = (view(text, "contributions", level=Level[i]) for i in ("public", "internal"))

    assert below.value(below.get("all"), "parts_uncertain") is False
    assert above.value(above.get("all"), "parts_uncertain") is True


# -- values ----------------------------------------


def test_a_text_is_in_the_language_of_the_document_or_marked(view):
    text = "a: {kind: visit, what: {en: visit, ru: визит}, place: {en: Vienna, ru: null}}\n"
    found = view(text, lang="ru")
    event = found.get("a")

    what, place = found.value(event, "what"), found.value(event, "place")

    assert isinstance(what, Text)
    assert what.shown() == "визит"
    assert place.shown() == "Vienna [en]"


def test_a_text_in_no_usable_language_is_absent(view):
    found = view("a: {kind: visit, what: {ru: null}}\n")

    assert isinstance(found.value(found.get("a"), "what"), Absent)


def test_a_text_falls_back_to_english_first_then_russian_then_any(view):
    text = (
        "a: {kind: visit, what: {fr: f, ru: r, en: e}}\n"
        "b: {kind: visit, what: {fr: f, ru: r}}\n"
        "c: {kind: visit, what: {fr: f}}\n"
    )
    found = view(text, lang="kk")

    shown = [found.value(found.get(i), "what").shown() for i in "abc"]

    assert shown == ["e [en]", "r [ru]", "f [fr]"]


def test_what_was_read_is_remembered_and_what_was_not_is_not(view):
    found = view("a: {kind: visit, what: {en: visit}, by: kz}\n")
    event = Record(found, found.get("a"))

    assert event.what == "visit"
    assert event.by.name == "Kazakhstan"
    assert not event.place

    assert list(found.readings) == ["a.what", "a.by", "kz.name", "a.place"]


def test_keys_are_those_of_the_schema_not_of_the_record(view):
    event = Record(view("a: {kind: visit, note: secret}\n"), view().base.entries["cnd-56"])

    with pytest.raises(TemplateError) as caught:
        _ = event.note

    assert str(caught.value).startswith("events have no key `note`")
