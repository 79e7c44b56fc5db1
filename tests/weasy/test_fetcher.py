"""What a page may load: files beside its style and what stands in the page, nothing else."""

import base64
import http.server
import os
import threading

import pytest

from kzreport.errors import WriterError
from kzreport.weasy.engine import lay_out
from kzreport.weasy.fetcher import LARGEST, ProjectFetcher

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/>'


@pytest.fixture
def folder(tmp_path):
    """A project's folder `styles` with a picture, and a secret picture beside it."""
    styles = tmp_path / "styles"
    styles.mkdir()
    (styles / "bar.svg").write_text(f"{SQUARE}</svg>")
    (tmp_path / "secret.svg").write_text(f"{SQUARE}</svg>")
    (tmp_path / "secret.css").write_text("p { color: red }")
    return styles


@pytest.fixture
def listener():
    """The address of a web server on this machine, and what was asked of it."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def page(body, head=""):
    return f'<!DOCTYPE html><html lang="en"><head><title>T</title>{head}</head><body>{body}</body>'


def drawn(folder, body, head="", css=""):
    return lay_out(page(body, head), css, folder).pdf()


def test_a_picture_beside_the_style_is_drawn(folder):
    with_picture = drawn(folder, '<img alt="bar" src="bar.svg">')

    assert with_picture != drawn(folder, "")


def test_a_picture_within_the_page_is_drawn(folder):
    data = base64.b64encode(f"{SQUARE}</svg>".encode()).decode()
    with_picture = drawn(folder, f'<img alt="bar" src="data:image/svg+xml;base64,{data}">')

    assert with_picture != drawn(folder, "")


# Each asks for something beyond the folder; {web} is a live server, {up} the folder above.
HOSTILE = {
    "a picture from the web": '<img alt="x" src="{web}/a.png">',
    "a picture by ftp": '<img alt="x" src="ftp://127.0.0.1/a.png">',
    "a picture above the folder": '<img alt="x" src="../secret.svg">',
    "a picture above it, encoded": '<img alt="x" src="%2e%2e/secret.svg">',
    "a picture by its absolute address": '<img alt="x" src="file://{up}/secret.svg">',
    "a picture on another machine": '<img alt="x" src="file://host{up}/secret.svg">',
    "a picture behind a link": '<img alt="x" src="link.svg">',
    "a file that is no picture": '<img alt="x" src="notes.txt">',
    "a device": '<img alt="x" src="pipe.svg">',
    "a missing picture": '<img alt="x" src="missing.svg">',
    "a page within the page": '<img alt="x" src="data:text/html,x">',
    "an object": '<object data="{web}/a.svg">x</object>',
    "an embedded file": '<embed src="{web}/a.svg">',
    "content from the web": "<style>p::before {{ content: url('{web}/a.svg') }}</style><p>x",
    "a background above the folder": "<p style=\"background: url('../secret.svg')\">x</p>",
    "a picture in a drawn picture": '<img alt="x" src="nested.svg">',
    "a picture in a picture of the page": (
        "<svg><title>x</title><image href='{web}/a.png' width='9'/></svg>"
    ),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_what_lies_elsewhere_is_refused_and_the_document_fails(folder, listener, body):
    web, asked = listener
    (folder / "link.svg").symlink_to(folder.parent / "secret.svg")
    (folder / "notes.txt").write_text("x")
    os.mkfifo(folder / "pipe.svg")
    (folder / "nested.svg").write_text(f'{SQUARE}<image href="{web}/a.png" width="9"/></svg>')
    body = body.format(web=web, up=folder.parent)

    with pytest.raises(WriterError, match="is not loaded: ") as caught:
        drawn(folder, body)

    assert asked == []
    assert all("is not loaded" in problem.message for problem in caught.value.problems)


HEADS = {
    "a stylesheet from the web": '<link rel="stylesheet" href="{web}/a.css">',
    "an attached secret": '<link rel="attachment" href="../secret.svg">',
    "another base address": '<base href="{web}/"><link rel="stylesheet" href="a.css">',
    "an imported stylesheet": '<style>@import "{web}/a.css";</style>',
    "a font from the web": "<style>@font-face {{ font-family: x; src: url({web}/a.ttf) }}</style>",
    "a colour profile": "<style>@color-profile --x {{ src: url({web}/a.icc) }}</style>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_the_head_of_a_page_reaches_nothing_either(folder, listener, head):
    web, asked = listener

    with pytest.raises(WriterError, match="is not loaded: "):
        drawn(folder, '<p style="font-family: x">x', head.format(web=web, up=folder.parent))

    assert asked == []


@pytest.mark.parametrize(
    "css",
    [
        '@import "{web}/a.css";',
        '@import "../secret.css";',
        "@font-face {{ font-family: x; src: url({web}/a.ttf) }}",
        "p {{ background: url({web}/a.png) }}",
        "@page {{ background: url(../secret.svg) }}",
    ],
)
def test_a_stylesheet_reaches_nothing_beyond_its_folder(folder, listener, css):
    web, asked = listener

    with pytest.raises(WriterError, match="is not loaded: "):
        drawn(folder, "<p>x", css=css.format(web=web))

    assert asked == []


def test_a_drawing_cannot_read_files_into_itself(folder):
    (folder / "x.svg").write_text(
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&x;</text></svg>'
    )

    with pytest.raises(WriterError, match=r"Failed to load image at '.*x\.svg'"):
        drawn(folder, '<img alt="x" src="x.svg">')


def test_all_refusals_are_told_in_one_run_each_once_with_a_hint(folder):
    with pytest.raises(WriterError) as caught:
        drawn(
            folder, '<img alt="x" src="https://a.org/1.png"><img alt="x" src="ftp://b.org/2.png">'
        )

    hint = "hint: put the file beside the stylesheet and refer to it by its name"
    assert str(caught.value) == (
        f"`ftp://b.org/2.png` is not loaded: it does not lie in the project\n{hint}\n"
        f"`https://a.org/1.png` is not loaded: it does not lie in the project\n{hint}"
    )


def test_a_long_address_is_shortened_in_the_message(folder):
    fetcher = ProjectFetcher(folder)

    with pytest.raises(PermissionError):
        fetcher.fetch("data:image/png;base64," + "A" * LARGEST)

    [problem] = fetcher.refused
    assert len(problem.message) < 200
    assert "longer than 5,000,000 characters" in problem.message


def test_a_file_that_is_too_large_is_refused(folder):
    with (folder / "large.png").open("wb") as file:
        file.truncate(LARGEST + 1)

    with pytest.raises(PermissionError, match="larger than 5,000,000 bytes"):
        ProjectFetcher(folder).fetch((folder / "large.png").as_uri())
