"""Shortcuts on WeasyPrint's long ways: the same pages in less time, as the tests prove.

They know its insides, so its version is bound in pyproject.toml, and they are kept few.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.draw.color import get_color
from weasyprint.html import UA, UA_STYLESHEET
from weasyprint.layout import background

from kzreport.weasy.fetcher import ProjectFetcher

# Rules of WeasyPrint's own stylesheet that begin with a pseudo-element make a style of their
# own for every element of the page: a quarter of the cascade's time in a long paper. Here
# they are bound to the elements that can have one.
_OWNERS = {
    "marker": "li",
    "footnote-call": ".fn",
    "footnote-marker": ".fn",
    "note-call": ".fn",
    "note-marker": ".fn",
    "note-callback": ".fn",
}


def _trimmed_defaults() -> Any:
    """Return WeasyPrint's stylesheet with cheap selectors, unchanged if it looks different."""
    text = UA
    for name, owner in _OWNERS.items():
        bare = f"\n::{name} "
        if text.count(bare) != 1:
            return UA_STYLESHEET
        text = text.replace(bare, f"\n{owner}::{name} ")
    return CSS(string=text, counter_style=CounterStyle())


_DEFAULTS = _trimmed_defaults()


class QuickHtml(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A page from text, or from a tree that need not be parsed; with the cheap defaults."""

    def __init__(self, page: str | Element, base: str, fetcher: ProjectFetcher) -> None:
        if isinstance(page, str):
            super().__init__(string=page, base_url=base, url_fetcher=fetcher)
            return
        self.base_url = base
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(page)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return list(super()._ua_stylesheets(forms)) if forms else [_DEFAULTS]


# --- Backgrounds --------------------------------------------------------------------------

_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_SQUARE = ((0, "px"), (0, "px"))


@contextmanager
def quick_backgrounds() -> Iterator[None]:
    """Let WeasyPrint pass over boxes without a background: nearly all, and each costs a look.

    Boxes share their styles, so each style is asked once.
    """
    theirs, bare = background.layout_box_backgrounds, dict[int, tuple[Any, bool]]()

    def ours(
        page: Any, box: Any, images: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        look = box.style if style is None else style
        known = bare.get(id(look))
        if known is None:
            known = bare[id(look)] = (look, _is_bare(look))  # kept, so that its id stays its own
        if box is page or not known[1]:
            theirs(page, box, images, layout_children, style)
            return
        for corner in _CORNERS:
            setattr(box, f"border_{corner}_radius", (0, 0))
        box.background = None
        if layout_children:
            for child in box.all_children():
                ours(page, child, images)

    background.layout_box_backgrounds = ours
    try:
        yield
    finally:
        background.layout_box_backgrounds = theirs


def _is_bare(style: Any) -> bool:
    """Whether a box of `style` has neither background, shadow, picture in its border nor curve."""
    return bool(
        all(style[f"border_{corner}_radius"] == _SQUARE for corner in _CORNERS)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and get_color(style, "background_color").alpha == 0
    )
