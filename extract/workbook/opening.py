"""Tell workbooks from other files by their content, never by a name, and open them."""

from __future__ import annotations

import io
import re
import zipfile

from extract.errors import UnreadableDocumentError
from extract.workbook.binary import read_binary
from extract.workbook.open_xml import read_open_xml
from extract.workbook.sheets import Workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A workbook of before 1997 is not wrapped.
_BARE_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_HTML = re.compile(rb"<(html|table|\?xml|!doctype html|meta|style|head)\b", re.IGNORECASE)


def is_workbook(data: bytes) -> bool:
    """Tell whether a file is of a kind that workbooks come in, readable or not."""
    return data.startswith((_ZIP, _OLE)) or _is_bare_biff(data) or bool(_other_kind(data))


def workbook_suffix(data: bytes) -> str:
    """The suffix of a workbook by its content: `.xlsx`, `.xlsm` or `.xls`; empty where it is none."""
    if data.startswith(_ZIP):
        # The list of the parts' types, most often the first part, is compressed: the macros' own part tells.
        return ".xlsm" if b"xl/vbaProject.bin" in data else ".xlsx"
    return ".xls" if data.startswith(_OLE) or _is_bare_biff(data) else ""


def open_workbook(data: bytes) -> Workbook:
    """Read the sheets of a workbook.

    Args:
        data: the whole file, of which `is_workbook` holds.

    Raises:
        UnreadableDocumentError: `not_a_pdf`, `unsupported_format`, `truncated`, `password_protected`, `no_pages` or
            `too_large`.
    """
    kind = _other_kind(data)
    if kind:
        raise UnreadableDocumentError("unsupported_format", kind)
    if data.startswith(_ZIP):
        _check_archive(data)
        return read_open_xml(data)
    if data.startswith(_OLE):
        _check_compound(data)
    return read_binary(data)


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        # Cut short, it has lost the list of its parts; what remains still names them.
        reason = "truncated" if b"xl/" in data else "not_a_pdf"
        raise UnreadableDocumentError(reason, f"{type(error).__name__}: {error}") from error
    if any(re.search(r"(^|/)workbook\d*\.xml$", name) for name in names):
        return
    if "xl/workbook.bin" in names:
        raise UnreadableDocumentError("unsupported_format", "二进制工作簿 xlsb")
    if "content.xml" in names:
        raise UnreadableDocumentError("unsupported_format", "OpenDocument 文档")
    raise UnreadableDocumentError("not_a_pdf", f"an archive of {', '.join(sorted(names)[:3])}")


def _check_compound(data: bytes) -> None:
    """Look for the names in the directory of a compound file, which holds them in UTF-16."""
    if _holds_name(data, "EncryptedPackage"):
        raise UnreadableDocumentError("password_protected", "EncryptedPackage")
    if not _holds_name(data, "Workbook") and not _holds_name(data, "Book"):
        raise UnreadableDocumentError("not_a_pdf", "a compound document without a workbook")


def _holds_name(data: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in data


def _is_bare_biff(data: bytes) -> bool:
    return data.startswith(_BARE_BIFF) and len(data) > 4 and data[2] in (4, 6, 8, 16) and data[3] == 0


def _other_kind(data: bytes) -> str:
    """Name the tables that come under the names of workbooks and are none; empty where it is none of them."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = data[:4096].decode("utf-16", "ignore").encode()
    if b'progid="Excel.Sheet"' in head or b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "XML 电子表格 2003"
    if _HTML.match(head) and re.search(
        rb"<table\b", data if len(data) < 5_000_000 else data[:5_000_000], re.IGNORECASE
    ):
        return "网页格式的表格"
    if head.startswith(b"MIME-Version:") and b"multipart/related" in head:
        return "单个文件网页"
    return "CSV 文本" if _is_separated(data) else ""


def _is_separated(data: bytes) -> bool:
    """Tell whether a file is text whose lines hold the same number of separators."""
    sample = data[:4096]
    if not sample or b"\0" in sample or b"%PDF-" in sample:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            text = sample[: max(sample.rfind(b"\n"), 0) or len(sample)].decode(encoding)
        except UnicodeDecodeError:
            continue
        lines = [line for line in text.splitlines() if line.strip()]
        return len(lines) > 1 and any(
            min(line.count(mark) for line in lines) == max(line.count(mark) for line in lines) > 0 for mark in ",\t"
        )
    return False
