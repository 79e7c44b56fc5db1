"""A note verbale that breaks the rules of its kind is not made, and the error says where."""

import pytest
from note_parts import note

from kzreport.errors import LevelError, TemplateError

GIFT = (
    "g: {{level: {level}, recorded: 2026-11-01, source: page, status: {status}, kind: voluntary, "
    "donor: kz, when: 2012, amount: {{value: 300, currency: USD}}}}\n"
)


def test_a_note_that_keeps_the_rules_is_made(refused):
    assert refused(note()) == []
    assert refused(note(enclosure="{.enclosure}\nEnclosure: 2 pages")) == []


@pytest.mark.parametrize("word", ["We", "our", "you", "I", "yourself", "us"])
def test_a_first_or_second_person_is_refused_with_its_line(refused, word):
    body = note(body=f"The Mission gave.\n\nAs {word} saw, it gave.")

    (told,) = refused(body)
    assert told.startswith(f"templates/t.md.j2:21: «{word}» in a note verbale, which speaks in")
    assert told.endswith(f"the third person: «As {word} saw, it gave.»")


@pytest.mark.parametrize(
    "words",
    [
        "It recalls “we thank you”.",
        "It gave to the US.",
        "It refers to chapter I of the Convention.",
        "The museum and the fourth hour were theirs.",
        "> We thank you.",
    ],
)
def test_quotations_numerals_and_parts_of_words_are_no_persons(refused, words):
    assert refused(note(body=words)) == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", "Elle remercie votre Office."),
        ("fr", "Comme j’ai dit."),
        ("ru", "Представительство благодарит Вас."),
        ("ru", "По нашему мнению."),
        ("kk", "Біз алғыс айтамыз."),
        ("kk", "Ол сіздерге алғыс айтады."),
    ],
)
def test_persons_are_known_in_every_language(refused, lang, words):
    (told,) = refused(note(body=words, **formulas(lang)), lang=lang)
    assert "third person" in told


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("kk", "Қазақстан мен Офис бизнес туралы хабарлайды."),
        ("ru", "Ямы, Выборг, мысль и нашествие."),
        ("fr", "Le tourisme des jeunes, en mai."),
    ],
)
def test_words_that_look_like_persons_pass(refused, lang, words):
    assert refused(note(body=words, **formulas(lang)), lang=lang) == []


def formulas(lang: str) -> dict[str, str]:
    """Return both formulas; the Kazakh one is not supplied, and the report words it."""
    words = "{{{{ t('note-{0}', addressee='X') }}}}" if lang != "kk" else "Formula"
    return {part: f"{{.{part}}}\n{words.format(part)}" for part in ("opening", "closing")}


def test_a_person_in_a_fact_is_told_at_the_fact(workspace, refused):
    workspace.facts(
        "events",
        "v: {level: public, recorded: 2026-11-01, source: page, status: confirmed, kind: visit,"
        " what: {en: our visit}}\n",
    )

    (told,) = refused(note(body="It recalls the {{ facts['v'].what }}."))
    assert told.startswith("data/events.yaml:1")
    assert "«our» in a note verbale" in told


def test_an_unverified_fact_is_refused_and_a_draft_may_print_it(workspace, refused):
    workspace.facts("contributions", GIFT.format(level="public", status="unverified"))
    body = note(body="It gave {{ facts['g'].amount | money }}.")

    told = refused(body)
    assert any("`g` is unverified" in each for each in told)
    assert all(each.startswith("data/contributions.yaml:1") for each in told)
    assert refused(body, draft=True) == []


def test_an_internal_fact_is_refused_even_in_a_draft(workspace, refused):
    workspace.facts("contributions", GIFT.format(level="internal", status="confirmed"))
    body = note(body="It gave {{ facts['g'].amount | money }}.")
    told = ["data/contributions.yaml:1:1: `g` is internal; a note verbale prints public facts only"]

    assert refused(body) == told
    assert refused(body, draft=True) == told


def test_a_public_note_cannot_even_name_an_internal_fact(workspace, refused):
    workspace.facts("contributions", GIFT.format(level="internal", status="confirmed"))
    workspace.template("t", note(body="It gave {{ facts['g'].amount }}."), "kind: note-verbale")
    workspace.report("t", "template: t\nlevel: public")

    with pytest.raises(TemplateError, match="no record named `g`"):
        workspace.render("t")


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("addressee", "addressee"),
        ("masthead", "masthead"),
        ("number", "number"),
        ("opening", "opening formula"),
        ("closing", "closing formula"),
        ("place", "place and date"),
        ("initials", "place of the initials"),
    ],
)
def test_every_fixed_part_is_needed(refused, part, name):
    assert refused(note(**{part: ""})) == [f"templates/t.md.j2: a note verbale has no {name}"]


def test_a_part_out_of_its_place_is_told_with_its_line(refused):
    closing = "{.closing}\nThe Mission {{ t('note-closing', addressee='the Office') }}."
    body = note(opening=closing, closing="{.opening}\n{{ t('note-opening', addressee='X') }}go.")

    (told,) = refused(body)
    assert told.startswith("templates/t.md.j2:17: the closing formula of a note verbale stands")


def test_a_formula_is_that_of_the_language(refused):
    body = note(opening="{.opening}\nThe Mission greets the Office.")

    (told,) = refused(body)
    assert told.startswith("templates/t.md.j2:17: the opening formula of a note verbale lacks")
    assert told.endswith("the words «presents its compliments to»")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("(@) It gave.", "a numbered paragraph"),
        ("It gave.[^a]\n\n[^a]: In May.", "a footnote"),
        ("## Money\n\nIt gave.", "a heading"),
        ("{.signature}\nThe Ambassador", "a signature"),
        ("It gave. {{ source_numbers(facts['vc-2011']) }}", "a source number"),
    ],
)
def test_a_note_has_no_numbers_notes_headings_or_signature(refused, words, name):
    told = [each for each in refused(note(body=words)) if "vc-2011" not in each]

    assert len(told) == 1
    assert f"{name} in a note verbale" in told[0]


def test_all_problems_of_a_note_are_told_at_once(workspace, refused):
    workspace.facts("contributions", GIFT.format(level="internal", status="unverified"))
    body = note(body="(@) We gave {{ facts['g'].amount | money }}.", place="")

    told = " ".join(refused(body))
    for part in ("no place and date", "numbered paragraph", "«We»", "is internal", "unverified"):
        assert part in told


def test_a_restricted_note_is_no_note(workspace):
    workspace.template("t", note(), "kind: note-verbale")
    workspace.report("t", "template: t\nlevel: restricted")

    with pytest.raises(LevelError, match="it is for public, internal"):
        workspace.render("t")


def test_a_formula_that_nobody_supplied_is_refused_until_it_is_given(workspace):
    marks = {part: "{." + part + "}\n[…]{.to-supply}" for part in ("opening", "closing")}
    workspace.template("t", note(body="", **marks), "kind: note-verbale")
    workspace.report("t", "template: t\nlanguages: [kk]\nlevel: public")

    with pytest.raises(
        TemplateError, match="the opening formula of a note verbale is not supplied"
    ):
        workspace.render("t")
    assert "…" in workspace.render("t", draft=True).markdown
