"""A home, small PDFs, and a load whose build is the mini project's: the real one's meaning has tests of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfgen.canvas import Canvas

from expectations import CheckFailure, CheckReport
from flows import steps
from flows.dbt_process import build_models
from warehouse import publishing
from warehouse.home import Home
from warehouse.views import View, ViewColumn

if TYPE_CHECKING:
    import pandas as pd

MINI_PROJECT = Path(__file__).parent / "mini_project"
MINI_VIEWS = (
    View(
        "文件",
        "每个文件",
        "marts.dim_document",
        (ViewColumn("文件名", "file_name", "名称"), ViewColumn("部门", "'某局'", "部门")),
    ),
    View(
        "发现",
        "没有发现",
        "(select 1) as f where false",
        tuple(
            ViewColumn(name, expression, name)
            for expression, names in (
                ("1", "权重 年度 页码"),
                ("''", "部门 预决算 文件名 类别 规则 级别 说明 可能原因 把握 依据 位置"),
                ("1.00", "左侧_万元 右侧_万元 差额_万元"),
            )
            for name in names.split()
        ),
    ),
)

WritePdf = Callable[..., Path]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def write_pdf(tmp_path: Path) -> WritePdf:
    """Write a PDF with a line of text on each page; without lines, one that no other name gives."""

    def write(name: str, *lines: str) -> Path:
        buffer = BytesIO()
        canvas = Canvas(buffer, invariant=1)
        for line in lines or (name.encode().hex(),):
            canvas.drawString(72, 700, line)
            canvas.showPage()
        canvas.save()
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_bytes(buffer.getvalue())
        return path

    return write


@pytest.fixture
def check_failures(monkeypatch: pytest.MonkeyPatch) -> list[CheckFailure]:
    """Failures that the checks of this test's loads find; empty to begin with. The checks write a Data Docs page.

    Row counts count as registered: that none are is said of every load.
    """
    failures: list[CheckFailure] = []

    def run(frames: Mapping[str, pd.DataFrame], directory: Path, notes: Sequence[str]) -> CheckReport:
        directory.mkdir(exist_ok=True)
        (directory / "index.html").write_text(",".join(sorted(frames)), encoding="utf-8")
        return CheckReport(tuple(failures), len(frames))

    monkeypatch.setattr(steps, "run_checks", run)
    monkeypatch.setattr(steps, "read_expected_row_counts", lambda home: {("fct_project", 2026): 0})
    monkeypatch.setattr(steps, "REQUIRED_FRAMES", {"documents": "select * from marts.dim_document"})
    monkeypatch.setattr(steps, "PREVIOUS_FRAMES", {"previous": "select * from marts.dim_document"})
    return failures


@pytest.fixture
def mini_build(monkeypatch: pytest.MonkeyPatch, check_failures: list[CheckFailure]) -> None:
    """Build with the mini project and publish its one view."""
    monkeypatch.setattr(steps, "build_models", partial(build_models, project=MINI_PROJECT))
    monkeypatch.setattr(publishing, "declared_views", lambda: MINI_VIEWS)
