"""Content of a made-up document, as extraction yields it."""

from __future__ import annotations

from typing import Any

from warehouse.landing import DocumentSource

SHA256 = "a" * 64


def source(sha256: str = SHA256, *, file_name: str = "甲.pdf", version: str = "1") -> DocumentSource:
    return DocumentSource(
        sha256=sha256,
        file_name=file_name,
        source_path=f"/inbox/{file_name}",
        size_bytes=12,
        extractor_version=version,
        run_id="run-1",
    )


def box(left: float) -> dict[str, float]:
    return {"x0": left, "top": 10.0, "x1": left + 50.0, "bottom": 30.0}


def content() -> dict[str, Any]:
    cells = (
        {"column_index": 0, "column_span": 1, "row_span": 2, "text": "一、税收\n收入", "text_x0": 12.5, **box(10.0)},
        {"column_index": 1, "column_span": 1, "row_span": 1, "text": "", "text_x0": None, **box(60.0)},
    )
    return {
        "page_count": 1,
        "producer": "writer",
        "creator": "",
        "content_kind": "text",
        "pages": (
            {
                "page_no": 1,
                "printed_page_no": "- 1 -",
                "width": 595.0,
                "height": 842.0,
                "rotation": 0,
                "method": "text",
                "text": "收入总表",
                "set_aside": "",
                "sheet_name": None,
            },
        ),
        "tables": (
            {
                "table_index": 0,
                "first_page": 1,
                "last_page": 1,
                "title": "收入总表",
                "label": "表1",
                "unit_line": "单位：万元",
                "department_line": "",
                "column_count": 2,
                "heading_paths": (("项目",), ("预算数", "合计")),
                "notes": ("注：无",),
                **box(10.0),
            },
        ),
        "rows": ({"table_index": 0, "row_index": 0, "page_no": 1, "role": "body", "cells": cells},),
        "paragraphs": (
            {"page_no": 1, "paragraph_no": 0, "heading_path": ("第一部分", "概况"), "text": "正文", **box(10.0)},
        ),
        "readings": (
            {
                "page_no": 1,
                "reading_no": 0,
                "text": "12",
                "confidence": 0.75,
                "characters": (
                    {"text": "1", "confidence": 0.75, "second": "7", "second_confidence": 0.25},
                    {"text": "2", "confidence": 1.0, "second": "", "second_confidence": 0.0},
                ),
                **box(10.0),
            },
        ),
    }
