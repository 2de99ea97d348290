"""From lines of amounts to drawn tables: which column prints what, and which headings stand over it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.factory.drawing import FULL_WIDTH_SPACE, Align, DrawnCell, DrawnRow
from tests.factory.tables import Line, Row, Table


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a body.

    Attributes:
        source: ``code``, ``name``, ``name2``, a slice of the code such as ``code[3:5]``, or a measure.
        half: Which line of a row the column prints, from 0.
    """

    source: str
    width: float
    half: int = 0
    align: Align | None = None


def heading(*rows: str) -> tuple[DrawnRow, ...]:
    """Heading rows from a sketch: cells apart by ``|``; ``<`` joins the cell to its left, ``^`` the one above.

    ``heading("项目|<|合计", "编码|名称|^")`` is 项目 over two columns beside 合计 over two rows.
    """
    grid = [row.split("|") for row in rows]
    drawn = []
    for row_index, row in enumerate(grid):
        cells = []
        for column, text in enumerate(row):
            if text in ("<", "^"):
                continue
            column_span = _span(row[column + 1 :], "<")
            row_span = _span([under[column] for under in grid[row_index + 1 :]], "^")
            cells.append(DrawnCell(text, column, column_span, row_span, "center", bold=True))
        drawn.append(tuple(cells))
    return tuple(drawn)


def _span(following: list[str], mark: str) -> int:
    return 1 + len(list(itertools.takewhile(lambda text: text == mark, following)))


def column_numbers(count: int) -> DrawnRow:
    """The row 1 2 3 … under a heading."""
    return tuple(DrawnCell(str(column + 1), column, align="center") for column in range(count))


def money(amount: Decimal, *, in_yuan: bool = False, thousands: bool = False) -> str:
    """An amount in 万元 as printed, to two places, in 万元 or in 元."""
    value = amount * 10000 if in_yuan else amount
    rounded = value.quantize(Decimal("0.01"))
    assert rounded == value, f"{amount} cannot be printed exactly"
    return f"{rounded:,}" if thousands else f"{rounded}"


def body(
    table: Table,
    columns: tuple[Column, ...],
    *,
    money: Callable[[Decimal], str] = money,
    total_span: int = 1,
    total_text: str = "",
    indents: bool = False,
) -> tuple[DrawnRow, ...]:
    """Body rows of a table.

    Args:
        columns: What each column prints.
        money: How an amount is printed.
        total_span: Columns over which a line without a code writes its name, in a table that has codes; 0 leaves the
            code blank and writes the name in its own column.
        total_text: How 合计 is spelt, such as ``合 计``.
        indents: Whether names stand in by full-width spaces.
    """
    spelt = tuple(tuple(_spell(line, total_text) for line in row) for row in table)
    return tuple(_row(row, columns, money, total_span, indents) for row in spelt)


def _spell(line: Line | None, total_text: str) -> Line | None:
    return replace(line, name=total_text) if line is not None and total_text and line.name == "合计" else line


def _row(
    row: Row, columns: tuple[Column, ...], money: Callable[[Decimal], str], total_span: int, indents: bool
) -> DrawnRow:
    cells: list[DrawnCell] = []
    skip = 0
    for index, column in enumerate(columns):
        if skip:
            skip -= 1
            continue
        line = row[column.half] if column.half < len(row) else None
        if line is None:
            cells.append(DrawnCell(column=index))
        elif column.source.startswith("code") and not line.code and total_span:
            # A total stands in the code column, alone or merged with the columns up to the name.
            cells.append(DrawnCell(line.name, index, total_span, align="center", bold=line.is_total))
            skip = total_span - 1
        else:
            text, align = _content(line, column, columns, money, total_span, indents)
            cells.append(DrawnCell(text, index, align=column.align or align, bold=line.is_total))
    return tuple(cells)


def _content(
    line: Line,
    column: Column,
    columns: tuple[Column, ...],
    money: Callable[[Decimal], str],
    total_span: int,
    indents: bool,
) -> tuple[str, Align]:
    if column.source == "name":
        coded = any(other.source.startswith("code") and other.half == column.half for other in columns)
        text = (
            ""
            if coded and not line.code and total_span
            else FULL_WIDTH_SPACE * (line.indent if indents else 0) + line.name
        )
        return text, "center" if line.is_total and len(line.name) < 5 else "left"
    if column.source == "name2":
        return line.name2, "left"
    if column.source == "code":
        return line.code, "center"
    if column.source.startswith("code["):
        start, end = column.source[5:-1].split(":")
        return line.code[int(start) : int(end)], "center"
    amount = line.amounts.get(column.source)
    return (money(amount) if amount is not None else ""), "right"
