"""The one error of extraction: a file that cannot be read as a document."""

from __future__ import annotations


class UnreadableDocumentError(Exception):
    """A file that holds no readable document.

    Attributes:
        reason: code for programs: `empty_file`, `not_a_pdf`, `unsupported_format`, `truncated`, `password_protected`,
            `no_pages` or `too_large`.
        page_no: the page (from 1) at which reading failed, or None where no page was reached.
        detail: what was seen, for the log; the message for the reader is made from `reason` elsewhere.
    """

    def __init__(self, reason: str, detail: str = "", page_no: int | None = None) -> None:
        super().__init__(reason, detail, page_no)
        self.reason = reason
        self.detail = detail
        self.page_no = page_no

    def __str__(self) -> str:
        where = f" (page {self.page_no})" if self.page_no else ""
        return f"{self.reason}{where}: {self.detail}"
