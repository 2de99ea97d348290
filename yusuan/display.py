"""What the command line shows: tables, progress, status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.discovery import SUFFIXES
from flows.plain_text import plain_text
from flows.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.progress import Progress as ProgressBar
    from rich.progress import TaskID

    from flows.report import DocumentReport, LoadReport
    from flows.row_counts import Registration
    from warehouse.findings import Findings
    from warehouse.golden import TableComparison
    from warehouse.home import Home
    from warehouse.queries import Answer
    from warehouse.status import Status

_STYLES = {
    Outcome.LOADED: "green",
    Outcome.KNOWN: "dim",
    Outcome.REFUSED: "bold red",
    Outcome.HELD_BACK: "yellow",
    Outcome.LANDED: "yellow",
}
_RUN_STATUS = {"running": "进行中或中断", "published": "已发布", "unchanged": "无新内容", "failed": "失败，未发布"}
_NUMBERS = ("DECIMAL", "INTEGER", "BIGINT", "HUGEINT", "SMALLINT", "DOUBLE", "NUMBER")
_UNBOUNDED = 100_000


def _console(*, err: bool = False) -> Console:
    """Make a console; output that goes to a file or a program is not cut to the width of a terminal nobody has."""
    console = Console(stderr=err, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = _UNBOUNDED
    return console


class _Lines:
    """Progress where there is no terminal: a line for each thing that happens."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def stage(self, name: str) -> None:
        self._console.print(f"{name}…")

    def expect(self, total: int) -> None:
        if total:
            self._console.print(f"  {total} 个新文件")

    def done(self, document: DocumentReport) -> None:
        self._console.print(f"  {document.file_name}", markup=False)


class _Bar:
    """Progress on a terminal: a bar for each stage, which counts the documents where it is known how many there are."""

    def __init__(self, bar: ProgressBar) -> None:
        self._bar = bar
        self._task = self._add("准备")
        self._done = self._total = 0

    def _add(self, name: str) -> TaskID:
        return self._bar.add_task(name, total=None, count="")

    def stage(self, name: str) -> None:
        # A bar that has a total cannot be made to have none again.
        self._bar.remove_task(self._task)
        self._task = self._add(name)
        self._done = self._total = 0

    def expect(self, total: int) -> None:
        if total:
            self._total = total
            self._show()

    def done(self, document: DocumentReport) -> None:
        self._done += 1
        self._show()

    def _show(self) -> None:
        count = f"{self._done}/{self._total}"
        self._bar.update(self._task, total=self._total, completed=self._done, count=count)


@contextmanager
def progress_display() -> Iterator[None]:
    """Show how a load goes: a bar on a terminal, plain lines elsewhere."""
    from flows.progress import listening

    console = _console(err=True)
    if not console.is_terminal:
        with listening(_Lines(console)):
            yield
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar, listening(_Bar(bar)):
        yield


def show_report(report: LoadReport) -> None:
    """Show what became of each document and what the checks say."""
    console = _console()
    if report.documents:
        table = Table()
        # On a narrow terminal names and messages go on below; a message cut short would lose what to do.
        table.add_column("文件", overflow="fold")
        table.add_column("结果", no_wrap=True)
        table.add_column("代码", overflow="fold")
        table.add_column("说明", overflow="fold")
        for document in report.documents:
            outcome = Text(document.outcome.value, _STYLES[document.outcome])
            table.add_row(Text(document.file_name), outcome, document.reason, Text(document.message))
        console.print(table)
        counts = "，".join(f"{outcome.value} {count}" for outcome in Outcome if (count := report.count(outcome)))
        console.print(f"共 {len(report.documents)} 个文件：{counts}。")
    for finding in report.findings:
        if finding.severity != "error":
            console.print(Text(f"提示 [{finding.title or finding.suite}] {finding.message}", "yellow"))
    if report.difference is not None and report.difference.changed_count:
        console.print(f"与上一个发布版本相比，原有文件中有 {report.difference.changed_count} 个金额变动，见载入报告。")


def show_end(home: Home, report: LoadReport, passed_over: int = 0) -> None:
    """Say how a load that did not fail ended, and where the published warehouse is.

    Args:
        home: home directory.
        report: account of the load.
        passed_over: files of the directories given that were left out for their names, where no other was found.
    """
    console = _console()
    if report.published:
        console.print(Text(f"已发布：{home.published_database}"))
    elif not report.documents:
        console.print("没有找到要载入的 PDF 或 Excel 文件。")
        if passed_over:
            console.print(
                f"目录中只取扩展名为 {'、'.join(SUFFIXES)} 的文件，略过了其他 {passed_over} 个文件；"
                "其中若有 PDF 或 Excel 工作簿，请直接写出文件名载入。"
            )
    elif home.published_database.is_file():
        console.print(Text(f"没有新内容，已发布的数据库不变：{home.published_database}"))
    else:
        console.print("没有可以发布的内容。")


