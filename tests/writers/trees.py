"""Two documents that hold every kind of node, for the tests of all writers."""

from __future__ import annotations

import io

from PIL import Image

from kzreport.document import (
    Block,
    Break,
    Cell,
    Column,
    Contents,
    Definitions,
    Div,
    Document,
    Emph,
    Fact,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Masthead,
    Note,
    NoteRef,
    PageBreak,
    Para,
    Picture,
    Properties,
    Quote,
    Ref,
    Row,
    Running,
    Span,
    Str,
    Strong,
    Table,
    TableNote,
)

MISSION = (
    (Str("Permanent Mission of the Republic of Kazakhstan"),),
    (Str("to the International Organizations in Vienna"),),
)


def words(*parts: str | Inline) -> tuple[Inline, ...]:
    """Return inlines; a bare string is plain text."""
    return tuple(Str(part) if isinstance(part, str) else part for part in parts)


def fact(text: str, *refs: str, form: str = "", lang: str = "") -> Fact:
    return Fact(text, refs, form, lang)


def para(*parts: str | Inline, cls: str = "") -> Para:
    return Para(words(*parts), cls)


def numbered(number: int, *parts: str | Inline) -> Para:
    return Para(words(*parts), "num", number, f"par-{number}")


def row(*cells: str | Inline | Cell, cls: str = "") -> Row:
    return Row(tuple(cell if isinstance(cell, Cell) else Cell(words(cell)) for cell in cells), cls)


def sign(text: str) -> Span:
    return Span((Str(text),), "sign")


def instruments() -> Table:
    """Table 1: a protocol under its convention, a remark below."""

    def instrument(key: str, name: str, done: str, signed: str, bound: str, cls: str = "") -> Row:
        return row(
            Cell(words(fact(name, f"{key}.name")), cls=cls),
            fact(done, f"{key}.done", form="short"),
            fact(signed, f"{key}.signed", form="short") if signed != "—" else signed,
            fact(bound, f"{key}.bound", form="short"),
        )

    return Table(
        columns=(Column(), Column(27), Column(27), Column(30)),
        head=(row("Instrument", "Done", "Signature", "Ratification, accession (a)"),),
        rows=(
            instrument(
                "narcotics-1961",
                "Single Convention on Narcotic Drugs, 1961",
                "30 Mar 1961",
                "—",
                "29 Apr 1997 a",
            ),
            instrument(
                "utoc-2000",
                "Convention against Transnational Organized Crime",
                "15 Nov 2000",
                "13 Dec 2000",
                "31 Jul 2008",
            ),
            instrument(
                "protocol-firearms",
                "Firearms Protocol",
                "31 May 2001",
                "—",
                "31 Jul 2008 a",
                "under",
            ),
            instrument(
                "corruption-2003",
                "Convention against Corruption",
                "31 Oct 2003",
                "—",
                "18 Jun 2008 a",
            ),
        ),
        id="tab-instruments",
        number=1,
        label="Table 1.",
        caption=words("Participation in the main instruments"),
        notes=(
            TableNote("", words("As at 14 March 2015. Depositary: Secretary-General. — none.")),
        ),
    )


def contributions() -> Table:
    """Table 2: figures with signs, every class of row, a span and notes on signs."""
    return Table(
        columns=(Column(26), Column(), Column(36, "figure"), Column(7, "mark"), Column(24)),
        head=(row("Year", "Purpose", "Amount", "", "Status"),),
        rows=(
            Row((Cell(words("Projects"), span=5),), "group"),
            row(
                fact("2011", "vc-2011-projects.when", form="year"),
                "Projects implemented by UNODC",
                fact("250,000", "vc-2011-projects.amount", form="money"),
                "†¤",
                "unverified",
            ),
            row(
                "Sub-total", "", fact("250,000", "=1", "vc-2011-projects.amount"), "", "", cls="sub"
            ),
            row("2012 and 2013", "Support of CARICC", "150,000–300,000", "†¤", "", cls="expected"),
            row("2014", "Summary of the review", "…", "◊", "overdue", cls="overdue"),
            Row(
                (
                    Cell(words("Total"), span=2),
                    Cell(words(fact("400,000–550,000", "=2", "vc-2011-projects.amount"))),
                    Cell(words("†¤")),
                    Cell(()),
                ),
                "total",
            ),
        ),
        id="tab-contributions",
        number=2,
        label="Table 2.",
        caption=words("Voluntary contributions ", Span(words("(currency not stated)"), "unit")),
        notes=(
            TableNote("†", words("One source, not confirmed elsewhere.")),
            TableNote("¤", words("Currency not stated in the source.")),
            TableNote("", words("CARICC: Central Asian Regional Information Centre.")),
        ),
    )


