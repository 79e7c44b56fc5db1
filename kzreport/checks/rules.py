"""The register of all checks, by what they look at."""

from __future__ import annotations

from typing import Any

from kzreport.checks.acceptance import ACCEPTANCE_RULES
from kzreport.checks.evidence import EVIDENCE_RULES
from kzreport.checks.figures import FIGURE_RULES
from kzreport.checks.inspection import Inspection
from kzreport.checks.kinds import KIND_RULES
from kzreport.checks.languages import LANGUAGE_RULES, VERSION_RULES
from kzreport.checks.money import MONEY_RULES
from kzreport.checks.names import NAME_RULES
from kzreport.checks.paper import Paper
from kzreport.checks.printed import PRINTED_RULES, SHELF_RULES, UNMADE_RULES
from kzreport.checks.rule import Rule
from kzreport.checks.schedules import SCHEDULE_RULES
from kzreport.checks.times import TIME_RULES
from kzreport.checks.treaties import TREATY_RULES
from kzreport.checks.wording import WORDING_RULES
from kzreport.errors import ProjectError, did_you_mean

#: checks of the fact base alone
FACT_RULES: tuple[Rule[Inspection], ...] = (
    *TIME_RULES,
    *MONEY_RULES,
    *TREATY_RULES,
    *NAME_RULES,
    *EVIDENCE_RULES,
)
#: checks of a report that was made
PAPER_RULES: tuple[Rule[Paper], ...] = (
    *PRINTED_RULES,
    *FIGURE_RULES,
    *WORDING_RULES,
    *KIND_RULES,
    *LANGUAGE_RULES,
)

#: every check, in the order of its code
RULES: tuple[Rule[Any], ...] = tuple(
    sorted(
        (
            *FACT_RULES,
            *PAPER_RULES,
            *UNMADE_RULES,
            *SHELF_RULES,
            *VERSION_RULES,
            *SCHEDULE_RULES,
            *ACCEPTANCE_RULES,
        ),
        key=lambda rule: rule.code,
    )
)


def find_rule(code: str) -> Rule[Any]:
    """Return the check of a code; raise `ProjectError` with the nearest when there is none."""
    for rule in RULES:
        if rule.code == code.upper():
            return rule
    hint = did_you_mean(code.upper(), [rule.code for rule in RULES])
    raise ProjectError(f"no check has the code `{code}`", hint=hint or "`--list` shows the codes")
