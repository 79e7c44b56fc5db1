"""What a stylesheet says that Word cannot show is told with its line."""

from pathlib import Path

import pytest

from kzreport.styles import Style, load_style
from kzreport.styles.unmapped import unmapped

ROOT = Path(__file__).parents[2]


def told(css: str) -> list[str]:
    style = Style("own", css, ROOT)
    return [f"{e.line}:{e.column} {e.name}: {e.value}" for e in unmapped(style)]


def test_the_house_style_says_nothing_that_word_cannot_show():
    assert [each.name for each in unmapped(load_style(ROOT / "styles" / "mission.css"))] == []


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("p { border-radius: 4pt }", "1:5 border-radius: 4pt"),
        ("p {\n  color: red;\n  letter-spacing: 1pt\n}", "3:3 letter-spacing: 1pt"),
        ("div.box { display: flex }", "1:11 display: flex"),
        ("p { background: url(a.png) }", "1:5 background: url(a.png)"),
        ("td { transform: rotate(90deg) }", "1:6 transform: rotate(90deg)"),
        ("p { float: left !important }", "1:5 float: left"),
        (":root { --way: grid }\np { display: var(--way) }", "2:5 display: var(--way)"),
        ("@media print { p { opacity: 0.5 } }", "1:20 opacity: 0.5"),
        ("@page { @top-left { box-shadow: none } }", "1:21 box-shadow: none"),
    ],
)
def test_a_property_that_word_has_nothing_for_is_told(css, expected):
    assert told(css) == [expected]


@pytest.mark.parametrize(
    "css",
    [
        "p { margin: 0 0 6pt; padding-inline-start: 4mm; border-top: 1pt solid #123456 }",
        "table { display: table; border-collapse: collapse; table-layout: fixed }",
        "span.fn { float: footnote; hyphens: manual; text-transform: uppercase }",
        "@media screen { p { display: flex } }",
        "@font-face { font-family: A; src: url(a.woff) }",
        "@page { size: A4; margin: 2cm; @bottom-left { content: string(build) } }",
        "p {\n  float: left; /* PDF only: Word has no such place */\n}",
        "p { color: red; } } }{{{",
        "",
    ],
)
def test_what_word_shows_or_only_the_screen_needs_is_not_told(css):
    assert told(css) == []
