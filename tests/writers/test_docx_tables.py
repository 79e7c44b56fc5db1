"""Tables of the Word file: fixed columns, rows by their class, the box, the heads of papers."""

from dataclasses import replace
from itertools import pairwise

import pytest
from papers import FACTS
from trees import BRIEF, TREATIES, fact, para, row, words
from word import MISSION, find, paragraphs, part, style_of, text, val

from kzreport.document import Cell, Column, Div, Document, List, Masthead, Row, Str, Table
from kzreport.errors import WriterError
from kzreport.styles.sheet import read_sheet
from kzreport.writers.docx import write_docx
from kzreport.writers.docx.tables import column_widths


def tables(*blocks, layout="portrait"):
    document = Document("A paper", "en", blocks, layout)
    return find(part(write_docx(document, MISSION)), "tbl")


COLUMNS = (Column(26), Column(), Column(20, "figure"))


def grid(*rows: Row, columns=COLUMNS, head=()) -> Table:
    return Table(columns, head, rows)


def widths_of(table) -> list[int]:
    return [int(val(each, "w") or 0) for each in find(table, "tblGrid/gridCol")]


def test_columns_are_millimetres_in_twips_and_the_rest_is_shared():
    block = round(read_sheet(MISSION).block_width("portrait") * 20)

    assert column_widths((Column(26), Column(), Column(20)), block) == [1474, 6123, 1134]
    assert sum(column_widths((Column(),) * 7, block)) == block


def test_every_table_is_fixed_as_wide_as_its_columns_and_begins_at_the_edge():
    for table in find(part(write_docx(BRIEF, MISSION)), "tbl"):
        widths = widths_of(table)
        assert val(find(table, "tblLayout")[0], "type") == "fixed"
        assert val(find(table, "tblInd")[0], "w") == "0"
        assert sum(widths) == int(val(find(table, "tblW")[0], "w") or 0)


def test_the_head_is_repeated_and_no_row_splits():
    (table,) = tables(grid(row("2011", "a", "1"), head=(row("Year", "Purpose", "Amount"),)))

    rows = find(table, "tr")
    assert [len(find(each, "trPr/tblHeader")) for each in rows] == [1, 0]
    assert [len(find(each, "trPr/cantSplit")) for each in rows] == [1, 1]


def test_a_cell_takes_its_style_from_its_row_and_its_column():
    classes = ("", "group", "sub", "total", "expected", "overdue")
    (table,) = tables(
        grid(*(row("a", "b", "1", cls=cls) for cls in classes), head=(row("x", "y", "z"),))
    )

    found = [[style_of(p) for p in find(each, "p")][1:] for each in find(table, "tr")]
    assert found == [
        ["TableHeading", "TableHeadingFigure"],
        ["TableText", "TableFigure"],
        ["TableGroup", "TableGroupFigure"],
        ["TableSub", "TableSubFigure"],
        ["TableTotal", "TableTotalFigure"],
        ["TableExpected", "TableExpectedFigure"],
        ["TableOverdue", "TableOverdueFigure"],
    ]


def test_a_total_is_shaded_and_a_protocol_stands_in_under_its_convention():
    (table,) = tables(
        grid(
            Row((Cell(words("Protocol"), cls="under"), Cell(()), Cell(()))),
            row("Total", "", "3", cls="total"),
        )
    )

    first, total = find(table, "tr")
    assert val(find(first, "tcMar/left")[0], "w") == "227"
    assert {val(each, "fill") for each in find(total, "tcPr/shd")} == {"EEF3F5"}


def test_the_last_column_ends_at_the_edge_of_the_block():
    (table,) = tables(grid(row("a", "b", "c"), columns=(Column(), Column(), Column())))

    cells = find(table, "tc")
    assert [len(find(each, "tcMar")) for each in cells] == [0, 0, 1]
    assert val(find(cells[2], "tcMar/right")[0], "w") == "0"


