"""Lists as files that people take away: CSV for programs, XLSX for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from careercraft.exports.csv_file import csv_bytes
from careercraft.exports.sheet import Column, Facts, Kind, Sheet, standing_words
from careercraft.exports.xlsx_file import xlsx_bytes

__all__ = ["FORMATS", "Column", "Exported", "Facts", "Kind", "Sheet", "export", "standing_words"]


class Exported(NamedTuple):
    """A finished file. Its name says what the list is and when it was made, and names nobody."""

    name: str
    mimetype: str
    content: bytes


class _Writer(NamedTuple):
    mimetype: str
    write: Callable[[Sheet], bytes]


_WRITERS = {
    "csv": _Writer("text/csv; charset=utf-8", csv_bytes),
    "xlsx": _Writer(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes
    ),
}
FORMATS = tuple(_WRITERS)


def export(sheet: Sheet, format_: str) -> Exported:
    """The list as a file of `csv` or `xlsx`. Raises KeyError for another format."""
    writer = _WRITERS[format_]
    made_on = sheet.facts.made_at.date().isoformat()
    return Exported(f"{sheet.stem}-{made_on}.{format_}", writer.mimetype, writer.write(sheet))
