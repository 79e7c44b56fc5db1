"""`build` makes documents: which, of what day, at which level, under which names."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from ran import Ran

CHECKOUT = Path(__file__).parents[2]
BROKEN = (
    "broken (en) was not made:\n"
    "templates/broken.md.j2:4: no record named `vc-2101`\n"
    "  hint: did you mean `vc-2011`?\n"
)


def names(folder: str = "out") -> list[str]:
    """Return the documents in a folder, without what kzreport keeps beside them."""
    return sorted(file.name for file in Path(folder).iterdir() if file.name != ".kzreport")


def text(name: str) -> str:
    return Path("out", name).read_text(encoding="utf-8")


def add_broken(mission) -> None:
    """Add a report that names a record that is not there."""
    mission.template("broken", "{{ facts['vc-2101'].amount }}\n")
    mission.report("broken", "template: broken\nformats: md")
    mission.project()


def test_build_makes_all_reports_in_all_their_languages_and_formats(kzreport, mission):
    assert kzreport("build") == Ran(
        0,
        "  out/gifts.en.md N KB\n"
        "  out/gifts.ru.md N KB\n"
        "  out/session.en.html N KB\n"
        "  out/session.en.md N KB\n"
        "3 of 3 documents in N s\n",
    )
    assert names() == ["gifts.en.md", "gifts.ru.md", "session.en.html", "session.en.md"]


def test_a_quiet_build_says_nothing(kzreport, mission):
    assert kzreport("-q", "build") == Ran(0, "")
    assert len(names()) == 4


def test_a_verbose_build_tells_what_is_being_done(kzreport, mission):
    ran = kzreport("-v", "build", "session", "--as-of", "2014-06-30")

    assert ran.err.splitlines() == [
        "INFO planned: 1, as of 2014-06-30",
        "INFO session: 3 words, 0.5 minutes to read aloud",
        "INFO session.en: built, never made",
    ]


def test_named_reports_only_and_each_once(kzreport, mission):
    kzreport("build", "session", "session")

    assert names() == ["session.en.html", "session.en.md"]


def test_one_language_only_even_if_asked_for_twice(kzreport, mission):
    assert kzreport("build", "gifts", "--lang", "ru", "--lang", "ru").code == 0
    assert names() == ["gifts.ru.md"]


def test_formats_take_the_place_of_those_of_the_report(kzreport, mission):
    kzreport("build", "gifts", "--lang", "en", "--format", "md", "--format", "html")

    assert names() == ["gifts.en.html", "gifts.en.md"]


def test_another_project_and_another_place(kzreport, mission, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    assert kzreport("build", "session", "--project", "..", "--out", "a/b").code == 0
    assert names("a/b") == ["session.en.html", "session.en.md"]


def test_as_of_decides_what_a_document_says(kzreport, mission):
    mission.template("day", "{{ t('as-of', date=as_of) }}\n")
    mission.report("day", "template: day\nformats: md")
    mission.project()

    kzreport("build", "day", "--as-of", "2014-06-30")

    assert "As of 30\u00a0June 2014" in text("day.en.md")


def test_known_at_leaves_out_what_was_recorded_later(kzreport, mission):
    mission.template("known", "{{ facts.contributions | length | number }} recorded\n")
    mission.report("known", "template: known\nformats: md")
    records = mission.root / "data/contributions.yaml"
    later = records.read_text().replace("  when: 2012", "  recorded: 2026-11-20\n  when: 2012")
    records.write_text(later)
    mission.project()

    kzreport("build", "known", "--known-at", "2026-11-10")
    assert text("known.en.md").startswith("[one]")
    kzreport("build", "known", "--known-at", "2026-11-20")
    assert text("known.en.md").startswith("[two]")


def test_a_lowered_level_stands_in_the_name_and_changes_the_marking(kzreport, mission):
    kzreport("build", "gifts", "--lang", "en", "--level", "public", "--format", "docx")
    kzreport("build", "gifts", "--lang", "en", "--level", "internal", "--format", "docx")

    assert names() == ["gifts.en.docx", "gifts.public.en.docx"]
    footers = [_footers(Path("out", name)) for name in names()]
    assert ["INTERNAL" in footer for footer in footers] == [True, False]


def _footers(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        parts = [name for name in archive.namelist() if "footer" in name]
        return "".join(archive.read(name).decode() for name in parts if name.endswith(".xml"))


def test_a_level_is_never_raised(kzreport, mission):
    assert kzreport("build", "session", "--level", "internal") == Ran(
        1,
        "0 of 1 document in N s\n",
        "\nsession (en) was not made:\n"
        "kzreport.yaml:8:3: the report `session` is public; it cannot be made internal\n"
        "  hint: a level given on the command line may only lower it\n",
    )
    assert names() == []


def test_a_draft_lets_doubt_pass_is_named_so_and_marked_on_every_page(kzreport, mission):
    doubtful = mission.root / "data/events.yaml"
    doubtful.write_text(doubtful.read_text().replace("confirmed", "unverified"))

    refused = kzreport("build", "session", "--format", "docx")
    assert refused.code == 1
    assert "`cnd-56` is unverified and may not stand in a paper" in refused.err
    assert kzreport("build", "session", "--format", "docx", "--draft").code == 0

    assert names() == ["session.draft.en.docx"]
    with zipfile.ZipFile("out/session.draft.en.docx") as archive:
        heads = [name for name in archive.namelist() if "header" in name and "rels" not in name]
        assert [b'string="DRAFT"' in archive.read(name) for name in heads] == [True, True]


def test_a_draft_at_a_lowered_level_is_named_for_both(kzreport, mission):
    kzreport("build", "gifts", "--lang", "ru", "--level", "public", "--draft")

    assert names() == ["gifts.public.draft.ru.md"]


def test_a_document_that_fails_stops_no_other_and_leaves_the_older_one(kzreport, mission):
    add_broken(mission)
    mission.file("out/broken.en.md", "the older one")
    before = Path("out/broken.en.md").stat()

    ran = kzreport("build", "broken", "session", "--format", "md")

    assert ran == Ran(
        1,
        "  out/session.en.md N KB\n1 of 2 documents in N s\n",
        f"\n{BROKEN}",
    )
    assert text("broken.en.md") == "the older one"
    assert Path("out/broken.en.md").stat().st_mtime_ns == before.st_mtime_ns
    assert names() == ["broken.en.md", "session.en.md"]


def test_a_quiet_build_still_tells_what_failed(kzreport, mission):
    add_broken(mission)

    assert kzreport("-q", "build", "broken") == Ran(1, "", f"\n{BROKEN}")


def test_facts_that_cannot_be_read_stop_the_build_before_anything_is_written(kzreport, mission):
    mission.facts("events", "visit: {level: public, recorded: 2026-11-01, kind: visit")

    ran = kzreport("build")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("data/events.yaml:1:")
    assert not Path("out").exists()


def test_a_place_that_cannot_be_written_is_not_the_document_s_fault(kzreport, mission):
    assert kzreport("build", "gifts", "--lang", "en", "--out", "kzreport.yaml") == Ran(
        3, "", "cannot write `kzreport.yaml`: Not a directory\n"
    )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["gift"], "no report named `gift`\n  hint: did you mean `gifts`?\n"),
        (["zzz"], "no report named `zzz`\n  hint: `kzreport list` shows the reports\n"),
    ],
)
def test_a_report_that_is_not_there_is_told_with_the_nearest(kzreport, mission, arguments, error):
    assert kzreport("build", *arguments) == Ran(2, "", error)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--format", "odt"], "unknown format `odt`\nhint: use pdf, docx, html, md"),
        (["--lang", "de"], "unknown language `de`\nhint: use en, fr, kk, ru"),
        (
            ["--as-of", "soon"],
            "Invalid value for '--as-of': `soon` is not a day; write it as 2026-11-23",
        ),
        (
            ["--known-at", "2026-02-30"],
            "Invalid value for '--known-at': `2026-02-30` is not a day; write it as 2026-11-23",
        ),
        (
            ["--level", "top"],
            "Invalid value for '--level': 'top' is not one of 'public', 'internal', 'restricted'.",
        ),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_read(kzreport, mission, arguments, error):
    assert kzreport("build", *arguments) == Ran(
        2,
        "",
        "Usage: kzreport build [OPTIONS] [REPORT]...\n"
        f"Try 'kzreport build --help' for help.\n\nError: {error}\n",
    )
    assert not Path("out").exists()


def test_an_option_that_is_not_there_is_wrong_usage(kzreport, mission):
    ran = kzreport("build", "--zzz")

    assert (ran.code, ran.out) == (2, "")
    assert "No such option" in ran.err
    assert "--zzz" in ran.err


def test_the_same_input_gives_the_same_bytes_in_every_process(tmp_path):
    command = [sys.executable, "-m", "kzreport", "-q", "build", "--as-of", "2026-11-23"]
    reports = ["--lang", "ru", "treaty-status", "unodc-contributions"]
    made = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        settings = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([*command, "--out", out, *reports], cwd=CHECKOUT, env=settings, check=True)
        made.append({file.name: file.read_bytes() for file in out.glob("*.*") if file.is_file()})

    assert sorted(made[0]) == [
        "treaty-status.ru.docx",
        "treaty-status.ru.pdf",
        "unodc-contributions.ru.docx",
        "unodc-contributions.ru.pdf",
    ]
    assert made[0] == made[1]


def test_a_build_writes_its_documents_and_changes_nothing_else_of_the_project(kzreport, mission):
    before = {file: file.stat().st_mtime_ns for file in Path().rglob("*")}

    assert kzreport("build", "--format", "docx", "--out", "../papers").code == 0

    assert names("../papers") == ["gifts.en.docx", "gifts.ru.docx", "session.en.docx"]
    assert {file: file.stat().st_mtime_ns for file in Path().rglob("*")} == before
