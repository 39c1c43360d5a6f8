"""Members of staff with what they may do and when they were last here."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from careercraft.models import Assignment, Campus, SignIn, User
from careercraft.privacy.identity import open_staff
from careercraft.privacy.permissions import ROLE_TITLES, Role
from careercraft.services.context import Desk

WHOLE_DISTRICT = "Whole district"


class HeldRole(NamedTuple):
    """One role of a person: what, and where it reaches."""

    assignment_id: UUID
    role: Role
    title: str
    campus_id: UUID | None
    where: str


class Member(NamedTuple):
    """A person with access."""

    id: UUID
    name: str
    email: str
    roles: tuple[HeldRole, ...]
    last_seen_at: datetime | None


def members(desk: Desk) -> list[Member]:
    """Everybody who can sign in today, by name."""
    users = desk.session.scalars(select(User).where(User.disabled_at.is_(None))).all()
    roles, seen = _roles(desk), last_seen(desk)
    found = []
    for user in users:
        who = open_staff(desk.keys, user)
        found.append(Member(user.id, who.name, who.email, tuple(roles[user.id]), seen.get(user.id)))
    return sorted(found, key=lambda one: (one.name.casefold(), str(one.id)))


def last_seen(desk: Desk) -> dict[UUID, datetime]:
    """When each person was last active in a signed-in browser."""
    query = select(SignIn.user_id, func.max(SignIn.last_seen_at)).group_by(SignIn.user_id)
    return {row[0]: row[1] for row in desk.session.execute(query)}


def campus_names(desk: Desk) -> dict[UUID | None, str]:
    """The names of campuses; no campus is the whole district."""
    query = select(Campus.id, Campus.name)
    return {row.id: row.name for row in desk.session.execute(query)} | {None: WHOLE_DISTRICT}


def _roles(desk: Desk) -> defaultdict[UUID, list[HeldRole]]:
    names = campus_names(desk)
    found: defaultdict[UUID, list[HeldRole]] = defaultdict(list)
    for one in desk.session.scalars(select(Assignment).order_by(Assignment.role, Assignment.id)):
        role = Role(one.role)
        where = names.get(one.campus_id, "")
        found[one.user_id].append(HeldRole(one.id, role, ROLE_TITLES[role], one.campus_id, where))
    return found
