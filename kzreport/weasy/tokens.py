"""Put the values of a stylesheet's tokens in place, so that a page does not pay for them.

WeasyPrint resolves `var()` anew for every element: a fifth of the time of a brief. A token
that is set once, on `:root`, means the same everywhere and can be written out beforehand.
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", re.DOTALL)
_ROOT = re.compile(r":root\s*\{([^{}]*)\}")
_SETTING = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+)")
_USE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")


def resolve_tokens(css: str) -> str:
    """Return `css` with each token that has one value written out; lines keep their numbers."""
    css = _COMMENT.sub(_blank, css)
    tokens = _fixed_tokens(css)
    for _ in tokens:  # a token may use another
        resolved = _USE.sub(lambda use: tokens.get(use[1], use[0]), css)
        if resolved == css:
            break
        css = resolved
    return css


def _blank(match: re.Match[str]) -> str:
    """Return a string as it is; of a comment only the line ends."""
    return match[1] or " " + "\n" * match[0].count("\n")


def _fixed_tokens(css: str) -> dict[str, str]:
    """Return what is set on `:root` outside every condition, and nowhere else."""
    names = [name for name, _ in _SETTING.findall(css)]
    found: dict[str, str] = {}
    for block in _ROOT.finditer(css):
        before = css[: block.start()]
        if before.count("{") == before.count("}"):
            found.update((name, value.strip()) for name, value in _SETTING.findall(block[1]))
    return {name: value for name, value in found.items() if names.count(name) == 1}