def _show_value(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, Decimal) else plain_text(str(value))


def show_answer(answer: Answer) -> None:
    """Show a query's result as a table, numbers to the right."""
    console = _console()
    if not answer.columns:
        console.print("语句已执行，没有结果。")
        return
    table = Table()
    for name, kind in zip(answer.columns, answer.types, strict=True):
        table.add_column(Text(name), justify="right" if kind.startswith(_NUMBERS) else "left", overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(_show_value(value)) for value in row))
    console.print(table)
    console.print(f"{len(answer.rows)} 行")


_FINDING_COLUMNS = ("权重", "部门", "年度", "页码", "规则", "说明", "可能原因")


def show_findings(findings: Findings) -> None:
    """Show findings, the weightiest first, with what a reader needs to go to the page."""
    console = _console()
    places = [findings.listing.headings.index(name) for name in _FINDING_COLUMNS]
    table = Table(show_lines=True)
    for name in _FINDING_COLUMNS:
        table.add_column(name, justify="right" if name in ("权重", "年度", "页码") else "left", overflow="fold")
    for row in findings.listing.rows:
        table.add_row(*(Text(_show_value(row[place])) for place in places))
    console.print(table)
    console.print(Text(plain_text(f"{findings.scope}：{len(findings.listing.rows)} 处发现")))


def show_comparison(tables: Sequence[TableComparison]) -> None:
    """Show how the published amounts compare with a golden file, and each that is missing or too many."""
    console = _console()
    table = Table()
    table.add_column("文件", overflow="fold")
    for name in ("表", "相符", "缺少", "多出"):
        table.add_column(name, justify="right")
    for compared in tables:
        style = "bold red" if compared.missing or compared.wrong else ""
        counts = (compared.table_no, compared.right, len(compared.missing), len(compared.wrong))
        table.add_row(Text(plain_text(compared.file_name)), *map(str, counts), style=style)
    console.print(table)
    for compared in tables:
        for what, cells in (("缺少", compared.missing), ("多出", compared.wrong)):
            for cell in cells:
                _, *place, amount = cell
                line = " ".join(str(part) for part in place if part != "")
                console.print(Text(plain_text(f"{what} {compared.file_name} 表{line} {amount.normalize():f}万元")))
    right = sum(compared.right for compared in tables)
    console.print(f"核对文件共 {right + sum(len(t.missing) for t in tables)} 个金额，相符 {right} 个。")


def show_registration(home: Home, registration: Registration) -> None:
    """Show which registered row counts are new or others than before."""
    console = _console()
    if registration.changed:
        table = Table()
        table.add_column("表", overflow="fold")
        for name in ("年度", "原登记行数", "现登记行数"):
            table.add_column(name, justify="right")
        for name, year, before, now in registration.changed:
            style = "yellow" if before is not None and now < before else ""
            table.add_row(name, str(year), "—" if before is None else f"{before:,}", f"{now:,}", style=style)
        console.print(table)
    else:
        console.print("与原来登记的相同。")
    console.print(Text(f"已登记 {len(registration.now)} 项应有行数：{home.expected_row_counts}"))


def show_status(home: Home, status: Status) -> None:
    """Show the account of a home."""
    console = _console()
    console.print(Text(f"数据目录：{home.root}"))
    if status.identity is None:
        console.print("还没有已发布的数据库。")
    else:
        console.print(Text(f"已发布：{home.published_database}"))
        console.print(Text(f"版本：{status.identity.build_id}（{status.identity.built_at}）"))
        table = Table("年度", "预决算", "核对状态", "文件数")
        for year, stage, quality, count in status.documents:
            table.add_row(str(year), stage, quality, str(count))
        console.print(table)
    if status.is_busy:
        console.print("正在载入。")
    elif status.last_run is not None:
        run = status.last_run
        console.print(Text(f"最近一次载入：{run.started_at} {_RUN_STATUS.get(run.status, run.status)}"))
    if status.quarantined:
        console.print(Text(f"被拒绝的文件：{status.quarantined} 个，说明见 {home.quarantine}"))
