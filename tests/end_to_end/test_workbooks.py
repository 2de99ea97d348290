"""The same tables as workbooks load to exactly their cells, however they stand on their sheets."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.end_to_end.amounts import built_amounts, differences, warehouse_amounts
from tests.end_to_end.loading import Load, ask, load
from tests.factory.expected import BuiltDocument
from tests.factory.figures import archives, culture
from tests.factory.layouts import ShanxiOptions, shanxi
from tests.factory.workbooks import WorkbookStyle, workbook
from warehouse.home import Home

DOCUMENTS: dict[str, BuiltDocument] = {
    document.file_name: document
    for document in (
        workbook(replace(archives(), year=2011), file_name="sheets.xlsx"),
        workbook(
            replace(culture(), year=2012),
            WorkbookStyle(
                one_sheet=True,
                borders=False,
                numbers="general",
                codes_as_numbers=False,
                titles_merged=False,
                indent="spaces",
            ),
            file_name="one_sheet.xlsm",
        ),
        workbook(
            replace(culture(), year=2013),
            WorkbookStyle(numbers="accounting", hidden=True, first=(2, 1)),
            kind="xls",
            file_name="binary.et",
        ),
        # The name says PDF; what counts is the content.
        workbook(
            replace(archives(), year=2014),
            WorkbookStyle(one_sheet=True, numbers="text", titles_merged=False),
            kind="xls",
            file_name="named.pdf",
        ),
        workbook(
            replace(archives(), year=2015),
            WorkbookStyle(hidden=True, numbers="accounting", borders=False, codes_as_numbers=False),
            file_name="hidden.xlsx",
        ),
    )
}


@pytest.fixture(scope="session")
def workbooks_load(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """A directory of workbooks, and the PDF of a department that one of them shows too, in another year."""
    root = tmp_path_factory.mktemp("workbooks")
    (root / "files").mkdir()
    for document in DOCUMENTS.values():
        document.write(root / "files")
    paper = ShanxiOptions(narrative=False, blank_row=False)
    shanxi(replace(culture(), year=2016), paper, file_name="paper.pdf").write(root / "files")
    (root / "files" / "~$sheets.xlsx").write_bytes(b"the owner's name, as Excel leaves it beside an open file")
    return load(Home(root / "home"), root / "files")


def test_a_directory_of_workbooks_is_loaded(workbooks_load: Load) -> None:
    assert workbooks_load.answer.exit_code == 0
    assert f"载入 {len(DOCUMENTS) + 1}" in workbooks_load.answer.output


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_amount_of_a_workbook_is_there_and_no_other(name: str, workbooks_load: Load) -> None:
    printed = built_amounts(DOCUMENTS[name])
    assert len(printed) > 200
    assert differences(printed, warehouse_amounts(workbooks_load.database, name)) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_figures_of_a_workbook_agree(name: str, workbooks_load: Load) -> None:
    found = ask(
        workbooks_load.database,
        "select fiscal_year, budget_stage, quality_status from marts.dim_document where file_name = ?",
        [name],
    )
    years = dict(zip(DOCUMENTS, range(2011, 2016), strict=True))
    assert found == [(years[name], "预算", "reconciled")]


def test_a_workbook_gives_what_the_pdf_of_the_same_figures_gives(workbooks_load: Load) -> None:
    sheets = warehouse_amounts(workbooks_load.database, "binary.et")
    assert sorted(sheets) == sorted(warehouse_amounts(workbooks_load.database, "paper.pdf"))


def test_an_amount_is_found_in_its_sheet_and_cell(workbooks_load: Load) -> None:
    """表3 is the fourth sheet, the cover the first; its line 合计 stands in row 6, the amounts in C6 to E6."""
    found = ask(
        workbooks_load.database,
        """
        select page_no, x0, top, x1, bottom, printed_text, extraction_method
        from marts.fct_reported_amount
        where file_name = 'sheets.xlsx' and table_no = 3 and line_no = 1
        order by x0
        """,
    )
    assert [place for *place, _, _ in found] == [[4, c, 5, c + 1, 6] for c in (2, 3, 4)]
    assert {method for *_, method in found} == {"text"}


def test_a_sheet_has_its_name_and_its_size_in_cells(workbooks_load: Load) -> None:
    found = ask(
        workbooks_load.home.build_database,
        """
        select page_no, sheet_name, method, set_aside
        from raw.page inner join raw.document using (sha256, extractor_version)
        where file_name = 'hidden.xlsx' and page_no <= 3
        order by page_no
        """,
    )
    assert [row[:3] for row in found] == [(1, "封面", "text"), (2, "上年", "blank"), (3, "表1", "text")]
    assert "999.99" in found[1][3]
    assert "777.77" in found[2][3]
    assert "888.88" in found[2][3]
    assert ask(workbooks_load.home.build_database, "select count(*) from raw.page where sheet_name is null") > [(0,)]


def test_accepted_workbooks_are_kept_under_the_suffix_of_their_content(workbooks_load: Load) -> None:
    suffixes = {"sheets.xlsx": ".xlsx", "one_sheet.xlsm": ".xlsx", "binary.et": ".xls", "named.pdf": ".xls"}
    for name, suffix in suffixes.items():
        data = DOCUMENTS[name].data
        path: Path = workbooks_load.home.archive / f"{hashlib.sha256(data).hexdigest()}{suffix}"
        assert path.read_bytes() == data
