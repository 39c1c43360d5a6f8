"""Which students a roster lists, as conditions that the database decides.

What is sealed (names, groups) the database cannot decide: see `remembered`.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, true

from careercraft.models import Campus, Outcome, Student
from careercraft.privacy.access import Reach, opening_reach, students_within
from careercraft.services import watch_lists
from careercraft.services.class_counts import NOT_JUDGED, in_class
from careercraft.services.context import Desk
from careercraft.services.rosters.asking import RosterQuery

STATE = func.coalesce(Outcome.state, NOT_JUDGED)
BONUS = func.coalesce(Outcome.bonus_state, NOT_JUDGED)


def listed(scope: Scope, query: RosterQuery, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Columns of students, campuses and outcomes under every filter but status, bonus, and those
    of sealed records."""
    return (
        select(*columns)
        .select_from(Student)
        .join(Campus, Campus.id == Student.campus_id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(scope.condition, *_chosen(query))
    )


class Scope(NamedTuple):
    """The students of a class whom a reader may see, at one campus or all of theirs."""

    reach: Reach
    class_of: int
    campus_id: UUID | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition that keeps a query to these students."""
        at = Student.campus_id == self.campus_id if self.campus_id else true()
        return and_(students_within(self.reach), in_class(self.class_of), at)


def scope_of(desk: Desk, query: RosterQuery) -> Scope:
    """The students of the class whom the reader may see, at the campus that is asked for."""
    return Scope(opening_reach(desk.actor), query.class_of, query.campus_id)


def _chosen(query: RosterQuery) -> list[ColumnElement[bool]]:
    found = [one.condition for one in query.row_filters]
    if query.counselor_id:
        found.append(Student.counselor_id == query.counselor_id)
    if query.list_id:
        found.append(watch_lists.members(query.list_id))
    if query.only:
        found.append(Student.id.in_(query.only))
    if query.indicator:
        state = func.coalesce(Outcome.indicators[query.indicator].as_string(), NOT_JUDGED)
        found.append(state == query.indicator_state)
    return found
