"""Pages are as meant, or there is an error that says what is not."""

import gc
import logging
import os
import subprocess
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
import weasyprint.pdf
from weasyprint.html import UA_STYLESHEET

from kzreport.document import Variant
from kzreport.errors import StyleError, WriterError
from kzreport.weasy import engine, fonts, quick
from kzreport.weasy.engine import Attached, lay_out, parse_sheet
from kzreport.weasy.fonts import new_font_configuration
from kzreport.weasy.tokens import resolve_tokens

VARIANTS: tuple[Variant, ...] = ("archive", "ua", "plain")
MONO = Path("/usr/share/fonts/truetype/liberation2/LiberationMono-Regular.ttf")
SMALL = "@page { size: 60mm 40mm; margin: 5mm }"


def page(body, head=""):
    return f'<!DOCTYPE html><html lang="en"><head><title>T</title>{head}</head><body>{body}</body>'


@pytest.fixture
def lay(tmp_path):
    def lay(body, css=SMALL, head=""):
        return lay_out(page(body, head), css, tmp_path, "styles/mission.css")

    return lay


@pytest.fixture
def shown(tmp_path):
    """Return what a program of poppler says of a PDF."""

    def shown(program, data, *options):
        (tmp_path / "a.pdf").write_bytes(data)
        command = [program, *options, "a.pdf"]
        if program in ("pdftotext", "qpdf"):
            command.append("-")
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        return run.stdout.decode("utf-8", "replace")

    return shown


def test_a_layout_knows_the_page_of_every_id(lay):
    layout = lay('<h1 id="one">One</h1><p id="two" style="break-before: page"><i id="три">x</i>')

    assert (layout.count, layout.anchors) == (2, {"one": 1, "two": 2, "три": 2})


def test_an_unknown_property_is_told_at_its_place_in_the_style(tmp_path):
    css = "p { color: red }\n/* two\nlines */\np { colour: red }\np { margin: twelve }\n"

    with pytest.raises(StyleError) as caught:
        lay_out(page("x"), css, tmp_path, "styles/mission.css")

    assert str(caught.value) == (
        "styles/mission.css:4:5: Ignored `colour: red `, unknown property.\n"
        "styles/mission.css:5:5: Ignored `margin: twelve `, invalid value."
    )


def test_a_wrong_style_is_not_remembered_as_right(lay):
    for _ in range(2):
        with pytest.raises(StyleError):
            lay("x", css="p { colour: red }")


def test_a_style_is_parsed_once(tmp_path):
    assert parse_sheet(SMALL, tmp_path, "a.css") is parse_sheet(SMALL, tmp_path, "a.css")


def test_a_counter_style_of_the_sheet_is_used(lay, shown):
    css = SMALL + '@counter-style x { system: cyclic; symbols: "§" } li { list-style: x }'

    for _ in range(2):
        assert "§" in shown("pdftotext", lay("<ul><li>item</ul>", css).pdf())


def test_a_link_to_nowhere_and_a_name_given_twice_are_errors(lay):
    with pytest.raises(WriterError) as caught:
        lay('<p id="a"><a href="#b">x</a><p id="a">').pdf()

    assert "'a'" in str(caught.value)
    with pytest.raises(WriterError, match="b"):
        lay('<p><a href="#b">x</a>').pdf()


def test_a_character_without_a_glyph_is_an_error_that_names_it(lay):
    with pytest.raises(WriterError) as caught:
        lay("<p>Day \U000f1234 and \U000f1234, \U000f5678").pdf()

    assert [problem.message for problem in caught.value.problems] == [
        "no font has the character `\U000f1234` (U+F1234)",
        "no font has the character `\U000f5678` (U+F5678)",
    ]


def test_kazakh_and_russian_are_set_in_the_house_fonts_alone(lay, shown):
    css = SMALL + 'p { font-family: "Liberation Serif" } b { font-family: "Liberation Sans" }'
    data = lay("<p>Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі, Ёё № — «†‡¤◊§»<b>Қазақстан</b>", css).pdf()

    fonts = [line.split()[0].partition("+")[2] for line in shown("pdffonts", data).splitlines()[2:]]
    assert sorted(fonts) == ["Liberation-Sans-Bold", "Liberation-Serif"]


