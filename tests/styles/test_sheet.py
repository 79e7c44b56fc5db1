"""The sheet: one stylesheet's values for Word, in memory and on disk."""

import json
from pathlib import Path

import pytest

from kzreport.styles import Style, load_style
from kzreport.styles.sheet import from_json, is_rtl, read_sheet, to_json

MISSION = load_style(Path(__file__).parents[2] / "styles" / "mission.css")


def test_the_mission_s_style_gives_the_specified_values():
    sheet = read_sheet(MISSION)

    text, number, title = (sheet.looks[probe] for probe in ("p", "p.num::before", "h1"))
    assert (text.size, text.line, text.color) == (11.5, 16, "1B1F22")
    assert (title.size, title.line, title.color) == (22, 28, "123F52")
    assert number.color == "4A575E"
    assert sheet.looks["div.box"].fill == "EEF3F5"
    assert sheet.looks["table.masthead > tbody > tr > td.bar"].border[0].color == "0093AB"
    assert round(sheet.block_width("portrait") / 72 * 25.4) == 154
    assert round(sheet.block_width("wide") / 72 * 25.4) == 253


def test_reading_twice_gives_the_same_object():
    assert read_sheet(MISSION) is read_sheet(MISSION, "en-GB")


def test_a_sheet_survives_json():
    sheet = read_sheet(MISSION)

    assert from_json(to_json(sheet)) == sheet
    assert to_json(from_json(to_json(sheet))) == to_json(sheet)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}', '{"format": 1}', "null"])
def test_what_is_no_stored_sheet_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  the message is for nobody
        from_json(text)


def test_a_stored_sheet_is_used_instead_of_the_css(tmp_path):
    style = Style("own", "p { font-size: 10pt }", tmp_path)
    assert read_sheet(style, cache=tmp_path / "a").looks["p"].size == 10
    (stored,) = (tmp_path / "a").iterdir()
    (tmp_path / "b").mkdir(mode=0o700)
    marked = json.loads(stored.read_text("utf-8"))
    marked["looks"]["p"]["size"] = 77
    (tmp_path / "b" / stored.name).write_text(json.dumps(marked), "utf-8")

    assert read_sheet(style, cache=tmp_path / "b").looks["p"].size == 77


def test_a_damaged_stored_sheet_is_made_anew(tmp_path):
    style = Style("own", "p { font-size: 9pt }", tmp_path)
    read_sheet(style, cache=tmp_path / "a")
    (stored,) = (tmp_path / "a").iterdir()
    (tmp_path / "b").mkdir(mode=0o700)
    (tmp_path / "b" / stored.name).write_text('{"format": 1, "looks"', "utf-8")

    assert read_sheet(style, cache=tmp_path / "b").looks["p"].size == 9
    assert from_json((tmp_path / "b" / stored.name).read_text("utf-8")).looks["p"].size == 9


def test_arabic_is_mirrored_and_larger():
    assert is_rtl("ar")
    assert not is_rtl("kk")
    sheet = read_sheet(MISSION, "ar")

    assert sheet.rtl
    assert sheet.looks["p"].size == 13
    assert sheet.looks["p"].margin.start == read_sheet(MISSION).looks["p"].margin.start


def test_a_style_that_draws_on_another_is_not_stored(tmp_path):
    (tmp_path / "base.css").write_text("p { font-size: 8pt }", "utf-8")
    style = Style("own", "@import 'base.css';", tmp_path)

    assert read_sheet(style, cache=tmp_path / "a").looks["p"].size == 8
    assert not (tmp_path / "a").exists()
