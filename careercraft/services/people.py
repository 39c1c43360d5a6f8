"""Staff: adding them, signing them in and out."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import bindparam, func, or_, select, true
from sqlalchemy.orm import Session, sessionmaker

from careercraft.db import among_given, enter_district, rows_of
from careercraft.models import Assignment, District, SignIn, User
from careercraft.privacy import audit
from careercraft.privacy.access import Actor, Held
from careercraft.privacy.events import Event
from careercraft.privacy.identity import StaffIdentity, open_staff, seal_staff, staff_from
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.lookup import email_lookup
from careercraft.privacy.permissions import ROLE_TITLES, ROLES_THAT_OPEN_STUDENTS, Role
from careercraft.services.context import Desk
from careercraft.services.districts import WRAPPED_KEYS, open_keys

IDLE_LIMIT = timedelta(minutes=30)
LONGEST_SIGN_IN = timedelta(hours=10)
SEEN_AGAIN_AFTER = timedelta(minutes=1)
TOKEN_BYTES = 32
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128

hasher = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
_NOBODY = hasher.hash("nobody has this password")


WHOSE = (
    select(SignIn, User, District, Assignment.role, Assignment.campus_id, WRAPPED_KEYS)
    .join(User, User.id == SignIn.user_id)
    .join(District, District.id == SignIn.district_id)
    .outerjoin(Assignment, Assignment.user_id == User.id)
    .join(WRAPPED_KEYS, true())
    .where(SignIn.token_hash == bindparam("token"))
)
"""The sign-in of a token with its person, district and keys, once for each of their roles; built
once, because every request asks it."""
AT_CAMPUSES = (
    select(User.id, User.identity_sealed, Assignment.campus_id)
    .join(Assignment, Assignment.user_id == User.id)
    .where(
        User.disabled_at.is_(None),
        Assignment.role.in_(sorted(role.value for role in ROLES_THAT_OPEN_STUDENTS)),
        or_(Assignment.campus_id.is_(None), among_given(Assignment.campus_id, "campuses")),
    )
)
"""Whoever opens students of any of some campuses, once for each role and campus."""


class PasswordTooShort(Exception):  # noqa: N818 - shown to the person
    """The password is shorter than this house permits."""


class SignedIn(NamedTuple):
    """A fresh sign-in; the token goes into the cookie and is kept nowhere else."""

    district_id: UUID
    user_id: UUID
    token: str


class Person(NamedTuple):
    """Who is signed in, with what they may do."""

    actor: Actor
    sign_in_id: UUID
    user: User
    district: District
    """Held as long as the request, so that nobody reads either of them again."""
    stored_keys: Any
    """The district's keys as they were kept just now, for `open_keys`."""


def add_user(
    desk: Desk, master: MasterKey, identity: StaffIdentity, password: str, held: list[Held]
) -> User:
    """Add a member of staff with their roles; the caller commits."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordTooShort(
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters."
        )
    user_id = uuid4()
    user = User(
        id=user_id,
        district_id=desk.actor.district_id,
        email_lookup=email_lookup(master, identity.email),
        identity_sealed=seal_staff(desk.keys, user_id, identity),
        password_hash=hasher.hash(password),
    )
    desk.session.add(user)
    desk.session.flush()
    for role, campus_id in held:
        desk.session.add(
            Assignment(
                district_id=user.district_id, user_id=user.id, role=role.value, campus_id=campus_id
            )
        )
    desk.session.execute(select(func.register_sign_in(uuid4(), user.email_lookup, user.id)))
    desk.record(Event.USER_ADDED, "user", user.id)
    return user


def sign_in(
    session: Session, master: MasterKey, email: str, password: str, at: datetime
) -> SignedIn | None:
    """Check a person's password and open a sign-in; None if anything does not fit.

    An unknown e-mail costs the same work as a wrong password, so that nobody learns who exists.
    """
    entry = _entry(session, master, email)
    if entry is None:
        _fits(_NOBODY, password)
        return None
    session.rollback()
    enter_district(session, entry.district_id)
    user = session.get(User, entry.user_id)
    if user is None or not _fits(user.password_hash, password) or user.disabled_at is not None:
        return None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    sign_in_id = uuid4()
    session.add(
        SignIn(
            id=sign_in_id,
            district_id=user.district_id,
            user_id=user.id,
            token_hash=_token_hash(token),
            began_at=at,
            last_seen_at=at,
        )
    )
    actor = Actor(user.district_id, user.id, (), sign_in_id)
    keys = open_keys(session, master, user.district_id)
    audit.record(session, keys, actor, Event.SIGN_IN_SUCCEEDED, "user", user.id, at=at)
    return SignedIn(user.district_id, user.id, token)


def has_password(desk: Desk, password: str) -> bool:
    """Whether this is the password of the person at the desk, asked for before something grave."""
    user = desk.session.get(User, desk.actor.user_id) if desk.actor.user_id else None
    return user is not None and _fits(user.password_hash, password)


def note_failed_sign_in(
    sessions: sessionmaker[Session], master: MasterKey, email: str, at: datetime
) -> None:
    """Record that somebody tried to sign in as a person of ours, and could not.

    Called after the answer has been sent: it must not be seen from how long an answer takes whether
    an e-mail address is known.
    """
    with sessions() as session:
        entry = _entry(session, master, email)
        if entry is None:
            return
        session.rollback()
        enter_district(session, entry.district_id)
        keys = open_keys(session, master, entry.district_id)
        nobody = Actor(entry.district_id, None, ())
        audit.record(session, keys, nobody, Event.SIGN_IN_FAILED, "user", entry.user_id, at=at)
        session.commit()


def _entry(session: Session, master: MasterKey, email: str) -> Any:
    """District and id of the person who signs in with an e-mail address, if there is one."""
    wanted = func.find_sign_in(email_lookup(master, email)).table_valued("district_id", "user_id")
    return session.execute(select(wanted.c.district_id, wanted.c.user_id)).first()


def recognise(session: Session, token: str, at: datetime) -> Person | None:
    """The person behind a cookie's token, unless the sign-in ended, idled out or grew too old."""
    rows = session.execute(WHOSE, {"token": _token_hash(token)}).all()
    if not rows:
        return None
    found, user, district, *_ = rows[0]
    if not _still_open(found, at) or user.disabled_at is not None:
        return None
    if at - found.last_seen_at > SEEN_AGAIN_AFTER:
        found.last_seen_at = at
        session.commit()
    held = tuple(Held(Role(row.role), row.campus_id) for row in rows if row.role)
    actor = Actor(user.district_id, user.id, held, found.id)
    return Person(actor, found.id, user, district, rows[0])


