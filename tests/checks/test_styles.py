"""`kzreport check` tells what of a style Word cannot show, where it makes Word files."""

from kzreport.checks import check_project

CSS = "p { color: #111111 }\ndiv.box {\n  border-radius: 3pt;\n}\n"


def test_a_style_that_word_cannot_show_is_told_with_its_line(workspace):
    workspace.file("styles/own.css", CSS)
    workspace.template("t", "# T\n\nWords.\n")
    workspace.report("t", "template: t\nstyle: own")

    (found,) = [each for each in check_project(workspace.project()) if each.code == "KZ210"]

    assert found.message == "Word has nothing for `border-radius: 3pt`"
    assert str(found.at).endswith("styles/own.css:3:3")
    assert found.severity == "warning"


def test_a_style_of_papers_that_are_no_word_files_is_not_asked(workspace):
    workspace.file("styles/own.css", CSS)
    workspace.template("t", "# T\n\nWords.\n")
    workspace.report("t", "template: t\nstyle: own\nformats: [pdf]")

    assert "KZ210" not in [each.code for each in check_project(workspace.project())]
