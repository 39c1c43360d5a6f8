"""Many rows into a table with one statement: a list per column, laid side by side by PostgreSQL.

COPY would be the usual way; PostgreSQL refuses it on tables behind row-level security.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import TextClause

DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def insert_rows(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns; defaults of the database fill the others."""
    if not rows:
        return
    names = tuple(rows[0])
    lists = {name: [row[name] for row in rows] for name in names}
    session.execute(_statement(table, names), lists)


@cache
def _statement(table: Table, names: tuple[str, ...]) -> TextClause:
    columns = [table.c[name] for name in names]
    typed = ", ".join(f"cast(:{c.name} as {c.type.compile(DIALECT)}[])" for c in columns)
    sql = f"insert into {table.name} ({', '.join(names)}) select * from unnest({typed})"  # noqa: S608 - names of our own
    return text(sql).bindparams(*(bindparam(c.name, type_=ARRAY(c.type)) for c in columns))
