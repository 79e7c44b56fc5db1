"""The commands, as an officer types them."""

from __future__ import annotations

import pytest

from kzreport.facts.editing import questions
from kzreport.facts.records import KINDS, NESTED_KINDS
from kzreport.facts.translated import origin_of


def test_list_tells_the_status_of_today_and_the_place(desk):
    code, out = desk.run("list", "events", "--status", "overdue")

    assert code == 0
    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "id kind status level when what where",
        "summary events overdue public 2014-06 summary of the review data/events.yaml:24:1",
        "1 record",
    ]


def test_list_speaks_for_the_day_it_is_asked_for(desk):
    _, out = desk.run("list", "events", "--status", "expected", "--as-of", "2014-05-01")

    assert out.splitlines()[-1] == "1 record"


def test_show_tells_all_of_a_record(desk):
    desk.run("confirm", "cnd-56", "--source", "page")

    code, out = desk.run("show", "cnd-56")

    assert code == 0
    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "cnd-56 events, superseded, public",
        "data/events.yaml:8:1",
        "kind session",
        "when 2013-03-11/2013-03-15",
        "what.en fifty-sixth session",
        "what.ru (missing)",
        "what.kk (missing)",
        "number 56",
        "recorded 2026-11-01",
        "status unverified",
        "note Ask the secretariat.",
        "source page#p3: Page of the Ministry (own, public)",
        "corrections cnd-56 → cnd-56-2",
        "named by cnd-56-2 (supersedes)",
    ]


@pytest.mark.parametrize(
    "words", [["pino"], ["КАЗАХСТАН"], ["secretariat", "fifty"], ["arlacchi-unov"]]
)
def test_find_looks_into_every_text_and_id(desk, words):
    code, out = desk.run("find", *words)

    assert (code, out.splitlines()[-1]) == (0, "1 record")


def test_missing_texts_are_listed(desk):
    code, out = desk.run("missing", "--lang", "ru")

    assert code == 0
    assert "events" in out
    assert "fifty-sixth session" in out
    assert "Казахстан" not in out


def test_a_translator_fills_in_a_patch(desk):
    desk.run("missing", "--lang", "kk", "--patch", "kk.yaml")
    patch = desk.root / "kk.yaml"
    asked = "    # en: fifty-sixth session\n    what: null\n"
    text = patch.read_text()
    assert asked in text
    patch.write_text(text.replace(asked, asked.replace("null", "елу алтыншы сессия")))
    before = desk.text("events")

    shown = desk.run("import", "kk.yaml")
    written = desk.run("import", "kk.yaml", "--write")

    assert shown[1].splitlines()[-1].startswith("0 new, 1 changed, ")
    assert written[0] == 0
    origin = origin_of("en", "fifty-sixth session")
    assert desk.text("events") == before.replace(
        "    kk: null\n",
        f"    kk: елу алтыншы сессия\n    translated_from:\n      kk: {origin}\n",
    )


def test_a_patch_of_words_that_changed_meanwhile_comes_back_as_out_of_date(desk):
    desk.run("missing", "--lang", "kk", "--patch", "kk.yaml")
    patch = desk.root / "kk.yaml"
    asked = "    # en: fifty-sixth session\n    what: null\n"
    patch.write_text(patch.read_text().replace(asked, asked.replace("null", "елу алтыншы сессия")))
    desk.run("set", "cnd-56.what.en", "fifty-sixth regular session", "--typo")

    desk.run("import", "kk.yaml", "--write")
    desk.run("missing", "--lang", "kk", "--patch", "again.yaml")

    again = (desk.root / "again.yaml").read_text()
    assert "    # kk, of older words: елу алтыншы сессия\n" in again


@pytest.mark.parametrize(
    ("mark", "after"),
    [
        ("draft", "    translation:\n      kk: checked\n      fr: draft\n"),
        ("{kk: draft, fr: draft}", "    translation: {kk: checked, fr: draft}\n"),
    ],
)
def test_a_draft_is_replaced_by_what_a_translator_wrote(desk, mark, after):
    events = desk.root / "data/events.yaml"
    draft = f"kk: елу сессия\n    fr: session\n    translation: {mark}"
    events.write_text(desk.text("events").replace("kk: null", draft))
    desk.run("missing", "--lang", "kk", "--patch", "kk.yaml")
    patch = (desk.root / "kk.yaml").read_text()
    asked = "    # kk, unchecked: елу сессия\n    what: null\n"
    assert asked in patch

    filled = patch.replace(asked, asked.replace("null", "елу алтыншы сессия"))
    (desk.root / "kk.yaml").write_text(filled)
    code, _ = desk.run("import", "kk.yaml", "--write")

    assert code == 0
    assert "    kk: елу алтыншы сессия\n" in desk.text("events")
    assert after in desk.text("events")
    assert "cnd-56" not in desk.run("missing", "--lang", "kk")[1]
    assert "cnd-56" in desk.run("missing", "--lang", "fr")[1]


