"""Checks: what is wrong, doubtful or late in a project, each finding with a code and a place."""

from kzreport.checks.finding import Finding
from kzreport.checks.rule import Rule
from kzreport.checks.rules import RULES, find_rule
from kzreport.checks.run import check_facts, check_project

__all__ = ["RULES", "Finding", "Rule", "check_facts", "check_project", "find_rule"]
