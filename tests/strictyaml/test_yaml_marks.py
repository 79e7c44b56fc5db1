import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzreport.errors import Location
from kzreport.strictyaml import read_yaml

FACTS = """\
# contributions
vc-2011:
  amount: {value: 300000, currency: null}
  title: "A \\"voluntary\\"
    contribution"
  note: >
    Two lines
    of text
  source:
    - seed#p3
    - 'letter'
  empty:
vc-2012: 😀 text
😀😀: [a, 😀, b]
"""


@pytest.fixture
def facts():
    return read_yaml(FACTS.encode(), "facts.yaml")


@pytest.mark.parametrize(
    ("path", "place", "written"),
    [
        (("vc-2011", "amount", "value"), (3, 19), "300000"),
        (("vc-2011", "amount", "currency"), (3, 37), "null"),
        (("vc-2011", "amount"), (3, 11), "{value: 300000, currency: null}"),
        (("vc-2011", "title"), (4, 10), '"A \\"voluntary\\"\n    contribution"'),
        (("vc-2011", "note"), (6, 9), ">\n    Two lines\n    of text\n"),
        (("vc-2011", "source", 0), (10, 7), "seed#p3"),
        (("vc-2011", "source", 1), (11, 7), "'letter'"),
        (("vc-2011", "empty"), (12, 9), ""),
        (("vc-2012",), (13, 10), "😀 text"),
        (("😀😀", 1), (14, 9), "😀"),
        (("😀😀", 2), (14, 12), "b"),
    ],
)
def test_each_value_has_its_exact_place(facts, path, place, written):
    start, end = facts.span(path)

    assert facts.at(path) == Location("facts.yaml", *place)
    assert facts.text[start:end] == written


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("vc-2011",), (2, 1)),
        (("vc-2011", "amount"), (3, 3)),
        (("vc-2011", "amount", "currency"), (3, 27)),
        (("vc-2011", "source", 1), (11, 7)),
        (("vc-2012",), (13, 1)),
        (("😀😀",), (14, 1)),
    ],
)
def test_each_key_has_its_exact_place(facts, path, place):
    assert facts.key_at(path) == Location("facts.yaml", *place)


def test_what_is_missing_is_placed_at_its_nearest_parent(facts):
    assert facts.at(("vc-2011", "amount", "unit")) == Location("facts.yaml", 3, 11)
    assert facts.key_at(("vc-2011", "level")) == Location("facts.yaml", 2, 1)
    assert facts.at(("vc-2011", "source", 7)) == Location("facts.yaml", 10, 5)
    assert facts.at(("vc-2012", "amount", "value")) == Location("facts.yaml", 13, 10)
    assert facts.at(("vc-1999",)) == facts.at(()) == Location("facts.yaml", 2, 1)


def test_what_is_missing_has_no_span(facts):
    with pytest.raises(KeyError):
        facts.span(("vc-2011", "level"))


def test_a_byte_order_mark_counts_in_spans_but_not_in_columns():
    document = read_yaml("\ufeffa: 1".encode(), "facts.yaml")

    assert document.text == "\ufeffa: 1"
    assert document.span(("a",)) == (4, 5)
    assert document.at(("a",)) == Location("facts.yaml", 1, 4)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_lines_are_counted_by_every_line_end(line_end):
    document = read_yaml(f"a: 1{line_end}b:{line_end}  c: 2".encode(), "facts.yaml")

    assert document.at(("b", "c")) == Location("facts.yaml", 3, 6)


def test_a_document_shows_itself_in_one_short_line(facts):
    assert repr(facts) == f"YamlDocument(source=Source('facts.yaml', {len(FACTS)} characters))"


scalars = st.sampled_from(["1", "2.5", "null", "word", "'it''s'", '"a\\n😀"', "два слова"])
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4)
    ),
    max_leaves=15,
)


def written(tree) -> str:
    if isinstance(tree, list):
        return "[" + ", ".join(map(written, tree)) + "]"
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {written(each)}" for key, each in tree.items()) + "}"
    return tree


def leaves(tree, path=()):
    steps = enumerate(tree) if isinstance(tree, list) else tree.items()
    for step, child in steps:
        if isinstance(child, str):
            yield (*path, step), child
        else:
            yield from leaves(child, (*path, step))


@given(st.dictionaries(st.sampled_from("abcd"), trees, min_size=1))
def test_the_span_of_a_scalar_holds_what_was_written(tree):
    document = read_yaml(written(tree).encode(), "facts.yaml")

    for path, text in leaves(tree):
        start, end = document.span(path)
        assert document.text[start:end] == text