def test_debian_12_and_the_later_systems_differ_in_one_folder_alone():
    here = Path(fonts.__file__).parent
    old, new = (here / name for name in ("fonts-debian12.conf", "fonts.conf"))

    lines = [[x for x in f.read_text().splitlines() if x.startswith("  <")] for f in (old, new)]
    assert [pair for pair in zip(*lines, strict=True) if pair[0] != pair[1]] == [
        (
            "  <dir>/usr/share/fonts/truetype/liberation2</dir>",
            "  <dir>/usr/share/fonts/truetype/liberation</dir>",
        )
    ]


@pytest.mark.parametrize("name", ["liberation2", "liberation"])
def test_the_house_fonts_are_found_where_each_system_keeps_them(name, tmp_path):
    code = (
        "import sys; from pathlib import Path; from kzreport.weasy import fonts\n"
        "folder = Path(sys.argv[1])\n"
        "fonts._FOLDERS = tuple((folder / p.name, c) for p, c in fonts._FOLDERS)\n"
        "import os\n"
        "with fonts._house_fonts(): print(Path(os.environ['FONTCONFIG_FILE']).name)"
    )
    (tmp_path / name).mkdir()
    run = [sys.executable, "-c", code, tmp_path]
    env = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    said = subprocess.run(run, capture_output=True, text=True, check=True, env=env).stdout

    assert said.strip() == {"liberation2": "fonts-debian12.conf", "liberation": "fonts.conf"}[name]


def test_choosing_fonts_leaves_the_environment_as_it_was(monkeypatch):
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    new_font_configuration()
    assert "FONTCONFIG_FILE" not in os.environ

    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    new_font_configuration()
    assert os.environ["FONTCONFIG_FILE"] == "/etc/fonts/fonts.conf"


def test_a_style_brings_a_font_of_its_own_which_no_other_style_sees(lay, shown, tmp_path):
    (tmp_path / "own.ttf").write_bytes(MONO.read_bytes())
    css = SMALL + "p { font-family: Own }"
    own = css + "@font-face { font-family: Own; src: url(own.ttf) }"

    assert "Own" in shown("pdffonts", lay("<p>x", own).pdf())
    assert "Own" not in shown("pdffonts", lay("<p>x", css).pdf())


def test_a_font_that_is_not_there_is_an_error_of_the_style(lay):
    with pytest.raises(StyleError, match="Font-face 'Own' cannot be loaded"):
        lay("<p>x", "@font-face { font-family: Own; src: local(nothing-of-that-name) }")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<div>" * 60, "elements are nested more than 50 deep"),
        ("<table><tr><td colspan=1000000>x</table>", "`colspan` of a table is `1000000`"),
        ("<table><colgroup span=1000000></colgroup></table>", "`span` of a table is `1000000`"),
        ("x" * 10_001, "a word is longer than 10,000 characters"),
        ("<p>" + "x " * 10_000_000, "the document is longer than 20,000,000 characters"),
    ],
)
def test_a_page_that_would_not_come_to_an_end_is_refused_first(lay, body, words):
    with pytest.raises(WriterError, match=words):
        lay(body)


def test_a_failure_inside_weasyprint_becomes_our_error(lay):
    with pytest.raises(WriterError, match="the pages cannot be made: ") as caught:
        lay('<p style="font-size: 1e9px">xxx').pdf()

    assert caught.value.__cause__ is not None


def test_the_collector_and_the_log_are_as_before_a_failure(lay):
    logger = logging.getLogger("weasyprint")
    before = (logger.level, logger.propagate, list(logger.handlers))

    with pytest.raises(WriterError):
        lay('<img alt="x" src="missing.png">')

    assert gc.isenabled()
    assert (logger.level, logger.propagate, logger.handlers) == before


def test_problems_are_heard_where_the_log_is_switched_off(lay, monkeypatch):
    monkeypatch.setattr(logging.getLogger("weasyprint"), "disabled", True)
    logging.disable(logging.CRITICAL)
    try:
        with pytest.raises(WriterError, match="no font has the character"):
            lay("<p>\U000f1234").pdf()
        assert logging.root.manager.disable == logging.CRITICAL
    finally:
        logging.disable(logging.NOTSET)


