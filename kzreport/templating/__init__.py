"""Templates: Jinja turns a template and a view into Markdown in which every fact is kept."""

from kzreport.templating.render import Words, write_words
from kzreport.templating.templates import Folder, Parameter, Template, Templates

__all__ = ["Folder", "Parameter", "Template", "Templates", "Words", "write_words"]
