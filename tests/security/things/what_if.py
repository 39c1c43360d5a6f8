"""A what-if that the director has worked out in the background."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import WhatIfRun
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.security.things import Place

CAMPUS_OBJECTS = {"what_if_run_id"}


def make(place: Place) -> dict[str, UUID]:
    run_id = uuid4()
    asked = {"students": [str(place.student.id)], "supposed": [], "address": {}}
    place.session.add(
        WhatIfRun(
            id=run_id,
            district_id=place.district.id,
            asked_by=place.district.director.user_id,
            class_of=2027,
            asked_for="nothing",
            asked_sealed=seal_json(
                place.keys, SealedPlace("what_if_runs", "asked_sealed", run_id), asked
            ),
        )
    )
    return {"what_if_run_id": run_id}
