"""How many students of a class there are, and how they stand: counted, never opened."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from careercraft.models import Campus, Outcome, Student
from careercraft.privacy.access import counted_students, require, visible_students
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk

STATES = ("met", "not_met", "unknown")
NOT_JUDGED = "unknown"


def classes(desk: Desk) -> list[int]:
    """The graduating classes of which the reader may see a student, latest first."""
    return _classes(desk, visible_students(desk.actor))


def counted_classes(desk: Desk) -> list[int]:
    """The graduating classes that the reader may see counted, latest first."""
    return _classes(desk, counted_students(desk.actor))


def _classes(desk: Desk, within: ColumnElement[bool]) -> list[int]:
    query = (
        select(Student.class_of)
        .where(within, Student.removed_at.is_(None))
        .distinct()
        .order_by(Student.class_of.desc())
    )
    return list(desk.session.scalars(query))


class CampusCount(NamedTuple):
    """How a class of one campus stands."""

    campus_id: UUID
    campus_name: str
    program: str
    met: int
    not_met: int
    unknown: int

    @property
    def total(self) -> int:
        """Every student of the class at the campus."""
        return self.met + self.not_met + self.unknown


def counts_by_campus(desk: Desk, class_of: int) -> list[CampusCount]:
    """How a class stands at each campus that the reader may see; counted by the database."""
    require(desk.actor, Permission.CAMPUS_FIGURES_READ)
    state = func.coalesce(Outcome.state, NOT_JUDGED)
    query = (
        select(Campus.id, Campus.name, Campus.program, state, func.count())
        .join(Student, Student.campus_id == Campus.id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(counted_students(desk.actor), in_class(class_of))
        .group_by(Campus.id, Campus.name, Campus.program, state)
    )
    tally: dict[tuple[UUID, str, str], Counter[str]] = {}
    for campus_id, name, program, found, number in desk.session.execute(query):
        tally.setdefault((campus_id, name, program), Counter())[found] += number
    return [
        CampusCount(*campus, *(counted[one] for one in STATES))
        for campus, counted in sorted(tally.items(), key=lambda item: item[0][1])
    ]


def in_class(class_of: int) -> Any:
    """The condition that keeps a query to the students of a class who have not withdrawn."""
    return (
        Student.removed_at.is_(None)
        & (Student.status != "withdrawn")
        & (Student.class_of == class_of)
    )
