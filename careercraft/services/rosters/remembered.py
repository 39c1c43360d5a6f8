"""What a roster needs of sealed records, remembered as ids: the order by name, and the groups.

To sort a class by name every name must be opened, to filter it by a group every profile. What
comes out, ids of students in an order or in a set, is kept in the memory of this process for the
next reader; no name and no profile is. It is kept under a fingerprint of the very sealed values
from which it was made, which the database gives in one number: whoever is added, renamed, moved,
corrected or forgotten makes another fingerprint, for every process at once. As long as nothing of
the district's classes changed at all, which `class_notes` tells, not even that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from careercraft.db import rows_of
from careercraft.models import Student
from careercraft.privacy.identity import identity_from, profile_from
from careercraft.privacy.names import folded
from careercraft.privacy.sealing import MARK_BYTES
from careercraft.services import groups
from careercraft.services.class_notes import Memory, Noted
from careercraft.services.context import Desk
from careercraft.services.groups import StudentGroup
from careercraft.services.rosters.asking import RosterQuery
from careercraft.services.rosters.conditions import Scope
from careercraft.services.students import matches, name_order

MOST_KEPT = 64
"""Twice as many as answers, each of which stands under its fingerprint and under the mark."""
NAMES = (Student.identity_sealed,)
RECORDS = (Student.identity_sealed, Student.profile_sealed)


memory = Memory(MOST_KEPT)


def places_by_name(at: Noted, scope: Scope) -> Mapping[str, int]:
    """Where each student of a scope stands by name, by id."""
    return at.kept(memory, ("by name", scope), lambda: _places_by_name(at.desk, scope))


def _places_by_name(desk: Desk, scope: Scope) -> Mapping[str, int]:
    kept = memory.get(("by name", _mark(desk, scope, *NAMES)))
    if kept is not None:
        return kept  # type: ignore[no-any-return]
    rows = list(_sealed(desk, scope, *NAMES))
    order = sorted(
        (*name_order(identity_from(desk.keys, row.id, row.sealed[0])), str(row.id)) for row in rows
    )
    places = {id_: place for place, (*_, id_) in enumerate(order)}
    return memory.keep(("by name", _mark_of(rows)), places)  # type: ignore[no-any-return]


def left_by_sealed_records(at: Noted, scope: Scope, query: RosterQuery) -> frozenset[str] | None:
    """Who of a scope is left by the filters that only opened records decide, by id.

    None where none of these filters is in use.
    """
    left, desk = [], at.desk
    if asked := [groups.BY_ID[one] for one in (query.group, query.program) if one in groups.BY_ID]:
        key = ("in", scope, *(one.id for one in asked))
        left.append(at.kept(memory, key, lambda: _belonging(desk, scope, asked)))
    if words := folded(query.search.replace(",", " ")).split():
        left.append(_named(desk, scope, words))
    return frozenset.intersection(*left) if left else None


def _belonging(desk: Desk, scope: Scope, asked: Sequence[StudentGroup]) -> frozenset[str]:
    """Who is in every one of some groups."""
    names = tuple(one.id for one in asked)
    kept = memory.get((names, _mark(desk, scope, *RECORDS)))
    if kept is not None:
        return kept  # type: ignore[no-any-return]
    rows = list(_sealed(desk, scope, *RECORDS))
    inside = frozenset(str(row.id) for row in rows if _is_in_all(desk, row, asked))
    return memory.keep((names, _mark_of(rows)), inside)  # type: ignore[no-any-return]


def _is_in_all(desk: Desk, row: _Sealed, asked: Sequence[StudentGroup]) -> bool:
    identity = identity_from(desk.keys, row.id, row.sealed[0])
    profile = profile_from(desk.keys, row.id, row.sealed[1])
    return all(group.belongs(identity, profile) for group in asked)


def _named(desk: Desk, scope: Scope, words: list[str]) -> frozenset[str]:
    """Whom a search finds; nothing of it is remembered."""
    return frozenset(
        str(row.id)
        for row in _sealed(desk, scope, *NAMES)
        if matches(identity_from(desk.keys, row.id, row.sealed[0]), words)
    )


class _Sealed(NamedTuple):
    """A student with the sealed columns that were asked for."""

    id: UUID
    sealed: tuple[bytes, ...]


def _sealed(desk: Desk, scope: Scope, *columns: Any) -> Iterator[_Sealed]:
    asked = select(Student.id, *columns).where(scope.condition).order_by(Student.id)
    for id_, *sealed in rows_of(desk.session, asked):
        yield _Sealed(id_, tuple(sealed))


def _mark(desk: Desk, scope: Scope, *columns: Any) -> bytes:
    """A fingerprint of the sealed columns of a scope, made by the database."""
    ((found,),) = rows_of(desk.session, _marking(scope, *columns))
    return bytes(found)


@lru_cache(MOST_KEPT)
def _marking(scope: Scope, *columns: Any) -> Select[*tuple[Any, ...]]:
    heads = [func.substring(one, 1, MARK_BYTES) for one in columns]
    each = heads[0] if len(heads) == 1 else heads[0].op("||")(heads[1])
    nothing = literal(b"")
    together = func.string_agg(each, aggregate_order_by(nothing, Student.id.asc()))
    return select(func.sha256(func.coalesce(together, nothing))).where(scope.condition)


def _mark_of(rows: list[_Sealed]) -> bytes:
    """The same fingerprint, of rows that were read."""
    return sha256(b"".join(one[:MARK_BYTES] for row in rows for one in row.sealed)).digest()
