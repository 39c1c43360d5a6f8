"""A suspected incident."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import Incident
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.conftest import MOMENT
from tests.security.things import Place

DISTRICT_OBJECTS = {"incident_id", "finding_id"}


def make(place: Place) -> dict[str, UUID]:
    incident_id = uuid4()
    content = {"title": "A list", "what": "It was sent to somebody else."}
    incident = Incident(
        id=incident_id,
        district_id=place.district.id,
        number=1,
        state="confirmed",
        discovered_at=MOMENT,
        opened_by=place.district.director.user_id,
        opened_at=MOMENT,
        readable="unknown",
        told={},
        content_sealed=seal_json(
            place.keys, SealedPlace("incidents", "content_sealed", incident_id), content
        ),
    )
    place.session.add(incident)
    return {"incident_id": incident_id, "finding_id": uuid4()}
