"""Finding a column by any of the names it goes by, never by its position."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

_PEIMS_ELEMENT = re.compile(r"^(?:tx_?)?(e\d{4})(?![0-9a-z])", re.IGNORECASE)
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]")


@cache
def key(header: str) -> str:
    """What makes two headers the same: letters and digits, or the PEIMS element number alone.

    “TSIA2 Mathematics Diagnostic ”, “TSIA2MathematicsDiagnostic” and the quoted form are one name;
    “E1523_TX-UNIQUE-STUDENT-ID” and “E1523” are one too.
    """
    header = header.strip().strip("\ufeff\"'")
    element = _PEIMS_ELEMENT.match(header)
    if element:
        return element.group(1).lower()
    return _NOT_ALPHANUMERIC.sub("", header.lower())


def keys(headers: Iterable[str]) -> frozenset[str]:
    """The distinct keys of a header row."""
    return frozenset(key(header) for header in headers) - {""}


class Columns:
    """Where each field of a layout stands in one file.

    `aliases` gives for each field the names it may have, best first. Where a name stands twice
    (AP files have three “Filler”) the first one counts.
    """

    def __init__(self, header: tuple[str, ...], aliases: Mapping[str, tuple[str, ...]]) -> None:
        self.header = header
        self._places: dict[tuple[str, ...], tuple[int, ...]] = {}
        first_seen: dict[str, int] = {}
        again: dict[int, list[int]] = {}
        for index, name in enumerate(header):
            first = first_seen.setdefault(key(name), index)
            if first != index and key(name):
                again.setdefault(first, []).append(index)
        self._where = {
            field: next((first_seen[key(n)] for n in names if key(n) in first_seen), None)
            for field, names in aliases.items()
        }
        read = {index for index in self._where.values() if index is not None}
        self.doubled = {first: others for first, others in again.items() if first in read}
        """Columns that are read whose name stands over other columns too."""

    def where(self, field: str) -> int | None:
        """The index of the column that holds `field`, or None when the file has none."""
        return self._where.get(field)

    def places(self, fields: tuple[str, ...]) -> tuple[int, ...]:
        """The indexes of the columns of several fields; those that the file has none of are left
        out. Kept, because it is asked anew for every row.
        """
        found = self._places.get(fields)
        if found is None:
            where = (self.where(field) for field in fields)
            found = self._places[fields] = tuple(index for index in where if index is not None)
        return found

    def name(self, field: str) -> str | None:
        """The header exactly as the file has it, for messages; None when absent."""
        index = self.where(field)
        return None if index is None else self.header[index]

    def unread(self) -> tuple[str, ...]:
        """Headers that no field of the layout claims."""
        read = {index for index in self._where.values() if index is not None}
        return tuple(name for index, name in enumerate(self.header) if name and index not in read)
