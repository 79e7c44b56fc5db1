"""Write a large fact base: contributions by the thousand, each with its sources and wording."""

from __future__ import annotations

from pathlib import Path

_SOURCES = """\
format: 1
ledger:
  level: internal
  recorded: 2026-11-23
  kind: own-record
  authority: own
  title: {en: "Ledger made for the bench"}
"""

_ORGANISATIONS = """\
format: 1
_defaults: {level: internal, recorded: 2026-11-23}
giver: {kind: state, name: {en: "Giver"}}
taker: {kind: organisation, name: {en: "Taker"}}
"""

_HEAD = """\
format: 1
_defaults:
  level: internal
  recorded: 2026-11-23
  kind: voluntary
  donor: giver
  recipient: taker
  source: ledger
"""

_FACT = """\
gift-{number}:
  when: {year}-{month:02d}
  status: confirmed
  amount:
    value: {value}
    currency: USD
  what:
    en: voluntary contribution number {number} to the technical cooperation of the year {year}
    ru: добровольный взнос номер {number} на техническое сотрудничество за {year} год
    kk: null
  purpose:
    en: "training, equipment and advice: part {number} of the work"
  quote: >-
    The contribution of {value} dollars was received in month {month} of {year} and was
    entered under number {number}
  note: "made for the bench; year {year}, month {month}"
"""


def write_facts(folder: Path, number: int) -> Path:
    """Write a fact base of `number` contributions to `folder`; return the file that holds them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text(_SOURCES, "utf-8")
    (folder / "organisations.yaml").write_text(_ORGANISATIONS, "utf-8")
    file = folder / "contributions.yaml"
    facts = "".join(
        _FACT.format(number=n, year=1992 + n % 34, month=1 + n % 12, value=1000 + 37 * n)
        for n in range(number)
    )
    file.write_text(_HEAD + facts, "utf-8")
    return file
