"""What the form for a document offers."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.calc import title
from careercraft.models import PrivacyRequest
from careercraft.privacy.access import permissions, require
from careercraft.privacy.identity import open_identity
from careercraft.privacy.permissions import Permission
from careercraft.scans.looking import ACCEPTED, LARGEST, MEGABYTE, CannotKeep
from careercraft.services import students
from careercraft.services.context import Desk
from careercraft.services.papers.keeping import LONGEST_NOTE, HandedIn
from careercraft.services.papers.kinds import KINDS, PaperKind, may_see

__all__ = [
    "ACCEPTED",
    "INDICATORS",
    "LARGEST",
    "LONGEST_NOTE",
    "MEGABYTE",
    "CannotKeep",
    "Case",
    "HandInPage",
    "HandedIn",
    "page",
]
INDICATORS = {
    name: title(name)
    for name in dict.fromkeys(name for one in KINDS.values() for name in one.indicators)
}
"""Every indicator that a document can show, in words."""


class Case(NamedTuple):
    """An open request of the family."""

    id: UUID
    number: int


class HandInPage(NamedTuple):
    """A student of whom a document is handed in, and what the form offers."""

    student_id: UUID
    student_name: str
    kinds: tuple[PaperKind, ...]
    cases: tuple[Case, ...]


def page(desk: Desk, student_id: UUID) -> HandInPage:
    """The form for a document of a student; that it was shown is recorded. Raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PAPERS_KEEP)
    student = students.named(desk, student_id, "hand in a document")
    name = open_identity(desk.keys, student).full_name
    return HandInPage(student.id, name, may_see(desk.actor), _cases(desk, student.id))


def _cases(desk: Desk, student_id: UUID) -> tuple[Case, ...]:
    if Permission.DISTRICT_REQUESTS_WORK not in permissions(desk.actor):
        return ()
    query = (
        select(PrivacyRequest.id, PrivacyRequest.number)
        .where(PrivacyRequest.student_id == student_id, PrivacyRequest.closed_at.is_(None))
        .order_by(PrivacyRequest.number)
    )
    return tuple(Case(*row) for row in desk.session.execute(query))
