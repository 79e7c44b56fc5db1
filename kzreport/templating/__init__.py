"""Templates: Jinja turns a template and a view into Markdown in which every fact is kept."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kzreport.templating.parameters import Given, Parameter, parameter_values
    from kzreport.templating.render import Words, write_words
    from kzreport.templating.templates import Folder, Template, Templates

__all__ = [
    "Folder",
    "Given",
    "Parameter",
    "Template",
    "Templates",
    "Words",
    "parameter_values",
    "write_words",
]

#: a name is imported when it is asked for: a project can be read without Jinja
_HOME_OF = {
    **dict.fromkeys(("Given", "Parameter", "parameter_values"), "parameters"),
    **dict.fromkeys(("Words", "write_words"), "render"),
    **dict.fromkeys(("Folder", "Template", "Templates"), "templates"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module `kzreport.templating` has no attribute `{name}`")
    return getattr(import_module(f"kzreport.templating.{_HOME_OF[name]}"), name)
