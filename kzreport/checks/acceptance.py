"""Findings that an officer accepts: `accept: {KZ101: why, until: 2027-01-31}` in the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kzreport.checks.finding import Accepted, Finding
from kzreport.checks.inspection import Inspection
from kzreport.checks.rule import Rule, Trouble
from kzreport.errors import did_you_mean


@dataclass(frozen=True, slots=True)
class Accepting:
    """The acceptances in the data, the findings they are held against, and the codes there are."""

    seen: Inspection
    findings: Sequence[Finding]
    codes: Sequence[str]


def settle(findings: Iterable[Finding], seen: Inspection) -> list[Finding]:
    """Return `findings`, those that are accepted on the day of the check as infos.

    An acceptance holds up to and with its last day; then the finding is back, and says so.
    """
    return [_settled(finding, seen) for finding in findings]


def _settled(finding: Finding, seen: Inspection) -> Finding:
    entry = seen.base.entries.get(finding.record)
    accept = entry.accept if entry is not None else None
    if accept is None or finding.code not in accept.reasons:
        return finding
    if seen.day <= accept.until:
        accepted = Accepted(accept.reasons[finding.code], accept.until.isoformat())
        return replace(finding, severity="info", accepted=accepted)
    ended = f"its acceptance ended on {accept.until}"
    return replace(finding, hint=f"{finding.hint}; {ended}" if finding.hint else ended)


def accepts_nothing(seen: Accepting) -> Iterator[Trouble]:
    """An acceptance of a finding that there is not.

    Why: what it waited for has been mended, or the code is wrong and it never worked.
    Mend: take it out, or correct the code.
    """
    met = {(finding.record, finding.code) for finding in seen.findings}
    for entry_id, reasons in _acceptances(seen.seen):
        for code in reasons:
            if (entry_id, code) in met:
                continue
            message = f"`{entry_id}` accepts {code}, which does not find anything in it"
            hint = "take it out"
            if code not in seen.codes:
                message = f"`{entry_id}` accepts {code}, which is no check"
                hint = did_you_mean(code, seen.codes) or "`kzreport check --list` shows the codes"
            yield Trouble(f"{entry_id}.accept.{code}", message, hint)


def _acceptances(seen: Inspection) -> Iterator[tuple[str, Mapping[str, str]]]:
    for entry in seen.base.entries.values():
        if entry.accept is not None:
            yield entry.id, entry.accept.reasons


ACCEPTANCE_RULES: tuple[Rule[Accepting], ...] = (Rule("KZ190", "warning", accepts_nothing),)
