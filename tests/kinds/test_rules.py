"""What each kind refuses, beside the note verbale."""

import re
from pathlib import Path

import pytest

from kzreport.kinds import KINDS

HEAD = "::: masthead\nThe Mission\n\nCheck against delivery\n:::\n\n# Title\n\n"
SPOKEN = (
    HEAD + "::: speech\n{.event}\nVienna\n\n{.salutation}\nMadam Chair,\n\n%s\n\n"
    "{.thanks}\nI thank you.\n:::\n"
)
CARD = HEAD + "::: card\n%s\n:::\n"
POINT = "{.point}\nTopic\n\n{.say}\nIt gave.\n\n"
SIX = HEAD + "(@) One.\n\n" * 5 + "(@) %s\n\n{.end}\nPrepared by the Mission.\n"
GIFT = (
    "g: {{level: public, recorded: 2026-11-01, source: page, status: {}, kind: voluntary, "
    "donor: kz, when: 2012, amount: {{value: 300, currency: USD}}}}\n"
)
CLAIM = (
    "c: {level: public, recorded: 2026-11-01, source: page, status: confirmed, "
    "text: {en: It gave all.}}\n"
)


def messages(told: list[str]) -> list[str]:
    return [re.sub(r"^\S+: ", "", each) for each in told]


def test_a_statement_that_keeps_the_rules_is_made(refused):
    assert refused(SPOKEN % "My delegation gave.", "kind: statement") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("It gave.[^a]\n\n[^a]: In May.", "a footnote in a statement"),
        ("(@) It gave.", "a numbered paragraph in a statement"),
        ("- It gave.", "a list in a statement"),
        ("| a |\n|---|\n| b |", "a table in a statement"),
        ("It gave {{ source_numbers(facts['kz']) }}[1]{.ref}.", "a source number in a statement"),
    ],
)
def test_a_statement_is_spoken_in_sentences(refused, words, told):
    (message,) = messages(refused(SPOKEN % words, "kind: statement"))
    assert message.startswith(told)


def test_a_statement_is_checked_against_delivery(refused):
    body = (SPOKEN % "It gave.").replace("Check against delivery", "2026")

    assert messages(refused(body, "kind: statement")) == [
        "the masthead of a statement lacks the words «Check against delivery»"
    ]


def test_a_card_has_six_points_at_most(refused):
    assert refused(CARD % (POINT * 6), "kind: talking-points") == []
    assert messages(refused(CARD % (POINT * 7), "kind: talking-points")) == [
        "a card of talking points has 7 points; it may have 6",
        "a card of talking points has 7 sentences; it may have 6",
    ]


def test_every_point_says_something(refused):
    body = CARD % ("{.point}\nOne\n\n" + POINT)

    assert messages(refused(body, "kind: talking-points")) == ["the point «One» says nothing"]


def test_a_point_states_what_is_confirmed(workspace, refused):
    workspace.facts("contributions", GIFT.format("unverified"))
    amount = "{{ facts['g'].amount | money }}"
    said = CARD % f"{{.point}}\nTopic\n\n{{.say}}\nIt gave {amount}.\n\n"
    raised = CARD % f"{POINT}## If raised {{.bare #if-raised}}\n\n- It gave {amount}.\n"

    assert messages(refused(said, "kind: talking-points")) == [
        "`g` is unverified, which a card of talking points does not state"
    ]
    assert refused(raised, "kind: talking-points") == []


def test_a_card_that_others_see_tells_nothing_to_avoid(workspace):
    from kzreport.errors import KzReportError

    avoid = CARD % (POINT + "## Avoid {.bare #avoid}\n\n- That.\n")
    workspace.template("t", avoid, "kind: talking-points")
    workspace.render("t")
    workspace.report("t", "template: t\nlevel: public")

    with pytest.raises(KzReportError, match="a public card tells what to avoid"):
        workspace.render("t")


def test_a_background_note_has_six_paragraphs_and_no_heading(refused):
    assert refused(SIX % "Six.", "kind: note") == []
    assert messages(refused(SIX % "Six.\n\n(@) Seven.", "kind: note")) == [
        "a background note has 7 numbered paragraphs; it may have 6"
    ]
    assert messages(refused(SIX % "Six.\n\n## Money", "kind: note"))[0].startswith("a heading in")


def test_a_background_note_says_whose_word_an_unverified_fact_is(workspace, refused):
    workspace.facts("contributions", GIFT.format("unverified"))
    amount = "{{ facts['g'].amount | money }}"

    assert messages(refused(SIX % f"It gave {amount}.", "kind: note")) == [
        "`g` is unverified and printed without saying whose word it is"
    ]
    told = "{{ attribution(facts['g']) | capitalize }}"
    assert refused(SIX % f"{told}it gave {amount}.", "kind: note") == []


