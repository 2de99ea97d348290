"""The command `yusuan`: starts flows and shows what is published. Heavy imports stand where they are used."""

from __future__ import annotations

import datetime as dt
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.plain_text import plain_line, plain_text
from flows.settings import DEFAULT_TIMEOUT_SECONDS, LoadSettings, default_workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.report import LoadReport
    from warehouse.home import Home

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_UNCHANGED = 3

LOG_NAME = "yusuan.log"

_HELP = {
    "load": (
        "载入文件：读取、入库、构建、核对、发布。\n\n"
        "退出码：0 全部载入或已知；1 有文件被拒绝；2 用法错误；3 构建或核对失败或意外中断，已发布的数据库不变。"
    ),
    "build": (
        "不重新读取文件，按现有规则重新构建、核对并发布（修改映射规则之后用）。\n\n"
        "规则或程序有改动时全部文件重新计算，否则只计算新文件；--full-refresh 一律全部重新计算。"
    ),
    "query": "在已发布的数据库上运行一条 SQL 查询（只读）。",
    "compare": (
        "用核对文件（逐个抄录金额的 CSV，单位万元）核对已发布的金额。\n\n"
        "退出码：0 完全一致；1 有缺少或多出的金额；2 核对文件无法使用。"
    ),
    "findings": (
        "列出已发布的数据库里每处不符或可疑的地方，从重到轻；用 -o 写成 Excel 工作簿。\n\n"
        "退出码：0 完成（不论有没有发现）；1 没有这个部门或还没有发布；2 用法错误。"
    ),
    "expect-counts": (
        "登记已发布的数据库里各表各年度的行数，写入数据目录下的 expected_row_counts.csv。\n\n"
        "以后每次载入都与它核对：少了就不发布（退出码 3），新文件带来的增加不受影响。没有这个文件就不核对。\n\n"
        "退出码：0 完成；1 还没有发布，或文件无法写入；2 用法错误。"
    ),
    "status": "显示数据目录、已发布的版本和最近的载入。",
}

app = typer.Typer(
    help="预算公开数据仓库：载入部门预（决）算公开 PDF 和 Excel 文件，核对后发布为可用 SQL 查询的数据库。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"yusuan {version('yusuan')}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="显示版本号。")
    ] = False,
) -> None:
    """Take what is asked of the program as a whole."""


HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="数据目录；默认取环境变量 YUSUAN_HOME，否则为 ./data。", show_default=False),
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="同时读取的文件数；默认为处理器数。", show_default=False)
]
TimeoutOption = Annotated[float, typer.Option("--timeout", min=1, help="读取一个文件的时限（秒）。")]


AcceptLossOption = Annotated[
    bool, typer.Option("--accept-loss", help="即使已发布的文件因此失去全部金额也发布（确认无误后用，只对本次有效）。")
]

AcceptChangesOption = Annotated[
    bool,
    typer.Option(
        "--accept-changes", help="即使已发布的金额会改变而文件没有新版本也发布（确认无误后用，只对本次有效）。"
    ),
]


FullRefreshOption = Annotated[
    bool, typer.Option("--full-refresh", help="全部文件重新计算；规则或程序有改动时自动如此，平时不需要。")
]


def _home(given: Path | None) -> Home:
    """Find the home; one that cannot be a directory is wrong usage."""
    from warehouse.home import resolve_home

    try:
        home = resolve_home(given)
    except (OSError, RuntimeError) as error:
        _stop(f"数据目录无法使用：{error}", EXIT_USAGE)
    nearest = next((path for path in (home.root, *home.root.parents) if _is_there(path)), None)
    if nearest is not None and not nearest.is_dir():
        _stop(f"数据目录无法使用：{nearest} 是文件，不是目录。请用 --home 指定一个目录。", EXIT_USAGE)
    return home


def _create(home: Home) -> None:
    """Make the home's directories; where they cannot stand is wrong usage."""
    try:
        home.create()
    except (FileExistsError, NotADirectoryError, PermissionError) as error:
        _stop(f"数据目录无法使用：{error.filename}（{error.strerror}）。请用 --home 指定可写的目录。", EXIT_USAGE)


