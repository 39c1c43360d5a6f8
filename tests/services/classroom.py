"""A small class of seniors at two campuses, each in a situation of their own."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.filestore import FileStore
from careercraft.models import Student
from careercraft.privacy.identity import open_identity
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.permissions import Role
from careercraft.services import outcomes, sources
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys
from careercraft.services.imports.words import COVERS
from careercraft.services.knowledge import NEVER_DECLARED
from tests.seed import SmallDistrict, add_student, small_district
from tests.services.uploads import applied, courses, roster, sat, silent

CLASS = 2027
NORTH, SOUTH = "north", "south"
PEOPLE = {
    # first name: last name, campus, in special education
    "Rosa": ("Ibarra", NORTH, "1"),
    "Abel": ("Nuñez", NORTH, "0"),
    "Bea": ("Ortiz", NORTH, "0"),
    "Cam": ("Pruitt", SOUTH, "0"),
    "Dee": ("Quiroz", SOUTH, "1"),
    "Eli": ("Ibarra-Soto", SOUTH, "0"),
}
SCORES = {"Rosa": (500, 520), "Abel": (560, 580), "Dee": (470, 600), "Eli": (480, 530)}
"""SAT EBRW and math: Rosa is ten points short in math, Dee in reading; Eli stands at the cuts."""
HOURS = {"Bea": (3, 3, 3), "Cam": (3, 3)}
"""Dual credit in other subjects: Bea has the nine hours, Cam one course less."""
MET = {"Abel", "Bea", "Eli"}


class Classroom(NamedTuple):
    """The class with its district and the desk of the district's director."""

    district: SmallDistrict
    desk: Desk
    ids: dict[str, UUID]


def classroom(
    factory: sessionmaker[Session], master: MasterKey, files: FileStore, at: datetime
) -> Classroom:
    """A district of its own with the class in it, for tests that only look."""
    district = small_district(factory, master, files, at)
    session = factory()
    session.info["district_id"] = district.id
    keys = open_keys(session, master, district.id)
    desk = Desk(session, district.director, keys, files, at)
    return Classroom(district, desk, seniors(desk, district))


def state_id(first_name: str) -> str:
    """The invented state id of one of the class."""
    return f"01234567{list(PEOPLE).index(first_name):02d}"


def seniors(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    """Load the class through the importers and judge it; gives the ids by first name."""
    applied(desk, roster([_rostered(name, district) for name in PEOPLE]))
    applied(desk, sat([_scored(name) for name in SCORES]))
    applied(
        desk, courses([_course(n, hours, i) for n in HOURS for i, hours in enumerate(HOURS[n])])
    )
    declare_the_rest_absent(desk)
    judge(desk, district)
    return ids_by_first_name(desk)


def declare_the_rest_absent(desk: Desk) -> None:
    """Take the district's word that it has nothing but what is loaded."""
    for kind in COVERS.keys() - NEVER_DECLARED:
        with suppress(sources.AlreadyLoaded):
            sources.declare_absent(desk, kind)


def judge(desk: Desk, district: SmallDistrict) -> None:
    """Compute the outcomes of both campuses."""
    for campus in (district.north, district.south):
        outcomes.recompute_campus(desk, campus.id, silent)


def ids_by_first_name(desk: Desk) -> dict[str, UUID]:
    """Everyone who is there."""
    students = desk.session.scalars(select(Student).where(Student.removed_at.is_(None)))
    return {open_identity(desk.keys, one).first_name: one.id for one in students}


def add_unjudged(desk: Desk, district: SmallDistrict, first_name: str = "Una") -> UUID:
    """One more senior at the north campus, whom no rule has judged."""
    student = add_student(
        desk.session, desk.keys, district.north, first_name=first_name, last_name="Vela"
    )
    desk.session.commit()
    return student.id


def crowd(desk: Desk, district: SmallDistrict, number: int) -> None:
    """Many seniors at the north campus, none of them judged."""
    for each in range(number):
        add_student(
            desk.session,
            desk.keys,
            district.north,
            first_name=f"N{each:03d}",
            last_name="Zuber",
            birth_date=None,
        )
    desk.session.commit()


def _rostered(name: str, district: SmallDistrict) -> dict[str, object]:
    last_name, campus, special = PEOPLE[name]
    at = district.north if campus == NORTH else district.south
    return {
        "state_unique_id": state_id(name),
        "local_id": f"00{list(PEOPLE).index(name)}1",
        "last_name": last_name,
        "first_name": name,
        "birth_date": "2008-09-14",
        "campus_id": at.number,
        "grade": "12",
        "special_education": special,
        "counselor_email": district.emails[Role.CAMPUS_COUNSELOR] if campus == NORTH else "",
    }


def _scored(name: str) -> dict[str, object]:
    ebrw, math = SCORES[name]
    return {"state_id": state_id(name), "date": "2025-10-04", "ebrw": ebrw, "math": math}


def _course(name: str, hours: int, term: int) -> dict[str, object]:
    return {
        "state_unique_id": state_id(name),
        "course_kind": "dual_credit",
        "subject": "other",
        "hours": hours,
        "passed": "1",
        "ended_on": f"2026-0{term + 1}-20",
    }
