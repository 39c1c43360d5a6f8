"""The students behind a program's figures: names for whom the reader may see, places for the rest.

A list has as many lines as its figure says; a student whom the reader may not see, because they
are at another campus now, is a line without a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.calc.obm.students import ProgramStudent
from careercraft.models import Campus, Student
from careercraft.privacy.access import permissions, visible_students
from careercraft.privacy.events import Event
from careercraft.privacy.identity import Identity, identity_from
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.students import name_order

ELSEWHERE = "A student at another campus now"
LAST = ("\uffff", "\uffff")


class Person(NamedTuple):
    """A student of a list. Without an id it is somebody whom the reader may not see."""

    id: UUID | None
    name: str
    local_id: str | None
    campus_name: str
    grade: int | None
    status: str
    order: tuple[str, str]


NOBODY = Person(None, ELSEWHERE, None, "", None, "", LAST)


def may_see_people(desk: Desk) -> bool:
    """Whether the reader may see any student at all."""
    return Permission.CAMPUS_STUDENT_READ in permissions(desk.actor)


def people(desk: Desk, refs: Iterable[str]) -> dict[str, Person]:
    """The students of some refs, as far as the reader may see them; the rest have no name."""
    wanted = list(refs)
    query = (
        select(Student.id, Student.identity_sealed, Student.grade, Student.status, Campus.name)
        .join(Campus, Campus.id == Student.campus_id)
        .where(
            Student.id.in_([UUID(ref) for ref in wanted]),
            Student.removed_at.is_(None),
            visible_students(desk.actor),
        )
    )
    found = {
        str(row.id): _person(identity_from(desk.keys, row.id, row.identity_sealed), row)
        for row in desk.session.execute(query)
    }
    return {ref: found.get(ref, NOBODY) for ref in wanted}


def _person(identity: Identity, row: tuple[UUID, bytes, int | None, str, str]) -> Person:
    student_id, _, grade, status, campus_name = row
    return Person(
        student_id,
        identity.listed_name,
        identity.local_id,
        campus_name,
        grade,
        status,
        name_order(identity),
    )


def note_looked_at(desk: Desk, program_id: UUID, page: str, shown: Iterable[Person]) -> None:
    """Record that students of a program were listed: to whom, where, who."""
    listed = list(shown)
    desk.record(
        Event.PROGRAM_STUDENTS_VIEWED,
        "program",
        program_id,
        details={"page": page, "shown": len(listed)},
        students=[one.id for one in listed if one.id],
    )
    desk.session.commit()


def by_ref(students: Iterable[ProgramStudent]) -> dict[str, ProgramStudent]:
    """Students by their refs."""
    return {one.ref: one for one in students}
