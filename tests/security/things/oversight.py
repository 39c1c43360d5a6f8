"""A verification of the audit trail."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import Task
from tests.security.things import Place

DISTRICT_OBJECTS = {"check_id"}
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
    place.session.add(task)
    return {"check_id": check_id}
