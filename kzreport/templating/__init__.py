"""Templates: Jinja turns a template and a view into Markdown in which every fact is kept."""

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
