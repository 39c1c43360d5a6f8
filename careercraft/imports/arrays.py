"""Many values as one parameter: an array in PostgreSQL's binary form, put together here.

psycopg writes an array value by value in Python, and SQLAlchemy an `IN` as a text with as many
parameters, which everybody then parses anew. Whole columns at once cost a tenth of that.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper, PyFormat
from psycopg.pq import Format
from sqlalchemy import Select, bindparam, func, select, true
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NullType

HEAD = struct.Struct(">iiIii")
"""Dimensions, a flag that nobody reads, the type of the values, how many, the first place."""
EMPTY = struct.Struct(">iiI")
SIZE = struct.Struct(">i")
MISSING = SIZE.pack(-1)
NUMBER = struct.Struct(">ii")
UUID_SIZE, TRUE, FALSE = SIZE.pack(16), b"\0\0\0\1\1", b"\0\0\0\1\0"

Wanted = Mapping[InstrumentedAttribute[Any], Collection[Any]]
"""Columns, and for each as many values as for the others: the first belong together, and so on."""


class Array:
    """Values of one type on their way to PostgreSQL; nothing of them shows when it is printed."""

    __slots__ = ("oid", "packed")

    def __init__(self, oid: int, packed: bytes) -> None:
        self.oid = oid
        self.packed = packed


class _Type(NamedTuple):
    name: str
    packed: Callable[[Any], bytes]


def _sized(value: bytes) -> bytes:
    return SIZE.pack(len(value)) + value


TYPES = {
    UUID: _Type("uuid", lambda value: UUID_SIZE + value.bytes),
    bytes: _Type("bytea", _sized),
    str: _Type("text", lambda value: _sized(value.encode())),
    int: _Type("int4", lambda value: NUMBER.pack(4, value)),
    bool: _Type("bool", lambda value: TRUE if value else FALSE),
}


def array_of(kind: type, values: Collection[Any]) -> Array:
    """Values of one of `TYPES`, any of which may be None. Raises KeyError for another type."""
    name, packed = TYPES[kind]
    known = psycopg.adapters.types[name]
    if not values:
        return Array(known.array_oid, EMPTY.pack(0, 0, known.oid))
    each = [MISSING if value is None else packed(value) for value in values]
    return Array(known.array_oid, HEAD.pack(1, 0, known.oid, len(each), 1) + b"".join(each))


def each_of(query: Select[*tuple[Any, ...]], wanted: Wanted) -> Select[*tuple[Any, ...]]:
    """The rows of a query whose columns equal any of the wanted values, laid side by side.

    Every value is looked up by itself. Asked for all at once, PostgreSQL reads the whole district
    where it has not counted a table since it grew; while one file is loaded it never does, and
    loading would take four times as long for twice the rows.
    """
    arrays = [array_of(column.type.python_type, values) for column, values in wanted.items()]
    names = [f"wanted_{column.key}" for column in wanted]
    asked = func.unnest(*(bindparam(None, one, NullType(), unique=True) for one in arrays))
    rows = asked.table_valued(*names).render_derived()
    alike = [column == rows.c[name] for column, name in zip(wanted, names, strict=True)]
    found = query.where(*alike).offset(0).lateral()
    return select(found).select_from(rows.join(found, true()))


class _ArrayDumper(Dumper):
    """Hands an array over as it is, under its own type."""

    format = Format.BINARY

    def get_key(self, obj: Array, format: PyFormat) -> Any:  # noqa: A002, ARG002 - psycopg's name
        return self.cls, obj.oid

    def upgrade(self, obj: Array, format: PyFormat) -> Dumper:  # noqa: A002, ARG002 - psycopg's name
        dumper = _ArrayDumper(self.cls)
        dumper.oid = obj.oid
        return dumper

    def dump(self, obj: Array) -> bytes:
        return obj.packed


psycopg.adapters.register_dumper(Array, _ArrayDumper)
