"""The command line: exit codes, messages and what it costs to answer."""

from __future__ import annotations

import io
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import duckdb
import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.progress import Progress
from typer.testing import CliRunner, Result

from flows import row_counts, start
from flows.report import DocumentReport, Finding, LoadFailedError, LoadReport, Outcome
from flows.settings import LoadSettings
from warehouse.connection import load_lock, open_build
from warehouse.errors import RowCountsError
from warehouse.home import Home
from warehouse.publishing import identify_build, staged_build
from warehouse.row_counts import read_expected_row_counts
from warehouse.runs import finish_run, start_run
from yusuan import display
from yusuan.cli import app

HEAVY = ("prefect", "dbt", "great_expectations")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def published(home: Home) -> Home:
    """A home with one landed run and a published build of one document."""
    with open_build(home) as con:
        con.execute(
            """
            create schema marts;
            create schema quality;
            create table marts.dim_document as
            select 2026 as fiscal_year, '预算' as budget_stage, 'rounding' as quality_status, true as is_current;
            create table marts.fct as select '柳林' as 部门, 1030.18::decimal(20, 6) as 金额;
            """
        )
        finish_run(con, start_run(con), "published", found=1, loaded=1, known=0, refused=0)
    with staged_build(home, identify_build("run-1", "1"), ()) as staged:
        staged.commit()
    return home


def answer_with(monkeypatch: pytest.MonkeyPatch, outcome: LoadReport | Exception) -> list[tuple[object, ...]]:
    """Have loads end in a given way; returns the list of their calls."""
    calls: list[tuple[object, ...]] = []

    def start_load(home: Home, paths: list[Path], settings: LoadSettings, *, rebuild: bool = False) -> LoadReport:
        calls.append((home.root, tuple(paths), settings, rebuild))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(start, "start_load", start_load)
    return calls


