"""The kinds of paper of a Mission, and what each must hold. Sources: docs/kinds.md."""

from __future__ import annotations

from kzreport.facts.fields import Level
from kzreport.kinds import rules
from kzreport.kinds.kind import (
    CONFIRMED,
    FOR_OTHERS,
    IN_THE_HOUSE,
    OUTWARD,
    Budget,
    Kind,
    Never,
    Part,
)

MASTHEAD = Part("masthead", "masthead", "`::: masthead`")
TITLE = Part("title", "h1", "`# Title`")
PARAGRAPHS = Part("numbered paragraphs", "num", "`(@) Text`", most=0)
TABLE = Part("table", "table", "`{% call(tab) table(…) %}`", most=0)

NO_NOTES = Never("note", "a footnote", "nobody can read it out; say it, or leave it out")
NO_REFERENCES = Never("ref", "a source number", "it is a paper to be spoken or sent")


def _unnumbered(why: str) -> Never:
    return Never("num", "a numbered paragraph", why)


def _section(name: str, role: str) -> Part:
    return Part(name, f"#{role}", f"`## … {{#{role}}}`")


BRIEF = Kind(
    "brief",
    "a brief",
    levels=IN_THE_HOUSE,
    parts=(
        MASTHEAD,
        TITLE,
        Part("summary", ".lead", "`{.lead}` above it"),
        PARAGRAPHS,
        _section("annex of sources", "sources"),
    ),
    budget=Budget(words=2_400, pages=6),
)

BACKGROUND_NOTE = Kind(
    "note",
    "a background note",
    parts=(
        MASTHEAD,
        TITLE,
        Part("numbered paragraphs", "num", "six of `(@) Text`", least=6, most=6),
        Part("end line", ".end", "`{.end}` above `{{ t('prepared-by', …) }}`"),
    ),
    never=(
        Never("h2", "a heading", "its six paragraphs follow each other"),
        Never("table", "a table", "it is told in sentences"),
    ),
    budget=Budget(words=1_000, pages=2),
    rules=(rules.attributed,),
)

TALKING_POINTS = Kind(
    "talking-points",
    "a card of talking points",
    voice="spoken",
    statuses=CONFIRMED,
    states=(".point", ".say"),
    parts=(
        MASTHEAD,
        TITLE,
        Part("points", ".point", "`{.point}` above the topic", most=6),
        Part("sentences", ".say", "`{.say}` above what is said", most=6),
        Part("part «If raised»", "#if-raised", least=0),
        Part("part «Facts to hand»", "#facts", least=0),
        Part("part «Avoid»", "#avoid", least=0),
    ),
    never=(NO_NOTES, _unnumbered("the points have numbers of their own")),
    budget=Budget(words=350, pages=1),
    rules=(rules.each_point_is_said, rules.avoid_stays_inside),
)

STATEMENT = Kind(
    "statement",
    "a statement",
    voice="spoken",
    outward=True,
    levels=FOR_OTHERS,
    prints=Level.public,
    statuses=OUTWARD,
    parts=(
        Part(
            "masthead",
            "masthead",
            "`::: masthead` with `{{ t('check-against-delivery') }}`",
            phrase="check-against-delivery",
        ),
        TITLE,
        Part("text", ".speech", "what is said inside `::: speech`"),
        Part("line of the event", ".event", "`{.event}` above body, place and date"),
        Part("salutation", ".salutation", "`{.salutation}` above it"),
        Part("thanks", ".thanks", "`{.thanks}` above the last words"),
    ),
    never=(
        NO_NOTES,
        NO_REFERENCES,
        _unnumbered("a speech has no numbers"),
        Never("list", "a list", "it is spoken in sentences"),
        Never("table", "a table", "it is spoken in sentences"),
    ),
    budget=Budget(words=600, least=350),
)

TREATY_STATUS = Kind(
    "treaty-status",
    "a treaty table",
    statuses=CONFIRMED,
    states=("cell",),
    records=("claims",),
    parts=(MASTHEAD, TITLE, TABLE),
    never=(_unnumbered("its rows have numbers"),),
    budget=Budget(pages=2),
)

CONTRIBUTIONS = Kind(
    "contributions",
    "a contributions table",
    records=("claims",),
    parts=(MASTHEAD, TITLE),
    never=(_unnumbered("it is a table"),),
    budget=Budget(pages=2),
)

CHRONOLOGY = Kind(
    "chronology",
    "a chronology",
    records=("claims",),
    parts=(MASTHEAD, TITLE, TABLE),
    never=(_unnumbered("its lines have dates"),),
)

