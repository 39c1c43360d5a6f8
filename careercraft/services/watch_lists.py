"""Watch lists: a filter kept under a name (live), or chosen students (fixed); own or a campus's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, bindparam, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from careercraft.db import rows_of
from careercraft.models import Campus, Student, WatchList, WatchListStudent
from careercraft.privacy.access import (
    NotFound,
    Reach,
    opening_reach,
    require,
    students_within,
    visible_students,
)
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk

LIVE, FIXED = "live", "fixed"
LONGEST_NAME = 80
READERS_KEPT = 64
LISTS = select(
    WatchList.id,
    WatchList.body_sealed,
    WatchList.kind,
    WatchList.class_of,
    WatchList.owner_id,
    WatchList.deleted_at,
    Campus.name.label("campus_name"),
).outerjoin(Campus, Campus.id == WatchList.campus_id)
OWN_DELETED = LISTS.where(
    WatchList.deleted_at.is_not(None), WatchList.owner_id == bindparam("reader")
)


class NameMissing(Exception):  # noqa: N818 - shown to the person
    """A list needs a name of one to `LONGEST_NAME` characters."""


class ListBody(NamedTuple):
    """The sealed part of a list: its name, and what a live one asks of a roster."""

    name: str
    asked: dict[str, Any]


class Listed(NamedTuple):
    """A list as its readers see it."""

    id: UUID
    name: str
    kind: str
    class_of: int
    asked: dict[str, Any]
    campus_name: str | None
    """The campus that it is shared with."""
    own: bool
    deleted: bool


def save_live(
    desk: Desk, name: str, class_of: int, asked: dict[str, Any], campus_id: UUID | None = None
) -> UUID:
    """Keep a filter under a name, for oneself or shared with a campus that one can see.

    `asked` is what its address would say: never a name of a student. Raises `NameMissing`,
    `NotFound`.
    """
    return _save(desk, LIVE, ListBody(_checked(name), asked), class_of, campus_id)


def save_fixed(
    desk: Desk, name: str, class_of: int, student_ids: Iterable[UUID], campus_id: UUID | None = None
) -> UUID:
    """Keep chosen students under a name; raises `NameMissing`, `NotFound`."""
    list_id = _save(desk, FIXED, ListBody(_checked(name), {}), class_of, campus_id)
    add_students(desk, list_id, student_ids)
    return list_id


def add_students(desk: Desk, list_id: UUID, student_ids: Iterable[UUID]) -> int:
    """Add students whom the reader sees to an own or shared fixed list; returns how many are new.

    Raises `NotFound` for a list that is not theirs, or a live one.
    """
    _fixed(desk, list_id)
    visible = select(Student.id).where(
        visible_students(desk.actor), Student.id.in_(list(student_ids))
    )
    rows = [
        {
            "id": uuid4(),
            "district_id": desk.actor.district_id,
            "list_id": list_id,
            "student_id": student_id,
            "added_at": desk.now,
        }
        for student_id in desk.session.scalars(visible)
    ]
    added = 0
    if rows:
        keep = insert(WatchListStudent).on_conflict_do_nothing(
            index_elements=["list_id", "student_id"]
        )
        new = desk.session.scalars(keep.returning(WatchListStudent.id), rows)
        added = len(new.all())
    _changed(desk, Event.WATCH_LIST_CHANGED, list_id, {"added": added})
    return added


def remove_students(desk: Desk, list_id: UUID, student_ids: Iterable[UUID]) -> int:
    """Take students off a fixed list; returns how many stood on it. Raises `NotFound`."""
    _fixed(desk, list_id)
    visible = select(Student.id).where(visible_students(desk.actor))
    gone = desk.session.scalars(
        delete(WatchListStudent)
        .where(
            WatchListStudent.list_id == list_id,
            WatchListStudent.student_id.in_(list(student_ids)),
            WatchListStudent.student_id.in_(visible),
        )
        .returning(WatchListStudent.id)
    )
    removed = len(gone.all())
    _changed(desk, Event.WATCH_LIST_CHANGED, list_id, {"removed": removed})
    return removed


def rename(desk: Desk, list_id: UUID, name: str) -> None:
    """Give an own list another name; raises `NameMissing`, `NotFound`."""
    row = _own(desk, list_id)
    row.body_sealed = _sealed(desk, row.id, _body(desk, row)._replace(name=_checked(name)))
    _changed(desk, Event.WATCH_LIST_CHANGED, list_id, {"renamed": True})


def delete_list(desk: Desk, list_id: UUID) -> None:
    """Put an own list away; `restore` brings it back. Raises `NotFound`."""
    _own(desk, list_id).deleted_at = desk.now
    _changed(desk, Event.WATCH_LIST_DELETED, list_id, {})


def restore(desk: Desk, list_id: UUID) -> None:
    """Bring back an own list that was deleted; raises `NotFound`."""
    _own(desk, list_id).deleted_at = None
    _changed(desk, Event.WATCH_LIST_RESTORED, list_id, {})


def lists(desk: Desk, *, deleted: bool = False) -> tuple[Listed, ...]:
    """The lists of the reader and those shared with a campus of theirs, by name; or the own ones
    that were deleted."""
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    query = OWN_DELETED if deleted else _standing(opening_reach(desk.actor))
    rows = rows_of(desk.session, query, {"reader": desk.actor.user_id})
    found = [_listed(desk, row, row.campus_name) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), str(one.id))))


@lru_cache(READERS_KEPT)
def _standing(reach: Reach) -> Select[*tuple[Any, ...]]:
    """The lists that a reader of some reach may read; built once for each."""
    return LISTS.where(WatchList.deleted_at.is_(None), _readable(reach))


def listed(desk: Desk, list_id: UUID) -> Listed:
    """A list that the reader may open; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    return _listed(desk, _there(desk, list_id), None)


