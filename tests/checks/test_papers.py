"""Reports as they would be built: what cannot be made, wording, what should not leave."""

from dataclasses import replace
from datetime import date

import pytest

from kzreport.checks import check_project
from kzreport.checks.paper import Paper
from kzreport.checks.wording import exact_over
from kzreport.document import Fact, transform
from kzreport.report import render

STATES = """
    _defaults: {level: public, recorded: 2026-11-01}
    pm: {kind: mission, name: {en: The Mission}}
    kz: {kind: state, name: {en: Kazakhstan, ru: Казахстан}}
    pk: {kind: state, name: {en: Pakistan, ru: Пакистан}}
    qa: {kind: state, name: {en: Qatar, ru: Катар}}
    unodc: {kind: organisation, name: {en: Office on Drugs}, abbr: {en: UNODC}}
    """


def gift(**keys: object) -> str:
    head = "_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}\n"
    written = {"kind": "voluntary", "donor": "kz", "when": 2012, **keys}
    return head + "g: {" + ", ".join(f"{key}: {value}" for key, value in written.items()) + "}\n"


def test_kz201_a_report_that_cannot_be_made_is_told_as_build_would_tell_it(printed):
    assert printed("KZ201", "# T\n\n{{ facts['nobody'].name }}\n") == [
        "report `t`: no record named `nobody`"
    ]
    assert printed("KZ201", "# T\n") == []


def test_what_is_wrong_in_every_language_of_a_report_is_told_once(printed):
    body, titles = "# T\n\n{{ facts['nobody'].name }}\n", "{en: Paper, ru: Документ}"

    assert printed("KZ201", body, title=titles, languages="[en, ru]") == [
        "report `t` (en, ru): no record named `nobody`"
    ]


def test_kz202_what_the_build_would_warn_of_names_the_language(printed):
    body = "# T\n\n{{ facts['unodc'].name }}\n"

    assert printed("KZ202", body, "kind: paper", languages="[en, ru]") == [
        "report `t` (ru): `unodc.name` has no text in `ru` and prints the one in `en`"
    ]


def test_kz131_a_fact_that_no_report_prints_is_worth_knowing(printed):
    assert "`vc-2012` is printed by no report" in printed("KZ131", "# T\n")
    both = "# T\n\n{{ facts['vc-2012'].when }}\n"
    assert "`vc-2012` is printed by no report" not in printed("KZ131", both)


def test_kz131_says_nothing_while_a_report_cannot_be_made(printed):
    assert printed("KZ131", "# T\n\n{{ facts['nobody'].name }}\n") == []


def test_kz115_an_abbreviation_is_written_out_first(printed):
    office = "facts['unodc']"

    assert printed("KZ115", f"# T\n\nThe {{{{ {office}.abbr }}}}.\n") == [
        "report `t`: «UNODC» is used and never written out"
    ]
    once = f"# T\n\nThe {{{{ {office}.name }}}} ({{{{ {office}.abbr }}}}) works.\n"
    assert printed("KZ115", once) == ["report `t`: «UNODC» is introduced and not used again"]
    assert printed("KZ115", once + f"\nThe {{{{ {office}.abbr }}}} works.\n") == []


def test_kz115_the_united_nations_are_not_abbreviated(printed):
    assert printed("KZ115", "# T\n\nThe UN system.\n") == [
        "report `t`: «UN» stands for the United Nations: «The UN system.»"
    ]
    assert printed("KZ115", "# T\n\nThe United Nations system.\n") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("It gave. 24 came.", "a figure begins a sentence: «It gave. 24 came.»"),
        ("It gave 24% of it.", "«%» stands in running text: «It gave 24% of it.»"),
        (
            "It gave 300 000 of it.",
            "thousands are parted as in another language: «It gave 300 000 of it.»",
        ),
        ("It gave a $.", "«$» is printed and never explained"),
    ],
)
def test_kz125_numbers_are_written_as_in_united_nations_papers(printed, words, told):
    assert printed("KZ125", f"# T\n\n{words}\n") == [f"report `t`: {told}"]


def test_kz125_a_count_below_ten_is_a_word(printed, workspace):
    workspace.facts(
        "programmes",
        """
        p:
          {level: public, recorded: 2026-11-01, source: page, kind: strategy, name: {en: Rainbow},
           figures: [{id: f, what: {en: plans}, value: 7, status: confirmed}]}
        """,
    )

    assert printed("KZ125", "# T\n\nIt has {{ facts['f'].value }} plans.\n") == [
        "report `t`: 7 stands in figures: «It has 7 plans.»"
    ]
    assert printed("KZ125", "# T\n\nIt has {{ facts['f'].value | number }} plans.\n") == []


@pytest.mark.parametrize(
    "words",
    [
        "See para. 5 and art. 6.",
        "It gave 300,000 of it, and 24 per cent.",
        "It gave a $. $ means United States dollars unless otherwise stated.",
    ],
)
def test_kz125_references_and_explained_signs_are_in_order(printed, words):
    assert printed("KZ125", f"# T\n\n{words}\n") == []


BACKGROUND = "# T\n\n" + "".join(f"(@) Paragraph {n}.\n\n" for n in "abcde")


def background(words: str) -> str:
    """A background note of six paragraphs, the last of which says `words`."""
    head = "::: masthead\nThe Mission\n\n2026\n:::\n\n"
    return f"{head}{BACKGROUND}(@) {words}\n\n{{.end}}\nPrepared by the Mission.\n"


def test_kz132_a_background_note_ought_to_know_no_first_person(printed):
    assert printed("KZ132", background("It gave, and we thank it."), "kind: note") == [
        "report `t`: «we» in a background note: «It gave, and we thank it.»"
    ]
    assert printed("KZ132", background("It said: “we gave”."), "kind: note") == []
    assert printed("KZ132", background("We thank it."), "kind: paper") == []


