"""Values answer questions and enter a document by one door; every other way fails closed."""

import copy
import operator
import pickle
from decimal import Decimal
from typing import Any

import pytest

from kzreport.values.amount import Amount
from kzreport.values.edtf import read_edtf
from kzreport.values.joined import Joined, Kept, escape_markdown, markdown_of, refs_of
from kzreport.values.slots import slot_character, slot_index
from kzreport.values.typed import Absent, Money, Number, Text, When
from kzreport.values.value import FactLost, Value, plain_of


class Notebook:
    """A desk that keeps what it is given: what the view is to real documents."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.kept: list[object] = []

    def note_read(self, refs: tuple[str, ...]) -> None:
        self.read += refs

    def show(self, value: Value) -> str | None:
        return None if value.plain is None else str(value.plain)

    def keep(self, item: object) -> str:
        self.kept.append(item)
        return slot_character(len(self.kept) - 1)


@pytest.fixture
def desk() -> Notebook:
    return Notebook()


@pytest.fixture
def make(desk):
    """Return a value of a kind, under the name `r.key`."""

    def make(kind: type[Value], plain: Any, ref: str = "r.key", **keys: Any) -> Any:
        return kind(plain, (ref,), desk, **keys)

    return make


def dollars(low: int, high: int | None = None, *, over: bool = False) -> Amount:
    upper = None if over else Decimal(low if high is None else high)
    return Amount(Decimal(low), upper, "USD", over=over)


VALUES = [
    (Text, "words"),
    (Number, 7),
    (Money, dollars(300)),
    (When, read_edtf("2014-04")),
    (Absent, None),
]
EACH = pytest.mark.parametrize(
    ("kind", "plain"), VALUES, ids=lambda case: getattr(case, "__name__", "")
)


# -- the one door ----------------------------------------


def test_a_value_leaves_one_character_and_waits_at_the_desk(make, desk):
    first, second = make(Text, "*bold* <b>"), make(Number, 7)

    words = first.__html__() + second.__html__()

    assert [slot_index(character) for character in words] == [0, 1]
    assert desk.kept == [first, second]


def test_what_is_not_recorded_cannot_be_printed(make):
    with pytest.raises(FactLost) as caught:
        make(Absent, None).__html__()

    assert str(caught.value) == (
        "`r.key` is not recorded and would print as a blank\n"
        "hint: put `{% if %}` around it, or `| or_else('not stated')` after it"
    )


def test_words_may_be_changed_and_stay_the_same_fact(make):
    value = make(Text, "words", lang="ru").printed_as("upper", "WORDS").printed_as("short", "W…")

    assert (value.shown(), value.refs, value.plain) == ("W…", ("r.key",), "words")
    assert value._form == "upper short"
    assert value._lang == "ru"


# -- every other way ----------------------------------------

WAYS = {
    "str": str,
    "format": lambda v: f"{v:>3}",
    "int": int,
    "float": float,
    "index": lambda v: [1, 2][v],
    "len": len,
    "iter": list,
    "slice": lambda v: v[:2],
    "item": lambda v: v[0],
    "percent": lambda v: "%s" % v,  # noqa: UP031
    "repeat": lambda v: v * 2,
    "divide": lambda v: v / 2,
    "negate": operator.neg,
    "power": lambda v: v**2,
    "modulo": lambda v: v % 2,
}


@EACH
@pytest.mark.parametrize("way", WAYS)
def test_no_other_way_makes_text_or_a_figure_of_a_value(make, kind, plain, way):
    with pytest.raises(FactLost, match=r"`r\.key`"):
        WAYS[way](make(kind, plain))


@EACH
def test_a_value_is_called_by_its_record_in_messages_to_programmers(make, kind, plain):
    assert repr(make(kind, plain)) == f"<{kind.__name__} r.key>"
    assert "words" not in repr([make(Text, "words")])


@pytest.mark.parametrize("operation", [operator.add, operator.sub], ids=["+", "-"])
@pytest.mark.parametrize("other", ["text", 5, None])
@pytest.mark.parametrize(("kind", "plain"), [each for each in VALUES if each[0] is not Number])
def test_only_figures_are_added(make, kind, plain, other, operation):
    with pytest.raises(FactLost):
        operation(make(kind, plain), other)


def test_sums_of_money_are_added_with_total(make):
    with pytest.raises(FactLost) as caught:
        make(Money, dollars(1)) + make(Money, dollars(2))

    assert "use `.total('amount')` on records: it keeps currencies apart" in str(caught.value)


# -- answers ----------------------------------------


@pytest.mark.parametrize(
    ("kind", "plain", "is_true"),
    [
        (Text, "a", True),
        (Text, "", False),
        (Number, 0, False),
        (Number, 3, True),
        (Money, dollars(0), True),
        (When, read_edtf("2014"), True),
        (Absent, None, False),
    ],
)
def test_a_condition_is_answered_and_noted(make, desk, kind, plain, is_true):
    assert bool(make(kind, plain)) is is_true
    assert desk.read == ["r.key"]


@pytest.mark.parametrize(
    "answer",
    [
        lambda m: m(Text, "signature") == "signature",
        lambda m: m(Text, "signature") == m(Text, "signature"),
        lambda m: m(Text, "signature") != "accession",
        lambda m: "sign" in m(Text, "signature"),
        lambda m: m(Number, 7) == 7,
        lambda m: m(Number, 7) < m(Number, 8),
        lambda m: m(Number, 7) >= 7,
        lambda m: m(Money, dollars(300)) > 250,
        lambda m: m(Money, dollars(300)) > Decimal("299.99"),
        lambda m: m(Money, dollars(100, over=True)) > m(Money, dollars(100, 900)),
        lambda m: m(Money, dollars(300)) == dollars(300),
        lambda m: m(When, read_edtf("2014")) == "2014",
        lambda m: m(When, read_edtf("2014")) == 2014,
        lambda m: m(When, read_edtf("2014")) != "2014-01/2014-12",
        lambda m: m(When, read_edtf("2013-12")) < "2014",
        lambda m: m(When, read_edtf("2014-04")) <= m(When, read_edtf("2014-05")),
        lambda m: m(When, read_edtf("2014")) < m(Absent, None),
        lambda m: m(Absent, None) == None,  # noqa: E711
        lambda m: m(Absent, None) == m(Absent, None),
        lambda m: not m(Absent, None) < "2014",
        lambda m: m(Absent, None) > m(When, read_edtf("2014")),
        lambda m: "x" not in m(Absent, None),
        lambda m: [part for part in m(Absent, None)] == [],  # noqa: C416
    ],
)
def test_a_comparison_is_answered_and_noted(make, desk, answer):
    assert answer(make) is True
    assert "r.key" in desk.read


def test_values_of_unlike_kinds_are_not_ordered(make):
    with pytest.raises(FactLost) as caught:
        _ = make(Number, 7) < make(Text, "a")

    assert str(caught.value) == (
        "`r.key` cannot be ordered against <Text r.key>\n"
        "hint: compare a date with a date, a figure with a figure"
    )


def test_a_date_is_compared_with_a_date(make):
    with pytest.raises(FactLost, match="a date is compared with `soon`: `soon` is not a date"):
        _ = make(When, read_edtf("2014")) == "soon"


def test_an_equal_value_has_an_equal_hash(make):
    assert len({make(Text, "a"), make(Text, "a", "s.key"), make(Text, "b")}) == 2
    assert hash(make(Absent, None)) == hash(None)


# -- parts and sums ----------------------------------------


def test_parts_of_a_date_are_dates_of_the_same_fact(make):
    when = make(When, read_edtf("1994-05/1996"))

    assert (when.year.plain.text, when.year.refs) == ("1994", ("r.key",))
    assert when.decade.plain.text == "1990/1999"
    assert (when.end.plain.text, when.end.refs) == ("1996-12-31", ("r.key.end",))
    assert when.kind == "range"


def test_an_open_date_has_no_end_and_one_without_beginning_no_year(make):
    assert isinstance(make(When, read_edtf("2009/..")).end, Absent)
    with pytest.raises(FactLost, match="the year of a date without a beginning"):
        _ = make(When, read_edtf("../2013")).year
    assert make(When, read_edtf("../2013")).decade.plain.text == "2010/2019"


def test_a_sum_names_every_fact_it_was_made_of(make):
    total = (
        make(Number, 7, "a.number") + make(Number, 5, "b.number") - 2 + make(Number, 1, "a.number")
    )

    assert (total.plain, total.refs) == (11, ("a.number", "b.number"))
    assert total._derived


@pytest.mark.parametrize("other", ["5", None, True, 1.5])
def test_figures_are_added_to_figures_only(make, other):
    with pytest.raises(FactLost, match="compute with figures only"):
        make(Number, 7) + other


def test_an_amount_tells_its_currency_and_whether_it_is_one_figure(make):
    assert make(Money, dollars(300)).currency == "USD"
    assert make(Money, dollars(300)).currency.refs == ("r.key.currency",)
    assert isinstance(make(Money, Amount(Decimal(1), Decimal(1), None)).currency, Absent)
    assert make(Money, dollars(300)).exact
    assert not make(Money, dollars(300, 400)).exact
    assert not make(Money, dollars(300, over=True)).exact


def test_the_parts_of_what_is_absent_are_absent_too(make):
    assert make(Absent, None).key("name").refs == ("r.key.name",)


# -- side by side ----------------------------------------


def test_joined_parts_are_each_themselves(make, desk):
    name = make(Text, "*name*")
    joined = Joined(["a*b", Joined([name, 5]), name])

    assert markdown_of(joined) == f"a\\*b{slot_character(0)}5{slot_character(1)}"
    assert desk.kept == [name, name]
    assert refs_of(joined) == ("r.key",)
    assert plain_of(joined) is joined


def test_joined_parts_do_not_become_plain_text(make):
    with pytest.raises(FactLost, match="would lose their sources"):
        str(Joined([make(Text, "name")]))


def test_joined_parts_are_true_when_one_of_them_is(make):
    assert Joined(["", make(Text, "a")])
    assert not Joined(["", make(Absent, None)])
    assert not Joined([])


def test_what_is_no_value_waits_for_the_reader_like_one(desk):
    slot = object()

    assert slot_index(Kept(slot, desk).__html__()) == 0
    assert desk.kept == [slot]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
        ("<script>&amp;[x](y)", "\\<script\\>\\&amp\\;\\[x\\]\\(y\\)"),
        ("# not a heading\n\n- nor a list", "\\# not a heading  \\- nor a list"),
        ("Қазақстан – 5", "Қазақстан – 5"),
    ],
)
def test_plain_text_is_escaped_so_that_it_prints_as_it_stands(text, markdown):
    assert escape_markdown(text) == markdown


@pytest.mark.parametrize("way", [copy.copy, lambda value: pickle.loads(pickle.dumps(value))])  # noqa: S301
def test_a_copy_of_a_value_is_no_way_out(make, way):
    copied = way(make(Text, "words"))

    with pytest.raises(FactLost):
        str(copied)