def test_all_loaded_or_known_is_0(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [DocumentReport("甲.pdf", Outcome.LOADED), DocumentReport("乙.pdf", Outcome.KNOWN, "", "内容相同")]
    calls = answer_with(monkeypatch, LoadReport("run-1", documents, published=True))
    result = run("load", tmp_path, "--home", home.root, "--workers", "3", "--timeout", "7")
    assert result.exit_code == 0
    assert calls == [(home.root, (tmp_path,), LoadSettings(3, 7.0), False)]
    assert "甲.pdf" in result.output
    assert "内容相同" in result.output
    assert "载入 1，已知 1" in result.output
    assert str(home.published_database) in result.output


def test_a_held_back_document_is_no_refusal(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, LoadReport("r", [DocumentReport("甲.pdf", Outcome.HELD_BACK, "incomplete", "暂不进入")]))
    result = run("load", tmp_path, "--home", home.root)
    assert result.exit_code == 0
    assert "暂缓" in result.output
    assert "暂不进入" in result.output


def test_a_refused_document_is_1_and_said_with_its_reason(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [
        DocumentReport("甲.pdf", Outcome.LOADED),
        DocumentReport("空.pdf", Outcome.REFUSED, "empty_file", "文件“空.pdf”是空的"),
    ]
    answer_with(monkeypatch, LoadReport("run-1", documents, published=True))
    result = run("load", tmp_path, "--home", home.root)
    assert result.exit_code == 1
    assert "empty_file" in result.output
    assert "文件“空.pdf”是空的" in result.output


@pytest.mark.parametrize(
    "arguments", [["load", "no/such/file.pdf"], ["load", "--workers", "0"], ["nonsense"], ["query"]]
)
def test_wrong_usage_is_2(home: Home, arguments: list[str]) -> None:
    result = run(*arguments, "--home", home.root)
    assert result.exit_code == 2
    assert not home.root.exists()


def test_a_missing_path_is_named_before_anything_is_loaded(home: Home, tmp_path: Path) -> None:
    result = run("load", tmp_path, tmp_path / "缺.pdf", "--home", home.root)
    assert result.exit_code == 2
    assert "缺.pdf" in result.output


def test_a_failed_check_is_3_and_says_that_the_published_build_is_unchanged(
    published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = LoadReport(
        "run-1", [DocumentReport("甲.pdf", Outcome.LANDED)], findings=[Finding("keys", "k", "重", "error")]
    )
    answer_with(monkeypatch, LoadFailedError("check", "检查没有通过：键重复", report))
    result = run("load", tmp_path, "--home", published.root)
    assert result.exit_code == 3
    assert "键重复" in result.output
    assert "保持不变" in result.output
    assert "待发布" in result.output


def test_a_busy_warehouse_is_3_and_names_the_holder(home: Home, tmp_path: Path) -> None:
    import os

    with load_lock(home):
        result = run("load", tmp_path, "--home", home.root)
    assert result.exit_code == 3
    assert str(os.getpid()) in result.output


@pytest.mark.parametrize("command", ["load", "build", "query", "status"])
def test_a_home_under_a_file_is_wrong_usage(tmp_path: Path, command: str) -> None:
    file = tmp_path / "文件"
    file.touch()
    result = run(command, *(["select 1"] if command == "query" else []), "--home", file / "home")
    assert result.exit_code == 2
    assert "不是目录" in result.output
    assert "Traceback" not in result.output


def test_a_home_whose_directories_cannot_be_made_is_wrong_usage(home: Home, tmp_path: Path) -> None:
    home.root.mkdir()
    home.archive.touch()
    result = run("load", tmp_path, "--home", home.root)
    assert result.exit_code == 2
    assert str(home.archive) in result.output


@pytest.mark.parametrize(
    "failure",
    [
        OSError(28, "No space left on device"),
        RuntimeError("server did not start"),
        LoadFailedError("build", "构建失败：out of memory", LoadReport()),
    ],
)
def test_a_load_that_breaks_off_is_3_with_its_traceback_in_the_log(
    published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    if isinstance(failure, LoadFailedError):
        failure.__cause__ = MemoryError("out of memory")
    answer_with(monkeypatch, failure)
    result = run("load", tmp_path, "--home", published.root)
    assert result.exit_code == 3
    assert "保持不变" in result.output
    assert "Traceback" not in result.output
    log = published.logs / "yusuan.log"
    assert str(log) in result.output
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_load_that_breaks_off_after_publishing_says_so(
    published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start_load(*_: object, **__: object) -> LoadReport:
        with staged_build(published, identify_build("run-2", "1"), ()) as staged:
            staged.commit()
        raise RuntimeError("the scheduler went away")

    monkeypatch.setattr(start, "start_load", start_load)
    result = run("load", tmp_path, "--home", published.root)
    assert result.exit_code == 3
    assert "已更新为新版本" in result.output


def test_where_the_log_cannot_be_written_the_traceback_is_shown(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(monkeypatch, OSError(28, "No space left on device"))
    home.create()
    (home.logs / "yusuan.log").mkdir()
    result = run("load", tmp_path, "--home", home.root)
    assert result.exit_code == 3
    assert "Traceback" in result.output


def test_a_loss_is_accepted_by_load_and_by_build(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = answer_with(monkeypatch, LoadReport())
    with open_build(home):
        pass
    assert run("load", tmp_path, "--home", home.root, "--accept-loss").exit_code == 0
    assert run("build", "--home", home.root, "--accept-loss").exit_code == 0
    assert run("build", "--home", home.root).exit_code == 0
    assert [call[2].accept_loss for call in calls if isinstance(call[2], LoadSettings)] == [True, True, False]


def test_a_name_cannot_drive_the_terminal(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [DocumentReport("\x1b[2J甲.pdf", Outcome.HELD_BACK, "incomplete", "“\x9b31m\r”")]
    answer_with(monkeypatch, LoadReport("r", documents, findings=[Finding("s", "e", "\x1b]0;x\x07", "warn", "覆盖")]))
    output = run("load", tmp_path, "--home", home.root).output
    assert "甲.pdf" in output
    assert not set(output) & set("\x1b\x9b\x07\r")
    assert "提示 [覆盖]" in output


def test_a_long_message_is_whole_on_a_terminal_and_in_a_pipe(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = "文件“甲.pdf”的预算年度无法判定。" + "请核对标题和表头中的年份；" * 6 + "然后运行 yusuan build。"
    report = LoadReport("r", [DocumentReport("甲" * 20 + ".pdf", Outcome.REFUSED, "unknown_year", message)])
    answer_with(monkeypatch, report)
    piped = run("load", tmp_path, "--home", home.root).output.splitlines()
    assert [line for line in piped if message in line] == [line for line in piped if "unknown_year" in line]
    assert cell_len(piped[0]) == sum(map(cell_len, ("甲" * 20 + ".pdf", "结果", "unknown_year", message))) + 4 * 3 + 1

    def terminal(*, err: bool = False) -> Console:
        return Console(stderr=err, force_terminal=not err, color_system=None, width=80)

    monkeypatch.setattr(display, "_console", terminal)
    narrow = run("load", tmp_path, "--home", home.root).stdout.splitlines()
    assert "…" not in "".join(narrow)
    told = "".join(line.split("│")[4].strip() for line in narrow if line.startswith("│"))
    assert told.replace(" ", "") == message.replace(" ", "")
    assert all(cell_len(line) <= 80 for line in narrow if line.startswith("│"))


def test_a_stage_that_counts_no_documents_has_a_bar_without_an_end() -> None:
    document = DocumentReport("甲.pdf", Outcome.LANDED)
    with Progress(console=Console(file=io.StringIO()), disable=True) as progress:
        bar = display._Bar(progress)
        bar.stage("抽取")
        bar.expect(15)
        bar.done(document)
        [task] = progress.tasks
        assert (task.description, task.total, task.completed, task.fields["count"]) == ("抽取", 15, 1, "1/15")
        bar.stage("构建")
        [task] = progress.tasks
        assert (task.description, task.total, task.completed, task.fields["count"]) == ("构建", None, 0, "")


def test_the_version_is_told() -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.output == f"yusuan {version('yusuan')}\n"


def test_the_inbox_is_the_default(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = answer_with(monkeypatch, LoadReport())
    result = run("load", "--home", home.root)
    assert result.exit_code == 0
    assert calls[0][1] == (home.inbox,)
    assert home.inbox.is_dir()
    assert "没有找到" in result.output


def test_files_of_a_directory_passed_over_for_their_names_are_counted(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    answer_with(monkeypatch, LoadReport())
    assert "略过" not in run("load", folder, "--home", home.root).output
    for name in ("预算", "说明.txt"):
        (folder / name).touch()
    result = run("load", folder, "--home", home.root)
    assert result.exit_code == 0
    assert "没有找到" in result.output
    assert "略过了其他 2 个文件" in result.output
    assert "直接写出文件名" in result.output


def test_build_rebuilds_without_paths_and_needs_something_landed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = answer_with(monkeypatch, LoadReport("run-1", published=True))
    assert run("build", "--home", home.root).exit_code == 2
    with open_build(home):
        pass
    assert run("build", "--home", home.root).exit_code == 0
    assert [(call[1], call[3]) for call in calls] == [((), True)]


def test_query_shows_the_answer_and_writes_nothing(published: Home) -> None:
    result = run("query", "select 部门, 金额 from marts.fct", "--home", published.root)
    assert result.exit_code == 0
    assert "柳林" in result.output
    assert "1,030.180000" in result.output
    assert "1 行" in result.output
    refused = run("query", "delete from marts.fct", "--home", published.root)
    assert refused.exit_code == 1
    with duckdb.connect(str(published.published_database), read_only=True) as con:
        assert con.execute("select count(*) from marts.fct").fetchall() == [(1,)]


def test_query_says_what_is_wrong(home: Home, published: Home) -> None:
    wrong = run("query", "select 没有 from marts.fct", "--home", published.root)
    assert wrong.exit_code == 1
    assert "没有" in wrong.output


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1) to '{file}'",
        "set enable_external_access = true; copy (select 1) to '{file}'",
        "attach '{file}' as other",
        "from read_text('{readable}')",
    ],
)
def test_a_query_reaches_no_other_file(published: Home, tmp_path: Path, sql: str) -> None:
    file, readable = tmp_path / "x.csv", tmp_path / "secret.txt"
    readable.write_text("机密", encoding="utf-8")
    refused = run("query", sql.format(file=file, readable=readable), "--home", published.root)
    assert refused.exit_code == 1
    assert "查询失败" in refused.output
    assert "机密" not in refused.output
    assert not file.exists()


@pytest.mark.parametrize("sql", ["", " ", " ;", "/* 只有注释 */"])
def test_a_query_without_a_statement_is_wrong_usage(published: Home, sql: str) -> None:
    empty = run("query", sql, "--home", published.root)
    assert empty.exit_code == 2
    assert "查询语句是空的" in empty.output


def test_a_statement_without_a_result_is_said_so(published: Home) -> None:
    done = run("query", "set threads = 1", "--home", published.root)
    assert done.exit_code == 0
    assert done.output == "语句已执行，没有结果。\n"


def test_query_without_a_published_build_says_what_to_do(home: Home) -> None:
    result = run("query", "select 1", "--home", home.root)
    assert result.exit_code == 1
    assert "yusuan load" in result.output


def test_status_tells_of_the_build_and_the_last_run(published: Home) -> None:
    result = run("status", "--home", published.root)
    assert result.exit_code == 0
    for expected in (str(published.root), "2026", "预算", "rounding", "已发布"):
        assert expected in result.output


def _loaded_modules(code: str, *arguments: str | Path) -> set[str]:
    script = f"import sys\n{code}\nprint('modules', *sorted(sys.modules), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split("modules\n")[1].split())


def test_help_imports_nothing_heavy() -> None:
    code = (
        "from typer.testing import CliRunner; from yusuan.cli import app\n"
        "assert '载入' in CliRunner().invoke(app, ['--help']).output"
    )
    modules = _loaded_modules(code)
    assert not modules & {*HEAVY, "duckdb", "pandas", "pdfplumber", "extract"}


def test_a_load_with_nothing_to_do_imports_no_scheduler_and_no_dbt(home: Home, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code = (
        "from typer.testing import CliRunner; from yusuan.cli import app\n"
        "result = CliRunner().invoke(app, ['load', sys.argv[1], '--home', sys.argv[2]])\n"
        "assert result.exit_code == 0, result.output"
    )
    modules = _loaded_modules(code, tmp_path / "empty", home.root)
    assert "duckdb" in modules
    assert not modules & set(HEAVY)


def test_a_golden_file_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    golden = tmp_path / "golden.csv"
    golden.write_text("file,table_no\nx,1\n", encoding="utf-8")
    answer = run("compare", str(golden), "--home", str(tmp_path / "home"))
    assert answer.exit_code == 2
    assert "缺少列" in answer.output


def test_row_counts_are_registered_and_what_changed_is_shown(published: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = "select * from (values ('fct_project', 2026, 1200), ('fct_three_public', 2026, 3)) as t"
    monkeypatch.setattr(row_counts, "REQUIRED_FRAMES", {"row_counts": counted})
    first = run("expect-counts", "--home", published.root)
    assert first.exit_code == 0
    assert "fct_project" in first.output
    assert "1,200" in first.output
    written = published.expected_row_counts.read_text(encoding="utf-8")
    assert written == "table_name,fiscal_year,expected_count\nfct_project,2026,1200\nfct_three_public,2026,3\n"

    # as a person edits it, with a program that marks its UTF-8
    edited = "\ufefftable_name,fiscal_year,expected_count\nfct_project,2026,1201\nfct_three_public,2026,3\n\n"
    published.expected_row_counts.write_text(edited, encoding="utf-8")
    second = run("expect-counts", "--home", published.root)
    assert "1,201" in second.output
    assert "fct_three_public" not in second.output
    assert "与原来登记的相同" in run("expect-counts", "--home", published.root).output


def test_without_a_published_build_nothing_is_registered(home: Home) -> None:
    result = run("expect-counts", "--home", home.root)
    assert result.exit_code == 1
    assert "还没有已发布的数据库" in result.output
    assert not home.expected_row_counts.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("表,年度,行数\n", "第一行应是列名"),
        ("table_name,fiscal_year,expected_count\nfct_project,2026\n", "第 2 行应是表名、年度、行数：fct_project,2026"),
        ("table_name,fiscal_year,expected_count\nfct_project,2026,-1\n", "第 2 行应是表名、年度、行数"),
        ("table_name,fiscal_year,expected_count\nx,2026,1\nx,2026,2\n", "第 3 行重复：x 2026 年"),
        ("", "第一行应是列名"),
    ],
)
def test_a_file_of_row_counts_that_is_none_is_refused_with_its_line(home: Home, text: str, said: str) -> None:
    home.create()
    home.expected_row_counts.write_text(text, encoding="utf-8")
    with pytest.raises(RowCountsError, match=said):
        read_expected_row_counts(home)