def head_of_the_paper() -> tuple[Block, ...]:
    return (
        Masthead(
            name=MISSION,
            data=(
                words(Span(words("FOR INTERNAL USE"), "handling")),
                words("23 November 2026"),
                words("Original: English"),
            ),
        ),
        para("Brief", cls="kicker"),
        Heading(1, words("United Nations Office on Drugs and Crime"), "top"),
        para(
            "Cooperation with Kazakhstan. Facts of the Ministry as of spring 2014, treaty record "
            "as of March 2015",
            cls="subtitle",
        ),
        para("Summary", cls="label"),
        para(
            "Kazakhstan is a party to all eight instruments on drugs, organized crime and "
            "corruption that are reviewed here; one was ratified and seven were acceded to. "
            "According to the Ministry it has made voluntary contributions to the Office since ",
            fact("2009", "vc-2009.when", form="year"),
            "; no currency is recorded for any of them.",
            cls="lead",
        ),
        Contents(words("Contents"), depth=2),
    )


def the_office() -> tuple[Block, ...]:
    return (
        Heading(2, words("Kazakhstan and the Office"), "office", "I."),
        Heading(3, words("Elections"), "elections", "A."),
        numbered(
            1,
            "The ",
            fact("United Nations Office on Drugs and Crime", "unodc.name"),
            " (UNODC) has its seat in ",
            fact("Vienna", "unodc.seat"),
            ". It took its present name on ",
            Strong(words(fact("1 October 2002", "unodc.named", form="long"))),
            "; it is known in Kazakh as ",
            fact("БҰҰ Есірткі және қылмыс басқармасы", "unodc.name", lang="kk"),
            " and in Russian as ",
            Span(words("Управление ООН по наркотикам и преступности"), lang="ru"),
            ".",
        ),
        numbered(
            2,
            "Kazakhstan was elected to the Commission on Narcotic Drugs on ",
            fact("6 May 1999", "cnd-1999.elected", form="long"),
            ".",
            Note(1, (para("Press release ECOSOC/5820. The years of that term are not stated."),)),
            " According to the Ministry, it was a member again ",
            Span(words(fact("from 2014 to 2017", "cnd-2014.when", form="span")), "unverified"),
            ".",
            sign("†"),
        ),
        Heading(3, words("Agreements"), "agreements", "B."),
        Heading(4, words("What is in force"), "in-force", "1."),
        numbered(
            3,
            "Kazakhstan is a party to the instruments named in table ",
            Ref("tab-instruments", "1"),
            ". The statement that it “has signed and ratified” them is ",
            Span(words("not borne out by the depositary"), "disputed"),
            ":",
            sign("‡"),
            " only the ",
            Emph(words("Convention against Transnational Organized Crime")),
            " was signed and ratified (see paragraph ",
            Ref("par-2", "2"),
            ").",
            NoteRef(1),
        ),
        instruments(),
        numbered(4, "The texts are published by the depositary; these matter most:"),
        List(
            ordered=True,
            start=1,
            items=(
                (para("the review of chapter III, on criminalization;"),),
                (
                    para("the review of chapter IV, on international cooperation:"),
                    List(
                        ordered=True,
                        start=1,
                        items=((para("extradition;"),), (para("mutual legal assistance."),)),
                    ),
                ),
            ),
        ),
        para("A list without an order takes dashes:"),
        List(
            ordered=False,
            start=1,
            items=(
                (
                    para("Single Convention on Narcotic Drugs, 1961"),
                    List(ordered=False, start=1, items=((para("as amended in 1972"),),)),
                ),
                (para("Convention on Psychotropic Substances of 1971"), para("A second line.")),
            ),
        ),
        List(ordered=True, start=3, items=((para("a list that begins with its third item."),),)),
    )


def contributions_and_events() -> tuple[Block, ...]:
    return (
        Heading(2, words("Contributions"), "contributions", "II."),
        numbered(
            5,
            "Table ",
            Ref("tab-contributions", "2"),
            " shows the amounts known.",
            Note(
                2,
                (
                    para(
                        "Ministry of Foreign Affairs, paragraph ", fact("7", "source.locator"), "."
                    ),
                    para("No currency is stated & none is assumed."),
                ),
            ),
        ),
        contributions(),
        numbered(6, "The web page of the Ministry says:"),
        Quote(
            (
                para("For the period from 2014 to 2017 Kazakhstan is a member of CND again."),
                para("Ministry of Foreign Affairs, paragraph 6, as of spring 2014", cls="by"),
            )
        ),
        numbered(
            7,
            "A summary of the review ",
            Span(words("was expected in June 2014; the outcome is not recorded here"), "overdue"),
            ".",
            sign("◊"),
            " The next report ",
            Span(words("is expected in March 2027"), "expected"),
            Span(words("[3]"), "ref"),
            "; see ",
            Link("https://www.unodc.org/unodc/en/treaties/", words("the Office’s pages")),
            " and ",
            Link("#elections", words("the elections")),
            ".",
        ),
        Definitions(
            items=(
                (words("CND"), (para("Commission on Narcotic Drugs"),)),
                (
                    words("CARICC"),
                    (para("Central Asian Regional Information and Coordination Centre"),),
                ),
            )
        ),
        Div(
            "box",
            (
                para("Open points before use", cls="boxhead"),
                List(
                    ordered=True,
                    start=1,
                    items=(
                        (
                            para(
                                "Overdue since ",
                                fact("30 June 2014", "review-summary.expected", form="long"),
                                ": the summary of the review. Ask UNODC for the symbol.",
                            ),
                        ),
                        (para("Disputed: “signed and ratified”. Use “is a party to”."),),
                    ),
                ),
            ),
        ),
        para("† one source, not confirmed elsewhere   ◊ date passed", cls="signs"),
        PageBreak(),
        Heading(2, words("Annex. Sources"), "annex"),
        Para(
            words(
                "Ministry of Foreign Affairs, web page on cooperation with UNODC.",
                Break(),
                Emph(words("Paras. 3 to 5.")),
            ),
            "source",
            1,
            "source-1",
        ),
        para("— — —", cls="end"),
    )


