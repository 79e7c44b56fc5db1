"""Whether what a document printed may stand in it, and what it should tell of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from kzreport.document import Fact
from kzreport.errors import FactError, KzReportError
from kzreport.facts.rules import doubt, outward_reason
from kzreport.facts.view import View
from kzreport.facts.wordstate import WordState, lacking_forms
from kzreport.project import Report

log = logging.getLogger(__name__)

OFFICIAL = ("depositary", "official")


def check_printed(
    printed: tuple[Fact, ...],
    words: Sequence[WordState],
    view: View,
    report: Report,
    outward: bool,
    draft: bool,
    broken: Sequence[KzReportError],
) -> tuple[KzReportError, ...]:
    """Raise for what may not leave the house, and with it what is `broken` in the paper.

    `words` are its doubtful texts. Return what an internal paper should tell.
    """
    problems: dict[str, KzReportError] = {}
    drafts = [] if outward else [each for each in words if each.state == "draft"]
    for each in words:
        if each not in drafts and not (outward and _is_allowed(each.ref, report)):
            problems[f"text {each.ref}"] = each.problem
    for fact in printed if outward else ():
        for ref in fact.refs:
            _refuse_outward(ref, view, report, problems)
    stops = [*broken, *(problems.values() if outward and not draft else ())]
    if stops:
        raise type(stops[0]).all_of(stops)
    problems |= {str(problem): problem for problem in lacking_forms(view)}
    for problem in problems.values():
        log.warning("%s", problem)
    return tuple(problems.values())


def _refuse_outward(
    ref: str, view: View, report: Report, problems: dict[str, KzReportError]
) -> None:
    entry_id, _, key = ref.partition(".")
    entry = view.visible.get(entry_id)
    if entry is None or _is_allowed(ref, report):
        return
    view.note_record(entry.id)
    sources = [view.get(citation.source) for citation in view.citations(entry)]
    official = any(getattr(source, "authority", "") in OFFICIAL for source in sources)
    heir = view.superseded.get(entry.id)
    reason = outward_reason(entry, view.status(entry), official, view.level, heir)
    reason = reason or doubt(entry, key)
    if reason:
        problems.setdefault(
            entry.id,
            FactError(
                f"`{entry.id}` {reason} and may not stand in a paper that leaves the house",
                view.base.at(entry.id),
                "confirm it, leave it out, or allow it with `override:` in the report",
            ),
        )


def _is_allowed(ref: str, report: Report) -> bool:
    """Whether an officer lets the fact leave the house as it is."""
    return ref.partition(".")[0] in report.overrides
