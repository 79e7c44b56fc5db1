"""A note verbale by its parts, for tests that change one."""

#: the parts of a note verbale; a test changes one
NOTE = {
    "addressee": "{.addressee}\nThe Office",
    "masthead": "::: masthead\nThe Mission\n\n.\n:::",
    "number": "{.reference}\nNo. 7/2026",
    "opening": "{.opening}\nThe Mission {{ t('note-opening', addressee='the Office') }}inform it.",
    "body": "The Mission gave.",
    "closing": "{.closing}\nThe Mission {{ t('note-closing', addressee='the Office') }}.",
    "place": "{.place}\nVienna, 23 November 2026",
    "initials": "{.initials}\ninitials",
}


def note(**changed: str) -> str:
    """Return a note verbale with some parts changed; "" leaves one out."""
    return "\n\n".join(part for part in {**NOTE, **changed}.values() if part) + "\n"
