"""Every text that kzreport prints is made of letters that the fonts of the house have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kzreport.facts.base import load_facts
from kzreport.facts.lookup import texts_of
from kzreport.language import available_languages, load_language

ROOT = Path(__file__).parents[2]
FOLDER = Path("/usr/share/fonts/truetype/liberation2")
FACES = [
    f"Liberation{family}-{face}.ttf"
    for family in ("Sans", "Serif")
    for face in ("Regular", "Bold", "Italic", "BoldItalic")
]
#: no letter but a command: it forbids a line to end
JOINER = "\u2060"


def _strings(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from (*_strings(key), *_strings(value))
    elif isinstance(part, tuple):
        for value in part:
            yield from _strings(value)


def _of_tables() -> Iterator[tuple[str, str]]:
    for lang in available_languages():
        table = load_language(lang).table
        for name in table.__dataclass_fields__:
            for text in _strings(getattr(table, name)):
                yield f"{lang}.yaml {name}", text


def _of_facts() -> Iterator[tuple[str, str]]:
    for entry in load_facts(ROOT / "data").entries.values():
        for field, texts in texts_of(entry):
            yield from ((f"{entry.id}.{field}.{lang}", text or "") for lang, text in texts.items())
        yield from ((f"{entry.id} forms", text) for text in _strings(getattr(entry, "forms", {})))


def _of_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").glob("*.md.j2")):
        yield path.name, re.sub(r"\{##.*?##\}", "", path.read_text("utf-8"), flags=re.DOTALL)


@pytest.fixture(scope="module", params=FACES)
def characters(request) -> set[str]:
    """The characters of one face."""
    with TTFont(FOLDER / request.param) as font:
        return {*map(chr, font.getBestCmap()), JOINER, "\n"}


@pytest.mark.parametrize("texts", [_of_tables, _of_facts, _of_templates])
def test_every_face_has_the_letters_of_every_text(characters, texts):
    lacking = {
        f"U+{ord(character):04X} in {where}"
        for where, text in texts()
        for character in set(text) - characters
    }

    assert lacking == set()


def test_the_faces_have_what_four_languages_need_and_not_the_hyphen_that_never_breaks(characters):
    needed = {*"ӘәҒғҚқҢңӨөҰұҮүҺһІі", *"ЁёЪъЭэ", *"àâçéèêëîïôùûüœŒ’«»“”„", "\u00a0", "\u202f"}

    assert needed <= characters
    assert "\u2011" not in characters
