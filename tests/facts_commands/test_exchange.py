"""Facts as spreadsheets and back: nothing lost, every problem at its cell, nothing half-written."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from kzreport.errors import FactError, WriterError
from kzreport.facts.exchange import export_facts, read_incoming

KINDS = ("events", "contributions", "roles")


def states(incoming: Any) -> dict[str, list[str]]:
    return {
        state: [row.entry.id for row in incoming.of(state)]
        for state in ("new", "changed", "unchanged")
    }


@pytest.fixture
def book(desk, today) -> Callable[..., Any]:
    """Export the base, change cells by kind, id and column, and read the book again."""

    def change(
        *changes: tuple[str, str, str, Any], also: Callable[[Any], None] | None = None
    ) -> Any:
        path = desk.root / "facts.xlsx"
        export_facts(desk.base, path)
        workbook = load_workbook(path)
        for kind, entry_id, column, value in changes:
            put(workbook[kind], entry_id, column, value)
        if also is not None:
            also(workbook)
        workbook.save(path)
        return read_incoming(desk.base, path, today)

    return change


def put(sheet: Any, entry_id: str, column: str, value: Any) -> None:
    """Put a value into the row of an id, a new row if there is none."""
    heads = [cell.value for cell in sheet[1]]
    ids = [cell.value for cell in sheet["A"]]
    row = ids.index(entry_id) + 1 if entry_id in ids else len(ids) + 1
    sheet.cell(row, 1).value = entry_id
    cell = sheet.cell(row, heads.index(column) + 1)
    cell.value = value
    if isinstance(value, str) and not value.startswith("=f("):
        cell.data_type = "s"


def test_what_was_exported_comes_back_unchanged(book):
    found = states(book())

    assert (found["new"], found["changed"]) == ([], [])
    assert {"cnd-56", "vc-2011", "arlacchi-undcp", "page", "kz"} <= set(found["unchanged"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_comes_back_unchanged_from_csv(desk, today, kind):
    path = desk.root / f"{kind}.csv"
    export_facts(desk.base, path, [kind])

    found = states(read_incoming(desk.base, path, today))

    assert (found["new"], found["changed"]) == ([], [])
    assert found["unchanged"]


def test_new_rows_are_appended_without_what_the_file_says_anyway(desk, book):
    before = desk.text("events")

    incoming = book(
        ("events", "cnd-57", "kind", "session"),
        ("events", "cnd-57", "when", "2014-03"),
        ("events", "cnd-57", "what.en", "fifty-seventh: session"),
        ("events", "cnd-57", "what.kk", "null"),
        ("events", "cnd-57", "level", "public"),
        ("events", "cnd-57", "status", "confirmed"),
        ("events", "cnd-57", "source", "page"),
        ("roles", "arlacchi-late", "record", "arlacchi"),
        ("roles", "arlacchi-late", "title.en", "Senator"),
        ("roles", "arlacchi-late", "status", "unverified"),
        ("roles", "arlacchi-late", "source", "page"),
    )
    incoming.draft().write()

    assert states(incoming)["new"] == ["cnd-57", "arlacchi-late"]
    assert desk.text("events") == before + (
        "\ncnd-57:\n  kind: session\n  when: 2014-03\n  what:\n"
        '    en: "fifty-seventh: session"\n    kk: null\n'
        "  recorded: 2026-11-24\n  status: confirmed\n  source: page\n"
    )
    assert [role.id for role in desk.base.entries["arlacchi"].roles][-1] == "arlacchi-late"


def test_a_new_record_and_the_facts_in_it_come_together(desk, book):
    book(
        ("persons", "vyborov", "name.en", "A. Vyborov"),
        ("persons", "vyborov", "level", "public"),
        ("roles", "vyborov-chair", "record", "vyborov"),
        ("roles", "vyborov-chair", "level", "public"),
        ("roles", "vyborov-chair", "title.en", "Chairman"),
        ("roles", "vyborov-chair", "status", "unverified"),
        ("roles", "vyborov-chair", "source", "page"),
    ).draft().write()

    assert desk.base.owners["vyborov-chair"] == "vyborov"


def test_a_changed_value_is_a_correction_and_refused(desk, book):
    before = desk.files()
    incoming = book(("events", "cnd-56", "number", 57))

    with pytest.raises(FactError) as caught:
        incoming.draft().write()

    assert states(incoming)["changed"] == ["cnd-56"]
    assert str(caught.value) == (
        "facts.xlsx:events!N2: `cnd-56.number` is `56` and would be `57`;"
        " a correction is a second fact\n"
        "hint: kzreport facts correct cnd-56, or --typo if it was copied wrongly from its source"
    )
    assert desk.files() == before


def test_a_slip_of_the_pen_is_mended_in_its_place(desk, book):
    before = desk.text("events")

    book(("events", "cnd-56", "number", 57)).draft(typo=True).write()

    assert desk.text("events") == before.replace("number: 56", "number: 57")


def test_a_missing_text_is_filled_in(desk, book):
    before = desk.text("events")

    book(("events", "cnd-56", "what.kk", "елу алтыншы")).draft().write()

    assert desk.text("events") == before.replace("kk: null", "kk: елу алтыншы", 1)


def test_a_value_is_never_taken_out(desk, book):
    incoming = book(("events", "cnd-56", "when", None))

    with pytest.raises(FactError, match="would be taken out"):
        incoming.draft(typo=True)


def merge(workbook: Any) -> None:
    workbook["events"].merge_cells("B2:C2")


def rename(workbook: Any) -> None:
    workbook["events"]["B1"] = "kidn"


@pytest.mark.parametrize(
    ("change", "also", "message"),
    [
        (None, merge, "facts.xlsx:events!B2: the cells B2:C2 are merged"),
        (None, rename, "facts.xlsx:events!B1: `kidn` is not a column of events"),
        (
            ("events", "cnd-56", "when", date(2013, 3, 1)),
            None,
            "facts.xlsx:events!C2: `when`: the cell holds a date as a number (2013-03-01)",
        ),
        (
            ("events", "cnd-56", "when", 41334),
            None,
            "facts.xlsx:events!C2: `when`: the cell holds a date as a number (41334)",
        ),
        (
            ("events", "cnd-56", "what.en", "a session "),
            None,
            "facts.xlsx:events!D2: `what.en`: the text has a blank at its end",
        ),
        (
            ("events", "cnd-56", "what.en", "=f(A1)"),
            None,
            "facts.xlsx:events!D2: `what.en`: the cell holds the formula `=f(A1)`",
        ),
        (
            ("events", "cnd-56", "body", "cdn"),
            None,
            "facts.xlsx:events!L2: `cnd-56` refers to `cdn`, which does not exist",
        ),
        (
            ("events", "cnd-56", "status", "sure"),
            None,
            "facts.xlsx:events!W2: `status` cannot be `sure`",
        ),
        (
            ("events", "CND", "kind", "session"),
            None,
            "facts.xlsx:events!A4: `CND` is not an id: small letters a to z, figures and hyphens",
        ),
        (
            ("contributions", "vc-2011", "amount.currency", None),
            None,
            "facts.xlsx:contributions!G2: `amount`: an amount needs `currency`",
        ),
        (
            ("contributions", "vc-2011-a", "amount.value", "1,5"),
            None,
            "facts.xlsx:contributions!G3: `amount.value`: `1,5` is not a plain figure",
        ),
        (
            ("roles", "arlacchi-undcp", "record", "arlachi"),
            None,
            "facts.xlsx:roles!B2: `arlacchi-undcp` does not stand in `arlachi`",
        ),
        (
            ("events", "page", "kind", "session"),
            None,
            "facts.xlsx:events!A4: `page` is one of sources",
        ),
    ],
)
def test_a_problem_is_told_with_its_cell(desk, book, change, also, message):
    before = desk.files()

    with pytest.raises(FactError) as caught:
        book(*([change] if change else []), also=also)

    assert str(caught.value).startswith(message)
    assert desk.files() == before


def test_all_problems_are_told_at_once(book):
    with pytest.raises(FactError) as caught:
        book(
            ("events", "cnd-56", "status", "sure"),
            ("events", "summary", "what.en", " x"),
            ("contributions", "vc-2011", "donor", "nobody"),
        )

    assert [str(problem.at) for problem in caught.value.problems] == [
        "facts.xlsx:contributions!C2",
        "facts.xlsx:events!D3",
        "facts.xlsx:events!W2",
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\u00a0=", "＝", "＋", "－", "＠"])
def test_no_exported_cell_is_a_formula(desk, workspace, today, sign):
    workspace.facts("events", desk.text("events").replace("Ask the", f"{sign}1+2 Ask the"))
    export_facts(desk.base, desk.root / "facts.xlsx")
    export_facts(desk.base, desk.root / "events.csv", ["events"])

    cells = [c for sheet in load_workbook(desk.root / "facts.xlsx") for r in sheet for c in r]
    notes = [cell for cell in cells if isinstance(cell.value, str) and "1+2" in cell.value]
    assert [(cell.data_type, cell.quotePrefix) for cell in notes] == [("s", True)]
    with ZipFile(desk.root / "facts.xlsx") as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "/worksheets/" in name]
    assert sheets
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]
    lines = csv.reader((desk.root / "events.csv").read_text("utf-8-sig").splitlines())
    assert not [cell for line in lines for cell in line if cell.startswith(tuple("=+-@＝＋－＠"))]
    for name in ("facts.xlsx", "events.csv"):
        assert states(read_incoming(desk.base, desk.root / name, today))["changed"] == []


def test_a_csv_with_semicolons_is_read(desk, today):
    path = desk.root / "persons.csv"
    path.write_text("id;name.en;level\nvyborov;A. Vyborov;public\n", "utf-8-sig")

    read_incoming(desk.base, path, today).draft().write()

    assert desk.base.entries["vyborov"].name == {"en": "A. Vyborov"}


def test_a_csv_problem_is_told_with_its_cell(desk, today):
    path = desk.root / "persons.csv"
    path.write_text("id,name.en,level\nvyborov,A. Vyborov,secret\n", "utf-8-sig")

    with pytest.raises(FactError) as caught:
        read_incoming(desk.base, path, today)

    assert str(caught.value).startswith("persons.csv:C2: `level`: `secret` is not a level")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("facts.ods", b"", "not a spreadsheet kzreport reads"),
        ("facts.xlsx", b"not a zip", "cannot be read: File is not a zip file"),
        ("persons.csv", "id,name.en\nv,Ж\n".encode("cp1251"), "the file is not saved as UTF-8"),
        ("persons.csv", b'id,name.en\nv,"a"b\n', "not a CSV file"),
        ("people.csv", b"id,name.en\n", "`people` is not a kind of record"),
        ("persons.csv", b"name.en\nx\n", "there is no column `id`"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(desk, today, name, data, message):
    path = desk.root / name
    path.write_bytes(data)

    with pytest.raises(FactError) as caught:
        read_incoming(desk.base, path, today)

    assert caught.value.message.startswith(message)
    assert caught.value.hint


def test_a_level_leaves_out_what_is_above_it(desk):
    path = desk.root / "facts.xlsx"

    counts = export_facts(desk.base, path, level=desk.base.entries["page"].level)

    assert (counts["contributions"], counts["events"]) == (0, 2)


def two_files(root: Path) -> Path:
    """Write a workbook with a new record in each of two files."""
    workbook = Workbook()
    for kind, column, value in (("events", "kind", "session"), ("persons", "name.en", "B")):
        sheet = workbook.create_sheet(kind)
        sheet.append(["id", column, "level", "status", "source"])
        sheet.append([f"new-{kind}", value, "public", "confirmed", "page"])
    workbook.remove(workbook["Sheet"])
    workbook.save(root / "two.xlsx")
    return root / "two.xlsx"


@pytest.mark.parametrize("failing", [1, 2])
def test_when_the_disk_is_full_no_file_has_changed(desk, today, monkeypatch, failing):
    draft = read_incoming(desk.base, two_files(desk.root), today).draft()
    before, real, calls = desk.files(), os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        # each file is synced, then its folder
        if len(calls) == 2 * failing - 1:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriterError, match="No space left on device"):
        draft.write()

    assert desk.files() == before


def test_both_files_are_written_when_there_is_room(desk, today):
    read_incoming(desk.base, two_files(desk.root), today).draft().write()

    assert {"new-events", "new-persons"} <= set(desk.base.entries)