def end_sign_in(desk: Desk, sign_in_id: UUID) -> None:
    """End one sign-in; its cookie opens nothing any more."""
    desk.session.get_one(SignIn, sign_in_id).ended_at = desk.now
    desk.record(Event.SIGN_IN_ENDED, "sign_in", sign_in_id)
    desk.session.commit()


def staff_identity(desk: Desk, user_id: UUID) -> StaffIdentity:
    """Name and e-mail of one member of staff."""
    return open_staff(desk.keys, desk.session.get_one(User, user_id))


def names_of(desk: Desk, user_ids: set[UUID]) -> dict[UUID, str]:
    """The names of some members of staff."""
    if not user_ids:
        return {}
    users = desk.session.scalars(select(User).where(User.id.in_(user_ids)))
    return {user.id: open_staff(desk.keys, user).name for user in users}


def everyone(desk: Desk) -> tuple[tuple[UUID, str], ...]:
    """Every member of staff, those who are gone too, by name."""
    found = [(user.id, open_staff(desk.keys, user).name) for user in _users(desk)]
    return tuple(sorted(found, key=lambda one: (one[1], str(one[0]))))


def _users(desk: Desk) -> Iterable[User]:
    return desk.session.scalars(select(User))


def staff_for_campus(desk: Desk, campus_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Whoever can be given work for students of a campus: its staff and the district's, by name."""
    return staff_for_campuses(desk, [campus_id])


def staff_for_campuses(desk: Desk, campus_ids: Iterable[UUID]) -> tuple[tuple[UUID, str], ...]:
    """Whoever can be given work for students of each of some campuses, by name."""
    asked = set(campus_ids)
    held: defaultdict[tuple[UUID, bytes], set[UUID | None]] = defaultdict(set)
    for one in rows_of(desk.session, AT_CAMPUSES, {"campuses": list(asked)}):
        held[one.id, one.identity_sealed].add(one.campus_id)
    reaching = [who for who, campuses in held.items() if None in campuses or campuses >= asked]
    named = [(id_, staff_from(desk.keys, id_, sealed).name) for id_, sealed in reaching]
    return tuple(sorted(named, key=lambda one: (one[1], str(one[0]))))


def role_titles(actor: Actor) -> list[str]:
    """The actor's roles in words."""
    return sorted({ROLE_TITLES[held.role] for held in actor.held})


def actor_of(session: Session, user_id: UUID) -> Actor:
    """A member of staff as an actor."""
    return _actor(session, session.get_one(User, user_id))


def _actor(session: Session, user: User) -> Actor:
    rows = session.execute(
        select(Assignment.role, Assignment.campus_id).where(Assignment.user_id == user.id)
    )
    held = tuple(Held(Role(role), campus_id) for role, campus_id in rows)
    return Actor(user.district_id, user.id, held)


def _still_open(found: SignIn, at: datetime) -> bool:
    return (
        found.ended_at is None
        and at - found.last_seen_at <= IDLE_LIMIT
        and at - found.began_at <= LONGEST_SIGN_IN
    )


def _fits(password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, password[:LONGEST_PASSWORD])
    except VerificationError:
        return False


def _token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
