"""Pages that count in units of their own: what large-format printers write where a page is wider than 200 inches.

/UserUnit says how many points one unit is. pdfium does not know it; a copy is read that counts in points.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pikepdf


def count_in_points(pdf: pikepdf.Pdf) -> bool:
    """Scale the pages that count in other units to points.

    Args:
        pdf: the opened file; changed in memory.

    Returns:
        Whether a page was scaled.
    """
    units = [(page, unit) for page in pdf.pages if (unit := _unit(page)) != 1]
    for page, unit in units:
        boxes = {"/MediaBox": page.mediabox, "/CropBox": page.cropbox}
        for name, box in boxes.items():
            page.obj[name] = pikepdf.Array([Decimal(str(side)) * unit for side in box])
        page.contents_add(f"{unit:f} 0 0 {unit:f} 0 0 cm\n".encode("ascii"), prepend=True)
        del page.obj["/UserUnit"]
    return bool(units)


def _unit(page: pikepdf.Page) -> Decimal:
    """Points of one unit of a page; 1 where it says nothing that makes sense."""
    value: Any = page.obj.get("/UserUnit")
    if not isinstance(value, (int, Decimal)) or isinstance(value, bool):
        return Decimal(1)
    unit = Decimal(value)
    return unit if unit > 0 else Decimal(1)
