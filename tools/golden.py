"""Write the golden Markdown of every kind and language anew; look at the diff afterwards."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/kinds")]

import test_four_papers as four  # noqa: E402  # what the tests compare
from test_papers import GOLDEN, PAPERS, made, of_kind  # noqa: E402

GOLDEN.mkdir(exist_ok=True)
for name, lang in PAPERS:
    text = made(name, lang).markdown
    (GOLDEN / f"{of_kind(name)}.{lang}.md").write_text(text, "utf-8")
for kind, lang in four.PAPERS:
    (GOLDEN / f"{kind}.{lang}.md").write_text(four.made(kind, lang).markdown, "utf-8")
count = len(PAPERS) + len(four.PAPERS)
print(f"{count} files in {GOLDEN.relative_to(ROOT)}; `git diff` shows what changed")
