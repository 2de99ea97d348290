"""The command `yusuan`: starts flows and shows what is published. Heavy imports stand where they are used."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.settings import DEFAULT_TIMEOUT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.report import LoadReport
    from warehouse.home import Home

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_UNCHANGED = 3

_HELP = {
    "load": (
        "载入文件：读取、入库、构建、核对、发布。\n\n"
        "退出码：0 全部载入或已知；1 有文件被拒绝；2 用法错误；3 构建或核对失败，已发布的数据库不变。"
    ),
    "build": "不读 PDF，按现有规则重新构建、核对并发布（修改映射规则之后用）。",
    "query": "在已发布的数据库上运行一条 SQL 查询（只读）。",
    "status": "显示数据目录、已发布的版本和最近的载入。",
}

app = typer.Typer(
    help="预算公开数据仓库：载入部门预（决）算公开 PDF，核对后发布为可用 SQL 查询的数据库。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="数据目录；默认取环境变量 YUSUAN_HOME，否则为 ./data。", show_default=False),
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="同时读取的文件数；默认为处理器数。", show_default=False)
]
TimeoutOption = Annotated[float, typer.Option("--timeout", min=1, help="读取一个文件的时限（秒）。")]


def _home(given: Path | None) -> Home:
    from warehouse.home import resolve_home

    return resolve_home(given)


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


@contextmanager
def _errors_as_messages(code: int) -> Iterator[None]:
    """Show what the warehouse refuses as a message, not as a traceback."""
    from warehouse.errors import WarehouseError

    try:
        yield
    except WarehouseError as error:
        _stop(str(error), code)


def _run(home: Home, paths: Sequence[Path], workers: int | None, timeout: float, *, rebuild: bool) -> LoadReport:
    """Run a load under a progress display and show its outcome; a failed build ends the program."""
    from flows.report import LoadFailedError
    from flows.settings import LoadSettings, default_workers
    from flows.start import start_load
    from yusuan.display import progress_display, show_end, show_report

    settings = LoadSettings(workers or default_workers(), timeout)
    with _errors_as_messages(EXIT_UNCHANGED):
        try:
            with progress_display():
                report = start_load(home, paths, settings, rebuild=rebuild)
        except LoadFailedError as error:
            show_report(error.report)
            kept = (
                f"已发布的数据库保持不变：{home.published_database}"
                if home.published_database.is_file()
                else "还没有已发布的数据库。"
            )
            _stop(f"{error.message}\n{kept}", EXIT_UNCHANGED)
    show_report(report)
    show_end(home, report)
    return report


@app.command(help=_HELP["load"])
def load(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="PDF 文件或目录；默认为数据目录下的 inbox。", show_default=False),
    ] = None,
    home: HomeOption = None,
    workers: WorkersOption = None,
    timeout: TimeoutOption = DEFAULT_TIMEOUT_SECONDS,
) -> None:
    """Load files and directories; ends with what became of each document."""
    from flows.report import Outcome

    place = _home(home)
    if paths is None:
        place.create()
    wanted = paths or [place.inbox]
    if missing := [str(path) for path in wanted if not path.exists()]:
        _stop(f"找不到：{'、'.join(missing)}", EXIT_USAGE)
    report = _run(place, wanted, workers, timeout, rebuild=False)
    if report.count(Outcome.REFUSED):
        raise typer.Exit(EXIT_REFUSED)


@app.command(help=_HELP["build"])
def build(home: HomeOption = None) -> None:
    """Build, check and publish what is landed, by the rules as they are now."""
    place = _home(home)
    if not place.build_database.is_file():
        _stop(f"还没有载入过文件：{place.build_database}。请先运行 yusuan load。", EXIT_USAGE)
    _run(place, [], None, DEFAULT_TIMEOUT_SECONDS, rebuild=True)


@app.command(help=_HELP["query"])
def query(sql: Annotated[str, typer.Argument(metavar="SQL", help="查询语句。")], home: HomeOption = None) -> None:
    """Run one query on the published warehouse."""
    from warehouse.connection import read_published
    from warehouse.queries import ask
    from yusuan.display import show_answer

    with _errors_as_messages(EXIT_REFUSED), read_published(_home(home)) as con:
        show_answer(ask(con, sql))


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
