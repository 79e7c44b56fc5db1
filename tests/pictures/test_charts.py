"""Charts as drawn: vectors and their twin, the same each time, nothing certain that is not."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from kzreport.errors import TemplateError
from kzreport.pictures import Bar, Chart, Panel, draw_chart
from kzreport.pictures.charts import _ticks

SVG = "{http://www.w3.org/2000/svg}"
EXACT = Bar("2011", "300", 300, 300)
RANGE = Bar("2012", "150–300", 150, 300)
OVER = Bar("2013", "over 100", 100, None, open=True)
NONE = Bar("2014", "…")


def figure(number: int) -> str:
    return f"{number:,}"


def drawn(*bars: Bar, kind="bars"):
    return draw_chart(Chart((Panel("US$", bars),), figure, kind))


def strokes(picture, width: str) -> int:
    """How many lines of a width there are."""
    text = picture.data.decode()
    return sum(f"stroke-width: {width}" in line for line in text.splitlines())


def solid_pixels(picture) -> int:
    image = Image.open(io.BytesIO(picture.raster)).convert("RGB")
    return sum(count for count, colour in image.getcolors(1 << 24) if colour == (0x12, 0x3F, 0x52))


def test_what_is_certain_is_solid_and_what_depends_on_a_reading_is_hatched():
    assert strokes(drawn(EXACT), "0.6") == 0
    assert strokes(drawn(RANGE), "0.6") > 10
    assert strokes(drawn(RANGE), "0.75") == 1  # its outline
    # the upper end of «over 100» is not drawn: nobody knows it
    assert strokes(drawn(OVER), "0.75") == 0
    assert strokes(drawn(OVER), "0.6") > 2


def test_the_solid_part_ends_where_certainty_ends():
    one, two = solid_pixels(drawn(EXACT, NONE)), solid_pixels(drawn(EXACT, EXACT))
    half = solid_pixels(drawn(EXACT, Bar("2012", "300", 150, 150)))

    assert (half - one) / (two - one) == pytest.approx(0.5, rel=0.05)


@pytest.mark.parametrize("kind", ["bars", "line"])
def test_what_is_not_recorded_has_no_bar_and_no_dot(kind):
    first, last = drawn(NONE, EXACT, kind=kind), drawn(EXACT, NONE, kind=kind)
    assert solid_pixels(first) == solid_pixels(last)
    missing = drawn(NONE, NONE, kind=kind)
    assert strokes(missing, "0.6") == strokes(missing, "0.75") == 0


def test_a_line_is_not_drawn_across_what_is_missing_or_a_range():
    def joints(*bars: Bar) -> int:
        return strokes(drawn(*bars, kind="line"), "1.25")

    assert joints(EXACT, EXACT, EXACT) == 2
    assert joints(EXACT, NONE, EXACT) == 0
    assert joints(EXACT, RANGE, EXACT) == 0
    assert joints(EXACT, OVER, EXACT) == 0


def test_each_unit_has_an_axis_of_its_own():
    one = Panel("US$", (EXACT,))
    both = draw_chart(Chart((one, Panel("EUR", (Bar("2011", "1", 1, 1),))), figure))

    assert both.height > 2 * draw_chart(Chart((one,), figure)).height


def test_a_chart_is_a_vector_of_outlines_with_a_twin_of_the_same_shape():
    picture = drawn(EXACT, Bar("тоқсан", "300 †", 300, 300))

    root = etree.fromstring(picture.data)
    assert root.tag == f"{SVG}svg"
    assert not list(root.iter(f"{SVG}text", f"{SVG}pattern", f"{SVG}image"))
    twin = Image.open(io.BytesIO(picture.raster))
    assert picture.width == 154
    assert twin.width / twin.height == pytest.approx(picture.width / picture.height, rel=0.01)
    assert twin.width == pytest.approx(154 / 25.4 * 300, abs=2)


def test_the_same_chart_is_the_same_bytes_in_every_process():
    code = (
        "import hashlib\n"
        "from kzreport.pictures import *\n"
        "bars = (Bar('2011', '300', 300, 300), Bar('2012', '150–300', 150, 300))\n"
        "p = draw_chart(Chart((Panel('US$', bars),), lambda n: f'{n:,}'))\n"
        "print(hashlib.sha256(p.data + p.raster).hexdigest())"
    )
    picture = drawn(EXACT, RANGE)
    own = hashlib.sha256(picture.data + picture.raster).hexdigest()

    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        other = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        assert other.stdout.strip() == own


@pytest.mark.parametrize("most", [0, 1, 3, 99, 250_000, 600_000, 1e9, 7e12])
def test_an_axis_is_cut_at_round_figures_and_reaches_its_highest_value(most):
    ticks = list(_ticks(most))

    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert 2 <= len(ticks) <= 6
    assert ticks == sorted(set(ticks))


def test_signs_of_mathematics_in_a_label_are_drawn_as_they_stand():
    assert drawn(Bar("$x_1$ & <b>", "$3^2$", 3, 3)).data


LETTERS = "aZ09 ,.–…†‡◊¤§№«»“”жқңүұһөәіА\u00a0\u202f$_^{}\\\\<&"
VALUES = st.floats(0, 1e12, allow_nan=False)
BARS = st.builds(
    lambda label, text, one, more, kind: Bar(
        label,
        text,
        None if kind == "missing" else one,
        {"missing": None, "open": None, "exact": one, "range": one + more}[kind],
        kind == "open",
    ),
    st.text(LETTERS, max_size=60),
    st.text(LETTERS, max_size=60),
    VALUES,
    VALUES,
    st.sampled_from(["missing", "open", "exact", "range"]),
)


@settings(max_examples=12)
@given(st.lists(BARS, min_size=1, max_size=20), st.sampled_from(["bars", "line"]))
def test_any_values_and_words_are_drawn_within_the_picture(bars, kind):
    picture = drawn(*bars, kind=kind)

    box = [float(part) for part in etree.fromstring(picture.data).get("viewBox").split()]
    assert picture.width == 154
    assert box[2] == pytest.approx(154 / 25.4 * 72, abs=0.1)
    assert Image.open(io.BytesIO(picture.raster)).size[0] > 1800


def test_a_character_that_would_be_an_empty_box_is_refused():
    with pytest.raises(TemplateError) as caught:
        drawn(Bar("年", "3 ؆", 3, 3))

    assert {problem.message for problem in caught.value.problems} == {
        "the font of charts lacks the character `年` (U+5E74)",
        "the font of charts lacks the character `؆` (U+0606)",
    }
