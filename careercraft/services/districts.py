"""Districts and their keys."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careercraft.db import enter_district, rows_of
from careercraft.models import Campus, DataKey, District
from careercraft.privacy.access import Actor, NotFound, visible_campuses
from careercraft.privacy.keys import (
    DistrictKeys,
    KeyDestroyed,
    KeyPurpose,
    MasterKey,
    new_data_key,
)
from careercraft.privacy.record_keys import open_record_keys
from careercraft.services.context import Desk

DISTRICTS = UUID("6f3a1c52-8e0b-4a77-9d15-2b7c64e1f0a9")
"""The namespace of district ids."""
SYSTEM = ()
"""The roles of work that no person started."""
WRAPPED_KEYS = (
    select(
        func.array_agg(DataKey.purpose).label("purposes"),
        func.array_agg(DataKey.version).label("versions"),
        func.array_agg(DataKey.wrapped).label("wrapped"),
    )
    .where(DataKey.wrapped.is_not(None))
    .subquery("wrapped_keys")
)
"""The keys of the district as they are kept, in one row, to be read along with something else."""
KEPT_KEYS = select(WRAPPED_KEYS)


def district_id_of(number: str) -> UUID:
    """The id of the district with this number: known without a look at any other district."""
    return uuid5(DISTRICTS, number)


def found_district(session: Session, master: MasterKey, number: str, name: str) -> District:
    """Create a district with its first data keys; the session stands in it afterwards."""
    district = District(id=district_id_of(number), number=number, name=name)
    enter_district(session, district.id)
    session.add(district)
    session.flush()
    for purpose in KeyPurpose:
        session.add(
            DataKey(
                district_id=district.id,
                purpose=purpose.value,
                version=1,
                wrapped=master.wrap(new_data_key()),
            )
        )
    session.flush()
    return district


def add_campus(
    session: Session, district_id: UUID, number: str, name: str, program: str = ""
) -> Campus:
    """Add a school to the district in which the session stands; the caller commits."""
    added = Campus(
        id=uuid5(district_id, number),
        district_id=district_id,
        number=number,
        name=name,
        program=program,
    )
    session.add(added)
    session.flush()
    return added


def open_keys(
    session: Session, master: MasterKey, district_id: UUID, stored: Any = None
) -> DistrictKeys:
    """Unwrap a district's keys; raises `KeyDestroyed` or `WrongMasterKey`.

    `stored`: a row of `WRAPPED_KEYS`, where it was just read along with something else.
    """
    (row,) = rows_of(session, KEPT_KEYS) if stored is None else (stored,)
    named = zip(row.purposes or (), row.versions or (), row.wrapped or (), strict=True)
    keys = {(purpose, version): master.unwrap(key) for purpose, version, key in named}
    lookup = keys.get((KeyPurpose.LOOKUP.value, 1))
    if lookup is None:
        raise KeyDestroyed("This district's data keys were destroyed.")
    seals = {v: key for (purpose, v), key in keys.items() if purpose == KeyPurpose.SEAL.value}
    return open_record_keys(session, DistrictKeys(district_id, seals, lookup))


def current_district(desk: Desk) -> District:
    """The district in which this piece of work stands."""
    return desk.session.get_one(District, desk.actor.district_id)


def campuses(desk: Desk) -> list[Campus]:
    """The campuses that the person may see, by name."""
    query = select(Campus).where(visible_campuses(desk.actor)).order_by(Campus.name)
    return list(desk.session.scalars(query))


def campus(desk: Desk, campus_id: UUID) -> Campus:
    """One campus that the person may see; raises `NotFound`."""
    query = select(Campus).where(Campus.id == campus_id, visible_campuses(desk.actor))
    found = desk.session.scalars(query).first()
    if found is None:
        raise NotFound("campus")
    return found


def worker_actor(district_id: UUID, user_id: UUID | None) -> Actor:
    """The worker, on behalf of the person who started the work."""
    return Actor(district_id, user_id, SYSTEM)
