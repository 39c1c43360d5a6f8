"""Caseloads: which counselor has which students, given many at once and taken back again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.models import CaseloadMove, Student
from careercraft.privacy.access import NotFound, require, visible_students
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import people
from careercraft.services.context import Desk


class NobodyChosen(Exception):  # noqa: N818 - shown to the person
    """No student was chosen."""


class Move(NamedTuple):
    """Students given to a counselor, as a page tells of it."""

    id: UUID
    students: int
    counselor: str
    class_of: int
    undone: bool


def assign(desk: Desk, counselor_id: UUID, student_ids: Iterable[UUID]) -> UUID:
    """Give students to a counselor; returns the move, by which it is undone.

    Raises `NobodyChosen`, and `NotFound` for a student whom the reader does not see or a counselor
    who does not work with every campus of the students.
    """
    require(desk.actor, Permission.CAMPUS_CASELOAD_ASSIGN)
    chosen = set(student_ids)
    if not chosen:
        raise NobodyChosen
    students = _students(desk, chosen)
    if len(students) != len(chosen):
        raise NotFound("student")
    for campus_id in {one.campus_id for one in students}:
        if counselor_id not in dict(people.staff_for_campus(desk, campus_id)):
            raise NotFound("counselor")
    before = {str(one.id): str(one.counselor_id or "") for one in students}
    for one in students:
        one.counselor_id = counselor_id
    move_id = uuid4()
    desk.session.add(
        CaseloadMove(
            id=move_id,
            district_id=desk.actor.district_id,
            counselor_id=counselor_id,
            moved_by=desk.actor.user_id,
            before=before,
            moved_at=desk.now,
        )
    )
    _record(desk, Event.CASELOAD_MOVED, move_id, len(before), counselor_id)
    return move_id


def undo(desk: Desk, move_id: UUID) -> int:
    """Give the students of a move back to whom they had; returns how many.

    Whoever was given to somebody else since then stays there. Raises `NotFound`, also for a move
    that was undone already.
    """
    row = _move(desk, move_id)
    if row.undone_at is not None:
        raise NotFound("caseload move")
    back = 0
    for one in _students(desk, {UUID(id_) for id_ in row.before}):
        if one.counselor_id == row.counselor_id:
            one.counselor_id = UUID(row.before[str(one.id)]) if row.before[str(one.id)] else None
            back += 1
    row.undone_at = desk.now
    _record(desk, Event.CASELOAD_MOVE_UNDONE, move_id, back, row.counselor_id)
    return back


def move(desk: Desk, move_id: UUID) -> Move:
    """A move as its page tells of it; raises `NotFound` unless the reader made it."""
    row = _move(desk, move_id)
    name = people.names_of(desk, {row.counselor_id})[row.counselor_id]
    first = desk.session.get_one(Student, UUID(next(iter(row.before))))
    return Move(row.id, len(row.before), name, first.class_of, row.undone_at is not None)


def possible_counselors(desk: Desk, campus_ids: Iterable[UUID]) -> tuple[tuple[UUID, str], ...]:
    """Who may be given students of all these campuses, by name."""
    asked = list(campus_ids)
    return people.staff_for_campuses(desk, asked) if asked else ()


def _students(desk: Desk, ids: set[UUID]) -> list[Student]:
    query = select(Student).where(
        Student.id.in_(ids), Student.removed_at.is_(None), visible_students(desk.actor)
    )
    return list(desk.session.scalars(query.with_for_update()))


def _move(desk: Desk, move_id: UUID) -> CaseloadMove:
    require(desk.actor, Permission.CAMPUS_CASELOAD_ASSIGN)
    row = desk.session.get(CaseloadMove, move_id)
    if row is None or row.moved_by != desk.actor.user_id:
        raise NotFound("caseload move")
    return row


def _record(desk: Desk, event: Event, move_id: UUID, students: int, counselor_id: UUID) -> None:
    details: dict[str, Detail] = {"students": students, "counselor_id": str(counselor_id)}
    desk.record(event, "caseload_move", move_id, details=details)
    desk.session.commit()
