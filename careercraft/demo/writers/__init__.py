"""Writers: one real file layout each, from the demonstration's records to bytes.

Column names come from the header lists that the readers use; a cell with no value is left blank.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources

Row = Mapping[str, object]


def layout(name: str) -> tuple[str, ...]:
    """The columns of a vendor's layout, in order."""
    folder = resources.files("careercraft.imports") / "layouts"
    return tuple((folder / f"{name}.txt").read_text(encoding="utf-8").splitlines())


def csv_file(columns: Sequence[str], rows: Iterable[Row], *, quoted: bool = False) -> bytes:
    """A CSV file with a header row; every cell in quotation marks where the vendor does so.

    Raises KeyError for a value under a column that the layout does not have.
    """
    out = io.StringIO()
    writer = csv.writer(
        out, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator="\r\n"
    )
    writer.writerow(columns)
    for row in rows:
        writer.writerow(_cells(columns, row))
    return out.getvalue().encode("utf-8")


def _cells(columns: Sequence[str], row: Row) -> list[str]:
    strange = row.keys() - set(columns)
    if strange:
        raise KeyError(", ".join(sorted(strange)))
    return [_text(row.get(column)) for column in columns]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def yes_no(value: bool | None) -> str:
    """Y, N, or blank where it is not known."""
    return "" if value is None else "Y" if value else "N"
