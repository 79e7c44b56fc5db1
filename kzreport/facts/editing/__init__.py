"""Write to the fact base: append, correct, confirm, close, set. The rest of a file stays as it is.

    draft = confirm(load_facts(Path("data")), "cnd-53", {"source": ["cnd-report-2010"]}, today)
    draft.diff()     # what would change
    draft.write()    # all of it or nothing; refused if a file changed meanwhile

A `Draft` holds the new texts; each is proven by reading the whole base anew before a byte
is written.
"""

from kzreport.facts.editing.adding import (
    add_record,
    find,
    last_source,
    model_of,
    propose_id,
    questions,
)
from kzreport.facts.editing.draft import Draft
from kzreport.facts.editing.fieldtext import read_field, read_settings
from kzreport.facts.editing.setting import set_value
from kzreport.facts.editing.successors import close, confirm, correct

__all__ = [
    "Draft",
    "add_record",
    "close",
    "confirm",
    "correct",
    "find",
    "last_source",
    "model_of",
    "propose_id",
    "questions",
    "read_field",
    "read_settings",
    "set_value",
]
