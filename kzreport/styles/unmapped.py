"""What a stylesheet says that a Word file cannot show: told by `kzreport check`, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kzreport.styles import Style


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A declaration that Word's styles have no place for."""

    name: str
    value: str
    line: int
    column: int


# Read by `styles.word` and its neighbours, or by the writers themselves.
_CARRIED = re.compile(
    r"--.*|color|font(-family|-size|-weight|-style|-stretch)?|line-height|size|page"
    r"|text-(align(-all|-last)?|indent|decoration(-line|-style|-color)?)|vertical-align"
    r"|(margin|padding)(-(top|right|bottom|left|inline|block)(-start|-end)?)?"
    r"|border(-(top|right|bottom|left|inline|block)(-start|-end)?)?(-(width|style|color))?"
    r"|border-collapse|border-spacing|table-layout|caption-side|width|background-color"
    r"|list-style(-type|-position)?|break-(before|after|inside)|page-break-(before|after|inside)"
    r"|orphans|widows|content|quotes|counter-(reset|increment|set)|string-set"
)
# They steer what only a PDF has, or lines that Word breaks by itself.
_OF_PDF = re.compile(
    r"bookmark-(label|level|state)|footnote-(policy|display)|clear|(max|min)-(width|height)|height"
    r"|text-(underline-offset|wrap|rendering|decoration-(thickness|skip-ink))|font-variant-numeric"
    r"|font-(kerning|feature-settings|language-override|synthesis)|overflow-wrap|word-break|lang"
    r"|hyphenate-.*|unicode-bidi|direction|anchor|link|box-sizing|image-resolution|white-space"
    r"|empty-cells|box-decoration-break|-weasy-.*"
)
# Of these only some values have a counterpart.
_VALUES = {
    "background": re.compile(r"(?!.*(url\(|gradient)).*", re.DOTALL),
    "display": re.compile(r"none|block|inline|inline-block|list-item|contents|flow-root|table.*"),
    "float": re.compile(r"none|footnote"),
    "font-variant": re.compile(r"normal|(lining|tabular|oldstyle|proportional)-nums.*"),
    "hyphens": re.compile(r"none|manual"),
    "letter-spacing": re.compile(r"normal|0"),
    "position": re.compile(r"static|running\(.*\)"),
    "text-transform": re.compile(r"none|uppercase"),
    "visibility": re.compile(r"visible"),
    "word-spacing": re.compile(r"normal|0"),
}
_ACCEPTED = re.compile(r"/\*\s*PDF only\b", re.IGNORECASE)
_WATERMARK = "var(--watermark)"  # Word has its own behind the pages of a draft
_TOKEN = re.compile(r"var\(\s*(--[\w-]+)\s*\)")


@lru_cache(maxsize=8)
def unmapped(style: Style) -> tuple[Unmapped, ...]:
    """Return what `style` says for print that a Word file cannot show, in its order.

    A line with the comment `/* PDF only */` accepts the difference. What cannot be read as CSS
    is not told here: making the paper tells it.
    """
    import tinycss2

    rules = tinycss2.parse_stylesheet(style.css, skip_comments=True, skip_whitespace=True)
    declarations = list(_declarations(rules))
    tokens = {d.lower_name: _text(d) for d in declarations if d.lower_name.startswith("--")}
    accepted = {n for n, line in enumerate(style.css.split("\n"), 1) if _ACCEPTED.search(line)}
    return tuple(
        Unmapped(each.lower_name, _text(each), each.source_line, each.source_column)
        for each in declarations
        if each.source_line not in accepted
        and _WATERMARK not in _text(each)
        and not _is_shown(each.lower_name, _resolved(_text(each), tokens))
    )


def _declarations(rules: Any) -> Iterator[Any]:
    """Yield the declarations of ordinary rules, of pages and their margins, and for print."""
    import tinycss2

    for rule in rules:
        if rule.type == "declaration":
            yield rule
        elif rule.type == "qualified-rule" or (
            rule.type == "at-rule" and rule.content is not None and _is_for_print(rule)
        ):
            yield from _declarations(
                tinycss2.parse_blocks_contents(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
            )


def _is_for_print(rule: Any) -> bool:
    """Return whether a rule with an @ holds what is printed: fonts and counters are apart."""
    import tinycss2

    if rule.lower_at_keyword != "media":
        return rule.lower_at_keyword not in ("font-face", "counter-style", "color-profile")
    return "screen" not in tinycss2.serialize(rule.prelude)


def _text(declaration: Any) -> str:
    import tinycss2

    return " ".join(tinycss2.serialize(declaration.value).split())


def _resolved(value: str, tokens: dict[str, str]) -> str:
    return _TOKEN.sub(lambda found: tokens.get(found[1], found[0]), value)


def _is_shown(name: str, value: str) -> bool:
    if name in _VALUES:
        return _VALUES[name].fullmatch(value.lower()) is not None
    return bool(_CARRIED.fullmatch(name) or _OF_PDF.fullmatch(name))
