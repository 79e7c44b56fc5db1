"""Bad input gets a clear error with its place, or stands literally; what was built stays."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from kzreport.build import Options, build, plan
from kzreport.document import plain_text
from kzreport.errors import KzReportError, PlaceError

EVENT = """
_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}
cnd-56:
  kind: session
  what: {en: fifty-sixth session}
"""

REFUSED = {
    "a duplicate key": ("  kind: visit\n", "`kind` is defined twice (first at line 3)"),
    "a tab": ("\tplace: {en: Vienna}\n", "tab"),
    "a comment that eats words": ("  note: Agenda item #4\n", "comment"),
    "an impossible date": ("  when: 2014-02-30\n", "2014-02-30"),
    "a dangling reference": ("  body: nowhere\n", "`nowhere`, which does not exist"),
    "an unknown key": ("  plaice: {en: Vienna}\n", "did you mean `place`?"),
    "a control character": ('  note: "a\\x07b"\n', "U+0007"),
    "a right-to-left override": ("  note: a\u202eb\n", "U+202E"),
    "a character that stands for a fact": ("  note: a\U000f0000b\n", "U+F0000"),
    "deep brackets": (f"  note: {'[' * 100_000}\n", "nested"),
    "a merge key": ("  <<: {a: 1}\n", "<<"),
}


@pytest.mark.parametrize(("line", "told"), REFUSED.values(), ids=REFUSED)
def test_bad_data_is_refused_with_its_place(workspace, line, told):
    workspace.facts("events", EVENT)
    path = workspace.root / "data/events.yaml"
    path.write_text(path.read_text("utf-8") + line, "utf-8")
    workspace.template("t", "Text.\n")

    with pytest.raises(KzReportError) as caught:
        workspace.render("t")

    assert str(caught.value).startswith("data/events.yaml:")
    assert told in str(caught.value)


def test_two_records_with_one_id_name_both_places(workspace):
    workspace.facts(
        "memberships", EVENT.replace("kind: session", "member: kz").replace("what", "what")
    )
    workspace.template("t", "Text.\n")

    with pytest.raises(KzReportError, match="`cnd-56` is defined twice"):
        workspace.render("t")


def test_latin_1_bytes_are_named(workspace):
    workspace.file("data/events.yaml", "cnd-56: {note: café}\n".encode("latin-1"))
    workspace.template("t", "Text.\n")

    with pytest.raises(KzReportError, match="byte 0xE9 is not UTF-8"):
        workspace.render("t")


def test_norway_stays_norway(workspace):
    workspace.facts(
        "organisations",
        """
        pm: {level: public, recorded: 2026-11-01, kind: mission, name: {en: The Mission}}
        kz: {level: public, recorded: 2026-11-01, kind: state, name: {en: Kazakhstan}}
        unodc: {level: public, recorded: 2026-11-01, kind: state, iso: NO, name: {en: Norway}}
        """,
    )

    assert "[NO]" in workspace.markdown("{{ facts['unodc'].iso }}\n")


HOSTILE = "<b>&amp; *x* _y_ `z` [l](http://un.org) {.c} {{ 7 * 7 }} </p><style>p{}</style> #1 | \\"


def test_markup_in_a_fact_stands_literally_in_every_format(workspace):
    quoted = HOSTILE.replace("'", "''")
    workspace.facts("events", EVENT.replace("fifty-sixth session", f"'{quoted}'"))
    workspace.template("t", "{{ facts['cnd-56'].what }}\n")

    briefing = workspace.render("t")

    assert plain_text(briefing.document.blocks[0].kids) == HOSTILE
    assert "<style>p{}" not in briefing.html()
    with zipfile.ZipFile(io.BytesIO(briefing.docx())) as word:
        xml = word.read("word/document.xml").decode()
    assert "&lt;b&gt;&amp;amp; *x* _y_" in xml
    assert "{{ 7 * 7 }}" in xml


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ range(1000000000) | length }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 't.md.j2' %}",
        "{% include '../../../etc/passwd' %}",
        "{{ facts.events.append(1) }}",
        "{{ nobody }}",
        "{% for x in %}",
    ],
)
def test_a_template_that_goes_too_far_is_stopped_with_its_line(workspace, body):
    workspace.template("t", f"Text.\n\n{body}\n")

    with pytest.raises(KzReportError) as caught:
        workspace.render("t")

    assert str(caught.value).startswith("templates/t.md.j2:")


def test_a_failing_document_leaves_the_older_one_and_lets_the_others_be_built(workspace):
    workspace.template("good", "Good.\n")
    workspace.template("bad", "{{ nobody }}\n")
    project = workspace.project()
    out = workspace.root / "out"
    older = workspace.file("out/bad.en.docx", b"older")
    options = Options(as_of=date(2014, 6, 30), formats=("docx",))

    outcome = build(project, plan(project, (), options), out, options)

    assert [built.planned.report.name for built in outcome.failed] == ["bad"]
    assert older.read_bytes() == b"older"
    assert (out / "good.en.docx").is_file()
    assert sorted(path.name for path in out.glob("[!.]*")) == ["bad.en.docx", "good.en.docx"]


def test_an_output_folder_that_is_a_file_is_told(workspace):
    workspace.template("t", "Text.\n")
    project = workspace.project()
    blocked = workspace.file("out", b"in the way")
    options = Options(as_of=date(2014, 6, 30), formats=("docx",))

    with pytest.raises(PlaceError, match="cannot write"):
        build(project, plan(project, (), options), blocked, options)

    assert blocked.read_bytes() == b"in the way"