def test_claims_never_stand_in_a_treaty_table(workspace, refused):
    workspace.facts("claims", CLAIM)
    table = (
        "{% call(tab) table('t', columns=[('What', 0)]) %}{{ tab.row(facts['c'].text) }}"
        "{% endcall %}\n"
    )

    assert messages(refused(HEAD + table, "kind: treaty-status")) == [
        "`c` is one of the claims, which a treaty table never prints"
    ]


def test_a_treaty_table_states_what_is_confirmed(workspace, refused):
    workspace.facts("contributions", GIFT.format("unverified"))
    table = (
        "{% call(tab) table('t', columns=[('What', 0)]) %}{{ tab.row(facts['g'].when) }}"
        "{% endcall %}\n"
    )

    assert messages(refused(HEAD + table, "kind: treaty-status")) == [
        "`g` is unverified, which a treaty table does not state"
    ]


def test_a_meeting_brief_has_ten_sections_in_their_order(refused):
    names = ["basics", "objectives", "points", "arguments", "their-objectives", "response"]
    names += ["press-line", "agenda", "biography", "background"]
    whole = [f"## S {{#{name}}}\n\nWords.\n" for name in names]

    assert refused(HEAD + "\n".join(whole), "kind: meeting-brief") == []
    assert messages(refused(HEAD + "\n".join(whole[:-1]), "kind: meeting-brief")) == [
        "a meeting brief has no section 10, background,"
    ]
    swapped = [whole[1], whole[0], *whole[2:]]
    assert len(refused(HEAD + "\n".join(swapped), "kind: meeting-brief")) == 1


def test_the_summary_of_a_digest_has_sixty_words_and_its_comment_comes_last(refused):
    head = "{% call(tab) table('head', columns=[('', 0)]) %}{{ tab.row('To') }}{% endcall %}\n\n"

    def digest(summary: str, last: str = "") -> str:
        return (
            f"{HEAD}{head}(@summary) {summary}\n\n(@) It met.\n\n(@comment) So be it.\n\n{last}"
            "## Ahead {.bare #ahead}\n\n- Nothing.\n"
        )

    assert refused(digest("word " * 60), "kind: digest") == []
    assert messages(refused(digest("word " * 61), "kind: digest")) == [
        "the summary has 61 words; a cable's has at most 60"
    ]
    assert messages(refused(digest("It met.", "(@) It gave.\n\n"), "kind: digest")) == [
        "paragraph 4 stands behind the comment: «It gave.»"
    ]


def test_a_fact_sheet_shows_five_to_eight_figures(refused):
    def sheet(count: int) -> str:
        box = "{{ tab.row('[1]{.big} [what]{.what}' | md) }}"
        table = f"{{% call(tab) table('f', columns=[('', 0)]) %}}{box * count}{{% endcall %}}"
        return f"{HEAD}{{.lead}}\nWords.\n\n::: figures\n{table}\n:::\n\n{{.end}}\nContact.\n"

    assert refused(sheet(5), "kind: fact-sheet") == []
    assert messages(refused(sheet(4), "kind: fact-sheet")) == [
        "a fact sheet shows 5 to 8 figures; this one shows 4"
    ]
    assert len(refused(sheet(9), "kind: fact-sheet")) == 1


def test_a_non_paper_has_no_author(refused):
    body = "# Non-paper\n\n{{ facts['pm'].name }} proposes.\n"

    assert refused("# Non-paper\n\nIt is proposed.\n", "kind: non-paper") == []
    assert messages(refused(body, "kind: non-paper")) == [
        "the paper names `pm`; a non-paper has no author"
    ]
    assert messages(refused(HEAD + "It is proposed.", "kind: non-paper"))[0].startswith(
        "a letterhead in a non-paper"
    )


def test_an_aide_memoire_greets_nobody(refused):
    body = "# Aide-memoire\n\n{.place}\nVienna, 1 May 2026\n\n{.closing}\nIt renews.\n"

    (told,) = messages(refused(body, "kind: aide-memoire"))
    assert told.startswith("a courtesy formula in an aide-memoire")


def test_a_kind_of_ones_own_has_no_rules(refused):
    assert refused("We gave.", "kind: paper") == []
    assert refused("We gave.", "kind: minutes-of-the-desk") == []


def test_the_guide_tells_every_kind_in_order_and_its_length():
    guide = (Path(__file__).parents[2] / "docs/kinds.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \|.*\|([^|]*)\|$", guide, re.MULTILINE)

    assert [kind for kind, _ in rows] == list(KINDS)
    for kind, length in rows:
        told = str(KINDS[kind].budget).removeprefix("at most ").replace(" and ", ", ")
        assert length.strip().removesuffix(" and its back") == told


def test_the_guide_names_every_part_by_how_it_is_written():
    guide = (Path(__file__).parents[2] / "docs/kinds.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.*) \|$", guide, re.MULTILINE))

    for kind in KINDS.values():
        for part in kind.parts:
            if part.role[0] in ".#":
                written = part.role.replace("#para-", "@").lstrip("#.")
                assert written in rows[kind.name], (kind.name, part.role)
