"""Whatever a text holds, it comes back from YAML, XLSX and CSV as it was."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kzreport.facts.editing import add_record
from kzreport.facts.exchange import export_facts, read_incoming
from kzreport.facts.exchange.celltext import from_cell, to_cell

#: letters, and all that YAML, CSV, Excel or a formula could trip over
SIGNS = "aZ09 әіңғүұқөһӘІҢ,;\"'=+-@＝＋－＠\t:#{}[]&*!|>%`~?\\/._$«»–\u00a0🙂"
TEXTS = (
    st.text(st.sampled_from(SIGNS), min_size=1, max_size=60)
    | st.sampled_from(
        [
            "null",
            "'null",
            "''null",
            "true",
            "2014",
            "0043",
            "=1+1",
            "'=1",
            "_x0041_",
            "_x005F_x0041_",
        ]
    )
).filter(lambda text: text.split() != [])
AMOUNTS = st.decimals(0, 10**12, places=3).map(lambda each: each.normalize())
CALM = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def tidy(text: str) -> str:
    """Return a plain text as it is kept."""
    return " ".join(text.split())


def worded(text: str) -> str:
    """Return a text by language as it is kept: with the blanks at which no line ends."""
    return " ".join(re.split(r"[ \t\r\n]+", text.strip()))


@given(TEXTS | st.none() | st.text(max_size=5), st.booleans())
@example("'" * 3 + "null", True)
def test_a_cell_stands_for_one_text(text, guarded):
    assert from_cell(to_cell(text, guarded=guarded)) == text


@given(TEXTS)
def test_a_guarded_cell_never_begins_like_a_formula(text):
    assert not to_cell(text, guarded=True).startswith(tuple("=+-@\t＝＋－＠"))


@CALM
@given(english=TEXTS, kazakh=TEXTS | st.none(), alias=TEXTS, amount=AMOUNTS)
@example(english="0\u00a0% \u00a0", kazakh=None, alias="0", amount=Decimal(0))
@example(english="=cmd|' /C calc'!A0", kazakh="'қазақ'", alias="a\nb", amount=Decimal("1.125"))
def test_a_record_comes_back_from_yaml_xlsx_and_csv(desk, today, english, kazakh, alias, amount):
    what = {"en": english, "kk": kazakh}
    fields = {
        "what": what,
        "amount": {"value": amount, "currency": None},
        "quote": alias,
        "status": "confirmed",
    }

    base = add_record(desk.base, "contributions", fields, today=today, entry_id="new").prove()

    entry = base.entries["new"]
    assert entry.what == {"en": worded(english), "kk": worded(kazakh) if kazakh else None}
    assert (entry.quote, entry.amount.low) == (tidy(alias), amount)
    for name in ("facts.xlsx", "contributions.csv"):
        path = desk.root / name
        export_facts(base, path, ["contributions"])
        (row,) = [r for r in read_incoming(desk.base, path, today).rows if r.entry.id == "new"]
        assert row.is_new
        assert row.entry == entry


@CALM
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_a_list_of_texts_comes_back(desk, today, aliases):
    fields = {"name": {"en": "A"}, "aliases": aliases, "level": "public"}

    base = add_record(desk.base, "persons", fields, today=today, entry_id="new").prove()

    export_facts(base, desk.root / "persons.csv", ["persons"])
    found = read_incoming(desk.base, desk.root / "persons.csv", today)
    (row,) = [row for row in found.rows if row.entry.id == "new"]
    assert row.entry.aliases == base.entries["new"].aliases == tuple(map(tidy, aliases))
