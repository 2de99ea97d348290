"""Project performance forms: every indicator of every layout, the form that stands, and no person anywhere."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.end_to_end.amounts import SAMPLES
from tests.end_to_end.dictionary import untrue_examples
from tests.end_to_end.form_documents import (
    PROMOTION,
    PROMOTION_AGAIN,
    RETIRED,
    FormDocument,
    form_document,
    write_forms,
)
from tests.end_to_end.loading import Load, ask, load
from tests.factory.forms import LANDLINE, PERSON, TELEPHONE, golden_rows
from tests.traps.score import COLUMNS_OF_FORMS, golden_forms, persons_in, right_characters
from warehouse.home import Home

RECOGNITION = find_spec("rapidocr") is not None
LIULIN = "2023-柳林县行政审批服务管理局-部门预算公开.pdf"
ZEZHOU = "2026-泽州县行政审批服务管理局-部门预算公开.pdf"


def targets(loaded: Load, table: str, file_name: str) -> Counter[tuple[Any, ...]]:
    """The rows of a fact in the columns of the golden file."""
    return Counter(
        ask(loaded.database, f"select {COLUMNS_OF_FORMS} from marts.{table} where file_name = ?", [file_name])
    )


def golden(file_name: str) -> list[tuple[Any, ...]]:
    """The golden rows of a sample."""
    return golden_forms(SAMPLES / "golden_performance.csv", file_name)


# --- the sample -----------------------------------------------------------------------------------------------------


def test_every_indicator_of_the_sample_is_read_and_the_later_form_stands(samples: Load) -> None:
    expected = golden(LIULIN)
    # Form 6, of 0 元, was filed twenty minutes before form 7, of 1,680,000 元 for the same project.
    assert targets(samples, "fct_performance_target", LIULIN) == Counter(row for row in expected if row[0] != 6)
    assert targets(samples, "fct_performance_target_history", LIULIN) == Counter(row for row in expected if row[0] == 6)
    standing = ask(
        samples.database,
        """
        select old.form_no, new.form_no from marts.fct_project_form_history as old
        inner join marts.fct_project_form as new on old.superseded_by = new.project_form_key
        """,
    )
    assert standing == [(6, 7)]


def test_the_forms_of_the_sample_agree_with_its_project_table(samples: Load) -> None:
    found = ask(
        samples.database,
        """
        select project_name, form_yuan, project_yuan, outcome from quality.project_form_amount
        where file_name = ? order by form_no
        """,
        [LIULIN],
    )
    amounts = {row[1]: row[6] for row in golden(LIULIN) if row[0] != 6}
    assert {name: form_yuan for name, form_yuan, _, _ in found} == amounts
    # 14.775 万元 on the form is printed as 14.78 in table 13; staff and running costs are no lines of tables 12 and 13.
    assert [(name, project_yuan, outcome) for name, _, project_yuan, outcome in found if outcome != "equal"] == [
        ("公用经费项目", None, "not_listed"),
        ("人员类项目", None, "not_listed"),
        ("惠企政策梳理及运营服务费", Decimal(147800), "rounding"),
    ]


def test_values_of_the_sample_are_taken_apart(samples: Load) -> None:
    found = ask(
        samples.database,
        """
        select distinct value, operator, value_number, value_unit from marts.fct_performance_target
        where value in ('≥98%', '≤20000元/车年', '≥23台（套）', '及时', '＞96%', '1680000元') order by all
        """,
    )
    assert found == [
        ("1680000元", None, Decimal(1680000), "元"),
        ("≤20000元/车年", "≤", Decimal(20000), "元/车年"),
        ("≥23台（套）", "≥", Decimal(23), "台（套）"),
        ("≥98%", "≥", Decimal(98), "%"),
        ("及时", None, None, None),
        ("＞96%", ">", Decimal(96), "%"),
    ]


def test_nothing_of_the_sample_forms_is_left_unread(samples: Load) -> None:
    for model in ("unread_form_cell", "form_finding"):
        assert ask(samples.database, f"select * from quality.{model} where file_name = ?", [LIULIN]) == []


@pytest.mark.skipif(not RECOGNITION, reason="recognition of scanned pages is not installed")
def test_scanned_forms_are_read_like_printed_ones(samples: Load) -> None:
    """Ten pictures: what tells the forms apart is exact, of all other characters at least 97 % are right."""
    expected = golden(ZEZHOU)
    found = ask(
        samples.database,
        f"""
        select {COLUMNS_OF_FORMS}, extraction_method, forms.continues_form_no
        from marts.fct_performance_target
        inner join (select project_form_key, continues_form_no from marts.fct_project_form) as forms
            using (project_form_key)
        where file_name = ? order by form_no, indicator_no
        """,
        [ZEZHOU],
    )
    assert [row[:8] for row in found] == [row[:8] for row in expected]
    assert right_characters(found, expected) >= 0.97
    assert {row[12] for row in found} == {"ocr"}
    # Three projects are printed on two pages each, a head on both: same amounts, no indicator twice.
    assert {(row[0], row[13]) for row in found if row[13]} == {(3, 2), (6, 5), (9, 8)}


# --- other layouts --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document() -> FormDocument:
    return form_document()


@pytest.fixture(scope="module")
def forms_load(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Load:
    root = tmp_path_factory.mktemp("forms")
    return load(Home(root / "home"), *write_forms(root))


def test_every_indicator_of_every_layout_is_read(forms_load: Load, document: FormDocument) -> None:
    """Merged cells over a page break, grids without a title, columns of sign and unit, a value in the name's cell."""
    assert forms_load.answer.exit_code == 0
    assert targets(forms_load, "fct_performance_target", "forms.pdf") == Counter(document.standing)
    assert targets(forms_load, "fct_performance_target_history", "forms.pdf") == Counter(document.superseded)