def test_a_cell_over_two_columns_is_as_wide_as_both():
    (table,) = tables(grid(Row((Cell(words("Total"), span=2), Cell(words("3"))))))

    wide, _ = find(table, "tcPr")
    assert val(find(wide, "gridSpan")[0]) == "2"
    assert int(val(find(wide, "tcW")[0], "w") or 0) == sum(widths_of(table)[:2])


def test_a_short_row_is_filled_up_and_a_long_one_refused():
    (table,) = tables(grid(row("only")))
    assert len(find(table, "tc")) == 3

    with pytest.raises(WriterError):
        tables(grid(row("1", "2", "3", "4")))


@pytest.mark.parametrize("columns", [(), (Column(),) * 64, (Column(154), Column())])
def test_a_table_that_no_page_can_hold_is_refused(columns):
    with pytest.raises(WriterError):
        tables(grid(columns=columns))


def test_notes_stand_below_their_sign_before_them():
    body = part(write_docx(BRIEF, MISSION))

    assert [each for each in paragraphs(body) if each[0].startswith("Table")][-3:] == [
        ("TableNote", "†\tOne source, not confirmed elsewhere."),
        ("TableNote", "¤\tCurrency not stated in the source."),
        ("TableRemarkEnd", "CARICC: Central Asian Regional Information Centre."),
    ]


def test_two_tables_that_meet_stay_two():
    one = grid(row("a", "b", "c"))
    root = part(
        write_docx(
            Document("A paper", "en", (Masthead((words("Mission"),), ()), one, one)), MISSION
        )
    )

    body = root[0]
    kinds = [each.tag.split("}")[1] for each in body]
    assert not any(a == b == "tbl" for a, b in pairwise(kinds))
    assert kinds[-2:] == ["p", "sectPr"]


def test_the_box_is_one_cell_with_a_bar_a_shade_and_items_that_count():
    items = ((para("Overdue."),), (para("Disputed."), para("Ask again.")))
    box = Div("box", (para("Open points", cls="boxhead"), List(True, 1, items)))
    (table,) = tables(box)

    (cell,) = find(table, "tc")
    assert [(style_of(p), text(p)) for p in find(cell, "p")] == [
        ("BoxHeading", "Open points"),
        ("BoxItem", "Overdue."),
        ("BoxItem", "Disputed."),
        ("BoxText", "Ask again."),
    ]
    assert val(find(cell, "tcBorders/left")[0], "sz") == "16"
    assert val(find(cell, "tcPr/shd")[0], "fill") == "EEF3F5"
    assert val(find(cell, "tcMar/left")[0], "w") == "867"


def test_a_box_that_ends_with_a_table_still_ends_with_a_paragraph():
    inner = replace(grid(row("a")), columns=(Column(40),))
    outer, _ = tables(Div("box", (inner,)))

    (last,) = [cell[-1] for cell in find(outer, "tc")][:1]
    assert last.tag.endswith("}p")


def test_the_masthead_has_a_bar_a_name_and_data_and_space_below():
    table = find(part(write_docx(TREATIES, MISSION)), "tbl")[0]

    bar, name, data = find(table, "tc")
    assert widths_of(table)[0] == 907
    assert (val(find(bar, "top")[0], "color"), val(find(bar, "top")[0], "sz")) == ("0093AB", "24")
    assert [text(p) for p in find(name, "p")] == [
        "Permanent Mission of the Republic of Kazakhstan",
        "to the International Organizations in Vienna",
    ]
    assert {style_of(p) for p in find(data, "p")} == {"MastheadData"}
    assert val(find(name, "tcMar/bottom")[0], "w") == "400"


def test_a_fact_sheet_s_cell_is_a_large_figure_what_it_is_and_a_note():
    sheet = find(part(write_docx(FACTS, MISSION)), "tbl")[1]

    assert [style_of(p) for p in find(find(sheet, "tc")[0], "p")] == [
        "FigureLarge",
        "FigureWhat",
        "FigureNote",
    ]


def test_an_empty_cell_holds_an_empty_paragraph():
    (table,) = tables(grid(Row((Cell(()), Cell((Str(""),)), Cell((fact("", "a.b"),))))))

    assert [len(find(cell, "p")) for cell in find(table, "tc")] == [1, 1, 1]
