"""What stands for each id in an address: one module per area, found by being here.

A module says what its ids are (`CAMPUS_OBJECTS`: things at one campus, which a counselor elsewhere
must not find; `DISTRICT_OBJECTS`: things of the whole district; `PLAIN_ARGUMENTS`: arguments that
are no id of ours, each with a value to try) and makes one of each with `make(place)`.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from careercraft.models import Campus, Student
from careercraft.privacy.keys import DistrictKeys
from tests.seed import SmallDistrict


class Place(NamedTuple):
    """Where things are made: a session and the keys of a district, a campus and a student there."""

    session: Session
    keys: DistrictKeys
    district: SmallDistrict
    campus: Campus
    student: Student


def areas() -> list[ModuleType]:
    """The module of each area."""
    return [import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]


def arguments_named(kind: str) -> frozenset[str]:
    """The arguments of one kind ("CAMPUS_OBJECTS", "DISTRICT_OBJECTS") over all areas."""
    return frozenset().union(*(getattr(area, kind, ()) for area in areas()))


def plain_arguments() -> dict[str, str]:
    """A value to try for each argument that is no id of ours."""
    return {
        name: value
        for area in areas()
        for name, value in getattr(area, "PLAIN_ARGUMENTS", {}).items()
    }


def make_everything(place: Place) -> dict[str, UUID]:
    """One of each thing that an address can name, by the name of its argument."""
    made = {"campus_id": place.campus.id, "student_id": place.student.id}
    for area in areas():
        made |= area.make(place)
    return made
