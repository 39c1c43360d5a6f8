"""The rows of a table as CSV and as JSON Lines: opened, some hundred at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Row, Select, Table, select

from careercraft.exports.csv_file import written
from careercraft.privacy.keys import KeyDestroyed
from careercraft.privacy.sealing import Place, SealBroken, unseal
from careercraft.services.context import Desk
from careercraft.services.takeout.scope import (
    ONLY_SHARED,
    exported_columns,
    is_sealed,
    plain_name,
)

ROWS_AT_ONCE = 500
BYTE_ORDER_MARK = "\ufeff"
DESTROYED = "[deleted: its key was destroyed]"
Plain = dict[str, Any]


def rows_of(desk: Desk, table: Table) -> Iterator[list[Plain]]:
    """Every row of a table that is exported, opened, in portions."""
    columns = exported_columns(table)
    query = _asked(table).execution_options(yield_per=ROWS_AT_ONCE)
    for portion in desk.session.execute(query).partitions():
        yield [_opened(desk, table, columns, row) for row in portion]


def _asked(table: Table) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(*exported_columns(table)).order_by(table.c.id)
    shared = ONLY_SHARED.get(table.name)
    return query.where(table.c[shared[0]] == shared[1]) if shared else query


def _opened(desk: Desk, table: Table, columns: Any, row: Row[Any]) -> Plain:
    held = row._mapping
    return {
        plain_name(column): _value(desk, table, column, held["id"], held[column.name])
        for column in columns
    }


def _value(desk: Desk, table: Table, column: Any, row_id: UUID, value: Any) -> Any:
    if value is None:
        return None
    if is_sealed(column):
        return _unsealed(desk, Place(table.name, column.name, row_id), value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _unsealed(desk: Desk, place: Place, sealed: bytes) -> Any:
    """What a sealed value says; whatever was deleted by destroying its key says that."""
    try:
        plain = unseal(desk.keys, place, sealed)
    except (KeyDestroyed, SealBroken):
        return DESTROYED
    text = plain.decode()
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def as_json_lines(portion: list[Plain]) -> bytes:
    """One line per row, exact and nested.

    >>> as_json_lines([{"id": "a", "fact": {"score": 510}}])
    b'{"id": "a", "fact": {"score": 510}}\\n'
    """
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in portion).encode()


def as_csv(portion: list[Plain], header: tuple[str, ...], *, first: bool) -> bytes:
    """Rows for a spreadsheet: nested values spread over columns, no cell that starts a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    if first:
        text.write(BYTE_ORDER_MARK)
        writer.writerow(header)
    for row in portion:
        flat = flattened(row)
        writer.writerow([written(_cell(flat.get(name))) for name in header])
    return text.getvalue().encode()


def flattened(row: Mapping[str, Any]) -> Plain:
    """A row with the fields of its nested values beside the others.

    >>> flattened({"id": "a", "identity": {"first_name": "Ana", "race": ["asian"]}, "n": 1})
    {'id': 'a', 'identity.first_name': 'Ana', 'identity.race': ['asian'], 'n': 1}
    """
    flat: Plain = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": held for inner, held in value.items()}
        else:
            flat[name] = value
    return flat


def header_of(seen: Iterable[str], table: Table) -> tuple[str, ...]:
    """The columns of the CSV file: those of the table, with the fields of nested ones in place."""
    found = sorted(seen)
    names: list[str] = []
    for column in exported_columns(table):
        name = plain_name(column)
        within = [one for one in found if one.startswith(f"{name}.")]
        if not within or name in found:
            names.append(name)
        names += within
    return tuple(names)


def is_nested(table: Table) -> bool:
    """Whether a table's rows hold more than a line of a spreadsheet can say."""
    return any(is_sealed(one) or isinstance(one.type, JSON) for one in exported_columns(table))


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value
