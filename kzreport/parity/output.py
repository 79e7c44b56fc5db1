"""What parity found, as JSON and as one HTML page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from kzreport.parity import Parity, Result

FORMAT = 1


def to_json(papers: Sequence[Parity]) -> str:
    """Return the results as JSON: every check of every paper, with what differs."""
    data = {
        "format": FORMAT,
        "differences": sum(paper.differences for paper in papers),
        "papers": [
            {
                "name": paper.name,
                "lang": paper.lang,
                "checks": [
                    {
                        "name": result.check.name,
                        "title": result.check.title,
                        "file": result.file,
                        "differences": list(result.differences),
                    }
                    for result in paper.results
                ],
            }
            for paper in papers
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def to_html(papers: Sequence[Parity]) -> str:
    """Return the results as one page that needs nothing beside it."""
    parts = "".join(map(_paper, papers))
    whole = sum(paper.differences for paper in papers)
    told = "No difference." if not whole else f"{whole} differences."
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Parity of PDF and Word</title><style>{_STYLE}</style></head><body>"
        f"<h1>Parity of PDF and Word</h1><p>{told}</p>{parts}</body></html>\n"
    )


_STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1f22}table{border-collapse:collapse;width:100%}th,td{text-align:left;"
    "vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d5dde0}"
    "td.bad{background:#fbeaea}td.good{color:#2b6b3f}ul{margin:.2rem 0;padding-left:1.2rem}"
    "h2{margin-top:2rem}"
)


def _paper(paper: Parity) -> str:
    rows = "".join(map(_row, by_check(paper)))
    return (
        f"<h2>{escape(paper.name)} ({escape(paper.lang)})</h2><table><thead><tr>"
        '<th scope="col">Check</th><th scope="col">Word</th><th scope="col">PDF</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _row(found: tuple[Result | None, Result | None]) -> str:
    check = next(each.check for each in found if each is not None)
    cells = "".join(map(_cell, found))
    return f'<tr><th scope="row">{escape(check.title)}</th>{cells}</tr>'


def _cell(result: Result | None) -> str:
    if result is None:
        return "<td></td>"
    if not result.differences:
        return '<td class="good">same</td>'
    told = "".join(f"<li>{escape(each)}</li>" for each in result.differences)
    return f'<td class="bad"><ul>{told}</ul></td>'


def by_check(paper: Parity) -> list[tuple[Result | None, Result | None]]:
    """Return the results of each check, that of the Word file and that of the PDF."""
    found = {(result.check.name, result.file): result for result in paper.results}
    names = dict.fromkeys(result.check.name for result in paper.results)
    return [(found.get((name, "docx")), found.get((name, "pdf"))) for name in names]
