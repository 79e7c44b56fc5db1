"""`status` and `facts where-used` read what a build remembers."""

from __future__ import annotations

import json
from pathlib import Path


def states(kzreport) -> dict[str, tuple[str, str]]:
    lines = kzreport("status", "--json").out.splitlines()
    return {each["document"]: (each["state"], each["reason"]) for each in map(json.loads, lines)}


def test_what_was_just_built_is_current_and_the_rest_is_missing(kzreport, mission):
    kzreport("build", "gifts", "--as-of", "2014-06-30")

    assert states(kzreport) == {
        "gifts.en": ("current", "nothing changed"),
        "gifts.ru": ("current", "nothing changed"),
        "session.en": ("missing", "never made"),
    }


def test_a_changed_fact_makes_only_its_documents_stale(kzreport, mission):
    kzreport("build", "--as-of", "2014-06-30")
    gifts = mission.root / "data/contributions.yaml"
    gifts.write_text(gifts.read_text().replace("50000", "60000"))

    assert states(kzreport) == {
        "gifts.en": ("perhaps stale", "read `vc-2012`, which changed"),
        "gifts.ru": ("perhaps stale", "read `vc-2012`, which changed"),
        "session.en": ("current", "nothing changed"),
    }


def test_files_that_were_changed_or_lost_and_reports_that_are_gone_are_told(kzreport, mission):
    kzreport("build", "--as-of", "2014-06-30")
    Path("out/gifts.en.md").write_text("by hand")
    Path("out/session.en.md").unlink()
    mission.reports["gifts"] = "template: gifts\nformats: md\nlanguages: [en]"
    mission.project()

    assert states(kzreport) == {
        "gifts.en": ("stale", "`gifts.en.md` is not as it was made"),
        "gifts.ru": ("left over", "kzreport.yaml asks for it no more"),
        "session.en": ("stale", "`session.en.md` is missing"),
    }
    assert "left over" in kzreport("status").out


def test_a_draft_is_compared_with_a_draft(kzreport, mission):
    kzreport("build", "gifts", "--lang", "en", "--draft", "--level", "public")

    assert states(kzreport)["gifts.public.draft.en"] == ("current", "nothing changed")


def test_where_used_names_the_documents_that_print_read_or_count_a_fact(kzreport, mission):
    mission.template("count", "{{ facts.contributions | length }}\n")
    mission.report("count", "template: count\nformats: [pdf]")
    mission.project()
    kzreport("build", "--as-of", "2014-06-30")

    def used(name: str) -> dict[str, tuple[str, list[int]]]:
        told = map(json.loads, kzreport("facts", "where-used", name, "--json").out.splitlines())
        return {each["document"]: (each["how"], each["pages"]) for each in told}

    assert used("vc-2012.amount") == {"gifts.en": ("printed", []), "gifts.ru": ("printed", [])}
    assert used("vc-2011")["count.en"] == ("printed", [1]), "a count names what it counted"
    assert used("cnd-56") == {"session.en": ("printed", [])}
    assert used("page") == {"session.en": ("read", [])}, "its level asks how sure the source is"
    shown = kzreport("facts", "where-used", "cnd-56")
    assert "1 documents in out depend on `cnd-56`" in shown.out
    assert kzreport("facts", "where-used", "cnd-65").code == 2


def test_the_plan_tells_why_each_document_would_be_made_or_kept(kzreport, mission):
    kzreport("build", "gifts", "--as-of", "2014-06-30")

    ran = kzreport("build", "--plan", "--json", "--as-of", "2014-06-30")
    told = {each["document"]: each for each in map(json.loads, ran.out.splitlines())}

    assert {name: (each["action"], each["reason"]) for name, each in told.items()} == {
        "gifts.en": ("keep", "nothing changed"),
        "gifts.ru": ("keep", "nothing changed"),
        "session.en": ("pages", "never made"),
    }
    assert told["session.en"]["files"] == ["session.en.html", "session.en.md"]
    table = kzreport("build", "--plan", "--as-of", "2014-07-01").out
    assert "it speaks for 2014-06-30, not for 2014-07-01" in table
    assert not Path("out/session.en.md").exists(), "nothing is made"


def test_steps_are_told_as_lines_of_json(kzreport, mission):
    ran = kzreport("build", "session", "--json", "--as-of", "2014-06-30")
    start, made, end = map(json.loads, ran.out.splitlines())

    assert start == {"event": "start", "documents": 1}
    assert (made["event"], made["document"], made["reason"]) == (
        "built",
        "session.en",
        "never made",
    )
    assert (end["built"], end["kept"], end["failed"]) == (1, 0, 0)


def test_the_manifest_names_each_file_with_its_hash(kzreport, mission):
    from hashlib import sha256

    kzreport("build", "session", "--as-of", "2014-06-30")
    manifest = json.loads(Path("out/.kzreport/build.json").read_text())

    assert manifest["state"] == "done"
    (document,) = manifest["documents"]
    for name, digest in document["files"].items():
        assert sha256(Path("out", name).read_bytes()).hexdigest() == digest


def test_force_makes_everything_again(kzreport, mission):
    kzreport("build", "--as-of", "2014-06-30")

    assert "kept" in kzreport("build", "--as-of", "2014-06-30").out
    assert "kept" not in kzreport("build", "--as-of", "2014-06-30", "--force").out


def test_resume_asks_for_what_was_asked_for_before(kzreport, mission):
    kzreport("build", "gifts", "--lang", "ru", "--as-of", "2014-06-30")
    Path("out/gifts.ru.md").unlink()

    assert kzreport("build", "--resume").code == 0

    assert sorted(file.name for file in Path("out").glob("*.md")) == ["gifts.ru.md"]
    assert kzreport("build", "gifts", "--resume").code == 2
    ran = kzreport("build", "--resume", "--out", "elsewhere")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "there is no build in `elsewhere` to resume")
