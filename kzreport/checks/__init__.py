"""Checks: what is wrong, doubtful or late in a project, each finding with a code and a place."""

from kzreport.checks.finding import Finding
from kzreport.checks.run import check_project

__all__ = ["Finding", "check_project"]