def test_kz132_a_roman_one_is_no_person(printed):
    assert printed("KZ132", background("It refers to chapter I of it."), "kind: note") == []
    assert len(printed("KZ132", background("In chapter I of it I say so."), "kind: note")) == 1


def test_kz132_it_is_known_in_russian_too(printed):
    body = background("Представительство благодарит Вас.")

    assert len(printed("KZ132", body, "kind: note", languages="ru")) == 1


def speech(words: int) -> str:
    """A statement of so many words, its title and thanks included."""
    spoken = "word " * (words - 7)
    return (
        "::: masthead\nThe Mission\n\nCheck against delivery\n:::\n\n# Title\n\n::: speech\n"
        f"{{.event}}\nVienna\n\n{{.salutation}}\nMadam Chair,\n\n{spoken}\n\n"
        "{.thanks}\nI thank you.\n:::\n"
    )


def test_kz133_a_statement_fits_its_speaking_time(printed):
    front = "kind: statement\nparameters: {minutes: {default: 5}}"

    assert printed("KZ133", speech(400), front, parameters="{minutes: 3}") == [
        "report `t`: 400 words take 3.1 minutes; there are 3"
    ]
    assert printed("KZ133", speech(400), front, parameters="{minutes: 4}") == []


def test_kz133_a_kind_has_a_budget_of_words(printed):
    assert printed("KZ133", speech(601), "kind: statement") == [
        "report `t`: 601 words, 5 minutes; a statement has at most 600"
    ]
    assert printed("KZ133", speech(600), "kind: statement") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (8_500, ""),
        (8_501, "8,501 words; the United Nations take 8,500 from the Secretariat"),
        (10_701, "10,701 words; the United Nations take 10,700 from others than the Secretariat"),
    ],
)
def test_kz133_where_a_kind_sets_no_limit_those_of_the_united_nations_hold(printed, words, told):
    assert printed("KZ133", "# T\n\n" + "word " * (words - 1), "kind: paper") == (
        [f"report `t`: {told}"] if told else []
    )


def test_kz138_a_short_statement_is_worth_knowing(printed):
    assert printed("KZ138", speech(120), "kind: statement") == [
        "report `t`: 120 words; a statement has 350 or more"
    ]
    assert printed("KZ138", speech(350), "kind: statement") == []


def test_kz136_what_is_meant_for_a_page_stands_on_a_page(printed):
    def sized(words: int) -> str:
        head = "::: masthead\nThe Mission\n\n2026\n:::\n\n# T\n\n"
        point = f"{{.point}}\nTopic\n\n{{.say}}\n{'word ' * words}\n\n"
        card = f"::: card\n{point * 6}:::\n\n"
        return f"{head}{card}---\n\n## Sources {{.bare #sources}}\n\nOne.\n"

    assert printed("KZ136", sized(90), "kind: talking-points") == [
        "report `t`: 2 pages; a card of talking points has at most 1"
    ]
    # the sources are on the back
    assert printed("KZ136", sized(20), "kind: talking-points") == []


def test_kz134_states_stand_in_alphabetical_order(printed, workspace):
    workspace.facts("organisations", STATES)

    def listed(*ids: str) -> str:
        names = [f"{{{{ facts['{each}'].name }}}}" for each in ids]
        return f"# T\n\nExperts of {', '.join(names[:-1])} and {names[-1]} came.\n"

    assert printed("KZ134", listed("kz", "qa", "pk")) == [
        "report `t`: Pakistan stands behind Qatar"
    ]
    assert printed("KZ134", listed("kz", "pk", "qa")) == []


def test_kz134_the_order_is_that_of_the_language(printed, workspace):
    workspace.facts("organisations", STATES)
    body = "# T\n\n{{ facts['pk'].name }} и {{ facts['qa'].name }}\n"

    # К stands before П
    assert len(printed("KZ134", body, "kind: paper", languages="ru")) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [("over $100", []), ("$100", ["`g.amount` is recorded as «over», but printed as $100"])],
)
def test_kz135_over_is_printed_with_the_amount(workspace, text, told):
    workspace.facts("contributions", gift(amount="{min: 100, over: true, currency: USD}"))
    workspace.template("t", "# T\n\n{{ facts['g'].amount | money }}\n")
    project = workspace.project()
    briefing = render(project, "t", as_of=date(2026, 11, 23))

    def said(node: object) -> object:
        return replace(node, text=text) if isinstance(node, Fact) else node

    # no filter prints it without its word; a later one might
    document = transform(briefing.document, said)
    paper = Paper(
        project.reports["t"],
        project.templates.get("t"),
        "en",
        date(2026, 11, 23),
        project.facts,
        replace(briefing, document=document),
    )

    assert [trouble.message for trouble in exact_over(paper)] == told


def test_kz206_a_term_that_is_over_is_not_told_in_the_present(printed, workspace):
    workspace.facts(
        "memberships",
        """
        s: {level: public, recorded: 2026-11-01, source: page, status: confirmed, member: kz,
            body: unodc, when: 2014/2017}
        """,
    )
    body = "# T\n\nIt {{ %s }} {{ facts['s'].when | on_date }}.\n"

    assert printed("KZ206", body % "t('member-present')") == [
        "report `t`: «is a member» is said of `s`, which ended: 2014/2017"
    ]
    assert printed("KZ206", body % "t('member-' ~ facts['s'].tense)") == []


def test_findings_of_a_paper_name_its_report(workspace):
    workspace.template("t", "# T\n\nAfter 24 hours.\n")

    (finding,) = [f for f in check_project(workspace.project()) if f.code == "KZ203"]

    assert (finding.report, finding.record) == ("t", "")
