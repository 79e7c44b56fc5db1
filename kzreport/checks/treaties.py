"""Checks of agreements: claims against the depositary, the order of acts, protocols, years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from kzreport.checks.inspection import Inspection
from kzreport.checks.rule import Rule, Trouble
from kzreport.facts.records import Action, Agreement, Claim

#: acts by which a State becomes bound
_BINDING = frozenset(
    {
        *("ratification", "accession", "acceptance", "approval", "succession"),
        *("definitive-signature", "formal-confirmation"),
    }
)
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_BRACKETED_YEAR = re.compile(r"\((1[89]\d\d|20\d\d)\)")


def contradicted_claim(seen: Inspection) -> Iterator[Trouble]:
    """A claim of acts that the agreements do not show.

    Why: «signed and ratified» is said of treaties to which the State acceded; the depositary
    has the last word, and the other side knows it.
    Mend: say what `use_instead:` says; ask the author of the claim to change it.
    """
    for claim in seen.of(Claim):
        shown = dict(_not_borne_out(seen, claim))
        if not shown:
            continue
        told = f"`{claim.id}` claims {' and '.join(claim.asserts)} of"
        if len(shown) == 1:
            ((target, acts),) = shown.items()
            told += f" `{target}`; recorded is {acts}"
        else:
            told += f" {len(shown)} agreements; recorded is {_by_acts(shown)}"
        yield Trouble(f"{claim.id}.covers", told, "say what `use_instead` says")


def _not_borne_out(seen: Inspection, claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the agreements that do not show what is claimed of them, and by which acts it binds."""
    for target in claim.covers if claim.asserts else ():
        agreement = seen.base.entries[target]
        if isinstance(agreement, Agreement):
            acts = {action.action for action in _acts(seen, agreement)}
            if any(act not in acts for act in claim.asserts):
                told = sorted(acts & (_BINDING | {"signature", *claim.asserts}))
                yield target, " and ".join(told) or "nothing"


def _by_acts(shown: Mapping[str, str]) -> str:
    """Return the agreements by what is recorded of them: accession of `a`, `b`; nothing of `c`."""
    ids = {acts: [f"`{each}`" for each in shown if shown[each] == acts] for acts in shown.values()}
    return "; ".join(f"{acts} of {', '.join(those)}" for acts, those in ids.items())


def acts_out_of_order(seen: Inspection) -> Iterator[Trouble]:
    """Acts about an agreement in an order that is doubtful, or cannot be.

    Why: a law that permits a deposit comes before it, nothing is in force before it is
    deposited, and nobody signs a treaty before it is done. Late laws exist; then somebody
    will ask, and the officer should know first.
    Mend: look at the dates once more; accept the finding where history was so.
    """
    for agreement in seen.of(Agreement):
        acts = _acts(seen, agreement)
        deposit = min((act for act in acts if _binds(act)), key=_first, default=None)
        for act in acts:
            fault = _out_of_order(agreement, act, deposit)
            if fault and act.when is not None:
                message = f"`{act.id}` of {act.when.text} is {fault}"
                yield Trouble(f"{act.id}.when", message, "look at the dates once more")
        done, in_force = agreement.done, agreement.in_force
        if done and in_force and in_force.upper and done.lower and in_force.upper < done.lower:
            message = f"`{agreement.id}` is in force from {in_force.text}, but done {done.text}"
            yield Trouble(f"{agreement.id}.in_force", message, "one of the two is wrong")


def _out_of_order(agreement: Agreement, act: Action, deposit: Action | None) -> str:
    if act.when is None:
        return ""
    begins, ends = act.when.lower or date.min, act.when.upper or date.max
    done = agreement.done.lower if agreement.done else None
    if done and act.action != "domestic-act" and ends < done:
        return f"earlier than the agreement, done {agreement.done and agreement.done.text}"
    if deposit is None or deposit.when is None or act is deposit:
        return ""
    deposited = deposit.when
    if act.action == "domestic-act" and deposited.upper and begins > deposited.upper:
        return f"later than the deposit of {deposited.text}"
    if act.action == "entry-into-force" and deposited.lower and ends < deposited.lower:
        return f"earlier than the deposit of {deposited.text}"
    return ""


def doubtful_protocol(seen: Inspection) -> Iterator[Trouble]:
    """A protocol without its convention, or a year in a title unlike the year of adoption.

    Why: most protocols are open only to parties to their convention; and a bracket such as
    «(2000)» behind several instruments is true of some of them only.
    Mend: record the act about the convention, name it in `protocol_to:`, or correct the year.
    """
    for agreement in seen.of(Agreement):
        parent = seen.base.entries.get(agreement.protocol_to or "")
        if isinstance(parent, Agreement):
            joined = any(_binds(act) for act in _acts(seen, agreement))
            if joined and not any(_binds(act) for act in _acts(seen, parent)):
                message = f"`{agreement.id}` binds, but no act about `{parent.id}` is recorded"
                yield Trouble(f"{agreement.id}.protocol_to", message, "record it, or ask")
        elif (agreement.title.get("en") or "").startswith(("Protocol", "Optional Protocol")):
            message = f"`{agreement.id}` is a protocol, but does not say to what"
            yield Trouble(agreement.id, message, "name its convention in `protocol_to:`")
        yield from _years(agreement, parent)


def _years(agreement: Agreement, parent: object) -> Iterator[Trouble]:
    done = agreement.done.lower.year if agreement.done and agreement.done.lower else 0
    if not done:
        return
    named = _BRACKETED_YEAR.findall(agreement.seed_title or "")
    key, whose = "seed_title", "its"
    if not named and agreement.seed_title and isinstance(parent, Agreement):
        named, whose = _BRACKETED_YEAR.findall(parent.seed_title or ""), "its convention's"
    if not named and not isinstance(parent, Agreement):
        # a protocol's title bears the year of its convention
        key = "title"
        named = _YEAR.findall(agreement.title.get("en") or "")[:1]
    for year in named:
        if int(year) != done:
            message = f"`{agreement.id}` was done in {done}, but {whose} {key} says {year}"
            yield Trouble(f"{agreement.id}.{key}", message, "use the year of adoption")


def _acts(seen: Inspection, agreement: Agreement) -> list[Action]:
    return [act for act in agreement.actions if act.id not in seen.superseded]


def _binds(act: Action) -> bool:
    return act.action in _BINDING


def _first(act: Action) -> date:
    return (act.when.lower if act.when else None) or date.max


TREATY_RULES: tuple[Rule[Inspection], ...] = (
    Rule("KZ107", "warning", contradicted_claim),
    Rule("KZ108", "warning", acts_out_of_order),
    Rule("KZ109", "warning", doubtful_protocol),
)
