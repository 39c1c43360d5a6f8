"""Who may see whom, and why. Every query for students and campuses passes through here."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, false, true

from careercraft.models import Campus, Student
from careercraft.privacy.permissions import (
    DISTRICT_ROLES,
    PERMISSIONS_OF_ROLE,
    ROLES_THAT_OPEN_STUDENTS,
    Permission,
    Role,
)


class Held(NamedTuple):
    """A role as one person holds it; a district role has no campus."""

    role: Role
    campus_id: UUID | None


class Actor(NamedTuple):
    """Who acts: a signed-in member of staff, or the worker on behalf of one."""

    district_id: UUID
    user_id: UUID | None
    held: tuple[Held, ...]
    sign_in_id: UUID | None = None
    """Through which sign-in; none for the worker."""


class AtCampus(Protocol):
    """Anything that belongs to a campus of a district."""

    district_id: UUID
    campus_id: UUID


class Reason(StrEnum):
    """Why a person may see a student; recorded with each access."""

    CAMPUS_ROLE = "holds a role at the student's campus"
    DISTRICT_ROLE = "holds a role for the whole district"


class NotFound(Exception):  # noqa: N818
    """It is not there, or not for this person: the answer is the same."""


class NotAllowed(Exception):  # noqa: N818
    """The person is known, but no role of theirs permits this."""


def permissions(actor: Actor) -> frozenset[Permission]:
    """Everything that any of the actor's roles permits."""
    return frozenset().union(*(PERMISSIONS_OF_ROLE[held.role] for held in actor.held))


def require(actor: Actor, permission: Permission) -> None:
    """Raise `NotAllowed` unless one of the actor's roles brings the permission."""
    if permission not in permissions(actor):
        raise NotAllowed(permission.value)


def why_can_see(actor: Actor, student: AtCampus) -> Reason | None:
    """The reason for which the actor may see a student, or None (34 CFR 99.31(a)(1)).

    Only roles that open students count: who audits the figures of the district as well as
    counselling at one campus sees the students of that campus.
    """
    if student.district_id != actor.district_id:
        return None
    opening = opening_students(actor)
    if reaches_whole_district(opening):
        return Reason.DISTRICT_ROLE
    if student.campus_id in campuses_of(opening):
        return Reason.CAMPUS_ROLE
    return None


def reaches_whole_district(actor: Actor) -> bool:
    """Whether one of the actor's roles reaches every campus."""
    return any(held.role in DISTRICT_ROLES for held in actor.held)


def campuses_of(actor: Actor) -> frozenset[UUID]:
    """The campuses at which the actor holds a campus role."""
    return frozenset(held.campus_id for held in actor.held if held.campus_id is not None)


Reach = frozenset[UUID] | None
"""The campuses that somebody reaches; None where that is the whole district."""


def opening_reach(actor: Actor) -> Reach:
    """How far the actor may open students; two who reach as far see the same students."""
    return _reach(opening_students(actor))


def visible_students(actor: Actor) -> ColumnElement[bool]:
    """The condition that keeps a query to the students whom the actor may see."""
    return students_within(opening_reach(actor))


def students_within(reach: Reach) -> ColumnElement[bool]:
    """The condition that keeps a query to the students of a reach."""
    return _within(reach, Student.campus_id)


def counted_students(actor: Actor) -> ColumnElement[bool]:
    """The condition that keeps a query to the students whom the actor may see counted."""
    return _within(_reach(actor), Student.campus_id)


def visible_campuses(actor: Actor) -> ColumnElement[bool]:
    """The condition that keeps a query to the campuses that the actor may see."""
    return _within(_reach(actor), Campus.id)


def opening_students(actor: Actor) -> Actor:
    """The actor with those roles alone that open students."""
    return actor._replace(
        held=tuple(held for held in actor.held if held.role in ROLES_THAT_OPEN_STUDENTS)
    )


def _reach(actor: Actor) -> Reach:
    return None if reaches_whole_district(actor) else campuses_of(actor)


def _within(reach: Reach, campus_column: object) -> ColumnElement[bool]:
    if reach is None:
        return true()
    return campus_column.in_(reach) if reach else false()  # type: ignore[attr-defined]
