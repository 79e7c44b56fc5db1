import pytest

from kzreport.errors import FactError, ProjectError
from kzreport.strictyaml import read_yaml


def refusal(text: str | bytes) -> str:
    """Return the whole message with which `text` is refused."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(FactError) as caught:
        read_yaml(data, "f.yaml")
    return str(caught.value)


def test_a_key_defined_twice_names_the_first_line():
    assert refusal("vc-2011:\n  amount: 1\nvc-2012: {}\nvc-2011: {}\n") == (
        "f.yaml:4:1: `vc-2011` is defined twice (first at line 1)\n"
        "hint: keep one of the two, or rename one"
    )


def test_a_text_cut_by_a_number_sign_is_refused_with_what_would_be_lost():
    assert refusal("title: Agenda item #4, see note\n") == (
        "f.yaml:1:20: everything from `#4, see note` on is read as a comment\n"
        "hint: put the whole value in quotes, or write `# ` with a blank for a real comment"
    )


def test_a_value_that_is_nothing_but_a_cut_text_is_refused():
    assert refusal("items:\n  - #4\n").startswith("f.yaml:2:5: everything from `#4` on")


@pytest.mark.parametrize(
    ("text", "first_line"),
    [
        ("a: &x 1", "f.yaml:1:4: the anchor `&x` is not allowed"),
        ("a: {b: *x}", "f.yaml:1:8: the alias `*x` is not allowed"),
        ("*x : 1", "f.yaml:1:1: a key must be a word, not a list or a mapping"),
        ("a: !!str 5", "f.yaml:1:4: the tag `!!str` is not allowed"),
        ("a: !!python/object:os.x {}", "f.yaml:1:4: the tag `!!python/object:os.x` is not allowed"),
        ("a: ! 5", "f.yaml:1:4: the tag `!` is not allowed"),
        ("a: &x !y [1]", "f.yaml:1:4: the anchor `&x` is not allowed"),
        ("a:\n  <<: {b: 1}", "f.yaml:2:3: the merge key `<<` is not used here"),
        ("a: 1\n'': 2", "f.yaml:2:1: an empty key"),
        ("a: 1\n: 2", "f.yaml:2:1: an empty key"),
        ("'\u3164': 2", "f.yaml:1:1: an empty key"),
        ("a\u00a0b: 2", "f.yaml:1:1: an invisible character in the key `a<U+00A0>b`"),
        ("a:\n\u00a0 b: 2", "f.yaml:2:1: an invisible character in the key `<U+00A0> b`"),
        ("a\u200b: 2", "f.yaml:1:1: an invisible character in the key `a<U+200B>`"),
        ('"a\\n": 2', "f.yaml:1:1: an invisible character in the key `a<U+000A>`"),
        ("' a': 2", "f.yaml:1:1: a blank at an end of the key ` a`"),
        ("a: .nan", "f.yaml:1:4: `.nan` is not a number a document can show"),
        ("a: -.INF", "f.yaml:1:4: `-.INF` is not a number a document can show"),
        ("a: " + "1" * 31, f"f.yaml:1:4: `{'1' * 31}` has more than 30 digits"),
        ("a: 0." + "1" * 30, f"f.yaml:1:4: `0.{'1' * 30}` has more than 30 digits"),
        ("a: 1e31", "f.yaml:1:4: `1e31` has more than 30 digits"),
        ("a: 1e-99999999999999999999", "f.yaml:1:4: `1e-99999999999999999999` has more than"),
        ("a: {{ x }}", "f.yaml:1:5: a key must be a word, not a list or a mapping"),
    ],
)
def test_what_yaml_allows_and_facts_do_not_is_refused_in_its_place(text, first_line):
    message = refusal(text)

    assert message.startswith(first_line)
    assert "\nhint: " in message


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        ("\x00", "control character U+0000"),
        ("\x07", "control character U+0007"),
        ("\x1b", "control character U+001B"),
        ("\x7f", "control character U+007F"),
        ("\x9f", "control character U+009F"),
        ("\x85", "invisible line break U+0085"),
        ("\u2028", "invisible line break U+2028"),
        ("\u202a", "invisible direction override U+202A"),
        ("\u202e", "invisible direction override U+202E"),
        ("\u2066", "invisible direction override U+2066"),
        ("\u2069", "invisible direction override U+2069"),
        ("\ue000", "private-use character U+E000"),
        ("\uf8ff", "private-use character U+F8FF"),
        ("\U000f0000", "private-use character U+F0000"),
        ("\U0010fffd", "private-use character U+10FFFD"),
        ("\ufdd0", "a code that is no character U+FDD0"),
        ("\uffff", "a code that is no character U+FFFF"),
        ("\U0001fffe", "a code that is no character U+1FFFE"),
        ("\ufeff", "byte order mark inside the text U+FEFF"),
    ],
)
def test_a_character_no_paper_may_hold_is_refused_in_its_place(character, kind):
    assert refusal(f"a: 1\nb: 😀 no{character}te\n").startswith(
        f"f.yaml:2:8: {kind} after `b: 😀 no`\nhint: "
    )
    assert refusal(f"a: 1 # in a comment {character}\n").startswith(f"f.yaml:1:21: {kind}")
    assert refusal(f'a: 1\nb: "no\\U{ord(character):08X}te"\n').startswith(
        f"f.yaml:2:4: {kind}, written as an escape"
    )


def test_a_carriage_return_written_as_an_escape_is_refused():
    assert refusal('a: "x\\ry"').startswith("f.yaml:1:4: control character U+000D")


def test_all_problems_are_told_together_in_the_order_of_the_file():
    message = refusal("a: *x\nb: .nan\na: 3\nc: no\x07te\nd: [1\n")

    assert [line for line in message.splitlines() if not line.startswith("hint")] == [
        "f.yaml:1:4: the alias `*x` is not allowed",
        "f.yaml:2:4: `.nan` is not a number a document can show",
        "f.yaml:3:1: `a` is defined twice (first at line 1)",
        "f.yaml:4:6: control character U+0007 after `c: no`",
        "f.yaml:5:4: the bracket that begins here has neither `,` nor `]` before line 6, column 1",
    ]


def test_the_reader_of_another_room_gets_errors_of_its_own_kind():
    with pytest.raises(ProjectError) as caught:
        read_yaml(b"a: 1\na: 2\nb: 'x", "kzreport.yaml", error=ProjectError)

    assert [type(problem) for problem in caught.value.problems] == [ProjectError] * 2


@pytest.mark.parametrize(
    ("data", "first_line"),
    [
        (b"", "f.yaml:1:1: the file is empty"),
        (b"\n# only a comment\n", "f.yaml:1:1: the file is empty"),
        (b"---\n", "f.yaml:2:1: the file is empty"),
        (b"a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document (`---`) in the same file"),
        (b"- a\n", "f.yaml:1:1: the file begins with a list, not with a key"),
        (b"*x", "f.yaml:1:1: the file begins with `*x`, not with a key"),
        (b"'a'", "f.yaml:1:1: the file begins with `'a'`, not with a key"),
        (b"level:internal\n", "f.yaml:1:1: the file begins with `level:internal`, not with a key"),
        ("a: 1".encode("utf-16"), "f.yaml: the file is saved as UTF-16"),
        ("a: 1".encode("utf-16-le"), "f.yaml: the file is saved as UTF-16"),
        ("a: 1".encode("utf-16-be"), "f.yaml: the file is saved as UTF-16"),
        (
            "a: 1\nb: é Müller".encode().replace("ü".encode(), b"\xfc"),
            (
                "f.yaml:2:7: byte 0xFC is not UTF-8 (in Windows-1252 the byte is `ü`)\n"
                "hint: save the file as UTF-8"
            ),
        ),
        (b"a: \x81", "f.yaml:1:4: byte 0x81 is not UTF-8\n"),
        ("a: Вена".encode("cp1251"), "f.yaml:1:4: byte 0xC2 is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_says_why(data, first_line):
    assert refusal(data).startswith(first_line)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a:\n\tb: 1\n",
            "f.yaml:2:1: a tab in the indentation\nhint: indent with blanks, never with tabs",
        ),
        ("a: |\n\tx\n", "f.yaml:2:1: a tab in the indentation"),
        (
            "title: Statement: the role\n",
            (
                "f.yaml:1:17: a second colon in `title: Statement:`\n"
                "hint: put the whole value in quotes"
            ),
        ),
        (
            "a: 1\n  b: 2\n",
            "f.yaml:2:3: `b:` is a key, but the line above already has its value",
        ),
        ("a: 'x\nb: 1\n", "f.yaml:1:4: the quote that begins here is never closed"),
        ("a: 'x\n\ty", "f.yaml:1:4: the quote that begins here is never closed"),
        ("a: 1\n: 2", "f.yaml:2:1: an empty key in `: 2`"),
        (
            'a: "x\nb: "y"\n',
            (
                "f.yaml:1:4: the quote that begins here is closed only at line 2\n"
                "hint: look for a quote that is missing at the end of this line"
            ),
        ),
        (
            "a: 'Kazakhstan's role'\n",
            (
                "f.yaml:1:16: text goes on after the closing '\n"
                "hint: write '' for an apostrophe inside '...'"
            ),
        ),
        ("a: [draft] Title\n", "f.yaml:1:12: text goes on after the closing `]`"),
        (
            "a: [x, y\nb: 1\n",
            (
                "f.yaml:1:4: the bracket that begins here has neither `,` nor `]` "
                "before line 2, column 2"
            ),
        ),
        ("a: 1\nlevel:internal\nb: 2\n", "f.yaml:2:1: `level:internal` is neither a key"),
        ("a: 1\nItem #4: x\n", "f.yaml:2:1: `Item #4: x` is neither a key"),
        ("a:\n    b: 1\n  c: 2\n", "f.yaml:3:3: `c: 2` does not fit the lines above"),
        ("a:\n- b\nc\n", "f.yaml:3:1: `c` is neither a key"),
        ("a: - x\n", "f.yaml:1:4: `- ` begins a list in the middle of a line"),
        ("a: @x\n", "f.yaml:1:4: `@` cannot begin a text\nhint: put the whole value in quotes"),
        ("a: `x\n", 'f.yaml:1:4: "`" cannot begin a text'),
        ("a: %x\n", "f.yaml:1:4: `%` cannot begin a text"),
        ("a: *\n", "f.yaml:1:4: `*` cannot begin a text"),
        ("a: !<x\n", "f.yaml:1:4: `!` cannot begin a text"),
        ("a: ]\n", "f.yaml:1:4: `]` stands where a value is expected"),
        ("a: > x\n  y\n", "f.yaml:1:4: `>` announces a text block, but words follow"),
        ('a: "C:\\data"\n', "f.yaml:1:7: the backslash here begins no escape"),
        ("%FOO x\n---\na: 1\n", "f.yaml:1:1: `%FOO x` is read as an instruction to YAML"),
    ],
)
def test_what_libyaml_cannot_read_is_told_in_plain_words(text, message):
    assert refusal(text).startswith(message)
    assert "\nhint: " in refusal(text)
