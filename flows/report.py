"""The account of a load: what became of each document, and the summary that people read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from flows.plain_text import plain_line, plain_text

if TYPE_CHECKING:
    from warehouse.difference import Difference


class Outcome(StrEnum):
    """What became of a document, in the reader's words."""

    LOADED = "载入"
    KNOWN = "已知"
    REFUSED = "拒绝"
    HELD_BACK = "暂缓"
    LANDED = "待发布"


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one document.

    Attributes:
        file_name: name of the file.
        outcome: what became of it.
        reason: reason code where refused or held back, else empty.
        message: what the reader is told, where there is anything to tell.
    """

    file_name: str
    outcome: Outcome
    reason: str = ""
    message: str = ""

    def __post_init__(self) -> None:
        # Both quote what stands in the file and what it is called.
        object.__setattr__(self, "file_name", plain_line(self.file_name))
        object.__setattr__(self, "message", plain_line(self.message))


@dataclass(frozen=True, slots=True)
class Finding:
    """A check of the whole warehouse that did not hold: `severity` `error` or `warn`, `title` the suite in Chinese."""

    suite: str
    expectation: str
    message: str
    severity: str
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", plain_line(self.message))


@dataclass(slots=True)
class LoadReport:
    """The account of one load, filled as it goes.

    Attributes:
        run_id: id of the run; empty where nothing had to be done.
        documents: one entry for each document found, in the order given.
        published: a new build was published.
        stage_seconds: time spent by stage.
        findings: checks that did not hold.
        difference: what the new build changes, where one was made.
    """

    run_id: str = ""
    documents: list[DocumentReport] = field(default_factory=list)
    published: bool = False
    stage_seconds: dict[str, float] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    difference: Difference | None = None

    def count(self, *outcomes: Outcome) -> int:
        """Count the documents with one of these outcomes."""
        return sum(document.outcome in outcomes for document in self.documents)


class LoadFailedError(Exception):
    """The build, its checks or the publishing failed; the published warehouse is unchanged.

    Attributes:
        stage: stage that failed.
        message: what went wrong, in the reader's language.
        report: the account up to there.
    """

    def __init__(self, stage: str, message: str, report: LoadReport) -> None:
        super().__init__(stage, message, report)
        self.stage = stage
        self.message = plain_text(message)
        self.report = report

    def __str__(self) -> str:
        return self.message


_SEVERITIES = {"error": "错误", "warn": "提示"}
_MARKUP = re.compile(r"([\\`*\[\]<>|&])")


def _escaped(text: object) -> str:
    """Write a text so that Markdown, and the HTML that it lets through, show it and do nothing else with it."""
    return _MARKUP.sub(r"\\\1", plain_line(str(text)))


def _table(headings: list[str], rows: list[list[object]]) -> list[str]:
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    return [*lines, *("| " + " | ".join(_escaped(value) for value in row) + " |" for row in rows), ""]


def _difference_lines(difference: Difference) -> list[str]:
    if difference.is_empty:
        return ["与上一个发布版本相同。", ""]
    lines = [
        f"- 新增文件：{'、'.join(map(_escaped, difference.added_documents)) or '无'}",
        f"- 移除文件：{'、'.join(map(_escaped, difference.removed_documents)) or '无'}",
        f"- 原有文件中变动的金额：{difference.changed_count}",
        "",
    ]
    if difference.changed_amounts:
        rows: list[list[object]] = [
            [a.file_name, a.table_no, a.line_no, a.line_name, a.measure, a.before_yuan, a.after_yuan]
            for a in difference.changed_amounts
        ]
        lines += _table(["文件", "表", "行", "行名", "栏", "原金额（元）", "新金额（元）"], rows)
    counts: list[list[object]] = [
        [name, "—" if before is None else before, "—" if after is None else after]
        for name, (before, after) in difference.row_counts.items()
    ]
    return lines + (_table(["表", "原行数", "新行数"], counts) if counts else [])


def summarise(report: LoadReport) -> str:
    """Write the account of a load as Markdown."""
    lines = [
        f"# 载入报告 {report.run_id}",
        "",
        f"共 {len(report.documents)} 个文件："
        + "，".join(f"{outcome.value} {report.count(outcome)}" for outcome in Outcome)
        + "。",
        "",
    ]
    if report.documents:
        rows: list[list[object]] = [[d.file_name, d.outcome.value, d.reason, d.message] for d in report.documents]
        lines += ["## 文件", "", *_table(["文件", "结果", "代码", "说明"], rows)]
    if report.findings:
        found: list[list[object]] = [
            [_SEVERITIES.get(f.severity, f.severity), f.title or f.suite, f.message, f"{f.suite}.{f.expectation}"]
            for f in report.findings
        ]
        lines += ["## 检查发现", "", *_table(["级别", "检查", "说明", "代码"], found)]
    if report.difference is not None:
        lines += ["## 与上一个发布版本的差异", "", *_difference_lines(report.difference)]
    if report.stage_seconds:
        spent: list[list[object]] = [[stage, f"{seconds:.1f}"] for stage, seconds in report.stage_seconds.items()]
        lines += ["## 用时（秒）", "", *_table(["阶段", "秒"], spent)]
    return "\n".join(lines)
