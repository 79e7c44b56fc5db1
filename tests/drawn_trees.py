"""Whole documents drawn by hypothesis: every kind of block and inline that a template can make.

Their numbers are those that the reader would give, since every writer relies on them.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace

from hypothesis import strategies as st
from PIL import Image

from kzreport import document as tree
from kzreport.document import Document, Str, transform
from kzreport.reader.blocks import letters, roman

WORDS = (
    *("Vienna", "the Commission", "G20", "two-thirds", "and/or", "R&D", "<b>", "]]>", '"quoted"'),
    *("Республика Казахстан", "Вена", "№ 7", "«Парижский пакт»", "съезд"),
    *("Қазақстан", "Біріккен Ұлттар Ұйымы", "ұйымы", "өңір", "әріптестік", "Үндеу", "һәм"),
    *("2011–2013", "300,000", "–", "…", "§ 4 (a)", "l’accord", "e\u0301te\u0301", "naïve"),
)
#: what XML allows and few expect
ODD = (
    *("co\u00adopera\u00adtion", "by\u2011law", "1\u00a0000", "10\u202f000", "word\u2060joiner"),
    *("zero\u200bwidth", "\ufeff", "tab\there", "a\u2028b", "\u0085", "\u200e", "😀", "👩\u200d💻"),
    *("漢字", "\u00a0", "a\u2003b", "𝔸", "\U000f0000x", "\ufffd", "{{ x }}", "%s", "[1]", "\\r"),
)

texts = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(ODD)), min_size=1, max_size=5
).map(" ".join)
languages = st.sampled_from(["", "ru", "kk", "fr", "en"])
references = st.lists(
    st.sampled_from(["kz.name", "vc-2011.amount", "cnd-56.when", "=1"]), min_size=1, max_size=2
).map(tuple)
facts = st.builds(
    tree.Fact, texts, references, st.sampled_from(["", "money", "long"]), languages
)  # fmt: skip
strings = texts.map(Str)
URLS = ("https://example.org/a?b=1&c=2", "http://example.org/ü", "mailto:a@example.org", "#top")
ROLES = ("expected", "overdue", "unverified", "disputed", "sign", "ref", "places", "")


def _inside(kids):
    """Strategies of what may stand round `kids`."""
    many = st.lists(kids, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(tree.Strong, many),
        st.builds(tree.Emph, many),
        st.builds(tree.Span, many, st.sampled_from(ROLES), languages),
    )


plain = st.recursive(st.one_of(strings, facts), _inside, max_leaves=4)
links = st.builds(
    tree.Link, st.sampled_from(URLS), st.lists(plain, min_size=1, max_size=2).map(tuple)
)
note_blocks = st.lists(
    st.builds(tree.Para, st.lists(st.one_of(plain, links), min_size=1, max_size=2).map(tuple)),
    min_size=1,
    max_size=2,
).map(tuple)
#: numbers of notes and the texts of references are given when the document is whole
marks = st.one_of(
    st.builds(tree.Note, st.just(0), note_blocks),
    st.just(tree.NoteRef(0)),
    st.just(tree.Ref("", "")),
)
words = st.lists(plain, min_size=1, max_size=3).map(tuple)
#: a note is called behind a word, never behind a figure or a blank
called = st.tuples(texts.map(lambda text: Str(f"{text},")), marks)
pieces = st.one_of(plain, links, st.just(tree.Break())).map(lambda kid: (kid,))
lines = st.tuples(strings, st.lists(st.one_of(pieces, called), max_size=4)).map(
    lambda parts: (parts[0], *(kid for piece in parts[1] for kid in piece), Str("."))
)

captions = st.one_of(
    st.just(()),
    words,
    st.tuples(words, strings).map(lambda parts: (*parts[0], tree.Span((parts[1],), "unit"))),
)
paragraphs = st.builds(
    tree.Para, lines, st.sampled_from(["", "", "subtitle", "label", "lead", "signs", "end", "keep"])
)
numbered = st.builds(tree.Para, lines, st.sampled_from(["num", "num", "source"]))
headings = st.builds(
    tree.Heading, st.integers(2, 4), words, st.just(""), st.sampled_from(["", "numbered"])
)


@st.composite
def tables(draw):
    """Return a table whose rows fill its columns, with spans."""
    columns = draw(
        st.lists(
            st.builds(
                tree.Column, st.sampled_from([0, 30]), st.sampled_from(["text", "figure", "mark"])
            ),
            min_size=1,
            max_size=4,
        )
    )
    cell_lines = st.one_of(words, lines, st.just(()))

    def row(classes):
        left, cells = len(columns), []
        while left:
            span = draw(st.integers(1, left))
            cells.append(tree.Cell(draw(cell_lines), span, draw(st.sampled_from(["", "under"]))))
            left -= span
        return tree.Row(tuple(cells), draw(st.sampled_from(classes)))

    head = (row([""]),) if draw(st.booleans()) else ()
    classes = ["", "", "group", "sub", "total", "expected", "overdue"]
    rows = tuple(row(classes) for _ in range(draw(st.integers(1, 4))))
    notes = st.lists(
        st.builds(tree.TableNote, st.sampled_from(["", "†", "¤"]), words), max_size=2
    ).map(tuple)
    return tree.Table(tuple(columns), head, rows, "", 0, "", draw(captions), draw(notes))


def _picture() -> tree.Picture:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 2), (0, 147, 171)).save(buffer, "PNG")
    return tree.Picture(buffer.getvalue(), "image/png", 40, 20)


figures = st.builds(tree.Figure, st.just(_picture()), words, caption=captions)


def _lists(blocks):
    """Return a strategy of lists; an item begins with a paragraph, or with a list."""
    first = st.builds(tree.Para, lines)
    item = st.one_of(
        st.tuples(first, st.lists(blocks, max_size=2).map(tuple)).map(lambda p: (p[0], *p[1])),
        st.lists(blocks, min_size=1, max_size=1).map(tuple),
    )
    return st.builds(
        tree.List,
        st.booleans(),
        st.sampled_from([1, 1, 3, 25, 27, 53]),
        st.lists(item, min_size=1, max_size=3).map(tuple),
    )


nested = st.recursive(
    st.builds(tree.Para, lines), lambda inner: st.one_of(inner, _lists(inner)), max_leaves=6
)
lists = _lists(nested)
definitions = st.builds(
    tree.Definitions,
    st.lists(
        st.tuples(words, st.lists(nested, min_size=1, max_size=2).map(tuple)),
        min_size=1,
        max_size=2,
    ).map(tuple),
)
quotes = st.builds(
    tree.Quote,
    st.tuples(
        st.lists(st.builds(tree.Para, lines), min_size=1, max_size=2).map(tuple),
        st.lists(st.builds(tree.Para, words, st.just("by")), max_size=1).map(tuple),
    ).map(lambda parts: (*parts[0], *parts[1])),
)
boxes = st.builds(
    tree.Div,
    st.just("box"),
    st.tuples(
        st.lists(st.builds(tree.Para, words, st.just("boxhead")), max_size=1).map(tuple),
        st.lists(
            st.one_of(st.builds(tree.Para, lines), lists, figures), min_size=1, max_size=3
        ).map(tuple),
    ).map(lambda parts: (*parts[0], *parts[1])),
)
others = st.one_of(
    paragraphs, numbered, headings, lists, tables(), figures, definitions, quotes, boxes
)
breaks = st.just(tree.PageBreak())
wide = st.builds(tree.Div, st.just("wide"), st.lists(others, min_size=1, max_size=2).map(tuple))
contents = st.builds(tree.Contents, st.one_of(st.just(()), words), st.integers(1, 3))
head_lines = st.tuples(st.sampled_from(WORDS).map(Str), words).map(lambda p: (p[0], *p[1]))
mastheads = st.builds(
    tree.Masthead,
    st.lists(head_lines, min_size=1, max_size=2).map(tuple),
    st.lists(head_lines, max_size=2).map(tuple),
    st.booleans(),
)


@st.composite
def documents(draw):
    """Return a whole document: a head, its title, contents, blocks in any order."""
    top = [draw(mastheads)] if draw(st.booleans()) else []
    title = tree.Heading(1, draw(words), "top")
    listed = [draw(contents)] if draw(st.booleans()) else []
    blocks = draw(st.lists(st.one_of(others, others, others, breaks, wide), max_size=7))
    document = Document(
        draw(texts).strip(),
        draw(st.sampled_from(["en", "ru", "kk", "fr"])),
        (*top, title, *listed, *blocks),
        draw(st.sampled_from(["portrait", "portrait", "wide"])),
        draw(st.booleans()),
        tree.Running("Head", "FOR INTERNAL USE", "kzreport", "Page {page} of {pages}"),
        tree.Properties("The Mission", "A subject", ("one", "two"), "2026-11-23"),
    )
    return as_read(document)


# --- Numbers as the reader gives them -----------------------------------------------------------


def as_read(document: Document) -> Document:
    """Return `document` with its numbers, ids and references; no heading jumps a level."""
    numbers = _Numbers()
    document = transform(document, numbers.of_block)
    document = transform(document, numbers.of_inline)
    return transform(document, numbers.of_reference)


class _Numbers:
    def __init__(self) -> None:
        self.counts = [0, 0, 0]
        self.seen: dict[str, int] = {}
        self.targets: list[tree.Ref] = []
        self.notes = 0
        self.level = 1

    def next(self, kind: str) -> int:
        self.seen[kind] = self.seen.get(kind, 0) + 1
        return self.seen[kind]

    def of_block(self, node: object) -> object:
        match node:
            case tree.Heading(level=level) if level > 1:
                level = self.level = min(level, self.level + 1)
                return replace(
                    node,
                    level=level,
                    id=f"section-{self.next('heading')}",
                    number=self._number(level - 2) if node.number else "",
                )
            case tree.Para(cls="num"):
                number = self.next("num")
                self.targets.append(tree.Ref(f"para-{number}", str(number)))
                return replace(node, number=number, id=f"para-{number}")
            case tree.Para(cls="source"):
                return replace(node, number=self.next("source"))
            case tree.Table() | tree.Figure() if node.caption:
                kind = "Table" if isinstance(node, tree.Table) else "Figure"
                number, ident = self.next(kind), f"{kind.lower()}-{self.seen[kind]}"
                self.targets.append(tree.Ref(ident, str(number)))
                return replace(node, number=number, id=ident, label=f"{kind} {number}.")
            case _:
                return node

    def _number(self, depth: int) -> str:
        self.counts[depth] += 1
        self.counts[depth + 1 :] = [0] * (2 - depth)
        count = self.counts[depth]
        return f"{(roman(count), letters(count), str(count))[depth]}."

    def of_inline(self, node: object) -> object:
        if isinstance(node, tree.Note):
            self.notes += 1
            return replace(node, number=self.notes)
        if isinstance(node, tree.NoteRef):
            return tree.NoteRef(self.notes) if self.notes else Str("again")
        return node

    def of_reference(self, node: object) -> object:
        if not isinstance(node, tree.Ref):
            return node
        return self.targets[self.notes % len(self.targets)] if self.targets else Str("above")


# --- What the house fonts can print -------------------------------------------------------------

_NO_LETTER_FOR = re.compile("[\u00ad\u200b\u0085\u2028\U0000e000-\U0010ffff漢字\ufeff\u200d\u200e]")


def printable(document: Document) -> Document:
    """Return `document` without letters that the fonts of the PDF lack, or that part a word
    where a line ends: who reads the PDF cannot tell.
    """

    def plain(node: object) -> object:
        if isinstance(node, Str | tree.Fact):
            return replace(node, text=_NO_LETTER_FOR.sub("x", node.text))
        return node

    return transform(document, plain)
