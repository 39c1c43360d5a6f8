"""Excel workbooks (.xlsx) as text: looked into before they are opened, then read row by row.

Each visible sheet becomes a `SourceText` of one physical line per row, so that a line number is the
row number Excel shows. Formulas give the value Excel last saw; nothing is calculated, no link is
followed, no macro is run: a workbook that carries macros or entities is refused unopened.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from careercraft.imports.reader import (
    MAX_COLUMNS,
    MAX_LINES,
    MEGABYTE,
    SourceText,
    not_a_workbook,
    refuse,
)
from careercraft.imports.rows import FileRefused, SourceFile

MAX_EXPANDED = 250 * MEGABYTE
MAX_PARTS = 2_000
CHUNK = 256 * 1024
ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
MERGED = re.compile(rb'<mergeCell ref="[A-Z]{1,3}([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
LEADING_ZEROS = re.compile(r"0{2,20}")
"""A number format of zeros only: Excel shows 7 as 0007, and so do we."""

_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
_SAVE_AGAIN = "Open it in Excel, save it again as an Excel workbook (.xlsx), and upload that file."


def sheets(file: SourceFile) -> tuple[SourceText, ...]:
    """Every visible sheet that holds anything. Raises FileRefused."""
    merged = _looked_into(file)
    try:
        return tuple(_texts(file, merged))
    except FileRefused:
        raise
    except Exception as reason:
        raise refuse(
            file.name, "The Excel workbook is damaged.", _SAVE_AGAIN, "damaged_workbook"
        ) from reason


def _looked_into(file: SourceFile) -> dict[str, tuple[int, ...]]:
    """The rows, per sheet file, that continue a merged cell; refuses what is not safe to open."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            entries = archive.infolist()
            _refuse_kind(file.name, [entry.filename.lower() for entry in entries])
            return _merged_rows(file.name, archive, entries)
    except _DAMAGED as reason:
        raise refuse(
            file.name,
            "The Excel workbook is damaged or cut short.",
            "Download or save it again, then upload it.",
            "damaged_workbook",
        ) from reason


def _refuse_kind(name: str, parts: Sequence[str]) -> None:
    if any(part.endswith("vbaproject.bin") or "/macrosheets/" in part for part in parts):
        raise refuse(
            name,
            "The workbook carries macros. Macros can do harm, so it was not opened.",
            "Save it as an Excel workbook without macros (.xlsx), or as CSV.",
            "macro_workbook",
        )
    if "xl/workbook.xml" not in parts:
        raise not_a_workbook(name)
    if len(parts) > MAX_PARTS:
        raise _expands(name)


def _merged_rows(
    name: str, archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]
) -> dict[str, tuple[int, ...]]:
    """Read every part once in pieces: its true size, entities, merged cells."""
    if sum(entry.file_size for entry in entries) > MAX_EXPANDED:
        raise _expands(name)
    merged, left = {}, MAX_EXPANDED
    for entry in entries:
        is_sheet = entry.filename.startswith("xl/worksheets/")
        rows: set[int] = set()
        for size, piece in _pieces(archive, entry):
            left -= size
            if left < 0:
                raise _expands(name)
            _refuse_entities(name, entry.filename, piece)
            if is_sheet:
                rows.update(_continued(piece))
        merged[entry.filename] = tuple(sorted(rows))
    return merged


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[int, bytes]]:
    """The size of each piece and the piece with the end of the one before it."""
    tail = b""
    with archive.open(entry) as packed:
        while piece := packed.read(CHUNK):
            yield len(piece), tail + piece
            tail = piece[-64:]


def _refuse_entities(name: str, part: str, piece: bytes) -> None:
    is_markup = part.lower().endswith((".xml", ".rels", ".vml"))
    plain = piece.replace(b"\0", b"")  # UTF-16 hides the marks from a search of bytes
    if is_markup and any(mark in plain for mark in ENTITIES):
        raise refuse(
            name,
            "The workbook defines entities, which can pull in other files. It was not opened.",
            _SAVE_AGAIN,
            "entities",
        )


def _continued(piece: bytes) -> Iterator[int]:
    for first, last in MERGED.findall(piece):
        if int(last) - int(first) < MAX_LINES:
            yield from range(int(first) + 1, int(last) + 1)


def _expands(name: str) -> FileRefused:
    return refuse(
        name,
        f"Unpacked, a workbook may have {MAX_EXPANDED // MEGABYTE} MB; this one is larger.",
        "Delete sheets and columns that are not needed, or save the sheet as CSV.",
        "workbook_too_large",
    )


def _texts(file: SourceFile, merged: dict[str, tuple[int, ...]]) -> Iterator[SourceText]:
    from openpyxl import load_workbook  # noqa: PLC0415 - a third of a second, for workbooks alone

    book = load_workbook(io.BytesIO(file.content), read_only=True, data_only=True, keep_links=False)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    found = 0
    for sheet in shown:
        name = file.name if len(shown) == 1 else f"{file.name}, sheet “{sheet.title}”"
        lines = _lines(name, sheet)
        if lines:
            found += 1
            rows = merged.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), ())
            yield SourceText(name, lines, "xlsx", rows)
    if not found:
        raise refuse(
            file.name, "No visible sheet of the workbook holds anything.", _SAVE_AGAIN, "empty_file"
        )


def _lines(name: str, sheet: Any) -> list[str]:
    """One line of CSV per row, blank rows included, so that lines are counted as Excel does."""
    sheet.reset_dimensions()  # what the file says of its size may be untrue
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    lines: list[str] = []
    blank = 0
    for row in sheet.iter_rows():
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            blank += 1
            continue
        if len(lines) + blank >= MAX_LINES or len(cells) > MAX_COLUMNS:
            raise _too_many(name)
        lines.extend(["\n"] * blank)
        blank = 0
        writer.writerow(cells)
        lines.append(out.getvalue())
        out.seek(0)
        out.truncate()
    return _even(lines)


def _even(lines: list[str]) -> list[str]:
    """Excel keeps no empty cells at the end of a row: give every row as many as the widest has."""
    widths = [line.count(",") if '"' not in line else _commas(line) for line in lines]
    widest = max(widths, default=0)
    return [
        line if line == "\n" else line[:-1] + "," * (widest - width) + "\n"
        for line, width in zip(lines, widths, strict=True)
    ]


def _commas(line: str) -> int:
    return len(next(csv.reader([line]))) - 1


def _too_many(name: str) -> FileRefused:
    return refuse(
        name,
        f"At most {MAX_LINES:,} rows of {MAX_COLUMNS:,} columns are read at once.",
        "Split the sheet by campus or by year.",
        "too_many_lines",
    )


def _text(cell: Any) -> str:
    """A cell as Excel shows it, dates as 2026-05-28."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")[:16]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return " ".join(str(value).splitlines())


def _number(value: float, shape: str) -> str:
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 10**15)
    text = str(int(value)) if whole else repr(value)
    return text.zfill(len(shape)) if whole and LEADING_ZEROS.fullmatch(shape) else text
