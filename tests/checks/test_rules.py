"""The register of checks: every code once, every one explained, the manual complete."""

import re
from pathlib import Path

import pytest

from kzreport.checks import RULES, find_rule
from kzreport.errors import ProjectError

MANUAL = Path(__file__).parents[2] / "docs" / "checks.md"


def test_every_check_has_a_code_of_its_own():
    codes = [rule.code for rule in RULES]

    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"KZ\d{3}", code) for code in codes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_check_says_what_it_finds_why_and_how_to_mend_it(rule):
    assert 10 < len(rule.title) < 100
    assert rule.why
    assert rule.mend
    assert not rule.title.endswith(".")


def test_the_manual_lists_every_check_with_its_weight_and_no_other():
    rows = re.findall(r"^\| (KZ\d{3}) \| (\w+)", MANUAL.read_text("utf-8"), re.MULTILINE)

    assert rows == [(rule.code, rule.severity) for rule in RULES]


def test_a_code_is_found_in_small_letters_too():
    assert find_rule("kz101").code == "KZ101"


def test_an_unknown_code_is_told_with_the_nearest():
    with pytest.raises(ProjectError) as caught:
        find_rule("KZ301")

    assert str(caught.value).startswith("no check has the code `KZ301`\nhint: did you mean `KZ")
