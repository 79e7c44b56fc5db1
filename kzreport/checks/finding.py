"""A finding: code, severity, what it is about, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from kzreport.errors import Location

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. An error makes `kzreport check` end with 1."""

    code: str
    severity: Severity
    message: str
    at: Location | None = None
    hint: str = ""
    record: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the finding for JSON."""
        return {
            "code": self.code,
            "severity": self.severity,
            "record": self.record,
            "message": self.message,
            "file": self.at.file if self.at else None,
            "line": self.at.line if self.at else None,
            "column": self.at.column if self.at else None,
            "hint": self.hint,
        }
