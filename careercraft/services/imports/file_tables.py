"""The table of an upload whose layout was never seen: under its headers, or without any."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from careercraft.imports.formats import FileRefused, mapped
from careercraft.imports.reader import SourceText, Table
from careercraft.imports.rows import RowProblem, SourceFile
from careercraft.imports.sources import texts


def likely(files: Sequence[SourceFile]) -> Table:
    """The table of the upload that most looks like a list. Raises FileRefused."""
    return _widest(files, mapped.likely_table)


def without_headers(files: Sequence[SourceFile]) -> Table:
    """The same where no row holds headers: its columns are numbered. Raises FileRefused."""
    return _widest(files, mapped.headerless_table)


def _widest(files: Sequence[SourceFile], find: Callable[[SourceText], Table | None]) -> Table:
    found = [
        table for sheets in texts(files) for sheet in sheets if (table := find(sheet)) is not None
    ]
    if not found:
        raise FileRefused(
            [
                RowProblem(
                    files[0].name,
                    1,
                    None,
                    None,
                    "A row of column headers with at least two columns.",
                    "Export the list with its column headers, as CSV or as an Excel workbook.",
                    "no_table",
                )
            ]
        )
    return max(found, key=lambda table: len(table.header))
