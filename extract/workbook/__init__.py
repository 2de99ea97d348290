"""Workbooks: what a sheet shows, laid out as a page."""

from extract.workbook.layout import SheetLayout, as_ranges, lay_out
from extract.workbook.opening import is_workbook, open_workbook, workbook_suffix

__all__ = ["SheetLayout", "as_ranges", "is_workbook", "lay_out", "open_workbook", "workbook_suffix"]
