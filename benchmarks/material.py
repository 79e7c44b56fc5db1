"""Make what the plain script works from: templates and values, taken from finished briefs.

The prose of a brief becomes template text, its facts become variables, its tables become
loops: what a person would have typed who had no fact base.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.briefs import PROJECT, REPORT, ROOT, day_of
from benchmarks.naive import Naive
from benchmarks.wordtemplate import write_word_template
from kzreport.document import Block, Document, Fact, Str, Table, plain_text, transform, walk
from kzreport.project import load_project
from kzreport.report import render
from kzreport.writers.html import write_html

#: how many briefs are written as markup of Typst
TYPST = 8


class UnlikeBriefs(Exception):
    """The briefs of the bench are not built alike, so that one template cannot make them all."""


def make_material(folder: Path, briefs: int) -> None:
    """Write to `folder` a copy of our project, and what the plain script needs for `briefs`."""
    project = load_project(_copied_project(folder))
    documents = [render(project, REPORT, as_of=day_of(n)).document for n in range(briefs)]
    write_material(folder, documents)
    _write_markup(folder, min(briefs, TYPST))


def write_material(folder: Path, documents: Sequence[Document]) -> None:
    """Write to `folder` what the plain script needs to make `documents`, which are built alike."""
    folder.mkdir(parents=True, exist_ok=True)
    names = _variable_names([_leaves(document) for document in documents])
    values = [_values(document, names) for document in documents]
    template = _with_variables(documents[0], names)
    shutil.copy(ROOT / "styles" / "mission.css", folder)
    (folder / "briefs.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    (folder / "brief.html.j2").write_text(_html_template(template), "utf-8")
    write_word_template(template, folder / "brief.docx")


def _write_markup(folder: Path, briefs: int) -> None:
    """Write the first briefs in the markup of Typst, made of the script's HTML by pandoc."""
    import pypandoc  # type: ignore[import-untyped]

    naive = Naive(folder)
    for number in range(briefs):
        # pandoc loses the marks that links inside the paper point to, and Typst stops at that
        html = re.sub(r'<a [^>]*href="#[^>]*>(.*?)</a>', r"\1", naive.html(number), flags=re.DOTALL)
        markup = pypandoc.convert_text(html, "typst", format="html", extra_args=["--standalone"])
        (folder / f"brief-{number}.typ").write_text(markup, "utf-8")


def _copied_project(folder: Path) -> Path:
    project = folder / PROJECT
    for name in ("data", "styles", "templates"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "kzreport.yaml", project)
    return project


# --- Prose and values -------------------------------------------------------------------


def _leaves(document: Document) -> list[Str | Fact]:
    """Return the pieces of text of a document in reading order, without those of its tables."""
    return [node for node in walk(_without_rows(document.blocks)) if isinstance(node, Str | Fact)]


def _without_rows(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return transform(blocks, lambda node: replace(node, rows=()) if _is_table(node) else node)


def _is_table(node: object) -> bool:
    return isinstance(node, Table)


def _variable_names(leaves: Sequence[Sequence[Str | Fact]]) -> list[str]:
    """Return the name of each piece of text, "" for prose: what is a fact or differs has one."""
    if len({tuple(map(type, each)) for each in leaves}) != 1:
        raise UnlikeBriefs("the briefs of the bench differ in more than their words")
    return [
        f"f{number}" if isinstance(same[0], Fact) or len({each.text for each in same}) > 1 else ""
        for number, same in enumerate(zip(*leaves, strict=True))
    ]


def _values(document: Document, names: Sequence[str]) -> dict[str, Any]:
    """Return the plain dictionary that a template makes `document` from."""
    return {
        "facts": {
            name: leaf.text for name, leaf in zip(names, _leaves(document), strict=True) if name
        },
        "tables": [
            [_row(table, number) for number in range(len(table.rows))]
            for table in walk(document.blocks)
            if isinstance(table, Table)
        ],
        "build": document.running.build,
        "head": document.running.head,
        "date": document.properties.date,
    }


_KINDS = {"text": "", "figure": "n", "mark": "m"}


def _row(table: Table, number: int) -> dict[str, Any]:
    """Return a row: `cells` as HTML wants them, `texts` with one text for each column."""
    cells: list[dict[str, Any]] = []
    texts: list[str] = []
    for cell in table.rows[number].cells:
        kind = _KINDS[table.columns[len(texts)].kind] if cell.span == 1 else ""
        text = plain_text(cell.kids)
        cells.append({"text": text, "span": cell.span, "cls": f"{cell.cls} {kind}".strip()})
        texts += [text, *[""] * (cell.span - 1)]
    return {"cls": table.rows[number].cls, "cells": cells, "texts": texts}


# --- The template of the page -------------------------------------------------------------


def _with_variables(document: Document, names: Sequence[str]) -> Document:
    """Return `document` as a template: variables for what varies, tables without rows."""
    following = iter(names)

    def named(node: Any) -> Any:
        if not isinstance(node, Str | Fact):
            return node
        name = next(following)
        return Str(f"{{{{ facts.{name} }}}}" if name else node.text)

    return replace(
        document,
        blocks=transform(_without_rows(document.blocks), named),
        running=replace(document.running, build="{{ build }}", head="{{ head }}"),
        properties=replace(document.properties, date="{{ date }}"),
    )


_ROWS = """<tbody>
{{% for row in tables[{number}] %}}
<tr class="{{{{ row.cls }}}}">{{% for cell in row.cells %}}\
<td class="{{{{ cell.cls }}}}" colspan="{{{{ cell.span }}}}">{{{{ cell.text }}}}</td>\
{{% endfor %}}</tr>
{{% endfor %}}
</tbody>"""


def _html_template(document: Document) -> str:
    """Return the template of the page: the same elements as ours, without the marks of facts."""
    numbers = count()
    return re.sub(
        r"<tbody>\s*</tbody>",
        lambda _: _ROWS.format(number=next(numbers)),
        write_html(document, marks="none"),
    )
