"""What the tests of the fact base share: a way to see how records are refused."""

import pytest

from kzreport.errors import FactError
from kzreport.facts.base import load_facts

#: the first line of each file, so that the cases stand at line 2
HEAD = "_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}\n"


@pytest.fixture
def refusal(workspace):
    """Return the message with which records of a kind are refused, without its file."""

    def refusal(kind: str, text: str, head: str = HEAD) -> str:
        workspace.facts(f"{kind}/more", head + text)
        with pytest.raises(FactError) as caught:
            load_facts(workspace.root / "data")
        return str(caught.value).replace(f"data/{kind}/more.yaml:", "")

    return refusal
