"""Tells campus staff that a record of theirs was amended on request: on the first page until they
have opened the student, and on the student's page for a while. Never what the record said before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select

from careercraft.models import AuditEvent, Campus, Correction, Student
from careercraft.privacy.access import visible_students
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.services.context import Desk
from careercraft.services.records.contested import Amendment, Marks, marks_for

TOLD_FOR = timedelta(days=30)
MOST_TOLD = 10


class Notice(NamedTuple):
    """An amendment that a reader has not seen yet."""

    student_id: UUID
    name: str
    campus_name: str
    labels: tuple[str, ...]
    at: datetime


def unseen(desk: Desk, mine: ColumnElement[bool]) -> tuple[Notice, ...]:
    """The latest amendments of students whom the reader may see and has not opened since."""
    seen = exists().where(
        AuditEvent.object_id == Student.id,
        AuditEvent.action == Event.STUDENT_VIEWED.value,
        AuditEvent.actor_id == desk.actor.user_id,
        AuditEvent.at > Correction.corrected_at,
    )
    query = (
        select(Student.id, Student.identity_sealed, Campus.name, Correction.corrected_at)
        .join(Correction, Correction.student_id == Student.id)
        .join(Campus, Campus.id == Student.campus_id)
        .where(
            visible_students(desk.actor),
            mine,
            Student.removed_at.is_(None),
            Correction.corrected_at > desk.now - TOLD_FOR,
            ~seen,
        )
        .order_by(Correction.corrected_at.desc(), Student.id)
    )
    rows = {row.id: row for row in reversed(desk.session.execute(query).all())}
    shown = sorted(rows.values(), key=lambda row: row.corrected_at, reverse=True)[:MOST_TOLD]
    marks = marks_for(desk, [row.id for row in shown]) if shown else {}
    return tuple(
        Notice(
            row.id,
            identity_from(desk.keys, row.id, row.identity_sealed).listed_name,
            row.name,
            tuple(one.label for one in recent(marks[row.id], desk.now)),
            row.corrected_at,
        )
        for row in shown
        if row.id in marks
    )


def recent(marks: Marks, now: datetime) -> tuple[Amendment, ...]:
    """The amendments of a record that its page still announces."""
    return tuple(one for one in marks.amendments if one.at > now - TOLD_FOR)