NOTE_VERBALE = Kind(
    "note-verbale",
    "a note verbale",
    voice="third",
    outward=True,
    levels=FOR_OTHERS,
    prints=Level.public,
    statuses=OUTWARD,
    parts=(
        Part("addressee", ".addressee", "`{.addressee}` above who receives it"),
        MASTHEAD,
        Part("number", ".reference", "`{.reference}` above `{{ t('note-number', …) }}`"),
        Part(
            "opening formula",
            ".opening",
            "`{.opening}` above `{{ t('note-opening', …) }}`",
            phrase="note-opening",
        ),
        Part(
            "closing formula",
            ".closing",
            "`{.closing}` above `{{ t('note-closing', …) }}`",
            phrase="note-closing",
        ),
        Part("place and date", ".place", "`{.place}` above them"),
        Part("place of the initials", ".initials", "`{.initials}` above it"),
        Part("line of enclosures", ".enclosure", "`{.enclosure}` above it", least=0),
    ),
    never=(
        NO_NOTES,
        NO_REFERENCES,
        _unnumbered("a note is a letter, and its paragraphs have no numbers"),
        Never("h2", "a heading", "a note is a letter"),
        Never(".signature", "a signature", "a note is initialled, not signed"),
    ),
    budget=Budget(words=400, pages=2),
)

MEETING_BRIEF = Kind(
    "meeting-brief",
    "a meeting brief",
    voice="spoken",
    parts=(
        MASTHEAD,
        TITLE,
        _section("section 1, basics,", "basics"),
        _section("section 2, our objectives,", "objectives"),
        _section("section 3, points to make,", "points"),
        _section("section 4, arguments,", "arguments"),
        _section("section 5, their objectives,", "their-objectives"),
        _section("section 6, our response,", "response"),
        _section("section 7, press line,", "press-line"),
        _section("section 8, annotated agenda,", "agenda"),
        _section("section 9, biography,", "biography"),
        _section("section 10, background,", "background"),
    ),
    budget=Budget(words=2_400, pages=6),
)

DIGEST = Kind(
    "digest",
    "a weekly digest",
    parts=(
        MASTHEAD,
        TITLE,
        Part("head", "#head", "`table('head', …)`: number, period, to, from, subject"),
        Part("summary", "#para-summary", "`(@summary) Text`"),
        Part("comment", "#para-comment", "`(@comment) Text`"),
        _section("part «Ahead»", "ahead"),
    ),
    budget=Budget(words=900, pages=2),
    rules=(rules.summary_in_sixty_words, rules.comment_comes_last),
)

FACT_SHEET = Kind(
    "fact-sheet",
    "a fact sheet",
    outward=True,
    levels=FOR_OTHERS,
    prints=Level.public,
    statuses=OUTWARD,
    records=("claims",),
    parts=(
        MASTHEAD,
        TITLE,
        Part("lead", ".lead", "`{.lead}` above it"),
        Part("figures", ".figures", "`::: figures`"),
        Part("contact", ".end", "`{.end}` above it"),
    ),
    never=(NO_NOTES, _unnumbered("it is read at a glance")),
    budget=Budget(words=350, pages=1),
    rules=(rules.five_to_eight_boxes,),
)

BIOGRAPHY = Kind(
    "biography",
    "a biographical note",
    statuses=CONFIRMED,
    records=("claims",),
    parts=(MASTHEAD, TITLE, TABLE),
    never=(_unnumbered("it is half a page"),),
    budget=Budget(words=250, pages=1),
)

ANNEX_OF_SOURCES = Kind(
    "sources",
    "an annex of sources",
    parts=(MASTHEAD, TITLE, TABLE),
)

AIDE_MEMOIRE = Kind(
    "aide-memoire",
    "an aide-memoire",
    voice="third",
    outward=True,
    levels=FOR_OTHERS,
    prints=Level.public,
    statuses=OUTWARD,
    parts=(TITLE, Part("place and date", ".place", "`{.place}` above them")),
    never=(
        NO_NOTES,
        Never(".addressee", "an addressee", "it is handed over, not sent"),
        Never(".opening", "a courtesy formula", "it recalls what was said, and greets nobody"),
        Never(".closing", "a courtesy formula", "it recalls what was said, and greets nobody"),
        Never(".signature", "a signature", "it is initialled at most"),
    ),
    budget=Budget(words=900, pages=2),
)

NON_PAPER = Kind(
    "non-paper",
    "a non-paper",
    voice="third",
    outward=True,
    levels=FOR_OTHERS,
    prints=Level.public,
    statuses=OUTWARD,
    parts=(TITLE,),
    never=(
        NO_NOTES,
        Never("masthead", "a letterhead", "a non-paper has no author"),
        Never(".addressee", "an addressee", "a non-paper is for whoever reads it"),
        Never(".signature", "a signature", "a non-paper has no author"),
    ),
    budget=Budget(words=900, pages=2),
    rules=(rules.no_name_on_it,),
)

#: every kind by its name, in the order of docs/kinds.md
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *(BRIEF, BACKGROUND_NOTE, TALKING_POINTS, STATEMENT, TREATY_STATUS, CONTRIBUTIONS),
        *(CHRONOLOGY, NOTE_VERBALE, MEETING_BRIEF, DIGEST, FACT_SHEET, BIOGRAPHY),
        *(ANNEX_OF_SOURCES, AIDE_MEMOIRE, NON_PAPER),
    )
}


def find_kind(name: str) -> Kind | None:
    """Return the kind of a name; `None` for a kind of a user's own, which has no rules."""
    return KINDS.get(name)
