"""The Markdown of templates: CommonMark less what surprises, plus what papers need."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: attributes a template may give: `{.class #id lang=kk}`
ATTRIBUTES = ["class", "id", "lang"]
MAX_NESTING = 40

_HEADING_ATTRIBUTES = re.compile(r"[ \t]*\{((?:[#.][\w-]+[ \t]*)+)\}[ \t]*$")


@cache
def parser() -> MarkdownIt:
    """Return the one parser.

    Left out: indented code and setext headings (loops indent, dashes follow text), HTML,
    automatic and reference links.
    """
    from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    options = {"html": False, "linkify": False, "typographer": False, "maxNesting": MAX_NESTING}
    markdown = MarkdownIt("commonmark", options).enable("table")
    markdown.disable(["code", "lheading", "html_block", "html_inline", "autolink", "reference"])
    # the reader judges addresses itself, and says where; the parser would print them literally
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    markdown.use(attrs_plugin, spans=True, allowed=ATTRIBUTES)
    markdown.use(attrs_block_plugin, allowed=ATTRIBUTES)
    markdown.use(footnote_plugin, inline=False)
    markdown.use(deflist_plugin)
    markdown.use(container_plugin, "div", marker=":", validate=_opens_div)
    return markdown


def _opens_div(info: str, _: str = "") -> bool:
    return bool(info.strip())


def parse(text: str) -> tuple[list[Token], dict[str, list[Token]]]:
    """Return the tokens of the body, and those of each footnote by its label.

    A footnote that is written but never called has no tokens.
    """
    environment: dict[str, Any] = {}
    tokens = parser().parse(text, environment)
    body: list[Token] = []
    notes: dict[str, list[Token]] = {}
    current = body
    for token in tokens:
        if token.type == "footnote_open":
            current = notes.setdefault(str(token.meta["label"]), [])
        elif token.type == "footnote_close":
            current = body
        elif token.type not in ("footnote_anchor", "footnote_block_open", "footnote_block_close"):
            current.append(token)
    for label in environment.get("footnotes", {}).get("refs", {}):
        notes.setdefault(label.removeprefix(":"), [])
    return body, notes


def line_of_note(text: str, label: str) -> int | None:
    """Return the line (from 0) on which the footnote `label` is written."""
    found = re.search(rf"^[ ]{{0,3}}\[\^{re.escape(label)}\]:", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) if found else None


def classes(token: Token) -> str:
    """Return the classes a template gave to a block."""
    return str(token.attrs.get("class", ""))


def heading_attributes(children: list[Token]) -> tuple[str, str]:
    """Take `{#id .class}` off the end of a heading; return id and classes.

    Pandoc has it, the plugin for attributes does not read it.
    """
    if not children or children[-1].type != "text":
        return "", ""
    last = children[-1]
    found = _HEADING_ATTRIBUTES.search(last.content)
    if found is None:
        return "", ""
    last.content = last.content[: found.start()]
    words = found[1].split()
    ids = [word[1:] for word in words if word[0] == "#"]
    return (ids[-1] if ids else ""), " ".join(word[1:] for word in words if word[0] == ".")
