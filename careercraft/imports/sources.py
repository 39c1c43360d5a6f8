"""Uploaded files as texts that can be cut into rows: archives opened, workbooks by their sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careercraft.imports.reader import SourceText, decode, is_workbook, unpack
from careercraft.imports.rows import SourceFile
from careercraft.imports.workbook import sheets


def texts(files: Iterable[SourceFile]) -> Iterator[tuple[SourceText, ...]]:
    """For each file what it holds: one text, or one for each sheet. Raises FileRefused."""
    for file in unpack(files):
        yield sheets(file) if is_workbook(file.content) else (decode(file),)