def _is_there(path: Path) -> bool:
    """Tell whether a path given can be looked at."""
    try:
        return path.exists()
    except OSError:
        return False


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(plain_text(message), err=True)
    raise typer.Exit(code)


@contextmanager
def _errors_as_messages(code: int) -> Iterator[None]:
    """Show what the warehouse refuses as a message, not as a traceback."""
    from warehouse.errors import WarehouseError

    try:
        yield
    except WarehouseError as error:
        _stop(str(error), code)
    except OSError as error:
        _stop(f"系统错误：{error}", code)


def _published_state(home: Home) -> tuple[int, int] | None:
    """What changes when the published database is replaced; None where there is none."""
    try:
        status = home.published_database.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _what_is_published(home: Home, before: tuple[int, int] | None) -> str:
    """Say whether a load that did not end well has left the published database as it was."""
    now = _published_state(home)
    if now is None:
        return "还没有已发布的数据库。"
    return f"已发布的数据库{'保持不变' if now == before else '已更新为新版本'}：{home.published_database}"


def _log_of(home: Home, error: BaseException) -> str:
    """Write an error's traceback to the log.

    Returns:
        Where it stands, for the reader; where the log cannot be written, the traceback itself.
    """
    text = "".join(traceback.format_exception(error))
    log = home.logs / LOG_NAME
    try:
        home.logs.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{dt.datetime.now(dt.UTC).isoformat(timespec='seconds')}\n{text}\n")
    except OSError as refused:
        return f"日志 {log} 无法写入（{refused.strerror}），错误记录如下：\n{text}"
    return f"错误记录见 {log}"


def _run(home: Home, paths: Sequence[Path], settings: LoadSettings, *, rebuild: bool) -> LoadReport:
    """Run a load under a progress display and show its outcome; a load that fails in whatever way ends the program."""
    from flows.report import LoadFailedError
    from warehouse.errors import WarehouseError

    before = _published_state(home)
    try:
        _create(home)
        from flows.dbt_process import BuildFailedError
        from flows.discovery import count_passed_over
        from flows.start import start_load
        from yusuan.display import progress_display, show_end, show_report

        try:
            with progress_display():
                report = start_load(home, paths, settings, rebuild=rebuild)
        except LoadFailedError as error:
            show_report(error.report)
            lines = [error.message]
            if error.__cause__ is not None and not isinstance(error.__cause__, (WarehouseError, BuildFailedError)):
                lines.append(_log_of(home, error))
            _stop("\n".join([*lines, _what_is_published(home, before)]), EXIT_UNCHANGED)
        show_report(report)
        show_end(home, report, 0 if report.documents else count_passed_over(paths))
    except typer.Exit:
        raise
    except WarehouseError as error:
        _stop(str(error), EXIT_UNCHANGED)
    except Exception as error:
        # Whatever it is, it must not end with the status of a refused document.
        what = plain_line(str(error)) or type(error).__name__
        lines = [f"载入意外中断：{what}", _log_of(home, error), _what_is_published(home, before)]
        _stop("\n".join(lines), EXIT_UNCHANGED)
    return report


@app.command(help=_HELP["load"])
def load(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="PDF、Excel 文件或目录；默认为数据目录下的 inbox。", show_default=False),
    ] = None,
    home: HomeOption = None,
    workers: WorkersOption = None,
    timeout: TimeoutOption = DEFAULT_TIMEOUT_SECONDS,
    accept_loss: AcceptLossOption = False,
    accept_changes: AcceptChangesOption = False,
) -> None:
    """Load files and directories; ends with what became of each document."""
    from flows.report import Outcome

    place = _home(home)
    if missing := [str(path) for path in paths or () if not _is_there(path)]:
        _stop(f"找不到或无法访问：{'、'.join(missing)}", EXIT_USAGE)
    settings = LoadSettings(workers or default_workers(), timeout, accept_loss, accept_changes)
    report = _run(place, paths or [place.inbox], settings, rebuild=False)
    if report.count(Outcome.REFUSED):
        raise typer.Exit(EXIT_REFUSED)


