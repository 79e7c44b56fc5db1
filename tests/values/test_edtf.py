"""Dates of the EDTF subset: what they mean, how they stand to each other, what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from kzreport.values.edtf import Edtf, read_edtf

# --- What a date means -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "lower", "upper"),
    [
        ("2014-04-07", "day", date(2014, 4, 7), date(2014, 4, 7)),
        ("2012-02", "month", date(2012, 2, 1), date(2012, 2, 29)),
        ("2013", "year", date(2013, 1, 1), date(2013, 12, 31)),
        ("2014-04-07/2014-04-11", "range", date(2014, 4, 7), date(2014, 4, 11)),
        ("2014/2017", "range", date(2014, 1, 1), date(2017, 12, 31)),
        ("2013/2014-05", "range", date(2013, 1, 1), date(2014, 5, 31)),
        ("2009/..", "range", date(2009, 1, 1), None),
        ("../2013", "range", None, date(2013, 12, 31)),
        ("{2012,2013}", "set", date(2012, 1, 1), date(2013, 12, 31)),
        ("{2014-04,2014-05}", "set", date(2014, 4, 1), date(2014, 5, 31)),
    ],
)
def test_a_date_runs_from_its_first_to_its_last_day(text, kind, lower, upper):
    when = read_edtf(text)

    assert (when.text, when.kind, when.lower, when.upper) == (text, kind, lower, upper)


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2011", False, False),
        ("2011?", True, False),
        ("2011~", False, True),
        ("2011-05%", True, True),
        ("2011?/2013", True, False),
        ("2009~/..", False, True),
        ("{2012,2013?}", True, False),
    ],
)
def test_doubt_about_a_part_is_doubt_about_the_whole(text, uncertain, approximate):
    when = read_edtf(text)

    assert (when.uncertain, when.approximate) == (uncertain, approximate)


def test_the_ends_of_a_range_keep_their_own_precision():
    when = read_edtf("2013/2014-05")

    assert when.start == read_edtf("2013")
    assert when.end == read_edtf("2014-05")


def test_an_open_end_has_no_end():
    assert read_edtf("2009/..").end is None
    assert read_edtf("../2013").start is None


def test_a_set_is_the_same_in_any_order_and_spacing():
    when = read_edtf("{ 2013, 2012 }")

    assert when == read_edtf("{2012,2013}")
    assert hash(when) == hash(read_edtf("{2012,2013}"))
    assert [member.text for member in when.members] == ["2012", "2013"]


def test_dates_that_cover_the_same_days_differ_when_they_are_written_otherwise():
    assert read_edtf("2014") != read_edtf("2014-01/2014-12")


def test_a_date_is_read_once():
    assert read_edtf("2014-04-07") is read_edtf("2014-04-07")


# --- What is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2014-02-30", "`2014-02-30` is not in the calendar"),
        ("2013-02-29", "`2013-02-29` is not in the calendar"),
        ("2014-13", "`2014-13` is not in the calendar"),
        ("2014-00", "`2014-00` is not in the calendar"),
        ("0000", "`0000` is not in the calendar"),
        ("2014-4-7", "`2014-4-7` needs two digits for month and day: 2014-04-07"),
        ("2014-4/2014-06", "`2014-4/2014-06` needs two digits for month and day: 2014-04"),
        ("7.4.2014", "`7.4.2014` is not a date; write 2014-04-07, 2014-04 or 2014"),
        ("", "`` is not a date; write 2014-04-07, 2014-04 or 2014"),
        ("٢٠١٤", "`٢٠١٤` is not a date; write 2014-04-07, 2014-04 or 2014"),
        ("spring 2014", "`spring 2014` is not a date; write 2014-04-07, 2014-04 or 2014"),
        ("2014-Q2", "`2014-Q2` is not a date; write 2014-04-07, 2014-04 or 2014"),
        ("2017/2014", "`2017/2014` ends before it begins"),
        ("2014-05/2014-04", "`2014-05/2014-04` ends before it begins"),
        ("../..", "`../..` is open at both ends and says nothing; leave it out"),
        ("/2013", "`/2013` lacks an end; write ../2013 if that end is open"),
        ("2012/2013/2014", "`2012/2013/2014` is not a date; a range has two ends: 2014/2017"),
        ("{2012}", "`{2012}` names one date only; write 2012"),
        ("{2012,2012}", "`{2012,2012}` names the same time twice"),
        ("{2012,2012-05}", "`{2012,2012-05}` names the same time twice"),
        ("{2012..2014}", "`{2012..2014}` has a range inside; name its dates one by one"),
        ("[2012,2013]", "`[2012,2013]` is not a date; several dates are written {2012,2013}"),
        ("{2012,2013", "`{2012,2013` is not a date; several dates are written {2012,2013}"),
    ],
)
def test_what_is_no_date_is_told_in_plain_words(text, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the whole message is compared
        read_edtf(text)

    assert str(caught.value) == message


# --- How dates stand to each other -------------------------------------------------------


def test_dates_are_ordered_by_first_day_then_last_day():
    texts = ["2014/2017", "2009/..", "2013", "2014-01-01", "2014", "../2013", "2009", "2014-01"]

    ordered = sorted(texts, key=lambda text: read_edtf(text).sort_key())

    assert ordered == [
        "../2013",
        "2009",
        "2009/..",
        "2013",
        "2014-01-01",
        "2014-01",
        "2014",
        "2014/2017",
    ]


def test_of_two_dates_with_the_same_days_the_coarser_comes_first():
    year, months = read_edtf("2014"), read_edtf("2014-01/2014-12")

    assert year.sort_key() < months.sort_key()


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("2014/2017", "2015", True),
        ("2014/2017", "2018", False),
        ("2009/..", "2030", True),
        ("../2013", "1994", True),
        ("../2013", "2014", False),
        ("2014-04-07", "2014-04", True),
        ("{2011,2013}", "2012", False),
        ("{2011,2013}", "2012/2013", True),
        ("{2011,2013}", "{2012,2014}", False),
    ],
)
def test_dates_overlap_when_they_share_a_day(one, other, answer):
    assert read_edtf(one).overlaps(read_edtf(other)) is answer
    assert read_edtf(other).overlaps(read_edtf(one)) is answer


@pytest.mark.parametrize(
    ("whole", "part", "answer"),
    [
        ("2014", "2014-04", True),
        ("2014-04", "2014", False),
        ("2009/..", "2014/2017", True),
        ("2014/2017", "2009/..", False),
        ("{2012,2013}", "2012/2013", True),
        ("{2011,2013}", "2011/2013", False),
        ("2011/2013", "{2011,2013}", True),
    ],
)
def test_a_date_covers_another_when_every_day_of_it_lies_inside(whole, part, answer):
    assert read_edtf(whole).covers(read_edtf(part)) is answer


@pytest.mark.parametrize(
    ("text", "to", "relation"),
    [
        ("2014/2017", date(2018, 1, 1), "before"),
        ("2014/2017", date(2017, 12, 31), "at"),
        ("2014/2017", date(2013, 12, 31), "after"),
        ("2009/..", date(2026, 11, 23), "at"),
        ("../2013", date(2012, 6, 1), "possibly"),
        ("../2013", date(2014, 1, 1), "before"),
        ("2011?", date(2011, 6, 1), "possibly"),
        ("2011?", date(2012, 6, 1), "before"),
        ("2011~", date(2011, 6, 1), "at"),
        ("{2011,2013}", date(2012, 6, 1), "after"),
    ],
)
def test_a_date_is_before_at_or_after_a_day_or_possibly_at_it(text, to, relation):
    assert read_edtf(text).relation(to) == relation


def test_a_date_is_past_on_the_day_after_its_last():
    when = read_edtf("2014-06")

    assert not when.is_past(date(2014, 6, 30))
    assert when.is_past(date(2014, 7, 1))
    assert not read_edtf("2009/..").is_past(date.max)


# --- Every date, and the reference implementation ----------------------------------------

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))
POINTS = st.builds(
    lambda day, length, doubt: day.isoformat()[:length] + doubt,
    DAYS,
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "?", "~", "%"]),
)


@st.composite
def edtf_texts(draw):
    """Texts of every shape, well ordered."""
    ends = sorted(draw(st.lists(POINTS, min_size=2, max_size=2)), key=lambda t: t.rstrip("?~%"))
    shape = draw(st.sampled_from(["point", "range", "since", "until"]))
    if shape == "range" and read_edtf(ends[0]).sort_key()[0] <= read_edtf(ends[1]).sort_key()[1]:
        return "/".join(ends)
    return {"since": f"{ends[0]}/..", "until": f"../{ends[0]}"}.get(shape, ends[0])


@given(edtf_texts())
def test_every_date_is_read_back_as_it_was_written(text):
    assert read_edtf(text).text == text


@settings(max_examples=25, deadline=None)  # the other program needs 20 ms for a date
@given(edtf_texts())
def test_first_and_last_day_are_those_of_the_reference_implementation(text):
    theirs = parse_edtf(text)

    ours = read_edtf(text)

    assert ours.lower is None or _day(theirs.lower_strict()) == ours.lower
    assert ours.upper is None or _day(theirs.upper_strict()) == ours.upper


@given(st.lists(edtf_texts().map(read_edtf), min_size=2, max_size=2), DAYS)
def test_to_overlap_to_cover_and_to_contain_agree(pair, day):
    one, other = pair
    that_day = read_edtf(day.isoformat())

    assert one.overlaps(other) == other.overlaps(one)
    assert not one.covers(other) or one.overlaps(other)
    assert one.contains(day) == one.covers(that_day) == one.overlaps(that_day)


@given(edtf_texts().map(read_edtf), DAYS)
def test_a_day_later_nothing_past_becomes_present(when: Edtf, day):
    if when.relation(day) == "before":
        assert when.relation(day + timedelta(days=1)) == "before"


def _day(struct):
    return date(*struct[:3])
