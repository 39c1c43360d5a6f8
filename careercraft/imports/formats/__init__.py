"""The file formats the product reads: recognise a file, then read it row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from careercraft.imports.formats import (
    accuplacer,
    act,
    ap,
    asvab,
    courses,
    credentials,
    enrollments,
    fixed,
    ib,
    milestones,
    nsc,
    oneroster,
    onramps,
    psat,
    rosters_of_systems,
    sat,
    scores,
    staar,
    state_listing,
    student_years,
    students,
    typed,
)
from careercraft.imports.formats.base import Format
from careercraft.imports.formats.headers import Columns, key, keys
from careercraft.imports.formats.unread import known_but_unread
from careercraft.imports.reader import SourceText, Table, header_candidates, refuse
from careercraft.imports.rows import FileRefused, LineResult, RowProblem, SourceFile
from careercraft.imports.sources import texts

__all__ = [
    "FORMATS",
    "FileRefused",
    "Format",
    "Recognition",
    "SourceFile",
    "format_by_id",
    "read",
    "recognise",
]

# The first that matches wins, so what is told apart by more columns stands first.
FORMATS: tuple[Format, ...] = (
    oneroster.FORMAT,
    rosters_of_systems.CLEVER_FORMAT,
    rosters_of_systems.ASCENDER_FORMAT,
    sat.FORMAT,
    psat.FORMAT,
    ap.FORMAT,
    act.FORMAT,
    ib.FORMAT,
    asvab.FORMAT,
    nsc.FORMAT,
    onramps.FORMAT,
    accuplacer.FORMAT,
    state_listing.FORMAT,
    scores.FORMAT,
    courses.FORMAT,
    enrollments.FORMAT,
    credentials.FORMAT,
    staar.FORMAT,
    milestones.FORMAT,
    student_years.FORMAT,
    students.FORMAT,
)

ALL_FORMATS = (*FORMATS, typed.FORMAT)
"""With what is no file."""

HEADERS_QUOTED = 8
RENAME = "This column was left out. Rename it if it holds something the template knows."
LEFT_OUT = {
    "e0031": (
        "This column was left out: since 2020-21 the state works the CTE indicator out itself. "
        "Load the CTE courses instead; concentrators and completers follow from them."
    )
}
"""What is said of columns that are known and yet not read, by the key of their header."""
_MARKUP = (("<", "an XML or HTML file"), ("{", "a JSON file"), ("[", "a JSON file"))


class Recognition(NamedTuple):
    """What an upload is.

    `why` names the headers that told; `notes` name columns of a template that no one reads.
    """

    format_id: str
    why: tuple[str, ...]
    notes: tuple[RowProblem, ...]


class _Found(NamedTuple):
    format: Format
    table: Table
    why: tuple[str, ...]


def format_by_id(format_id: str) -> Format:
    """The format of that id. Raises KeyError when there is none."""
    return {each.id: each for each in ALL_FORMATS}[format_id]


def recognise(files: Sequence[SourceFile]) -> Recognition:
    """Which format an upload is, judged by its headers alone.

    Raises FileRefused when it is none that is read, or when the files are of different formats;
    the refusal names what was seen.
    """
    found = _found(files, FORMATS)
    first = found[0]
    if any(each.format.id != first.format.id for each in found):
        raise refuse(
            first.table.file,
            "Files of one kind at a time; these are "
            + " and ".join(sorted({each.format.title for each in found}))
            + ".",
            "Upload each kind by itself.",
            "mixed_formats",
        )
    first.format.check_set(tuple(each.table for each in found))
    notes = tuple(note for each in found for note in _unread_columns(each))
    return Recognition(first.format.id, first.why, notes)


def read(files: Sequence[SourceFile], format_id: str) -> Iterator[LineResult]:
    """Every row of the upload, in file and line order.

    Raises FileRefused at once, before the first row, or never; KeyError for an unknown format.
    """
    format_ = format_by_id(format_id)
    tables = tuple(each.table for each in _found(files, (format_,)))
    format_.check_set(tables)
    return format_.read_tables(tables)


def _found(files: Sequence[SourceFile], formats: Sequence[Format]) -> list[_Found]:
    """The table of every file; of a workbook, of every sheet that has one."""
    found: list[_Found] = []
    for sheets in texts(files):
        found += _of_sheets(sheets, formats)
    return found


def _of_sheets(sheets: Sequence[SourceText], formats: Sequence[Format]) -> list[_Found]:
    """The tables among some sheets. Sheets of notes beside them are passed over."""
    found, refusals = [], []
    for sheet in sheets:
        try:
            found.append(_find(sheet, formats))
        except FileRefused as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    return found


def _find(source: SourceText, formats: Iterable[Format]) -> _Found:
    """The header row and its format; a layout known not to be read is refused before that."""
    for table in candidate_tables(source):
        _refuse_unread(table)
        header = keys(table.header)
        for format_ in formats:
            why = format_.matches(header)
            if why:
                return _Found(format_, table, why)
    raise _not_recognised(source)


def candidate_tables(source: SourceText) -> Iterator[Table]:
    """Where the header row might be; a fixed-width file has its own, and no other."""
    fixed_width = fixed.as_table(source)
    return iter((fixed_width,)) if fixed_width else header_candidates(source)


def _refuse_unread(table: Table) -> None:
    known = known_but_unread(table.header)
    if known:
        raise refuse(table.file, f"This is {known.title}.", known.instead, f"not_read_{known.id}")


def _not_recognised(source: SourceText) -> FileRefused:
    opening = source.lines[0].lstrip()[:1]
    for mark, what in _MARKUP:
        if opening == mark:
            return refuse(
                source.file,
                f"A CSV file was expected; this looks like {what}.",
                "Export the data as CSV.",
                "not_csv",
            )
    return _unknown_layout(source)


def _unknown_layout(source: SourceText) -> FileRefused:
    """The refusal quotes the first row as its value only: it may hold students, not headers."""
    first = max(header_candidates(source, how_many=1), key=lambda t: len(t.header), default=None)
    seen = (
        f"The first row has {len(first.header)} columns."
        if first
        else "No separators were found, and it is no fixed-width file that is known."
    )
    titles = "; ".join(each.title for each in FORMATS)
    problem = RowProblem(
        source.file,
        first.header_line if first else 1,
        None,
        ", ".join(first.header[:HEADERS_QUOTED]) if first else None,
        f"The column headers are of no layout that is read. {seen}",
        f"Check that the header row is there. These are read: {titles}.",
        "unknown_layout",
    )
    return FileRefused([problem])


def _unread_columns(found: _Found) -> Iterator[RowProblem]:
    if found.format.reported_aliases is None:
        return
    columns = Columns(found.table.header, found.format.reported_aliases)
    for name in columns.unread():
        yield RowProblem(
            found.table.file,
            found.table.header_line,
            name,
            None,
            "A column of the template.",
            LEFT_OUT.get(key(name), RENAME),
            "column_not_read",
        )
