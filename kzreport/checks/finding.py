"""A finding: code, severity, what it is about, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from kzreport.errors import Location

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An officer's word that a finding may stand: why, and the last day, an ISO day."""

    reason: str
    until: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. An error makes `kzreport check` end with 1.

    `record` is the id of what it is about, `report` the report it was met in; either may be
    "". What is `accepted` is an info and counts for nothing.
    """

    code: str
    severity: Severity
    message: str
    at: Location | None = None
    hint: str = ""
    record: str = ""
    report: str = ""
    accepted: Accepted | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the finding for JSON; docs/checks.md tells what the keys mean."""
        known = self.accepted
        return {
            "code": self.code,
            "severity": self.severity,
            "record": self.record,
            "report": self.report,
            "message": self.message,
            "hint": self.hint,
            "file": self.at.file if self.at else None,
            "line": self.at.line if self.at else None,
            "column": self.at.column if self.at else None,
            "accepted": {"reason": known.reason, "until": known.until} if known else None,
        }
