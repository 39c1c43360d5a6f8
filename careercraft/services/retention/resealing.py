"""Sealing anew, with the key of its student, what was sealed with the district's key.

That holds for records from before each student had a key, and for lines of files that were matched
to somebody later. It can be stopped at any time and goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Select, Table, func, select

from careercraft.db import Base
from careercraft.privacy.retention import Table as Scheduled
from careercraft.privacy.retention import tables
from careercraft.privacy.sealing import FORMAT, Place, seal, unseal
from careercraft.services.context import Desk
from careercraft.services.retention.rows import put

AT_A_TIME = 500


def reseal(desk: Desk) -> int:
    """Seal anew whatever belongs to a student; how many values. Commits as it goes."""
    return sum(_reseal(desk, table, column) for table, column in owned_columns())


def owned_columns() -> Iterator[tuple[Table, Column[bytes]]]:
    """Every sealed column of a table whose rows belong to students."""
    for table in Base.metadata.sorted_tables:
        if tables()[table.name].about != "owner" or table.name in {"record_keys", "kept_files"}:
            continue
        for column in table.columns:
            if column.name.endswith("_sealed") and isinstance(column.type, LargeBinary):
                yield table, column


def _reseal(desk: Desk, table: Table, column: Column[bytes]) -> int:
    changed = 0
    while rows := desk.session.execute(_left(table, column)).all():
        desk.keys.own_keys.make([row[1] for row in rows])
        for row_id, owner, value in rows:
            place = Place(table.name, column.name, row_id)
            renewed = seal(desk.keys, place.of(owner), unseal(desk.keys, place, value))
            put(desk, table, row_id, column.name, renewed)
        changed += len(rows)
        desk.session.commit()
    return changed


def _left(table: Table, column: Column[bytes]) -> Select[Any]:
    """Rows with an owner whose value is sealed with the district's key."""
    owner, joined = _owner(table, tables()[table.name])
    of_district = (func.length(column) > 0) & (func.get_byte(column, 0) == FORMAT)
    query = select(table.c.id, owner, column).select_from(joined)
    return query.where(owner.is_not(None), of_district).limit(AT_A_TIME)


def _owner(table: Table, how: Scheduled) -> tuple[Column[UUID], Table]:
    if not how.through:
        return table.c[how.column], table
    parent = Base.metadata.tables[how.through]
    owner, above = _owner(parent, tables()[how.through])
    return owner, table.join(above, table.c[how.column] == parent.c.id)  # type: ignore[return-value]
