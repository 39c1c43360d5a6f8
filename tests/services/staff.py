"""The people of a small district, found by their role."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from careercraft.models import Assignment
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk


def user_with(desk: Desk, role: Role) -> UUID:
    """The one person who holds a role."""
    return desk.session.scalars(
        select(Assignment.user_id).where(Assignment.role == role.value)
    ).one()