def test_a_patch_is_never_replaced(desk):
    (desk.root / "kk.yaml").write_text("work of a week")

    code, out = desk.run("missing", "--lang", "kk", "--patch", "kk.yaml")

    assert (code, (desk.root / "kk.yaml").read_text()) == (2, "work of a week")
    assert "`kk.yaml` is there already" in out


def test_stats_count(desk):
    code, out = desk.run("stats")

    lines = [line.split() for line in out.splitlines()]
    assert code == 0
    assert ["contributions", "3"] in lines
    assert ["overdue", "1"] in lines
    assert ["internal", "3"] in lines
    assert ["summary", "2014-07-15"] in lines


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["show", "cnd-56"],
        ["find", "session"],
        ["missing", "--lang", "kk"],
        ["stats"],
        ["confirm", "cnd-56", "--source", "page", "--dry-run"],
        ["set", "cnd-56.note", "x", "--dry-run"],
        ["export", "facts.xlsx"],
    ],
)
def test_commands_that_read_change_no_fact(desk, command):
    before = desk.files()

    code, _ = desk.run(*command)

    assert code == 0
    assert desk.files() == before


def test_a_dry_run_shows_the_change(desk):
    code, out = desk.run("set", "cnd-56.note", "Asked.", "--dry-run")

    assert code == 0
    assert "-    Ask the secretariat.\n+    Asked.\n" in out


def test_what_is_written_is_told_with_its_place(desk):
    settings = ("--set", "amount=260000 USD", "--source", "page")

    code, out = desk.run("correct", "vc-2011-a", *settings)

    assert code == 0
    assert out.splitlines() == [
        "data/contributions.yaml:15:1: `vc-2011-a-2` supersedes `vc-2011-a`",
    ]


def test_close_by_a_fact_that_is_there(desk):
    told = desk.run("close", "summary", "--outcome", "cnd-56")

    assert told == (0, "data/events.yaml:24:1: `summary` is closed\n")


def test_a_refusal_ends_with_two_and_says_what_to_do(desk):
    code, out = desk.run("set", "cnd-56.number", "57")

    assert code == 2
    assert out.splitlines() == [
        "data/events.yaml:10:11: `number` is what the fact says; a correction is a second fact",
        (
            "  hint: kzreport facts correct cnd-56 --set number=...,"
            " or --typo if it was copied wrongly from its source"
        ),
    ]


# -- add ------------------------------------------------------------------------------------------


def test_add_asks_seven_questions_and_offers_source_status_and_id(desk):
    before = desk.text("events")
    typed = "visit\nvisit of the Director\ntoday\nVienna\n\n\n\n"

    code, out = desk.run("add", "events", "--recorded", "2026-11-24", typed=typed)

    assert code == 0
    assert out.endswith("data/events.yaml:31:1: `visit-2026` is added\n")
    assert "`today` is 2026-11-24" in out
    assert "[unverified]" in out
    assert "[page#p3]" in out
    assert "[visit-2026]" in out
    assert desk.text("events") == before + (
        "\nvisit-2026:\n  kind: visit\n  when: 2026-11-24\n"
        "  what:\n    en: visit of the Director\n  place:\n    en: Vienna\n"
        "  recorded: 2026-11-24\n  status: unverified\n"
    )


@pytest.mark.parametrize("kind", [*KINDS, *NESTED_KINDS])
def test_no_kind_asks_more_than_seven_questions(kind):
    assert len((*questions(kind, ()), "id")) <= 7


def test_a_wrong_answer_is_asked_again(desk):
    typed = "visti\nvisit\nwords\n2014-4\n2014-04\n\n\nnobody#p1\npage\n\n"

    code, out = desk.run("add", "events", typed=typed)

    assert code == 0
    assert "`kind` cannot be `visti`" in out
    assert "needs two digits for month and day: 2014-04" in out
    assert "no record named `nobody`" in out
    assert desk.base.entries["visit-2014"].source[0].source == "page"


