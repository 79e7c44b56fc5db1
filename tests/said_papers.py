"""The papers that are read in all their formats: those of this project, and a small one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kzreport import Briefing, load_project, render
from kzreport.document import Document, Table, plain_text, walk
from kzreport.parity.pdf import Printed, read_pdf
from kzreport.parity.tree import headings_in_contents, said_in_tree
from kzreport.parity.words import Said, Words, words

PROJECT = load_project(Path(__file__).parents[1])
SHIPPED = [(name, lang) for name, report in PROJECT.reports.items() for lang in report.languages]
#: of a report made for many records, the one that is looked at
ITEMS = {"treaty": "uncac"}

#: every kind of block with words in it, nested where nesting changes what is printed
EVERYTHING = """\
# Contributions

{.subtitle}
Of **{{ facts['kz'].name }}**

::: contents
Contents
:::

## The sums

(@) It gave {{ facts['vc-2011'].amount | money }}, says the page.[^page]
It gave more later.{{ cite(facts['vc-2012']) }}

(@later) What follows is in three parts:

- the first, in two steps
    1. one step
    2. and another
        1. with a part of its own
        2. and one more
- the second
- the third.

### In detail

> Said in another place,
> on two lines.

Term
:   What it means.

{% call(tab) table('both', 'Both years',
                   columns=[('Year', 26), ('', 0), ('Amount', 36, 'figure')]) %}
{% for c in facts.contributions.sort('when') %}
{{ tab.row(c.when, c.recipient.abbr, c.amount | money('table')) }}
{% endfor %}
{{ tab.note('For each year.') }}
{% endcall %}

::: box
{.boxhead}
Open points

1. Ask the budget officer.
2. Ask again.
:::

## What to read

See paragraph {{ ref('later') }} and table {{ ref('both') }}; the [page](https://example.org/a-b)
is the source.{{ cite(facts['vc-2012']) }}

[^page]: The page of 2011, paragraphs 4–5.
"""


@dataclass(frozen=True)
class Paper:
    """A document with the files made of it."""

    briefing: Briefing
    printed: Printed
    docx: bytes

    @property
    def document(self) -> Document:
        return self.briefing.document

    @property
    def said(self) -> Said:
        """What the tree says, the contents with the pages where the PDF has the headings."""
        return said_in_tree(self.document, pages_of_headings(self.document, self.printed))


@cache
def shipped_paper(name: str, lang: str) -> Paper:
    """Return a document of this repository's own project."""
    return make_paper(shipped(name, lang))


def shipped(name: str, lang: str) -> Briefing:
    """Return a document of this repository's own project."""
    day = date(2026, 11, 23)
    return render(PROJECT, name, item=ITEMS.get(name, ""), lang=lang, as_of=day)


def make_paper(briefing: Briefing) -> Paper:
    with TemporaryDirectory() as folder:
        file = briefing.write(Path(folder) / "paper.pdf")
        return Paper(briefing, read_pdf(file, table_heads(briefing.document)), briefing.docx())


def table_heads(document: Document) -> list[Words]:
    tables = [node for node in walk(document.blocks) if isinstance(node, Table)]
    return [
        words(" ".join(plain_text(cell.kids) for row in table.head for cell in row.cells))
        for table in tables
    ]


def pages_of_headings(document: Document, printed: Printed) -> dict[str, int]:
    """Return the last page that says a heading, from 1: the contents stand before it."""
    pages: dict[str, int] = {}
    for heading in headings_in_contents(document):
        said = f" {' '.join(words(f'{heading.number} {plain_text(heading.kids)}'))} "
        saying = [n for n, page in enumerate(printed.pages, 1) if said in f" {' '.join(page)} "]
        pages[heading.id] = saying[-1]
    return pages