def test_each_example_of_the_dictionary_is_a_value_of_the_forms(forms_load: Load) -> None:
    assert untrue_examples(forms_load.database, "forms") == [], "run `make examples`"


def test_a_form_that_says_nothing_again_goes_on_the_one_before(forms_load: Load) -> None:
    found = ask(
        forms_load.database,
        """
        select form_no, continues_form_no from marts.fct_project_form
        where continues_form_no is not null and file_name = 'forms.pdf'
        """,
    )
    assert found == [(4, 3)]


def test_a_file_of_forms_alone_is_a_part_of_the_disclosure(forms_load: Load) -> None:
    found = ask(
        forms_load.database,
        """
        select file_name, document_part, department_name, budget_stage, quality_status, is_current,
            count(*) over (partition by disclosure_key)
        from marts.dim_document where fiscal_year = 2025 order by file_name
        """,
    )
    alike = ("云岭县文化和旅游局", "预算", "reconciled", True, 2)
    assert found == [("tables.pdf", "tables", *alike), ("targets.pdf", "forms", *alike)]


def test_of_two_versions_in_two_files_the_later_stands(forms_load: Load) -> None:
    assert targets(forms_load, "fct_performance_target", "tables.pdf") == Counter()
    assert targets(forms_load, "fct_performance_target_history", "tables.pdf") == Counter(golden_rows((PROMOTION,)))
    standing = golden_rows((PROMOTION_AGAIN, RETIRED))
    assert targets(forms_load, "fct_performance_target", "targets.pdf") == Counter(standing)
    found = ask(
        forms_load.database,
        """
        select new.file_name, new.form_no from marts.fct_project_form_history as old
        inner join marts.fct_project_form as new on old.superseded_by = new.project_form_key
        where old.file_name = 'tables.pdf'
        """,
    )
    assert found == [("targets.pdf", 1)]


