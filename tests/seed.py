"""Small districts for tests, made through the services where there is one."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy.orm import Session, sessionmaker

from careercraft.filestore import FileStore
from careercraft.models import Campus, Student
from careercraft.privacy.access import Actor, Held
from careercraft.privacy.identity import (
    Identity,
    Profile,
    StaffIdentity,
    lookups_of,
    seal_identity,
    seal_profile,
)
from careercraft.privacy.keys import DistrictKeys, MasterKey
from careercraft.privacy.permissions import DISTRICT_ROLES, Role
from careercraft.services.context import Desk
from careercraft.services.districts import found_district, open_keys, worker_actor
from careercraft.services.people import actor_of, add_user

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(990_001)


class SmallDistrict(NamedTuple):
    """A district with a north and a south campus."""

    id: UUID
    number: str
    north: Campus
    south: Campus
    counselor: Actor
    """Counselor at the north campus."""
    director: Actor
    records_officer: Actor
    principal: Actor
    """Principal of the north campus."""
    auditor: Actor
    hearing_officer: Actor
    emails: dict[Role, str]


def small_district(
    factory: sessionmaker[Session], master: MasterKey, files: FileStore, at: datetime
) -> SmallDistrict:
    """Found a district with two campuses and one person per role."""
    number = str(next(_numbers))
    with factory() as session:
        district = found_district(session, master, number, f"Test ISD {number}")
        keys = open_keys(session, master, district.id)
        north, south = (
            Campus(id=uuid4(), district_id=district.id, number=f"{number}00{n}", name=name)
            for n, name in ((1, "North High School"), (2, "South High School"))
        )
        session.add_all([north, south])
        session.flush()
        desk = Desk(session, worker_actor(district.id, None), keys, files, at)
        emails = {role: f"{role.value}@{number}.example" for role in Role}
        actors = {role: _person(desk, master, role, emails[role], north.id) for role in Role}
        session.commit()
    return SmallDistrict(
        district.id,
        number,
        north,
        south,
        actors[Role.CAMPUS_COUNSELOR],
        actors[Role.DISTRICT_DIRECTOR],
        actors[Role.RECORDS_OFFICER],
        actors[Role.CAMPUS_PRINCIPAL],
        actors[Role.AUDITOR],
        actors[Role.HEARING_OFFICER],
        emails,
    )


def _person(desk: Desk, master: MasterKey, role: Role, email: str, campus_id: UUID) -> Actor:
    held = Held(role, None if role in DISTRICT_ROLES else campus_id)
    name = role.value.replace("_", " ").title()
    user = add_user(desk, master, StaffIdentity(name, email), PASSWORD, [held])
    return actor_of(desk.session, user.id)


def add_student(
    session: Session,
    keys: DistrictKeys,
    campus: Campus,
    *,
    first_name: str = "Rosa",
    last_name: str = "Ibarra",
    class_of: int = 2027,
    grade: int = 12,
    birth_date: date | None = date(2008, 9, 14),
    state_unique_id: str | None = None,
    local_id: str | None = None,
    profile: Profile | None = None,
    home_language: str | None = None,
) -> Student:
    """Put one student into the database, without an import; the caller commits."""
    student_id = uuid4()
    identity = Identity(
        first_name,
        last_name,
        birth_date=birth_date,
        state_unique_id=state_unique_id,
        local_id=local_id,
        home_language=home_language,
    )
    found_by = lookups_of(keys, identity)
    student = Student(
        id=student_id,
        district_id=keys.district_id,
        campus_id=campus.id,
        class_of=class_of,
        grade=grade,
        status="enrolled",
        state_id_lookup=found_by.state_id,
        local_id_lookup=found_by.local_id,
        name_birth_lookup=found_by.name_birth,
        identity_sealed=seal_identity(keys, student_id, identity),
        profile_sealed=seal_profile(keys, student_id, profile or Profile()),
    )
    session.add(student)
    session.flush()
    return student
