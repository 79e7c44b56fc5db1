"""Papers of other kinds than a brief, each with what only it has."""

from __future__ import annotations

from dataclasses import replace

from trees import (
    BRIEF,
    MISSION,
    TREATIES,
    fact,
    instruments,
    numbered,
    para,
    png,
    row,
    sums,
    words,
)

from kzreport.document import (
    Cell,
    Column,
    Div,
    Document,
    Figure,
    Heading,
    Masthead,
    Para,
    Picture,
    Ref,
    Running,
    Span,
    Table,
)

NOTE = Document(
    title="Note verbale",
    lang="en",
    layout="plain",
    blocks=(
        Masthead(MISSION, ()),
        para("No. 1/2026", cls="to-margin"),
        para(
            "The Permanent Mission of the Republic of Kazakhstan presents its compliments to the ",
            fact("United Nations Office on Drugs and Crime", "unodc.name"),
            " and has the honour to refer to its note of ",
            fact("6 May 2026", "note.date", form="long"),
            ".",
        ),
        para("Vienna, 23 November 2026", cls="place"),
        para(fact("United Nations Office on Drugs and Crime", "unodc.name"), cls="addressee"),
        para("Vienna", cls="addressee"),
    ),
)

SPEECH = Document(
    title="Statement",
    lang="en",
    blocks=(
        Masthead(MISSION, (words("Check against delivery"),)),
        Heading(1, words("Statement on agenda item 5"), "top"),
        Div(
            "speech",
            (
                para("Commission on Narcotic Drugs, Vienna", cls="event"),
                para("Mr. Chair, Kazakhstan attaches particular importance to the Paris Pact."),
                para("I thank you."),
            ),
        ),
        Div(
            "card",
            (
                Para(words("The Paris Pact"), "point", 1),
                para("Kazakhstan supports it.", cls="say"),
                Heading(2, words("If raised"), "raised"),
            ),
        ),
    ),
)


def _figure(big: str, what: str, note: str) -> Cell:
    return Cell(
        (Span(words(big), "big"), Span(words(what), "what"), Span(words(note), "note")),
    )


FACTS = Document(
    title="Fact sheet",
    lang="en",
    layout="sheet",
    blocks=(
        Masthead(MISSION, (words("23 November 2026"),), slim=True),
        Heading(1, words("Kazakhstan in Vienna"), "top"),
        para("As of November 2026", cls="subtitle"),
        para("Terms of office and instruments.", cls="lead"),
        Div(
            "figures",
            (
                Table(
                    columns=(Column(), Column(8), Column()),
                    head=(),
                    rows=(
                        row(
                            _figure("8", "instruments", "on drugs, crime and corruption"),
                            Cell((), cls="gap"),
                            _figure("2", "terms", "in the Commission"),
                        ),
                    ),
                ),
            ),
        ),
    ),
    running=Running(build="kzreport · specimen"),
)

TURNED = Document(
    title="An upright paper with a wide part",
    lang="en",
    blocks=(
        Heading(1, words("Upright"), "top"),
        numbered(1, "Before the table."),
        Div("wide", TREATIES.blocks[-1:]),
        numbered(2, "After the table."),
    ),
    running=BRIEF.running,
)

PICTURED = Document(
    title="A paper with pictures",
    lang="en",
    blocks=(
        Heading(1, words("Pictures"), "top"),
        numbered(
            1, "Figure ", Ref("fig-sums", "1"), " and table ", Ref("tab-instruments", "1"), "."
        ),
        sums(),
        instruments(),
        Figure(
            Picture(png(40, 10), "image/png", 400, 100),
            alt=words("A grey field"),
            id="fig-field",
            number=2,
            label="Figure 2.",
            caption=words("A field wider than the page"),
        ),
        Div(
            "box",
            (para("In a box", cls="boxhead"), replace(sums(""), number=0, label="", caption=())),
        ),
        numbered(2, "After the figures."),
    ),
    running=BRIEF.running,
)

ARABIC = Document(
    title="مكتب الأمم المتحدة المعني بالمخدرات والجريمة",
    lang="ar",
    blocks=(
        Masthead(MISSION, (words("23 November 2026"),)),
        Heading(1, words("مكتب الأمم المتحدة"), "top"),
        Heading(2, words("المنظمة"), "a", "I."),
        numbered(1, "مقر المكتب في فيينا، وقد أنشئ في عام ", fact("2002", "unodc.named"), "."),
        Table(
            columns=(Column(40), Column()),
            head=(row("السنة", "الغرض"),),
            rows=(row("2011", "المشاريع"),),
        ),
    ),
    running=Running("رأس", "للاستعمال الداخلي", "kzreport", "صفحة {page} من {pages}"),
)

PAPERS = {
    "brief": BRIEF,
    "treaties": TREATIES,
    "note": NOTE,
    "speech": SPEECH,
    "facts": FACTS,
    "turned": TURNED,
    "pictured": PICTURED,
    "arabic": ARABIC,
}