def test_a_file_is_carried_inside_with_its_name_and_its_date(lay, shown):
    facts = Attached("facts.json", b"[1]", "The facts", datetime(2026, 11, 23, tzinfo=UTC))
    layout = lay("x")

    data = layout.pdf(attachments=[facts])

    assert "1: facts.json" in shown("pdfdetach", data, "-list")
    assert "/AFRelationship /Data" in shown("qpdf", data, "--qdf", "--object-streams=disable")
    assert data == layout.pdf(attachments=[facts])


def test_only_an_archival_variant_has_a_colour_profile(lay, shown):
    layout = lay("x")

    profiles = ["/OutputIntents" in shown("qpdf", layout.pdf(name), "--qdf") for name in VARIANTS]

    assert profiles == [True, False, False]


def test_a_variant_is_what_it_says(lay, shown):
    layout = lay("<h1>x</h1>")
    shape = [
        shown("qpdf", layout.pdf(name), "--qdf", "--object-streams=disable") for name in VARIANTS
    ]

    assert ["/StructTreeRoot" in each for each in shape] == [True, True, False]
    assert [each.count("pdfuaid:part") for each in shape] == [2, 1, 0]
    assert [each.count("<rdf:RDF") for each in shape] == [1, 1, 0]
    assert ['pdfaid:part="3"' in each for each in shape] == [True, False, False]


def test_our_structure_is_used_for_our_pages_alone(lay):
    before = weasyprint.pdf.add_tags

    lay("x").pdf()

    assert weasyprint.pdf.add_tags is before
    assert before.__module__ == "weasyprint.pdf.tags"


def test_loading_the_engine_says_nothing():
    ran = subprocess.run(
        [sys.executable, "-c", "import kzreport.weasy.quick"], capture_output=True, check=True
    )

    assert ran.stdout + ran.stderr == b""


def test_the_trimmed_defaults_draw_the_same_pages(lay, monkeypatch):
    body = '<h1>A</h1><p>x<span class="fn">note</span><ul><li>i</ul><ol><li>i</ol>'
    css = SMALL + ".fn { float: footnote }"
    trimmed = lay(body, css).pdf()

    assert quick._DEFAULTS is not UA_STYLESHEET
    monkeypatch.setattr(quick, "_DEFAULTS", UA_STYLESHEET)
    assert lay(body, css).pdf() == trimmed


def test_the_short_way_through_backgrounds_draws_the_same_pages(lay, monkeypatch):
    body = (
        '<h1>A</h1><p class="fill">x</p><p class="round">y</p><p class="shade">z</p>'
        '<p class="border">b</p><p class="hidden">h</p><table><tr><td>1</td><td>2</td></tr></table>'
    )
    square = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>"
    css = SMALL + (
        "@page { background: #eef; @top-left { content: 'x'; background: #fee } }"
        ".fill { background: red } .round { border: 1px solid; border-radius: 3px }"
        ".shade { box-shadow: 1px 1px red } .hidden { visibility: hidden; background: red }"
        f'.border {{ background: url("{square}") }} tr {{ background: tan }} td {{ opacity: .5 }}'
    )
    short = lay(body, css).pdf()

    monkeypatch.setattr(engine, "quick_backgrounds", nullcontext)
    assert lay(body, css).pdf() == short


def test_tokens_are_written_out_where_they_have_one_value():
    css = (
        ":root { --a: 1mm; /* c; */ --b: calc(2 * var(--a)); --c: red }\n"
        ".draft { --c: blue }\n@media print { :root { --d: 1mm } }\n"
        'p { margin: var(--b); color: var(--c); top: var(--d); content: "/* x */" }'
    )

    assert resolve_tokens(css).splitlines()[-1] == (
        'p { margin: calc(2 * 1mm); color: var(--c); top: var(--d); content: "/* x */" }'
    )


def test_a_token_that_uses_itself_comes_to_an_end():
    css = ":root { --a: var(--b); --b: var(--a) } p { top: var(--a) }"

    assert "p { top: var(--" in resolve_tokens(css)