def test_forms_are_compared_with_the_project_table_of_another_file(forms_load: Load) -> None:
    found = ask(
        forms_load.database,
        """
        select project_name, form_yuan::varchar, project_yuan::varchar, outcome from quality.project_form_amount
        where file_name in ('tables.pdf', 'targets.pdf') order by form_no
        """,
    )
    assert found == [
        ("文化旅游宣传推广", "980000.00", "980000.00", "equal"),
        ("国有企业退休人员社会化管理", "120000.00", "120000.00", "equal"),
    ]


def test_what_a_form_says_of_itself(forms_load: Load) -> None:
    found = ask(
        forms_load.database,
        """
        select form_no, form_kind, department_code, filed_on::varchar, fund_amounts, year_goal
        from marts.fct_project_form where file_name = 'forms.pdf' and form_no in (2, 5, 9) order by form_no
        """,
    )
    goal = "按年度计划完成各项工作，保障服务质量。"
    assert [(*row[:4], row[5]) for row in found] == [
        (2, "project", "045", "2023-02-20 17:50:26", goal),
        (5, "project", None, None, goal),
        (9, "department", None, None, goal),
    ]
    # 80.50 万元 on the form, and a dash.
    assert found[1][4] == [
        {"scope": "年度", "fund_source": "财政拨款", "amount_yuan": Decimal(805000)},
        {"scope": "年度", "fund_source": "其他资金", "amount_yuan": Decimal(0)},
    ]


@pytest.mark.parametrize(
    ("value", "parsed"),
    [
        ("60-80人次", (None, Decimal(60), Decimal(80), "人次")),
        ("不低于95%", ("≥", Decimal(95), None, "%")),
        ("95%以上", ("≥", Decimal(95), None, "%")),
        ("≤37.5万元/个", ("≤", Decimal("37.5"), None, "万元/个")),
        ("＝24场", ("=", Decimal(24), None, "场")),
        ("2026年底", (None, None, None, None)),
        ("12月31日前", (None, None, None, None)),
        ("优良", (None, None, None, None)),
        ("≥300天", ("≥", Decimal(300), None, "天")),
    ],
)
def test_printed_values_are_taken_apart(value: str, parsed: tuple[Any, ...], forms_load: Load) -> None:
    found = ask(
        forms_load.database,
        """
        select distinct operator, value_number, value_number_to, value_unit
        from marts.fct_performance_target where value = ?
        """,
        [value],
    )
    assert found == [parsed]


def test_the_chinese_view_shows_the_forms_that_stand(forms_load: Load, document: FormDocument) -> None:
    rows = ask(
        forms_load.database, "select 表序, 期间, 一级指标, 二级指标, 三级指标, 指标值 from 绩效指标 where 年度 = 2023"
    )
    assert Counter(rows) == Counter((row[0], *row[7:]) for row in document.standing)


def test_no_person_leaves_raw(forms_load: Load) -> None:
    """Each form names a person and two telephones: in cells of their own, and within running text."""
    marks = (PERSON, TELEPHONE, LANDLINE)
    with duckdb.connect(str(forms_load.home.build_database), read_only=True) as con:
        cells = con.execute(
            "select c.text from raw.table_row, unnest(cells) as u (c) where regexp_matches(c.text, ?)",
            ["|".join(marks)],
        ).fetchall()
    assert len(cells) > 20

    assert persons_in(forms_load.database, marks) == []
    for folder in (forms_load.home.published_docs, forms_load.home.published_parquet):
        for path in _files(folder):
            content = path.read_bytes()
            assert [mark for mark in marks if mark.encode() in content] == [], path
    for path in forms_load.home.published_parquet.glob("*.parquet"):
        rows = duckdb.execute(f"select * from read_parquet('{path}')").fetchall()
        assert [mark for mark in marks if mark in repr(rows)] == [], path
    assert [mark for mark in marks if mark in forms_load.answer.output] == []


def _files(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    assert found
    return found
