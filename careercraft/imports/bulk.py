"""Many rows into a table with one statement: a list per column, laid side by side by PostgreSQL.

COPY would be the usual way; PostgreSQL refuses it on tables behind row-level security.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import TextClause
from sqlalchemy.types import NullType

from careercraft.imports.arrays import array_of

ORDINAL_BITS = 32
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


@contextmanager
def program_set_aside() -> Iterator[None]:
    """Leave what the program itself consists of out of the search for garbage, for the time being.

    While a file's facts add up, Python searches everything that lives again and again.
    """
    set_aside()
    try:
        yield
    finally:
        gc.unfreeze()


def set_aside() -> None:
    """Leave what lives now out of the search for garbage too, as long as the program is.

    Said after each portion of a file: what one leaves behind is kept to the end, and searching it
    once more for each of the next took a quarter of the time of a long file.
    """
    gc.freeze()


def ids_in_order() -> Iterator[UUID]:
    """New ids that count up: rows sorted by them stand in the order in which they were made, and
    PostgreSQL appends to an index instead of looking for the place of each.
    """
    start = uuid4().int >> ORDINAL_BITS << ORDINAL_BITS
    return (UUID(int=start + ordinal) for ordinal in range(2**ORDINAL_BITS))


class Insertion(NamedTuple):
    """A statement that inserts rows, and the rows, packed for it."""

    statement: TextClause
    columns: dict[str, Any]


def insert_rows(session: Session, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns; defaults of the database fill the others.

    Raises KeyError for a column of other types than `arrays.TYPES` in which they differ.
    """
    if rows:
        session.execute(*insertion(table, rows))


def insertion(table: Table, rows: Sequence[dict[str, Any]]) -> Insertion:
    """What inserts some rows, at least one. What all of them have in common is sent once."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    shared = {name: of[0] for name, of in columns.items() if _all_alike(of)}
    own = {
        name: array_of(table.c[name].type.python_type, of)
        for name, of in columns.items()
        if name not in shared
    }
    return Insertion(_statement(table, tuple(shared), tuple(own)), shared | own)


def _all_alike(values: list[Any]) -> bool:
    """Whether more than one row says the same here; the last tells most differences at once."""
    first = values[0]
    return first == values[-1] and values.count(first) == len(values) > 1


@cache
def _statement(table: Table, shared: tuple[str, ...], own: tuple[str, ...]) -> TextClause:
    types = {name: table.c[name].type for name in shared}
    values = [f"cast(:{name} as {kind.compile(DIALECT)})" for name, kind in types.items()]
    sql = (
        f"insert into {table.name} ({', '.join((*shared, *own))}) "  # noqa: S608 - names of our own
        f"select {', '.join((*values, 'own.*'))} "
        f"from unnest({', '.join(f':{name}' for name in own)}) as own"
    )
    return text(sql).bindparams(
        *(bindparam(name, type_=kind) for name, kind in types.items()),
        *(bindparam(name, type_=NullType()) for name in own),
    )
