"""Facts as spreadsheets and back: one sheet for each kind, one column for each field.

    export_facts(base, Path("facts.xlsx"))
    incoming = read_incoming(base, Path("facts.xlsx"), today)   # new, changed, unchanged
    incoming.draft().write()

Problems name the cell: `facts.xlsx:contributions!C7`.
"""

from kzreport.facts.exchange.incoming import FieldChange, Incoming, Row
from kzreport.facts.exchange.outgoing import export_facts
from kzreport.facts.exchange.patch import patch_text, read_patch
from kzreport.facts.exchange.reading import read_incoming

__all__ = [
    "FieldChange",
    "Incoming",
    "Row",
    "export_facts",
    "patch_text",
    "read_incoming",
    "read_patch",
]
