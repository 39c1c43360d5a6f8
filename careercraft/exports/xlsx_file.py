"""A list as an Excel workbook: the list on its first sheet, the facts on the second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from careercraft.exports.sheet import YES_NO, Cell, Kind, Sheet, starts_a_formula

NARROWEST, WIDEST = 9, 48
ROWS_MEASURED = 200
LONGEST_CELL = 32_767
"""What Excel holds in one cell."""
LONGEST_HEADER = 200
"""A page header of a workbook holds 255 characters, marks included."""
OPTIONS = {
    "in_memory": True,
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "remove_timezone": True,
}


def xlsx_bytes(sheet: Sheet) -> bytes:
    """The workbook's bytes. Ids are text, dates are dates, and no text is ever a formula."""
    target = BytesIO()
    with Workbook(target, OPTIONS) as book:
        made_at = sheet.facts.made_at.replace(tzinfo=None)
        book.set_properties({"title": sheet.title, "author": "CareerCraft", "created": made_at})
        looks = _Looks(book)
        _list(book.add_worksheet("List"), sheet, looks)
        _about(book.add_worksheet("About this list"), sheet, looks)
    return target.getvalue()


class _Looks:
    """The formats of cells."""

    def __init__(self, book: Workbook) -> None:
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        self.text = book.add_format({"num_format": "@"})
        self.quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        self.number = book.add_format({"num_format": "General"})
        self.date = book.add_format({"num_format": "mm/dd/yyyy", "align": "left"})
        self.moment = book.add_format({"num_format": "mm/dd/yyyy hh:mm", "align": "left"})


def _list(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    for place, width in enumerate(_widths(sheet)):
        page.set_column(place, place, width)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.label, looks.head)
    for line, row in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(row):
            _write(page, (line, place), cell, sheet.columns[place].kind, looks)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(1, len(sheet.rows)), max(0, len(sheet.columns) - 1))
    _printed(page, sheet)


def _printed(page: Worksheet, sheet: Sheet) -> None:
    """On paper every page says what the list is and as of when."""
    page.set_landscape()
    page.set_paper(1)  # US Letter
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_header(f"&L{sheet.facts.filter_sentence.replace('&', '&&')[:LONGEST_HEADER]}")
    through = sheet.facts.data_through
    data = f"Data through {through.isoformat()}, " if through else ""
    page.set_footer(f"&L{data}made on {sheet.facts.made_at.date().isoformat()}&RPage &P of &N")


def _about(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    for line, (label, value) in enumerate(sheet.about()):
        page.write_string(line, 0, label, looks.label)
        if isinstance(value, str):
            page.write_string(line, 1, value[:LONGEST_CELL], looks.wrapped)
        else:
            _write(page, (line, 1), value, Kind.DATE, looks)


def _write(page: Worksheet, place: tuple[int, int], cell: Cell, kind: Kind, looks: _Looks) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        page.write_string(*place, YES_NO[cell])
    elif isinstance(cell, datetime):
        page.write_datetime(*place, cell, looks.moment)
    elif isinstance(cell, date):
        page.write_datetime(*place, cell, looks.date)
    elif isinstance(cell, str) or kind is Kind.ID:
        text = str(cell)[:LONGEST_CELL]
        page.write_string(*place, text, looks.quoted if starts_a_formula(text) else looks.text)
    else:
        page.write_number(*place, float(cell), looks.number)


def _widths(sheet: Sheet) -> list[int]:
    """A width per column that fits the longest of its first cells."""
    measured: Sequence[Sequence[Cell]] = sheet.rows[:ROWS_MEASURED]
    return [
        min(WIDEST, max([NARROWEST, len(column.label), *(_length(row[place]) for row in measured)]))
        + 2
        for place, column in enumerate(sheet.columns)
    ]


def _length(cell: Cell) -> int:
    return 10 if isinstance(cell, date) else len(str(cell or ""))
