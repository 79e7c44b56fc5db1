import time

import pytest

from kzreport.errors import FactError
from kzreport.strictyaml import read_yaml

laughs = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
)
merges = "m0: &m0 {x: 1}\n" + "".join(
    f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 20)}]}}\n" for n in range(1, 60)
)


@pytest.fixture
def guard():
    """Fail a test that takes more than five seconds: the point is not to hang."""
    begun = time.perf_counter()
    yield
    assert time.perf_counter() - begun < 5


@pytest.mark.usefixtures("guard")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: " + "[" * 100_000, "nested more than 40 levels deep"),
        ("a: " + "{a: " * 100_000, "nested more than 40 levels deep"),
        ("- " * 100_000, "the file begins with a list, not with a key"),
        ("a:\n " + "- " * 100_000, "nested more than 40 levels deep"),
        ("? " * 100_000, "a key must be a word, not a list or a mapping"),
        (laughs, "the anchor `&a0` is not allowed"),
        (merges, "the anchor `&m0` is not allowed"),
        ("a: 'x", "the quote that begins here is never closed"),
        ("a: " + "9" * 1_000_000, "has more than 30 digits"),
        ("\x07" * 1_000_000, "control character U+0007"),
        ("a: [" + "*x," * 300_000, "the alias `*x` is not allowed"),
        ("a: " + " " * 2_000_000 + "]", "`]` stands where a value is expected"),
        ("a: x" + " \t" * 1_000_000 + "#4", "everything from `#4` on is read as a comment"),
    ],
    ids=lambda case: case[:16] if len(case) < 80 else "text",
)
def test_a_file_made_to_exhaust_the_reader_is_refused_at_once(text, message):
    with pytest.raises(FactError) as caught:
        read_yaml(text.encode(), "facts.yaml")

    assert message in str(caught.value)
    assert len(caught.value.problems) <= 101


def test_forty_levels_are_read_and_one_more_is_refused():
    deep = "[" * 39 + "]" * 39

    assert read_yaml(f"a: {deep}".encode(), "facts.yaml").data
    with pytest.raises(FactError, match=r"^facts\.yaml:1:43: nested more than 40 levels deep"):
        read_yaml(f"a: [{deep}]".encode(), "facts.yaml")


@pytest.mark.slow
def test_more_than_two_million_values_are_refused():
    with pytest.raises(FactError, match="more than 2,000,000 keys and values"):
        read_yaml(b"a: [" + b"1," * 2_000_001 + b"]", "facts.yaml")


def test_a_file_over_twenty_megabytes_is_refused():
    with pytest.raises(FactError) as caught:
        read_yaml(b"a: " + b"x" * 20_000_000, "facts.yaml")

    assert str(caught.value) == (
        "facts.yaml: the file has 20.0 MB; at most 20 MB are read\n"
        "hint: split it into several files"
    )


def test_after_a_hundred_problems_the_rest_is_not_read():
    with pytest.raises(FactError) as caught:
        read_yaml("".join(f"k{n}: *x\n" for n in range(500)).encode(), "facts.yaml")

    assert len(caught.value.problems) == 101
    assert str(caught.value.problems[-1]) == (
        "facts.yaml:101:7: more than 100 problems; the rest was not read"
    )
