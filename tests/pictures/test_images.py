"""Images of the project: inside its folder, whole, bounded, and bare of what nobody sees."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from kzreport.errors import TemplateError
from kzreport.pictures import load_image

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="30mm">{}</svg>'


def saved(kind: str, size=(300, 150), mode="RGB", **options) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, 90 if mode in ("L", "P") else (90,) * len(mode)).save(
        buffer, kind, **options
    )
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "project"
    (root / "images").mkdir(parents=True)
    (tmp_path / "outside.png").write_bytes(saved("PNG"))
    return root


def refused(folder, name: str, data: bytes | str | None = None, **options) -> TemplateError:
    if data is not None:
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(TemplateError) as caught:
        load_image(folder, name, **options)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/png"),
        ("BMP", "image/png"),
        ("TIFF", "image/png"),
    ],
)
def test_images_become_png_or_stay_jpeg(folder, kind, media):
    (folder / "images" / "a.img").write_bytes(saved(kind))

    picture = load_image(folder, "images/a.img")

    assert picture.media == media
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.format == ("JPEG" if kind == "JPEG" else "PNG")
    assert (picture.width, picture.height) == (50.8, 25.4)


def test_a_width_is_millimetres_and_no_picture_is_higher_than_a_page(folder):
    (folder / "a.png").write_bytes(saved("PNG"))
    (folder / "high.png").write_bytes(saved("PNG", (10, 100)))

    assert load_image(folder, "a.png", 80).height == 40
    assert load_image(folder, "high.png", 100).height == 215
    assert "is `2` wide" in refused(folder, "a.png", width=2).message


@pytest.mark.parametrize(
    "name",
    [
        "../outside.png",
        "images/../../outside.png",
        "/etc/passwd",
        "..\\outside.png",
        "C:/a.png",
        ".git/a.png",
        "",
        "a\0.png",
    ],
)
def test_nothing_outside_the_project_is_an_image_of_it(folder, name):
    assert "is no image of the project" in refused(folder, name).message


def test_a_link_out_of_the_project_leads_nowhere(folder, tmp_path):
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    (folder / "door").symlink_to(tmp_path)

    assert "is no image of the project" in refused(folder, "link.png").message
    assert "is no image of the project" in refused(folder, "door/outside.png").message
    assert "is no image of the project" in refused(folder, "images").message


def test_a_missing_image_is_told(folder):
    assert refused(folder, "images/none.png").message == "there is no image `images/none.png`"


@pytest.mark.parametrize("lenient", [False, True], ids=["alone", "with WeasyPrint"])
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.svg"])
def test_a_broken_image_is_told(folder, name, lenient, monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", lenient)  # as WeasyPrint sets it
    whole = saved("PNG", (200, 200)) if name.endswith("png") else saved("JPEG", (200, 200))
    refused(folder, name, whole[: len(whole) // 2])
    refused(folder, name, b"")
    refused(folder, name, b"\0" * 500)


def test_an_image_of_too_many_dots_is_not_even_opened(folder):
    data = saved("PNG", (10_000, 5_001), "L")

    assert "50,000,000 are allowed" in refused(folder, "a.png", data).message


def test_metadata_does_not_travel_and_its_turn_is_carried_out(folder):
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    exif[0x0112] = 6  # turned by a quarter
    (folder / "a.jpg").write_bytes(saved("JPEG", (300, 150), exif=exif))

    picture = load_image(folder, "a.jpg")

    assert b"secret" not in picture.data
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.size == (150, 300)
        assert not image.getexif()


def test_dots_beyond_those_of_print_are_left_out(folder):
    (folder / "a.jpg").write_bytes(saved("JPEG", (4000, 2000)))

    with Image.open(io.BytesIO(load_image(folder, "a.jpg", 100).data)) as image:
        assert image.size == (1181, 590)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16"])
def test_images_of_every_mode_can_be_used(folder, mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    buffer = io.BytesIO()
    Image.new(mode, (3000, 30)).save(buffer, kind)
    (folder / "a.png").write_bytes(buffer.getvalue())

    assert load_image(folder, "a.png").data


def test_the_same_image_is_the_same_bytes(folder):
    (folder / "a.png").write_bytes(saved("PNG", (3000, 1500)))

    assert load_image(folder, "a.png") == load_image(folder, "a.png")


# --- SVG ------------------------------------------------------------------------------------


def test_a_vector_stays_one_and_gets_a_twin(folder):
    (folder / "a.svg").write_text(PLAIN.format('<rect width="30" height="30" fill="#123f52"/>'))

    picture = load_image(folder, "a.svg")

    assert picture.media == "image/svg+xml"
    assert (picture.width, picture.height) == (60, 30)
    with Image.open(io.BytesIO(picture.raster)) as twin:
        assert twin.size == (1600, pytest.approx(800, abs=8))
        assert twin.convert("RGB").getpixel((20, 20)) == (0x12, 0x3F, 0x52)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onclick="x()" width="1" height="1"/>',
        '<image href="file:///etc/passwd"/>',
        '<image href="http://example.org/a.png"/>',
        '<use href="other.svg#a"/>',
        "<style>@import 'http://example.org/a.css';</style>",
        "<style>rect { fill: url(http://example.org/a) }</style>",
        '<rect fill="url(\'http://example.org/a\')" width="1" height="1"/>',
        "<foreignObject><p/></foreignObject>",
        '<set attributeName="x"/>',
    ],
)
def test_a_vector_that_reaches_out_or_acts_is_refused(folder, inside):
    refused(folder, "a.svg", PLAIN.format(inside))


def test_what_a_vector_names_in_itself_is_kept(folder):
    inside = (
        '<defs><linearGradient id="g"><stop stop-color="red"/></linearGradient></defs>'
        '<rect fill="url(#g)" width="9" height="9"/><use href="#g"/>'
    )
    (folder / "a.svg").write_text(PLAIN.format(inside))

    assert load_image(folder, "a.svg").raster


@pytest.mark.parametrize(
    "text",
    [
        (
            '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg" width="1mm"'
            ' height="1mm"><text>&a;</text></svg>'
        ),
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<svg width="10" height="10"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 0"/>',
        "<svg",
    ],
)
def test_a_vector_that_is_no_plain_svg_is_refused(folder, text):
    refused(folder, "a.svg", text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), head=st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8"]))
def test_any_bytes_are_an_image_or_a_told_error(folder, data, head):
    for name in ("a.png", "a.svg"):
        (folder / name).write_bytes(head + data)
        with contextlib.suppress(TemplateError):
            assert load_image(folder, name).data
