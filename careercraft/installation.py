"""The first steps of an installation: schema, districts, campuses, staff."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from careercraft.clock import now
from careercraft.config import SettingProblem, Settings, read_settings
from careercraft.db import UnsafeDatabaseRole, district_session
from careercraft.migrate import upgrade
from careercraft.models import Campus, District
from careercraft.privacy.access import Held
from careercraft.privacy.identity import StaffIdentity
from careercraft.privacy.permissions import DISTRICT_ROLES, Role
from careercraft.runtime import Runtime, open_runtime
from careercraft.services import people
from careercraft.services.context import Desk
from careercraft.services.districts import add_campus as found_campus
from careercraft.services.districts import (
    district_id_of,
    found_district,
    open_keys,
    worker_actor,
)

DISTRICT_NUMBER = re.compile(r"\d{6}")
CAMPUS_NUMBER = re.compile(r"\d{9}")


class Problem(Exception):  # noqa: N818 - shown to the person at the keyboard
    """Something does not fit; the text says what and what was expected."""


class NewUser(NamedTuple):
    """A member of staff to add."""

    district_number: str
    name: str
    email: str
    role: str
    campus_number: str | None


def migrate(environ: Mapping[str, str]) -> str:
    """Bring the schema up to date; needs `DATABASE_OWNER_URL`."""
    settings = _settings(environ)
    if settings.database_owner_url is None:
        raise Problem(
            "The setting DATABASE_OWNER_URL is missing: it must name the role that owns the tables."
        )
    upgrade(settings.database_owner_url)
    return "The database has this version's schema."


def add_district(environ: Mapping[str, str], number: str, name: str) -> str:
    """Create a district with its first data keys."""
    _fits(DISTRICT_NUMBER, number, "county-district number", "six digits")
    with opened_runtime(environ) as runtime, runtime.sessions() as session:
        try:
            district = found_district(session, runtime.master, number, name)
            session.commit()
        except IntegrityError:
            raise Problem(f"There is a district {number} already.") from None
        return f"District {district.number} is there. Its id is {district.id}."


def add_campus(environ: Mapping[str, str], number: str, name: str, program: str) -> str:
    """Add a school; the first six digits of its number name the district."""
    _fits(CAMPUS_NUMBER, number, "campus number", "nine digits")
    with opened_runtime(environ) as runtime, _district(runtime, number[:6]) as session:
        try:
            found_campus(session, district_id_of(number[:6]), number, name, program)
            session.commit()
        except IntegrityError:
            raise Problem(f"There is a campus {number} already.") from None
    return f"Campus {number} is there."


def add_user(environ: Mapping[str, str], new: NewUser, password: str) -> str:
    """Add a member of staff with one role."""
    with opened_runtime(environ) as runtime, _district(runtime, new.district_number) as session:
        district_id = district_id_of(new.district_number)
        keys = open_keys(session, runtime.master, district_id)
        desk = Desk(session, worker_actor(district_id, None), keys, runtime.files, now())
        identity = StaffIdentity(new.name, new.email)
        held = [_held(session, new)]
        try:
            user = people.add_user(desk, runtime.master, identity, password, held)
            session.commit()
        except people.PasswordTooShort as too_short:
            raise Problem(str(too_short)) from None
        except IntegrityError:
            raise Problem("Somebody signs in with this e-mail address already.") from None
        return f"The person may sign in now. Their id is {user.id}."


def _settings(environ: Mapping[str, str]) -> Settings:
    try:
        return read_settings(environ)
    except SettingProblem as problem:
        raise Problem(str(problem)) from None


@contextmanager
def opened_runtime(environ: Mapping[str, str]) -> Iterator[Runtime]:
    """The long-lived parts for the length of one command; raises `Problem`."""
    try:
        runtime = open_runtime(_settings(environ))
    except UnsafeDatabaseRole as problem:
        raise Problem(str(problem)) from None
    except OperationalError:
        raise Problem("The database of DATABASE_URL does not answer.") from None
    try:
        yield runtime
    finally:
        runtime.engine.dispose()
        runtime.redis.close()


def _fits(pattern: re.Pattern[str], value: str, what: str, expected: str) -> None:
    if not pattern.fullmatch(value):
        raise Problem(f"The {what} is not understood: it must have {expected}.")


@contextmanager
def _district(runtime: Runtime, number: str) -> Iterator[Session]:
    """A session that stands in the district of this number."""
    district_id = district_id_of(number)
    with district_session(runtime.sessions, district_id) as session:
        if session.get(District, district_id) is None:
            raise Problem(f"There is no district {number}. Add it first with add-district.")
        yield session


def _held(session: Session, new: NewUser) -> Held:
    if new.role not in set(Role):
        known = ", ".join(sorted(Role))
        raise Problem(f"The role is not known: it must be one of {known}.")
    role = Role(new.role)
    if role in DISTRICT_ROLES:
        return Held(role, None)
    query = select(Campus.id).where(Campus.number == (new.campus_number or ""))
    campus_id = session.scalars(query).first()
    if campus_id is None:
        raise Problem(f"The role {role} is held at a school: give --campus with a number of yours.")
    return Held(role, campus_id)
