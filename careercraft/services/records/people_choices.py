"""Whom a form of the records office offers to choose from."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from careercraft.models import User
from careercraft.privacy.access import require
from careercraft.privacy.identity import open_identity, open_staff
from careercraft.privacy.permissions import Permission
from careercraft.services import students
from careercraft.services.context import Desk


def for_request(desk: Desk, student_id: UUID) -> tuple[str, list[tuple[str, str]]]:
    """The student's name, and the staff, one of whom may be the parent; that the name was shown is
    recorded. Raises `NotFound`.
    """
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    student = students.named(desk, student_id, "new request")
    staff = [
        (str(user.id), open_staff(desk.keys, user).name)
        for user in desk.session.scalars(select(User).where(User.disabled_at.is_(None)))
    ]
    return open_identity(desk.keys, student).full_name, sorted(staff, key=lambda one: one[1])
