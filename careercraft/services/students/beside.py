"""What is kept of a student beside the evidence, asked for in one step.

A page shows much that most students do not have: documents handed in, statements, corrections. It
asks for them one by one only where there are any.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, exists, func, select, true

from careercraft.clock import TEXAS
from careercraft.db import rows_of
from careercraft.models import Correction, Outcome, Paper, PlanAction, Statement, Student
from careercraft.models.plans import OPEN_STATES
from careercraft.services.context import Desk


class Stored(NamedTuple):
    """What the roster says of a student, and of which facts and rules it was made."""

    state: str
    facts_fingerprint: str
    rules_fingerprint: str
    computed_at: datetime


class Planned(NamedTuple):
    """The open actions of a student, in short."""

    open: int
    overdue: int
    next_due: date | None


class Beside(NamedTuple):
    """What there is of a student: the stored outcome, the actions, and whether there is more."""

    stored: Stored | None
    planned: Planned
    marked: bool
    """Whether a part of the record was amended, or a family's statement goes with it."""
    papers: bool
    """Whether a document was ever handed in."""


_ACTIONS = (
    select(
        func.count().label("open"),
        func.count().filter(PlanAction.due_on < bindparam("today")).label("overdue"),
        func.min(PlanAction.due_on).label("next_due"),
    )
    .where(PlanAction.student_id == bindparam("student"), PlanAction.state.in_(OPEN_STATES))
    .subquery()
)
ASKED = (
    select(
        Outcome.state,
        Outcome.facts_fingerprint,
        Outcome.rules_fingerprint,
        Outcome.computed_at,
        _ACTIONS,
        (
            exists().where(Statement.student_id == bindparam("student"))
            | exists().where(Correction.student_id == bindparam("student"))
        ).label("marked"),
        exists().where(Paper.student_id == bindparam("student")).label("papers"),
    )
    .select_from(Student)
    .join(_ACTIONS, true())
    .outerjoin(Outcome, Outcome.student_id == Student.id)
    .where(Student.id == bindparam("student"))
)
"""Built once, as every student's page asks it."""


def beside(desk: Desk, student_id: UUID) -> Beside:
    """What is kept of a student whom the caller has already looked up."""
    today = desk.now.astimezone(TEXAS).date()
    (found,) = rows_of(desk.session, ASKED, {"student": student_id, "today": today})
    stored = (found.state, found.facts_fingerprint, found.rules_fingerprint, found.computed_at)
    return Beside(
        Stored(*stored) if found.state is not None else None,
        Planned(found.open, found.overdue, found.next_due),
        found.marked,
        found.papers,
    )
