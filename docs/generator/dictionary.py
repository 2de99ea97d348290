"""The data dictionary as a page, as docs blocks of the dbt project and as notes on the columns of the views."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from docs.generator.declared import (
    HISTORY,
    SEEDS,
    Column,
    Model,
    published_models,
    published_views,
    read_csv,
)
from docs.generator.guards import expectations, shorten_numbers
from docs.generator.lineage import columns_of_view
from docs.generator.markdown import code, escape, table
from docs.generator.notes import (
    Note,
    list_some,
    meaning_of_table,
    note_of_column,
    notes_of_view,
    table_nos_of,
    type_of,
)

BUILD_TABLE = "published_build"


def block_of_column(model: Model, column: Column) -> str:
    """Name of the docs block that the dictionary writes for a column; a history has the one of its fact."""
    return f"{model.base}__{column.name}"


def _described_by_dbt() -> list[Model]:
    return [model for model in published_models().values() if model.name != BUILD_TABLE]


def _facts_of_table(model: Model) -> str:
    """What is known of a table beside its meaning, in sentences."""
    numbers = table_nos_of(model)
    kinds = {int(row["table_no"]): row["name_zh"] for row in read_csv(SEEDS / "mapping" / "table_kinds.csv")}
    titles = "" if len(numbers) == len(kinds) else "、".join(f"表{number} {kinds[number]}" for number in numbers)
    rules = shorten_numbers([no for column in model.columns for no in note_of_column(model, column).rules])
    suites = list(dict.fromkeys(e.suite for e in expectations() if model.name in e.tables))
    parts = [
        f"取自：{titles}" if titles else "",
        f"勾稽：{rules}" if rules else "",
        f"检查：{'、'.join(suites)}" if suites else "",
    ]
    return "".join(f"{part}。" for part in parts if part)


def docs_blocks(notice: str) -> str:
    """Write the docs blocks from which dbt puts the dictionary into its pages and into the database.

    Args:
        notice: comment that says what the file is.
    """
    lines = [notice]
    for model in _described_by_dbt():
        lines += ["", f"{{% docs {model.name} %}}{meaning_of_table(model)}。{_facts_of_table(model)}{{% enddocs %}}"]
        if model.name.endswith(HISTORY):
            continue
        for column in model.columns:
            note = note_of_column(model, column)
            name = block_of_column(model, column)
            lines += ["", f"{{% docs {name} %}}{note.meaning}。{note.facts}{{% enddocs %}}"]
    return "\n".join([*lines, ""])


def column_notes() -> str:
    """Write what the comments on the columns of the views, and of what no model makes, say beside their meaning.

    Returns:
        Comma-separated values, a column a row.
    """
    build = published_models()[BUILD_TABLE]
    rows = [(view.name, name, note.facts) for view in published_views() for name, note in notes_of_view(view).items()]
    rows.append((BUILD_TABLE, "", f"{meaning_of_table(build)}。"))
    for column in build.columns:
        note = note_of_column(build, column)
        rows.append((BUILD_TABLE, column.name, f"{note.meaning}。{note.facts}"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("relation", "column", "note"), *rows])
    return text.getvalue()


def _canonical_tables() -> list[str]:
    measures = read_csv(SEEDS / "mapping" / "measures.csv")
    rows = []
    for kind in read_csv(SEEDS / "mapping" / "table_kinds.csv"):
        own = [m for m in measures if m["table_no"] == kind["table_no"]]
        sections = [
            (f"{section}: " if section else "") + ", ".join(m["measure"] for m in chosen)
            for section in dict.fromkeys(m["section"] for m in own)
            if (chosen := [m for m in own if m["section"] == section])
        ]
        rows.append([kind["table_no"], code(kind["table_kind"]), kind["name_zh"], " · ".join(sections)])
    return ["## Canonical tables 标准表", "", *table(["table_no", "table_kind", "table", "measures"], rows)]


def _where_from(note: Note) -> str:
    """Printed headings in quotation marks, what else the values come from without."""
    headings = list_some([f"“{text}”" for text in note.printed])
    return "；".join(text for text in (headings, *note.origin) if text)


def _guards(note: Note, column: Column | None = None) -> str:
    promised: list[str] = []
    if column is not None:
        promised += ["**key**"] * column.is_unique + ["**required**"] * column.is_required
        if column.reference:
            promised.append(f"→ [{column.reference.table}](#{column.reference.table})")
        if column.values:
            promised.append("one of " + ", ".join(map(code, column.values)))
    checks = [code(name) for name in note.expectations]
    return "<br>".join(part for part in (", ".join(promised), shorten_numbers(note.rules), ", ".join(checks)) if part)


def _view_lines() -> Iterable[str]:
    models = published_models()
    yield from ("## Chinese views 中文视图", "")
    for view in published_views():
        shown = columns_of_view(view)
        rows = []
        for name, note in notes_of_view(view).items():
            behind = "<br>".join(f"[{models[t].name}](#{t}).{c}" for t, c in shown[name])
            kind = code(type_of(view.name, name))
            rows.append(
                [name, kind, escape(note.meaning), note.unit, _shown(note), _where_from(note), behind, _guards(note)]
            )
        headings = ["列", "类型", "含义", "单位", "例", "栏目或来源", "取自", "勾稽、检查"]
        yield from (f"### {view.name}", "", escape(view.comment), "", *table(headings, rows))


def _shown(note: Note) -> str:
    return code(note.example)


def _model_lines(model: Model) -> list[str]:
    if model.name.endswith(HISTORY):
        text = f"{escape(model.meaning)} {meaning_of_table(model)}。 Columns as in [{model.base}](#{model.base})."
        return [f"### {model.name}", "", text, ""]
    rows = []
    for column in model.columns:
        note = note_of_column(model, column)
        kind = code(type_of(f"{model.schema}.{model.name}", column.name))
        meaning = f"{escape(column.meaning)}<br>{escape(note.meaning)}"
        rows.append(
            [code(column.name), kind, meaning, note.unit, _shown(note), _where_from(note), _guards(note, column)]
        )
    headings = ["column", "type", "meaning", "unit", "example", "printed heading, or origin", "guarded by"]
    text = f"{escape(model.meaning)} {meaning_of_table(model)}。{_facts_of_table(model)}"
    return [f"### {model.name}", "", text, "", *table(headings, rows)]


def _expectation_lines() -> list[str]:
    rows = [[code(f"{e.suite}.{e.name}"), e.severity, escape(e.description)] for e in expectations()]
    return ["## Expectations 检查", "", *table(["expectation", "severity", "what must hold"], rows)]


def dictionary_page(introduction: Sequence[str]) -> str:
    """Describe the views, the canonical tables, the published models, their columns and what guards them.

    Args:
        introduction: lines to begin with.

    Returns:
        The page as Markdown.
    """
    lines = [*introduction, *_canonical_tables(), *_view_lines()]
    for schema in dict.fromkeys(model.schema for model in published_models().values()):
        lines += [f"## {schema}", ""]
        for model in published_models().values():
            if model.schema == schema:
                lines += _model_lines(model)
    return "\n".join([*lines, *_expectation_lines()])