def members(list_id: UUID) -> ColumnElement[bool]:
    """The condition that keeps a query to the students of a fixed list."""
    chosen = select(WatchListStudent.student_id).where(WatchListStudent.list_id == list_id)
    return Student.id.in_(chosen)


def _save(desk: Desk, kind: str, body: ListBody, class_of: int, campus_id: UUID | None) -> UUID:
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    if campus_id is not None and not _sees_campus(desk, campus_id):
        raise NotFound("campus")
    list_id = uuid4()
    desk.session.add(
        WatchList(
            id=list_id,
            district_id=desk.actor.district_id,
            owner_id=desk.actor.user_id,
            campus_id=campus_id,
            kind=kind,
            class_of=class_of,
            body_sealed=_sealed(desk, list_id, body),
            created_at=desk.now,
        )
    )
    _changed(desk, Event.WATCH_LIST_SAVED, list_id, {"kind": kind, "shared": campus_id is not None})
    return list_id


def _readable(reach: Reach) -> ColumnElement[bool]:
    """Own lists of the `reader`, and those of a campus with students whom they may see."""
    campuses = select(Student.campus_id).where(students_within(reach))
    return or_(WatchList.owner_id == bindparam("reader"), WatchList.campus_id.in_(campuses))


def _sees_campus(desk: Desk, campus_id: UUID) -> bool:
    query = select(Student.id).where(Student.campus_id == campus_id, visible_students(desk.actor))
    return desk.session.scalars(query.limit(1)).first() is not None


def _there(desk: Desk, list_id: UUID) -> WatchList:
    query = select(WatchList).where(
        WatchList.id == list_id,
        WatchList.deleted_at.is_(None),
        _readable(opening_reach(desk.actor)),
    )
    found = desk.session.scalars(query, {"reader": desk.actor.user_id}).first()
    if found is None:
        raise NotFound("watch list")
    return found


def _fixed(desk: Desk, list_id: UUID) -> WatchList:
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    found = _there(desk, list_id)
    if found.kind != FIXED:
        raise NotFound("fixed list")
    return found


def _own(desk: Desk, list_id: UUID) -> WatchList:
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    found = desk.session.get(WatchList, list_id)
    if found is None or found.owner_id != desk.actor.user_id:
        raise NotFound("watch list")
    return found


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NameMissing
    return name


def _listed(desk: Desk, row: Any, campus_name: str | None) -> Listed:
    body = _body(desk, row)
    return Listed(
        row.id,
        body.name,
        row.kind,
        row.class_of,
        body.asked,
        campus_name,
        row.owner_id == desk.actor.user_id,
        row.deleted_at is not None,
    )


def _changed(desk: Desk, event: Event, list_id: UUID, details: dict[str, Any]) -> None:
    desk.record(event, "watch_list", list_id, details=details)
    desk.session.commit()


def _sealed(desk: Desk, list_id: UUID, body: ListBody) -> bytes:
    return seal_json(desk.keys, _place(list_id), body._asdict())


def _body(desk: Desk, row: Any) -> ListBody:
    return ListBody(**unseal_json(desk.keys, _place(row.id), row.body_sealed))


def _place(list_id: UUID) -> Place:
    return Place("watch_lists", "body_sealed", list_id)
