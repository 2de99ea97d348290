"""Tables and lines of sheets, told by the places of their texts."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.styles import Alignment

from extract import read_document
from tests.extract.sheets import BODY, caption, read, saved, texts


def test_a_sheet_is_read_like_a_page() -> None:
    document = read((("附件1",), *caption("2026年预算支出总表"), *BODY, ("注：本表不含上年结转。",)))
    (table,) = document.tables
    assert (table.title, table.label, table.unit_line) == ("2026年预算支出总表", "附件1", "单位：万元")
    assert table.department_line == "部门名称：云岭县档案馆"
    assert table.notes == ("注：本表不含上年结转。",)
    assert table.heading_paths == (("科目编码",), ("科目名称",), ("合计",), ("基本支出",), ("项目支出",))
    assert texts(document)[1] == ["201", "一般公共服务支出", "432.76", "312.46", "120.3"]
    assert document.paragraphs == ()


def test_the_box_of_a_cell_is_its_range() -> None:
    document = read((*caption("预算支出总表"), ("项目", None, "金额"), (201, "某项", 1.5)), merged={0: ("A3:B3",)})
    heading, body = (row.cells for row in document.rows)
    assert [(c.x0, c.top, c.x1, c.bottom) for c in heading] == [(0, 2, 2, 3), (2, 2, 3, 3)]
    assert [(c.x0, c.top, c.x1, c.bottom) for c in body] == [(0, 3, 1, 4), (1, 3, 2, 4), (2, 3, 3, 4)]
    (table,) = document.tables
    assert (table.x0, table.top, table.x1, table.bottom) == (0, 2, 3, 4)
    assert (document.pages[0].width, document.pages[0].height) == (5, 4)


@pytest.mark.parametrize("gap", [(), ((),), ((), ())], ids=["none", "one", "two"])
def test_tables_below_one_another_are_told_apart(gap: tuple[tuple[()], ...]) -> None:
    first, second = caption("预算收入总表"), caption("预算支出总表", "云岭县文化馆")
    document = read((*first, *BODY, *gap, *second, *BODY, *gap, ("公开03表",), *caption("财政拨款收支总表"), *BODY))
    assert [t.title for t in document.tables] == ["预算收入总表", "预算支出总表", "财政拨款收支总表"]
    assert [t.department_line[5:] for t in document.tables] == ["云岭县档案馆", "云岭县文化馆", "云岭县档案馆"]
    assert [len(texts(document, index)) for index in range(3)] == [3, 3, 3]
    assert document.tables[2].label == "公开03表"


def test_a_title_that_is_not_called_table_is_told_by_its_unit_line() -> None:
    rows = (*caption("预算收入总表"), *BODY, (), *caption("2026年一般公共预算支出情况"), *BODY)
    assert [t.title for t in read(rows).tables] == ["预算收入总表", "2026年一般公共预算支出情况"]


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    left, right = caption("预算收入总表"), caption("预算支出总表", "云岭县文化馆")
    rows = [[*a, *[None] * (6 - len(a)), *b] for a, b in zip((*left, *BODY), (*right, *BODY), strict=True)]
    document = read(rows)
    assert [t.title for t in document.tables] == ["预算收入总表", "预算支出总表"]
    assert [t.unit_line for t in document.tables] == ["单位：万元"] * 2
    assert [t.department_line[5:] for t in document.tables] == ["云岭县档案馆", "云岭县文化馆"]
    assert texts(document, 0) == texts(document, 1)
    boxes = [(t.x0, t.top, t.x1, t.bottom) for t in document.tables]
    assert boxes == [(0, 2, 5, 6), (6, 2, 11, 6)]


def test_halves_of_one_table_with_a_blank_column_between_stay_one() -> None:
    rows = (
        ("2026年预算收支总表",),
        (None, None, None, None, "单位：万元"),
        ("收入", None, None, "支出", None),
        ("项目", "预算数", None, "项目", "预算数"),
        ("一、一般公共预算", 10, None, "一、一般公共服务支出", 10),
        ("收入总计", 10, None, "支出总计", 10),
    )
    document = read(rows, merged={0: ("A3:B3", "D3:E3")})
    (table,) = document.tables
    assert table.column_count == 4
    assert texts(document)[0] == ["一、一般公共预算", "10", "一、一般公共服务支出", "10"]


def test_blank_rows_before_the_sums_are_rows_of_the_table() -> None:
    document = read((*caption("预算支出总表"), *BODY, (), (), (None, "合计", 1, 1, 0)))
    (table,) = document.tables
    assert [row[1] for row in texts(document)] == ["合计", "一般公共服务支出", "档案事务", "", "", "合计"]
    assert table.bottom == 9


def test_a_line_without_amounts_at_the_foot_is_a_line() -> None:
    document = read((*caption("预算支出总表"), *BODY, (None, "年终结转")))
    assert texts(document)[-1] == ["", "年终结转", "", "", ""]


def test_signatures_and_remarks_under_a_table_are_text() -> None:
    document = read((*caption("预算支出总表"), *BODY, (), ("填表人：", "张某"), ("以上数据已经核对无误。",)))
    assert len(texts(document)) == 3
    assert [p.text for p in document.paragraphs] == ["填表人：张某", "以上数据已经核对无误。"]


def test_a_department_in_the_cell_after_its_colon_is_read_with_it() -> None:
    rows = (("预算支出总表",), ("编制单位：", "云岭县档案馆", None, "2026年", "单位：万元"), *BODY)
    (table,) = read(rows).tables
    assert (table.title, table.department_line) == ("预算支出总表", "编制单位：云岭县档案馆")
    assert table.unit_line == "单位：万元"


def test_a_cover_and_a_narrative_are_paragraphs() -> None:
    cover = ((), ("云岭县档案馆",), (), ("2026年度部门预算公开",))
    narrative = (("一、主要职责",), ("负责全县档案工作。\n承担其他任务。",), ("二、收支说明",), ("收入10万元。",))
    document = read(cover, narrative)
    assert [(p.page_no, p.text) for p in document.paragraphs] == [
        (1, "云岭县档案馆"),
        (1, "2026年度部门预算公开"),
        (2, "一、主要职责"),
        (2, "负责全县档案工作。"),
        (2, "承担其他任务。"),
        (2, "二、收支说明"),
        (2, "收入10万元。"),
    ]
    assert document.paragraphs[3].heading_path == ("一、主要职责",)
    assert document.paragraphs[6].heading_path == ("二、收支说明",)
    assert (document.paragraphs[1].top, document.paragraphs[1].bottom) == (3, 4)
    assert document.tables == ()


def test_a_title_repeated_on_many_sheets_is_no_running_head() -> None:
    sheets = [(*caption("项目支出表"), ("项目名称", "合计"), (f"项目{n}", n), ("注：无。",)) for n in (1, 2, 3, 4)]
    assert [t.title for t in read(*sheets).tables] == ["项目支出表"] * 4


def test_the_tab_is_the_title_where_none_is_written() -> None:
    rows = ((None, None, None, None, "单位：万元"), *BODY)
    document = read(rows, rows, names=("预算支出总表", "Sheet7"))
    assert [t.title for t in document.tables] == ["预算支出总表", ""]
    assert document.tables[0].unit_line == "单位：万元"
    assert document.paragraphs == ()


def test_a_table_goes_on_upon_the_next_sheet() -> None:
    more = ((20126, "档案事务", 1, 1, None), (2012601, "行政运行", 1, 1, None))
    document = read((*caption("预算支出总表"), *BODY), (BODY[0], *more), names=("支出总表", "支出总表(2)"))
    (table,) = document.tables
    assert (table.first_page, table.last_page) == (1, 2)
    assert [row.role for row in document.rows].count("repeated_heading") == 1
    assert len(texts(document)) == 5
    assert document.rows[-1].page_no == 2


def test_the_heading_of_a_table_without_lines_is_a_table() -> None:
    document = read((*caption("政府性基金预算支出表"), BODY[0], ("注：本表无数据",)))
    (table,) = document.tables
    assert table.title == "政府性基金预算支出表"
    assert table.heading_paths[1] == ("科目名称",)
    assert table.notes == ("注：本表无数据",)


def test_a_heading_over_all_columns_belongs_to_the_table() -> None:
    rows = (*caption("支出预算总表"), ("本年支出",), ("合计", "基本支出", "项目支出"), (3, 2, 1))
    document = read(rows, merged={0: ("A3:C3",)})
    (table,) = document.tables
    assert table.title == "支出预算总表"
    assert table.heading_paths == (("本年支出", "合计"), ("本年支出", "基本支出"), ("本年支出", "项目支出"))


def test_indents_are_kept_in_points() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("项目支出表",), ("项目名称", "合计"), ("部门", 3), ("单位", 3), ("  项目", 3), ("\u3000项目", 3)):
        sheet.append(row)
    sheet["A4"].alignment = Alignment(indent=1)
    sheet["A3"].alignment = Alignment(horizontal="center", indent=1)
    document = read_document(saved(book))
    names = [row.cells[0] for row in document.rows if row.role == "body"]
    assert all(cell.text_x0 is not None for cell in names)
    indents = [(cell.text_x0 or 0) - cell.x0 for cell in names]
    assert [indent - indents[0] for indent in indents] == [0, 15, 10, 10]


def test_hidden_cells_are_not_printed_but_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (*caption("预算支出总表"), *BODY, (None, "旧数", 9, 9, 9)):
        sheet.append(row)
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["D"].hidden = True
    old = book.create_sheet("上年")
    old.sheet_state = "veryHidden"
    old["A1"] = "上年数"
    document = read_document(saved(book))
    assert [row[1:] for row in texts(document)] == [
        ["合计", "540.46", "120.3"],
        ["一般公共服务支出", "432.76", "120.3"],
        ["档案事务", "107.7", ""],
    ]
    amounts = next(row for row in document.rows if row.role == "body").cells
    assert [(cell.x0, cell.x1) for cell in amounts] == [(0, 1), (1, 2), (2, 3), (4, 5)]
    assert {"420.16", "旧数"} <= set(document.pages[0].set_aside.splitlines())
    assert (document.pages[1].method, document.pages[1].set_aside) == ("blank", "上年数")


def test_text_centred_over_blank_cells_spans_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("预算支出总表",), ("科目名称", "2026年预算数"), (None, "合计", "基本支出"), ("某项", 3, 2)):
        sheet.append(row)
    for reference in ("B2", "C2"):
        sheet[reference].alignment = Alignment(horizontal="centerContinuous")
    (table,) = read_document(saved(book)).tables
    assert table.heading_paths[1:] == (("2026年预算数", "合计"), ("2026年预算数", "基本支出"))


def test_an_empty_sheet_is_a_blank_page() -> None:
    document = read((), (*caption("预算支出总表"), *BODY))
    assert [(page.page_no, page.method) for page in document.pages] == [(1, "blank"), (2, "text")]
    assert document.tables[0].first_page == 2


def test_headings_that_nobody_merged_stand_over_their_columns() -> None:
    rows = (
        ("预算支出总表",),
        (None, None, None, None, None, "单位：万元"),
        ("科目编码", "科目名称", "合计", "2026年预算数"),
        (None, None, None, "基本支出", None, "项目支出"),
        (None, None, None, "人员经费", "公用经费"),
        ("201", "一般公共服务支出"),
        ("20126", "档案事务", 3, 1, 1, 1),
    )
    document = read(rows)
    assert document.tables[0].heading_paths == (
        ("科目编码",),
        ("科目名称",),
        ("合计",),
        ("2026年预算数", "基本支出", "人员经费"),
        ("2026年预算数", "基本支出", "公用经费"),
        ("2026年预算数", "项目支出"),
    )
    assert texts(document)[0] == ["201", "一般公共服务支出", "", "", "", ""]


def test_the_sum_of_a_table_without_figures_stands_apart_and_is_its_line() -> None:
    document = read((*caption("政府性基金预算支出表"), BODY[0], (), (), (), (), (None, "合 计"), ("注：本表为空表。",)))
    assert texts(document)[-1] == ["", "合 计", "", "", ""]
    assert document.tables[0].notes == ("注：本表为空表。",)
    assert document.paragraphs == ()
