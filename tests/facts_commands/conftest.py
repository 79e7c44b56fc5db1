"""What tests of the facts commands share: a base to write to, and the program with a keyboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kzreport.facts.base import FactBase, load_facts

TODAY = date(2026, 11, 24)

EVENTS = """\
# What happened.
format: 1
_defaults:
  level: public
  recorded: 2026-11-01
  source: page#p3

cnd-56:
  kind: session
  number: 56
  when: 2013-03-11/2013-03-15   # five days
  what:
    en: fifty-sixth session
    ru: null
    kk: null
  status: unverified
  note: >-
    Ask the secretariat.

  # Nobody wrote down who spoke.

# -- what is to come --

summary:
  kind: publication
  when: 2014-06
  what: {en: summary of the review}
  status: expected
  review_by: 2014-07-15
"""

PERSONS = """\
arlacchi:
  level: public
  recorded: 2026-11-01
  name: {en: Pino Arlacchi}
  roles:
    - id: arlacchi-undcp
      title: {en: Executive Director}
      when: 1997-09-01/..
      status: unverified
      source: page#p3   # the announcement
    # A second post.
    - id: arlacchi-unov
      title: {en: Director-General}
      status: confirmed
      source: page
"""

GIFTS = """\
_defaults: {level: internal, recorded: 2026-11-01, source: page#p3, kind: voluntary, donor: kz}

vc-2011:
  when: 2011
  recipient: unodc
  amount: {value: 300000, currency: null}
  parts: [vc-2011-a, vc-2011-b]
  status: confirmed
vc-2011-a:
  when: 2011
  amount: {value: 250000, currency: null}
  part_of: vc-2011
  status: unverified
vc-2011-b:
  when: 2011
  amount: {value: 50000, currency: null}
  part_of: vc-2011
  status: confirmed
"""


class Desk:
    """A project on disk, and an officer who types commands in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def base(self) -> FactBase:
        return load_facts(self.root / "data", "data")

    def text(self, kind: str) -> str:
        return (self.root / f"data/{kind}.yaml").read_bytes().decode()

    def files(self) -> dict[str, bytes]:
        data = self.root / "data"
        return {f.name: f.read_bytes() for f in data.rglob("*") if f.is_file()}

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str]:
        """Return exit code and all that was shown, of a command typed in the project."""
        from kzreport.cli import main

        with CliRunner().isolation(input=typed) as streams:
            try:
                main(["facts", *arguments])
            except SystemExit as ended:
                code = int(str(ended.code))
        return code, streams[2].getvalue().decode()


@pytest.fixture
def desk(workspace, monkeypatch) -> Desk:
    workspace.facts("events", EVENTS)
    workspace.facts("persons", PERSONS)
    workspace.facts("contributions", GIFTS)
    workspace.project()
    monkeypatch.chdir(workspace.root)
    return Desk(workspace.root)


@pytest.fixture
def today() -> date:
    return TODAY
