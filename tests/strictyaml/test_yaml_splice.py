from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kzreport.errors import FactError
from kzreport.strictyaml import read_yaml, splice

FACTS = """\
# contributions

vc-2011:
    when:   2011         # the year
    amount: {value: 300000,   currency: null}  # as told
    title: Support to the office
    what: 'it''s voluntary'
    note: "a \\"note\\""
    long: plain words
        over two lines
    hold: false
    empty:   # nothing yet
    source: [seed#p3, 'x',]
    quote: |
        first line
          second line

    said: >-   # folded
        one
        two
# the end of the group
    last: [
      a,
      b
    ]
"""

PLACES = [
    ("vc-2011", "when"),
    ("vc-2011", "amount", "value"),
    ("vc-2011", "amount", "currency"),
    ("vc-2011", "title"),
    ("vc-2011", "what"),
    ("vc-2011", "note"),
    ("vc-2011", "long"),
    ("vc-2011", "hold"),
    ("vc-2011", "empty"),
    ("vc-2011", "source", 0),
    ("vc-2011", "source", 1),
    ("vc-2011", "quote"),
    ("vc-2011", "said"),
    ("vc-2011", "last", 1),
]


def read(text: str):
    return read_yaml(text.encode(), "facts.yaml")


def value_at(data, path):
    for step in path:
        data = data[step]
    return data


def changed_lines(path, value):
    """Return the lines of `FACTS` that differ after `value` was put at `path`."""
    document = read(FACTS)
    new = splice(document, path, value, expect=value_at(document.data, path))
    old_lines = FACTS.splitlines()
    return [line for line in new.splitlines() if line not in old_lines]


@pytest.mark.parametrize(
    ("step", "value", "line"),
    [
        ("when", 2012, "    when:   2012         # the year"),
        ("when", "2012-03", "    when:   2012-03         # the year"),
        ("when", "2012", '    when:   "2012"         # the year'),
        ("title", "New: title", '    title: "New: title"'),
        ("title", "item #4", '    title: "item #4"'),
        ("title", "Қолдау", "    title: Қолдау"),
        ("title", "a\nb", '    title: "a\\nb"'),
        ("title", "", '    title: ""'),
        ("title", "null", '    title: "null"'),
        ("title", "x\n    hold: true", '    title: "x\\n    hold: true"'),
        ("what", "the office's", "    what: 'the office''s'"),
        ("what", "a\nb", '    what: "a\\nb"'),
        ("note", 'say "no"', '    note: "say \\"no\\""'),
        ("long", "short", "    long: short"),
        ("hold", True, "    hold: true"),
        ("hold", None, "    hold: null"),
        ("empty", "yes", "    empty: yes   # nothing yet"),
        ("empty", Decimal("2.50"), "    empty: 2.50   # nothing yet"),
        ("said", 5, "    said: 5   # folded"),
    ],
)
def test_only_the_value_changes_and_its_quoting_stays_where_it_can(step, value, line):
    assert changed_lines(("vc-2011", step), value) == [line]


def test_inside_brackets_a_comma_makes_quotes_necessary():
    assert changed_lines(("vc-2011", "source", 0), "seed, p3") == [
        "    source: [\"seed, p3\", 'x',]"
    ]


def test_a_text_block_stays_a_text_block():
    assert changed_lines(("vc-2011", "quote"), "new first\n\n  new third\n") == [
        "        new first",
        "          new third",
    ]
    assert changed_lines(("vc-2011", "said"), "one two three\nfour") == [
        "        one two three",
        "        four",
    ]


def test_a_value_that_changed_meanwhile_is_not_overwritten():
    with pytest.raises(FactError) as caught:
        splice(read(FACTS), ("vc-2011", "amount", "value"), 250000, expect=200000)

    assert str(caught.value) == (
        "facts.yaml:5:21: `vc-2011.amount.value` is now `300000`, not `200000`\n"
        "hint: look at the file again before you change it"
    )


def test_a_truth_value_is_not_taken_for_the_number_one():
    with pytest.raises(FactError, match="is now `false`, not `0`"):
        splice(read(FACTS), ("vc-2011", "hold"), True, expect=0)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (("vc-2011", "level"), "facts.yaml:4:5: there is no `vc-2011.level` here"),
        (("vc-2011", "amount"), "facts.yaml:5:13: `vc-2011.amount` is not a single value"),
        ((), "facts.yaml:3:1: the whole file is not a single value"),
    ],
)
def test_what_is_not_a_single_value_cannot_be_changed(path, message):
    with pytest.raises(FactError) as caught:
        splice(read(FACTS), path, "new", expect=None)

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("bell \x07", "control character U+0007"),
        ("\U000f0000", "private-use character U+F0000"),
        ("\ud800", "is not UTF-8"),
        (10**30, "has more than 30 digits"),
        (10**5000, "has more than 30 digits"),
        (Decimal("Infinity"), "it would be read as something else"),
        (Decimal("1e40"), "has more than 30 digits"),
    ],
    ids=range(7),
)
@pytest.mark.parametrize("step", ["when", "what", "note", "quote", "empty"])
def test_a_value_no_file_may_hold_is_refused_with_the_reason(value, reason, step):
    document = read(FACTS)
    path = ("vc-2011", step)
    with pytest.raises(FactError) as caught:
        splice(document, path, value, expect=value_at(document.data, path))

    assert reason in str(caught.value)
    assert str(caught.value).startswith(str(document.at(path)))


awkward = st.sampled_from(
    [
        "yes",
        "no",
        "NO",
        "null",
        "~",
        "true",
        "2014-04-07",
        "0043",
        "12:30",
        "1e3",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a",
        "[a]",
        "{a}",
        "'a'",
        '"a"',
        "it's",
        "a\\nb",
        "a, b",
        "---",
        "...",
        "? a",
        ": a",
        "<<",
        "=",
        ">",
        "\xa0a",
        " a",
        "a ",
        "a\t",
        "\ta",
        "😀",
        "«Вена»",
        "\n",
        "a\n",
        "a\nb",
        "a\n\nb",
        "\na",
        "a\n\n",
        "  a\n b",
        "a\n  b\n",
    ]
)
values = (
    awkward
    | st.text(
        st.characters(
            codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
        ).filter(
            lambda character: (
                character not in "\u202a\u202b\u202c\u202d\u202e\ufeff"
                and not "\u2066" <= character <= "\u2069"
            )
        )
    )
    | st.text("ab :#-'\"\\\n\t[]{},&*!|>%@`0.", max_size=12)
    | st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.decimals(-1000, 1000, places=2)
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@given(st.sampled_from(PLACES), values)
@example(("vc-2011", "quote"), "a\n\n")
@example(("vc-2011", "empty"), "")
def test_every_value_arrives_everywhere_and_nothing_else_moves(line_end, mark, path, value):
    before = mark + FACTS.replace("\n", line_end)
    document = read(before)
    old = value_at(document.data, path)
    after = splice(document, path, value, expect=old)

    found = value_at(read(after).data, path)
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)
    start, end = document.span(path)
    assert after.startswith(before[:start])
    assert after.endswith(before[end:].lstrip())
    assert after.count("#") - str(value).count("#") == before.count("#") - str(old).count("#")
    assert ("\r" in after) == (line_end == "\r\n")
    assert "\n" not in after.replace(line_end, "")