def test_add_asks_nothing_when_all_is_given(desk):
    settings = ("--set", "action=signature", "--set", "when=2014", "--set", "status=unverified")
    told = desk.run("add", "roles", "--in", "arlacchi", "--no-input", "--source", "page", *settings)

    assert told[0] == 2
    assert "`action` is not a key of roles" in told[1]

    settings = ("--set", "title=Senator", "--set", "status=unverified")
    told = desk.run("add", "roles", "--in", "arlacchi", "--no-input", "--source", "page", *settings)

    assert told == (0, "data/persons.yaml:16:7: `arlacchi-senator` is added\n")


def test_add_needs_a_source(desk, workspace):
    workspace.facts("positions", "_defaults: {level: public, holder: kz}\n")

    code, out = desk.run("add", "positions", "--no-input", "--set", "text=a stance")

    assert (code, out) == (2, "`a-stance` has no source\n  hint: give one: --source seed#p3\n")


def test_a_kind_without_a_file_gets_one(desk):
    options = ("--no-input", "--set", "text=a stance", "--set", "status=unverified")

    code, _ = desk.run("add", "positions", "--source", "page", "--recorded", "2026-11-24", *options)

    assert code == 0
    assert desk.text("positions") == (
        "format: 1\n\na-stance:\n  text:\n    en: a stance\n  level: internal\n"
        "  recorded: 2026-11-24\n  status: unverified\n  source: page\n"
    )


def test_an_interrupted_question_writes_nothing(desk):
    before = desk.files()

    code, _ = desk.run("add", "events", typed="visit\n")

    assert code == 130
    assert desk.files() == before


# -- import and export ----------------------------------------------------------------------------


def test_import_shows_first_and_writes_when_told(desk):
    (desk.root / "persons.csv").write_text("id,name.en,level\nvyborov,A. Vyborov,public\n")
    before = desk.files()

    assert desk.run("import", "persons.csv") == (
        0,
        (
            "persons.csv:A2: new persons `vyborov`\n"
            "1 new, 0 changed, 0 unchanged; nothing was written, `--write` does it\n"
        ),
    )
    assert desk.files() == before

    assert desk.run("import", "persons.csv", "--write")[0] == 0
    assert "vyborov" in desk.base.entries


def test_import_tells_which_changes_would_be_refused(desk):
    (desk.root / "events.csv").write_text("id,number,note\ncnd-56,57,Asked.\n")

    _, shown = desk.run("import", "events.csv")
    code, told = desk.run("import", "events.csv", "--write")

    assert shown.splitlines()[:2] == [
        "events.csv:B2: `cnd-56.number` `56` becomes `57` (would be refused)",
        "events.csv:C2: `cnd-56.note` `Ask the secretariat.` becomes `Asked.`",
    ]
    assert (code, told.splitlines()[0]) == (
        2,
        "events.csv:B2: `cnd-56.number` is `56` and would be `57`; a correction is a second fact",
    )
    assert desk.base.entries["cnd-56"].note == "Ask the secretariat."


def test_export_does_not_replace_a_file_by_itself(desk):
    desk.run("export", "facts.xlsx")

    code, out = desk.run("export", "facts.xlsx")

    assert (code, "`facts.xlsx` is there already" in out) == (2, True)
    assert desk.run("export", "facts.xlsx", "--force")[0] == 0


@pytest.mark.parametrize("file", ["../events.yaml", "events.yml", "persons.yaml", "/events.yaml"])
def test_a_record_goes_into_no_file_of_another_kind_or_place(desk, file):
    before = desk.files()
    options = ("--no-input", "--set", "kind=visit", "--set", "status=unverified")

    code, out = desk.run("add", "events", "--file", file, *options)

    assert code == 2
    assert out.splitlines()[0] == f"`{file}` is no file of events"
    assert desk.files() == before


def test_an_id_that_is_taken_is_asked_again(desk):
    typed = "visit\nwords\n2014\n\n\n\ncnd-56\nMy visit\nmy-visit\n"

    code, out = desk.run("add", "events", typed=typed)

    assert code == 0
    assert "`cnd-56` is there already" in out
    assert "`My visit` is not an id" in out
    assert "my-visit" in desk.base.entries


def test_an_empty_setting_keeps_out_what_the_defaults_would_bring(desk):
    options = ("--set", "donor=", "--set", "recipient=kz", "--source", "page")

    code, _ = desk.run("correct", "vc-2011-a", *options)

    assert code == 0
    assert "  donor: null\n" in desk.text("contributions")
    assert desk.base.entries["vc-2011-a-2"].donor is None
