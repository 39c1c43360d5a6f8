"""A testing day at the campus with the student on its list."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from careercraft.models import SittingDay, SittingSeat
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.conftest import MOMENT
from tests.security.things import Place

CAMPUS_OBJECTS = {"testing_day_id", "seat_id"}


def make(place: Place) -> dict[str, UUID]:
    day_id, seat_id = uuid4(), uuid4()
    director = place.district.director.user_id
    body = {"starts": "8 AM", "where": "Gym", "bring": "", "bring_es": ""}
    place.session.add(
        SittingDay(
            id=day_id,
            district_id=place.district.id,
            campus_id=place.campus.id,
            test="SAT",
            subject="both",
            held_on=date(2027, 3, 3),
            asked={"classes": [2027], "whom": "not_met", "seats": None, "covered": None},
            body_sealed=seal_json(
                place.keys, SealedPlace("testing_days", "body_sealed", day_id), body
            ),
            created_by=director,
            created_at=MOMENT,
        )
    )
    place.session.flush()
    place.session.add(
        SittingSeat(
            id=seat_id,
            district_id=place.district.id,
            day_id=day_id,
            student_id=place.student.id,
            added_by=director,
            added_at=MOMENT,
        )
    )
    return {"testing_day_id": day_id, "seat_id": seat_id}
