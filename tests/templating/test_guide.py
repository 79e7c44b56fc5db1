"""What the page «Writing templates» shows works as it stands, and leaves nothing out."""

from __future__ import annotations

import re

import pytest
from guide_page import PAGE, ROOT, examples, printed

from kzreport.facts.proxies import Record
from kzreport.facts.selection import Selection
from kzreport.project import load_project
from kzreport.templating.charts import ChartDraft
from kzreport.templating.filters import FILTERS
from kzreport.templating.functions import Functions
from kzreport.templating.parameters import TYPES
from kzreport.templating.tables import TableDraft

EXAMPLES = examples()
SHOWN = "\n".join(example for example, _ in EXAMPLES)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_prints_what_the_page_says(number, tmp_path):
    example, promised = EXAMPLES[number]

    assert printed(example, tmp_path) == promised


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def test_every_function_and_filter_has_an_example():
    assert function_names() - set(re.findall(r"(\w+)\(", SHOWN)) == set()
    assert set(FILTERS) - set(re.findall(r"\|\s*(\w+)", SHOWN)) == set()


def function_names() -> set[str]:
    return set(Functions(load_project(ROOT).view()).names())


def test_every_question_and_every_part_of_a_table_and_a_chart_has_an_example():
    asked = set(re.findall(r"\.(\w+)", SHOWN))

    assert Selection.OPEN - asked - words(SHOWN) == set()
    assert TableDraft.OPEN - set(re.findall(r"tab\.(\w+)", SHOWN)) == set()
    assert ChartDraft.OPEN - set(re.findall(r"\bc\.(\w+)", SHOWN)) == set()
    assert Record.DERIVED - words(SHOWN) == set()


def test_every_type_of_parameter_is_told():
    page = PAGE.read_text("utf-8")

    assert {kind for kind in TYPES if f"`{kind}`" not in page} == set()
