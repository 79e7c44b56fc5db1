"""Images and stored copies that a document took in: when one changes, it is made anew."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image

from kzreport.build import Options, build, plan

OPTIONS = Options(formats=("md", "docx"), as_of=date(2014, 6, 30))


def png(shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (30, 15), shade).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_changed_image_or_copy_makes_its_document_anew(workspace, tmp_path):
    workspace.file("images/a.png", png(10))
    workspace.facts(
        "sources",
        """
        page: {level: public, recorded: 2026-11-01, title: {en: Page}, kind: web-page,
               authority: own, file: page.txt}
        """,
    )
    workspace.facts("contributions", "{}")
    copy = workspace.file("data/page.txt", "It gave in 2011.")
    workspace.template("seen", "{{ image('images/a.png', 'A field') }}\n")
    workspace.template("said", "{{ quote('It gave', 'page') }}\n")

    def made() -> dict[str, str]:
        project = workspace.project()
        outcome = build(project, plan(project, (), OPTIONS), tmp_path / "out", OPTIONS)
        assert not outcome.failed
        return {each.planned.name: each.reason for each in outcome.built}

    assert made() == {"seen": "never made", "said": "never made"}
    assert made() == {"seen": "nothing changed", "said": "nothing changed"}

    workspace.file("images/a.png", png(20))
    assert made() == {"seen": "`images/a.png` changed", "said": "nothing changed"}

    copy.write_text("It gave in 2011, and later.")
    assert made() == {
        "seen": "nothing changed",
        "said": "`data/page.txt` changed, and makes no difference",
    }
