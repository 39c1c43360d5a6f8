"""Changing one column of a row, also where the application may only add and delete rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, update

from careercraft.services.context import Desk

ADDED_ONLY = frozenset({"disclosures", "request_steps"})
"""Tables whose rows are never changed in place: the database refuses it."""


def put(desk: Desk, table: Table, row_id: UUID, column: str, value: Any) -> None:
    """Put a value into a column of a row; the caller commits."""
    mine = table.c.id == row_id
    if table.name not in ADDED_ONLY:
        desk.session.execute(update(table).where(mine).values({column: value}))
        return
    row = dict(desk.session.execute(select(table).where(mine)).mappings().one())
    desk.session.execute(delete(table).where(mine))
    desk.session.execute(insert(table).values(row | {column: value}))
