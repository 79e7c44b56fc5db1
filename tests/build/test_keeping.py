"""What is kept is what a clean build would make, whatever was changed; and it is kept cheaply."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import ANY

from fact_bases import IDS, Base, fact_bases, write_base
from hypothesis import Phase, assume, event, given, settings
from hypothesis import strategies as st

from kzreport.build import Options, build, plan
from kzreport.errors import FactError
from kzreport.project import Project, load_project

DAY = Options(as_of=date(2014, 6, 30), draft=True)

#: each asks something else, so that most edits leave most of them as they are
ASKED = {
    "one": "{{ facts['gift-1'].amount }} {{ facts['gift-1'].when }}",
    "status": "{{ facts['event-1'].status | d('-') }} {{ sign(facts['event-1']) }}",
    "donor": "{% for g in facts.contributions.where(donor='org-1') %}{{ g.id }} {% endfor %}",
    "late": "{% for e in facts.events.where(status='overdue') %}{{ e.id }} {% endfor %}",
    "newest": "{{ facts.events.sort('when', reverse=true).limit(1).first.what | d('-') }}",
    "limited": "{{ facts.events.limit(2).where(kind='meeting') | length }}",
    "sum": "{% for t in facts.contributions.total() %}{{ t }}; {% endfor %}",
    "parents": "{% for t in facts.contributions.parents().total() %}{{ t }}; {% endfor %}",
    "span": "{% for t in facts.contributions.during('2012').total() %}{{ t }}; {% endfor %}",
    "groups": "{% for d, g in facts.contributions.group('when') %}{{ g | length }} {% endfor %}",
    "doubt": "{% for e in facts.together('events', 'claims').disputed() %}{{ e.id }} {% endfor %}",
    "history": "{% for g in facts.contributions.history() %}"
    "{{ g.id }} {{ g.successor.id | d('-') }} {% endfor %}",
    "nested": "{{ facts.actions.where(status='confirmed') | length }} "
    "{% for a in facts['treaty-1'].actions %}{{ a.id }} {% endfor %}",
    "names": "{{ facts['org-1'].names.last.name | d('-') }} {{ facts['org-2'].of.name | d('-') }}",
    "cited": "{{ facts['org-1'].name }}{{ cite(facts['gift-2'], facts['event-2']) }}\n\n"
    "{{ sources() }}",
    "linked": "{% for p in facts.positions.sort('weight') %}"
    "{{ p.on.id | d('-') }} {{ p.holder.name | d('-') }} {% endfor %}",
}


def project_in(folder: Path, base: Base) -> Project:
    """Write a project that asks everything in `ASKED` of `base`, for two levels."""
    (folder / "templates").mkdir(parents=True, exist_ok=True)
    reports = []
    for name, body in ASKED.items():
        head = "---\nkind: working-paper\n---\n# Paper\n\n"
        (folder / f"templates/{name}.md.j2").write_text(f"{head}{body}\n")
        reports += [
            f"  {name}-{level}: {{template: {name}, level: {level}, formats: [md, html]}}"
            for level in ("public", "restricted")
        ]
    (folder / "kzreport.yaml").write_text("mission: ''\nreports:\n" + "\n".join(reports) + "\n")
    write_base(base, folder / "data")
    return load_project(folder)


def papers(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("[!.]*")}


@st.composite
def edits(draw: st.DrawFn) -> tuple[Base, Base]:
    """Return a base, and the same with some records from another one."""
    before, other = draw(fact_bases()), draw(fact_bases())
    after = deepcopy(before)
    ids = [(kind, i) for kind, own in IDS.items() for i in own]
    for kind, entry_id in draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3)):
        match draw(st.sampled_from(["replace", "remove", "move", "hold"])):
            case "replace":
                after[kind][entry_id] = other[kind][entry_id]
            case "remove":
                after[kind].pop(entry_id, None)
            case "move" if entry_id in after[kind]:
                after[kind][entry_id] = after[kind].pop(entry_id)
            case "hold" if entry_id in after[kind]:
                after[kind][entry_id] = {**after[kind][entry_id], "hold": True}
    return before, after


@settings(max_examples=40, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(edits())
def test_after_any_edit_the_documents_are_those_of_a_clean_build(edit):
    before, after = edit
    with TemporaryDirectory() as name:
        folder = Path(name)
        try:
            old, new = project_in(folder / "old", before), project_in(folder / "new", after)
            _ = old.facts, new.facts
        except FactError:
            assume(False)
        build(old, plan(old, (), DAY), folder / "out", DAY)
        (folder / "old/data").rename(folder / "old/before")
        (folder / "new/data").rename(folder / "old/data")
        project = load_project(folder / "old")

        again = build(project, plan(project, (), DAY), folder / "out", DAY)
        clean = build(project, plan(project, (), DAY), folder / "clean", DAY)

        states = {each.planned.stem: each.problem is None for each in clean.built}
        assert states == {each.planned.stem: each.problem is None for each in again.built}
        wanted = papers(folder / "clean")
        assert {
            name: data for name, data in papers(folder / "out").items() if name in wanted
        } == wanted
        unread = sum(1 for each in again.kept if each.reason == "nothing changed")
        event(f"kept without rendering: {unread * 4 // len(again.built) * 25} % and more")


def test_one_changed_fact_makes_only_the_documents_that_read_it(tmp_path):
    base = _plain_base()
    project = project_in(tmp_path, base)
    out = tmp_path / "out"
    build(project, plan(project, (), DAY), out, DAY)
    base["contributions"]["gift-1"]["amount"]["value"] = 999
    project = project_in(tmp_path, base)

    again = build(project, plan(project, (), DAY), out, DAY)

    made = {each.planned.report.template for each in again.built if each.state == "built"}
    looked_at = {
        each.planned.report.template for each in again.kept if "no difference" in each.reason
    }
    assert made == {"one", "sum", "span"}
    assert looked_at <= {"donor", "groups", "history"}
    record = json.loads((out / ".kzreport/records/one-public.draft.en.json").read_text())
    assert set(record["printed"]) == {"gift-1.amount", "gift-1.when"}


def test_where_the_words_are_the_same_only_the_files_that_are_lacking_are_made(workspace):
    workspace.template("brief", "# Brief\n\n{{ facts['vc-2012'].amount | money }}\n")
    workspace.report("brief", "template: brief\nformats: [md, html, pdf]")
    project, out = workspace.project(), workspace.root / "out"
    everything = plan(project, (), DAY)
    words_alone = plan(project, (), replace(DAY, formats=("md",)))
    build(project, words_alone, out, DAY)
    words = (out / "brief.draft.en.md").stat().st_ino

    first = build(project, everything, out, DAY).built[0]
    assert (first.state, first.reason) == ("built", "`brief.draft.en.pdf` was not made with it")
    assert (out / "brief.draft.en.md").stat().st_ino == words, "it was right as it was"
    record = json.loads((out / ".kzreport/records/brief.draft.en.json").read_text())
    assert record["printed"] == {"vc-2012.amount": [1]}
    page = (out / "brief.draft.en.pdf").stat().st_ino

    build(project, words_alone, out, DAY)
    (out / "brief.draft.en.html").write_text("edited")
    again = build(project, everything, out, DAY).built[0]
    assert again.reason == "`brief.draft.en.html` is not as it was made"
    assert (out / "brief.draft.en.pdf").stat().st_ino == page
    assert json.loads((out / ".kzreport/records/brief.draft.en.json").read_text()) == {
        **record,
        "seconds": ANY,
    }
    clean = workspace.root / "clean"
    build(project, everything, clean, DAY)
    assert papers(out) == papers(clean)


def test_of_other_words_every_file_is_made_though_one_alone_was_lacking(workspace):
    workspace.template("brief", "# One\n")
    workspace.report("brief", "template: brief\nformats: [md, html]")
    out = workspace.root / "out"
    project = workspace.project()
    assert build(project, plan(project, (), DAY), out, DAY).failed == ()
    workspace.file("templates/brief.md.j2", "---\nkind: paper\n---\n# Another\n")
    (out / "brief.draft.en.html").unlink()

    project = workspace.project()
    outcome = build(project, plan(project, (), DAY), out, DAY)

    assert [each.state for each in outcome.built] == ["built"]
    assert "Another" in (out / "brief.draft.en.md").read_text()
    assert "Another" in (out / "brief.draft.en.html").read_text()


def test_a_paper_whose_original_is_in_another_language_now_is_made_again(workspace):
    workspace.template("brief", "# Brief\n\n{{ report.original }}\n")
    keys = "template: brief\nformats: [md]\ntitle: {en: Brief, ru: Справка}\nlanguages: "
    out = workspace.root / "out"
    for languages in ("[en, ru]", "[ru, en]"):
        workspace.report("brief", keys + languages)
        project = workspace.project()
        assert build(project, plan(project, (), DAY), out, DAY).failed == ()

    assert (out / "brief.draft.en.md").read_text().rstrip().endswith("ru")


def test_a_build_in_which_nothing_changed_imports_no_engine(workspace):
    workspace.template("brief", "# Brief\n\n{{ facts['vc-2012'].amount | money }}\n")
    workspace.report("brief", "template: brief\nformats: [pdf, docx]")
    workspace.project()
    words = ["build", "--project", str(workspace.root), "--out", str(workspace.root / "out")]
    code = (
        "import sys\nfrom kzreport.cli import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit as end:\n"
        "    print(*sorted(sys.modules))\n    raise"
    )

    def modules() -> tuple[set[str], str]:
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        told, _, loaded = ran.stdout.rstrip().rpartition("\n")
        return {name.partition(".")[0] for name in loaded.split()}, told

    heavy = {"weasyprint", "jinja2", "markdown_it", "docx", "fontTools", "PIL", "pydyf"}
    made, _ = modules()
    assert {"weasyprint", "jinja2", "markdown_it"} <= made
    kept, told = modules()
    assert "1 kept" in told
    assert kept & heavy == set()


def _plain_base() -> Base:
    shared = {
        "level": "public",
        "recorded": "2026-11-01",
        "status": "confirmed",
        "source": ["source-1"],
    }
    gift = {**shared, "kind": "voluntary", "when": "2012", "donor": "org-1"}
    return {
        "sources": {
            "source-1": {
                **{key: shared[key] for key in ("level", "recorded")},
                "title": {"en": "T"},
                "kind": "report",
                "authority": "official",
            }
        },
        "organisations": {
            f"org-{n}": {
                "level": "public",
                "recorded": "2026-11-01",
                "kind": "body",
                "name": {"en": "N"},
            }
            for n in (1, 2)
        },
        "agreements": {
            "treaty-1": {"level": "public", "recorded": "2026-11-01", "title": {"en": "T"}}
        },
        "contributions": {
            f"gift-{n}": {**gift, "amount": {"value": 100 * n, "currency": "USD"}} for n in (1, 2)
        },
        "events": {
            f"event-{n}": {**shared, "kind": "meeting", "when": "2012", "what": {"en": "meeting"}}
            for n in (1, 2)
        },
    }
