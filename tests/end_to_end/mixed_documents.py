"""What one call of the loader gets: a good document, documents with one figure changed, files to be refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tests.end_to_end.stated_documents import statements
from tests.factory import bad_files as factory
from tests.factory.drawing import A4, DrawnCell, DrawnTable, Pages, Style
from tests.factory.expected import BuiltDocument
from tests.factory.figures import archives, tamper
from tests.factory.grid import heading
from tests.factory.layouts import ShanxiOptions, shanxi


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that must be refused: its bytes, the reason code, and a word of what the reader is told to do."""

    data: bytes
    reason: str
    advice: str


def good_documents() -> dict[str, BuiltDocument]:
    """A sound budget, and the same department's budgets of other years with one figure changed in each."""
    # 表1 to 表6 must be there; each document prints one table more at most.
    tables = {"sound": tuple(range(1, 14)), "blank": (1, 2, 3, 4, 5, 6, 10)}
    year = {name: replace(archives(), year=2011 + index) for index, name in enumerate(("leaf", "total", "blank"))}
    figures = {
        "sound": archives(),
        # 96.50 with two digits changed about: a line of 表5 that is no longer the sum of its parts.
        "leaf": tamper(year["leaf"], 5, "2012604", "项目支出", "95.60"),
        # 表3 合计, which 表1 states too.
        "total": tamper(year["total"], 3, "合计", "合计", "530.46"),
        # A total that is not printed at all.
        "blank": tamper(year["blank"], 10, "合计", "合计", None),
    }
    return {
        name: shanxi(
            figure,
            ShanxiOptions(tables=tables.get(name, tuple(range(1, 7))), narrative=False),
            file_name=f"{name}.pdf",
        )
        for name, figure in figures.items()
    }


def incomplete_document() -> bytes:
    """A budget of one table, whose column of names stands under a heading that no rule knows."""
    pages = Pages(Style())
    pages.new_page(A4)
    pages.title("2010年预算支出总表")
    pages.line("部门名称：云岭县档案馆", right="单位：万元")
    lines = (("合计", "540.46", "420.16", "120.30"), ("档案事务", "540.46", "420.16", "120.30"))
    body = tuple(tuple(DrawnCell(text, column) for column, text in enumerate(line)) for line in lines)
    pages.table(DrawnTable((187.28, 100.0, 100.0, 100.0), heading("事由|合计|基本支出|项目支出"), body))
    return pages.finish()


def bad_files() -> dict[str, BadFile]:
    """Files that must be refused, by file name; no name says why."""
    return {
        "甲.pdf": BadFile(factory.empty_file(), "empty_file", "重新下载"),
        "乙.pdf": BadFile(factory.html_named_pdf(), "not_a_pdf", "取得 PDF 原件"),
        "丙.pdf": BadFile(factory.truncated_pdf(), "truncated", "重新下载"),
        "丁.pdf": BadFile(factory.password_protected_pdf(), "password_protected", "解除密码"),
        "戊.pdf": BadFile(factory.no_budget_table_pdf(), "no_budget_table", "请确认"),
        "己.pdf": BadFile(factory.no_year_budget(), "unknown_year", "年份"),
        "庚.pdf": BadFile(factory.no_department_budget(), "unknown_department", "部门名称"),
    }


def write_mixed(directory: Path) -> list[Path]:
    """Write all of them, and a narrative with figures stated wrongly; returns their paths."""
    paths = [document.write(directory) for document in good_documents().values()]
    others = {name: bad.data for name, bad in bad_files().items()} | {
        "incomplete.pdf": incomplete_document(),
        "stated.pdf": statements(),
    }
    for name, data in others.items():
        paths.append(directory / name)
        paths[-1].write_bytes(data)
    return paths
