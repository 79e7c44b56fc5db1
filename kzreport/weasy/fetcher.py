"""Let a page load what lies in its style's folder, and what stands in the page itself.

Nothing else is reached: no network, no other file. Import this module only to render;
it loads WeasyPrint.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import URLFetcher, URLFetcherResponse

from kzreport.errors import WriterError

LARGEST = 5_000_000
"""The most bytes of a file, and characters of a `data:` URL."""

_TYPES = {
    ".css": "text/css",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


class ProjectFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches `data:` URLs and regular files below `root`; keeps a list of what it refused.

    A refusal does not stop WeasyPrint, which would leave the picture out and go on. So the
    engine looks at `refused` when the pages are made: all refusals are told in one run.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.root = root.resolve()
        self.refused: list[WriterError] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the response for `url`. Raise `PermissionError` when it is not allowed."""
        scheme = url.partition(":")[0].lower()
        if scheme == "data":
            return self._embedded(url, headers)
        if scheme == "file":
            return self._file(url)
        raise self._refusal(url, "it does not lie in the project")

    def _embedded(self, url: str, headers: dict[str, str] | None) -> URLFetcherResponse:
        kind = url[5:].partition(",")[0].partition(";")[0].strip().lower()
        if kind not in _TYPES.values():
            raise self._refusal(url, f"`{kind}` is no type of a picture, font or stylesheet")
        if len(url) > LARGEST:
            raise self._refusal(url, f"it is longer than {LARGEST:,} characters")
        return super().fetch(url, headers)

    def _file(self, url: str) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.netloc not in ("", "localhost"):
            raise self._refusal(url, "it names another machine")
        try:
            # Links and `..` are followed first; only where they end counts.
            path = Path(url2pathname(parts.path)).resolve(strict=True)
        except (OSError, ValueError) as exc:
            raise self._refusal(url, "there is no such file") from exc
        if not path.is_relative_to(self.root) or not path.is_file():
            raise self._refusal(url, "it is no file in the folder of the style")
        kind = _TYPES.get(path.suffix.lower())
        if kind is None:
            raise self._refusal(url, "it is no picture, font or stylesheet")
        if path.stat().st_size > LARGEST:
            raise self._refusal(url, f"it is larger than {LARGEST:,} bytes")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    def _refusal(self, url: str, reason: str) -> PermissionError:
        shown = url if len(url) <= 120 else f"{url[:117]}..."
        problem = WriterError(
            f"`{shown}` is not loaded: {reason}",
            hint="put the file beside the stylesheet and refer to it by its name",
        )
        self.refused.append(problem)
        return PermissionError(problem.message)
