"""What a person typed from a document: no file layout, but a source like any other."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.imports.formats.base import Format
from careercraft.imports.reader import Table
from careercraft.imports.rows import LineResult


def _matches(_header: frozenset[str]) -> tuple[str, ...]:
    return ()


def _read(_tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return iter(())


FORMAT = Format(
    id="typed",
    title="Typed in from a document",
    vendor="typed",
    kind="evidence",
    covers=(),
    cadence="as documents come",
    description="One fact of one student, typed by a member of staff from a document they name.",
    matches=_matches,
    read_tables=_read,
)
