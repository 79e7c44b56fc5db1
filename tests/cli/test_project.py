"""`init` makes a project, `list` shows its reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from ran import Ran

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_init_makes_a_project_from_what_is_shipped(kzreport):
    assert kzreport("init", "mission") == Ran(
        0, "made a project in mission\nnext: kzreport build --project mission --out out\n"
    )

    made = files(Path("mission"))
    assert made["kzreport.yaml"] == (CHECKOUT / "kzreport.yaml").read_bytes()
    for part in ("data", "templates", "styles"):
        shipped = files(CHECKOUT / part)
        assert {f"{part}/{name}": data for name, data in shipped.items()}.items() <= made.items()


def test_what_init_made_is_built(kzreport):
    kzreport("init", "mission")
    what = ("--lang", "en", "--format", "md", "--as-of", "2026-11-23")

    ran = kzreport("build", "--project", "mission", *what)

    assert (ran.code, ran.err) == (0, "")
    made = sorted(file.name for file in Path("out").glob("[!.]*"))
    assert ran.out.endswith(f"{len(made)} of {len(made)} documents in N s\n")
    assert {"treaty-status.en.md", "unodc-brief.en.md", "unodc-fact-sheet.en.md"} <= set(made)


def test_init_takes_an_empty_folder_and_makes_those_on_the_way(kzreport):
    Path("empty").mkdir()

    assert kzreport("init", "empty").code == 0
    assert kzreport("init", "far/away").code == 0
    assert files(Path("empty")) == files(Path("far/away"))


def test_init_touches_no_folder_with_something_in_it(kzreport):
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("keep me")

    assert kzreport("init", "mine") == Ran(
        2,
        "",
        "Usage: kzreport init [OPTIONS] DIR\n"
        "Try 'kzreport init --help' for help.\n\n"
        "Error: `mine` is there already, and not empty\n",
    )
    assert files(Path("mine")) == {"notes.txt": b"keep me"}


def test_init_below_a_file_is_refused_by_the_place(kzreport):
    Path("file").write_text("")

    assert kzreport("init", "file/mission") == Ran(
        3, "", "cannot write `file/mission`: Not a directory\n"
    )


def test_a_quiet_init_says_nothing(kzreport):
    assert kzreport("-q", "init", "mission") == Ran(0, "")


def test_list_shows_each_report_on_a_line_of_its_own(kzreport, mission):
    ran = kzreport("list")

    assert (ran.code, ran.err) == (0, "")
    assert [line.split() for line in ran.out.splitlines()] == [
        ["report", "kind", "level", "languages", "formats", "what", "it", "is"],
        ["gifts", "paper", "internal", "en", "ru", "md"],
        ["session", "paper", "public", "en", "html", "md"],
    ]


def test_list_of_another_folder_names_it_when_there_is_no_project(kzreport):
    assert kzreport("list", "--project", "nowhere") == Ran(
        2,
        "",
        "nowhere/kzreport.yaml: there is no such file\n"
        "  hint: `kzreport init DIR` makes a project\n",
    )


def test_all_problems_of_a_project_are_told_at_once(kzreport):
    Path("kzreport.yaml").write_text(
        "format: 1\ntimezone: Asia/Astana\n"
        "reports:\n  brief:\n    template: brief\n    levl: public\n"
    )

    assert kzreport("list") == Ran(
        2,
        "",
        "kzreport.yaml:2:11: `Asia/Astana` is not a time zone\n"
        "  hint: Astana keeps the time of `Asia/Almaty`\n"
        "kzreport.yaml:6:5: `levl` is not a key of the report `brief`\n"
        "  hint: did you mean `level`?\n"
        "2 problems\n",
    )


def test_list_long_tells_what_a_template_asks_for(kzreport, workspace):
    front = "kind: brief\nparameters: {size: {type: choice, choices: [a, b], default: a}, org: {}}"
    workspace.template("t", "Text", front)
    workspace.project()

    words = " ".join(kzreport("list", "--long", "--project", str(workspace.root)).out.split())

    assert "size a | b default a" in words
    assert "org any required" in words