BRIEF = Document(
    title="United Nations Office on Drugs and Crime: state of cooperation",
    lang="en",
    blocks=(*head_of_the_paper(), *the_office(), *contributions_and_events()),
    draft=True,
    running=Running(
        head="United Nations Office on Drugs and Crime",
        handling="FOR INTERNAL USE",
        build="kzreport · specimen",
        page="Page {page} of {pages}",
    ),
    properties=Properties(
        author="Permanent Mission of the Republic of Kazakhstan, Vienna",
        subject="Cooperation with UNODC",
        keywords=("UNODC", "drugs"),
        date="2026-11-23",
    ),
)


def treaty_rows() -> tuple[Row, ...]:
    listed = (
        ("1", "Single Convention on Narcotic Drugs, 1961", "30 Mar 1961", "29 Apr 1997 a"),
        ("2", "Convention on Psychotropic Substances of 1971", "21 Feb 1971", "29 Apr 1997 a"),
        (
            "3",
            "United Nations Convention against Illicit Traffic in Narcotic Drugs of 1988",
            "20 Dec 1988",
            "29 Apr 1997 a",
        ),
        (
            "4",
            "United Nations Convention against Transnational Organized Crime",
            "15 Nov 2000",
            "31 Jul 2008",
        ),
        (
            "4 a",
            "Protocol against the Smuggling of Migrants by Land, Sea and Air",
            "15 Nov 2000",
            "31 Jul 2008 a",
        ),
        ("5", "United Nations Convention against Corruption", "31 Oct 2003", "18 Jun 2008 a"),
    )
    return tuple(
        row(
            number,
            Cell(words(fact(name, f"treaty-{number}.name")), cls="under" if " " in number else ""),
            fact(done, f"treaty-{number}.done", form="short"),
            "—",
            fact(bound, f"treaty-{number}.bound", form="short"),
            "…",
            "…",
            "No. 257, 1998",
            "VI-15",
        )
        for number, name, done, bound in listed
    )


TREATIES = Document(
    title="Treaty status: drugs, organized crime and corruption",
    lang="en",
    layout="wide",
    blocks=(
        Masthead(MISSION, (words("23 November 2026"), words("Original: English")), slim=True),
        para("Treaty status", cls="kicker"),
        Heading(1, words("Instruments on drugs, organized crime and corruption"), "top"),
        para("As at 14 March 2015. Depositary: Secretary-General", cls="subtitle"),
        Table(
            columns=tuple(Column(width) for width in (16, 0, 22, 22, 26, 31, 28, 26, 19)),
            head=(
                row(
                    "No.",
                    "Instrument",
                    "Done",
                    "Signature",
                    "Ratification, accession (a)",
                    "In force for Kazakhstan",
                    "Declarations",
                    "Domestic act",
                    "Source",
                ),
            ),
            rows=treaty_rows(),
            notes=(
                TableNote(
                    "",
                    words(
                        "(a) accession. — none. Source: chapter and number in ",
                        Emph(words("Multilateral Treaties Deposited with the Secretary-General")),
                        ".",
                    ),
                ),
            ),
        ),
    ),
    running=Running(
        head="Treaty status: drugs, organized crime and corruption",
        build="kzreport · specimen",
        page="Page {page} of {pages}",
    ),
    properties=Properties(
        author="Permanent Mission of the Republic of Kazakhstan, Vienna", date="2026-11-23"
    ),
)


BARS = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20">
<rect x="0" y="10" width="12" height="10" fill="#123f52"/>
<rect x="20" y="2" width="12" height="18" fill="#123f52"/></svg>"""


def png(width: int, height: int) -> bytes:
    """Return a grey picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (139, 151, 157)).save(buffer, "PNG")
    return buffer.getvalue()


def sums(ident: str = "fig-sums") -> Figure:
    """Figure 1: two bars, in words too."""
    return Figure(
        Picture(BARS, "image/svg+xml", 60, 20, png(120, 40)),
        alt=words("Bars: 2011 ", fact("250,000", "vc-2011.amount", form="money"), " & 2012 <more>"),
        id=ident,
        number=1,
        label="Figure 1.",
        caption=words("Contributions ", Span(words("(currency not stated)"), "unit")),
        notes=(TableNote("", words("Source: Ministry of Foreign Affairs.")),),
    )
