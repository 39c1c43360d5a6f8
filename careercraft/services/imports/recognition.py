"""What an upload is: a format of ours, or a layout whose columns somebody has explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from careercraft.imports.ahead import reading
from careercraft.imports.formats import Format, Recognition
from careercraft.imports.rows import FileRefused, LineResult, RowProblem, SourceFile
from careercraft.models import ImportBatch
from careercraft.services.context import Desk
from careercraft.services.imports import file_columns
from careercraft.services.imports.file_tables import likely


class Reader(Protocol):
    """What reads files: `imports.formats`, or a stand-in for it."""

    def recognise(self, files: Sequence[SourceFile]) -> Recognition:
        """Which format an upload is."""

    def read(self, files: Sequence[SourceFile], format_id: str) -> Iterator[LineResult]:
        """Every row of it."""

    def format_by_id(self, format_id: str) -> Format:
        """What the format says of itself."""


def recognised(
    desk: Desk, found: ImportBatch, files: Sequence[SourceFile], reader: Reader
) -> tuple[Format, Iterator[LineResult], tuple[RowProblem, ...]]:
    """The format of an upload, its rows and what is noted of it as a whole.

    Where no format of ours knows the columns, what somebody said they mean is used.
    """
    try:
        if found.mapping_id is None:
            found_as = reader.recognise(files)
            format_ = reader.format_by_id(found_as.format_id)
            return format_, reading(reader.read, files, format_.id), found_as.notes
    except FileRefused as refusal:
        known = file_columns.known(desk, files) if is_unknown_layout(refusal) else None
        if known is None:
            raise
        found.mapping_id = known
    meaning = file_columns.by_id(desk, found.mapping_id)
    return reader.format_by_id(meaning.format_id), file_columns.lines_of(files, meaning), ()


def is_unknown_layout(refusal: FileRefused) -> bool:
    """Whether a file was refused only because nobody knows its columns."""
    return all(problem.code == "unknown_layout" for problem in refusal.problems)


def can_be_mapped(files: Sequence[SourceFile], refusal: FileRefused) -> bool:
    """Whether it is a list at all, of which somebody can say what the columns mean."""
    if not is_unknown_layout(refusal):
        return False
    try:
        likely(files)
    except FileRefused:
        return False
    return True
