"""Students who turn 18: the rights over the record are then their own (34 CFR 99.5).

Found by the nightly work, told to the records office and to the staff of the campus until somebody
there has taken note of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import func, select

from careercraft.models import Campus, RightsPassed, Student
from careercraft.privacy.access import NotFound, require, visible_students
from careercraft.privacy.cases.rights import ADULT_YEARS, birthday
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.parameters import in_force
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.records import cases


class Passed(NamedTuple):
    """One student who has turned 18, of which nobody has taken note yet."""

    id: UUID
    student_id: UUID
    name: str
    campus: str
    passed_on: date


def find(desk: Desk) -> int:
    """Nightly: note every student who has turned 18 and is not noted; how many are to be told.

    Birthdays from long before are noted as known: they are no news.
    """
    today = cases.today(desk)
    recent = today - timedelta(days=in_force("audit", "of_age_notice_days", today).value)
    told = []
    for student_id, passed_on in list(_of_age(desk, today)):
        news = passed_on >= recent
        desk.session.add(
            RightsPassed(
                id=uuid4(),
                district_id=desk.actor.district_id,
                student_id=student_id,
                passed_on=passed_on,
                noted_at=desk.now,
                seen_at=None if news else desk.now,
            )
        )
        told += [student_id] if news else []
    desk.session.flush()
    if told:
        details = {"students_of_age": len(told)}
        desk.record(Event.RIGHTS_PASSED_NOTED, "rights_passed", details=details, students=told)
    desk.session.commit()
    return len(told)


def _of_age(desk: Desk, today: date) -> Iterator[tuple[UUID, date]]:
    known = select(RightsPassed.student_id)
    query = select(Student.id, Student.identity_sealed).where(
        Student.removed_at.is_(None), Student.status != "withdrawn", Student.id.not_in(known)
    )
    for student_id, sealed in desk.session.execute(query):
        born = identity_from(desk.keys, student_id, sealed).birth_date
        if born is not None and birthday(born, ADULT_YEARS) <= today:
            yield student_id, birthday(born, ADULT_YEARS)


def count(desk: Desk) -> int:
    """How many of the students whom the person may see have turned 18 without a note of it."""
    query = (
        select(func.count())
        .select_from(RightsPassed)
        .join(Student, Student.id == RightsPassed.student_id)
        .where(RightsPassed.seen_at.is_(None), visible_students(desk.actor))
        .where(Student.removed_at.is_(None))
    )
    counted: int = desk.session.execute(query).scalar_one()
    return counted


def listed(desk: Desk) -> list[Passed]:
    """They by name, the latest first; that they were looked at is recorded."""
    require(desk.actor, Permission.CAMPUS_STUDENT_READ)
    query = (
        select(RightsPassed, Student.identity_sealed, Campus.name)
        .join(Student, Student.id == RightsPassed.student_id)
        .join(Campus, Campus.id == Student.campus_id)
        .where(RightsPassed.seen_at.is_(None), visible_students(desk.actor))
        .where(Student.removed_at.is_(None))
        .order_by(RightsPassed.passed_on.desc(), RightsPassed.id)
    )
    found = [
        Passed(
            row.id,
            row.student_id,
            identity_from(desk.keys, row.student_id, sealed).listed_name,
            campus,
            row.passed_on,
        )
        for row, sealed, campus in desk.session.execute(query)
    ]
    desk.record(
        Event.RIGHTS_PASSED_VIEWED,
        "rights_passed",
        details={"shown": len(found)},
        students=[one.student_id for one in found],
    )
    desk.session.commit()
    return found


def take_note(desk: Desk, passed_id: UUID) -> None:
    """Take note that a student holds the rights now; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_STUDENT_READ)
    query = (
        select(RightsPassed)
        .join(Student, Student.id == RightsPassed.student_id)
        .where(RightsPassed.id == passed_id, visible_students(desk.actor))
    )
    row = desk.session.scalars(query).first()
    if row is None:
        raise NotFound("student of age")
    if row.seen_at is None:
        row.seen_at, row.seen_by = desk.now, desk.actor.user_id
        desk.record(Event.RIGHTS_PASSED_SEEN, "student", row.student_id)
        desk.session.commit()
