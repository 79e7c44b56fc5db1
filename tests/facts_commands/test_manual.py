"""docs/facts.md tells of every command, kind and key, and its examples hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzreport.cli.facts import facts_group
from kzreport.facts.base import load_facts
from kzreport.facts.records import KINDS, NESTED_KINDS
from kzreport.values.edtf import read_edtf

MANUAL = (Path(__file__).parents[2] / "docs/facts.md").read_text("utf-8")


@pytest.mark.parametrize("command", sorted(facts_group.commands))
def test_every_command_is_shown(command):
    assert f"kzreport facts {command} " in MANUAL


@pytest.mark.parametrize("kind", [*KINDS, *NESTED_KINDS])
def test_every_kind_is_named(kind):
    assert f"`{kind}`" in MANUAL


def test_the_commands_of_the_manual_have_the_options_it_shows():
    shown = re.findall(r"kzreport facts (\w+)([^\n#]*(?:\\\n[^\n]*)?)", MANUAL)

    wrong = [
        (name, option)
        for name, rest in shown
        for option in re.findall(r"--[a-z-]+", rest)
        if option not in {opt for param in facts_group.commands[name].params for opt in param.opts}
    ]
    assert len(shown) > 15
    assert wrong == []


def test_the_record_of_the_manual_loads(workspace):
    (example,) = re.findall(r"```yaml\n(# data/contributions.yaml\n.*?)```", MANUAL, re.DOTALL)
    workspace.facts("contributions", example.replace("seed#p3", "page#p3"))

    assert load_facts(workspace.root / "data").entries["vc-2012"].amount.currency == "USD"


def test_the_amounts_of_the_manual_load(workspace):
    amounts = re.findall(r"^amount: (\{.*?\})", MANUAL, re.MULTILINE)
    records = [
        f"a-{number}: {{kind: voluntary, level: public, recorded: 2026-11-24, status: confirmed,"
        f" source: page, amount: {amount}}}\n"
        for number, amount in enumerate(amounts)
    ]
    workspace.facts("contributions", "".join(records))

    found = load_facts(workspace.root / "data").entries
    assert len(amounts) == 4
    assert [found[f"a-{number}"].amount is not None for number in range(4)] == [True] * 4


def test_the_dates_of_the_manual_are_dates():
    table = MANUAL.split("## Dates")[1].split("## Amounts")[0]
    dates = re.findall(r'`"?([0-9{][^`"]*)"?`', table)
    assert len(dates) == 8
    assert [read_edtf(text).text for text in dates] == dates
