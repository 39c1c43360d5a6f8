"""A list as CSV (RFC 4180, UTF-8): the facts above, a blank line, then header and rows."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import StringIO

from careercraft.exports.sheet import YES_NO, Cell, Sheet, starts_a_formula

BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheet programs take the file for an older encoding and spoil accents."""


def csv_bytes(sheet: Sheet) -> bytes:
    """The file's bytes; every date as 2026-05-28, every moment with its hour."""
    text = StringIO(BYTE_ORDER_MARK)
    text.seek(0, 2)
    writer = csv.writer(text)
    writer.writerows([written(label), written(value)] for label, value in sheet.about())
    writer.writerow([])
    writer.writerow([written(column.label) for column in sheet.columns])
    writer.writerows([written(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8")


def written(cell: Cell) -> str:
    """A cell as text. Text that would start a formula gets an apostrophe before it.

    Numbers are numbers: -3 stays -3.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return YES_NO[cell]
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return f"'{cell}" if starts_a_formula(cell) else cell
    return str(cell)
