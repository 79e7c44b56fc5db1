"""Templates that would run for ever, or fill the memory, end with their line."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
STEPS = "the template takes more than 500,000 steps"
LONG = "the template makes a text of more than 1,000,000 characters"

#: what a template asks for, and what it is told; each stands on line 3
TOO_MUCH = {
    "loop in a loop": (
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        STEPS,
    ),
    "range": ("{{ range(1000000000) | length }}", "the template asks for too much"),
    "text times": ("{{ 'x' * 10000000000 }}", "not allowed in a template: `*` is not for text"),
    "list times": ("{{ ([0] * 10000000000) | length }}", "not allowed in a template: `*`"),
    "power": ("{{ 10 ** 1000000000 }}", "not allowed in a template: `**`"),
    "product": (
        "{% set n = namespace(x=9) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}",
        "the template makes a number of more than a thousand digits",
    ),
    "percent": ("{{ '%1000000000d' % 1 }}", "not allowed in a template: `%` is not for text"),
    "format": ("{{ '%1000000000d' | format(1) }}", "`| format` takes widths up to three figures"),
    "format by value": ("{{ '%*d' | format(1000, 1) }}", "`| format` takes widths up to three"),
    "str.format": ("{{ '{:>1000000000}'.format(1) }}", "text has no key `format`"),
    "ljust": ("{{ 'x'.ljust(1000000000) }}", "text has no key `ljust`"),
    "center": ("{{ 'x' | center(1000000000) }}", "`| center` takes numbers up to 10,000"),
    "indent": ("{{ 'x' | indent(1000000000) }}", "`| indent` takes numbers up to 10,000"),
    "batch": ("{{ [1] | batch(1000000000, 0) | list }}", "`| batch` takes numbers up to 10,000"),
    "slice": ("{{ [1] | slice(1000000000) | list }}", "`| slice` takes numbers up to 10,000"),
    "round": ("{{ 1.5 | round(1000000000, 'ceil') }}", "`| round` takes numbers up to 10,000"),
    "replace": (
        "{% set x = 'a' | center(9999) %}{{ x | replace(' ', x) | replace(' ', x) }}",
        LONG,
    ),
    "joined": (
        (
            "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}"
            "{% endfor %}"
        ),
        LONG,
    ),
    "added": (
        (
            "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}"
            "{% endfor %}"
        ),
        LONG,
    ),
    "lists added": (
        (
            "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}"
            "{% endfor %}"
        ),
        LONG,
    ),
    "printed": (
        (
            "{% set x = 'a' | center(9999) %}"
            "{% set y %}{% for i in range(99999) %}{{ x }}{% endfor %}{% endset %}"
        ),
        STEPS,
    ),
    "macro": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "a macro or an include calls its"),
    "macro twice": (
        (
            "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
            "{{ m(60) }}"
        ),
        STEPS,
    ),
    "include": ("{% include 't.md.j2' %}", "a macro or an include calls itself without end"),
    "lipsum": ("{{ lipsum(n=1000000) }}", "nothing is named `lipsum` here"),
}

ALONE = """
import sys
from kzreport import load_project, render
from kzreport.errors import KzReportError
project = load_project(sys.argv[1])
try:
    render(project, "t")
except KzReportError as exc:
    print(exc)
"""


@pytest.mark.parametrize(("body", "told"), TOO_MUCH.values(), ids=list(TOO_MUCH))
def test_it_ends_in_an_error_with_its_line(workspace, body, told):
    """In a process with a gigabyte and twenty seconds, which none of them needs."""
    workspace.template("t", f"Text.\n\n{body}\n")
    workspace.report("t", "template: t")
    workspace.project()

    ran = subprocess.run(
        [sys.executable, "-c", ALONE, str(workspace.root)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_narrow,
    )

    assert ran.stderr == ""
    place, _, message = ran.stdout.partition("templates/t.md.j2:")[2].partition(": ")
    assert place == "6"
    assert message.startswith(told)


def _narrow() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))


def test_a_long_honest_paper_is_made(workspace):
    body = "{% for i in range(2000) %}{% for c in facts.contributions %}{{ c.when }} {% endfor %}"
    workspace.template("t", f"{body}{{% endfor %}}\n")

    assert len(workspace.render("t").facts.printed) == 4000
