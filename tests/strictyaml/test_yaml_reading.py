import re
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kzreport.errors import KzReportError
from kzreport.strictyaml import read_yaml
from kzreport.strictyaml.characters import why_invisible


def read(text: str):
    return read_yaml(text.encode(), "facts.yaml").data


@pytest.mark.parametrize(
    "word",
    [
        "NO",
        "no",
        "yes",
        "Yes",
        "on",
        "off",
        "y",
        "N",
        "12:30",
        "12:30:45",
        "0043",
        "010",
        "-007",
        "04.05",
        "1_000",
        "0x1F",
        "0o17",
        "2014-04-07",
        "2014-04",
        "2014/..",
        "1e",
        "1.2.3",
        ".",
        "+.",
        "nan",
        "inf",
        "Nan",
        "½",
        "٣",
        "№",
    ],
)
def test_a_word_that_other_readers_turn_into_something_else_stays_text(word):
    assert read(f"a:\n  b: {word}\n  c: [{word}]\n") == {"a": {"b": word, "c": [word]}}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("False", False),
        ("0", 0),
        ("-12", -12),
        ("+43", 43),
        ("300000", 300000),
        ("9" * 30, int("9" * 30)),
        ("0.10", Decimal("0.10")),
        ("-.5", Decimal("-0.5")),
        ("12.", Decimal(12)),
        ("1e3", Decimal(1000)),
        ("2.5E-2", Decimal("0.025")),
    ],
)
def test_an_unquoted_scalar_means_what_yaml_1_2_says(written, value):
    found = read(f"a: {written}\n")["a"]

    assert found == value
    assert type(found) is type(value)


def test_a_decimal_keeps_the_digits_that_were_written():
    assert str(read("amount: 2.50")["amount"]) == "2.50"


@pytest.mark.parametrize("written", ["'300'", '"300"', "|-\n  300", ">-\n  300"])
def test_what_is_quoted_or_a_text_block_is_text(written):
    assert read(f"a: {written}\n") == {"a": "300"}


def test_keys_are_text_as_they_are_written():
    assert read("2014: a\nNO: b\ntrue: c\nnull: d\n01: e\n") == {
        "2014": "a",
        "NO": "b",
        "true": "c",
        "null": "d",
        "01": "e",
    }


def test_a_text_may_hold_every_script_and_soft_hyphens_and_joiners():
    text = "Қазақстан «Вена» 维也纳 فيينا \u200f می\u200cخواهم co\u00adoperation 10\u00a0% 😀"

    assert read(f"a: {text}") == {"a": text}


def test_a_comment_with_a_blank_after_its_sign_is_a_comment():
    assert read("a: 300 # four parts\n# b: 2\nc: #\n  - x#4\n") == {"a": 300, "c": ["x#4"]}


def test_a_hash_inside_quotes_or_behind_them_is_no_cut_text():
    assert read("a: \"Agenda item #4\" #checked\nb: 'x #5'\nc: |\n  y #6\n") == {
        "a": "Agenda item #4",
        "b": "x #5",
        "c": "y #6\n",
    }


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_line_end_and_a_byte_order_mark_are_read(line_end, mark):
    lines = ["a:", "  - x", "b: |", "  one", "  two", ""]

    assert read(mark + line_end.join(lines)) == {"a": ["x"], "b": "one\ntwo\n"}


def test_the_marks_of_one_document_may_stand():
    assert read("%YAML 1.2\n---\na: 1\n...\n") == {"a": 1}


fit_text = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"),
        exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
        include_characters="\n\t",
    )
)
keys = fit_text.filter(lambda key: not why_invisible(key) and key != "<<")
# PyYAML writes the text 1e3 without quotes; to YAML 1.2 it is a number.
safe_text = fit_text.filter(lambda text: not re.fullmatch(r"[-+]?[0-9.]+[eE][-+]?[0-9]+", text))
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30) + 1, 10**30 - 1)
    | safe_text
    | st.floats(-1e15, 1e15).filter(lambda number: number == 0 or abs(number) > 1e-15),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


def with_decimals(value):
    """Return what a strict reader makes of a value that Python wrote."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, list):
        return [with_decimals(item) for item in value]
    if isinstance(value, dict):
        return {key: with_decimals(item) for key, item in value.items()}
    return value


@given(
    st.dictionaries(keys, json_values, max_size=4),
    st.sampled_from([None, True, False]),
    st.booleans(),
)
def test_what_another_program_wrote_is_read_back_equal(value, flow, unicode):
    written = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=unicode)

    assert read(written) == with_decimals(value)


def problems_of(data: bytes):
    try:
        read_yaml(data, "facts.yaml")
    except KzReportError as error:
        return error.problems
    return ()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_place(data):
    assert all(problem.at for problem in problems_of(data))


yaml_like = st.text(st.sampled_from("ab1.#:-?[]{},&*!|>'\"%@` \t\n\r\\~<=\u00a0\u2028\x07é😀"))


@given(st.lists(yaml_like, max_size=6).map("\n".join))
def test_any_text_is_read_or_refused_with_a_place_in_the_file(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    for problem in problems_of(text.encode()):
        assert problem.message
        assert 1 <= problem.at.line <= len(lines)
        assert 1 <= problem.at.column <= len(lines[problem.at.line - 1]) + 1
