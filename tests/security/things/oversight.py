"""A verification of the audit trail, an audit room, a student who has turned 18."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from careercraft.models import AuditRoom, RightsPassed, Task
from tests.security.things import Place

DISTRICT_OBJECTS = {"check_id", "room_id", "passed_id"}
PLAIN_ARGUMENTS = {"format_": "csv"}


def make(place: Place) -> dict[str, UUID]:
    check_id = uuid4()
    task = Task(
        id=uuid4(),
        district_id=place.district.id,
        kind="verify_trail",
        state="done",
        subject_id=check_id,
        started_by=place.district.director.user_id,
    )
    room = AuditRoom(
        id=uuid4(),
        district_id=place.district.id,
        state="failed",
        asked_by=place.district.director.user_id,
    )
    passed = RightsPassed(
        id=uuid4(),
        district_id=place.district.id,
        student_id=place.student.id,
        passed_on=date(2026, 11, 2),
    )
    place.session.add_all([task, room, passed])
    return {"check_id": check_id, "room_id": room.id, "passed_id": passed.id}
