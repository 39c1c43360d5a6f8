"""Who reaches whom: by the campus of a role, by the whole district, and through which roles."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID, uuid4

import pytest

from careercraft.privacy.access import Actor, Held, Reason, why_can_see
from careercraft.privacy.permissions import Role

DISTRICT, NORTH, SOUTH = uuid4(), uuid4(), uuid4()


class AStudent(NamedTuple):
    district_id: UUID
    campus_id: UUID


def at(campus_id: UUID, district_id: UUID = DISTRICT) -> AStudent:
    return AStudent(district_id, campus_id)


def someone(*held: Held) -> Actor:
    return Actor(DISTRICT, uuid4(), held)


@pytest.mark.parametrize("role", [Role.CAMPUS_COUNSELOR, Role.CAMPUS_PRINCIPAL])
def test_a_campus_role_sees_the_students_of_its_campus_and_no_others(role: Role) -> None:
    actor = someone(Held(role, NORTH))
    assert why_can_see(actor, at(NORTH)) is Reason.CAMPUS_ROLE
    assert why_can_see(actor, at(SOUTH)) is None


@pytest.mark.parametrize("role", [Role.DISTRICT_DIRECTOR, Role.RECORDS_OFFICER])
def test_a_district_role_sees_every_student_of_its_district_and_of_no_other(role: Role) -> None:
    actor = someone(Held(role, None))
    assert why_can_see(actor, at(SOUTH)) is Reason.DISTRICT_ROLE
    assert why_can_see(actor, at(SOUTH, uuid4())) is None


def test_an_auditor_sees_no_student() -> None:
    assert why_can_see(someone(Held(Role.AUDITOR, None)), at(NORTH)) is None


def test_auditing_a_district_does_not_widen_what_a_campus_role_sees() -> None:
    actor = someone(Held(Role.AUDITOR, None), Held(Role.CAMPUS_COUNSELOR, NORTH))
    assert why_can_see(actor, at(NORTH)) is Reason.CAMPUS_ROLE
    assert why_can_see(actor, at(SOUTH)) is None