@app.command(help=_HELP["build"])
def build(
    home: HomeOption = None,
    accept_loss: AcceptLossOption = False,
    accept_changes: AcceptChangesOption = False,
    full_refresh: FullRefreshOption = False,
) -> None:
    """Build, check and publish what is landed, by the rules as they are now."""
    place = _home(home)
    if not place.build_database.is_file():
        _stop(f"还没有载入过文件：{place.build_database}。请先运行 yusuan load。", EXIT_USAGE)
    settings = LoadSettings(
        default_workers(), accept_loss=accept_loss, accept_changes=accept_changes, full_refresh=full_refresh
    )
    _run(place, [], settings, rebuild=True)


@app.command(help=_HELP["query"])
def query(sql: Annotated[str, typer.Argument(metavar="SQL", help="查询语句。")], home: HomeOption = None) -> None:
    """Run one query on the published warehouse."""
    from warehouse.connection import read_published
    from warehouse.errors import EmptyQueryError
    from warehouse.queries import ask
    from yusuan.display import show_answer

    with _errors_as_messages(EXIT_REFUSED), read_published(_home(home), external_access=False) as con:
        try:
            answer = ask(con, sql)
        except EmptyQueryError as error:
            _stop(str(error), EXIT_USAGE)
        show_answer(answer)


@app.command(help=_HELP["compare"])
def compare(
    golden: Annotated[Path, typer.Argument(metavar="CSV", help="核对文件，列名见 docs/adding_a_province.md。")],
    home: HomeOption = None,
) -> None:
    """Compare the published amounts with those that somebody typed from the pages."""
    from warehouse.connection import read_published
    from warehouse.golden import compare as compare_cells
    from warehouse.golden import read_golden
    from yusuan.display import show_comparison

    with _errors_as_messages(EXIT_USAGE):
        cells = read_golden(golden)
    with _errors_as_messages(EXIT_REFUSED), read_published(_home(home), external_access=False) as con:
        tables = compare_cells(con, cells)
    show_comparison(tables)
    if any(table.missing or table.wrong for table in tables):
        raise typer.Exit(EXIT_REFUSED)


@app.command(help=_HELP["findings"])
def findings(
    home: HomeOption = None,
    department: Annotated[
        str | None,
        typer.Option("--department", metavar="名称", help="只列名称含这几个字的部门。", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.xlsx", help="写成工作簿，不显示在屏幕上。", show_default=False),
    ] = None,
) -> None:
    """List the findings of the published build, or write them as a workbook."""
    from warehouse.connection import read_published
    from warehouse.findings import read_findings, write_findings
    from yusuan.display import show_findings

    if output is not None and output.suffix.lower() != ".xlsx":
        _stop(f"工作簿的文件名应以 .xlsx 结尾：{output}", EXIT_USAGE)
    with _errors_as_messages(EXIT_REFUSED), read_published(_home(home), external_access=False) as con:
        found = read_findings(con, department)
        if output is None:
            show_findings(found)
        else:
            write_findings(found, output)
            typer.echo(plain_text(f"{found.scope}：{len(found.listing.rows)} 处发现，已写入 {output}"))


@app.command("expect-counts", help=_HELP["expect-counts"])
def expect_counts(home: HomeOption = None) -> None:
    """Register the row counts of the published build as those that later builds must not fall below."""
    from flows.row_counts import register_row_counts
    from yusuan.display import show_registration

    place = _home(home)
    with _errors_as_messages(EXIT_REFUSED):
        show_registration(place, register_row_counts(place))


@app.command(help=_HELP["status"])
def status(home: HomeOption = None) -> None:
    """Show the home, the published build and the newest run."""
    from warehouse.status import read_status
    from yusuan.display import show_status

    place = _home(home)
    with _errors_as_messages(EXIT_REFUSED):
        show_status(place, read_status(place))


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe with an ASCII locale must not stop a load at its first Chinese message.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    app()


if __name__ == "__main__":
    main()
