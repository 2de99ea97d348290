"""The data dictionary says of every published column all that it must, and what it says is true of the seeds."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest

from docs import generate
from docs.generator import declared, dictionary, examples, guards, lineage, notes
from docs.generator.diagram import entity_diagram
from docs.generator.examples import Example, Printed

SVG = {"svg": "http://www.w3.org/2000/svg"}


def _note(table: str, column: str) -> notes.Note:
    model = declared.published_models()[table]
    [found] = [item for item in model.columns if item.name == column]
    return notes.note_of_column(model, found)


# --- nothing is lacking ---------------------------------------------------------------------------------------------


def test_every_published_column_has_a_meaning_a_unit_an_example_and_says_where_it_comes_from() -> None:
    told = "docs/dictionary/columns.yml, tables.yml; examples by `make examples`"
    assert notes.lacking() == {}, told


def test_a_column_without_an_entry_is_named_with_all_that_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    models = dict(declared.published_models())
    stranger = declared.Column("colour", "colour", "Colour of the page.")
    models["fct_new"] = declared.Model("marts", "fct_new", "Nobody knows.", (stranger,))
    monkeypatch.setattr(notes, "published_models", lambda: models)
    assert notes.lacking() == {
        "fct_new": ["meaning"],
        "fct_new.colour": ["meaning", "unit", "example", "printed heading or origin"],
    }


def test_the_dictionary_speaks_of_no_column_that_is_not_published() -> None:
    assert notes.described_only() == set()
    published = {(relation, column) for relation, columns in examples.relations() for column in columns}
    assert set(examples.examples()) - published == set()


def test_examples_are_told_by_hand_only_where_no_warehouse_has_one() -> None:
    models = {f"{model.schema}.{model.name}": model.name for model in declared.published_models().values()}
    found = {
        f"{models[e.relation]}.{e.column}" for e in examples.examples().values() if e.relation in models and e.value
    }
    columns = {f"{m.name}.{c.name}" for m in declared.published_models().values() for c in m.columns}
    assert set(notes.examples_by_hand()) <= columns - found


def test_descriptions_call_what_the_dictionary_says() -> None:
    """So that it stands in the pages of dbt and in the database: `{{ doc('TABLE__COLUMN') }} {{ doc('COLUMN') }}`."""
    wanted: dict[str, tuple[str, ...]] = {}
    found: dict[str, tuple[str, ...]] = {}
    for model in declared.published_models().values():
        if model.name != dictionary.BUILD_TABLE:
            wanted[model.name], found[model.name] = (model.name,), model.called
            for column in model.columns:
                place = f"{model.name}.{column.name}"
                wanted[place] = (dictionary.block_of_column(model, column), column.block)
                found[place] = column.called
    assert {place: called for place, called in found.items() if called != wanted[place]} == {}


@pytest.mark.parametrize(
    "name", ["data_dictionary.md", "entities.svg", "dictionary.md", "overview.md", "column_notes.csv"]
)
def test_a_document_that_was_not_written_again_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = generate.pages()
    copies = {tmp_path / str(number) / path.name: text for number, (path, text) in enumerate(pages.items())}
    for path, text in copies.items():
        path.parent.mkdir()
        path.write_text(text + ("stale" if path.name == name else ""), encoding="utf-8")
    monkeypatch.setattr(generate, "pages", lambda: copies)
    assert [path.name for path in generate.outdated()] == [name]


# --- printed headings -----------------------------------------------------------------------------------------------


def test_printed_headings_and_labels_are_those_that_the_seeds_know() -> None:
    mapping = declared.SEEDS / "mapping"
    headings = declared.read_csv(mapping / "headings.csv")
    labels = declared.read_csv(mapping / "form_labels.csv")

    def is_known(item: Printed) -> bool:
        if item.seed == "headings":
            chosen = [
                row
                for row in headings
                if row["role"] == item.key and (not row["table_nos"] or item.table_no in row["table_nos"].split("|"))
            ]
            # As the models compare them: in one width.
            text = item.text.replace("（", "(").replace("）", ")")
            return any(re.search(row["pattern"], text) for row in chosen)
        name, _, scope = item.key.partition("/")
        return any(row["field"] == name and row["scope"] in ("", scope) for row in labels)

    assert len(examples.printed()) > 40
    assert [item for item in examples.printed() if not is_known(item)] == []


@pytest.mark.parametrize(
    ("table", "column", "printed"),
    [
        # 表12 and 表13 of the samples print 项目名称, 表6 部门预算支出经济科目名称 and 政府预算支出经济科目名称.
        ("fct_project", "project_name", ("项目名称",)),
        ("fct_agency_operating", "unit_name", ("单位名称",)),
        ("fct_reported_amount", "gov_economic_name", ("政府预算支出经济科目名称",)),
        ("fct_performance_target", "level2", ("二级指标",)),
        ("fct_revenue_expenditure", "basic_yuan", ("基本支出（表3、表5、表8、表9）",)),
        ("dim_document", "corrected_on", ("更正日期：2026年3月5日", "（2026年3月5日更正）")),
    ],
)
def test_a_column_names_the_heading_it_is_printed_under(table: str, column: str, printed: tuple[str, ...]) -> None:
    assert set(printed) <= set(_note(table, column).printed)


# --- guards ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "column", "rules"),
    [
        # By the contract of the rules: R24 and R25 are of 表10, R26 and R27 of 表11, R90 of every total.
        ("fct_three_public", "amount_yuan", ("R24", "R25", "R90")),
        ("fct_agency_operating", "amount_wan", ("R26", "R27", "R90")),
        # 表12, 表13 and the amount of the form.
        ("fct_project", "amount_yuan", ("R28", "R29", "R30", "R31", "R43", "R90")),
        ("fct_stated_figure", "amount_yuan", ("R40", "R42")),
        ("fct_stated_figure", "number", ("R41",)),
        ("dim_department", "level", ()),
    ],
)
def test_a_column_names_the_rules_that_compare_it(table: str, column: str, rules: tuple[str, ...]) -> None:
    assert _note(table, column).rules == rules


def test_every_rule_guards_a_column() -> None:
    models = declared.published_models().values()
    guarding = {rule for model in models for c in model.columns for rule in notes.note_of_column(model, c).rules}
    seed = declared.read_csv(declared.SEEDS / "quality" / "reconciliation_rules.csv")
    assert guarding == {row["rule_no"] for row in seed}


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        (["R01", "R02", "R03", "R05"], "R01–R03、R05"),
        (["R31", "R40"], "R31、R40"),
        (["R02", "R01"], "R01、R02"),
        ([], ""),
    ],
)
def test_runs_of_rules_are_drawn_together(numbers: list[str], written: str) -> None:
    assert guards.shorten_numbers(numbers) == written


def test_an_expectation_guards_the_columns_that_its_frame_rests_on() -> None:
    sql = """
        with amounts as (
            select document_key, amount_yuan * 2 as doubled from marts.fct_project
            union all
            select document_key, 0 from marts.fct_three_public
        )

        select d.file_name, count(*) filter (where a.doubled > 0) as doubled_count, count(*) as rows
        from amounts as a left join marts.dim_document as d using (document_key) group by all
    """
    assert lineage.columns_behind(sql, ("doubled_count",)) == {("fct_project", "amount_yuan")}
    assert lineage.columns_behind(sql, ("file_name",)) == {("dim_document", "file_name")}
    assert lineage.columns_behind(sql, ("rows",)) == set()
    assert lineage.tables_read(sql) == {"fct_project", "fct_three_public", "dim_document"}


def test_an_expectation_on_a_table_guards_the_columns_that_it_names() -> None:
    columns = {f"{e.suite}.{e.name}": e.columns for e in guards.expectations()}
    assert columns["quality.finding_key_unique"] == {("finding", "finding_key")}
    assert ("fct_project", "project_name") in columns["marts.fct_project_grain_unique"]
    assert columns["quality.version_change_difference_is_later_minus_earlier"] == {
        ("version_change", name) for name in ("difference_yuan", "later_yuan", "earlier_yuan")
    }
    assert ("finding", "reconciliation_keys") in columns["referential_integrity.no_orphans"]


def test_each_column_of_a_view_rests_on_columns_of_the_marts_and_quality() -> None:
    for view in declared.published_views():
        assert [name for name, behind in lineage.columns_of_view(view).items() if not behind] == []


# --- examples -------------------------------------------------------------------------------------------------------


def test_an_example_that_no_row_has_is_told(tmp_path: Path) -> None:
    long = "政府采购" * 30
    with duckdb.connect(str(tmp_path / "one.duckdb")) as con:
        con.execute("create table t as select 1.50::decimal(20, 2) as amount_yuan, $1 as sentence", [long])
        assert examples.holds(con, Example("t", "amount_yuan", "", "1.50", ""))
        assert not examples.holds(con, Example("t", "amount_yuan", "", "1.5", ""))
        assert examples.holds(con, Example("t", "sentence", "", long[:59] + "…", ""))
        assert not examples.holds(con, Example("t", "sentence", "", "采" + long[:58] + "…", ""))


# --- the diagram ----------------------------------------------------------------------------------------------------


def test_the_diagram_draws_every_reference_of_the_models_and_nothing_over_its_edge() -> None:
    root = ElementTree.fromstring(entity_diagram())
    texts = Counter(text.text for text in root.iterfind(".//svg:text", SVG))
    models = [m for m in declared.published_models().values() if not m.name.endswith(declared.HISTORY)]
    references = [column for model in models for column in model.columns if column.reference]
    drawn = {model.name for model in models if any(c.reference for c in model.columns)}
    drawn |= {column.reference.table for column in references if column.reference}
    assert len(drawn) > 10
    assert {name for name in texts if name and name.startswith(("fct_", "dim_"))} == drawn
    for name, count in Counter(column.name for column in references).items():
        keys = sum(c.name == name and c.is_unique for m in models if m.name in drawn for c in m.columns)
        assert texts[name] == count + keys, name
    # One end at the table and one at the lane of each.
    assert len(root.findall(".//svg:circle", SVG)) == 2 * len(references)
    width, height = (float(value) for value in root.attrib["viewBox"].split()[2:])
    for text in root.iterfind(".//svg:text", SVG):
        assert 0 < float(text.attrib["x"]) < width
        assert 0 < float(text.attrib["y"]) < height
